// SPDX-License-Identifier: GPL-2.0-or-later
/* Formulas in values. */
#include "profile_world.h"

#include <errno.h>
#include <inttypes.h>

#include "tune/formula.h"

static int evaluate(struct world *world, const char *text, bool per_device,
		    struct formula_result *result)
{
	const struct profile_place place = {
		.file = "a.conf", .line = 7, .key = "key",
		.error = &world->error,
	};
	const struct formula_scope scope = {
		.machine = &world->machine, .per_device = per_device,
		.device = per_device ? &world->devices[0] : NULL,
		.what = per_device ? "rx" : NULL, .has_max = per_device,
		.max = 4096, .unit_ns = per_device ? 1000 : 0, .place = &place,
	};
	char *copy = exact_copy(text, strlen(text));
	int err;

	err = formula_evaluate(copy, strlen(text), &scope, result);
	free(copy);
	return err;
}

static void test_values(void **state)
{
	static const struct {
		const char	*text;
		bool		per_device;
		__s64		value;
	} right[] = {
		{ "1+2*3", false, 7 },
		{ "(1+2)*3", false, 9 },
		{ "10-4-3", false, 3 },
		{ "100/8/2", false, 6 },
		{ "-7/2", false, -3 },
		{ "--5", false, 5 },
		{ "2 * ( 3 + 4 )", false, 14 },
		{ "0x10", false, 16 },
		{ "16M", false, 16 << 20 },
		{ "3K+1", false, 3073 },
		{ "8191T", false, 8191LL << 40 },
		{ "min(3,1,2)", false, 1 },
		{ "max(3, 1, 7)", false, 7 },
		{ "max(5)", false, 5 },
		{ "clamp(5,10,20)", false, 10 },
		{ "clamp(50,10,20)", false, 20 },
		{ "clamp(15,10,20)", false, 15 },
		{ "mem_bytes/64", false, (8LL << 30) / 64 },
		{ "min(mem_bytes/64,256M)", false, 128 << 20 },
		{ "cpus*page_size", false, 16384 },
		{ "link_mbps*125000", false, 1250000000 },
		{ "known(numa_nodes,2)", false, 2 },
		{ "known(cpus,2)", false, 4 },
		{ "9223372036854775807", false, INT64_MAX },
		{ "max", true, 4096 },
		{ "max/2", true, 2048 },
		{ "min(8192,max)", true, 4096 },
		{ "ring_rx_max/ring_rx", true, 16 },
		{ "ring_tx_max", true, 1024 },
		{ "min(cpus,channels_combined_max)", true, 4 },
		{ "1ms", true, 1000 },
		{ "2s", true, 2000000 },
		{ "50us", true, 50 },
	};
	struct formula_result result;
	struct world world;

	world_open(&world, state);
	for (size_t i = 0; i < ARRAY_SIZE(right); i++) {
		if (evaluate(&world, right[i].text, right[i].per_device,
			     &result))
			fail_msg("%s: %s", right[i].text, world.error.text);
		assert_true(result.known);
		if (result.value != right[i].value)
			fail_msg("%s is %lld", right[i].text,
				 (long long)result.value);
	}
	world_close(&world);
}

static void test_unknown(void **state)
{
	static const char *const unknown[] = {
		"numa_nodes", "numa_nodes*0", "min(1,numa_nodes)",
		"1+(2-numa_nodes)", "-numa_nodes", "known(hz,numa_nodes)",
		"clamp(1,2,numa_nodes)", "numa_nodes/0",
	};
	struct formula_result result;
	struct world world;

	world_open(&world, state);
	for (size_t i = 0; i < ARRAY_SIZE(unknown); i++) {
		assert_int_equal(evaluate(&world, unknown[i], false, &result),
				 0);
		assert_false(result.known);
		assert_string_equal(result.missing, "numa_nodes");
	}
	/* Without a card that tells its speed there is no fastest one. */
	world.devices[0].nic.has = 0;
	assert_int_equal(evaluate(&world, "link_mbps", false, &result), 0);
	assert_false(result.known);
	assert_int_equal(evaluate(&world, "ring_rx_max", true, &result), 0);
	assert_false(result.known);
	world_close(&world);
}

static void test_errors(void **state)
{
	static const struct {
		const char	*text;
		const char	*says;
	} wrong[] = {
		{ "", "ends too early" },
		{ "1+", "ends too early" },
		{ "(1", "expected ')'" },
		{ "1)", "an operator" },
		{ "1 2", "an operator" },
		{ "*2", "expected a number" },
		{ "min()", "expected a number" },
		{ "min(1", "expected ','" },
		{ "1/0", "divides by zero" },
		{ "1/(2-2)", "divides by zero" },
		{ "9223372036854775808", "64 bits" },
		{ "9223372036854775807+1", "64 bits" },
		{ "-9223372036854775807-2", "64 bits" },
		{ "mem_bytes*mem_bytes", "64 bits" },
		{ "(-9223372036854775807-1)/-1", "64 bits" },
		{ "-(-9223372036854775807-1)", "64 bits" },
		{ "8388608T", "64 bits" },
		{ "mem_byte", "no fact 'mem_byte'" },
		{ "max", "no hardware" },
		{ "ring_rx_max", "is a device's" },
		{ "5q", "a unit" },
		{ "5ms", "no time" },
		{ "avg(1,2)", "no function 'avg'" },
		{ "clamp(1,2)", "clamp() of 2" },
		{ "clamp(1,3,2)", "at least 3" },
		{ "known(1)", "known() of 1" },
		{ "min(1,1,1,1,1,1,1,1,1)", "at most 8" },
		{ "1;2", "an operator" },
		{ "((((((((((((((((((((((((((((((((((1))))))))))))))))))))))))))))))))))",
		  "more than 32" },
	};
	struct formula_result result;
	struct world world;

	world_open(&world, state);
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		assert_int_equal(evaluate(&world, wrong[i].text, false,
					  &result), -EINVAL);
		if (strncmp(world.error.text, "key: ", 5) ||
		    !strstr(world.error.text, wrong[i].says))
			fail_msg("'%s' says '%s'", wrong[i].text,
				 world.error.text);
		assert_int_equal(world.error.line, 7);
	}
	assert_int_equal(evaluate(&world, "1500ns", true, &result), -EINVAL);
	assert_non_null(strstr(world.error.text, "steps of 1000 ns"));
	world_close(&world);
}

static void test_looks(void **state)
{
	static const char *const formulas[] = {
		"16M", "min(1,2)", "mem_bytes/2", "2*1024", "cpus",
	};
	static const char *const words[] = {
		"cubic", "pfifo_fast", "1-3,5", "0-3", "ff", "bbr", "on", "4|1",
		"mem", "M", "0x1f", "/var/cpus", "${cpus}", "", "*",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(formulas); i++)
		assert_true(formula_looks_so(formulas[i], strlen(formulas[i])));
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		assert_false(formula_looks_so(words[i], strlen(words[i])));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_FOLDER(test_values),
		IN_FOLDER(test_unknown),
		IN_FOLDER(test_errors),
		cmocka_unit_test(test_looks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
