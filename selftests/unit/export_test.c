// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests what profiles come to in the words of other programs. */
#include "unit.h"

#include "tune/export.h"

#define SYSCTL(sysctl)	{ .kind = TUNE_SYSCTL, .name = (char *)(sysctl) }
#define OF(device_kind, parameter)	\
	{ .kind = TUNE_##device_kind, .name = (char *)(parameter), \
	  .device = "eth0" }
#define TEXT(text)	((char *)(text))

static struct tune_device devices[] = {
	{ .nic = { .ifname = "eth0", .bus = "0000:00:03.0" },
	  .address = "52:54:00:12:34:56" },
	{ .nic = { .ifname = "eth1", .bus = "0000:00:04.0" } },
	{ .nic = { .ifname = "eth2" } },
};

static const struct tune_machine machine = {
	.release = TEXT("6.12"), .devices = devices,
	.device_count = ARRAY_SIZE(devices),
};

/* What was written, without the comment that it begins with. */
struct written {
	char *file;
	char *lost;
	char *body;
};

static void written_free(struct written *written)
{
	free(written->file);
	free(written->lost);
}

static struct export_job begin(const struct plan *plan,
			       const struct tune_wants *wants,
			       struct written *written, size_t sizes[2])
{
	struct export_job job = { plan, wants, &machine, "a b", "export x",
				  NULL, NULL };

	job.out = open_memstream(&written->file, &sizes[0]);
	job.lost = open_memstream(&written->lost, &sizes[1]);
	assert_non_null(job.out);
	assert_non_null(job.lost);
	return job;
}

static void end(struct export_job *job, struct written *written)
{
	assert_int_equal(fclose(job->out), 0);
	assert_int_equal(fclose(job->lost), 0);
	written->body = strstr(written->file, "\n\n");
	written->body = written->body ? written->body + 1 : written->file;
}

/* One step, and what is wanted. */
static void check(void (*export)(const struct export_job *job),
		  const struct plan_step *step, const struct tune_want *want,
		  const char *body, const char *lost)
{
	struct plan plan = { (struct plan_step *)step, 1 };
	struct tune_wants wants = { (struct tune_want *)want, !!want, !!want };
	struct written written;
	struct export_job job;
	size_t sizes[2];

	job = begin(&plan, &wants, &written, sizes);
	export(&job);
	end(&job, &written);
	assert_string_equal(written.body, body);
	assert_string_equal(written.lost, lost);
	written_free(&written);
}

static void test_sysctl(void **state)
{
	struct plan_step step = {
		.key = SYSCTL("net.core.somaxconn"), .current = TEXT("128"),
		.wanted = TEXT("4096"), .action = PLAN_SET,
		.reason = TEXT("bursts of connections"),
	};

	(void)state;
	check(export_sysctl, &step, NULL,
	      "\n# bursts of connections\nnet.core.somaxconn = 4096\n", "");
	step.reason = TEXT("one\nnet.core.somaxconn = 1\n\x1b[31m two");
	check(export_sysctl, &step, NULL,
	      "\n# one net.core.somaxconn = 1 ?[31m two\nnet.core.somaxconn = 4096\n",
	      "");
	step.reason = NULL;
	step.action = PLAN_KEEP;
	step.current = TEXT("8192");
	check(export_sysctl, &step, NULL, "\nnet.core.somaxconn = 8192\n", "");
	step.action = PLAN_REFUSED;
	step.note = TEXT("out of range");
	check(export_sysctl, &step, NULL,
	      "\n# Not here: net.core.somaxconn = 4096: out of range\n",
	      "net.core.somaxconn = 4096: out of range\n");
}

static void test_sysctl_names(void **state)
{
	struct plan_step step = {
		.key = SYSCTL("net/ipv4/conf/eth0.1/rp_filter"),
		.wanted = TEXT("2"), .action = PLAN_SET,
	};

	(void)state;
	check(export_sysctl, &step, NULL,
	      "\nnet.ipv4.conf.eth0/1.rp_filter = 2\n", "");
	step.key.name = TEXT("net.ipv4.conf.eth0/1.rp_filter");
	check(export_sysctl, &step, NULL,
	      "\nnet.ipv4.conf.eth0/1.rp_filter = 2\n", "");
}

#define FIXED	\
	"a value is fixed in sysctl.d, also where a later kernel has more (=>) or less (=<)\n"

