// SPDX-License-Identifier: GPL-2.0-or-later
/* tuned's functions, as far as they only compute. */
#include "tune/functions.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "array.h"
#include "tune/cpulist.h"
#include "tune/regex.h"

typedef int (*function_fn)(const struct function_call *call,
			   struct tune_text *out);

static int search(const struct function_call *call, const char *pattern,
		  const char *text, bool multiline, bool *found)
{
	char message[REGEX_MESSAGE];
	int err;

	err = regex_search(pattern, text, multiline, found, message);
	return err == -EINVAL ?
		profile_fail_at(call->place, "'%s' of %s: %s", pattern,
				call->name, message) : err;
}

static int do_virt_check(const struct function_call *call,
			 struct tune_text *out)
{
	const char *virt = call->machine->virt;

	return tune_text_put(out, call->args[virt && strcmp(virt, "none") ?
					     0 : 1]);
}

static int do_cpuinfo_check(const struct function_call *call,
			    struct tune_text *out)
{
	const char *cpuinfo = call->machine->cpuinfo ?: "";
	bool found = false;
	size_t i;
	int err;

	for (i = 0; i + 1 < call->count; i += 2) {
		err = search(call, call->args[i], cpuinfo, true, &found);
		if (err)
			return err;
		if (found)
			return tune_text_put(out, call->args[i + 1]);
	}
	return i < call->count ? tune_text_put(out, call->args[i]) : 0;
}

static int do_regex_search_ternary(const struct function_call *call,
				   struct tune_text *out)
{
	bool found;
	int err;

	err = search(call, call->args[1], call->args[0], false, &found);
	return err ?: tune_text_put(out, call->args[found ? 2 : 3]);
}

static int do_strip(const struct function_call *call, struct tune_text *out)
{
	struct tune_text all = { 0 };
	char *text;
	int err = 0;

	for (size_t i = 0; !err && i < call->count; i++)
		err = tune_text_put(&all, call->args[i]);
	if (err) {
		tune_text_free(&all);
		return err;
	}
	for (text = all.text; isspace((unsigned char)*text); text++)
		all.len--;
	while (all.len && isspace((unsigned char)text[all.len - 1]))
		all.len--;
	err = tune_text_add(out, text, all.len);
	tune_text_free(&all);
	return err;
}

static int do_check_net_queue_count(const struct function_call *call,
				    struct tune_text *out)
{
	const char *arg = call->args[0];
	__s64 cpus;

	if (*arg && strspn(arg, "0123456789") == strlen(arg))
		return tune_text_put(out, arg);
	if (!model_fact_value(&call->machine->facts, "cpus", 0, &cpus))
		return profile_fail_at(call->place, "%s: the number of CPUs is not known",
				       call->name);
	return tune_text_format(out, "%lld", (long long)cpus);
}

static int get_number(const struct function_call *call, __s64 *number)
{
	const char *arg = call->args[0];
	char *end;

	errno = 0;
	*number = strtoll(arg, &end, 10);
	while (isspace((unsigned char)*end))
		end++;
	/* Twice that has to fit as well. */
	if (end == arg || *end || errno || *number > INT64_MAX / 2 ||
	    *number < INT64_MIN / 2)
		return profile_fail_at(call->place, "'%s' of %s is no number",
				       arg, call->name);
	return 0;
}

static int do_kb2s(const struct function_call *call, struct tune_text *out)
{
	__s64 number;
	int err;

	err = get_number(call, &number);
	return err ?: tune_text_format(out, "%lld", (long long)number * 2);
}

/* A half goes to the even side, as Python's round() does. */
static int do_s2kb(const struct function_call *call, struct tune_text *out)
{
	__s64 number, half;
	int err;

	err = get_number(call, &number);
	if (err)
		return err;
	half = number / 2;
	if (number % 2 && half % 2)
		half += number > 0 ? 1 : -1;
	return tune_text_format(out, "%lld", (long long)half);
}

/* The arguments as one list; a mask goes on behind @comma, or does not. */
static int get_cpus(const struct function_call *call, const char *comma,
		    struct cpulist *list)
{
	struct tune_text all = { 0 };
	int err = 0;

	for (size_t i = 0; !err && i < call->count; i++)
		err = tune_text_format(&all, "%s%s", i ? comma : "",
				       call->args[i]);
	if (!err)
		cpulist_parse(list, all.text ?: "");
	tune_text_free(&all);
	return err;
}

static int do_cpulist_unpack(const struct function_call *call,
			     struct tune_text *out)
{
	struct cpulist cpus;
	int err;

	err = get_cpus(call, ",,", &cpus);
	return err ?: cpulist_print(&cpus, out);
}

static int do_cpulist_pack(const struct function_call *call,
			   struct tune_text *out)
{
	struct cpulist cpus;
	int err;

	err = get_cpus(call, ",,", &cpus);
	return err ?: cpulist_print_ranges(&cpus, out);
}

static int do_cpulist2hex(const struct function_call *call,
			  struct tune_text *out)
{
	struct cpulist cpus;
	int err;

	err = get_cpus(call, ",,", &cpus);
	return err ?: cpulist_print_mask(&cpus, out);
}

/* Those of @text that are in @cpus, or those that are not. */
static int keep(const struct function_call *call, const char *text,
		struct cpulist *cpus, bool inside)
{
	struct cpulist all;

	if (!text)
		return profile_fail_at(call->place, "%s: the CPUs are not known",
				       call->name);
	cpulist_parse(&all, text);
	for (size_t i = 0; i < CPULIST_CPUS; i++)
		cpus->has[i] = all.has[i] && cpus->has[i] == inside;
	return 0;
}

