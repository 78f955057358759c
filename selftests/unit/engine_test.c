// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests applying and undoing on a machine that is made up. */
#include "fake_target.h"
#include "folder.h"

#include <fcntl.h>
#include <limits.h>
#include <unistd.h>

#include "tune/engine.h"

/* The settings of the made-up machine, by their places. */
enum { CONN, RX, TX, USECS, FIN, SETTINGS };

/**
 * struct world - what a test works with
 * @root: folder
 * @fake: the machine
 * @target: that, as the engine sees it
 * @engine: the engine
 * @wants: what is wanted
 * @plan: that against what is
 * @state: folder of the journals
 * @journal: of the apply
 * @file: its file
 * @undone: how undoing ended
 * @said: what was said, lines
 * @stop: makes it stop
 * @meddle: called when the plan is made and nothing is written yet
 */
struct world {
	char			*root;
	struct fake		fake;
	struct tune_target	target;
	struct tune_engine	engine;
	struct tune_wants	wants;
	struct plan		plan;
	struct tune_state	state;
	struct journal		journal;
	struct journal_file	file;
	struct engine_undone	undone;
	char			said[4096];
	bool			stop;
	void			(*meddle)(struct world *world);
};

static void say(void *arg, const char *line)
{
	struct world *world = arg;
	size_t len = strlen(world->said);

	snprintf(world->said + len, sizeof(world->said) - len, "%s\n", line);
}

static bool is_stopped(void *arg)
{
	const struct world *world = arg;

	return world->stop;
}

static void want(struct world *world, int which, const char *value)
{
	struct tune_want want = {
		.key = world->fake.settings[which].key, .value = (char *)value,
	};

	assert_int_equal(tune_wants_add(&world->wants, &want), 0);
}

static int make_world(void **state)
{
	struct world *world = calloc(1, sizeof(*world));
	struct fake *fake = &world->fake;
	char path[PATH_MAX];

	assert_non_null(world);
	assert_int_equal(folder_make((void **)&world->root), 0);
	snprintf(path, sizeof(path), "%s/state", world->root);
	setenv(STATE_VARIABLE, path, 1);
	assert_int_equal(state_open(&world->state, true), 0);
	fake_add(fake, TUNE_SYSCTL, "net.core.somaxconn", "", "4096");
	fake_add(fake, TUNE_RING, "rx", "fake0", "256")->max = 4096;
	fake_add(fake, TUNE_RING, "tx", "fake0", "256")->max = 4096;
	fake_add(fake, TUNE_COALESCE, "rx-usecs", "fake0", "3");
	fake_add(fake, TUNE_SYSCTL, "net.ipv4.tcp_fin_timeout", "", "60");
	world->target = (struct tune_target) { &fake_ops, fake };
	world->engine = (struct tune_engine) {
		.target = &world->target, .say = say, .arg = world,
		.stopped = is_stopped,
	};
	world->file.fd = -1;
	*state = world;
	return 0;
}

static int free_world(void **state)
{
	struct world *world = *state;
	void *root = world->root;

	journal_close(&world->file);
	journal_free(&world->journal);
	plan_free(&world->plan);
	tune_wants_free(&world->wants);
	state_close(&world->state);
	free(world);
	return folder_remove(&root);
}

static void want_all(struct world *world)
{
	want(world, CONN, "16384");
	want(world, RX, "1024");
	want(world, USECS, "50");
	want(world, TX, "512");
	want(world, FIN, "30");
}

static int apply(struct world *world)
{
	const struct plan_context context = { .release = "6.12" };

	plan_free(&world->plan);
	journal_free(&world->journal);
	journal_close(&world->file);
	world->fake.log[0] = '\0';
	world->said[0] = '\0';
	assert_int_equal(engine_read(&world->engine, &world->wants, &context,
				     &world->plan), 0);
	assert_int_equal(journal_boot(world->journal.boot), 0);
	assert_int_equal(journal_netns(&world->journal.netns), 0);
	assert_int_equal(journal_create(&world->state, &world->journal,
					engine_expect(&world->plan),
					&world->file), 0);
	if (world->meddle)
		world->meddle(world);
	return engine_apply(&world->engine, &world->plan, &world->journal,
			    &world->file, &world->undone);
}

/* As another process would find it. */
static void reopen(struct world *world, unsigned int id)
{
	journal_free(&world->journal);
	journal_close(&world->file);
	world->fake.log[0] = '\0';
	world->said[0] = '\0';
	assert_int_equal(journal_open(&world->state, id, &world->journal,
				      &world->file), 0);
}

