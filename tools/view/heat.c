// SPDX-License-Identifier: GPL-2.0-or-later
/* Decides from when on a queue is alarming. */
#include <nettune/calc.h>

#include "view/view.h"

#define WARM_PERMILLE	800
#define FULL_PERMILLE	1000

/**
 * view_heat() - how alarming is the fullness of a queue or buffer?
 * @depth: what is in it
 * @limit: how much may be in it
 *
 * Return: the heat; a queue over a limit of 0 is full, though its ratio is 0.
 */
enum view_heat view_heat(__u32 depth, __u32 limit)
{
	__u64 permille = nt_permille(depth, limit);

	if (permille >= FULL_PERMILLE || depth > limit)
		return VIEW_HEAT_FULL;
	return permille >= WARM_PERMILLE ? VIEW_HEAT_WARM : VIEW_HEAT_NONE;
}
