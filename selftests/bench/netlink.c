// SPDX-License-Identifier: GPL-2.0-or-later
/* The least that a netlink client can do: send a request, walk the answer. */
#include <errno.h>
#include <linux/netlink.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench.h"

/* The kernel builds no larger messages for a dump, so more gains nothing. */
#define BUFFER	32768

static char buffer[BUFFER] __attribute__((__aligned__(NLMSG_ALIGNTO)));
static int fd = -1;

void bench_netlink_open(int protocol)
{
	struct sockaddr_nl addr = { .nl_family = AF_NETLINK };

	fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol);
	if (fd < 0)
		bench_fail("socket(AF_NETLINK)");
	if (bind(fd, (struct sockaddr *)&addr, sizeof(addr)))
		bench_fail("bind");
}

void bench_netlink_close(void)
{
	close(fd);
	fd = -1;
}

static int message_error(const struct nlmsghdr *message)
{
	struct nlmsgerr error;

	if (message->nlmsg_len < NLMSG_LENGTH(sizeof(error)))
		bench_failx("netlink: an error cut short");
	memcpy(&error, NLMSG_DATA(message), sizeof(error));
	return -error.error;
}

/* The end of a dump tells whether it is whole. */
static void message_done(const struct nlmsghdr *message)
{
	int error = 0;

	if (message->nlmsg_len >= NLMSG_LENGTH(sizeof(error)))
		memcpy(&error, NLMSG_DATA(message), sizeof(error));
	if (error < 0) {
		errno = -error;
		bench_fail("netlink: the dump broke off");
	}
}

/* Return: whether that was the end of the answer. */
static bool message_take(const struct nlmsghdr *message, bench_take_fn take,
			 struct bench_answer *answer)
{
	switch (message->nlmsg_type) {
	case NLMSG_DONE:
		message_done(message);
		return true;
	case NLMSG_ERROR:
		errno = message_error(message);
		bench_fail("netlink: the request was refused");
	default:
		take(message, answer);
		return !(message->nlmsg_flags & NLM_F_MULTI);
	}
}

/* Return: whether the answer ends in this part of it. */
static bool receive(bench_take_fn take, struct bench_answer *answer)
{
	struct nlmsghdr *message;
	ssize_t len;

	do {
		len = recv(fd, buffer, sizeof(buffer), MSG_TRUNC);
	} while (len < 0 && errno == EINTR);
	if (len < 0)
		bench_fail("netlink: recv");
	if ((size_t)len > sizeof(buffer))
		bench_failx("netlink: %zd bytes are more than the buffer holds", len);

	answer->bytes += len;
	for (message = (struct nlmsghdr *)buffer; NLMSG_OK(message, len);
	     message = NLMSG_NEXT(message, len))
		if (message_take(message, take, answer))
			return true;
	return false;
}

void bench_netlink_ask(struct nlmsghdr *request, bench_take_fn take, struct bench_answer *answer)
{
	static uint32_t seq;

	request->nlmsg_seq = ++seq;
	if (send(fd, request, request->nlmsg_len, 0) != (ssize_t)request->nlmsg_len)
		bench_fail("netlink: send");
	while (!receive(take, answer))
		;
}
