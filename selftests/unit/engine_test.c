// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests applying and undoing on a machine that is made up. */
#include "engine_world.h"

/* What belongs together is one message, and back from the last to the first. */
static void test_round(void **state)
{
	struct world *world = *state;

	world_want_all(world);
	assert_int_equal(world_apply(world), 0);
	world_check(world, world_after);
	assert_string_equal(world->fake.log,
			    "net.core.somaxconn=16384;rx=1024 tx=512;rx-usecs=50;net.ipv4.tcp_fin_timeout=30;");
	assert_string_equal(world->said, "");
	assert_int_equal(world_state(world, 1), JOURNAL_APPLIED);
	assert_int_equal(world_revert(world, 1, false), 0);
	world_check(world, world_before);
	assert_string_equal(world->fake.log,
			    "net.ipv4.tcp_fin_timeout=60;rx-usecs=3;rx=256 tx=256;net.core.somaxconn=4096;");
	assert_int_equal(world->undone.restored, 5);
	assert_int_equal(world_state(world, 1), JOURNAL_REVERTED);
	/* Once more changes nothing. */
	assert_int_equal(world_revert(world, 1, true), 0);
	assert_string_equal(world->fake.log, "");
}

static void test_refused(void **state)
{
	struct world *world = *state;

	world_want_all(world);
	for (int i = 0; i < SETTINGS; i++) {
		world->fake.settings[i].refuse = EINVAL;
		assert_int_equal(world_apply(world), -EINVAL);
		world_check(world, world_before);
		assert_int_equal(world->undone.left + world->undone.failed, 0);
		assert_non_null(strstr(world->said, "refused by the fake"));
		assert_int_equal(world_state(world, world->journal.id),
				 JOURNAL_ROLLED_BACK);
		world->fake.settings[i].refuse = 0;
	}
}

static void test_deaf(void **state)
{
	struct world *world = *state;

	world_want_all(world);
	world->fake.settings[FIN].deaf = true;
	assert_int_equal(world_apply(world), -EINVAL);
	world_check(world, world_before);
	assert_non_null(strstr(world->said,
			       "net.ipv4.tcp_fin_timeout stayed at 60"));
	assert_int_equal(world_state(world, 1), JOURNAL_ROLLED_BACK);
}

/* A driver rounds to what it was: nothing that undoes all the rest. */
static void test_still(void **state)
{
	struct world *world = *state;

	fake_text(&world->fake.settings[RX], "104");
	world->fake.settings[RX].round = 8;
	world_want_all(world);
	free(world->wants.wants[1].value);
	world->wants.wants[1].value = strdup("100");
	assert_int_equal(world_apply(world), 0);
	assert_string_equal(world->fake.settings[RX].text, "104");
	assert_string_equal(world->fake.settings[CONN].text, "16384");
	assert_non_null(strstr(world->said,
			       "fake0 ring rx is still 104: 100 was asked for"));
	assert_int_equal(world_revert(world, 1, false), 0);
	assert_string_equal(world->fake.settings[RX].text, "104");
	assert_string_equal(world->fake.settings[TX].text, "256");
}

/* What fails may have been done in part, and that is undone, too. */
static void test_partly(void **state)
{
	struct world *world = *state;
	struct fake_setting *fin = &world->fake.settings[FIN];

	world_want_all(world);
	fin->partly = "3";
	assert_int_equal(world_apply(world), -EIO);
	world_check(world, world_before);
	assert_int_equal(world->undone.left + world->undone.failed, 0);
	assert_int_equal(world_state(world, 1), JOURNAL_ROLLED_BACK);
	/* Of two in one message the first one. */
	world->fake.settings[TX].partly = "300";
	assert_int_equal(world_apply(world), -EIO);
	world_check(world, world_before);
	assert_int_equal(world_state(world, 2), JOURNAL_ROLLED_BACK);
}

