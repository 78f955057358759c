// SPDX-License-Identifier: GPL-2.0-or-later
/* What lint finds in profiles. */
#include "profile_world.h"

#include <errno.h>

#include "tune/lint.h"

/* What this machine is set to. */
static char *read_now(const char *name, void *arg)
{
	static const struct {
		const char *name;
		const char *value;
	} settings[] = {
		{ "net.core.somaxconn", "8193" },
		{ "net.ipv4.tcp_rmem", "4096 131072 33554432" },
		{ "net.ipv4.ip_local_port_range", "32768 60999" },
		{ "net.ipv4.tcp_keepalive_time", "7200" },
	};

	(void)arg;
	for (size_t i = 0; i < ARRAY_SIZE(settings); i++)
		if (!strcmp(settings[i].name, name))
			return strdup(settings[i].value);
	/* Any other: one more than test_lowers() wants. */
	return lint_is_limit(name) ? strdup("8193") : NULL;
}

static int lint(struct world *world, const char *file, const char *text,
		struct lint_findings *findings)
{
	const struct lint_world held = {
		.dirs = &world->dirs, .machine = &world->machine,
		.now = read_now,
	};
	char path[600];

	folder_put(world->root, file, text);
	snprintf(path, sizeof(path), "%s/%s", world->root, file);
	*findings = (struct lint_findings){ 0 };
	return lint_profile(path, &held, findings, &world->error);
}

