// SPDX-License-Identifier: GPL-2.0-or-later
/* Makes a plan: what is done to each setting, and why. */
#include "tune/plan_value.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "array.h"

static const char *const actions[] = {
	[PLAN_SET] = "set",
	[PLAN_CLAMPED] = "clamped",
	[PLAN_KEEP] = "keep",
	[PLAN_ABSENT] = "absent",
	[PLAN_REFUSED] = "refused",
};

static const struct {
	const char	*name;
	const char	*text;
} effects[] = {
	[PLAN_AT_ONCE] = { "at_once", "" },
	[PLAN_NEW_SOCKETS] = { "new_sockets", "For new sockets only." },
	[PLAN_NEXT_LISTEN] = {
		"next_listen", "From the next listen(), so after a restart."
	},
	[PLAN_NEW_QDISC] = { "new_qdisc", "For new qdiscs only." },
	[PLAN_NEW_NETNS] = {
		"new_netns", "For new network namespaces only."
	},
	[PLAN_LINK_BOUNCE] = {
		"link_bounce", "The link may go down for seconds."
	},
};

/**
 * struct decision - one step on its way
 * @want: what is wanted
 * @now: what is
 * @context: what else counts
 * @rule: of the sysctl, or NULL
 * @step: what is decided
 */
struct decision {
	const struct tune_want		*want;
	const struct tune_now		*now;
	const struct plan_context	*context;
	const struct sysctl_rule	*rule;
	struct plan_step		*step;
};

/**
 * plan_action_name - what is done, in a word
 * @action: the action
 */
const char *plan_action_name(enum plan_action action)
{
	return actions[action];
}

/**
 * plan_effect_name - when it tells, in a word for programs
 * @effect: the effect
 */
const char *plan_effect_name(enum plan_effect effect)
{
	return effects[effect].name;
}

/**
 * plan_effect_text - when it tells, a sentence for people
 * @effect: the effect
 *
 * Return: the sentence; "" = at once.
 */
const char *plan_effect_text(enum plan_effect effect)
{
	return effects[effect].text;
}

/**
 * plan_is_write - is something to be written?
 * @step: the step
 */
bool plan_is_write(const struct plan_step *step)
{
	return step->action == PLAN_SET || step->action == PLAN_CLAMPED;
}

/**
 * plan_is_secret - does it tell what is not for everybody?
 * @plan: the plan; also what is refused in it has a value that was wanted
 */
bool plan_is_secret(const struct plan *plan)
{
	for (size_t i = 0; i < plan->count; i++)
		if (plan->steps[i].secret)
			return true;
	return false;
}

static int set_note(struct plan_step *step, const char *note)
{
	char *copy = NULL;

	if (note) {
		copy = strdup(note);
		if (!copy)
			return -ENOMEM;
	}
	free(step->note);
	step->note = copy;
	return 0;
}

static int decide(const struct decision *d, enum plan_action action,
		  const char *note)
{
	d->step->action = action;
	d->step->blocks = action == PLAN_REFUSED;
	return set_note(d->step, note);
}

/* Of another's, which is no fault of the rest. */
static int leave_out(const struct decision *d, const char *note)
{
	int err = decide(d, PLAN_REFUSED, note);

	d->step->blocks = false;
	return err;
}

static enum plan_effect effect_of(const struct tune_key *key,
				  const struct sysctl_rule *rule)
{
	switch (key->kind) {
	case TUNE_SYSCTL:
		return rule ? rule->effect : PLAN_AT_ONCE;
	case TUNE_RING:
	case TUNE_CHANNELS:
	case TUNE_PAUSE:
		return PLAN_LINK_BOUNCE;
	case TUNE_LINK:
		return strcmp(key->name, "mtu") ? PLAN_NEW_QDISC :
						  PLAN_LINK_BOUNCE;
	default:
		return PLAN_AT_ONCE;
	}
}

/* Below net, what is of the whole machine has a rule that says so. */
static bool is_host_wide(const struct decision *d)
{
	const struct tune_key *key = &d->want->key;

	if (key->kind == TUNE_HASHSIZE)
		return true;
	if (key->kind != TUNE_SYSCTL)
		return false;
	return d->rule ? d->rule->host_wide : strncmp(key->name, "net.", 4);
}

