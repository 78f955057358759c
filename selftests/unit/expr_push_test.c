// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What an expression makes of a filter and of a program for inet_diag lets the
 * same sockets pass as the expression itself: over random expressions and
 * random sockets, the program run by a machine like the kernel's.
 */
#include "unit.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>

#include <linux/inet_diag.h>

#include "expr_names.h"
#include "model/expr.h"
#include "source/diag_bytecode.h"

static struct expr expr;
static struct diag_bytecode code;
static __u64 seed = 0x9e3779b97f4a7c15ULL;

static __u32 below(__u32 limit)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (seed >> 32) % limit;
}

/* Conditions that inet_diag can be asked for, and such that it can't. */
static const char *const known[] = {
	"sport = 1", "sport != 1", "sport < 2", "sport > 1", "sport <= 0",
	"sport >= 2", "dport = 1", "dport < 1", "dport > 2", "dport ge 1",
	"src 10.0.0.1", "src 10.0.0.0/8", "src [::1]", "src 10.0.0.1:1",
	"src [::ffff:10.0.0.1]", "src *", "dst [::]", "dst [fe80::/16]:2",
	"dst 10.0.0.2", "dst :2", "dev eth0", "dev 8", "fwmark 1/1",
	"fwmark 2", "cgroup /system.slice", "cgroup != /other",
	"src web.example.org", "dst 0.0.0.0/0",
};

static const char *const others[] = {
	"rmem > 50%", "recvq >= 1", "drops > 0", "uid root", "uid 1",
	"comm a*", "netns blue", "synq > 0", "src unix:/x",
};

static void make_list(FILE *out, int depth, bool all);

static void make_text(FILE *out, int depth, bool all)
{
	if (below(4) == 0)
		fputs("not ", out);
	if (depth && below(2)) {
		fputs("( ", out);
		make_list(out, depth - 1, all);
		fputs(") ", out);
	} else if (all && below(3) == 0) {
		fprintf(out, "%s ", others[below(ARRAY_SIZE(others) - 1)]);
	} else {
		fprintf(out, "%s ", known[below(ARRAY_SIZE(known))]);
	}
}

static void make_list(FILE *out, int depth, bool all)
{
	make_text(out, depth, all);
	for (__u32 more = below(3); more; more--) {
		fputs(below(2) ? "or " : "and ", out);
		make_text(out, depth, all);
	}
}

static char *random_expr(bool all)
{
	char error[512];
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	assert_non_null(out);
	make_list(out, 3, all);
	fclose(out);
	if (expr_parse(&expr, text, 0, error, sizeof(error)) ||
	    expr_bind(&expr, &test_names, error, sizeof(error)))
		fail_msg("'%s': %s", text, error);
	return text;
}

static void random_address(__u8 family, __u8 *addr)
{
	static const char *const ends[2][4] = {
		{ "10.0.0.1", "10.0.0.2", "198.51.100.1", "0.0.0.0" },
		{ "::1", "::ffff:10.0.0.1", "fe80::1", "::" },
	};

	assert_int_equal(inet_pton(family, ends[family == AF_INET6][below(4)],
				   addr), 1);
}

static struct model_sock random_sock(bool complete)
{
	static const __u32 parts[] = { 0, NT_HAS_MEM | NT_HAS_OWNER };
	struct model_sock sock = {
		.snap = {
			.has = complete ? parts[1] : parts[below(2)],
			.id = {
				.family = below(2) ? AF_INET : AF_INET6,
				.protocol = IPPROTO_TCP,
				.state = NT_STATE_ESTABLISHED,
				.sport = htons(below(4)),
				.dport = htons(below(4)),
				.ifindex = 6 + below(3), .netns = 98 + below(2),
			},
			.mem = { .rmem_alloc = below(3), .rcvbuf = 2,
				 .recv_q = below(2), .drops = below(2) },
			.owner = { .uid = below(2), .mark = below(4),
				   .cgroup = 76 + below(3) },
		},
		.mark_known = true,
		.process = { .pid = below(2), .comm = "a" },
	};

	if (!sock.snap.has)
		sock.snap.owner.cgroup = 0;
	random_address(sock.snap.id.family, sock.snap.id.saddr);
	random_address(sock.snap.id.family, sock.snap.id.daddr);
	return sock;
}

