// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Numbers as text. A table of a million sockets has ten million of them, and
 * printf() takes ten times as long.
 */
#include "model/decimal.h"

#include <string.h>

/* Of 0 to 99, both digits of each. */
static const char pairs[] =
	"00010203040506070809101112131415161718192021222324"
	"25262728293031323334353637383940414243444546474849"
	"50515253545556575859606162636465666768697071727374"
	"75767778798081828384858687888990919293949596979899";

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
		at -= 2;
		memcpy(at, pairs + 2 * (number % 100), 2);
	}
	if (at > to)
		*to = '0' + number;
	return end;
}
