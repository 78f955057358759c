// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests the doctor's rules: where each must speak, and where none may. */
#include "doctor_cases.h"

#include "doctor/rule.h"

struct found {
	char		ids[512];
	unsigned int	count;
};

static bool ends_with_stop(const char *text)
{
	size_t len = strlen(text);

	return len && text[len - 1] == '.';
}

/* Each must be complete, and its fix nothing but commands and comments. */
static int take(const struct doctor_finding *finding, void *arg)
{
	struct found *found = arg;
	char fix[DOCTOR_TEXT], *save, *line;

	snprintf(found->ids + strlen(found->ids),
		 sizeof(found->ids) - strlen(found->ids), "%s%s",
		 found->count++ ? " " : "", finding->id);
	assert_true(ends_with_stop(finding->cause));
	assert_true(strlen(finding->cause) < DOCTOR_TEXT - 1);
	assert_true(strlen(finding->fix) < DOCTOR_TEXT - 1);
	assert_true(*finding->symptom);
	assert_true(finding->evidence.count >= 2);
	snprintf(fix, sizeof(fix), "%s", finding->fix);
	line = strtok_r(fix, "\n", &save);
	assert_non_null(line);
	for (; line; line = strtok_r(NULL, "\n", &save))
		assert_true(!strncmp(line, "# ", 2) ||
			    !strncmp(line, "sysctl -w ", 10) ||
			    !strncmp(line, "ethtool -G eth0 ", 16) ||
			    !strncmp(line, "tc qdisc change dev eth0 ", 25) ||
			    !strncmp(line, "cat /proc/7/", 12) ||
			    !strncmp(line, "prlimit --pid ", 14));
	return 0;
}

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct found found = { 0 };
		struct world world;

		world_make(&world, &cases[i]);
		assert_int_equal(doctor_judge(&world.at[THEN], &world.at[NOW],
					      take, &found), 0);
		if (strcmp(found.ids, cases[i].wants))
			fail_msg("%s: \"%s\", not \"%s\"", cases[i].name,
				 found.ids, cases[i].wants);
		world_free(&world);
	}
}

/* Every rule is there where it must speak, in a case of its own. */
static void test_every_rule_has_a_case(void **state)
{
	(void)state;
	for (size_t i = 0; i < doctor_rule_count; i++) {
		bool there = false;

		for (size_t j = 0; j < ARRAY_SIZE(cases); j++)
			there |= !strcmp(cases[j].wants, doctor_rules[i].id);
		if (!there)
			fail_msg("no case for %s", doctor_rules[i].id);
	}
}

static const struct doctor_rule *rule_named(const char *id)
{
	for (size_t i = 0; i < doctor_rule_count; i++)
		if (!strcmp(doctor_rules[i].id, id))
			return &doctor_rules[i];
	fail_msg("no rule %s", id);
	return NULL;
}

static bool leads_back(const struct doctor_rule *from, unsigned int steps)
{
	if (!steps)
		return true;
	for (size_t i = 0; i < DOCTOR_EXPLANATIONS; i++) {
		const char *id = from->explained_by[i].id;

		if (id && leads_back(rule_named(id), steps - 1))
			return true;
	}
	return false;
}

/* Two that explain each other would both be left out. */
static void test_explanations_end(void **state)
{
	(void)state;
	for (size_t i = 0; i < doctor_rule_count; i++)
		assert_false(leads_back(&doctor_rules[i], doctor_rule_count));
}

static void test_ids_are_unique(void **state)
{
	(void)state;
	for (size_t i = 0; i < doctor_rule_count; i++)
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(doctor_rules[i].id,
						doctor_rules[j].id);
}

/* Nothing known, nothing found. */
static void test_empty(void **state)
{
	struct model_snapshot empty = { 0 };
	struct found found = { 0 };

	(void)state;
	assert_int_equal(doctor_judge(&empty, &empty, take, &found), 0);
	assert_int_equal(found.count, 0);
}

static int refuse(const struct doctor_finding *finding, void *arg)
{
	(void)finding;
	++*(unsigned int *)arg;
	return 5;
}

static void test_taker_ends(void **state)
{
	struct doctor_case both = {
		.facts = OVERFLOWS FEW_OPENS "file-nr.open=99000",
		.listeners = { FULL_128 },
	};
	unsigned int count = 0;
	struct world world;

	(void)state;
	world_make(&world, &both);
	assert_int_equal(doctor_judge(&world.at[THEN], &world.at[NOW], refuse,
				      &count), 5);
	assert_int_equal(count, 1);
	world_free(&world);
}

/* Names are not for the shell. */
static int take_hostile(const struct doctor_finding *finding, void *arg)
{
	++*(unsigned int *)arg;
	assert_null(strstr(finding->fix, "reboot"));
	return 0;
}

