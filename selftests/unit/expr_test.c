// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests the filter language: what is read, what is refused, what it means. */
#include "unit.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "expr_names.h"
#include "model/expr.h"

static struct expr expr;
static char error[512];

static int parse(const char *text)
{
	error[0] = '\0';
	return expr_parse(&expr, text, AF_UNSPEC, error, sizeof(error)) ?:
	       expr_bind(&expr, &test_names, error, sizeof(error));
}

/* The tree with every parenthesis; a condition by its kind. */
static void print(FILE *out, __u32 at)
{
	const struct expr_node *node = &expr.nodes[at];

	switch (node->kind) {
	case EXPR_AND:
	case EXPR_OR:
		fputc('(', out);
		print(out, node->left);
		fputc(node->kind == EXPR_AND ? '&' : '|', out);
		print(out, node->right);
		fputc(')', out);
		break;
	case EXPR_NOT:
		fputc('!', out);
		print(out, node->left);
		break;
	case EXPR_PORT:
		fprintf(out, "%u", node->port);
		break;
	default:
		fputc('x', out);
	}
}

static void assert_tree(const char *text, const char *tree)
{
	char *got = NULL;
	size_t len;
	FILE *out;

	if (parse(text))
		fail_msg("'%s': %s", text, error);
	out = open_memstream(&got, &len);
	assert_non_null(out);
	print(out, expr.nr_nodes - 1);
	fclose(out);
	assert_string_equal(got, tree);
	free(got);
}

