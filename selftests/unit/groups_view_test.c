// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests how groups of sockets look: labels, JSON, table, bars. */
#include "make_tcp.h"
#include "show.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>

#include <nettune/summary.h>

#include "model/group.h"

static const struct view_options json = { .json = true };
static const struct view_options table = { .headings = true };

static void test_labels(void **state)
{
	static const struct {
		struct model_group group;
		const char *want;
	} rows[] = {
		{ { .group_by = NETTUNE_GROUP_BY_NONE }, "all" },
		{ { .group_by = NETTUNE_GROUP_BY_UID, .id.uid = 1000 },
		  "uid 1000" },
		{ { .group_by = NETTUNE_GROUP_BY_UID,
		    .id.flags = NETTUNE_SUMMARY_FLAG_NONE }, "(no owner)" },
		{ { .group_by = NETTUNE_GROUP_BY_UID,
		    .id.flags = NETTUNE_SUMMARY_FLAG_OTHER }, "(all others)" },
		{ { .group_by = NETTUNE_GROUP_BY_STATE,
		    .id = { .protocol = IPPROTO_UDP, .state = NT_STATE_CLOSE } },
		  "udp UNCONN" },
		{ { .group_by = NETTUNE_GROUP_BY_PROTOCOL,
		    .id = { .protocol = SOCK_SEQPACKET, .family = AF_UNIX } },
		  "u_seq unix" },
		{ { .group_by = NETTUNE_GROUP_BY_NETNS, .id.netns = 7 },
		  "netns 7" },
		{ { .group_by = NETTUNE_GROUP_BY_CGROUP, .id.cgroup = 7 },
		  "cgroup 7" },
		{ { .group_by = NETTUNE_GROUP_BY_CGROUP, .id.cgroup = 7,
		    .cgroup = "/a" }, "/a" },
		{ { .group_by = NETTUNE_GROUP_BY_CGROUP,
		    .id.flags = NETTUNE_SUMMARY_FLAG_NONE }, "(not known)" },
		{ { .group_by = NETTUNE_GROUP_BY_LISTENER,
		    .id = { .protocol = IPPROTO_TCP, .family = AF_INET6 },
		    .ifname = "eth0", .several_netns = true },
		  "[::]%eth0:* netns 0" },
		{ { .group_by = NETTUNE_GROUP_BY_LISTENER,
		    .id.flags = NETTUNE_SUMMARY_FLAG_NONE }, "(no listener)" },
	};
	char label[MODEL_LABEL_MAX];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		model_group_label(&rows[i].group, label, sizeof(label));
		assert_string_equal(label, rows[i].want);
	}
	for (__u32 i = 0; i <= NETTUNE_GROUP_BY_MAX; i++)
		assert_int_equal(model_group_by_parse(model_group_by_name(i)),
				 i);
	assert_int_equal(model_group_by_parse("sport"), -EINVAL);
	assert_string_equal(model_group_by_name(NETTUNE_GROUP_BY_MAX + 1),
			    "unknown");
}

/* A group of a listener and two connections by way of the shared rules. */
static struct model_group make_group(struct nettune_summary_hist *hist)
{
	struct nt_snap snaps[] = {
		make_tcp(NT_STATE_LISTEN, 80, 0),
		make_tcp(NT_STATE_ESTABLISHED, 80, 1000),
		make_tcp(NT_STATE_ESTABLISHED, 80, 250),
	};
	struct model_group group = {
		.group_by = NETTUNE_GROUP_BY_SPORT,
		.id = { .protocol = IPPROTO_TCP, .sport = htons(80) },
		.hist = hist,
	};

	snaps[1].mem.recv_q = 70000;
	snaps[2].mem.drops = 4;
	memset(hist, 0, sizeof(*hist));
	for (size_t i = 0; i < ARRAY_SIZE(snaps); i++)
		nt_summary_add(&group.stat, hist, &snaps[i]);
	return group;
}