static int revert(struct world *world, unsigned int id, bool force)
{
	reopen(world, id);
	return engine_revert(&world->engine, &world->journal, &world->file,
			     "test", force, &world->undone);
}

static void check_values(const struct world *world, const char *const values[])
{
	for (int i = 0; i < SETTINGS; i++)
		assert_string_equal(world->fake.settings[i].text, values[i]);
}

static enum journal_state state_of(struct world *world, unsigned int id)
{
	enum journal_state state;
	struct journal journal;
	char boot[JOURNAL_BOOT];

	assert_int_equal(journal_boot(boot), 0);
	assert_int_equal(journal_read(&world->state, id, &journal), 0);
	state = journal_state(&journal, boot);
	journal_free(&journal);
	return state;
}

static const char *const before[] = { "4096", "256", "256", "3", "60" };
static const char *const after[] = { "16384", "1024", "512", "50", "30" };

/* What belongs together is one message, and back from the last to the first. */
static void test_round(void **state)
{
	struct world *world = *state;

	want_all(world);
	assert_int_equal(apply(world), 0);
	check_values(world, after);
	assert_string_equal(world->fake.log,
			    "net.core.somaxconn=16384;rx=1024 tx=512;rx-usecs=50;net.ipv4.tcp_fin_timeout=30;");
	assert_string_equal(world->said, "");
	assert_int_equal(state_of(world, 1), JOURNAL_APPLIED);
	assert_int_equal(revert(world, 1, false), 0);
	check_values(world, before);
	assert_string_equal(world->fake.log,
			    "net.ipv4.tcp_fin_timeout=60;rx-usecs=3;rx=256 tx=256;net.core.somaxconn=4096;");
	assert_int_equal(world->undone.restored, 5);
	assert_int_equal(state_of(world, 1), JOURNAL_REVERTED);
	/* Once more changes nothing. */
	assert_int_equal(revert(world, 1, true), 0);
	assert_string_equal(world->fake.log, "");
}

static void test_refused(void **state)
{
	struct world *world = *state;

	want_all(world);
	for (int i = 0; i < SETTINGS; i++) {
		world->fake.settings[i].refuse = EINVAL;
		assert_int_equal(apply(world), -EINVAL);
		check_values(world, before);
		assert_int_equal(world->undone.left + world->undone.failed, 0);
		assert_non_null(strstr(world->said, "refused by the fake"));
		assert_int_equal(state_of(world, world->journal.id),
				 JOURNAL_ROLLED_BACK);
		world->fake.settings[i].refuse = 0;
	}
}

static void test_deaf(void **state)
{
	struct world *world = *state;

	want_all(world);
	world->fake.settings[FIN].deaf = true;
	assert_int_equal(apply(world), -EINVAL);
	check_values(world, before);
	assert_non_null(strstr(world->said,
			       "net.ipv4.tcp_fin_timeout stayed at 60"));
	assert_int_equal(state_of(world, 1), JOURNAL_ROLLED_BACK);
}

/* A driver rounds to what it was: nothing that undoes all the rest. */
static void test_still(void **state)
{
	struct world *world = *state;

	fake_text(&world->fake.settings[RX], "104");
	world->fake.settings[RX].round = 8;
	want_all(world);
	free(world->wants.wants[1].value);
	world->wants.wants[1].value = strdup("100");
	assert_int_equal(apply(world), 0);
	assert_string_equal(world->fake.settings[RX].text, "104");
	assert_string_equal(world->fake.settings[CONN].text, "16384");
	assert_non_null(strstr(world->said,
			       "fake0 ring rx is still 104: 100 was asked for"));
	assert_int_equal(revert(world, 1, false), 0);
	assert_string_equal(world->fake.settings[RX].text, "104");
	assert_string_equal(world->fake.settings[TX].text, "256");
}

/* What fails may have been done in part, and that is undone, too. */
static void test_partly(void **state)
{
	struct world *world = *state;
	struct fake_setting *fin = &world->fake.settings[FIN];

	want_all(world);
	fin->partly = "3";
	assert_int_equal(apply(world), -EIO);
	check_values(world, before);
	assert_int_equal(world->undone.left + world->undone.failed, 0);
	assert_int_equal(state_of(world, 1), JOURNAL_ROLLED_BACK);
	/* Of two in one message the first one. */
	world->fake.settings[TX].partly = "300";
	assert_int_equal(apply(world), -EIO);
	check_values(world, before);
	assert_int_equal(state_of(world, 2), JOURNAL_ROLLED_BACK);
}

static struct world *stopped_world;

static void stop_after(struct fake *fake)
{
	if (fake->writes == 2)
		stopped_world->stop = true;
}

