// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Finds the network devices of the ssh session: sshd tells the peer's address
 * in SSH_CONNECTION, the route to it tells the device. sudo drops the variable,
 * so the processes above are asked, too.
 */
#include "source/session.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <linux/rtnetlink.h>

#include "source/proc.h"
#include "transport/attrs.h"
#include "transport/netlink.h"

#define VARIABLE	"SSH_CONNECTION="

/* More processes above than that are a loop. */
#define ANCESTORS	64

/* "PEER PORT HERE PORT": the first word, without a scope. */
static bool parse_peer(const char *value, char *peer, size_t size)
{
	size_t len = strcspn(value, " %");

	if (!len || len >= size)
		return false;
	memcpy(peer, value, len);
	peer[len] = '\0';
	return true;
}

/* The variable as the process had it when it was started. */
static bool find_variable(const char *proc, int pid, char *peer, size_t size)
{
	bool found = false;
	char name[32], *data;
	size_t len;

	snprintf(name, sizeof(name), "%d/environ", pid);
	if (proc_read(proc, name, &data, &len))
		return false;
	for (const char *at = data; !found && at < data + len;
	     at += strlen(at) + 1)
		if (!strncmp(at, VARIABLE, strlen(VARIABLE)))
			found = parse_peer(at + strlen(VARIABLE), peer, size);
	free(data);
	return found;
}

/* "PID (NAME) STATE PARENT ...", where a name may have anything in it. */
static int parent_of(const char *proc, int pid)
{
	char name[32], *data, *end;
	int parent = 0;
	size_t len;

	snprintf(name, sizeof(name), "%d/stat", pid);
	if (proc_read(proc, name, &data, &len))
		return 0;
	end = strrchr(data, ')');
	if (!end || sscanf(end, ") %*c %d", &parent) != 1)
		parent = 0;
	free(data);
	return parent;
}

/**
 * session_peer - the address at the other end of the ssh session
 * @proc: where /proc is
 * @pid: a process of the session
 * @peer: takes the address
 * @size: bytes of @peer
 *
 * Return: is there a session, as far as one can see?
 */
bool session_peer(const char *proc, int pid, char *peer, size_t size)
{
	for (int i = 0; i < ANCESTORS && pid > 1; i++) {
		if (find_variable(proc, pid, peer, size))
			return true;
		pid = parent_of(proc, pid);
	}
	return false;
}

static int take_route(const struct nlmsghdr *hdr, void *arg)
{
	const struct nlattr *attrs[RTA_MAX + 1];
	__u32 *ifindex = arg;

	if (hdr->nlmsg_type != RTM_NEWROUTE)
		return 0;
	if (attrs_message(hdr, sizeof(struct rtmsg), attrs, RTA_MAX + 1))
		return -EBADMSG;
	if (!attrs_u32(attrs[RTA_OIF], ifindex))
		*ifindex = 0;
	return 0;
}

/* An IPv4 address may come as IPv6. */
static bool parse_address(const char *text, struct rtmsg *route,
			  unsigned char address[16], size_t *len)
{
	static const unsigned char mapped[12] = { [10] = 0xff, [11] = 0xff };

	*len = 4;
	route->rtm_family = AF_INET;
	if (inet_pton(AF_INET, text, address) == 1) {
		route->rtm_dst_len = 32;
		return true;
	}
	if (inet_pton(AF_INET6, text, address) != 1)
		return false;
	if (!memcmp(address, mapped, sizeof(mapped))) {
		memmove(address, address + sizeof(mapped), 4);
	} else {
		route->rtm_family = AF_INET6;
		*len = 16;
	}
	route->rtm_dst_len = 8 * *len;
	return true;
}

static int ask_route(struct netlink *nl, const char *peer, __u32 *ifindex)
{
	unsigned char address[16];
	struct rtmsg route = { 0 };
	struct nl_msg *msg;
	int err = -ENOMEM;
	size_t len;

	if (!parse_address(peer, &route, address, &len))
		return -EINVAL;
	msg = nlmsg_alloc_simple(RTM_GETROUTE, NLM_F_REQUEST | NLM_F_ACK);
	if (!msg)
		return -ENOMEM;
	if (!nlmsg_append(msg, &route, sizeof(route), NLMSG_ALIGNTO) &&
	    !nla_put(msg, RTA_DST, len, address))
		err = netlink_request(nl, msg, take_route, ifindex);
	nlmsg_free(msg);
	return err;
}

static void add(struct session *session, const char *device)
{
	const size_t size = strlen(device) + 1;

	if (session->count < SESSION_DEVICES && size <= IF_NAMESIZE &&
	    !session_uses(session, device))
		memcpy(session->devices[session->count++], device, size);
}

/**
 * session_add_below - what a bond, a bridge or a VLAN is made of
 * @sys: where /sys is
 * @session: has devices; gets those below them
 */
void session_add_below(const char *sys, struct session *session)
{
	for (size_t i = 0; i < session->count; i++) {
		struct dirent *entry;
		char path[PATH_MAX];
		DIR *dir;

		snprintf(path, sizeof(path), "%s/class/net/%s", sys,
			 session->devices[i]);
		dir = opendir(path);
		while (dir && (entry = readdir(dir)))
			if (!strncmp(entry->d_name, "lower_", 6))
				add(session, entry->d_name + 6);
		if (dir)
			closedir(dir);
	}
}

/**
 * session_find - the devices of the ssh session that this process is in
 * @proc: where /proc is
 * @sys: where /sys is
 * @session: filled in; none when there is no session, or no route to its peer
 *
 * Return: 0, or a negative errno when there is a session, but the kernel could
 * not be asked.
 */
int session_find(const char *proc, const char *sys, struct session *session)
{
	char peer[INET6_ADDRSTRLEN], name[IF_NAMESIZE];
	const char *own = getenv("SSH_CONNECTION");
	__u32 ifindex = 0;
	struct netlink nl;
	int err;

	*session = (struct session) { 0 };
	if ((!own || !parse_peer(own, peer, sizeof(peer))) &&
	    !session_peer(proc, getppid(), peer, sizeof(peer)))
		return 0;
	err = netlink_open(&nl, NETLINK_ROUTE);
	if (err)
		return err;
	err = ask_route(&nl, peer, &ifindex);
	netlink_close(&nl);
	if (!err && ifindex && if_indextoname(ifindex, name)) {
		add(session, name);
		session_add_below(sys, session);
	}
	return err == -ENETUNREACH || err == -EHOSTUNREACH ? 0 : err;
}

/**
 * session_uses - does a device carry the session?
 * @session: the session
 * @device: its name
 */
bool session_uses(const struct session *session, const char *device)
{
	for (size_t i = 0; i < session->count; i++)
		if (!strcmp(session->devices[i], device))
			return true;
	return false;
}
