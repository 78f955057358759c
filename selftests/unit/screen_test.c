// SPDX-License-Identifier: GPL-2.0-or-later
/* What keys do to the live screen, and what has room on it. */
#include <errno.h>

#include "unit.h"

#include "model/screen.h"

static unsigned int press(struct screen *screen, const char *keys)
{
	unsigned int action = 0;

	for (; *keys; keys++)
		action = screen_key(screen, (unsigned char)*keys);
	return action;
}

static void test_sort(void **state)
{
	struct screen screen = { 0 };

	(void)state;
	assert_string_equal(screen_sort_name(&screen), "rmem");
	assert_int_equal(press(&screen, "s"), SCREEN_DRAW | SCREEN_ASK);
	assert_string_equal(screen_sort_name(&screen), "wmem");
	assert_int_equal(screen_sort_key(&screen), NETTUNE_KEY_WMEM);
	press(&screen, "SS");
	assert_string_equal(screen_sort_name(&screen), "retrans");
	press(&screen, "s");
	assert_string_equal(screen_sort_name(&screen), "rmem");
	assert_int_equal(press(&screen, "8"), SCREEN_DRAW | SCREEN_ASK);
	assert_int_equal(screen_sort_key(&screen), NETTUNE_KEY_DROPS);
}

/* Every name that the command line takes, in the order of the digits. */
static void test_sort_names(void **state)
{
	static const char *const names[] = {
		"rmem", "wmem", "accept", "syn", "recvq", "sendq", "backlog",
		"drops", "retrans",
	};
	struct screen screen = { 0 };
	char key[2] = "1";

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++, key[0]++) {
		press(&screen, key);
		assert_string_equal(screen_sort_name(&screen), names[i]);
		screen.sort = 0;
		assert_int_equal(screen_sort_by(&screen, names[i]), 0);
		assert_string_equal(screen_sort_name(&screen), names[i]);
	}
	assert_int_equal(screen_sort_by(&screen, "bogus"), -EINVAL);
	assert_int_equal(screen_sort_by(&screen, ""), -EINVAL);
}

/* What the source does not know is passed over. */
static void test_unknown(void **state)
{
	struct screen screen = { .sort = 3 };

	(void)state;
	screen_set_unknown(&screen, 1U << NETTUNE_KEY_SYN |
				    1U << NETTUNE_KEY_RETRANS);
	assert_string_equal(screen_sort_name(&screen), "rmem");
	press(&screen, "3s");
	assert_string_equal(screen_sort_name(&screen), "recvq");
	press(&screen, "S");
	assert_string_equal(screen_sort_name(&screen), "accept");
	assert_int_equal(press(&screen, "4"), SCREEN_DRAW);
	assert_string_equal(screen_sort_name(&screen), "accept");
	assert_string_equal(screen.error, "only the nettune module knows syn");
	press(&screen, "x");
	assert_string_equal(screen.error, "");
	screen_set_unknown(&screen, 0);
	assert_int_equal(press(&screen, "4"), SCREEN_DRAW | SCREEN_ASK);
	assert_string_equal(screen_sort_name(&screen), "syn");
}

static void test_group(void **state)
{
	static const char *const names[] = {
		"listener", "cgroup", "uid", "port", "state",
	};
	struct screen screen = { 0 };

	(void)state;
	assert_null(screen_group_name(&screen));
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		assert_int_equal(press(&screen, "g"),
				 SCREEN_DRAW | SCREEN_ASK);
		assert_string_equal(screen_group_name(&screen), names[i]);
	}
	press(&screen, "g");
	assert_null(screen_group_name(&screen));
	press(&screen, "G");
	assert_string_equal(screen_group_name(&screen), "state");
	assert_int_equal(screen_group(&screen), NETTUNE_GROUP_BY_STATE);
	assert_int_equal(screen_group_by(&screen, "uid"), 0);
	assert_int_equal(screen_group(&screen), NETTUNE_GROUP_BY_UID);
	assert_int_equal(screen_group_by(&screen, "bogus"), -EINVAL);
	assert_int_equal(screen_group_by(&screen, "netns"), -EINVAL);
}

