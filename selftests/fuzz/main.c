// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Usage: nt_fuzz [MESSAGES [SEED]]
 *
 * Sends that many requests, reads what comes of each, and prints TAP. The same
 * seed sends the same requests.
 */
#include "fuzz.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define REPLY_ROOM 65536

static int sock = -1;
static uint16_t family;
static uint32_t seq;
static char reply[REPLY_ROOM];
static unsigned long accepted, refused, given_up;

static void die(const char *what)
{
	printf("Bail out! %s: %s\n", what, strerror(errno));
	exit(1);
}

static void sock_open(void)
{
	/* Whatever the kernel has to do for an answer, it has that long. */
	struct timeval limit = { .tv_sec = 120 };
	int on = 1;

	if (sock >= 0)
		close(sock);
	sock = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_GENERIC);
	if (sock < 0)
		die("socket");
	setsockopt(sock, SOL_NETLINK, NETLINK_EXT_ACK, &on, sizeof(on));
	setsockopt(sock, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
}

/* The id of the family, which is the first u16 of its kind in the answer. */
static uint16_t family_id(void)
{
	struct {
		struct nlmsghdr		hdr;
		struct genlmsghdr	genl;
		struct nlattr		attr;
		char			name[sizeof(NETTUNE_FAMILY_NAME)];
	} ask = {
		.hdr = { .nlmsg_len = sizeof(ask), .nlmsg_type = GENL_ID_CTRL,
			 .nlmsg_flags = NLM_F_REQUEST },
		.genl = { .cmd = CTRL_CMD_GETFAMILY, .version = 1 },
		.attr = { .nla_len = NLA_HDRLEN + sizeof(ask.name),
			  .nla_type = CTRL_ATTR_FAMILY_NAME },
		.name = NETTUNE_FAMILY_NAME,
	};
	struct nlmsghdr *hdr = (void *)reply;
	ssize_t got, at = NLMSG_HDRLEN + GENL_HDRLEN;

	if (send(sock, &ask, sizeof(ask), 0) < 0)
		die("send");
	got = recv(sock, reply, sizeof(reply), 0);
	if (got < at || hdr->nlmsg_type == NLMSG_ERROR)
		return 0;
	while (at < got) {
		struct nlattr *attr = (void *)(reply + at);

		if (attr->nla_type == CTRL_ATTR_FAMILY_ID)
			return *(uint16_t *)(reply + at + NLA_HDRLEN);
		at += NLA_ALIGN(attr->nla_len);
	}
	return 0;
}

/* Leave the rest of an answer to the kernel to clean up. */
static void give_up(void)
{
	given_up++;
	sock_open();
}

/* An answer has ended: with 0 or with an errno. What is wrong, or NULL. */
static const char *check_end(const struct fuzz_request *request, int err)
{
	if (err > 0 || err < -4095)
		return "an error that is no errno";
	if (err)
		refused++;
	else
		accepted++;
	if (err == -ENOMEM || request->fate == FUZZ_EITHER)
		return NULL;
	if (err && request->fate == FUZZ_ACCEPT)
		return "refused, although it is right";
	if (!err && request->fate == FUZZ_REFUSE)
		return "not refused, although it is wrong";
	return NULL;
}

/* One message of an answer. */
static const char *check_message(const struct fuzz_request *request,
				 const struct nlmsghdr *hdr, bool *ended)
{
	int err;

	if (hdr->nlmsg_seq != seq)
		return "an answer to another request";
	if (hdr->nlmsg_type != NLMSG_DONE && hdr->nlmsg_type != NLMSG_ERROR) {
		if (hdr->nlmsg_type != family)
			return "a message of another family";
		/* What was damaged may ask for anything. */
		return request->fate == FUZZ_EITHER ?
			NULL : fuzz_check_record(request->cmd, hdr);
	}
	if (hdr->nlmsg_len < NLMSG_HDRLEN + sizeof(err))
		return "an end that is cut";
	memcpy(&err, (const char *)hdr + NLMSG_HDRLEN, sizeof(err));
	*ended = true;
	return check_end(request, err);
}

/* Read until the answer ends; what is wrong with it, or NULL. */
static const char *check_answer(const struct fuzz_request *request, size_t room)
{
	const struct nlmsghdr *hdr;
	const char *wrong = NULL;
	bool ended = false;
	ssize_t got;

	while (!ended && !wrong) {
		got = recv(sock, reply, room, MSG_TRUNC);
		if (got < 0)
			return errno == EAGAIN ? "no end of the answer" :
						 strerror(errno);
		/* Of a message that was cut nothing can be said. */
		if ((size_t)got > room) {
			give_up();
			return NULL;
		}
		for (hdr = (void *)reply; NLMSG_OK(hdr, got) && !wrong;
		     hdr = NLMSG_NEXT(hdr, got))
			wrong = check_message(request, hdr, &ended);
		if (!ended && !wrong && random_one_in(50)) {
			give_up();
			return NULL;
		}
	}
	return wrong;
}

/* A room for the answer: mostly enough, now and then hardly anything. */
static size_t reply_room(void)
{
	if (!random_one_in(8))
		return REPLY_ROOM;
	return 512 + random_below(8192);
}

static const char *fuzz_one(struct fuzz_request *request)
{
	fuzz_build(request, family);
	request->hdr.nlmsg_seq = ++seq;
	if (send(sock, request->buf, request->len, 0) < 0)
		return strerror(errno);
	return check_answer(request, reply_room());
}

static void show(const struct fuzz_request *request)
{
	size_t i;

	printf("# command %u, %s\n# ", request->cmd, request->flaw);
	for (i = 0; i < request->len; i++)
		printf("%02x", (unsigned char)request->buf[i]);
	printf("\n");
}

int main(int argc, char **argv)
{
	unsigned long messages = argc > 1 ? strtoul(argv[1], NULL, 0) : 20000;
	unsigned long seed = argc > 2 ? strtoul(argv[2], NULL, 0) :
					(unsigned long)time(NULL);
	static struct fuzz_request request;
	unsigned long failed = 0, i;
	const char *wrong;

	random_seed(seed);
	sock_open();
	family = family_id();
	printf("# seed %lu, %lu messages\n", seed, messages);
	if (!family) {
		printf("Bail out! the module is not loaded\n");
		return 1;
	}
	for (i = 0; i < messages && failed < 20; i++) {
		wrong = fuzz_one(&request);
		if (!wrong)
			continue;
		failed++;
		printf("# message %lu: %s\n", i, wrong);
		show(&request);
		sock_open();
	}
	printf("# %lu accepted, %lu refused, %lu given up half-way\n", accepted,
	       refused, given_up);
	printf("%s 1 - %lu hostile messages, each with the right end\n",
	       failed ? "not ok" : "ok", i);
	printf("%s 2 - some were accepted, some refused\n",
	       accepted && refused ? "ok" : "not ok");
	printf("1..2\n");
	return failed || !accepted || !refused;
}