/* Like inet_diag_bc_audit(): how long an operation must be, 0 = unknown. */
static size_t least_size(const struct inet_diag_bc_op *op)
{
	const struct inet_diag_hostcond *host = (const void *)(op + 1);

	switch (op->code) {
	case INET_DIAG_BC_S_COND:
	case INET_DIAG_BC_D_COND:
		return sizeof(*op) + sizeof(*host) +
		       (host->family == AF_INET6 ? 16 :
			host->family == AF_INET ? 4 : 0);
	case INET_DIAG_BC_S_GE:
	case INET_DIAG_BC_S_LE:
	case INET_DIAG_BC_D_GE:
	case INET_DIAG_BC_D_LE:
	case INET_DIAG_BC_DEV_COND:
		return sizeof(*op) + 4;
	case INET_DIAG_BC_MARK_COND:
	case INET_DIAG_BC_CGROUP_COND:
		return sizeof(*op) + 8;
	case INET_DIAG_BC_JMP:
	case INET_DIAG_BC_AUTO:
		return sizeof(*op);
	}
	return 0;
}

/* Does an operation begin so far from the end? */
static bool begins(const char *at, int len, int there)
{
	while (len > there) {
		const struct inet_diag_bc_op *op = (const void *)at;

		len -= op->yes;
		at += op->yes;
	}
	return len == there;
}

static void assert_valid(const char *text)
{
	const char *start = diag_bytecode_begin(&code);
	const char *at = start;
	int len = code.len;

	while (len > 0) {
		const struct inet_diag_bc_op *op = (const void *)at;
		size_t least = least_size(op);

		if (!least || op->yes != least || op->no < least ||
		    op->no > len + 4 || op->no & 3 ||
		    (op->no < len && !begins(start, code.len, len - op->no)))
			fail_msg("'%s': the kernel would refuse it", text);
		len -= op->yes;
		at += op->yes;
	}
	assert_int_equal(len, 0);
}

static bool run_host(const struct inet_diag_hostcond *host, __u8 family,
		     const __u8 *addr, __u16 port)
{
	struct nettune_prefix prefix = {
		.family = host->family, .len = host->prefix_len,
	};

	if (host->port != -1 && host->port != port)
		return false;
	if (host->family == AF_UNSPEC)
		return true;
	memcpy(prefix.addr, host->addr, host->family == AF_INET6 ? 16 : 4);
	return nt_prefix_match(&prefix, family, addr);
}

static bool run_op(const struct inet_diag_bc_op *op,
		   const struct model_sock *sock)
{
	const struct nettune_sock_id *id = &sock->snap.id;
	const struct inet_diag_markcond *mark = (const void *)(op + 1);
	__u16 sport = ntohs(id->sport), dport = ntohs(id->dport);
	__u64 cgroup;
	__u32 ifindex;

	switch (op->code) {
	case INET_DIAG_BC_S_COND:
		return run_host((const void *)(op + 1), id->family, id->saddr,
				sport);
	case INET_DIAG_BC_D_COND:
		return run_host((const void *)(op + 1), id->family, id->daddr,
				dport);
	case INET_DIAG_BC_S_GE:
		return sport >= op[1].no;
	case INET_DIAG_BC_S_LE:
		return sport <= op[1].no;
	case INET_DIAG_BC_D_GE:
		return dport >= op[1].no;
	case INET_DIAG_BC_D_LE:
		return dport <= op[1].no;
	case INET_DIAG_BC_DEV_COND:
		memcpy(&ifindex, op + 1, sizeof(ifindex));
		return id->ifindex == ifindex;
	case INET_DIAG_BC_MARK_COND:
		return (sock->snap.owner.mark & mark->mask) == mark->mark;
	case INET_DIAG_BC_CGROUP_COND:
		memcpy(&cgroup, op + 1, sizeof(cgroup));
		return sock->snap.owner.cgroup == cgroup;
	}
	return false;
}

/* Like inet_diag_bc_run(). */
static bool passes(const struct model_sock *sock)
{
	const char *at = diag_bytecode_begin(&code);
	int len = code.len;

	while (len > 0) {
		const struct inet_diag_bc_op *op = (const void *)at;
		int step = run_op(op, sock) ? op->yes : op->no;

		len -= step;
		at += step;
	}
	return len == 0;
}

/* What it can be asked for it answers exactly. */
static void test_bytecode(void **state)
{
	const struct nt_filter all = { NT_FILTER_ALL_KINDS };

	(void)state;
	for (int i = 0; i < 20000; i++) {
		char *text = random_expr(false);

		diag_bytecode_make(&code, &all, &expr);
		assert_valid(text);
		for (int j = 0; j < 20; j++) {
			struct model_sock sock = random_sock(true);

			if (passes(&sock) != (expr_eval(&expr, &sock) ==
					      EXPR_YES))
				fail_msg("'%s': not the same", text);
		}
		free(text);
	}
}