static void test_rules(void **state)
{
	static const struct {
		const char	*line;
		const char	*rule;	/* NULL = nothing is wrong */
		const char	*why;
	} cases[] = {
		{ "net.core.somaxconn => 16384", NULL, NULL },
		{ "net.core.somaxconn = 8193", NULL, NULL },
		{ "net.core.somaxconn = 128", "lowers", "'8193' now" },
		{ "net.core.somaxconn => 128", NULL, NULL },
		{ "net.core.somaxconn =< 128", NULL, NULL },
		{ "net.ipv4.tcp_rmem = 4096 131072 16777216", "lowers",
		  "'4096 131072 33554432' now" },
		{ "net.ipv4.tcp_rmem => - - 16777216", NULL, NULL },
		{ "net.ipv4.ip_local_port_range = 33000 61000", "lowers",
		  "now" },
		{ "net.ipv4.ip_local_port_range = 15000 65000", NULL, NULL },
		{ "net.ipv4.ip_local_port_range = 1024 65535", "harmful",
		  "ports" },
		{ "net.ipv4.tcp_keepalive_time = 600", NULL, NULL },
		{ "net.ipv4.tcp_tw_recycle = 1", "gone", "since 4.12" },
		{ "net.ipv4.netfilter.ip_conntrack_max = 5", "gone", "4.9" },
		{ "net.ipv4.tcp_max_syn_backlog = 65535", "no-effect",
		  "somaxconn" },
		{ "net.ipv4.tcp_syncookies = 0", "harmful", "SYN" },
		{ "net.ipv4.tcp_syncookies = 1", NULL, NULL },
		{ "net.ipv4.tcp_abort_on_overflow = 1", "harmful", "resets" },
		{ "net.ipv4.tcp_timestamps = 0", "harmful", "PAWS" },
		{ "net.ipv4.tcp_sack = 0", "harmful", "segment" },
		{ "net.ipv4.tcp_no_metrics_save = 1", "harmful", "path" },
		{ "net.ipv4.tcp_fin_timeout = 5", "no-effect", "TIME-WAIT" },
		{ "net.ipv4.tcp_fin_timeout = 30", NULL, NULL },
		{ "net.ipv4.tcp_max_tw_buckets = 5000", "harmful", "lowered" },
		{ "net.ipv4.tcp_mem = 16777216 16777216 16777216", "pages",
		  "three times" },
		{ "net.ipv4.tcp_mem = 8388608 12582912 16777216", "pages",
		  "pages of 4096" },
		{ "net.ipv4.tcp_mem => mem_bytes/page_size/16 - mem_bytes/page_size/8",
		  NULL, NULL },
		{ "net.ipv4.tcp_rmem = 4096 12582912 33554432", "harmful",
		  "begins with" },
		{ "net.core.rmem_default = 16777216", "harmful", "every socket" },
		{ "net.core.netdev_max_backlog = 250000", "harmful", "delay" },
		{ "net.core.netdev_budget = 65535", "no-effect", "usecs" },
		{ "net.ipv4.tcp_low_latency = 1", "no-effect", "legacy" },
		{ "net.ipv4.tcp_adv_win_scale = 1", "no-effect", "6.6" },
		{ "net.ipv4.route.max_size = 1", "no-effect", "cache" },
		{ "net.ipv4.neigh.eth0.unres_qlen = 1", "no-effect", "3.3" },
		{ "net.ipv4.neigh.default.unres_qlen = 512", "no-effect", "3.3" },
		{ "net.ipv4.tcp_fack = 1", "no-effect", "4.15" },
		{ "net.ipv4.ipfrag_low_thresh = 196608", "no-effect", "4.17" },
		{ "net/ipv4/tcp_tw_recycle = 0", "gone", "4.12" },
		{ "net.ipv4.ip_conntrack_max = 65536", "gone", "4.9" },
		{ "net.ipv4.netfilter.ip_conntrack_buckets = 1", "gone", "4.9" },
		{ "net.ipv4.netfilter.ip_conntrack_tcp_timeout_syn_recv = 1",
		  "gone", "another name" },
		{ "net.netfilter.nf_conntrack_max => 262144", NULL, NULL },
		{ "net.ipv4.tcp_max_syn_backlog => 16384", "no-effect",
		  "tcp_syncookies=1" },
		{ "net.ipv4.tcp_window_scaling = 1", "no-effect", "default" },
		{ "net.ipv4.tcp_window_scaling = 0", "harmful", "64 KiB" },
		{ "net.ipv4.tcp_moderate_rcvbuf = 0", "harmful", "tcp_rmem" },
		{ "net.ipv4.tcp_mem = 1000 1000 1000", "pages", "bytes" },
		{ "net.ipv4.udp_mem = 8388608 12582912 16777216", "pages",
		  "memory" },
		{ "net.ipv4.tcp_mem = 10000 20000 30000", NULL, NULL },
		{ "net.ipv4.tcp_max_tw_buckets = 10000", "harmful", "lowered" },
		{ "net.ipv4.tcp_max_tw_buckets => 1440000", NULL, NULL },
		{ "net.ipv4.tcp_wmem = 4096 12582912 16777216", "harmful",
		  "begins with" },
		{ "net.core.wmem_default = 2097152", "harmful", "every socket" },
		{ "net.core.rmem_default = 1048576", NULL, NULL },
		{ "net.core.netdev_max_backlog = 300000", "harmful", "delay" },
		{ "net.core.netdev_max_backlog => 8192", NULL, NULL },
		{ "net.core.netdev_budget => 600", NULL, NULL },
		{ "net.ipv4.ip_local_port_range = 1024 65000", "harmful",
		  "services" },
		{ "net.core.rmem_max = 4294967296", "range", "2147483647" },
		{ "net.core.somaxconn = -1", "lowers", "now" },
		{ "net.ipv4.tcp_rmem = 4096", "range", "3 numbers belong" },
		{ "net.core.somaxconn = 1/0", "broken", "divides by zero" },
		{ "kernel.shmmax = 18446744073692774399", NULL, NULL },
		{ "net.ipv4.tcp_congestion_control = bbr", NULL, NULL },
	};
	struct lint_findings found;
	struct world world;
	char text[256];
	bool there;

	world_open(&world, state);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		snprintf(text, sizeof(text), "[sysctl]\n# why\n%s\n",
			 cases[i].line);
		assert_int_equal(lint(&world, "etc/a.conf", text, &found), 0);
		there = !cases[i].rule && !found.count;
		for (size_t j = 0; cases[i].rule && j < found.count; j++) {
			assert_int_equal(found.list[j].line, 3);
			assert_true(*found.list[j].fix);
			there |= !strcmp(cases[i].rule,
					 lint_rule_name(found.list[j].rule)) &&
				 strstr(found.list[j].why, cases[i].why);
		}
		if (!there)
			fail_msg("%s: %zu findings", cases[i].line,
				 found.count);
		lint_free(&found);
	}
	world_close(&world);
}

