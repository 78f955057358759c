// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Numbers as text. A table of a million sockets has ten million of them, and
 * printf() takes ten times as long.
 */
#include "model/decimal.h"

/**
 * decimal_put_long() - a number in decimal digits
 * @to: gets them, no more than DECIMAL_MAX, and nothing after them
 * @number: the number
 *
 * Return: where they end.
 */
char *decimal_put_long(char *to, __u64 number)
{
	unsigned int digits = 1;
	char *end, *at;

	for (__u64 power = 10; digits < DECIMAL_MAX && number >= power;
	     power *= 10)
		digits++;
	end = to + digits;
	for (at = end; number >= 10; number /= 100) {
		const unsigned int pair = number % 100;

		*--at = '0' + pair % 10;
		*--at = '0' + pair / 10;
	}
	if (at > to)
		*to = '0' + number;
	return end;
}
