/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A made-up machine and a folder of journals, for tests of the engine. */
#ifndef ENGINE_WORLD_H
#define ENGINE_WORLD_H

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

static inline void say(void *arg, const char *line)
{
	struct world *world = arg;
	size_t len = strlen(world->said);

	snprintf(world->said + len, sizeof(world->said) - len, "%s\n", line);
}

static inline bool is_stopped(void *arg)
{
	const struct world *world = arg;

	return world->stop;
}

static inline void world_want(struct world *world, int which, const char *value)
{
	struct tune_want want = {
		.key = world->fake.settings[which].key, .value = (char *)value,
	};

	assert_int_equal(tune_wants_add(&world->wants, &want), 0);
}

static inline int world_make(void **state)
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

static inline int world_free(void **state)
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

static inline void world_want_all(struct world *world)
{
	world_want(world, CONN, "16384");
	world_want(world, RX, "1024");
	world_want(world, USECS, "50");
	world_want(world, TX, "512");
	world_want(world, FIN, "30");
}

static inline int world_apply(struct world *world)
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
static inline void world_reopen(struct world *world, unsigned int id)
{
	journal_free(&world->journal);
	journal_close(&world->file);
	world->fake.log[0] = '\0';
	world->said[0] = '\0';
	assert_int_equal(journal_open(&world->state, id, &world->journal,
				      &world->file), 0);
}

static inline int world_revert(struct world *world, unsigned int id, bool force)
{
	world_reopen(world, id);
	return engine_revert(&world->engine, &world->journal, &world->file,
			     "test", force, &world->undone);
}

static inline void world_check(const struct world *world,
			       const char *const values[])
{
	for (int i = 0; i < SETTINGS; i++)
		assert_string_equal(world->fake.settings[i].text, values[i]);
}

static inline enum journal_state world_state(struct world *world,
					     unsigned int id)
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

static const char *const world_before[] = { "4096", "256", "256", "3", "60" };
static const char *const world_after[] = { "16384", "1024", "512", "50", "30" };

static struct world *world_stopped;

static inline void world_stop_after(struct fake *fake)
{
	if (fake->writes == 2)
		world_stopped->stop = true;
}

/* The journal fills up at the record of any write: nothing stays changed. */
static struct world *world_full;
static unsigned int world_full_after;

static inline void world_fill_disk(struct fake *fake)
{
	if (fake->writes != world_full_after)
		return;
	close(world_full->file.fd);
	world_full->file.fd = open("/dev/full", O_WRONLY);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, world_make, world_free)

#endif
