// SPDX-License-Identifier: GPL-2.0-or-later
/* tuned's variables and functions. */
#include "profile_world.h"

#include <errno.h>

#include "tune/cpulist.h"
#include "tune/variables.h"

static int expand(struct world *world, const struct variables *variables,
		  const char *text, struct expansion *expansion)
{
	const struct profile_place place = {
		.file = "a.conf", .line = 3, .key = "key",
		.error = &world->error,
	};

	return variables_expand(variables, text, &place, expansion);
}

static void test_functions(void **state)
{
	static const struct {
		const char	*call;
		const char	*result;
	} calls[] = {
		{ "${f:virt_check:guest:host}", "guest" },
		{ "${f:cpuinfo_check:Intel:i:^model.*AMD:a:n}", "a" },
		{ "${f:cpuinfo_check:Intel:i:ARM:a:n}", "n" },
		{ "${f:cpuinfo_check:Intel:i}", "" },
		{ "${f:regex_search_ternary:a1:\\d:yes:no}", "yes" },
		{ "${f:regex_search_ternary:ab:\\d:yes:no}", "no" },
		{ "${f:strip: a : b }", "a  b" },
		{ "${f:strip:a\\:b}", "a:b" },
		{ "${f:check_net_queue_count:7}", "7" },
		{ "${f:check_net_queue_count:}", "4" },
		{ "${f:check_net_queue_count:${none}}", "4" },
		{ "${f:kb2s:512}", "1024" },
		{ "${f:s2kb:1}", "0" }, { "${f:s2kb:3}", "2" },
		{ "${f:s2kb:5}", "2" }, { "${f:s2kb:-3}", "-2" },
		{ "${f:cpulist_unpack:1-3,5}", "1,2,3,5" },
		{ "${f:cpulist_unpack:0-5,^3,!1}", "0,2,4,5" },
		{ "${f:cpulist_unpack:0x15,,9}", "0,2,4,9" },
		{ "${f:cpulist_unpack:'1-2'}", "1,2" },
		{ "${f:cpulist_unpack:1-x}", "" },
		{ "${f:cpulist_pack:1,2,3,5,7,8}", "1-3,5,7-8" },
		{ "${f:cpulist_invert:0-1}", "2,3" },
		{ "${f:cpulist_online:2-9}", "2,3" },
		{ "${f:cpulist_present:6-9}", "6,7" },
		{ "${f:cpulist2hex:0-3,33}", "00000002,0000000f" },
		{ "${f:cpulist2hex:}", "00000000" },
		{ "${f:cpulist2hex_invert:0,1}", "0000000c" },
		{ "${f:hex2cpulist:1,00000003}", "0,1,32" },
		{ "${f:hex2cpulist:xyz}", "" },
		{ "a${f:kb2s:${f:kb2s:1}}b", "a4b" },
		{ "${f:assertion:same:1:1}x", "${f:assertion:same:1:1}x" },
		{ "\\${f:kb2s:1}", "${f:kb2s:1}" },
		{ "}${f:kb2s:1", "}${f:kb2s:1" },
		{ "${one} \\${one} ${none}", "1 ${one} ${none}" },
		{ "${f:kb2s:${one}}", "2" },
	};
	struct variables variables;
	struct expansion expansion;
	struct profile_place place;
	struct world world;

	world_open(&world, state);
	variables = (struct variables){ .machine = &world.machine };
	place = (struct profile_place){ .error = &world.error, .key = "k" };
	assert_int_equal(variables_add(&variables, "one", "1", &place), 0);
	for (size_t i = 0; i < ARRAY_SIZE(calls); i++) {
		if (expand(&world, &variables, calls[i].call, &expansion))
			fail_msg("%s: %s", calls[i].call, world.error.text);
		if (strcmp(expansion.text, calls[i].result))
			fail_msg("%s: '%s'", calls[i].call, expansion.text);
		assert_null(expansion.note);
		expansion_free(&expansion);
	}
	variables_free(&variables);
	world_close(&world);
}

static void test_errors(void **state)
{
	static const struct {
		const char	*text;
		const char	*says;
	} wrong[] = {
		{ "${f:virt_chek:a:b}", "unknown function 'virt_chek'" },
		{ "${f:}", "unknown function ''" },
		{ "${f:virt_check:a}", "1 arguments" },
		{ "${f:kb2s:x}", "'x' of kb2s is no number" },
		{ "${f:kb2s:9223372036854775807}", "is no number" },
		{ "${f:regex_search_ternary:a:(:b:c}", "'(' of regex" },
		{ "${f:assertion:of a test:1:2}", "assertion 'of a test'" },
		{ "${f:assertion_non_equal:of a test:1:1}", "assertion 'of a test'" },
		{ "${${${${${${${${${${${${${${${${${${${${${${${${${${${${${${${${${${",
		  "more than 32" },
	};
	struct variables variables;
	struct expansion expansion;
	struct world world;

	world_open(&world, state);
	variables = (struct variables){ .machine = &world.machine };
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		if (expand(&world, &variables, wrong[i].text, &expansion) !=
		    -EINVAL)
			fail_msg("%s: '%s'", wrong[i].text, expansion.text);
		expansion_free(&expansion);
		world_is_error(&world, "a.conf", 3, wrong[i].says);
	}
	world_close(&world);
}

