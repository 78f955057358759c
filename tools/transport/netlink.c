// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One request to the kernel over netlink, and a careful walk of its answer.
 *
 * The answer is read here and not by libnl's nl_recvmsgs(), which drops the
 * error of a dump that fails half-way, the kernel's own words about it, and
 * the tail of a truncated message.
 */
#include "transport/netlink.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <netlink/attr.h>
#include <netlink/errno.h>

#include "array.h"

/* The largest message that the kernel builds for a dump. */
#define NETLINK_BUFFER	32768

/*
 * A dump is computed inside the calls that ask for it, so a wait means that
 * its end got lost.
 */
#define NETLINK_TIMEOUT_S	5

/* libnl folds errno into numbers of its own; these are the ones that matter. */
static int errno_of_libnl(int error)
{
	static const struct {
		int nle;
		int error;
	} map[] = {
		{ NLE_NOMEM, ENOMEM },
		{ NLE_PERM, EPERM },
		{ NLE_NOACCESS, EACCES },
		{ NLE_AF_NOSUPPORT, EAFNOSUPPORT },
		{ NLE_PROTO_MISMATCH, EPROTONOSUPPORT },
		{ NLE_OBJ_NOTFOUND, ENOENT },
		{ NLE_EXIST, EEXIST },
		{ NLE_BUSY, EBUSY },
		{ NLE_INVAL, EINVAL },
		{ NLE_AGAIN, ETIMEDOUT },
	};

	for (size_t i = 0; i < ARRAY_SIZE(map); i++)
		if (map[i].nle == abs(error))
			return -map[i].error;
	return -EIO;
}

/**
 * netlink_open() - open and bind a netlink socket
 * @nl: filled in; close it with netlink_close() after success
 * @protocol: NETLINK_*
 *
 * Return: 0 or a negative errno.
 */
int netlink_open(struct netlink *nl, int protocol)
{
	const struct timeval timeout = { .tv_sec = NETLINK_TIMEOUT_S };
	const int on = 1;
	int fd, err;

	memset(nl, 0, sizeof(*nl));
	nl->sk = nl_socket_alloc();
	nl->buf = malloc(NETLINK_BUFFER);
	if (!nl->sk || !nl->buf) {
		err = -ENOMEM;
		goto err_close;
	}

	err = nl_connect(nl->sk, protocol);
	if (err) {
		err = errno_of_libnl(err);
		goto err_close;
	}

	/* Both are comfort: without them the answer is only less telling. */
	nl_socket_set_buffer_size(nl->sk, 32 * NETLINK_BUFFER, 0);
	fd = nl_socket_get_fd(nl->sk);
	setsockopt(fd, SOL_NETLINK, NETLINK_EXT_ACK, &on, sizeof(on));

	if (setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof(timeout))) {
		err = -errno;
		goto err_close;
	}
	return 0;

err_close:
	netlink_close(nl);
	return err;
}

/**
 * netlink_close() - close what netlink_open() opened
 * @nl: may be closed already
 */
void netlink_close(struct netlink *nl)
{
	nl_socket_free(nl->sk);
	free(nl->buf);
	nl->sk = NULL;
	nl->buf = NULL;
}

/* Keep what follows an error, @at bytes into the message: text and place. */
static void keep_message(struct netlink *nl, const struct nlmsghdr *hdr,
			 size_t at)
{
	const struct nlattr *attr;
	int rest;

	if (!(hdr->nlmsg_flags & NLM_F_ACK_TLVS) || at >= hdr->nlmsg_len)
		return;

	attr = (const struct nlattr *)((const char *)hdr + at);
	rest = hdr->nlmsg_len - at;
	for (; nla_ok(attr, rest); attr = nla_next(attr, &rest)) {
		if (nla_type(attr) == NLMSGERR_ATTR_MSG)
			snprintf(nl->message, sizeof(nl->message), "%.*s",
				 nla_len(attr), (const char *)nla_data(attr));
		else if (nla_type(attr) == NLMSGERR_ATTR_OFFS &&
			 nla_len(attr) >= (int)sizeof(nl->offset))
			memcpy(&nl->offset, nla_data(attr), sizeof(nl->offset));
	}
}

/* Return: 1 = acknowledged, else a negative errno. */
static int take_error(struct netlink *nl, const struct nlmsghdr *hdr)
{
	struct nlmsgerr error;
	size_t at = NLMSG_LENGTH(sizeof(error));

	if (hdr->nlmsg_len < at)
		return -EBADMSG;
	memcpy(&error, NLMSG_DATA(hdr), sizeof(error));
	if (!error.error)
		return 1;

	/* An uncapped error carries the whole request before its attributes. */
	if (!(hdr->nlmsg_flags & NLM_F_CAPPED) &&
	    error.msg.nlmsg_len > NLMSG_HDRLEN &&
	    error.msg.nlmsg_len < hdr->nlmsg_len)
		at += NLMSG_ALIGN(error.msg.nlmsg_len - NLMSG_HDRLEN);
	keep_message(nl, hdr, at);
	return error.error < 0 ? error.error : -EBADMSG;
}

