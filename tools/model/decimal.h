/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers as text, for what is printed once a socket. */
#ifndef MODEL_DECIMAL_H
#define MODEL_DECIMAL_H

#include <linux/types.h>

/* Digits of the largest number. */
#define DECIMAL_MAX	20

char *decimal_put(char *to, __u64 number);

#endif
