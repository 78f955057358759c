/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How a socket looks, table and JSON. */
#ifndef VIEW_SOCKETS_H
#define VIEW_SOCKETS_H

#include "view/view.h"

extern const struct view_key view_sockets_keys[44];

#endif