/* No socket is lost by it; and it is not the same as asking for nothing. */
static void test_bytecode_wider(void **state)
{
	const struct nt_filter all = { NT_FILTER_ALL_KINDS };
	unsigned int refused = 0;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		char *text = random_expr(true);

		diag_bytecode_make(&code, &all, &expr);
		assert_valid(text);
		for (int j = 0; j < 20; j++) {
			struct model_sock sock = random_sock(true);

			refused += !passes(&sock);
			if (!passes(&sock) && expr_eval(&expr, &sock) ==
					      EXPR_YES)
				fail_msg("'%s': a socket is lost", text);
		}
		free(text);
	}
	assert_true(refused > 50000);
}

/* A filter lets no less through, and if it is said to be exact, no more. */
static void test_push(void **state)
{
	unsigned int exact = 0, narrowed = 0;

	(void)state;
	for (int i = 0; i < 40000; i++) {
		struct nt_filter filter = { NT_FILTER_ALL_KINDS };
		char *text = random_expr(true);
		bool same = expr_push(&expr, &filter);

		exact += same;
		narrowed += !!filter.checks;
		for (int j = 0; j < 20; j++) {
			struct model_sock sock = random_sock(false);
			bool meant = expr_eval(&expr, &sock) == EXPR_YES;
			bool let = model_match(&filter, &sock.snap);

			if (meant && !let)
				fail_msg("'%s': a socket is lost", text);
			if (same && let != meant)
				fail_msg("'%s': is not exact", text);
		}
		free(text);
	}
	assert_true(exact > 2000);
	assert_true(narrowed > exact);
}

/* The program of a filter's own conditions. */
static void test_filter(void **state)
{
	(void)state;
	for (int i = 0; i < 20000; i++) {
		struct nt_filter filter = { NT_FILTER_ALL_KINDS };
		char *text = random_expr(false);

		expr_push(&expr, &filter);
		diag_bytecode_make(&code, &filter, NULL);
		assert_valid(text);
		for (int j = 0; j < 20; j++) {
			struct model_sock sock = random_sock(true);

			if (passes(&sock) != model_match(&filter, &sock.snap))
				fail_msg("'%s': not the same", text);
		}
		free(text);
	}
}

static struct nt_filter push_text(const char *text, bool exact)
{
	struct nt_filter filter = { NT_FILTER_ALL_KINDS };
	char error[512];

	if (expr_parse(&expr, text, 0, error, sizeof(error)) ||
	    expr_bind(&expr, &test_names, error, sizeof(error)))
		fail_msg("'%s': %s", text, error);
	if (expr_push(&expr, &filter) != exact)
		fail_msg("'%s': exact is not %d", text, exact);
	return filter;
}

/* What is typed most is filtered in the kernel alone. */
static void test_typical(void **state)
{
	struct nt_filter filter;

	(void)state;
	filter = push_text("( sport = :80 or sport = :443 ) dst 10/8 uid root rmem > 80%",
			   true);
	assert_int_equal(filter.checks, NT_FILTER_SPORTS | NT_FILTER_DADDRS |
					NT_FILTER_UID | NT_FILTER_MINIMUMS);
	assert_int_equal(filter.nr_sports, 2);
	assert_int_equal(filter.sports[1].min, 443);
	assert_int_equal(filter.minimums[0].value, 801);
	filter = push_text("sport > 1024 and sport != 2000 not sport 3000", true);
	assert_int_equal(filter.nr_sports, 3);
	assert_int_equal(filter.sports[0].min, 1025);
	assert_int_equal(filter.sports[2].max, 65535);
	filter = push_text("( dport = :5432 or sport = :5432 ) dst 10/8", false);
	assert_int_equal(filter.checks, NT_FILTER_DADDRS);
	filter = push_text("dst 10.0.0.1:80", true);
	assert_int_equal(filter.checks, NT_FILTER_DADDRS | NT_FILTER_DPORTS);
	filter = push_text("sport 1 sport 2", false);
	filter = push_text("autobound", false);
	assert_int_equal(filter.checks, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bytecode),
		cmocka_unit_test(test_bytecode_wider),
		cmocka_unit_test(test_push),
		cmocka_unit_test(test_filter),
		cmocka_unit_test(test_typical),
	};

	return cmocka_run_group_tests_name("expr_push", tests, NULL, NULL);
}