/* What is left of a word is none that anybody could tell to be ours. */
static void test_partly_word(void **state)
{
	struct world *world = *state;
	struct fake_setting *word;

	word = fake_add(&world->fake, TUNE_SYSCTL, "net.word", "", "reno");
	world_want(world, SETTINGS, "cubic");
	word->partly = "cub";
	assert_int_equal(world_apply(world), -EIO);
	assert_string_equal(word->text, "reno");
	/* The record tells those who come later. */
	journal_free(&world->journal);
	assert_int_equal(journal_read(&world->state, 1, &world->journal), 0);
	assert_string_equal(world->journal.steps[0].found, "cub");
}

static void meddle(struct world *world)
{
	fake_text(&world->fake.settings[FIN], "61");
}

/* Somebody else is at it while the plan is made. */
static void test_meddled(void **state)
{
	struct world *world = *state;

	world_want_all(world);
	world->meddle = meddle;
	assert_int_equal(world_apply(world), -EAGAIN);
	assert_string_equal(world->fake.log, "");
	assert_string_equal(world->fake.settings[FIN].text, "61");
	assert_string_equal(world->fake.settings[CONN].text, "4096");
	assert_non_null(strstr(world->said,
			       "net.ipv4.tcp_fin_timeout was 60, and is 61 now"));
	assert_int_equal(world_state(world, 1), JOURNAL_NOTHING);
}

/* One of a message can't be set back: the other one is. */
static void test_apart(void **state)
{
	struct world *world = *state;

	world_want_all(world);
	assert_int_equal(world_apply(world), 0);
	world->fake.settings[RX].refuse = EBUSY;
	assert_int_equal(world_revert(world, 1, false), -EAGAIN);
	assert_int_equal(world->undone.failed, 1);
	assert_int_equal(world->undone.restored, 4);
	assert_string_equal(world->fake.settings[RX].text, "1024");
	assert_string_equal(world->fake.settings[TX].text, "256");
	world->fake.settings[RX].refuse = 0;
	assert_int_equal(world_revert(world, 1, false), 0);
	world_check(world, world_before);
}

/* What the plan says of the ring if an earlier apply is asked. */
static void check_known(struct world *world, const char *value,
			enum plan_action action)
{
	const struct plan_context context = { .release = "6.12" };

	tune_wants_free(&world->wants);
	world_want(world, RX, value);
	plan_free(&world->plan);
	assert_int_equal(engine_read(&world->engine, &world->wants, &context,
				     &world->plan), 0);
	assert_int_equal(engine_known(&world->state, &world->plan), 0);
	assert_int_equal(world->plan.steps[0].action, action);
}

/* Drivers round; what they made of it is ours, too. */
static void test_rounded(void **state)
{
	struct world *world = *state;

	world_want(world, RX, "1000");
	world->fake.settings[RX].round = 8;
	assert_int_equal(world_apply(world), 0);
	assert_string_equal(world->said, "");
	world->fake.settings[RX].round = 128;
	fake_text(&world->fake.settings[RX], "256");
	assert_int_equal(world_apply(world), 0);
	assert_string_equal(world->fake.settings[RX].text, "1024");
	assert_non_null(strstr(world->said, "is 1024 now: 1000 was asked for"));
	assert_int_equal(world->plan.steps[0].action, PLAN_SET);
	assert_int_equal(engine_found(&world->plan, &world->journal), 0);
	assert_int_equal(world->plan.steps[0].action, PLAN_CLAMPED);
	assert_string_equal(world->plan.steps[0].wanted, "1024");
	assert_string_equal(world->plan.steps[0].note,
			    "1000 was asked for, and the driver or the kernel made that of it");
	/* It need not be set again, as long as it is so. */
	check_known(world, "1000", PLAN_KEEP);
	check_known(world, "1001", PLAN_SET);
	assert_int_equal(world_revert(world, 2, false), 0);
	world_check(world, world_before);
	fake_text(&world->fake.settings[RX], "1024");
	check_known(world, "1000", PLAN_SET);
	fake_text(&world->fake.settings[RX], "256");
}

