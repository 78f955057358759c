/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers as text, for what is printed once a socket. */
#ifndef MODEL_DECIMAL_H
#define MODEL_DECIMAL_H

#include <linux/types.h>

/* Digits of the largest number. */
#define DECIMAL_MAX	20

char *decimal_put_long(char *to, __u64 number);

/**
 * decimal_put() - decimal_put_long(), at once for what has one digit
 * @to: as there
 * @number: the number
 *
 * Return: where the digits end.
 */
static inline char *decimal_put(char *to, __u64 number)
{
	if (number >= 10)
		return decimal_put_long(to, number);
	*to = '0' + number;
	return to + 1;
}

#endif
