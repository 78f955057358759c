// SPDX-License-Identifier: GPL-2.0-or-later
/* Compares what was wanted with what is there. */
#include "tune/verify.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/**
 * verify_state_name() - a state, in a word
 * @state: the state
 */
const char *verify_state_name(enum verify_state state)
{
	static const char *const names[VERIFY_STATES] = {
		[VERIFY_OK] = "ok",
		[VERIFY_DRIFT] = "drift",
		[VERIFY_ABSENT] = "absent",
		[VERIFY_UNKNOWN] = "unknown",
	};

	return names[state];
}

/**
 * verify_op_text() - how a value is wanted, as a profile writes it
 * @op: how
 */
const char *verify_op_text(enum want_op op)
{
	return op == WANT_RAISE ? "=>" : op == WANT_LOWER ? "=<" : "=";
}

/* One word of a vector; what does not fit a number is the most or least. */
static bool take_number(const char **text, __s64 *number)
{
	char *end;

	if (!isdigit((unsigned char)**text) && **text != '-')
		return false;
	*number = strtoll(*text, &end, 10);
	if (end == *text || (*end && *end != ' '))
		return false;
	*text = end + (*end == ' ');
	return true;
}

static bool fits(enum want_op op, __s64 wanted, __s64 found)
{
	switch (op) {
	case WANT_RAISE:
		return found >= wanted;
	case WANT_LOWER:
		return found <= wanted;
	case WANT_SET:
		break;
	}
	return found == wanted;
}

/*
 * Number by number: "-" is met by any, and so is what the wanted vector has no
 * number for. Return: 1, 0, or -1 when they are no numbers.
 */
static int vector_is_met(const struct tune_want *want, const char *wanted,
			 const char *found)
{
	bool met = true;

	if (!*wanted || !*found)
		return -1;
	for (size_t i = 0; *wanted; i++) {
		__s64 a, b;

		if (!*found)
			return 0;
		if (!take_number(&found, &b))
			return -1;
		if (*wanted == '-' && (!wanted[1] || wanted[1] == ' ')) {
			wanted += 1 + (wanted[1] == ' ');
			continue;
		}
		if (!take_number(&wanted, &a))
			return -1;
		met &= fits(sysctl_op(&want->key, want->op, i), a, b);
	}
	return met;
}

/* Of a device that can't do more than its maximum that is what is wanted. */
static bool is_clamped(const struct tune_want *want, const struct tune_now *now)
{
	__s64 wanted[TUNE_VECTOR], found[TUNE_VECTOR];
	size_t count;

	return now->has_max && want->key.kind != TUNE_SYSCTL &&
	       tune_value_numbers(want->value, wanted, &count) && count == 1 &&
	       tune_value_numbers(now->text, found, &count) && count == 1 &&
	       wanted[0] > now->max && found[0] == now->max;
}

/* @wanted and @found: the values of both, normalized */
static bool is_met(const struct tune_want *want, const struct tune_now *now,
		   const char *wanted, const char *found)
{
	int met = vector_is_met(want, wanted, found);

	if (met < 0)
		met = tune_value_equal(wanted, found);
	return met || is_clamped(want, now);
}

/**
 * verify_is_met() - is a setting as it is wanted?
 * @want: with a value
 * @now: with a text
 *
 * More than is wanted is as good for "=>", less for "=<"; a device that is at
 * its maximum has all that it can have.
 */
bool verify_is_met(const struct tune_want *want, const struct tune_now *now)
{
	char *wanted = tune_value_normalize(want->value);
	char *found = tune_value_normalize(now->text);
	bool met = wanted && found && is_met(want, now, wanted, found);

	free(wanted);
	free(found);
	return met;
}

/* Is the release "6.12.117+deb12-amd64" older than "6.5"? */
static bool is_older(const char *release, const char *version)
{
	unsigned int a[2] = { 0 }, b[2] = { 0 };

	if (!release || sscanf(release, "%u.%u", &a[0], &a[1]) != 2 ||
	    sscanf(version, "%u.%u", &b[0], &b[1]) != 2)
		return false;
	return a[0] != b[0] ? a[0] < b[0] : a[1] < b[1];
}

static char *print(const char *format, ...)
	__attribute__((format(printf, 1, 2)));

static char *print(const char *format, ...)
{
	va_list args;
	char *text;
	int len;

	va_start(args, format);
	len = vasprintf(&text, format, args);
	va_end(args);
	return len < 0 ? NULL : text;
}

/* Why there is no such sysctl. */
static char *explain_absent(const struct tune_want *want,
			    const struct tune_now *now, const char *release)
{
	const struct sysctl_rule *rule = NULL;

	if (want->key.kind == TUNE_SYSCTL)
		rule = sysctl_rule(want->key.name);
	if (rule && rule->gone && !is_older(release, rule->gone))
		return print("gone since Linux %s", rule->gone);
	if (rule && rule->since && is_older(release, rule->since))
		return print("came with Linux %s", rule->since);
	if (rule && rule->module)
		return print("%s is not loaded", rule->module);
	if (now->note)
		return print("%s", now->note);
	if (want->key.device[0])
		return print("%s has no such setting", want->key.device);
	return print("this kernel has no such setting");
}