static void test_sysctl_ratchet(void **state)
{
	const struct tune_want want = {
		.key = SYSCTL("net.ipv4.tcp_rmem"), .op = WANT_RAISE,
		.value = TEXT("- - 100"),
	};
	const struct plan_step step = {
		.key = SYSCTL("net.ipv4.tcp_rmem"), .wanted = TEXT("1 2 100"),
		.action = PLAN_SET,
	};

	(void)state;
	check(export_sysctl, &step, &want,
	      "\n# In the profile it is a limit (=> or =<).\nnet.ipv4.tcp_rmem = 1 2 100\n",
	      FIXED);
}

/* A default that is more than enough is not written down: it may still grow. */
static void test_sysctl_beyond(void **state)
{
	struct tune_want want = {
		.key = SYSCTL("net.ipv4.tcp_rmem"), .op = WANT_RAISE,
		.value = TEXT("- - 100"),
	};
	struct plan_step step = {
		.key = SYSCTL("net.ipv4.tcp_rmem"), .current = TEXT("1 2 200"),
		.wanted = TEXT("1 2 200"), .action = PLAN_KEEP,
	};

	(void)state;
	check(export_sysctl, &step, &want,
	      "\n# net.ipv4.tcp_rmem is beyond what is wanted by itself: 1 2 200\n",
	      "");
	step.current = TEXT("1 2 100");
	check(export_sysctl, &step, &want,
	      "\n# In the profile it is a limit (=> or =<).\nnet.ipv4.tcp_rmem = 1 2 100\n",
	      FIXED);
	want.op = WANT_SET;
	check(export_sysctl, &step, &want, "\nnet.ipv4.tcp_rmem = 1 2 100\n",
	      "");
}

/* What a module brings may be there when it counts; what is gone won't be. */
static void test_sysctl_absent(void **state)
{
	struct plan_step step = {
		.key = SYSCTL("net.netfilter.nf_conntrack_max"),
		.wanted = TEXT("262144"), .action = PLAN_ABSENT,
		.note = TEXT("nf_conntrack is not loaded"),
	};
	struct tune_want want = {
		.key = SYSCTL("net.netfilter.nf_conntrack_max"),
		.value = TEXT("262144"),
	};

	(void)state;
	check(export_sysctl, &step, &want,
	      "\n-net.netfilter.nf_conntrack_max = 262144\n", "");
	step.wanted = NULL;
	check(export_sysctl, &step, &want,
	      "\n-net.netfilter.nf_conntrack_max = 262144\n", "");
	want.value = TEXT("- 4");
	check(export_sysctl, &step, &want,
	      "\n# Not here: net.netfilter.nf_conntrack_max = - 4: nf_conntrack is not loaded\n",
	      "net.netfilter.nf_conntrack_max = - 4: nf_conntrack is not loaded\n");
	step.key.name = TEXT("net.ipv4.tcp_tw_recycle");
	step.wanted = TEXT("1");
	step.note = TEXT("gone since Linux 4.12");
	check(export_sysctl, &step, NULL,
	      "\n# Not here: net.ipv4.tcp_tw_recycle = 1: gone since Linux 4.12\n",
	      "net.ipv4.tcp_tw_recycle = 1: gone since Linux 4.12\n");
}

static void test_sysctl_device(void **state)
{
	struct plan_step step = {
		.key = OF(RING, "rx"), .wanted = TEXT("512"),
		.action = PLAN_CLAMPED,
	};

	(void)state;
	check(export_sysctl, &step, NULL,
	      "\n# Not here: eth0 ring rx = 512: sysctl.d has no settings of devices\n",
	      "eth0 ring rx = 512: sysctl.d has no settings of devices\n");
	step.key = (struct tune_key){ .kind = TUNE_HASHSIZE,
				      .name = TEXT("hashsize") };
	check(export_sysctl, &step, NULL,
	      "\n-net.netfilter.nf_conntrack_buckets = 512\n", "");
}

#define MAIN	"\n[main]\nsummary=nettune: a b\n"

static void test_tuned_sysctl(void **state)
{
	struct plan_step step = {
		.key = SYSCTL("net.core.somaxconn"), .current = TEXT("8192"),
		.wanted = TEXT("8192"), .action = PLAN_KEEP,
	};
	struct tune_want want = {
		.key = SYSCTL("net.core.somaxconn"), .op = WANT_RAISE,
		.value = TEXT("4096"),
	};

	(void)state;
	check(export_tuned, &step, &want,
	      MAIN "\n[sysctl]\n\nnet.core.somaxconn=>4096\n", "");
	want.op = WANT_LOWER;
	check(export_tuned, &step, &want,
	      MAIN "\n[sysctl]\n\nnet.core.somaxconn=<4096\n", "");
	want.op = WANT_SET;
	check(export_tuned, &step, &want,
	      MAIN "\n[sysctl]\n\nnet.core.somaxconn=8192\n", "");
	want.op = WANT_RAISE;
	want.value = TEXT("- 4096");
	step.current = TEXT("1 8192");
	check(export_tuned, &step, &want,
	      MAIN "\n[sysctl]\n\nnet.core.somaxconn=1 8192\n",
	      "net.core.somaxconn is fixed at 1 8192: tuned's => and =< are for one number\n");
}

