// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Usage: expr_fuzz [RUNS [SEED]]
 *
 * Texts that may be expressions of the filter language: whatever they are, they
 * are read, or refused in one line; and what is read means the same to the
 * filter and the program that are made of it.
 */
#include "texts.h"

#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "../../fuzz/random.h"
#include "../expr_names.h"
#include "source/diag_bytecode.h"

static struct expr expr;
static struct diag_bytecode code;
static unsigned long accepted;

static const struct model_sock socks[] = {
	{
		.snap = {
			.has = NT_HAS_MEM | NT_HAS_OWNER,
			.id = { .family = AF_INET, .protocol = IPPROTO_TCP,
				.state = NT_STATE_ESTABLISHED,
				.sport = 0x5000, .dport = 0x0100,
				.saddr = { 10, 0, 0, 1 }, .ifindex = 7 },
			.mem = { .rmem_alloc = 5, .rcvbuf = 9, .recv_q = 70000 },
			.owner = { .uid = 0, .mark = 1, .cgroup = 77 },
		},
		.mark_known = true,
		.process = { .pid = 1, .comm = "nginx" },
	},
	{
		.snap.id = { .family = AF_INET6, .protocol = IPPROTO_TCP,
			     .state = NT_STATE_TIME_WAIT, .sport = 0xffff,
			     .saddr = { [10] = 0xff, 0xff, 10, 0, 0, 1 } },
	},
	{
		.snap.id = { .family = AF_UNIX, .protocol = SOCK_STREAM,
			     .state = NT_STATE_LISTEN },
		.path = "@0001f",
	},
};

static void check_meaning(const char *text)
{
	struct nt_filter filter = {
		.protocols = NT_PROTOCOLS_ALL | MODEL_PROTOCOL_UNIX,
		.families = NT_FAMILIES_ALL | MODEL_FAMILY_UNIX,
		.states = NT_STATES_ALL,
	};
	bool exact;

	diag_bytecode_make(&code, &filter, &expr);
	if (code.len % 4)
		texts_give_up(text, "a program that does not end");
	/* Families and states are asked for besides the expression. */
	expr.states = 0;
	expr.family = 0;
	exact = expr_push(&expr, &filter);
	diag_bytecode_make(&code, &filter, exact ? NULL : &expr);
	for (size_t i = 0; i < ARRAY_SIZE(socks); i++) {
		bool meant = expr_eval(&expr, &socks[i]) == EXPR_YES;
		bool let = model_match(&filter, &socks[i].snap);

		if (meant && !let)
			texts_give_up(text, "a filter that is too narrow");
		if (exact && let && !meant)
			texts_give_up(text, "a filter that is too wide");
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const unsigned int families[] = {
		AF_UNSPEC, AF_INET, AF_INET6, AF_UNIX,
	};
	char text[2048], error[300] = "";
	unsigned int family = size ? families[data[0] % 4] : AF_UNSPEC;

	if (size >= sizeof(text))
		size = sizeof(text) - 1;
	memcpy(text, data, size);
	text[size] = '\0';
	if (expr_parse(&expr, text, family, error, sizeof(error)) ||
	    expr_bind(&expr, &test_names, error, sizeof(error))) {
		if (!*error)
			texts_give_up(text, "refused without a word");
		return 0;
	}
	if (*error)
		texts_give_up(text, "accepted with a complaint");
	accepted++;
	check_meaning(text);
	return 0;
}

#ifndef FUZZ_LIB
static const char *const words[] = {
	"(", ")", "not", "!", "and", "&&", "or", "||", "=", "!=", ">", "<=",
	"ge", "lt", "src", "dst", "sport", "dport", "dev", "fwmark", "cgroup",
	"autobound", "uid", "comm", "netns", "rmem", "recvq", "acceptq", "synq",
	"drops", "state", "exclude", "listening", "all", ":80", "80", "80%",
	"64K", "10.0.0.1", "10/8", "[::1]:80", "[::ffff:10.0.0.1]", "inet:*",
	"unix:/run/*", "eth0", "0x1/0xff", "/system.slice", "root", "nginx",
	"web.example.org:http", "any", "255.255.255.0", "*", "\\", "sport=:80",
	"src 10.0.0.1", "sport = :80", "not dport = 1", "uid root", "dev eth0",
	"rmem>50%", "src :80 or sport 443", "( dst 10/8 )",
};

/* Mostly words; here and there a byte is another. */
static size_t make_text(char text[TEXTS_MAX])
{
	size_t len = 0;

	for (uint32_t n = random_below(random_below(4) ? 12 : 200); n; n--) {
		const char *word = words[random_below(ARRAY_SIZE(words))];

		if (len + strlen(word) + 2 > TEXTS_MAX)
			break;
		len += sprintf(text + len, "%s ", word);
	}
	if (len && !random_below(3))
		for (uint32_t n = random_below(4); n; n--)
			text[random_below(len)] = 1 + random_below(255);
	return len;
}

int main(int argc, char **argv)
{
	static const struct texts texts = {
		.what = "expressions", .are = "are expressions",
		.runs = 100000, .make = make_text, .accepted = &accepted,
	};

	return texts_main(argc, argv, &texts);
}
#endif