static void test_changed(void **state)
{
	struct world *world = *state;

	world_want_all(world);
	assert_int_equal(world_apply(world), 0);
	fake_text(&world->fake.settings[CONN], "777");
	fake_text(&world->fake.settings[RX], "333");
	assert_int_equal(world_revert(world, 1, false), -EAGAIN);
	assert_int_equal(world->undone.left, 2);
	assert_int_equal(world->undone.restored, 3);
	assert_string_equal(world->fake.settings[CONN].text, "777");
	assert_string_equal(world->fake.settings[RX].text, "333");
	assert_string_equal(world->fake.settings[TX].text, "256");
	assert_non_null(strstr(world->said,
			       "net.core.somaxconn left at 777"));
	assert_int_equal(world_state(world, 1), JOURNAL_PARTLY);
	assert_int_equal(world_revert(world, 1, true), 0);
	world_check(world, world_before);
	assert_int_equal(world_state(world, 1), JOURNAL_REVERTED);
}

/* Somebody set the old value already. */
static void test_same(void **state)
{
	struct world *world = *state;

	world_want(world, CONN, "16384");
	assert_int_equal(world_apply(world), 0);
	fake_text(&world->fake.settings[CONN], "4096");
	assert_int_equal(world_revert(world, 1, false), 0);
	assert_string_equal(world->fake.log, "");
}

static void test_gone(void **state)
{
	struct world *world = *state;

	world_want_all(world);
	assert_int_equal(world_apply(world), 0);
	world->fake.settings[CONN].gone = ENOENT;
	world->fake.settings[USECS].gone = EIO;
	world->fake.settings[FIN].refuse = EROFS;
	assert_int_equal(world_revert(world, 1, false), -EAGAIN);
	assert_int_equal(world->undone.gone, 1);
	assert_int_equal(world->undone.failed, 2);
	assert_int_equal(world->undone.restored, 2);
	world->fake.settings[CONN].gone = 0;
	world->fake.settings[USECS].gone = 0;
	world->fake.settings[FIN].refuse = 0;
	assert_int_equal(world_revert(world, 1, false), 0);
	world_check(world, world_before);
}

static void test_stopped(void **state)
{
	struct world *world = *state;

	world_stopped = world;
	world->fake.after = world_stop_after;
	world_want_all(world);
	assert_int_equal(world_apply(world), -EINTR);
	world_check(world, world_before);
	assert_non_null(strstr(world->said, "interrupted"));
}

static void test_full(void **state)
{
	struct world *world = *state;

	world_full = world;
	world->fake.after = world_fill_disk;
	world_want_all(world);
	for (world_full_after = 1; world_full_after <= 4; world_full_after++) {
		world->fake.writes = 0;
		assert_int_equal(world_apply(world), -ENOSPC);
		world_check(world, world_before);
		assert_non_null(strstr(world->said, "No space left"));
	}
	/* What is on disk is enough for those who come later. */
	world->fake.after = NULL;
	for (unsigned int id = 1; id <= 4; id++) {
		assert_int_equal(world_state(world, id), JOURNAL_CUT_SHORT);
		assert_int_equal(world_revert(world, id, false), 0);
		assert_int_equal(world_state(world, id), JOURNAL_REVERTED);
		world_check(world, world_before);
	}
}

