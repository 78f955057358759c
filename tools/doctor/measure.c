// SPDX-License-Identifier: GPL-2.0-or-later
/* What the rules of the doctor compare: growth, rates, depths. */
#include "doctor/rule.h"

/*
 * More than this, 2^48, is no limit, and nothing happens more often: a few of them can
 * be added up, and be had a thousand times.
 */
#define MOST	281474976710656LL

static __s64 bounded(__s64 value)
{
	if (value > MOST)
		return MOST;
	return value < -MOST ? -MOST : value;
}

/**
 * judge_value() - a number of the machine as it is now
 * @judge: the judgement
 * @name: its name
 * @index: which number of it
 * @value: set if it is known; what is more than 2^48 is that
 *
 * Return: is it known?
 */
bool judge_value(const struct judge *judge, const char *name,
		 unsigned int index, __s64 *value)
{
	if (!model_fact_value(&judge->after->facts, name, index, value))
		return false;
	*value = bounded(*value);
	return true;
}

/**
 * judge_grown() - by how much a counter has grown
 * @judge: the judgement
 * @name: its name
 *
 * Return: by how much, at most 2^48; 0 also if that is not known.
 */
__s64 judge_grown(const struct judge *judge, const char *name)
{
	__s64 delta = 0;

	model_fact_delta(&judge->before->facts, &judge->after->facts, name,
			 &delta);
	return bounded(delta);
}

/**
 * judge_rate() - a number as a rate
 * @judge: the judgement
 * @count: how often it happened between the snapshots
 *
 * Return: how often a second, rounded down.
 */
__s64 judge_rate(const struct judge *judge, __s64 count)
{
	return bounded(count) * 1000 / (__s64)judge->interval_ms;
}

/**
 * judge_losing() - is so much being lost that something has to be done?
 * @judge: the judgement
 * @lost: how many were lost between the snapshots
 * @passed: how many were not, 0 = not known
 *
 * Return: true if it is DOCTOR_LOSS_RATE a second and DOCTOR_LOSS_PPM of all.
 */
bool judge_losing(const struct judge *judge, __s64 lost, __s64 passed)
{
	lost = bounded(lost);
	passed = bounded(passed);
	return lost > 0 && judge_rate(judge, lost) >= DOCTOR_LOSS_RATE &&
	       lost >= (lost + passed) / 1000000 * DOCTOR_LOSS_PPM;
}

/**
 * judge_high() - is it nearly full, and not only for a moment?
 * @before: depth then
 * @after: depth now
 * @limit: of which
 *
 * Return: true if it is.
 */
bool judge_high(__s64 before, __s64 after, __s64 limit)
{
	before = bounded(before);
	after = bounded(after);
	limit = bounded(limit);
	return limit > 0 && after * 100 >= limit * DOCTOR_HIGH &&
	       before * 100 >= limit * DOCTOR_LOW;
}

/**
 * judge_before() - a socket as it was before
 * @socks: those that were kept then
 * @sock: the socket as it is now
 *
 * Return: NULL if it was not kept, or nothing is known of its memory.
 */
const struct model_sock *judge_before(const struct model_socks *socks,
				      const struct model_sock *sock)
{
	const struct model_sock *before;

	before = model_socks_find(socks, &sock->snap.id);
	return before && before->snap.has & NT_HAS_MEM ? before : NULL;
}

/**
 * judge_drops() - how much a socket has lost
 * @before: as it was
 * @after: as it is
 *
 * Return: packets, or connection attempts of a listener. The counter is of 32
 * bits and wraps.
 */
__s64 judge_drops(const struct model_sock *before,
		  const struct model_sock *after)
{
	return (__u32)(after->snap.mem.drops - before->snap.mem.drops);
}

/**
 * doctor_round_up() - a value to set something to
 * @value: what was needed at least
 * @least: not less than this
 * @most: not more than this
 *
 * Return: the next power of two, within those bounds.
 */
__s64 doctor_round_up(__s64 value, __s64 least, __s64 most)
{
	__s64 power = 1;

	while (power < value && power < most)
		power *= 2;
	if (power < least)
		power = least;
	return power < most ? power : most;
}