static struct plan_step steps[] = {
	{ .key = OF(RING, "rx"), .wanted = TEXT("4096"), .action = PLAN_CLAMPED,
	  .reason = TEXT("room for bursts") },
	{ .key = OF(COALESCE, "adaptive-rx"), .wanted = TEXT("off"),
	  .action = PLAN_SET },
	{ .key = OF(RING, "tx"), .current = TEXT("1024"), .action = PLAN_KEEP },
	{ .key = OF(RING, "rx-mini"), .action = PLAN_ABSENT },
	{ .key = OF(COALESCE, "rx-usecs"), .wanted = TEXT("50"),
	  .action = PLAN_SET },
	{ .key = OF(COALESCE, "sample-interval"), .wanted = TEXT("2"),
	  .action = PLAN_SET },
	{ .key = OF(FEATURE, "rx-gro"), .wanted = TEXT("on"),
	  .action = PLAN_SET },
	{ .key = OF(FEATURE, "tx-checksum-ipv4"), .wanted = TEXT("off"),
	  .action = PLAN_SET },
	{ .key = OF(PAUSE, "rx"), .wanted = TEXT("on"), .action = PLAN_SET },
	{ .key = OF(NAPI, "gro_flush_timeout"), .wanted = TEXT("20000"),
	  .action = PLAN_SET },
	{ .key = OF(LINK, "mtu"), .wanted = TEXT("9000"), .action = PLAN_SET },
};

static const struct plan plan = { steps, ARRAY_SIZE(steps) };

static void test_tuned_device(void **state)
{
	struct written written;
	struct export_job job;
	size_t sizes[2];

	(void)state;
	job = begin(&plan, NULL, &written, sizes);
	export_tuned(&job);
	end(&job, &written);
	assert_string_equal(written.body, MAIN
		"\n[net_eth0]\ntype=net\ndevices=eth0\n"
		"\n# Not here: eth0 ring rx-mini: absent here\n"
		"\n# room for bursts\nring=rx 4096 tx 1024\n"
		"\ncoalesce=adaptive-rx off rx-usecs 50 sample-interval 2\n"
		"\nfeatures=gro on tx off\n"
		"\npause=rx on\n"
		"\nmtu=9000\n"
		"\n[sysfs]\n\n/sys/class/net/eth0/gro_flush_timeout=20000\n");
	assert_string_equal(written.lost, "eth0 ring rx-mini: absent here\n");
	written_free(&written);
}

/* Of one line each reason stands there once, and does not run into another. */
static void test_tuned_reasons(void **state)
{
	struct plan_step two[] = {
		{ .key = OF(RING, "rx"), .wanted = TEXT("512"),
		  .reason = TEXT("Room."), .action = PLAN_SET },
		{ .key = OF(RING, "tx"), .wanted = TEXT("512"),
		  .reason = TEXT("Room."), .action = PLAN_SET },
		{ .key = OF(RING, "rx-jumbo"), .wanted = TEXT("512"),
		  .reason = TEXT("More."), .action = PLAN_SET },
		{ .key = OF(LINK, "mtu"), .reason = TEXT("Large."),
		  .wanted = TEXT("9000"), .action = PLAN_SET },
		{ .key = OF(LINK, "txqueuelen"), .wanted = TEXT("9"),
		  .reason = TEXT("Long."), .action = PLAN_SET },
	};
	const struct plan all = { two, ARRAY_SIZE(two) };
	struct written written;
	struct export_job job;
	size_t sizes[2];

	(void)state;
	job = begin(&all, NULL, &written, sizes);
	export_tuned(&job);
	end(&job, &written);
	assert_string_equal(written.body, MAIN
		"\n[net_eth0]\ntype=net\ndevices=eth0\n"
		"\n# Room.\n#\n# More.\nring=rx 512 tx 512 rx-jumbo 512\n"
		"\n# Large.\nmtu=9000\n"
		"\n# Long.\ntxqueuelen=9\n");
	written_free(&written);
}