/* Killed after a write was announced: it was done, half done, or not. */
static void test_announced(void **state)
{
	static const struct {
		const char	*found;
		bool		ours;
	} cases[] = {
		{ "1 2 3", true }, { "10 2 3", true }, { "10 20 3", true },
		{ "10 20 30", true }, { "1 20 30", true },
		{ "1 2 4", false }, { "11 20 30", false }, { "1 2", false },
	};
	struct world *world = *state;
	struct fake_setting *setting;

	setting = fake_add(&world->fake, TUNE_SYSCTL, "net.vector", "",
			   "1 2 3");
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct journal_step step = {
			.key = setting->key, .old = (char *)"1 2 3",
			.new = (char *)"10 20 30",
		};
		struct journal *journal = &world->journal;
		unsigned int id;

		journal_free(journal);
		journal_close(&world->file);
		assert_int_equal(journal_boot(journal->boot), 0);
		assert_int_equal(journal_create(&world->state, journal, 0,
						&world->file), 0);
		assert_int_equal(journal_add_step(journal, &step), 0);
		assert_int_equal(journal_append(&world->file,
						journal_write(journal, 0)), 0);
		fake_text(setting, cases[i].found);
		id = journal->id;
		if (cases[i].ours) {
			assert_int_equal(world_revert(world, id, false), 0);
			assert_string_equal(setting->text, "1 2 3");
		} else {
			assert_int_equal(world_revert(world, id, false),
					 -EAGAIN);
			assert_string_equal(setting->text, cases[i].found);
		}
	}
}

static void test_later(void **state)
{
	struct world *world = *state;
	unsigned int later;

	world_want(world, CONN, "16384");
	assert_int_equal(world_apply(world), 0);
	tune_wants_free(&world->wants);
	world_want(world, FIN, "30");
	assert_int_equal(world_apply(world), 0);
	tune_wants_free(&world->wants);
	world_want(world, CONN, "20000");
	assert_int_equal(world_apply(world), 0);

	world_reopen(world, 1);
	assert_int_equal(engine_later(&world->state, &world->journal, &later),
			 0);
	assert_int_equal(later, 3);
	world_reopen(world, 2);
	assert_int_equal(engine_later(&world->state, &world->journal, &later),
			 0);
	assert_int_equal(later, 0);
	assert_int_equal(world_revert(world, 3, false), 0);
	assert_string_equal(world->fake.settings[CONN].text, "16384");
	world_reopen(world, 1);
	assert_int_equal(engine_later(&world->state, &world->journal, &later),
			 0);
	assert_int_equal(later, 0);
	assert_int_equal(world_revert(world, 1, false), 0);
	assert_int_equal(world_revert(world, 2, false), 0);
	world_check(world, world_before);
}

static void add_channels(struct world *world, const char *combined,
			 const char *rx, const char *tx)
{
	fake_add(&world->fake, TUNE_CHANNELS, "combined", "fake0", combined);
	fake_add(&world->fake, TUNE_CHANNELS, "rx", "fake0", rx);
	fake_add(&world->fake, TUNE_CHANNELS, "tx", "fake0", tx);
	for (int i = SETTINGS; i < SETTINGS + 3; i++)
		if (!strcmp(world->fake.settings[i].text, "0"))
			world->fake.settings[i].gone = EOPNOTSUPP;
		else
			world->fake.settings[i].max = 4;
}

/* What is said of combined channels holds for the others, where it has those. */
static void test_channels(void **state)
{
	struct world *world = *state;

	add_channels(world, "0", "1", "1");
	world_want(world, SETTINGS, "8");
	assert_int_equal(world_apply(world), 0);
	assert_string_equal(world->fake.log, "rx=4 tx=4;");
	assert_int_equal(world->plan.count, 2);
}

static void test_combined(void **state)
{
	struct world *world = *state;

	add_channels(world, "1", "0", "0");
	world_want(world, SETTINGS + 1, "3");
	world_want(world, SETTINGS + 2, "2");
	assert_int_equal(world_apply(world), 0);
	assert_string_equal(world->fake.log, "combined=3;");
	assert_int_equal(world->plan.count, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_round),
		TEST(test_refused),
		TEST(test_deaf),
		TEST(test_still),
		TEST(test_partly),
		TEST(test_partly_word),
		TEST(test_meddled),
		TEST(test_apart),
		TEST(test_rounded),
		TEST(test_changed),
		TEST(test_same),
		TEST(test_gone),
		TEST(test_stopped),
		TEST(test_full),
		TEST(test_announced),
		TEST(test_later),
		TEST(test_channels),
		TEST(test_combined),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