/* The machine as it is after an apply, but one setting as it was. */
static void check_but(const struct world *world, int which)
{
	for (int i = 0; i < SETTINGS; i++)
		assert_string_equal(world->fake.settings[i].text,
				    i == which ? before[i] : after[i]);
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

	assert_int_equal(apply(world), 0);
	id = world->journal.id;
	check_but(world, which);
	assert_true(world->journal.applied);
	assert_int_equal(state_of(world, id), JOURNAL_APPLIED);
	assert_int_equal(engine_found(&world->plan, &world->journal), 0);
	for (int i = 0; i < SETTINGS; i++)
		assert_int_equal(planned(world, i)->action,
				 i == which ? PLAN_REFUSED : PLAN_SET);
	step = planned(world, which);
	assert_true(step->blocks);
	assert_string_equal(step->note, why);
	assert_non_null(strstr(world->said, ": refused, stays at "));
	assert_int_equal(revert(world, id, false), 0);
	assert_int_equal(world->undone.restored, SETTINGS - 1);
	check_values(world, before);
	assert_int_equal(state_of(world, id), JOURNAL_REVERTED);
}

/* With @partly a refusal costs only what was refused, whichever it is. */
static void test_forced(void **state)
{
	struct world *world = *state;

	want_all(world);
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

	want_all(world);
	world->engine.partly = true;
	world->fake.settings[FIN].partly = "3";
	check_forced(world, FIN, "taken in part by the fake");
	/* Of two in one message, which then are tried one by one. */
	world->fake.settings[TX].partly = "300";
	assert_int_equal(apply(world), 0);
	check_values(world, after);
	assert_int_equal(engine_found(&world->plan, &world->journal), 0);
	assert_int_equal(planned(world, RX)->action, PLAN_SET);
	assert_int_equal(planned(world, TX)->action, PLAN_SET);
	assert_int_equal(revert(world, world->journal.id, false), 0);
	check_values(world, before);
}

/* Nothing of it stands: it is no apply that could be undone. */
static void test_forced_all(void **state)
{
	struct world *world = *state;

	want_all(world);
	world->engine.partly = true;
	for (int i = 0; i < SETTINGS; i++)
		world->fake.settings[i].refuse = EINVAL;
	assert_int_equal(apply(world), 0);
	assert_false(world->journal.applied);
	assert_string_equal(world->fake.log, "");
	check_values(world, before);
	assert_int_equal(state_of(world, 1), JOURNAL_ROLLED_BACK);
	assert_int_equal(engine_found(&world->plan, &world->journal), 0);
	for (int i = 0; i < SETTINGS; i++)
		assert_int_equal(planned(world, i)->action, PLAN_REFUSED);
}

/* What goes wrong otherwise still undoes all, also what came before. */
static void test_forced_stopped(void **state)
{
	struct world *world = *state;

	stopped_world = world;
	world->engine.partly = true;
	world->fake.after = stop_after;
	world->fake.settings[RX].refuse = EBUSY;
	want_all(world);
	assert_int_equal(apply(world), -EINTR);
	check_values(world, before);
	assert_int_equal(state_of(world, 1), JOURNAL_ROLLED_BACK);
}

/* What is refused now is not what was refused then: it is tried again. */
static void test_forced_again(void **state)
{
	struct world *world = *state;
	unsigned int later;

	want_all(world);
	world->engine.partly = true;
	world->fake.settings[FIN].refuse = EPERM;
	assert_int_equal(apply(world), 0);
	check_but(world, FIN);
	world->fake.settings[FIN].refuse = 0;
	assert_int_equal(apply(world), 0);
	assert_int_equal(world->journal.step_count, 1);
	check_values(world, after);
	/* They have set nothing twice. */
	reopen(world, 1);
	assert_int_equal(engine_later(&world->state, &world->journal, &later),
			 0);
	assert_int_equal(later, 0);
	assert_int_equal(revert(world, 1, false), 0);
	assert_string_equal(world->fake.settings[FIN].text, after[FIN]);
	assert_int_equal(revert(world, 2, false), 0);
	check_values(world, before);
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

	want_all(world);
	world->engine.partly = true;
	world->fake.after = refuse_back;
	world->fake.settings[RX].partly = "700";
	assert_int_equal(apply(world), -EAGAIN);
	assert_int_equal(world->undone.failed, 1);
	assert_string_equal(world->fake.settings[CONN].text, before[CONN]);
	assert_string_equal(world->fake.settings[FIN].text, before[FIN]);
	assert_int_equal(state_of(world, 1), JOURNAL_CUT_SHORT);
	world->fake.after = NULL;
	world->fake.settings[RX].refuse = 0;
	assert_int_equal(revert(world, 1, false), 0);
	check_values(world, before);
}

