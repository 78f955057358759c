// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Numbers as text. A table of a million sockets has ten million of them, and
 * printf() takes ten times as long.
 */
#include "model/decimal.h"

/**
 * decimal_put() - a number in decimal digits
 * @to: gets them, no more than DECIMAL_MAX, and nothing after them
 * @number: the number
 *
 * Return: where they end.
 */
char *decimal_put(char *to, __u64 number)
{
	unsigned int digits = 1;
	char *end;

	for (__u64 power = 10; digits < DECIMAL_MAX && number >= power;
	     power *= 10)
		digits++;
	end = to + digits;
	for (char *at = end; at > to; number /= 10)
		*--at = '0' + number % 10;
	return end;
}
