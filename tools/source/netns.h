/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Moves the command into another network namespace. */
#ifndef SOURCE_NETNS_H
#define SOURCE_NETNS_H

int netns_enter(const char *name);

#endif