static void test_interval(void **state)
{
	struct screen screen = { .interval = 2 };

	(void)state;
	assert_int_equal(press(&screen, "+"), SCREEN_DRAW);
	assert_true(screen.interval == 5);
	press(&screen, "---");
	assert_true(screen.interval == 0.5);
	press(&screen, "----------");
	assert_true(screen.interval == 0.1);
	press(&screen, "++++++++++++");
	assert_true(screen.interval == 60);
	screen.interval = 90;
	press(&screen, "+");
	assert_true(screen.interval == 90);
	press(&screen, "-");
	assert_true(screen.interval == 60);
	screen.interval = 1.7;
	press(&screen, "-");
	assert_true(screen.interval == 1);
}

static void test_freeze_and_quit(void **state)
{
	struct screen screen = { 0 };

	(void)state;
	assert_int_equal(press(&screen, " "), SCREEN_DRAW);
	assert_true(screen.frozen);
	assert_int_equal(press(&screen, "s"), SCREEN_DRAW | SCREEN_ASK);
	assert_true(screen.frozen);
	assert_int_equal(press(&screen, " "), SCREEN_DRAW | SCREEN_ASK);
	assert_false(screen.frozen);
	assert_int_equal(press(&screen, "q"), SCREEN_QUIT);
}

static void test_help(void **state)
{
	struct screen screen = { 0 };

	(void)state;
	press(&screen, "h");
	assert_int_equal(screen.mode, SCREEN_MODE_HELP);
	/* Only back, whatever the key does otherwise. */
	assert_int_equal(press(&screen, "s"), SCREEN_DRAW);
	assert_int_equal(screen.mode, SCREEN_MODE_LIST);
	assert_string_equal(screen_sort_name(&screen), "rmem");
	press(&screen, "?");
	assert_int_equal(press(&screen, "q"), SCREEN_DRAW | SCREEN_QUIT);
}

static void test_filter(void **state)
{
	struct screen screen = { .filter = "sport = :80" };

	(void)state;
	press(&screen, "f");
	assert_string_equal(screen.typed, "sport = :80");
	screen_key(&screen, SCREEN_KEY_BACKSPACE);
	press(&screen, "1q");
	assert_string_equal(screen.typed, "sport = :81q");
	assert_int_equal(screen_key(&screen, SCREEN_KEY_ENTER),
			 SCREEN_DRAW | SCREEN_FILTER);
	screen_filter_done(&screen, "q is no port");
	assert_int_equal(screen.mode, SCREEN_MODE_FILTER);
	assert_string_equal(screen.error, "q is no port");
	assert_string_equal(screen.filter, "sport = :80");
	screen_key(&screen, SCREEN_KEY_BACKSPACE);
	assert_string_equal(screen.error, "");
	screen_filter_done(&screen, NULL);
	assert_int_equal(screen.mode, SCREEN_MODE_LIST);
	assert_string_equal(screen.filter, "sport = :81");

	press(&screen, "/");
	screen_key(&screen, SCREEN_KEY_CLEAR);
	assert_string_equal(screen.typed, "");
	screen_key(&screen, SCREEN_KEY_BACKSPACE);
	screen_key(&screen, SCREEN_KEY_ESCAPE);
	assert_string_equal(screen.filter, "sport = :81");
}

/* Any bytes may come; nothing is written beyond the end. */
static void test_filter_bytes(void **state)
{
	struct screen *screen = calloc(1, sizeof(*screen));

	(void)state;
	assert_non_null(screen);
	press(screen, "f\xc3\xa4\xe2\x82\xac");
	screen_key(screen, SCREEN_KEY_BACKSPACE);
	assert_string_equal(screen->typed, "\xc3\xa4");
	screen_key(screen, SCREEN_KEY_BACKSPACE);
	assert_string_equal(screen->typed, "");
	press(screen, "\x01\x1b\x7f");
	screen_key(screen, SCREEN_KEY_OTHER);
	screen_key(screen, -5);
	assert_string_equal(screen->typed, "");
	for (int i = 0; i < 2 * SCREEN_FILTER_MAX; i++)
		screen_key(screen, 'x');
	assert_int_equal(strlen(screen->typed), SCREEN_FILTER_MAX - 1);
	press(screen, "\x80");
	for (int i = 0; i < 2 * SCREEN_FILTER_MAX; i++)
		screen_key(screen, SCREEN_KEY_BACKSPACE);
	assert_string_equal(screen->typed, "");
	free(screen);
}