/* What is left of a word is none that anybody could tell to be ours. */
static void test_partly_word(void **state)
{
	struct world *world = *state;
	struct fake_setting *word;

	word = fake_add(&world->fake, TUNE_SYSCTL, "net.word", "", "reno");
	want(world, SETTINGS, "cubic");
	word->partly = "cub";
	assert_int_equal(apply(world), -EIO);
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

	want_all(world);
	world->meddle = meddle;
	assert_int_equal(apply(world), -EAGAIN);
	assert_string_equal(world->fake.log, "");
	assert_string_equal(world->fake.settings[FIN].text, "61");
	assert_string_equal(world->fake.settings[CONN].text, "4096");
	assert_non_null(strstr(world->said,
			       "net.ipv4.tcp_fin_timeout was 60, and is 61 now"));
	assert_int_equal(state_of(world, 1), JOURNAL_NOTHING);
}

/* One of a message can't be set back: the other one is. */
static void test_apart(void **state)
{
	struct world *world = *state;

	want_all(world);
	assert_int_equal(apply(world), 0);
	world->fake.settings[RX].refuse = EBUSY;
	assert_int_equal(revert(world, 1, false), -EAGAIN);
	assert_int_equal(world->undone.failed, 1);
	assert_int_equal(world->undone.restored, 4);
	assert_string_equal(world->fake.settings[RX].text, "1024");
	assert_string_equal(world->fake.settings[TX].text, "256");
	world->fake.settings[RX].refuse = 0;
	assert_int_equal(revert(world, 1, false), 0);
	check_values(world, before);
}

/* What the plan says of the ring if an earlier apply is asked. */
static void check_known(struct world *world, const char *value,
			enum plan_action action)
{
	const struct plan_context context = { .release = "6.12" };

	tune_wants_free(&world->wants);
	want(world, RX, value);
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

	want(world, RX, "1000");
	world->fake.settings[RX].round = 8;
	assert_int_equal(apply(world), 0);
	assert_string_equal(world->said, "");
	world->fake.settings[RX].round = 128;
	fake_text(&world->fake.settings[RX], "256");
	assert_int_equal(apply(world), 0);
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
	assert_int_equal(revert(world, 2, false), 0);
	check_values(world, before);
	fake_text(&world->fake.settings[RX], "1024");
	check_known(world, "1000", PLAN_SET);
	fake_text(&world->fake.settings[RX], "256");
}

static void test_changed(void **state)
{
	struct world *world = *state;

	want_all(world);
	assert_int_equal(apply(world), 0);
	fake_text(&world->fake.settings[CONN], "777");
	fake_text(&world->fake.settings[RX], "333");
	assert_int_equal(revert(world, 1, false), -EAGAIN);
	assert_int_equal(world->undone.left, 2);
	assert_int_equal(world->undone.restored, 3);
	assert_string_equal(world->fake.settings[CONN].text, "777");
	assert_string_equal(world->fake.settings[RX].text, "333");
	assert_string_equal(world->fake.settings[TX].text, "256");
	assert_non_null(strstr(world->said,
			       "net.core.somaxconn left at 777"));
	assert_int_equal(state_of(world, 1), JOURNAL_PARTLY);
	assert_int_equal(revert(world, 1, true), 0);
	check_values(world, before);
	assert_int_equal(state_of(world, 1), JOURNAL_REVERTED);
}

/* Somebody set the old value already. */
static void test_same(void **state)
{
	struct world *world = *state;

	want(world, CONN, "16384");
	assert_int_equal(apply(world), 0);
	fake_text(&world->fake.settings[CONN], "4096");
	assert_int_equal(revert(world, 1, false), 0);
	assert_string_equal(world->fake.log, "");
}

static void test_gone(void **state)
{
	struct world *world = *state;

	want_all(world);
	assert_int_equal(apply(world), 0);
	world->fake.settings[CONN].gone = ENOENT;
	world->fake.settings[USECS].gone = EIO;
	world->fake.settings[FIN].refuse = EROFS;
	assert_int_equal(revert(world, 1, false), -EAGAIN);
	assert_int_equal(world->undone.gone, 1);
	assert_int_equal(world->undone.failed, 2);
	assert_int_equal(world->undone.restored, 2);
	world->fake.settings[CONN].gone = 0;
	world->fake.settings[USECS].gone = 0;
	world->fake.settings[FIN].refuse = 0;
	assert_int_equal(revert(world, 1, false), 0);
	check_values(world, before);
}