#define LINK_BODY \
	"\n[Match]\nPermanentMACAddress=52:54:00:12:34:56\n\n[Link]\n" \
	"\n# room for bursts\nRxBufferSize=4096\n" \
	"\nUseAdaptiveRxCoalesce=no\n" \
	"\nTxBufferSize=1024\n" \
	"\n# Not here: eth0 ring rx-mini: absent here\n" \
	"\nRxCoalesceSec=50us\n" \
	"\nCoalescePacketRateSampleIntervalSec=2s\n" \
	"\nGenericReceiveOffload=yes\n" \
	"\nTransmitChecksumOffload=no\n" \
	"\nRxFlowControl=yes\n" \
	"\n# Not here: eth0 napi gro_flush_timeout = 20000: .link files have no word for\n# it\n" \
	"\nMTUBytes=9000\n" \
	"\n# From /lib/systemd/network/99-default.link, which this file takes the place\n# of:\n" \
	"NamePolicy=keep kernel database\n" \
	"MACAddressPolicy=persistent\n"

#define LINK_LOST \
	"eth0 ring rx-mini: absent here\n" \
	"eth0 napi gro_flush_timeout = 20000: .link files have no word for it\n"

/* How the device is called must not change with its ring. */
static void test_link(void **state)
{
	struct setter_file file = {
		.by = SETTER_LINK, .name = TEXT("99-default.link"),
		.path = TEXT("/lib/systemd/network/99-default.link"),
		.text = TEXT("[Match]\nOriginalName=*\n[Link]\n"
			     "NamePolicy=keep kernel database\n"
			     "MTUBytes=1500\nMACAddressPolicy=persistent\n"),
	};
	struct setter_files files = { &file, 1, { 0 }, true };
	struct written written;
	struct export_job job;
	size_t sizes[2];

	(void)state;
	job = begin(&plan, NULL, &written, sizes);
	assert_true(export_link(&job, "eth0", &files));
	end(&job, &written);
	assert_string_equal(written.body, LINK_BODY);
	assert_string_equal(written.lost, LINK_LOST);
	written_free(&written);
}

/* What is written is what is read. */
static void test_link_back(void **state)
{
	struct setter_file file = { .by = SETTER_LINK,
				    .name = TEXT("10-nettune-eth0.link"),
				    .path = TEXT("a.link") };
	struct setter_files none = { 0 }, files = { &file, 1, { 0 }, true };
	struct written written;
	struct export_job job;
	size_t sizes[2];

	(void)state;
	job = begin(&plan, NULL, &written, sizes);
	assert_true(export_link(&job, "eth0", &none));
	end(&job, &written);
	file.text = written.file;
	for (size_t i = 0; i < plan.count; i++) {
		const struct plan_step *step = &plan.steps[i];
		const char *value = export_value(step);
		struct setters found;

		if (!value || step->key.kind == TUNE_NAPI)
			continue;
		assert_int_equal(setters_find(&files, &step->key, &devices[0],
					      &found), 0);
		assert_int_equal(found.count, 1);
		assert_string_equal(found.list[0].value, value);
		setters_free(&found);
		assert_int_equal(setters_find(&files, &step->key, &devices[1],
					      &found), 0);
		assert_int_equal(found.count, 0);
	}
	written_free(&written);
}

static void test_link_match(void **state)
{
	static const char *const wanted[][2] = {
		{ "eth1", "\n[Match]\nPath=pci-0000:00:04.0\n" },
		{ "eth2", "\n[Match]\nOriginalName=eth2\n" },
	};
	struct setter_files none = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(wanted); i++) {
		struct written written;
		struct export_job job;
		size_t sizes[2];

		job = begin(&plan, NULL, &written, sizes);
		assert_false(export_link(&job, wanted[i][0], &none));
		end(&job, &written);
		assert_non_null(strstr(written.body, wanted[i][1]));
		written_free(&written);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sysctl),
		cmocka_unit_test(test_sysctl_names),
		cmocka_unit_test(test_sysctl_ratchet),
		cmocka_unit_test(test_sysctl_beyond),
		cmocka_unit_test(test_sysctl_absent),
		cmocka_unit_test(test_sysctl_device),
		cmocka_unit_test(test_tuned_sysctl),
		cmocka_unit_test(test_tuned_device),
		cmocka_unit_test(test_tuned_reasons),
		cmocka_unit_test(test_link),
		cmocka_unit_test(test_link_back),
		cmocka_unit_test(test_link_match),
	};

	return cmocka_run_group_tests_name("export", tests, NULL, NULL);
}
