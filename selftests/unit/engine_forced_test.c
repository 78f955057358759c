// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests an apply that goes on without what is refused when it is written. */
#include "engine_world.h"

/* The machine as it is after an apply, but one setting as it was. */
static void check_but(const struct world *world, int which)
{
	for (int i = 0; i < SETTINGS; i++)
		assert_string_equal(world->fake.settings[i].text,
				    (i == which ? world_before : world_after)[i]);
}

static const struct plan_step *planned(const struct world *world, int which)
{
	for (size_t i = 0; i < world->plan.count; i++)
		if (!tune_key_compare(&world->plan.steps[i].key,
				      &world->fake.settings[which].key))
			return &world->plan.steps[i];
	fail();
	return NULL;
}

/* All but one was set, and so it is told, journalled and undone. */
static void check_forced(struct world *world, int which, const char *why)
{
	const struct plan_step *step;
	unsigned int id;

	assert_int_equal(world_apply(world), 0);
	id = world->journal.id;
	check_but(world, which);
	assert_true(world->journal.applied);
	assert_int_equal(world_state(world, id), JOURNAL_APPLIED);
	assert_int_equal(engine_found(&world->plan, &world->journal), 0);
	for (int i = 0; i < SETTINGS; i++)
		assert_int_equal(planned(world, i)->action,
				 i == which ? PLAN_REFUSED : PLAN_SET);
	step = planned(world, which);
	assert_true(step->blocks);
	assert_string_equal(step->note, why);
	assert_non_null(strstr(world->said, ": refused, stays at "));
	assert_int_equal(world_revert(world, id, false), 0);
	assert_int_equal(world->undone.restored, SETTINGS - 1);
	world_check(world, world_before);
	assert_int_equal(world_state(world, id), JOURNAL_REVERTED);
}

/* With @partly a refusal costs only what was refused, whichever it is. */
static void test_forced(void **state)
{
	struct world *world = *state;

	world_want_all(world);
	world->engine.partly = true;
	for (int i = 0; i < SETTINGS; i++) {
		struct fake_setting *setting = &world->fake.settings[i];

		setting->refuse = EOPNOTSUPP;
		check_forced(world, i, "refused by the fake");
		setting->refuse = 0;
		setting->deaf = i != RX && i != TX && i != USECS;
		if (setting->deaf)
			check_forced(world, i, "it was taken, but not heeded");
		setting->deaf = false;
	}
}

/* What was refused may have been done in part. */
static void test_forced_partly(void **state)
{
	struct world *world = *state;

	world_want_all(world);
	world->engine.partly = true;
	world->fake.settings[FIN].partly = "3";
	check_forced(world, FIN, "taken in part by the fake");
	/* Of two in one message, which then are tried one by one. */
	world->fake.settings[TX].partly = "300";
	assert_int_equal(world_apply(world), 0);
	world_check(world, world_after);
	assert_int_equal(engine_found(&world->plan, &world->journal), 0);
	assert_int_equal(planned(world, RX)->action, PLAN_SET);
	assert_int_equal(planned(world, TX)->action, PLAN_SET);
	assert_int_equal(world_revert(world, world->journal.id, false), 0);
	world_check(world, world_before);
}

/* Nothing of it stands: it is no apply that could be undone. */
static void test_forced_all(void **state)
{
	struct world *world = *state;

	world_want_all(world);
	world->engine.partly = true;
	for (int i = 0; i < SETTINGS; i++)
		world->fake.settings[i].refuse = EINVAL;
	assert_int_equal(world_apply(world), 0);
	assert_false(world->journal.applied);
	assert_string_equal(world->fake.log, "");
	world_check(world, world_before);
	assert_int_equal(world_state(world, 1), JOURNAL_ROLLED_BACK);
	assert_int_equal(engine_found(&world->plan, &world->journal), 0);
	for (int i = 0; i < SETTINGS; i++)
		assert_int_equal(planned(world, i)->action, PLAN_REFUSED);
}

/* What goes wrong otherwise still undoes all, also what came before. */
static void test_forced_stopped(void **state)
{
	struct world *world = *state;

	world_stopped = world;
	world->engine.partly = true;
	world->fake.after = world_stop_after;
	world->fake.settings[RX].refuse = EBUSY;
	world_want_all(world);
	assert_int_equal(world_apply(world), -EINTR);
	world_check(world, world_before);
	assert_int_equal(world_state(world, 1), JOURNAL_ROLLED_BACK);
}

/* What is refused now is not what was refused then: it is tried again. */
static void test_forced_again(void **state)
{
	struct world *world = *state;
	unsigned int later;

	world_want_all(world);
	world->engine.partly = true;
	world->fake.settings[FIN].refuse = EPERM;
	assert_int_equal(world_apply(world), 0);
	check_but(world, FIN);
	world->fake.settings[FIN].refuse = 0;
	assert_int_equal(world_apply(world), 0);
	assert_int_equal(world->journal.step_count, 1);
	world_check(world, world_after);
	/* They have set nothing twice. */
	world_reopen(world, 1);
	assert_int_equal(engine_later(&world->state, &world->journal, &later),
			 0);
	assert_int_equal(later, 0);
	assert_int_equal(world_revert(world, 1, false), 0);
	assert_string_equal(world->fake.settings[FIN].text, world_after[FIN]);
	assert_int_equal(world_revert(world, 2, false), 0);
	world_check(world, world_before);
}

/* What can't be set back after it was refused: all the rest is. */
static void refuse_back(struct fake *fake)
{
	if (!strcmp(fake->settings[RX].text, "700"))
		fake->settings[RX].refuse = EIO;
}

static void test_forced_stuck(void **state)
{
	struct world *world = *state;

	world_want_all(world);
	world->engine.partly = true;
	world->fake.after = refuse_back;
	world->fake.settings[RX].partly = "700";
	assert_int_equal(world_apply(world), -EAGAIN);
	assert_int_equal(world->undone.failed, 1);
	assert_string_equal(world->fake.settings[CONN].text,
			    world_before[CONN]);
	assert_string_equal(world->fake.settings[FIN].text, world_before[FIN]);
	assert_int_equal(world_state(world, 1), JOURNAL_CUT_SHORT);
	world->fake.after = NULL;
	world->fake.settings[RX].refuse = 0;
	assert_int_equal(world_revert(world, 1, false), 0);
	world_check(world, world_before);
}

/* Likewise where something is refused, and its record does not fit. */
static void test_forced_full(void **state)
{
	struct world *world = *state;

	world_full = world;
	world_want_all(world);
	world->engine.partly = true;
	world->fake.after = world_fill_disk;
	world->fake.settings[TX].refuse = EINVAL;
	/* somaxconn, both rings, each of them, rx-usecs, tcp_fin_timeout */
	for (world_full_after = 1; world_full_after <= 6; world_full_after++) {
		world->fake.writes = 0;
		assert_int_equal(world_apply(world), -ENOSPC);
		world_check(world, world_before);
	}
	world->fake.after = NULL;
	for (unsigned int id = 1; id <= 6; id++) {
		assert_int_equal(world_state(world, id), JOURNAL_CUT_SHORT);
		assert_int_equal(world_revert(world, id, false), 0);
		assert_int_equal(world_state(world, id), JOURNAL_REVERTED);
		world_check(world, world_before);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_forced),
		TEST(test_forced_partly),
		TEST(test_forced_all),
		TEST(test_forced_stopped),
		TEST(test_forced_again),
		TEST(test_forced_stuck),
		TEST(test_forced_full),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