static void test_stopped(void **state)
{
	struct world *world = *state;

	stopped_world = world;
	world->fake.after = stop_after;
	want_all(world);
	assert_int_equal(apply(world), -EINTR);
	check_values(world, before);
	assert_non_null(strstr(world->said, "interrupted"));
}

/* The journal fills up at the record of any write: nothing stays changed. */
static struct world *full_world;
static unsigned int full_after;

static void fill_disk(struct fake *fake)
{
	if (fake->writes != full_after)
		return;
	close(full_world->file.fd);
	full_world->file.fd = open("/dev/full", O_WRONLY);
}

static void test_full(void **state)
{
	struct world *world = *state;

	full_world = world;
	world->fake.after = fill_disk;
	want_all(world);
	for (full_after = 1; full_after <= 4; full_after++) {
		world->fake.writes = 0;
		assert_int_equal(apply(world), -ENOSPC);
		check_values(world, before);
		assert_non_null(strstr(world->said, "No space left"));
	}
	/* What is on disk is enough for those who come later. */
	world->fake.after = NULL;
	for (unsigned int id = 1; id <= 4; id++) {
		assert_int_equal(state_of(world, id), JOURNAL_CUT_SHORT);
		assert_int_equal(revert(world, id, false), 0);
		assert_int_equal(state_of(world, id), JOURNAL_REVERTED);
		check_values(world, before);
	}
}

/* Likewise where something is refused, and its record does not fit. */
static void test_forced_full(void **state)
{
	struct world *world = *state;

	full_world = world;
	want_all(world);
	world->engine.partly = true;
	world->fake.after = fill_disk;
	world->fake.settings[TX].refuse = EINVAL;
	/* somaxconn, both rings, each of them, rx-usecs, tcp_fin_timeout */
	for (full_after = 1; full_after <= 6; full_after++) {
		world->fake.writes = 0;
		assert_int_equal(apply(world), -ENOSPC);
		check_values(world, before);
	}
	world->fake.after = NULL;
	for (unsigned int id = 1; id <= 6; id++) {
		assert_int_equal(state_of(world, id), JOURNAL_CUT_SHORT);
		assert_int_equal(revert(world, id, false), 0);
		assert_int_equal(state_of(world, id), JOURNAL_REVERTED);
		check_values(world, before);
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
			assert_int_equal(revert(world, id, false), 0);
			assert_string_equal(setting->text, "1 2 3");
		} else {
			assert_int_equal(revert(world, id, false), -EAGAIN);
			assert_string_equal(setting->text, cases[i].found);
		}
	}
}

static void test_later(void **state)
{
	struct world *world = *state;
	unsigned int later;

	want(world, CONN, "16384");
	assert_int_equal(apply(world), 0);
	tune_wants_free(&world->wants);
	want(world, FIN, "30");
	assert_int_equal(apply(world), 0);
	tune_wants_free(&world->wants);
	want(world, CONN, "20000");
	assert_int_equal(apply(world), 0);

	reopen(world, 1);
	assert_int_equal(engine_later(&world->state, &world->journal, &later),
			 0);
	assert_int_equal(later, 3);
	reopen(world, 2);
	assert_int_equal(engine_later(&world->state, &world->journal, &later),
			 0);
	assert_int_equal(later, 0);
	assert_int_equal(revert(world, 3, false), 0);
	assert_string_equal(world->fake.settings[CONN].text, "16384");
	reopen(world, 1);
	assert_int_equal(engine_later(&world->state, &world->journal, &later),
			 0);
	assert_int_equal(later, 0);
	assert_int_equal(revert(world, 1, false), 0);
	assert_int_equal(revert(world, 2, false), 0);
	check_values(world, before);
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
	want(world, SETTINGS, "8");
	assert_int_equal(apply(world), 0);
	assert_string_equal(world->fake.log, "rx=4 tx=4;");
	assert_int_equal(world->plan.count, 2);
}

static void test_combined(void **state)
{
	struct world *world = *state;

	add_channels(world, "1", "0", "0");
	want(world, SETTINGS + 1, "3");
	want(world, SETTINGS + 2, "2");
	assert_int_equal(apply(world), 0);
	assert_string_equal(world->fake.log, "combined=3;");
	assert_int_equal(world->plan.count, 1);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, make_world, free_world)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_round),
		TEST(test_refused),
		TEST(test_deaf),
		TEST(test_still),
		TEST(test_partly),
		TEST(test_partly_word),
		TEST(test_forced),
		TEST(test_forced_partly),
		TEST(test_forced_all),
		TEST(test_forced_stopped),
		TEST(test_forced_again),
		TEST(test_forced_stuck),
		TEST(test_forced_full),
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
