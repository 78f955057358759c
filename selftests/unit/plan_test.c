// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests plans: what is wanted against what is. */
#include "unit.h"

#include <errno.h>
#include <stdio.h>

#include "tune/plan.h"

#define MACHINE \
	"a setting of the whole machine, not of a network namespace"

/* One want against one state. @want begins with ">" or "<" for a ratchet. */
struct one {
	const char		*name;
	enum tune_kind		kind;
	const char		*want;
	struct tune_now		now;
	const char		*wanted;
	enum plan_action	action;
	enum plan_effect	effect;
	const char		*note;
};

static struct tune_want make_want(const struct one *one)
{
	struct tune_want want = {
		.key = { .kind = one->kind, .name = (char *)one->name },
		.value = (char *)one->want,
		.reason = (char *)"because",
		.file = (char *)"p.conf",
		.line = 7,
	};

	if (one->kind != TUNE_SYSCTL && one->kind != TUNE_HASHSIZE)
		memcpy(want.key.device, "eth0", 5);
	if (want.value && (*want.value == '>' || *want.value == '<'))
		want.op = *want.value++ == '>' ? WANT_RAISE : WANT_LOWER;
	return want;
}

static void check_text(const char *is, const char *wanted)
{
	if (wanted)
		assert_non_null(is);
	else
		assert_null(is);
	if (wanted)
		assert_string_equal(is, wanted);
}

static void check_one(const struct one *one, const struct plan_context *context)
{
	struct tune_want want = make_want(one);
	struct tune_wants wants = { .wants = &want, .count = 1 };
	const struct plan_step *step;
	struct plan plan;

	assert_int_equal(plan_make(&wants, &one->now, context, &plan), 0);
	assert_int_equal(plan.count, 1);
	step = &plan.steps[0];
	if (step->action != one->action)
		print_message("# %s %s: %s, %s\n", one->name,
			      one->want ?: "-", plan_action_name(step->action),
			      step->note ?: "-");
	assert_int_equal(step->action, one->action);
	check_text(step->wanted, one->wanted);
	check_text(step->note, one->note);
	check_text(step->current, one->now.text);
	check_text(step->reason, "because");
	check_text(step->file, "p.conf");
	assert_int_equal(step->line, 7);
	assert_int_equal(step->effect, one->effect);
	/* What a namespace can't have is no reason to leave it all. */
	assert_int_equal(step->blocks, one->action == PLAN_REFUSED &&
			 strcmp(one->note, MACHINE) != 0);
	assert_int_equal(tune_key_compare(&step->key, &want.key), 0);
	assert_true(plan_is_write(step) == (one->action == PLAN_SET ||
					    one->action == PLAN_CLAMPED));
	plan_free(&plan);
}

