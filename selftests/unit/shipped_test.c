// SPDX-License-Identifier: GPL-2.0-or-later
/* The profiles that come with nettune, on small and on large machines. */
#include "profile_world.h"

#include "tune/lint.h"

#define FOLDER	"../../tools/profiles"

static const char *const names[] = {
	"high-conn", "throughput", "low-latency", "udp-ingest", "web",
	"balanced",
};

/* From a small virtual machine to the largest there are. */
static const struct size {
	__s64	mem_bytes;
	__s64	cpus;
	__s64	nodes;
	__u32	speed;
	__u32	ring;
	__u32	has;
} sizes[] = {
	{ 256LL << 20, 1, 1, 0, 0, 0 },
	{ 1LL << 30, 2, 1, 1000, 256, MODEL_NIC_HAS_RING },
	{ 8LL << 30, 4, 1, 10000, 4096, MODEL_NIC_HAS_RING |
	  MODEL_NIC_HAS_SPEED | MODEL_NIC_HAS_CHANNELS },
	{ 4LL << 40, 512, 8, 400000, 16384, MODEL_NIC_HAS_RING |
	  MODEL_NIC_HAS_SPEED | MODEL_NIC_HAS_CHANNELS },
};

static void set_size(struct world *world, const struct size *size)
{
	struct model_facts *facts = &world->machine.facts;
	struct model_nic *nic = &world->devices[0].nic;

	assert_int_equal(model_facts_set(facts, "mem_bytes", size->mem_bytes),
			 0);
	assert_int_equal(model_facts_set(facts, "cpus", size->cpus), 0);
	assert_int_equal(model_facts_set(facts, "numa_nodes", size->nodes), 0);
	nic->speed = size->speed;
	nic->ring_rx_max = size->ring;
	nic->ring_tx_max = size->ring;
	nic->has = size->has;
}

static void open_shipped(struct world *world, void **state)
{
	world_open(world, state);
	world->dir_list[0] = FOLDER;
	world->dir_list[1] = NULL;
}

/* Each says why, and each formula comes to what the kernel takes. */
static void test_resolve(void **state)
{
	struct world world;

	open_shipped(&world, state);
	for (size_t i = 0; i < ARRAY_SIZE(names) * ARRAY_SIZE(sizes); i++) {
		const char *name = names[i / ARRAY_SIZE(sizes)];
		const struct size *size = &sizes[i % ARRAY_SIZE(sizes)];

		set_size(&world, size);
		if (world_load(&world, name, NULL))
			fail_msg("%s:%u: %s", world.error.file,
				 world.error.line, world.error.text);
		assert_true(world.wants.count >= 4);
		assert_null(profile_ignored(world.profile)[0]);
		for (size_t j = 0; j < world.wants.count; j++) {
			const struct tune_want *want = &world.wants.wants[j];

			assert_non_null(want->reason);
			assert_null(want->clamped);
			if (!want->value && (want->key.kind == TUNE_SYSCTL ||
					     size->has & MODEL_NIC_HAS_SPEED))
				fail_msg("%s: %s: %s", name, want->key.name,
					 want->note);
		}
	}
	world_close(&world);
}

/* Limits are only ever raised, whatever kernel is there. */
static void test_ratchets(void **state)
{
	struct world world;

	open_shipped(&world, state);
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		assert_int_equal(world_load(&world, names[i], NULL), 0);
		for (size_t j = 0; j < world.wants.count; j++) {
			const struct tune_want *want = &world.wants.wants[j];

			if (want->op != WANT_RAISE &&
			    lint_is_limit(want->key.name))
				fail_msg("%s: %s", names[i], want->key.name);
		}
	}
	world_close(&world);
}

static void test_lint(void **state)
{
	struct lint_findings found = { 0 };
	struct lint_world held;
	struct world world;
	char path[256];

	open_shipped(&world, state);
	held = (struct lint_world){
		.dirs = &world.dirs, .machine = &world.machine,
	};
	for (size_t i = 0; i < ARRAY_SIZE(names) * ARRAY_SIZE(sizes); i++) {
		set_size(&world, &sizes[i % ARRAY_SIZE(sizes)]);
		snprintf(path, sizeof(path), FOLDER "/%s.conf",
			 names[i / ARRAY_SIZE(sizes)]);
		assert_int_equal(lint_profile(path, &held, &found,
					      &world.error), 0);
		if (found.count)
			fail_msg("%s:%u: %s: %s", found.list[0].file,
				 found.list[0].line, found.list[0].key,
				 found.list[0].why);
	}
	world_close(&world);
}

static void test_list(void **state)
{
	struct profile_entry *list;
	struct world world;
	size_t count;

	open_shipped(&world, state);
	assert_int_equal(profile_list(&world.dirs, &list, &count), 0);
	assert_int_equal(count, ARRAY_SIZE(names));
	assert_string_equal(list[0].name, "balanced");
	assert_string_equal(list[5].name, "web");
	profile_list_free(list, count);
	world_close(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_FOLDER(test_resolve),
		IN_FOLDER(test_ratchets),
		IN_FOLDER(test_lint),
		IN_FOLDER(test_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