/* Of "6.12.117+deb12-amd64" and "6.5", the first two numbers count. */
static bool is_older(const char *release, const char *version)
{
	unsigned int has[2], asked[2];

	if (!release || sscanf(release, "%u.%u", &has[0], &has[1]) != 2 ||
	    sscanf(version, "%u.%u", &asked[0], &asked[1]) != 2)
		return false;
	return has[0] != asked[0] ? has[0] < asked[0] : has[1] < asked[1];
}

static int decide_absent(const struct decision *d)
{
	const struct sysctl_rule *rule = d->rule;
	const char *release = d->context->release;
	char note[PLAN_NOTE] = "this kernel has no such setting";

	if (rule && rule->gone && (!release || !is_older(release, rule->gone)))
		snprintf(note, sizeof(note), "gone since Linux %s", rule->gone);
	else if (rule && rule->since && (!release || is_older(release, rule->since)))
		snprintf(note, sizeof(note), "Linux has it since %s", rule->since);
	else if (rule && rule->module)
		snprintf(note, sizeof(note), "comes with the module %s",
			 rule->module);
	else if (d->want->key.device[0])
		snprintf(note, sizeof(note), "%s has no such setting",
			 d->want->key.device);
	return decide(d, PLAN_ABSENT, d->now->note ?: note);
}

/* What it is now can't be told. */
static int decide_unknown(const struct decision *d)
{
	char note[PLAN_NOTE];

	switch (d->now->err) {
	case ENOENT:
		return decide_absent(d);
	case EOPNOTSUPP:
		return decide(d, PLAN_ABSENT,
			      d->now->note ?: "the driver does not support it");
	case ENODEV:
		return decide(d, PLAN_ABSENT,
			      d->now->note ?: "there is no such device");
	default:
		snprintf(note, sizeof(note), "it can't be read: %s",
			 d->now->note ?: strerror(d->now->err));
		return decide(d, PLAN_REFUSED, note);
	}
}

static void limits_of(const struct decision *d, struct plan_limits *limits)
{
	*limits = (struct plan_limits) { .min = LLONG_MIN, .max = LLONG_MAX };
	if (d->rule && d->rule->numbers) {
		limits->numbers = d->rule->numbers;
		limits->min = d->rule->min;
		limits->max = d->rule->max;
		limits->ascends = d->rule->ascends;
	} else if (d->want->key.kind != TUNE_SYSCTL) {
		limits->is_switch = !strcmp(d->step->current, "on") ||
				    !strcmp(d->step->current, "off");
		limits->numbers = !limits->is_switch;
		limits->min = 0;
		limits->max = UINT_MAX;
		if (d->now->has_max) {
			limits->max = d->now->max;
			limits->clamps = true;
		}
	}
}

/* Numbers at their places, as far as there are any. */
static bool differs_at(const char *a, const char *b, size_t index)
{
	__s64 in_a[TUNE_VECTOR], in_b[TUNE_VECTOR];
	size_t count_a, count_b;

	return tune_value_numbers(a, in_a, &count_a) &&
	       tune_value_numbers(b, in_b, &count_b) && index < count_a &&
	       index < count_b && in_a[index] != in_b[index];
}

/* tcp_init_sock(): sockets begin with the second number of these. */
static enum plan_effect effect_of_value(const struct decision *d)
{
	const char *name = d->want->key.name;

	if ((!strcmp(name, "net.ipv4.tcp_rmem") ||
	     !strcmp(name, "net.ipv4.tcp_wmem")) &&
	    differs_at(d->step->current, d->step->wanted, 1))
		return PLAN_NEW_SOCKETS;
	return d->step->effect;
}

/*
 * What a driver does not let go of is as good as absent: an old name stands for
 * several features, of which a device has some. A sysctl that can only be read
 * is nothing that a profile can mean.
 */
static int decide_fixed(const struct decision *d)
{
	if (d->want->key.kind != TUNE_FEATURE)
		return decide(d, PLAN_REFUSED,
			      d->now->note ?: "it can only be read");
	free(d->step->wanted);
	d->step->wanted = NULL;
	return decide(d, PLAN_ABSENT, "the driver does not let it be changed");
}

