/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Length of an array. */
#ifndef ARRAY_H
#define ARRAY_H

#define ARRAY_SIZE(array)	(sizeof(array) / sizeof((array)[0]))

#endif