static void test_hostile_names(void **state)
{
	struct doctor_case hostile = {
		.facts = OVERFLOWS FEW_OPENS, .listeners = { FULL_128 },
		.nic = "rx_missed=0>5000;qdisc_drops=0>5000",
		.cpu = { 0, 0, (__u32)-1990, 0 },
	};
	unsigned int count = 0;
	struct world world;

	(void)state;
	world_make(&world, &hostile);
	for (int i = THEN; i <= NOW; i++) {
		memcpy(world.at[i].nics->ifname, "e;reboot", 9);
		memcpy(world.at[i].listeners.socks[1].sock.process.comm,
		       "a\nreboot", 9);
	}
	assert_int_equal(doctor_judge(&world.at[THEN], &world.at[NOW],
				      take_hostile, &count), 0);
	assert_int_equal(count, 3);
	world_free(&world);
}

/* Of SYN queues that were not full the fullest is named, as no more than that. */
struct told {
	char	object[DOCTOR_TEXT];
	char	cause[DOCTOR_TEXT];
	char	fix[DOCTOR_TEXT];
};

static int take_told(const struct doctor_finding *finding, void *arg)
{
	struct told *told = arg;

	assert_string_equal(told->object, "");
	memcpy(told->object, finding->object, sizeof(told->object));
	memcpy(told->cause, finding->cause, sizeof(told->cause));
	memcpy(told->fix, finding->fix, sizeof(told->fix));
	return 0;
}

static void tell_of(const struct doctor_case *from, struct told *told)
{
	struct world world;

	*told = (struct told) { 0 };
	world_make(&world, from);
	assert_int_equal(doctor_judge(&world.at[THEN], &world.at[NOW],
				      take_told, told), 0);
	world_free(&world);
}

static void test_fullest_syn_queue(void **state)
{
	static const char likely[] = "this one was the fullest";
	struct doctor_case some = {
		.facts = COOKIES,
		.listeners = {
			{ .port = 80, .pid = 7, .accept_max = 16, .syn_q = 12,
			  .syn_max = 16 },
			{ .port = 81, .pid = 8, .accept_max = 100,
			  .syn_q = 81, .syn_max = 100 },
		},
	};
	struct told told;

	(void)state;
	tell_of(&some, &told);
	assert_non_null(strstr(told.object, ":81"));
	assert_non_null(strstr(told.cause, likely));
	assert_null(strstr(told.fix, "pid 8"));

	some.listeners[1].syn_q = 74;
	tell_of(&some, &told);
	assert_non_null(strstr(told.object, ":80"));

	some.listeners[0].syn_q = 11;
	tell_of(&some, &told);
	assert_string_equal(told.object, "");
	assert_null(strstr(told.cause, likely));

	some.listeners[1].syn_q = 100;
	tell_of(&some, &told);
	assert_non_null(strstr(told.object, ":81"));
	assert_null(strstr(told.cause, likely));
	assert_non_null(strstr(told.fix, "pid 8"));
}

static int take_blind(const char *subject, const char *missing, void *arg)
{
	char *text = arg;

	sprintf(text + strlen(text), "%s: %s; ", subject, missing);
	return 0;
}

static void test_blind(void **state)
{
	static const struct doctor_case healthy = { 0 };
	char text[4096] = "";
	struct world world;

	(void)state;
	world_make(&world, &healthy);
	assert_int_equal(doctor_blind(&world.at[THEN], &world.at[NOW],
				      take_blind, text), 0);
	assert_string_equal(text, "");
	world.at[NOW].module = false;
	world.at[THEN].ports.known = false;
	world.at[NOW].nic_count = 0;
	assert_int_equal(doctor_blind(&world.at[THEN], &world.at[NOW],
				      take_blind, text), 0);
	assert_string_equal(text,
			    "network devices: can't be read here; "
			    "buffers fixed by SO_RCVBUF: only the nettune module tells; "
			    "qdiscs: can't be read here; "
			    "ephemeral ports: can't be read here; ");
	world.at[NOW].nic_count = 1;
	world_free(&world);
}

static void test_losing(void **state)
{
	static const struct {
		__u64	ms;
		__s64	lost, passed;
		bool	wants;
	} rows[] = {
		{ 3000, 0, 0, false },
		{ 3000, 2, 0, false },
		{ 3000, 3, 0, true },
		{ 3000, 3, 10000, true },
		{ 3000, 3, 9000000, false },
		{ 3000, 1000, 9000000, true },
		{ 1000, 1, 0, true },
		{ 60000, 59, 0, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct judge judge = { .interval_ms = rows[i].ms };

		assert_int_equal(judge_losing(&judge, rows[i].lost,
					      rows[i].passed), rows[i].wants);
	}
}

static void test_round_up(void **state)
{
	(void)state;
	assert_int_equal(doctor_round_up(0, 1024, 65535), 1024);
	assert_int_equal(doctor_round_up(1025, 1024, 65535), 2048);
	assert_int_equal(doctor_round_up(4096, 1024, 65535), 4096);
	assert_int_equal(doctor_round_up(1LL << 60, 1024, 65535), 65535);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_every_rule_has_a_case),
		cmocka_unit_test(test_explanations_end),
		cmocka_unit_test(test_ids_are_unique),
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_taker_ends),
		cmocka_unit_test(test_hostile_names),
		cmocka_unit_test(test_fullest_syn_queue),
		cmocka_unit_test(test_blind),
		cmocka_unit_test(test_losing),
		cmocka_unit_test(test_round_up),
	};

	return cmocka_run_group_tests_name("doctor", tests, NULL, NULL);
}