/* What errors of a read mean; anything else is only not known. */
static bool is_absent(int err)
{
	return err == ENOENT || err == EOPNOTSUPP || err == ENODEV;
}

/* As the plan has it: a feature that is fixed is as good as absent. */
static bool is_out_of_reach(const struct tune_want *want,
			    const struct tune_now *now)
{
	return want->key.kind == TUNE_FEATURE && now->fixed;
}

static int judge(struct verify_row *row, const struct tune_want *want,
		 const struct tune_now *now, const char *release)
{
	int err = now->err < 0 ? -now->err : now->err;

	if (err || !now->text) {
		row->state = is_absent(err) ? VERIFY_ABSENT : VERIFY_UNKNOWN;
		row->note = row->state == VERIFY_ABSENT ?
			    explain_absent(want, now, release) :
			    print("%s", now->note ?: strerror(err));
		return row->note ? 0 : -ENOMEM;
	}
	row->found = tune_value_normalize(now->text);
	if (!row->found)
		return -ENOMEM;
	if (!want->value) {
		row->state = VERIFY_UNKNOWN;
		row->note = print("%s", want->note ?: "no value can be told");
		return row->note ? 0 : -ENOMEM;
	}
	row->state = is_met(want, now, row->wanted, row->found) ?
		     VERIFY_OK : VERIFY_DRIFT;
	if (row->state == VERIFY_OK || !is_out_of_reach(want, now))
		return 0;
	row->state = VERIFY_ABSENT;
	row->note = print("the driver does not let it be changed");
	return row->note ? 0 : -ENOMEM;
}

static int make_row(struct verify_row *row, const struct tune_want *want,
		    const struct tune_now *now, const char *release)
{
	row->op = want->op;
	row->has_max = now->has_max;
	row->max = now->max;
	if (tune_key_copy(&row->key, &want->key))
		return -ENOMEM;
	if (want->value) {
		row->wanted = tune_value_normalize(want->value);
		if (!row->wanted)
			return -ENOMEM;
	}
	return judge(row, want, now, release);
}

/**
 * verify_make() - compare
 * @wants: what is wanted
 * @now: of each, what it is
 * @release: of the kernel, to tell why a sysctl is absent; may be NULL
 * @verify: set to the result; to be freed, on an error too
 *
 * Return: 0 or -ENOMEM.
 */
int verify_make(const struct tune_wants *wants, const struct tune_now *now,
		const char *release, struct verify *verify)
{
	*verify = (struct verify){
		.rows = calloc(wants->count + 1, sizeof(*verify->rows)),
	};
	if (!verify->rows)
		return -ENOMEM;
	for (size_t i = 0; i < wants->count; i++) {
		struct verify_row *row = &verify->rows[verify->count++];

		if (make_row(row, &wants->wants[i], &now[i], release))
			return -ENOMEM;
		verify->states[row->state]++;
	}
	return 0;
}

static const struct plan_step *step_of(const struct plan *plan,
				       const struct tune_key *key)
{
	for (size_t i = 0; i < plan->count; i++)
		if (!tune_key_compare(&plan->steps[i].key, key))
			return &plan->steps[i];
	return NULL;
}

/**
 * verify_keep() - what would be kept has not drifted
 * @verify: what was compared
 * @plan: of the same; it knows what a driver has rounded to, engine_known()
 *
 * Return: 0 or -ENOMEM.
 */
int verify_keep(struct verify *verify, const struct plan *plan)
{
	for (size_t i = 0; i < verify->count; i++) {
		struct verify_row *row = &verify->rows[i];
		const struct plan_step *step = step_of(plan, &row->key);

		if (row->state != VERIFY_DRIFT || !step ||
		    step->action != PLAN_KEEP || !step->note)
			continue;
		free(row->note);
		row->note = strdup(step->note);
		if (!row->note)
			return -ENOMEM;
		row->state = VERIFY_OK;
		verify->states[VERIFY_DRIFT]--;
		verify->states[VERIFY_OK]++;
	}
	return 0;
}

/**
 * verify_blame() - find out who has set what
 * @verify: what was compared
 * @files: of this machine; must live as long as @verify
 * @machine: whose devices they are
 *
 * Return: 0 or -ENOMEM.
 */
int verify_blame(struct verify *verify, const struct setter_files *files,
		 const struct tune_machine *machine)
{
	for (size_t i = 0; i < verify->count; i++) {
		struct verify_row *row = &verify->rows[i];
		const struct tune_device *device = NULL;
		int err;

		if (machine)
			device = tune_machine_device(machine, row->key.device);
		err = setters_find(files, &row->key, device, &row->setters);
		if (err)
			return err;
		if (row->state == VERIFY_DRIFT)
			row->blame = setters_blame(&row->setters, row->found,
						   row->has_max ? &row->max :
								  NULL);
	}
	return 0;
}

/**
 * verify_free() - give the memory back
 * @verify: zeroed then
 */
void verify_free(struct verify *verify)
{
	for (size_t i = 0; i < verify->count; i++) {
		struct verify_row *row = &verify->rows[i];

		tune_key_free(&row->key);
		free(row->wanted);
		free(row->found);
		free(row->before);
		free(row->note);
		setters_free(&row->setters);
	}
	free(verify->rows);
	*verify = (struct verify){ 0 };
}