#define IS(value) { .text = (char *)(value) }
#define FIXED(value) { .text = (char *)(value), .fixed = true }
#define ERR(error, why) { .err = error, .note = (char *)(why) }
#define SYSCTL(key, value, is, then, what, ...) \
	{ .name = key, .kind = TUNE_SYSCTL, .want = value, .now = is, \
	  .wanted = then, .action = what, ##__VA_ARGS__ }

#define RMEM "net.ipv4.tcp_rmem"
#define CONN "net.core.somaxconn"
#define PORTS "net.ipv4.ip_local_port_range"
#define LISTEN .effect = PLAN_NEXT_LISTEN
#define NEW .effect = PLAN_NEW_SOCKETS
#define RANGE_NOTE "is out of range: it can be"

static const struct one sysctls[] = {
	SYSCTL(CONN, "16384", IS("4096"), "16384", PLAN_SET, LISTEN),
	SYSCTL(CONN, "4096", IS("4096"), "4096", PLAN_KEEP, LISTEN),
	SYSCTL(CONN, "128", IS("4096"), "128", PLAN_SET, LISTEN),
	SYSCTL(CONN, ">128", IS("4096"), "4096", PLAN_KEEP, LISTEN,
	       .note = "no more is wanted"),
	SYSCTL(CONN, ">4096", IS("4096"), "4096", PLAN_KEEP, LISTEN),
	SYSCTL(CONN, "<128", IS("4096"), "128", PLAN_SET, LISTEN),
	SYSCTL(CONN, "<8192", IS("4096"), "4096", PLAN_KEEP, LISTEN,
	       .note = "no less is wanted"),
	SYSCTL(CONN, " 0016384\t", IS("4096"), "16384", PLAN_SET, LISTEN),
	SYSCTL(CONN, "2147483647", IS("4096"), "2147483647", PLAN_SET, LISTEN),
	SYSCTL(CONN, "2147483648", IS("4096"), NULL, PLAN_REFUSED, LISTEN,
	       .note = "2147483648 " RANGE_NOTE " 0 to 2147483647"),
	SYSCTL(CONN, ">2147483648", IS("4096"), NULL, PLAN_REFUSED, LISTEN,
	       .note = "2147483648 " RANGE_NOTE " 0 to 2147483647"),
	SYSCTL(CONN, "-1", IS("4096"), NULL, PLAN_REFUSED, LISTEN,
	       .note = "-1 " RANGE_NOTE " 0 to 2147483647"),
	SYSCTL(CONN, "99999999999999999999", IS("4096"), NULL, PLAN_REFUSED,
	       LISTEN, .note = "'99999999999999999999' is no number"),
	SYSCTL(CONN, "many", IS("4096"), NULL, PLAN_REFUSED, LISTEN,
	       .note = "'many' is no number"),
	SYSCTL(CONN, "", IS("4096"), NULL, PLAN_REFUSED, LISTEN,
	       .note = "'' is no number"),
	SYSCTL(CONN, "4096 1", IS("4096"), NULL, PLAN_REFUSED, LISTEN,
	       .note = "it has 1 number, not 2"),
	SYSCTL(CONN, NULL, IS("4096"), NULL, PLAN_ABSENT, LISTEN,
	       .note = "what it should be can't be told here"),

	/* Element by element. */
	SYSCTL(RMEM, "4096\t131072  16777216", IS("4096 131072 6291456"),
	       "4096 131072 16777216", PLAN_SET),
	SYSCTL(RMEM, "4096 131072 6291456", IS("4096 131072 6291456"),
	       "4096 131072 6291456", PLAN_KEEP),
	SYSCTL(RMEM, ">4096 131072 16777216", IS("4096 131072 33554432"),
	       "4096 131072 33554432", PLAN_KEEP, .note = "no more is wanted"),
	SYSCTL(RMEM, "> 8192 1 33554432", IS("4096 131072 6291456"),
	       "8192 131072 33554432", PLAN_SET),
	SYSCTL(RMEM, "> - - 33554432", IS("4096 131072 6291456"),
	       "4096 131072 33554432", PLAN_SET),
	SYSCTL(RMEM, "- - -", IS("4096 131072 6291456"),
	       "4096 131072 6291456", PLAN_KEEP),
	SYSCTL(RMEM, "- 262144", IS("4096 131072 6291456"),
	       "4096 262144 6291456", PLAN_SET, .effect = PLAN_NEW_SOCKETS),
	SYSCTL(RMEM, "4096 131072 65536", IS("4096 131072 6291456"), NULL,
	       PLAN_REFUSED,
	       .note = "each number is to be at least the one before it"),
	SYSCTL(RMEM, "< - - 65536", IS("4096 131072 6291456"), NULL,
	       PLAN_REFUSED,
	       .note = "each number is to be at least the one before it"),
	SYSCTL(RMEM, "- - 2147483648", IS("4096 131072 6291456"), NULL,
	       PLAN_REFUSED,
	       .note = "2147483648 " RANGE_NOTE " 4096 to 2147483647"),
	SYSCTL(RMEM, "1 - -", IS("4096 131072 6291456"), NULL, PLAN_REFUSED,
	       .note = "1 " RANGE_NOTE " 4096 to 2147483647"),
	SYSCTL(RMEM, "1 2 3 4 5 6 7 8 9", IS("4096 131072 6291456"), NULL,
	       PLAN_REFUSED, .note = "'1 2 3 4 5 6 7 8 9' is no number"),
	SYSCTL(RMEM, "- x -", IS("4096 131072 6291456"), NULL, PLAN_REFUSED,
	       .note = "'- x -' is no number"),
	/* More of a range is a wider one. */
	SYSCTL(PORTS, "> 15000 64999", IS("32768\t60999"), "15000 64999",
	       PLAN_SET, NEW),
	SYSCTL(PORTS, "> 15000 64999", IS("1024 65535"), "1024 65535",
	       PLAN_KEEP, NEW, .note = "no more is wanted"),
	SYSCTL(PORTS, "> 15000 64999", IS("10000 60999"), "10000 64999",
	       PLAN_SET, NEW),
	SYSCTL(PORTS, "> 15000 64999", IS("65000 65535"), "15000 65535",
	       PLAN_SET, NEW),
	SYSCTL(PORTS, "< 15000 64999", IS("1024 60999"), "15000 60999",
	       PLAN_SET, NEW),
	SYSCTL(PORTS, "< 15000 20000", IS("30000 40000"), NULL, PLAN_REFUSED,
	       NEW, .note = "each number is to be at least the one before it"),
	SYSCTL(PORTS, "15000 64999", IS("1024 65535"), "15000 64999",
	       PLAN_SET, NEW),
	/* As somebody else left it, which is not our business. */
	SYSCTL(RMEM, "> - - 5000", IS("9000 8000 7000"), "9000 8000 7000",
	       PLAN_KEEP, .note = "no more is wanted"),
	SYSCTL("net.ipv4.tcp_mem", "> 1 2 3", IS("287901 383868 575802"),
	       "287901 383868 575802", PLAN_KEEP, .note = "no more is wanted"),
	SYSCTL("net.ipv4.tcp_mem", "9223372036854775807 - -",
	       IS("287901 383868 575802"), NULL, PLAN_REFUSED,
	       .note = "each number is to be at least the one before it"),
	SYSCTL("net.ipv4.ip_local_port_range", "15000 65000",
	       IS("32768 60999"), "15000 65000", PLAN_SET,
	       .effect = PLAN_NEW_SOCKETS),
	SYSCTL("net.ipv4.ip_local_port_range", "1024 65536",
	       IS("32768 60999"), NULL, PLAN_REFUSED,
	       .effect = PLAN_NEW_SOCKETS,
	       .note = "65536 " RANGE_NOTE " 1 to 65535"),
	SYSCTL("net.ipv4.ip_local_port_range", "65000 15000",
	       IS("32768 60999"), NULL, PLAN_REFUSED,
	       .effect = PLAN_NEW_SOCKETS,
	       .note = "each number is to be at least the one before it"),
	SYSCTL("net.ipv4.tcp_retries2", "256", IS("15"), NULL, PLAN_REFUSED,
	       .note = "256 " RANGE_NOTE " 0 to 255"),
	SYSCTL("net.ipv4.route.gc_thresh", "-1", IS("5"), "-1", PLAN_SET),

	/* Words. */
	SYSCTL("net.core.default_qdisc", "fq", IS("pfifo_fast"), "fq",
	       PLAN_SET, .effect = PLAN_NEW_QDISC),
	SYSCTL("net.ipv4.tcp_congestion_control", "cubic", IS("cubic"),
	       "cubic", PLAN_KEEP, .effect = PLAN_NEW_SOCKETS),
	SYSCTL("net.core.default_qdisc", ">fq", IS("pfifo_fast"), NULL,
	       PLAN_REFUSED, .effect = PLAN_NEW_QDISC,
	       .note = "only a number can be kept at more or less"),
	SYSCTL("net.core.default_qdisc", " ", IS("pfifo_fast"), NULL,
	       PLAN_REFUSED, .effect = PLAN_NEW_QDISC,
	       .note = "no value is given"),

	/* More than 64 bits hold, signed. */
	SYSCTL("kernel.shmmax", "> 4398046511104", IS("18446744073692774399"),
	       "18446744073692774399", PLAN_KEEP, .note = "no more is wanted"),
	SYSCTL("kernel.shmmax", "4398046511104", IS("18446744073692774399"),
	       "4398046511104", PLAN_SET),

	/* Nothing is known of it. */
	SYSCTL("net.ipv4.no_such", "5", IS("4"), "5", PLAN_SET),
	SYSCTL("net.ipv4.no_such", "> 5 -", IS("4 9"), "5 9", PLAN_SET),
	SYSCTL("net.ipv4.no_such", "word", IS("4"), "word", PLAN_SET),

	/* Either of the two is in use. */
	SYSCTL("vm.dirty_ratio", "10", IS("20"), "10", PLAN_SET),
	SYSCTL("vm.dirty_ratio", "10", IS("0"), "10", PLAN_REFUSED,
	       .note = "vm.dirty_bytes is used here instead, and would be lost"),

	/* It can't be read, or not be written. */
	SYSCTL("net.ipv4.tcp_tw_recycle", "1", ERR(ENOENT, NULL), NULL,
	       PLAN_ABSENT, .note = "gone since Linux 4.12"),
	SYSCTL("net.ipv4.tcp_rto_min_us", "5000", ERR(ENOENT, NULL), NULL,
	       PLAN_ABSENT, .effect = PLAN_NEW_SOCKETS,
	       .note = "Linux has it since 6.11"),
	SYSCTL("net.netfilter.nf_conntrack_max", "1", ERR(ENOENT, NULL), NULL,
	       PLAN_ABSENT, .note = "comes with the module nf_conntrack"),
	SYSCTL(CONN, "1", ERR(ENOENT, NULL), NULL, PLAN_ABSENT, LISTEN,
	       .note = "this kernel has no such setting"),
	SYSCTL(CONN, "1", ERR(ENOENT, "a folder of settings"), NULL,
	       PLAN_ABSENT, LISTEN, .note = "a folder of settings"),
	SYSCTL(CONN, "1", ERR(EACCES, NULL), NULL, PLAN_REFUSED, LISTEN,
	       .note = "it can't be read: Permission denied"),
	SYSCTL("net.ipv4.tcp_available_congestion_control", "x",
	       FIXED("reno"), "x",
	       PLAN_REFUSED, .note = "it can only be read"),
};

static void test_sysctls(void **state)
{
	const struct plan_context context = { .release = "6.1.0-56-amd64" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(sysctls); i++)
		check_one(&sysctls[i], &context);
}

#define MAX(value, most) \
	{ .text = (char *)(value), .has_max = true, .max = most }
#define DEVICE(what, key, value, is, then, do_it, ...) \
	{ .name = key, .kind = what, .want = value, .now = is, \
	  .wanted = then, .action = do_it, ##__VA_ARGS__ }
#define BOUNCE .effect = PLAN_LINK_BOUNCE

static const struct one devices[] = {
	DEVICE(TUNE_RING, "rx", "2048", MAX("256", 4096), "2048", PLAN_SET,
	       BOUNCE),
	DEVICE(TUNE_RING, "rx", "8192", MAX("256", 4096), "4096", PLAN_CLAMPED,
	       BOUNCE, .note = "the hardware's most is 4096, 8192 was asked for"),
	DEVICE(TUNE_RING, "rx", "8192", MAX("4096", 4096), "4096", PLAN_KEEP,
	       BOUNCE, .note = "the hardware's most is 4096, 8192 was asked for"),
	DEVICE(TUNE_RING, "rx", ">1024", MAX("2048", 4096), "2048", PLAN_KEEP,
	       BOUNCE, .note = "no more is wanted"),
	DEVICE(TUNE_RING, "rx", ">99999999999", MAX("2048", 4096), "4096",
	       PLAN_CLAMPED, BOUNCE,
	       .note = "the hardware's most is 4096, 99999999999 was asked for"),
	DEVICE(TUNE_RING, "rx", "-5", MAX("2048", 4096), NULL, PLAN_REFUSED,
	       BOUNCE, .note = "-5 " RANGE_NOTE " 0 to 4096"),
	DEVICE(TUNE_RING, "rx", "1 2", MAX("2048", 4096), NULL, PLAN_REFUSED,
	       BOUNCE, .note = "it has 1 number, not 2"),
	DEVICE(TUNE_RING, "rx", "1", ERR(EOPNOTSUPP, NULL), NULL, PLAN_ABSENT,
	       BOUNCE, .note = "the driver does not support it"),
	DEVICE(TUNE_RING, "rx-mini", "1", ERR(ENOENT, NULL), NULL, PLAN_ABSENT,
	       BOUNCE, .note = "eth0 has no such setting"),
	DEVICE(TUNE_RING, "rx", "1", ERR(ENODEV, NULL), NULL, PLAN_ABSENT,
	       BOUNCE, .note = "there is no such device"),
	DEVICE(TUNE_CHANNELS, "combined", "8", MAX("2", 4), "4", PLAN_CLAMPED,
	       BOUNCE, .note = "the hardware's most is 4, 8 was asked for"),
	DEVICE(TUNE_COALESCE, "rx-usecs", "50", IS("3"), "50", PLAN_SET),
	DEVICE(TUNE_COALESCE, "rx-usecs", "4294967296", IS("3"), NULL,
	       PLAN_REFUSED, .note = "4294967296 " RANGE_NOTE
	       " 0 to 4294967295"),
	DEVICE(TUNE_COALESCE, "rx-usecs", "on", IS("3"), NULL, PLAN_REFUSED,
	       .note = "'on' is no number"),
	DEVICE(TUNE_COALESCE, "adaptive-rx", "off", IS("on"), "off", PLAN_SET),
	DEVICE(TUNE_COALESCE, "adaptive-rx", "1", IS("on"), NULL, PLAN_REFUSED,
	       .note = "it is on or off, not '1'"),
	DEVICE(TUNE_FEATURE, "rx-gro", "on", IS("on"), "on", PLAN_KEEP),
	/* The driver does not let go of it, so it is as if there were none. */
	DEVICE(TUNE_FEATURE, "rx-lro", "on", FIXED("off"), NULL, PLAN_ABSENT,
	       .note = "the driver does not let it be changed"),
	DEVICE(TUNE_FEATURE, "rx-lro", "off", FIXED("off"), "off", PLAN_KEEP),
	DEVICE(TUNE_FEATURE, "rx-lro", "1", FIXED("off"), NULL, PLAN_REFUSED,
	       .note = "it is on or off, not '1'"),
	DEVICE(TUNE_LINK, "mtu", "9000", IS("1500"), "9000", PLAN_SET, BOUNCE),
	DEVICE(TUNE_LINK, "txqueuelen", "9000", IS("1000"), "9000", PLAN_SET,
	       .effect = PLAN_NEW_QDISC),
	DEVICE(TUNE_NAPI, "gro_flush_timeout", "20000", IS("0"), "20000",
	       PLAN_SET),
	DEVICE(TUNE_HASHSIZE, "nf_conntrack_hashsize", "4096", IS("1024"),
	       "4096", PLAN_SET),
};

static void test_devices(void **state)
{
	const struct plan_context context = { .release = "6.12.117" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(devices); i++)
		check_one(&devices[i], &context);
}

static const struct one in_netns[] = {
	SYSCTL(CONN, "16384", IS("4096"), "16384", PLAN_SET, LISTEN),
	/* It can be read there. */
	SYSCTL("net.core.rmem_max", ">4096", IS("212992"), "212992", PLAN_KEEP,
	       .effect = PLAN_NEW_SOCKETS, .note = "no more is wanted"),
	SYSCTL("net.core.rmem_max", ">4194304", FIXED("212992"), "4194304",
	       PLAN_REFUSED, .effect = PLAN_NEW_SOCKETS, .note = MACHINE),
	SYSCTL("net.core.netdev_max_backlog", "4096", ERR(ENOENT, NULL), NULL,
	       PLAN_REFUSED, .note = MACHINE),
	SYSCTL("vm.no_such_rule", "1", IS("0"), "1", PLAN_REFUSED,
	       .note = MACHINE),
	SYSCTL("net.ipv4.tcp_tw_recycle", "1", ERR(ENOENT, NULL), NULL,
	       PLAN_ABSENT, .note = "gone since Linux 4.12"),
	DEVICE(TUNE_HASHSIZE, "nf_conntrack_hashsize", "4096", IS("1024"),
	       "4096", PLAN_REFUSED, .note = MACHINE),
	DEVICE(TUNE_RING, "rx", "2048", MAX("256", 4096), "2048", PLAN_SET,
	       BOUNCE),
};

static void test_namespace(void **state)
{
	const struct plan_context context = {
		.own_netns = true, .release = "6.12.117",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(in_netns); i++)
		check_one(&in_netns[i], &context);
}

static void test_versions(void **state)
{
	struct one one = SYSCTL("net.ipv4.tcp_shrink_window", "1",
				ERR(ENOENT, NULL), NULL, PLAN_ABSENT,
				.note = "Linux has it since 6.5");
	struct plan_context context = { .release = "6.4.9" };

	(void)state;
	check_one(&one, &context);
	context.release = "5.10.0-46-amd64";
	check_one(&one, &context);
	context.release = NULL;
	check_one(&one, &context);
	/* Configured without it. */
	one.note = "this kernel has no such setting";
	context.release = "6.5";
	check_one(&one, &context);
	context.release = "7.2.12+deb13-amd64";
	check_one(&one, &context);
}

static void test_clamped(void **state)
{
	struct tune_want want = {
		.key = { TUNE_RING, (char *)"rx", "eth0" },
		.value = (char *)"2048", .clamped = (char *)"5000",
	};
	struct tune_wants wants = { .wants = &want, .count = 1 };
	const struct plan_context context = { .release = "6.1" };
	struct tune_now now = MAX("256", 4096);
	struct plan plan;

	(void)state;
	now.note = (char *)"and more";
	assert_int_equal(plan_make(&wants, &now, &context, &plan), 0);
	assert_int_equal(plan.steps[0].action, PLAN_CLAMPED);
	assert_string_equal(plan.steps[0].note, "5000 was asked for; and more");
	assert_null(plan.steps[0].reason);
	plan_free(&plan);
}

static void test_excluding(void **state)
{
	const struct sysctl_rule *rule, *other;

	(void)state;
	rule = sysctl_rule("vm.dirty_ratio");
	assert_non_null(rule);
	other = sysctl_rule(rule->excludes);
	assert_non_null(other);
	assert_string_equal(other->excludes, rule->name);
}

/* Of two that bound each other: which is first? */
static void check_order(const char *low_is, const char *low_wanted,
			const char *high_is, const char *high_wanted,
			const char *first)
{
	static const char low[] = "net.ipv4.ip_unprivileged_port_start";
	static const char high[] = "net.ipv4.ip_local_port_range";
	const struct plan_context context = { .release = "6.1" };

	for (int turn = 0; turn < 2; turn++) {
		struct tune_want list[3] = {
			{ .key.name = (char *)(turn ? low : high),
			  .value = (char *)(turn ? low_wanted : high_wanted) },
			{ .key.name = (char *)CONN, .value = (char *)"1" },
			{ .key.name = (char *)(turn ? high : low),
			  .value = (char *)(turn ? high_wanted : low_wanted) },
		};
		struct tune_now now[3] = {
			IS(turn ? low_is : high_is), IS("4096"),
			IS(turn ? high_is : low_is),
		};
		struct tune_wants wants = { .wants = list, .count = 3 };
		struct plan plan;

		assert_int_equal(plan_make(&wants, now, &context, &plan), 0);
		if (first) {
			assert_string_equal(plan.steps[0].key.name, first);
			assert_int_equal(plan.steps[0].action, PLAN_SET);
			assert_int_equal(plan.steps[2].action, PLAN_SET);
		} else {
			assert_int_equal(plan.steps[turn ? 0 : 2].action,
					 PLAN_REFUSED);
			assert_true(plan.steps[turn ? 0 : 2].blocks);
			assert_string_equal(plan.steps[turn ? 0 : 2].note,
					    "it would be above net.ipv4.ip_local_port_range");
		}
		plan_free(&plan);
	}
}

static void test_order(void **state)
{
	(void)state;
	check_order("1024", "20000", "15000 60000", "30000 60000",
		    "net.ipv4.ip_local_port_range");
	check_order("20000", "80", "32768 60999", "1024 60000",
		    "net.ipv4.ip_unprivileged_port_start");
	check_order("1024", "20000", "32768 60999", "15000 60000", NULL);
}

static void check_adaptive(const char *is, const char *wanted,
			   const char *noted, const char *note)
{
	const struct plan_context context = { .release = "6.1" };
	struct tune_want list[2] = {
		{ .key = { TUNE_COALESCE, (char *)"rx-usecs", "eth0" },
		  .value = (char *)"50" },
		{ .key = { TUNE_COALESCE, (char *)"adaptive-rx", "eth0" },
		  .value = (char *)wanted },
	};
	struct tune_wants wants = { .wants = list, .count = 2 };
	struct tune_now now[2] = { IS("3"), IS(is) };
	struct plan plan;

	now[0].note = (char *)noted;
	assert_int_equal(plan_make(&wants, now, &context, &plan), 0);
	check_text(plan.steps[0].note, note);
	plan_free(&plan);
	/* Another device's has nothing to do with it. */
	memcpy(list[1].key.device, "eth1", 5);
	assert_int_equal(plan_make(&wants, now, &context, &plan), 0);
	check_text(plan.steps[0].note, noted);
	plan_free(&plan);
}

static void test_adaptive(void **state)
{
	static const char note[] = "without effect while adaptive-rx is on";

	(void)state;
	check_adaptive("on", "off", note, NULL);
	check_adaptive("off", "on", NULL, note);
	check_adaptive("on", "on", note, note);
	check_adaptive("off", "off", NULL, NULL);
}

/* Kept together by hand, so a slip is easy. */
static void test_rules(void **state)
{
	static const char *const names[] = {
		"net.core.somaxconn", "net.ipv4.tcp_max_syn_backlog",
		"net.ipv4.tcp_syncookies", "net.ipv4.tcp_synack_retries",
		"net.ipv4.tcp_abort_on_overflow", "net.ipv4.tcp_max_tw_buckets",
		"net.ipv4.tcp_max_orphans", "net.ipv4.tcp_fin_timeout",
		"net.ipv4.tcp_tw_reuse", "net.ipv4.ip_local_port_range",
		"net.ipv4.ip_local_reserved_ports",
		"net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_keepalive_intvl",
		"net.ipv4.tcp_keepalive_probes", "net.ipv4.tcp_retries2",
		"net.ipv4.tcp_orphan_retries", "net.ipv4.tcp_rmem",
		"net.ipv4.tcp_wmem", "net.ipv4.tcp_mem", "net.core.rmem_max",
		"net.core.wmem_max", "net.core.rmem_default",
		"net.ipv4.udp_mem", "net.core.optmem_max",
		"net.ipv4.tcp_notsent_lowat",
		"net.ipv4.tcp_slow_start_after_idle",
		"net.ipv4.tcp_mtu_probing", "net.ipv4.tcp_congestion_control",
		"net.core.default_qdisc", "net.ipv4.tcp_limit_output_bytes",
		"net.ipv4.tcp_fastopen", "net.ipv4.tcp_autocorking",
		"net.ipv4.tcp_shrink_window", "net.ipv4.tcp_rto_min_us",
		"net.core.netdev_max_backlog", "net.core.netdev_budget",
		"net.core.netdev_budget_usecs",
		"net.core.rps_sock_flow_entries",
		"net.core.flow_limit_cpu_bitmap", "net.core.busy_read",
		"net.core.busy_poll", "net.netfilter.nf_conntrack_max",
		"net.netfilter.nf_conntrack_buckets",
		"net.netfilter.nf_conntrack_tcp_timeout_established",
		"net.ipv4.neigh.default.gc_thresh3", "fs.file-max",
		"fs.nr_open", "net.ipv4.tcp_child_ehash_entries",
		"net.ipv4.conf.eth0/100.arp_announce",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		const struct sysctl_rule *rule = sysctl_rule(names[i]);

		if (!rule)
			print_message("# no rule: %s\n", names[i]);
		assert_non_null(rule);
		assert_true(!rule->numbers || rule->min < rule->max);
		assert_null(rule->gone);
	}
	assert_null(sysctl_rule("net.ipv4.conf.eth0.100.arp_announce"));
	assert_null(sysctl_rule("net.ipv4.conf..arp_announce"));
	assert_null(sysctl_rule("net.ipv4.conf.eth0.arp_announced"));
	assert_null(sysctl_rule("net.core.somaxcon"));
	assert_null(sysctl_rule(""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sysctls),
		cmocka_unit_test(test_devices),
		cmocka_unit_test(test_namespace),
		cmocka_unit_test(test_versions),
		cmocka_unit_test(test_clamped),
		cmocka_unit_test(test_excluding),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_adaptive),
		cmocka_unit_test(test_rules),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
