/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Is what was wanted still so? Pure, over what was read. */
#ifndef TUNE_VERIFY_H
#define TUNE_VERIFY_H

#include "tune/plan.h"
#include "tune/setters.h"

enum verify_state {
	VERIFY_OK,
	VERIFY_DRIFT,	/* another value was found */
	VERIFY_ABSENT,	/* there is no such setting here; @note has why */
	VERIFY_UNKNOWN,	/* it can't be told; @note has why */
	VERIFY_STATES
};

/**
 * struct verify_row - one setting
 * @key: what
 * @op: is @wanted the least, the most, or the value?
 * @wanted: what is wanted; NULL = not known
 * @found: what it is; NULL = not known, or absent
 * @before: what it was before it was tuned; NULL = not known
 * @state: what that comes to
 * @note: why it is absent or unknown, or what else to know; NULL = nothing
 * @has_max: the hardware tells a maximum
 * @max: that
 * @setters: all that set it when the machine boots or the device appears
 * @blame: of these the one that has set @found; NULL = none has, as far as one
 *	can tell
 */
struct verify_row {
	struct tune_key		key;
	enum want_op		op;
	char			*wanted;
	char			*found;
	char			*before;
	enum verify_state	state;
	char			*note;
	bool			has_max;
	__s64			max;
	struct setters		setters;
	const struct setter	*blame;
};

/**
 * struct verify - all of them; zeroed at first
 * @rows: in the order in which they are wanted
 * @count: how many
 * @states: how many of each state
 */
struct verify {
	struct verify_row	*rows;
	size_t			count;
	size_t			states[VERIFY_STATES];
};

int verify_make(const struct tune_wants *wants, const struct tune_now *now,
		const char *release, struct verify *verify);
int verify_keep(struct verify *verify, const struct plan *plan);
int verify_blame(struct verify *verify, const struct setter_files *files,
		 const struct tune_machine *machine);
void verify_free(struct verify *verify);

bool verify_is_met(const struct tune_want *want, const struct tune_now *now);
const char *verify_state_name(enum verify_state state);
const char *verify_op_text(enum want_op op);

#endif
