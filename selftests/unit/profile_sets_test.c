// SPDX-License-Identifier: GPL-2.0-or-later
/* Holds what is known of the shipped profiles against what they set. */
#include "profile_world.h"

#include "doctor/rule.h"
#include "model/profiles.h"

static const char *const shipped[] = { "../../tools/profiles", NULL };

static bool is_known(const char *sysctl, const char *profile, __s64 least)
{
	const char *name;
	size_t index = 0;

	while (model_profile_next(sysctl, strlen(sysctl), least, &index, &name))
		if (!strcmp(name, profile))
			return true;
	return false;
}

static size_t known(const char *sysctl)
{
	const char *name;
	size_t index = 0, count = 0;

	while (model_profile_next(sysctl, strlen(sysctl), 0, &index, &name))
		count++;
	return count;
}

/* Each is known with the most that it may be set to. */
static void check_want(const struct tune_want *want, const char *profile)
{
	__s64 numbers[TUNE_VECTOR];
	size_t count;

	if (!is_known(want->key.name, profile, 0))
		fail_msg("%s: %s is not known", profile, want->key.name);
	if (tune_value_numbers(want->value, numbers, &count) && count == 1)
		assert_true(is_known(want->key.name, profile, numbers[0]));
}

/* A name for each time that a profile sets it. */
struct names {
	char	text[128][64];
	size_t	count;
};

static void add_name(struct names *names, const char *name)
{
	assert_true(names->count < ARRAY_SIZE(names->text));
	snprintf(names->text[names->count++], sizeof(names->text[0]), "%s",
		 name);
}

static size_t count_name(const struct names *names, const char *name)
{
	size_t count = 0;

	for (size_t i = 0; i < names->count; i++)
		count += !strcmp(names->text[i], name);
	return count;
}

/* As many as there are of a sysctl, so that none is known too many. */
static void test_sets(void **state)
{
	const struct profile_dirs dirs = { shipped };
	struct names all = { .count = 0 };
	struct profile_entry *list;
	struct world world;
	size_t count;

	world_open(&world, state);
	world.dirs = dirs;
	assert_int_equal(profile_list(&dirs, &list, &count), 0);
	assert_true(count >= 6);
	for (size_t i = 0; i < count; i++) {
		char *name = list[i].name;

		assert_int_equal(profile_load(&dirs, &world.machine, &name, 1,
					      &world.profile, &world.error), 0);
		assert_int_equal(profile_resolve(world.profile, &world.machine,
						 &world.wants, &world.error),
				 0);
		for (size_t j = 0; j < world.wants.count; j++) {
			const struct tune_want *want = &world.wants.wants[j];

			if (want->key.kind != TUNE_SYSCTL)
				continue;
			check_want(want, name);
			add_name(&all, want->key.name);
		}
		tune_wants_free(&world.wants);
		profile_free(world.profile);
		world.profile = NULL;
	}
	assert_true(all.count > 20);
	for (size_t i = 0; i < all.count; i++)
		assert_int_equal(known(all.text[i]),
				 count_name(&all, all.text[i]));
	profile_list_free(list, count);
	world_close(&world);
}

static void check_fix(const char *fix, const char *wanted)
{
	struct doctor_finding finding = { .id = "x" };

	doctor_say(finding.fix, "%s", fix);
	doctor_profiles(&finding);
	assert_string_equal(finding.fix, wanted);
}

/* Only a profile that would set enough, and nothing where there is none. */
static void test_fix(void **state)
{
	(void)state;
	check_fix("sysctl -w net.core.somaxconn=8192\n# restart",
		  "sysctl -w net.core.somaxconn=8192\n# restart\n"
		  "# or a whole profile (high-conn, web): nettune diff high-conn");
	check_fix("sysctl -w net.core.somaxconn=4096",
		  "sysctl -w net.core.somaxconn=4096\n"
		  "# or a whole profile (high-conn, web, balanced): nettune diff high-conn");
	check_fix("sysctl -w net.core.somaxconn=16385",
		  "sysctl -w net.core.somaxconn=16385");
	check_fix("# a\nsysctl -w net.ipv4.tcp_mem=\"1 2 3\"\n",
		  "# a\nsysctl -w net.ipv4.tcp_mem=\"1 2 3\"\n"
		  "# or a whole profile (high-conn, throughput): nettune diff high-conn");
	check_fix("sysctl -w net.ipv4.tcp_tw_reuse=1",
		  "sysctl -w net.ipv4.tcp_tw_reuse=1");
	check_fix("# or: sysctl -w net.core.somaxconn=1",
		  "# or: sysctl -w net.core.somaxconn=1");
	check_fix("", "");
}

static void test_names(void **state)
{
	(void)state;
	assert_int_equal(known("net.core.somaxcon"), 0);
	assert_int_equal(known("net.core.somaxconn2"), 0);
	assert_int_equal(known(""), 0);
	assert_true(known("net.core.somaxconn") >= 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_sets, folder_make,
						folder_remove),
		cmocka_unit_test(test_fix),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
