// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A TUN device with a benchmarking network (RFC 2544, RFC 5180) behind it, in
 * the network namespace this runs in. It goes when its descriptor is closed.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <ifaddrs.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "load.h"

#define TUN_PATH	"/dev/net/tun"
#define V4_BITS		16
#define V4_NETS		2	/* 198.18 and 198.19 */
#define V6_BITS		64
#define V6_NETS		16

struct addr_request {
	struct nlmsghdr head;
	struct ifaddrmsg msg;
	char attrs[128];
};

struct addr_reply {
	struct nlmsghdr head;
	struct nlmsgerr err;
};

/* Whether it helped is seen when the device is opened again. */
static void tun_modprobe(void)
{
	pid_t pid = fork();
	int status;

	if (pid < 0)
		fail("fork");
	if (!pid) {
		dup2(STDERR_FILENO, STDOUT_FILENO);
		execlp("modprobe", "modprobe", "-q", "tun", (char *)NULL);
		_exit(127);
	}
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			fail("wait for modprobe");
}

static int device_open(void)
{
	int flags = O_RDWR | O_NONBLOCK | O_CLOEXEC;
	int fd = open(TUN_PATH, flags);

	if (fd < 0 && (errno == ENOENT || errno == ENODEV || errno == ENXIO)) {
		tun_modprobe();
		fd = open(TUN_PATH, flags);
	}
	if (fd < 0)
		fail("open " TUN_PATH);
	return fd;
}

static void device_create(struct tun *tun)
{
	struct ifreq ifr = { .ifr_flags = IFF_TUN | IFF_NO_PI };

	snprintf(ifr.ifr_name, sizeof(ifr.ifr_name), "%s", "ntload%d");
	if (ioctl(tun->fd, TUNSETIFF, &ifr))
		fail("create a TUN device");
	memcpy(tun->name, ifr.ifr_name, sizeof(tun->name));
}

/* Bring it up and say its index. */
static unsigned int device_up(const struct tun *tun)
{
	int fd = sock_new(AF_INET, SOCK_DGRAM);
	struct ifreq ifr = { 0 };
	int index;

	memcpy(ifr.ifr_name, tun->name, sizeof(tun->name));
	if (ioctl(fd, SIOCGIFINDEX, &ifr))
		fail("index of %s", tun->name);
	index = ifr.ifr_ifindex;
	if (ioctl(fd, SIOCGIFFLAGS, &ifr))
		fail("flags of %s", tun->name);
	ifr.ifr_flags |= IFF_UP;
	if (ioctl(fd, SIOCSIFFLAGS, &ifr))
		fail("bring up %s", tun->name);
	close(fd);
	return (unsigned int)index;
}

/* Does any device here have an address in the same network? */
static bool net_is_taken(const union addr *self)
{
	struct ifaddrs *list, *i;
	bool taken = false;

	if (getifaddrs(&list))
		fail("getifaddrs");
	for (i = list; i && !taken; i = i->ifa_next) {
		const union addr *has = (const void *)i->ifa_addr;

		if (!has || has->sa.sa_family != self->sa.sa_family)
			continue;
		if (has->sa.sa_family == AF_INET6)
			taken = !memcmp(&has->in6.sin6_addr, &self->in6.sin6_addr, V6_BITS / 8);
		else
			taken = !memcmp(&has->in4.sin_addr, &self->in4.sin_addr, V4_BITS / 8);
	}
	freeifaddrs(list);
	return taken;
}

static void net_choose(union addr *self, int family)
{
	unsigned int nets = family == AF_INET6 ? V6_NETS : V4_NETS;

	for (unsigned int i = 0; i < nets; i++) {
		memset(self, 0, sizeof(*self));
		self->sa.sa_family = (sa_family_t)family;
		if (family == AF_INET6) {
			inet_pton(AF_INET6, "2001:2::1", &self->in6.sin6_addr);
			self->in6.sin6_addr.s6_addr[7] = (uint8_t)i;
		} else {
			self->in4.sin_addr.s_addr = htonl(0xc6120001u + (i << 16));
		}
		if (!net_is_taken(self))
			return;
	}
	failx("address for a TUN device: all %u benchmarking networks are in use", nets);
}

static void attr_add(struct addr_request *req, int type, const void *data, size_t len)
{
	struct rtattr *attr = (void *)((char *)req + NLMSG_ALIGN(req->head.nlmsg_len));

	attr->rta_type = (unsigned short)type;
	attr->rta_len = (unsigned short)RTA_LENGTH(len);
	memcpy(RTA_DATA(attr), data, len);
	req->head.nlmsg_len = NLMSG_ALIGN(req->head.nlmsg_len) + RTA_LENGTH(len);
}

static void addr_request_fill(struct addr_request *req, const union addr *self,
			      unsigned int index)
{
	bool is_v6 = self->sa.sa_family == AF_INET6;
	const void *data = is_v6 ? (const void *)&self->in6.sin6_addr : &self->in4.sin_addr;
	size_t len = is_v6 ? sizeof(struct in6_addr) : sizeof(struct in_addr);

	memset(req, 0, sizeof(*req));
	req->head.nlmsg_len = NLMSG_LENGTH(sizeof(req->msg));
	req->head.nlmsg_type = RTM_NEWADDR;
	req->head.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL;
	req->msg.ifa_family = (uint8_t)self->sa.sa_family;
	req->msg.ifa_prefixlen = is_v6 ? V6_BITS : V4_BITS;
	/* usable at once: nobody else can have it */
	req->msg.ifa_flags = is_v6 ? IFA_F_NODAD : 0;
	req->msg.ifa_index = index;
	attr_add(req, IFA_LOCAL, data, len);
	attr_add(req, IFA_ADDRESS, data, len);
}

static void addr_add(const struct tun *tun, unsigned int index)
{
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	struct addr_reply reply = { 0 };
	struct addr_request req;
	char text[ADDR_TEXT];

	if (fd < 0)
		fail("rtnetlink socket");
	addr_request_fill(&req, &tun->self, index);
	if (send(fd, &req, req.head.nlmsg_len, 0) < 0)
		fail("rtnetlink send");
	if (recv(fd, &reply, sizeof(reply), MSG_TRUNC) < (ssize_t)sizeof(reply))
		fail("rtnetlink receive");
	close(fd);

	errno = -reply.err.error;
	if (reply.head.nlmsg_type != NLMSG_ERROR || errno)
		fail("add %s to %s", addr_text(&tun->self, text), tun->name);
}

/* One datagram to itself: sent anew each time, for the route is chosen then. */
static bool addr_answers(void *arg)
{
	const struct tun *tun = arg;
	int fd = sock_new(tun->self.sa.sa_family, SOCK_DGRAM);
	union addr self = tun->self;
	bool arrived;
	char byte;

	sock_bind(fd, &self);
	if (sendto(fd, "x", 1, 0, &self.sa, addr_len(&self)) != 1)
		fail("send to %s itself", tun->name);
	arrived = recv(fd, &byte, 1, MSG_DONTWAIT) == 1;
	close(fd);
	return arrived;
}

/* IPv6 adds the route to a new address later, from a work queue. */
void tun_open(struct tun *tun, int family)
{
	memset(tun, 0, sizeof(*tun));
	net_choose(&tun->self, family);
	tun->fd = device_open();
	device_create(tun);
	addr_add(tun, device_up(tun));
	wait_until(addr_answers, tun, "wait for the TUN device's address");
}