/* Defined in order; what can't be known stays so, wherever it goes. */
static void test_definitions(void **state)
{
	struct world world;

	world_open(&world, state);
	assert_int_equal(world_try(&world,
				   "[variables]\nz = 1\na = ${z}0\nb = ${c}\nc = 3\nd = ${f:exec:id}\n"
				   "e = x${d}\n[sysctl]\nx.a=${a}\nx.c=${c}\nx.e=${e}\n"
				   "x.q=\"${c}\"\n"), 0);
	assert_string_equal(world_want(&world, "x.a"), "= 10");
	assert_string_equal(world_want(&world, "x.c"), "= 3");
	assert_non_null(strstr(world_want(&world, "x.e"), "left to tuned"));
	assert_string_equal(world_want(&world, "x.q"), "= 3");
	assert_int_equal(world_try(&world, "[variables]\na-b=1\n"), -EINVAL);
	world_is_error(&world, "test.conf", 2, "not the name of a variable");
	assert_int_equal(world_try(&world, "[variables]\nv=1\n[sysctl]\nx=${w}\n"), -EINVAL);
	world_is_error(&world, "test.conf", 4, "x: the variable 'w' is not defined");
	world_close(&world);
}

static void test_files(void **state)
{
	char text[700];
	struct world world;

	world_open(&world, state);
	folder_put(world.root, "etc/v.conf", "a = from a file # of it\n");
	assert_int_equal(world_try(&world,
				   "[variables]\ninclude=${i:PROFILE_DIR}/v.conf\nb=${a}!\n"
				   "[sysctl]\nx=${b}\n"), 0);
	assert_string_equal(world_want(&world, "x"), "= from a file!");
	snprintf(text, sizeof(text), "[variables]\ninclude=%s/none\n[sysctl]\nx=1\n",
		 world.root);
	assert_int_equal(world_try(&world, text), 0);
	snprintf(text, sizeof(text), "[variables]\ninclude=%s/none\n[sysctl]\nx=${a}\n",
		 world.root);
	assert_int_equal(world_try(&world, text), -EINVAL);
	world_is_error(&world, "test.conf", 4, "there is no /");
	assert_int_equal(world_try(&world, "[variables]\ninclude=v.conf\n"), -EINVAL);
	world_is_error(&world, "test.conf", 2, "path from the root");
	assert_int_equal(world_try(&world, "[variables]\ninclude=/dev/zero\n"), -EINVAL);
	world_is_error(&world, "zero", 0, "not a regular file");
	world_close(&world);
}

/* Each twice the one before: it ends before memory does. */
static void test_growth(void **state)
{
	struct world world;
	char text[4096] = "[variables]\nv0=xxxxxxxxxxxxxxxx\n";

	world_open(&world, state);
	for (int i = 1; i < 40; i++)
		sprintf(text + strlen(text), "v%d=${v%d}${v%d}\n", i, i - 1,
			i - 1);
	assert_int_equal(world_try(&world, text), -EINVAL);
	world_is_error(&world, "test.conf", 14, "longer than 65536");
	world_close(&world);
}

static void test_include_by_function(void **state)
{
	struct world world;

	world_open(&world, state);
	folder_put(world.root, "etc/guest.conf", "[sysctl]\na=guest\n");
	folder_put(world.root, "etc/host.conf", "[sysctl]\na=host\n");
	assert_int_equal(world_try(&world, "[main]\ninclude=${f:virt_check:guest:host}\n"), 0);
	assert_string_equal(world_want(&world, "a"), "= guest");
	world.machine.virt = "none";
	assert_int_equal(world_load(&world, "test", NULL), 0);
	assert_string_equal(world_want(&world, "a"), "= host");
	assert_int_equal(world_try(&world, "[main]\ninclude=${f:exec:sh}\n"), -EINVAL);
	world_is_error(&world, "test.conf", 2, "include: ${f:exec} is left to tuned");
	world_close(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_FOLDER(test_functions),
		IN_FOLDER(test_errors),
		IN_FOLDER(test_definitions),
		IN_FOLDER(test_files),
		IN_FOLDER(test_growth),
		IN_FOLDER(test_include_by_function),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