static void test_json(void **state)
{
	static const char *const keys[] = {
		"group_by", "special", "netid", "family", "state", "local",
		"ifname", "uid", "cgroup", "netns", "sockets", "full",
		"listeners", "states", "rmem_alloc", "rcvbuf", "rmem_pct",
		"wmem_used", "sndbuf", "wmem_pct", "recv_q", "send_q",
		"backlog", "drops", "accept_q", "accept_max", "accept_pct",
		"syn_q", "max", "histograms",
	};
	static const struct want want[] = {
		{ "group_by", "\"port\"" }, { "special", "null" },
		{ "netid", "\"tcp\"" }, { "family", "null" },
		{ "state", "null" }, { "local", "{\"addr\":null,\"port\":80}" },
		{ "uid", "null" }, { "cgroup", "null" }, { "netns", "null" },
		{ "sockets", "3" }, { "full", "3" }, { "listeners", "1" },
		{ "rmem_alloc", "1250" }, { "rcvbuf", "2000" },
		{ "rmem_pct", "62.5" }, { "wmem_pct", "null" },
		{ "recv_q", "70000" }, { "drops", "4" }, { "accept_q", "3" },
		{ "accept_max", "2" }, { "accept_pct", "150.0" },
		{ "syn_q", "null" },
	};
	static const struct want want_max[] = {
		{ "rmem_pct", "100.0" }, { "wmem_pct", "0.0" },
		{ "accept_pct", "150.0" }, { "syn_pct", "null" },
		{ "recv_q", "70000" }, { "send_q", "0" },
		{ "backlog", "0" }, { "drops", "4" },
	};
	struct nettune_summary_hist hist;
	struct model_group group = make_group(&hist);
	struct json_object *array, *object, *max, *hists, *buckets, *bucket;

	(void)state;
	object = back(&view_groups, &group, &array);
	assert_keys(object, keys, ARRAY_SIZE(keys));
	assert_values(object, want, ARRAY_SIZE(want));
	json_object_object_get_ex(object, "max", &max);
	assert_values(max, want_max, ARRAY_SIZE(want_max));

	json_object_object_get_ex(object, "histograms", &hists);
	json_object_object_get_ex(hists, "rmem_pct", &buckets);
	assert_int_equal(json_object_array_length(buckets),
			 NETTUNE_HIST_PERMILLE);
	bucket = json_object_array_get_idx(buckets, 3);
	assert_string_equal(json_object_to_json_string_ext(bucket, 0),
			    "{\"ge\":20.0,\"lt\":30.0,\"sockets\":1}");
	bucket = json_object_array_get_idx(buckets, NETTUNE_HIST_PERMILLE - 1);
	assert_string_equal(json_object_to_json_string_ext(bucket, 0),
			    "{\"ge\":100.0,\"lt\":null,\"sockets\":1}");
	json_object_object_get_ex(hists, "recv_q", &buckets);
	bucket = json_object_array_get_idx(buckets, 17);
	assert_string_equal(json_object_to_json_string_ext(bucket, 0),
			    "{\"ge\":65536,\"lt\":131072,\"sockets\":1}");
	json_object_put(array);
}

/* Sums of nothing are 0, but what is a property of something is null. */
static void test_json_empty(void **state)
{
	static const struct want want[] = {
		{ "sockets", "0" }, { "rmem_alloc", "0" },
		{ "rmem_pct", "null" }, { "syn_q", "0" },
		{ "histograms", "null" },
	};
	static const struct want want_max[] = {
		{ "rmem_pct", "null" }, { "wmem_pct", "null" },
		{ "accept_pct", "null" }, { "syn_pct", "null" },
		{ "recv_q", "null" }, { "send_q", "null" },
		{ "backlog", "null" }, { "drops", "null" },
	};
	const struct model_group group = { .syn_known = true };
	struct json_object *array, *object, *max;
	char *text;

	(void)state;
	object = back(&view_groups, &group, &array);
	assert_values(object, want, ARRAY_SIZE(want));
	json_object_object_get_ex(object, "max", &max);
	assert_values(max, want_max, ARRAY_SIZE(want_max));
	json_object_put(array);

	text = show(&view_groups, NULL, 0, json);
	assert_string_equal(text, "[]\n");
	free(text);
}

static void test_table(void **state)
{
	struct nettune_summary_hist hist;
	struct model_group group = make_group(&hist);
	char *text = show(&view_groups, &group, 1, table);

	(void)state;
	assert_string_equal(text,
			    "Group  Sockets Recv-Q Send-Q Rmem% Rmax% Wmem% Wmax% AcceptQ SynQ Drops\n"
			    "tcp:80       3    68K      0  62.5 100.0   0.0   0.0     3/2    -     4\n");
	free(text);
	group = (struct model_group) { .group_by = NETTUNE_GROUP_BY_NONE };
	text = show(&view_groups, &group, 1, table);
	assert_non_null(strstr(text, "all         0      -      -     -"));
	free(text);
}

static void test_bytes(void **state)
{
	static const struct {
		__u64 bytes;
		const char *want;
	} rows[] = {
		{ 0, "0" }, { 9999, "9999" }, { 10000, "9.7K" },
		{ 10239, "9.9K" }, { 10240, "10K" }, { 1048575, "1023K" },
		{ 1048576, "1.0M" }, { 10485759, "9.9M" },
		{ 10485760, "10M" }, { 1ULL << 40, "1.0T" },
		{ UINT64_MAX, "15E" },
	};
	char text[16];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		view_bytes(rows[i].bytes, text, sizeof(text));
		assert_string_equal(text, rows[i].want);
	}
}

/* Draw a group. Return: what was drawn, to be freed. */
static char *draw(const struct model_group *group)
{
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	assert_non_null(out);
	assert_int_equal(view_hist(out, group), 0);
	fclose(out);
	return text;
}

static void test_bars(void **state)
{
	struct nettune_summary_hist hist;
	struct model_group group = make_group(&hist);
	char *text, *line, *next;

	(void)state;
	hist.rmem[5] = UINT32_MAX;
	hist.send_q[NETTUNE_HIST_LOG2 - 1] = UINT32_MAX;
	text = draw(&group);
	for (line = text; *line; line = next + 1) {
		next = strchr(line, '\n');
		assert_non_null(next);
		assert_true(next - line <= 80);
	}
	assert_non_null(strstr(text, "\n    <50% 4294967295 ########################"));
	/* what is there at all is seen */
	assert_non_null(strstr(text, "    <30%        1 # "));
	assert_non_null(strstr(text, "   >=64K        1 #"));
	assert_non_null(strstr(text, "    >=2G "));
	free(text);

	group.hist = NULL;
	text = draw(&group);
	assert_string_equal(text, "");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_labels),
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_json_empty),
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_bytes),
		cmocka_unit_test(test_bars),
	};

	return cmocka_run_group_tests_name("groups_view", tests, NULL, NULL);
}