/* A dump that failed half-way tells it at its end. Return: as take_error(). */
static int take_done(struct netlink *nl, const struct nlmsghdr *hdr)
{
	int error;

	if (hdr->nlmsg_len < NLMSG_LENGTH(sizeof(error)))
		return 1;
	memcpy(&error, NLMSG_DATA(hdr), sizeof(error));
	if (error >= 0)
		return 1;
	keep_message(nl, hdr, NLMSG_LENGTH(sizeof(error)));
	return error;
}

static int take_message(struct netlink *nl, const struct nlmsghdr *hdr,
			netlink_fn fn, void *arg)
{
	int err;

	if (hdr->nlmsg_flags & NLM_F_DUMP_INTR)
		nl->interrupted = true;

	switch (hdr->nlmsg_type) {
	case NLMSG_NOOP:
		return 0;
	case NLMSG_ERROR:
		return take_error(nl, hdr);
	case NLMSG_DONE:
		return take_done(nl, hdr);
	case NLMSG_OVERRUN:
		return -ENOBUFS;
	default:
		err = fn(hdr, arg);
		return err > 0 ? -ECANCELED : err;
	}
}

/**
 * netlink_walk() - take the messages of one receive apart
 * @nl: gets @interrupted and @message
 * @buf: what was received, aligned to 4 bytes
 * @len: bytes in @buf
 * @seq: sequence number of the request; other messages are skipped
 * @fn: called for each message of the answer
 * @arg: for @fn
 *
 * Nothing beyond @len is read, whatever the lengths in the messages say.
 *
 * Return: 1 when the answer is complete, 0 when more is to come, or a negative
 * errno: what the kernel said, what @fn said (-ECANCELED for a positive value),
 * -EBADMSG for a truncated message.
 */
int netlink_walk(struct netlink *nl, const void *buf, size_t len, __u32 seq,
		 netlink_fn fn, void *arg)
{
	const char *at = buf;

	while (len) {
		const struct nlmsghdr *hdr = (const struct nlmsghdr *)at;
		size_t step;
		int err;

		if (len < sizeof(*hdr) || hdr->nlmsg_len < sizeof(*hdr) ||
		    hdr->nlmsg_len > len)
			return -EBADMSG;

		if (hdr->nlmsg_seq == seq) {
			err = take_message(nl, hdr, fn, arg);
			if (err)
				return err;
		}
		step = NLMSG_ALIGN(hdr->nlmsg_len);
		if (step >= len)
			break;
		at += step;
		len -= step;
	}
	return 0;
}

/* Return: bytes received from the kernel, or a negative errno. */
static ssize_t receive(struct netlink *nl)
{
	struct sockaddr_nl from;
	struct iovec iov = { .iov_base = nl->buf, .iov_len = NETLINK_BUFFER };
	struct msghdr msg = { .msg_iov = &iov, .msg_iovlen = 1 };
	ssize_t len;

	do {
		memset(&from, 0, sizeof(from));
		msg.msg_name = &from;
		msg.msg_namelen = sizeof(from);
		len = recvmsg(nl_socket_get_fd(nl->sk), &msg, 0);
	} while ((len < 0 && errno == EINTR) || (len > 0 && from.nl_pid));

	if (len < 0)
		return errno == EAGAIN ? -ETIMEDOUT : -errno;
	if (!len || msg.msg_flags & MSG_TRUNC)
		return -EBADMSG;
	return len;
}

/**
 * netlink_request() - send a request and hand its answer on
 * @nl: open socket
 * @msg: the request; stays the caller's
 * @fn: called for each message of the answer
 * @arg: for @fn
 *
 * After an error the rest of the answer may still be in the socket: close it.
 *
 * Return: 0 when the answer is complete, else as netlink_walk(), -ETIMEDOUT
 * when the answer does not end.
 */
int netlink_request(struct netlink *nl, struct nl_msg *msg, netlink_fn fn,
		    void *arg)
{
	ssize_t len;
	int err;

	nl->message[0] = '\0';
	nl->offset = 0;
	err = nl_send_auto(nl->sk, msg);
	if (err < 0)
		return errno_of_libnl(err);

	do {
		len = receive(nl);
		if (len < 0)
			return len;
		err = netlink_walk(nl, nl->buf, len, nlmsg_hdr(msg)->nlmsg_seq,
				   fn, arg);
	} while (!err);

	return err < 0 ? err : 0;
}
