// SPDX-License-Identifier: GPL-2.0-or-later
/* sock_diag, with nothing around it: what ss could be at best. */
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "bench.h"

/* A port that nobody uses here. */
#define NO_PORT	80

struct request {
	struct nlmsghdr header;
	struct inet_diag_req_v2 diag;
	struct rtattr bytecode;
	struct inet_diag_bc_op op[2];
};

static struct request request;

static void request_init(bool filtered)
{
	request = (struct request){
		.header.nlmsg_len = offsetof(struct request, bytecode),
		.header.nlmsg_type = SOCK_DIAG_BY_FAMILY,
		.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP,
		.diag.sdiag_family = AF_INET,
		.diag.sdiag_protocol = IPPROTO_TCP,
		.diag.idiag_ext = 1 << (INET_DIAG_SKMEMINFO - 1),
		.diag.idiag_states = ~0U,
	};
	if (!filtered)
		return;
	request.header.nlmsg_len = sizeof(request);
	request.bytecode.rta_type = INET_DIAG_REQ_BYTECODE;
	request.bytecode.rta_len = RTA_LENGTH(sizeof(request.op));
	/* Past the end by 4 is "no", the end itself "yes". */
	request.op[0].code = INET_DIAG_BC_S_EQ;
	request.op[0].yes = sizeof(request.op);
	request.op[0].no = sizeof(request.op) + 4;
	request.op[1].no = NO_PORT;
}

static void diag_open(const struct bench_variant *variant)
{
	request_init(variant->expect == BENCH_NONE);
	bench_netlink_open(NETLINK_SOCK_DIAG);
}

/* One message is one socket. */
static void take_socket(const struct nlmsghdr *message, struct bench_answer *answer)
{
	if (message->nlmsg_type != SOCK_DIAG_BY_FAMILY)
		bench_failx("sock_diag: a message of type %u", message->nlmsg_type);
	answer->sockets++;
}

static void diag_run(const struct bench_variant *variant, struct bench_answer *answer)
{
	(void)variant;
	bench_netlink_ask(&request.header, take_socket, answer);
}

const struct bench_variant bench_diag_skmem = {
	.name = "sock_diag client, SKMEMINFO", .expect = BENCH_CONNECTIONS,
	.open = diag_open, .run = diag_run, .close = bench_netlink_close,
};

const struct bench_variant bench_diag_none = {
	.name = "sock_diag client, filter matches none", .expect = BENCH_NONE,
	.open = diag_open, .run = diag_run, .close = bench_netlink_close,
};
