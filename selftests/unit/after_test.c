// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests who has to be restarted after an apply. */
#include "show.h"

#include <arpa/inet.h>

#include "view/after.h"

static void test_limits(void **state)
{
	static const struct {
		__u32 limit, old, now;
		bool keeps;
	} cases[] = {
		/* Raised: whom the old one has held down. */
		{ 4096, 4096, 16384, true },
		{ 128, 4096, 16384, false },
		{ 8192, 4096, 16384, true },
		{ 16384, 4096, 16384, false },
		{ 20000, 4096, 16384, true },
		/* Lowered: who is above. */
		{ 4096, 4096, 128, true },
		{ 128, 4096, 128, false },
		{ 5, 4096, 128, false },
		/* The same again. */
		{ 4096, 4096, 4096, false },
		{ 0, 0, 4096, true },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		assert_int_equal(after_keeps_limit(cases[i].limit,
						   cases[i].old, cases[i].now),
				 cases[i].keeps);
}

static void test_units(void **state)
{
	static const struct {
		const char *cgroup;
		const char *unit;	/* NULL = none */
	} cases[] = {
		{ "/system.slice/nginx.service", "nginx.service" },
		{ "/system.slice/system-getty.slice/getty@tty1.service",
		  "getty@tty1.service" },
		{ "/user.slice/user-1000.slice/session-3.scope",
		  "session-3.scope" },
		{ "/user.slice/user-1000.slice/user@1000.service/app.slice/web.service",
		  "web.service" },
		{ "/system.slice/docker-0123.scope", "docker-0123.scope" },
		{ "/system.slice/app.service/worker/1", "app.service" },
		{ "/system.slice/app.service/worker/x.service", "app.service" },
		{ "/system.slice/_cgroup.service", "cgroup.service" },
		{ "/init.scope", "init.scope" },
		{ "/", NULL },
		{ "", NULL },
		{ "/system.slice", NULL },
		{ "/kubepods/burstable/pod1", NULL },
		{ "/.service", NULL },
		{ "/../nginx.service", "nginx.service" },
	};
	char unit[AFTER_UNIT];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		*unit = '\0';
		assert_int_equal(after_unit(cases[i].cgroup, unit),
				 !!cases[i].unit);
		assert_string_equal(unit, cases[i].unit ?: "");
	}
}

static void test_plan(void **state)
{
	struct plan_step step = {
		.key = { .kind = TUNE_SYSCTL,
			 .name = (char *)"net.core.somaxconn" },
		.current = (char *)"4096", .wanted = (char *)"16384",
		.action = PLAN_SET,
	};
	struct plan plan = { &step, 1 };
	__u32 old, now;

	(void)state;
	assert_true(after_somaxconn(&plan, &old, &now));
	assert_int_equal(old, 4096);
	assert_int_equal(now, 16384);
	assert_null(after_qdisc(&plan));
	step.action = PLAN_KEEP;
	assert_false(after_somaxconn(&plan, &old, &now));
	step.action = PLAN_SET;
	step.current = NULL;
	assert_false(after_somaxconn(&plan, &old, &now));
	step.key.name = (char *)"net.core.default_qdisc";
	step.wanted = (char *)"fq";
	assert_false(after_somaxconn(&plan, &old, &now));
	assert_string_equal(after_qdisc(&plan), "fq");
}

static void test_table(void **state)
{
	struct view_after row = {
		.sock = {
			.snap = {
				.has = NT_HAS_ACCEPT,
				.id = { .family = AF_INET,
					.sport = htons(80) },
				.listener = { .accept_max = 4096 },
			},
			.process = { .pid = 17, .comm = "ng\x1b[nx" },
		},
		.unit = "nginx.service",
	};
	char *text = show(&view_after, &row, 1, (struct view_options){
		.color = VIEW_COLOR_NEVER,
	});

	(void)state;
	squeeze(text);
	assert_string_equal(text, "0.0.0.0:80 4096 ng\\x1b[nx(17) nginx.service\n");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_units),
		cmocka_unit_test(test_plan),
		cmocka_unit_test(test_table),
	};

	return cmocka_run_group_tests_name("after", tests, NULL, NULL);
}
