/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How listeners look that a setting has not reached. */
#ifndef VIEW_AFTER_H
#define VIEW_AFTER_H

#include "model/sock.h"
#include "tune/after.h"
#include "view/view.h"

/**
 * struct view_after - such a listener
 * @sock: it, first, without the names that it was only lent
 * @unit: systemd's, "" = not known
 */
struct view_after {
	struct model_sock	sock;
	char			unit[AFTER_UNIT];
};

extern const struct view_kind view_after;

/**
 * struct view_afters - listeners that keep their limit; zeroed at first
 * @rows: those
 * @count: how many
 * @unknown: it can't be told which
 */
struct view_afters {
	struct view_after	*rows;
	size_t			count;
	bool			unknown;
};

#endif
