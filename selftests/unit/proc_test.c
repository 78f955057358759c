// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests the readers of /proc, on lines and on a folder in its place. */
#include "folder.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "source/proc.h"

#define QUEUES	(MODEL_SOFTNET_HAS_INPUT | MODEL_SOFTNET_HAS_PROCESS)
#define NINE	"0000000a 0000000b 0000000c 00000000 00000000 00000000 " \
		"00000000 00000000 00000001 "

static void test_columns(void **state)
{
	static const struct {
		const char *line;
		__u32 has;
		__u32 cpu, rps, flow_limit, input, process;
	} rows[] = {
		{ NINE "\n", 0, 7, 0, 0, 0, 0 },
		{ NINE "00000002", MODEL_SOFTNET_HAS_RPS, 7, 2, 0, 0, 0 },
		{ NINE "00000002 00000003\n",
		  MODEL_SOFTNET_HAS_RPS | MODEL_SOFTNET_HAS_FLOW_LIMIT,
		  7, 2, 3, 0, 0 },
		/* the sum of both queues, not 0: neither is known */
		{ NINE "00000002 00000003 00000004 00000005\n",
		  MODEL_SOFTNET_HAS_RPS | MODEL_SOFTNET_HAS_FLOW_LIMIT,
		  5, 2, 3, 0, 0 },
		{ NINE "00000002 00000003 00000000 00000005\n",
		  MODEL_SOFTNET_HAS_RPS | MODEL_SOFTNET_HAS_FLOW_LIMIT | QUEUES,
		  5, 2, 3, 0, 0 },
		{ NINE "00000002 00000003 00000004 00000005 00000001 00000003\n",
		  MODEL_SOFTNET_HAS_RPS | MODEL_SOFTNET_HAS_FLOW_LIMIT | QUEUES,
		  5, 2, 3, 1, 3 },
		/* a column from the future */
		{ NINE "00000002 00000003 00000004 00000005 00000001 00000003 ffffffff\n",
		  MODEL_SOFTNET_HAS_RPS | MODEL_SOFTNET_HAS_FLOW_LIMIT | QUEUES,
		  5, 2, 3, 1, 3 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct model_softnet softnet;

		assert_int_equal(proc_parse_softnet(rows[i].line, 7, &softnet),
				 0);
		assert_int_equal(softnet.has, rows[i].has);
		assert_int_equal(softnet.stat.cpu, rows[i].cpu);
		assert_int_equal(softnet.stat.processed, 10);
		assert_int_equal(softnet.stat.dropped, 11);
		assert_int_equal(softnet.stat.time_squeeze, 12);
		assert_int_equal(softnet.stat.received_rps, rows[i].rps);
		assert_int_equal(softnet.flow_limit, rows[i].flow_limit);
		assert_int_equal(softnet.stat.input_qlen, rows[i].input);
		assert_int_equal(softnet.stat.process_qlen, rows[i].process);
	}
}

static void test_garbage(void **state)
{
	static const char *const rows[] = {
		"",
		"\n",
		"0 1 2 3 4 5 6 7",
		"0 1 2 3 4 5 6 7 8x",
		"0 1 2 3 4 5 6 7 -8",
		"0 1 2 3 4 5 6 7 100000000",
		"0 1 2 3 4 5 6 7 ffffffffffffffffffffffff",
		"processed dropped squeezed",
		"0 1 2 3 4 5 6 7 8 zz",
	};
	struct model_softnet softnet;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_int_equal(proc_parse_softnet(rows[i], 0, &softnet),
				 -EBADMSG);
}

static void test_folder(void **state)
{
	struct model_softnet *softnet;
	size_t cpus;

	assert_int_equal(proc_softnet(*state, &softnet, &cpus), -ENOENT);
	assert_null(softnet);

	folder_put(*state, "net/softnet_stat", NINE "\n" NINE "\n");
	assert_int_equal(proc_softnet(*state, &softnet, &cpus), 0);
	assert_int_equal(cpus, 2);
	assert_int_equal(softnet[1].stat.cpu, 1);
	assert_false(softnet[1].has & MODEL_SOFTNET_HAS_MAX);
	free(softnet);

	folder_put(*state, "sys/net/core/netdev_max_backlog", "1000\n");
	assert_int_equal(proc_softnet(*state, &softnet, &cpus), 0);
	assert_true(softnet[0].has & MODEL_SOFTNET_HAS_MAX);
	assert_int_equal(softnet[0].stat.max_backlog, 1000);
	free(softnet);

	folder_put(*state, "net/softnet_stat", NINE "\nnonsense\n");
	assert_int_equal(proc_softnet(*state, &softnet, &cpus), -EBADMSG);
	assert_null(softnet);
	assert_int_equal(cpus, 0);
}

static void test_sysctl(void **state)
{
	static const char *const bad[] = {
		"", "many\n", "-1\n", "4294967296\n", "1 2\n", "1x\n"
	};
	static const char name[] = "net/core/netdev_max_backlog";
	char file[64];
	__u32 value = 7;

	snprintf(file, sizeof(file), "sys/%s", name);
	assert_int_equal(proc_sysctl(*state, name, &value), -ENOENT);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		folder_put(*state, file, bad[i]);
		assert_int_equal(proc_sysctl(*state, name, &value), -EBADMSG);
	}
	assert_int_equal(value, 7);
	folder_put(*state, file, "4294967295\n");
	assert_int_equal(proc_sysctl(*state, name, &value), 0);
	assert_int_equal(value, UINT32_MAX);
}

static void test_netns(void **state)
{
	struct stat st;

	assert_int_equal(proc_netns(*state), 0);
	assert_int_equal(stat("/proc/self/ns/net", &st), 0);
	assert_int_equal(proc_netns("/proc"), st.st_ino);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_columns),
		cmocka_unit_test(test_garbage),
		IN_FOLDER(test_folder),
		IN_FOLDER(test_sysctl),
		IN_FOLDER(test_netns),
	};

	return cmocka_run_group_tests_name("proc", tests, NULL, NULL);
}
