/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How a group of sockets looks, table and JSON. */
#ifndef VIEW_GROUPS_H
#define VIEW_GROUPS_H

#include "view/view.h"

extern const struct view_key view_groups_keys[30];

#endif