/* A fixed value below what is there now, of every limit; a ratchet is right. */
static void test_lowers(void **state)
{
	static const char *const limits[] = {
		"net.core.somaxconn", "net.core.rmem_max", "net.core.wmem_max",
		"net.core.rmem_default", "net.core.wmem_default",
		"net.core.optmem_max", "net.core.netdev_max_backlog",
		"net.core.netdev_budget", "net.core.netdev_budget_usecs",
		"net.core.rps_sock_flow_entries", "net.ipv4.tcp_max_orphans",
		"net.ipv4.tcp_limit_output_bytes",
		"net.ipv4.ipfrag_high_thresh",
		"net.ipv4.neigh.default.gc_thresh1",
		"net.ipv4.neigh.default.gc_thresh2",
		"net.ipv4.neigh.default.gc_thresh3",
		"net.netfilter.nf_conntrack_max",
		"net.netfilter.nf_conntrack_buckets", "fs.file-max",
		"fs.nr_open",
	};
	static const char *const writes[] = { "=", "=>" };
	struct lint_findings found;
	struct world world;
	char text[256];

	world_open(&world, state);
	for (size_t i = 0; i < 2 * ARRAY_SIZE(limits); i++) {
		snprintf(text, sizeof(text), "[sysctl]\n# why\n%s %s 8192\n",
			 limits[i / 2], writes[i % 2]);
		assert_int_equal(lint(&world, "etc/a.conf", text, &found), 0);
		if (found.count != 1 - i % 2 ||
		    (found.count && found.list[0].rule != LINT_LOWERS))
			fail_msg("%s: %zu findings", text, found.count);
		lint_free(&found);
	}
	world_close(&world);
}

static void is_found(const struct lint_findings *found, size_t number,
		     const char *rule, unsigned int line, const char *key)
{
	assert_true(number < found->count);
	assert_string_equal(lint_rule_name(found->list[number].rule), rule);
	assert_int_equal(found->list[number].line, line);
	if (key)
		assert_string_equal(found->list[number].key, key);
	else
		assert_null(found->list[number].key);
}

static void test_text(void **state)
{
	struct lint_findings found;
	struct world world;

	world_open(&world, state);
	assert_int_equal(lint(&world, "etc/a.conf",
			      "[main]\nsummary=a\nsummary=b\n[sysctl]\n# why\nnet.core.somaxconn=>5000\n"
			      "# why\nnet/core/somaxconn=>5000\nvm.swappiness=10 # why\nx.y=1\n"
			      "priority=3\n[net]\nring=rx max\n# why\ntxqueuelen=10000\n[cpu]\nz=1\n",
			      &found), 0);
	assert_int_equal(found.count, 5);
	is_found(&found, 0, "duplicate", 3, "summary");
	is_found(&found, 1, "duplicate", 8, "net/core/somaxconn");
	assert_non_null(strstr(found.list[1].why, "line 6"));
	is_found(&found, 2, "no-reason", 10, "x.y");
	is_found(&found, 3, "no-reason", 13, "ring");
	is_found(&found, 4, "no-effect", 15, "txqueuelen");
	lint_free(&found);

	/* tuned's files need no reasons; and parents are looked at by themselves. */
	folder_put(world.root, "usr/parent.conf", "[sysctl]\nnet.core.somaxconn=1\n");
	folder_put(world.root, "usr/tp/tuned.conf", "[sysctl]\nnet.core.somaxconn=1\n");
	assert_int_equal(lint(&world, "etc/t/tuned.conf",
			      "[main]\ninclude=tp\n[sysctl]\nvm.swappiness=1\n", &found), 0);
	assert_int_equal(found.count, 0);
	lint_free(&found);
	assert_int_equal(lint(&world, "etc/b.conf", "[main]\ninclude=parent\n", &found), 0);
	assert_int_equal(found.count, 0);
	lint_free(&found);
	world_close(&world);
}

static void test_broken(void **state)
{
	const struct lint_world none = { 0 };
	struct lint_findings found;
	struct world world;
	char path[600];

	world_open(&world, state);
	assert_int_equal(lint(&world, "etc/a.conf", "[main]\nword\n", &found), 0);
	assert_int_equal(found.count, 1);
	is_found(&found, 0, "broken", 2, NULL);
	lint_free(&found);
	assert_int_equal(lint(&world, "etc/a.conf", "[main]\ninclude=none\n", &found), 0);
	is_found(&found, 0, "broken", 2, NULL);
	lint_free(&found);
	snprintf(path, sizeof(path), "%s/none.conf", world.root);
	assert_int_equal(lint_profile(path, &none, &found, &world.error), -ENOENT);
	world_close(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_FOLDER(test_rules),
		IN_FOLDER(test_lowers),
		IN_FOLDER(test_text),
		IN_FOLDER(test_broken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