static int do_cpulist_invert(const struct function_call *call,
			     struct tune_text *out)
{
	struct cpulist cpus;
	int err;

	err = get_cpus(call, ",,", &cpus) ?:
	      keep(call, call->machine->cpus_online, &cpus, false);
	return err ?: cpulist_print(&cpus, out);
}

static int do_cpulist2hex_invert(const struct function_call *call,
				 struct tune_text *out)
{
	struct cpulist cpus;
	int err;

	err = get_cpus(call, ",,", &cpus) ?:
	      keep(call, call->machine->cpus_online, &cpus, false);
	return err ?: cpulist_print_mask(&cpus, out);
}

static int do_cpulist_online(const struct function_call *call,
			     struct tune_text *out)
{
	struct cpulist cpus;
	int err;

	err = get_cpus(call, ",", &cpus) ?:
	      keep(call, call->machine->cpus_online, &cpus, true);
	return err ?: cpulist_print(&cpus, out);
}

static int do_cpulist_present(const struct function_call *call,
			      struct tune_text *out)
{
	struct cpulist cpus;
	int err;

	err = get_cpus(call, ",,", &cpus) ?:
	      keep(call, call->machine->cpus_present, &cpus, true);
	return err ?: cpulist_print(&cpus, out);
}

static int do_hex2cpulist(const struct function_call *call,
			  struct tune_text *out)
{
	struct cpulist cpus;

	cpulist_parse_mask(&cpus, call->args[0]);
	return cpulist_print(&cpus, out);
}

/* tuned refuses the profile then, and leaves the call as it is otherwise. */
static int do_assertion(const struct function_call *call, struct tune_text *out)
{
	(void)out;
	if (strcmp(call->args[1], call->args[2]))
		return profile_fail_at(call->place, "assertion '%s' failed: '%s' is not '%s'",
				       call->args[0], call->args[1],
				       call->args[2]);
	return 0;
}

static int do_assertion_non_equal(const struct function_call *call,
				  struct tune_text *out)
{
	(void)out;
	if (!strcmp(call->args[1], call->args[2]))
		return profile_fail_at(call->place, "assertion '%s' failed: it is '%s'",
				       call->args[0], call->args[1]);
	return 0;
}

/* @max 0 = any number of arguments; @call NULL = that is left to tuned. */
static const struct function {
	const char	*name;
	size_t		min;
	size_t		max;
	function_fn	call;
} functions[] = {
	{ "assertion", 3, 3, do_assertion },
	{ "assertion_non_equal", 3, 3, do_assertion_non_equal },
	{ "calc_isolated_cores", 0, 0, NULL },
	{ "check_net_queue_count", 1, 1, do_check_net_queue_count },
	{ "cpuinfo_check", 2, 0, do_cpuinfo_check },
	{ "cpulist2devs", 0, 0, NULL },
	{ "cpulist2hex", 0, 0, do_cpulist2hex },
	{ "cpulist2hex_invert", 0, 0, do_cpulist2hex_invert },
	{ "cpulist_invert", 0, 0, do_cpulist_invert },
	{ "cpulist_online", 0, 0, do_cpulist_online },
	{ "cpulist_pack", 0, 0, do_cpulist_pack },
	{ "cpulist_present", 0, 0, do_cpulist_present },
	{ "cpulist_unpack", 0, 0, do_cpulist_unpack },
	{ "exec", 0, 0, NULL },
	{ "hex2cpulist", 1, 1, do_hex2cpulist },
	{ "intel_recommended_pstate", 0, 0, NULL },
	{ "kb2s", 1, 1, do_kb2s },
	{ "log", 0, 0, NULL },
	{ "lscpu_check", 0, 0, NULL },
	{ "package2cpus", 0, 0, NULL },
	{ "package2uncores", 0, 0, NULL },
	{ "regex_search_ternary", 4, 4, do_regex_search_ternary },
	{ "s2kb", 1, 1, do_s2kb },
	{ "strip", 1, 0, do_strip },
	{ "virt_check", 2, 2, do_virt_check },
};

static const struct function *find_function(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(functions); i++)
		if (!strcmp(functions[i].name, name))
			return &functions[i];
	return NULL;
}

/**
 * function_call - what a call of a function comes to
 * @call: the call
 * @out: gets the result
 * @note: set to why there is none, to be freed, when it is one that nettune
 *	leaves to tuned: because it runs a program, or asks what has nothing to
 *	do with networks
 *
 * Return: 0, -EINVAL, -E2BIG or -ENOMEM.
 */
int function_call(const struct function_call *call, struct tune_text *out,
		  char **note)
{
	const struct function *function = find_function(call->name);

	if (!function)
		return profile_fail_at(call->place,
				       "unknown function '%s' (expected one of tuned's, as virt_check)",
				       call->name);
	if (!function->call)
		return asprintf(note,
				"${f:%s} is left to tuned: nettune runs no programs and asks for nothing but the network",
				call->name) < 0 ? -ENOMEM : 0;
	if (call->count < function->min ||
	    (function->max && call->count > function->max))
		/* A ':' in what they compare: as in tuned they say nothing. */
		return function->call == do_assertion ||
		       function->call == do_assertion_non_equal ? 0 :
			profile_fail_at(call->place,
					"%zu arguments for the function %s (expected %s%zu)",
					call->count, call->name,
					function->max ? "" : "at least ",
					function->min);
	return function->call(call, out);
}