static void test_sort_groups(void **state)
{
	struct model_group groups[4] = {
		{ .stat = { .sockets = 1, .max_rmem = 5, .recv_q = 1 } },
		{ .stat = { .sockets = 9, .max_rmem = 5, .recv_q = 1ULL << 40 } },
		{ .stat = { .sockets = 5, .max_rmem = 1000, .recv_q = 1 } },
		{ .stat = { .sockets = 5, .max_rmem = 0, .recv_q = 1 } },
	};
	struct screen screen = { 0 };

	(void)state;
	screen_sort_groups(&screen, groups, 4);
	assert_int_equal(groups[0].stat.max_rmem, 1000);
	assert_int_equal(groups[1].stat.sockets, 9);
	assert_int_equal(groups[2].stat.sockets, 1);
	assert_int_equal(groups[3].stat.max_rmem, 0);
	screen_sort_by(&screen, "recvq");
	screen_sort_groups(&screen, groups, 4);
	assert_int_equal(groups[0].stat.recv_q, 1ULL << 40);
	assert_int_equal(groups[3].stat.sockets, 1);
	screen_sort_by(&screen, "retrans");
	screen_sort_groups(&screen, groups, 4);
	assert_int_equal(groups[0].stat.sockets, 9);
	screen_sort_groups(&screen, groups, 0);
}

static void test_room(void **state)
{
	static const struct {
		unsigned int rows;
		unsigned int columns;
		bool fits;
		unsigned int stages;
		unsigned int list;
	} sizes[] = {
		{ 24, 80, true, 9, 10 }, { 50, 200, true, 15, 30 },
		{ 10, 40, true, 2, 3 }, { 35, 80, true, 15, 15 },
		{ 34, 80, true, 14, 15 }, { 500, 1000, true, 15, 480 },
		{ 9, 80, false, 0, 0 }, { 24, 39, false, 0, 0 },
		{ 0, 0, false, 0, 0 }, { 1, 1, false, 0, 0 },
	};
	struct screen_room room;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
		assert_int_equal(screen_room(sizes[i].rows, sizes[i].columns,
					     &room), sizes[i].fits);
		assert_int_equal(room.stages, sizes[i].stages);
		assert_int_equal(room.list, sizes[i].list);
	}
}

static void test_fold(void **state)
{
	struct model_stage_row rows[MODEL_STAGES] = { 0 };
	bool shown[MODEL_STAGES];

	(void)state;
	for (size_t i = 0; i < MODEL_STAGES; i++)
		rows[i].stage = i;
	rows[14].worst = true;
	rows[14].alarm = MODEL_STAGE_HIGH;
	rows[9].alarm = MODEL_STAGE_FULL;
	rows[12].alarm = MODEL_STAGE_HIGH;
	rows[3].has = MODEL_STAGE_HAS_RATE;
	rows[3].rate = 0.5;
	rows[1].has = MODEL_STAGE_HAS_DEPTH;
	rows[1].depth = 1;
	rows[2].has = MODEL_STAGE_HAS_DEPTH;
	rows[7].has = MODEL_STAGE_HAS_DEPTH;

	assert_int_equal(screen_fold(rows, 2, shown), 2);
	assert_true(shown[14] && shown[9]);
	assert_int_equal(screen_fold(rows, 4, shown), 4);
	assert_true(shown[14] && shown[9] && shown[12] && shown[3]);
	assert_int_equal(screen_fold(rows, 6, shown), 6);
	assert_true(shown[1] && shown[2] && !shown[7] && !shown[0]);
	assert_int_equal(screen_fold(rows, MODEL_STAGES, shown), MODEL_STAGES);
	for (size_t i = 0; i < MODEL_STAGES; i++)
		assert_true(shown[i]);
	assert_int_equal(screen_fold(rows, 0, shown), 0);
	assert_false(shown[14]);
}

static void test_pause(void **state)
{
	(void)state;
	assert_true(screen_pause(2, 0) == 2);
	assert_true(screen_pause(2, 1) == 2);
	assert_true(screen_pause(2, 1.5) == 3);
	assert_true(screen_pause(0.1, 7) == 14);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sort),
		cmocka_unit_test(test_sort_names),
		cmocka_unit_test(test_unknown),
		cmocka_unit_test(test_group),
		cmocka_unit_test(test_interval),
		cmocka_unit_test(test_freeze_and_quit),
		cmocka_unit_test(test_help),
		cmocka_unit_test(test_filter),
		cmocka_unit_test(test_filter_bytes),
		cmocka_unit_test(test_sort_groups),
		cmocka_unit_test(test_room),
		cmocka_unit_test(test_fold),
		cmocka_unit_test(test_pause),
	};

	return cmocka_run_group_tests_name("screen", tests, NULL, NULL);
}