static void test_order(void **state)
{
	static const char *const rows[][2] = {
		{ "sport 1", "1" },
		{ "sport 1 sport 2", "(1&2)" },
		{ "sport 1 or sport 2", "(1|2)" },
		/* Neither binds more tightly than the other. */
		{ "sport 1 or sport 2 and sport 3", "((1|2)&3)" },
		{ "sport 1 and sport 2 or sport 3", "((1&2)|3)" },
		{ "sport 1 or sport 2 sport 3", "((1|2)&3)" },
		{ "sport 1 or ( sport 2 sport 3 )", "(1|(2&3))" },
		{ "not sport 1 or sport 2", "(!1|2)" },
		{ "! ( sport 1 or sport 2 )", "!(1|2)" },
		{ "! ! sport 1", "!!1" },
		{ "sport 1 & sport 2 && sport 3", "((1&2)&3)" },
		{ "sport 1 | sport 2 || sport 3", "((1|2)|3)" },
		{ "( ( sport 1 ) )", "1" },
		{ "sport != 1", "!1" },
		{ "sport ne :1", "!1" },
		{ "sport neq :1", "!1" },
		{ "not sport != 1", "!!1" },
		{ "sport 1 ! dport 2", "(1&!2)" },
		/* Here ss wants blanks. */
		{ "sport=:1", "1" },
		{ "sport!=1 dport>=2", "(!1&2)" },
		{ "  sport\t=\n:1 ", "1" },
		{ "sport = :1 \\( sport = :2 \\)", "(1&2)" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_tree(rows[i][0], rows[i][1]);
}

/* Every example that people know from ss. */
static void test_examples(void **state)
{
	static const char *const rows[] = {
		"", "   ",
		"sport = :443", "sport = :http", "dport = :https",
		"state established ( dport = :5432 or sport = :5432 ) dst 10.0.0.0/8",
		"dst 10.1.1.1", "dst 10.1.1.1:80", "dst 10.0.0.0/8:80",
		"dst 10/8", "dst 10.0.0.0/255.0.0.0", "src *", "src *:80",
		"dst :80", "dst [::1]:80", "dst [2001:db8::/32]", "dst ::1/128",
		"dst = 10.1.1.1", "dst != 10.1.1.1", "src inet:10.0.0.1",
		"src inet6:[::1]", "src unix:/run/*", "dst any", "dst all",
		"sport eq :1", "sport == :1", "sport lt 1024", "sport < 1024",
		"sport gt 1024", "sport > :1024", "sport le 1", "sport leq 1",
		"sport <= 1", "sport ge 1", "sport geq 1", "sport >= 1",
		"sport inet:80", "sport = inet6::80", "sport 0x50",
		"dev eth0", "dev = eth0", "dev != eth0", "dev 7",
		"fwmark 1", "fwmark = 0x10/0xf0", "fwmark != 0x1",
		"cgroup /system.slice", "cgroup != /system.slice", "autobound",
		"not autobound", "state all", "state connected",
		"state synchronized", "state bucket", "state big",
		"exclude listening", "excl time-wait", "state LISTENING",
		"state established state syn-sent exclude established",
		"state syn-rcv", "state close", "state closed",
		"rmem > 80%", "rmem>80%", "wmem >= 99.5%", "recvq > 64K",
		"sendq < 1M", "backlog > 0", "drops > 0", "acceptq >= 50%",
		"acceptq > 10", "synq > 0", "uid 0", "uid = root", "uid != 5",
		"comm nginx", "comm = ng*", "comm != nginx", "netns 4026531840",
		"netns = blue", "dst web.example.org", "src web.example.org:80",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (parse(rows[i]))
			fail_msg("'%s': %s", rows[i], error);
}

static void test_errors(void **state)
{
	static const char *const rows[][2] = {
		{ "bogus", "'bogus': a condition is expected" },
		{ "dst", "an address is expected after 'dst'" },
		{ "dst and", "an address is expected after 'dst', not 'and'" },
		{ "dst bogus/8", "'bogus/8': an address or network is expected" },
		{ "dst 10.0.0.256", "'10.0.0.256': an address or network" },
		{ "dst 10.0.0.0/33", "'10.0.0.0/33': the length of a network" },
		{ "dst 10.0.0.0/255.0.255.0", "the length of a network" },
		{ "dst [::1", "a ']' is missing" },
		{ "dst ::1", "IPv6 stands in brackets" },
		{ "dst > 10.0.0.1", "'dst >': only = and != make sense" },
		{ "dst inet6:10.0.0.1", "of IPv6" },
		{ "dst link:eth0", "only inet:, inet6: and unix:" },
		{ "dst 10.0.0.1:65536", "a port is expected, 0 to 65535" },
		{ "sport = :65536", "a port is expected, 0 to 65535" },
		{ "sport = :-1", "is expected: not found" },
		{ "sport = 10.0.0.1:80", "a port is expected" },
		{ "sport = :bogus", "'bogus': a port or the name of a service" },
		{ "sport >= :*", "a port to compare with is expected" },
		{ "sport", "a port is expected after 'sport'" },
		{ "sport = =", "a port is expected after 'sport', not '='" },
		{ "sport unix:80", "unix sockets have no ports" },
		{ "dev", "a network device is expected" },
		{ "dev > eth0", "only = and !=" },
		{ "dev bogus", "'bogus': a network device is expected" },
		{ "fwmark bogus", "'bogus': a mark is expected" },
		{ "fwmark 1/", "'1/': a mark is expected" },
		{ "fwmark 0x1ffffffff", "a mark is expected" },
		{ "cgroup /bogus", "a cgroup's path is expected" },
		{ "uid bogus", "'bogus': a user is expected" },
		{ "netns bogus", "a network namespace" },
		{ "dst bogus.example", "an address, network or host is expected" },
		{ "rmem", "'rmem': an operator is expected, as in 'rmem > 0'" },
		{ "rmem 80%", "an operator is expected" },
		{ "rmem >", "a number is expected after 'rmem'" },
		{ "rmem > x", "'x': a value for rmem is expected, as in 80%" },
		{ "drops > 1%", "a value for drops is expected, as in 64K" },
		{ "recvq > 5000000K", "more than such a value can be" },
		{ "state", "a state is expected at the end" },
		{ "state bogus", "'bogus': a state is expected" },
		{ "sport 1 state listening", "states must stand before" },
		{ "( sport 1", "a ')' is missing at the end" },
		{ "sport 1 )", "a ')' has no '(' before it" },
		{ "( )", "')': a condition is expected" },
		{ "(sport 1 )", "must stand between blanks" },
		{ "sport 1 and", "a condition is expected at the end" },
		{ "sport 1 or and sport 2", "'and': a condition is expected" },
		{ "not", "a condition is expected at the end" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		if (!parse(rows[i][0]))
			fail_msg("'%s' is accepted", rows[i][0]);
		if (!strstr(error, rows[i][1]))
			fail_msg("'%s': '%s' is not in '%s'", rows[i][0],
				 rows[i][1], error);
		if (strchr(error, '\n'))
			fail_msg("'%s': more than one line", rows[i][0]);
	}
}

/* Texts that are longer than there is room for. */
static void assert_too_much(const char *piece, size_t times, const char *what)
{
	size_t len = strlen(piece);
	char *text = calloc(times + 1, len);

	assert_non_null(text);
	for (size_t i = 0; i < times; i++)
		memcpy(text + i * len, piece, len);
	assert_int_equal(parse(text), -EINVAL);
	if (!strstr(error, what))
		fail_msg("'%s' is not in '%s'", what, error);
	free(text);
}

static void test_limits(void **state)
{
	(void)state;
	assert_too_much("sport 1 ", 200, "more than 256 conditions");
	assert_too_much("( ", 65, "too many parentheses");
	assert_too_much("! ", 65, "too many parentheses");
	assert_too_much("dst 10.0.0.1 ", 65, "more than 64 addresses");
	assert_too_much("long", 70, "at most 255 characters");
	assert_too_much("comm a-name-of-thirty-two-characters ", 129,
			"too many names");
}

static void test_states(void **state)
{
	(void)state;
	assert_int_equal(parse("sport 1"), 0);
	assert_false(expr.has_states);
	assert_int_equal(parse("state listening state established"), 0);
	assert_int_equal(expr.states, 1 << NT_STATE_LISTEN |
				      1 << NT_STATE_ESTABLISHED);
	assert_int_equal(parse("exclude listening"), 0);
	assert_int_equal(expr.states, NT_STATES_ALL & ~(1 << NT_STATE_LISTEN));
	assert_int_equal(parse("state connected exclude time-wait"), 0);
	assert_int_equal(expr.states,
			 NT_STATES_ALL & ~(1 << NT_STATE_LISTEN |
					   1 << NT_STATE_CLOSE |
					   1 << NT_STATE_TIME_WAIT));
}

static struct model_sock make_sock(void)
{
	struct model_sock sock = {
		.snap = {
			.has = NT_HAS_MEM | NT_HAS_OWNER,
			.id = {
				.family = AF_INET, .protocol = IPPROTO_TCP,
				.state = NT_STATE_ESTABLISHED,
				.sport = htons(80), .dport = htons(40000),
				.saddr = { 10, 0, 0, 1 },
				.daddr = { 192, 0, 2, 7 },
				.ifindex = 7, .netns = 99,
			},
			.mem = { .rmem_alloc = 850, .rcvbuf = 1000,
				 .recv_q = 70000, .drops = 3 },
			.owner = { .uid = 5, .mark = 0x12, .cgroup = 77 },
		},
		.mark_known = true,
		.process = { .pid = 1, .comm = "nginx" },
	};

	return sock;
}

static void assert_truths(const struct model_sock *sock,
			  const char *const *texts, enum expr_truth wanted)
{
	for (; *texts; texts++) {
		if (parse(*texts))
			fail_msg("'%s': %s", *texts, error);
		expr.port_min = 32768;
		expr.port_max = 60999;
		if (expr_eval(&expr, sock) != wanted)
			fail_msg("'%s' is %d, not %d", *texts,
				 expr_eval(&expr, sock), wanted);
	}
}

static void test_true(void **state)
{
	static const char *const texts[] = {
		"", "sport 80", "sport http", "dport > 1024", "dport ge 40000",
		"sport < 81", "src 10.0.0.1", "src 10/8", "src 10.0.0.1:80",
		"dst 192.0.2.0/24:40000", "dst *", "dst any", "src :80",
		"not sport 81", "sport != 81", "dev eth0", "dev 7",
		"fwmark 0x12", "fwmark 0x10/0xf0", "cgroup /system.slice",
		"uid 5", "uid != root", "comm nginx", "comm ng*", "netns 99",
		"rmem > 80%", "rmem = 85%", "rmem >= 850", "recvq > 64K",
		"drops > 0", "drops = 3", "drops != 4", "not autobound",
		"sport 1 or dport 40000", "sport 80 and not dport 1",
		"synq > 0 or sport 80", "src web.example.org or sport 80",
		NULL
	};
	const struct model_sock sock = make_sock();

	(void)state;
	assert_truths(&sock, texts, EXPR_YES);
}

static void test_false(void **state)
{
	static const char *const texts[] = {
		"sport 81", "dport <= 39999", "src 10.0.0.2", "src 11/8",
		"src [::1]", "src 10.0.0.1:81", "src unix:*", "autobound",
		"dev 8", "dev != eth0", "fwmark 0x13", "cgroup /other",
		"uid root", "comm apache", "netns 98", "rmem > 85%",
		"recvq < 64K", "drops > 3", "synq > 0 and sport 81",
		"not ( sport 80 or synq > 0 )", "src web.example.org", NULL
	};
	const struct model_sock sock = make_sock();

	(void)state;
	assert_truths(&sock, texts, EXPR_NO);
}

/* Neither it nor its opposite is true of what is not known. */
static void test_unknown(void **state)
{
	static const char *const texts[] = {
		"synq > 0", "not synq > 0", "acceptq >= 0", "retrans = 0",
		"synq > 0 and sport 80", "synq > 0 or sport 81",
		"not ( synq > 0 and sport 80 )", NULL
	};
	static const char *const of_mini[] = {
		"rmem >= 0", "not rmem >= 0", "uid 0", "uid != 0", "comm *",
		"not comm nginx", "fwmark 0", "not fwmark 0", NULL
	};
	static const char *const of_unix[] = {
		"sport 80", "sport != 80", "not dport < 5", "src 10/8",
		"not src 10/8", NULL
	};
	struct model_sock sock = make_sock();

	(void)state;
	assert_truths(&sock, texts, EXPR_UNKNOWN);
	sock.snap.has = 0;
	sock.mark_known = false;
	sock.process.pid = 0;
	assert_truths(&sock, of_mini, EXPR_UNKNOWN);
	sock.snap.id.family = AF_UNIX;
	assert_truths(&sock, of_unix, EXPR_UNKNOWN);
}

static void test_unix(void **state)
{
	static const char *const yes[] = {
		"src unix:/run/*", "src unix:/RUN/user", "dst unix:*",
		"not autobound", "dev != eth0", NULL
	};
	static const char *const no[] = { "src unix:/tmp/*", "dst unix:/x",
					  "autobound", NULL };
	static const char *const unnamed[] = { "autobound", "src unix:*", NULL };
	struct model_sock sock = {
		.snap.id = { .family = AF_UNIX, .protocol = SOCK_STREAM },
		.path = "/run/user",
	};

	(void)state;
	assert_truths(&sock, yes, EXPR_YES);
	assert_truths(&sock, no, EXPR_NO);
	memcpy(sock.path, "@0001f", sizeof("@0001f"));
	assert_truths(&sock, unnamed, EXPR_YES);
	sock.path[0] = '\0';
	assert_truths(&sock, unnamed, EXPR_YES);
}

static void test_family(void **state)
{
	struct nt_filter filter = { NT_FILTER_ALL_KINDS };

	(void)state;
	assert_int_equal(parse("src inet6:* or dst 10.0.0.1"), -EINVAL);
	assert_int_equal(parse("src inet:*"), 0);
	assert_true(expr_push(&expr, &filter));
	assert_int_equal(filter.families, NETTUNE_FAMILY_INET);
	assert_int_equal(expr_parse(&expr, "dst [::1]", AF_INET, error,
				    sizeof(error)), -EINVAL);
	assert_int_equal(expr_parse(&expr, "src /run/*", AF_UNIX, error,
				    sizeof(error)), 0);
	assert_int_equal(expr.nodes[0].kind, EXPR_PATH);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_examples),
		cmocka_unit_test(test_errors),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_states),
		cmocka_unit_test(test_true),
		cmocka_unit_test(test_false),
		cmocka_unit_test(test_unknown),
		cmocka_unit_test(test_unix),
		cmocka_unit_test(test_family),
	};

	return cmocka_run_group_tests_name("expr", tests, NULL, NULL);
}