/* What would be, if it can be written at all. */
static int decide_write(const struct decision *d, bool clamped,
			const char *why)
{
	char note[PLAN_NOTE];

	if (d->context->own_netns && is_host_wide(d))
		return leave_out(d, "a setting of the whole machine, not of a network namespace");
	if (d->now->fixed)
		return decide_fixed(d);
	if (d->rule && d->rule->excludes && !strcmp(d->step->current, "0")) {
		snprintf(note, sizeof(note),
			 "%s is used here instead, and would be lost",
			 d->rule->excludes);
		return decide(d, PLAN_REFUSED, note);
	}
	d->step->effect = effect_of_value(d);
	return decide(d, clamped ? PLAN_CLAMPED : PLAN_SET, why);
}

static const char *why_kept(const struct decision *d)
{
	if (d->want->op == WANT_SET || tune_value_equal(d->want->value,
							d->step->current))
		return NULL;
	return d->want->op == WANT_RAISE ? "no more is wanted" :
					   "no less is wanted";
}

static int decide_value(const struct decision *d)
{
	struct plan_limits limits;
	struct plan_value value;
	char note[2 * PLAN_NOTE];
	int err;

	limits_of(d, &limits);
	err = plan_value(d->want, d->step->current, &limits, &value);
	if (err)
		return err;
	if (!value.text)
		return decide(d, PLAN_REFUSED, value.note);
	d->step->wanted = value.text;
	if (!value.clamped && d->want->clamped) {
		value.clamped = true;
		snprintf(value.note, sizeof(value.note), "%s was asked for",
			 d->want->clamped);
	}
	snprintf(note, sizeof(note), "%s%s%s", value.note,
		 value.note[0] && d->now->note ? "; " : "",
		 d->now->note ?: "");
	if (tune_value_equal(d->step->current, d->step->wanted))
		return decide(d, PLAN_KEEP, note[0] ? note : why_kept(d));
	return decide_write(d, value.clamped, note[0] ? note : NULL);
}

static int copy_text(char **to, const char *from)
{
	*to = from ? strdup(from) : NULL;
	return from && !*to ? -ENOMEM : 0;
}

static int plan_step(const struct tune_want *want, const struct tune_now *now,
		     const struct plan_context *context,
		     struct plan_step *step)
{
	struct decision d = {
		.want = want, .now = now, .context = context, .step = step,
	};

	if (tune_key_copy(&step->key, &want->key) ||
	    copy_text(&step->current, now->err ? NULL : now->text) ||
	    copy_text(&step->reason, want->reason) ||
	    copy_text(&step->file, want->file))
		return -ENOMEM;
	step->line = want->line;
	step->secret = now->secret;
	if (want->key.kind == TUNE_SYSCTL)
		d.rule = sysctl_rule(want->key.name);
	step->effect = effect_of(&want->key, d.rule);
	/* Where it is not seen, it is not seen because it is of the machine. */
	if (now->err == ENOENT && context->own_netns && is_host_wide(&d))
		return decide_write(&d, false, NULL);
	if (now->err)
		return decide_unknown(&d);
	if (!want->value)
		return decide(&d, PLAN_ABSENT, want->note ?:
			      "what it should be can't be told here");
	return decide_value(&d);
}

/**
 * plan_make - what is to be done
 * @wants: what is wanted
 * @now: what is, of each of @wants
 * @context: what else counts
 * @plan: filled in, to be freed also after an error; each want is a step
 *
 * Nothing is read or written; a plan with a step that blocks is not to be
 * carried out, unless the user wants the rest of it.
 *
 * Return: 0 or -ENOMEM.
 */
int plan_make(const struct tune_wants *wants, const struct tune_now *now,
	      const struct plan_context *context, struct plan *plan)
{
	int err = 0;

	*plan = (struct plan) { 0 };
	plan->steps = calloc(wants->count + 1, sizeof(*plan->steps));
	if (!plan->steps)
		return -ENOMEM;
	plan->count = wants->count;
	for (size_t i = 0; !err && i < wants->count; i++)
		err = plan_step(&wants->wants[i], &now[i], context,
				&plan->steps[i]);
	return err ?: plan_adaptive(plan) ?: plan_order(plan);
}

/**
 * plan_free - give its memory back
 * @plan: the plan, which is empty then
 */
void plan_free(struct plan *plan)
{
	for (size_t i = 0; i < plan->count; i++) {
		struct plan_step *step = &plan->steps[i];

		tune_key_free(&step->key);
		free(step->current);
		free(step->wanted);
		free(step->reason);
		free(step->note);
		free(step->file);
	}
	free(plan->steps);
	*plan = (struct plan) { 0 };
}
