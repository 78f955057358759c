// SPDX-License-Identifier: GPL-2.0-or-later
/* When two names are the same for somebody who types them. */
#include <ctype.h>
#include <string.h>

#include "array.h"
#include "explain/explain.h"

/* What nstat puts before a counter's name; longer ones first. */
static const char *const counter_prefixes[] = {
	"TcpExtTCP", "TcpExt", "IpExt", "Udp6", "Ip6", "Tcp", "Udp", "Ip",
};

/**
 * explain_fold() - make letters alike that mean the same in a name
 * @letter: as typed
 *
 * Return: lower case; one sign for all that parts words ("net/core/somaxconn",
 * "accept queue", "rx-usecs").
 */
char explain_fold(char letter)
{
	if (letter && strchr("-_./ ", letter))
		return '_';
	return tolower((unsigned char)letter);
}

/**
 * explain_same() - are two names the same?
 * @a: one
 * @a_len: its length
 * @b: the other
 * @b_len: its length
 *
 * Return: are they, but for case and for what parts their words?
 */
bool explain_same(const char *a, size_t a_len, const char *b, size_t b_len)
{
	if (a_len != b_len)
		return false;
	for (size_t i = 0; i < a_len; i++)
		if (explain_fold(a[i]) != explain_fold(b[i]))
			return false;
	return true;
}

static size_t counter_prefix(const char *name, unsigned int number)
{
	for (size_t i = 0; i < ARRAY_SIZE(counter_prefixes); i++) {
		size_t len = strlen(counter_prefixes[i]);

		if (!strncmp(name, counter_prefixes[i], len) && name[len] &&
		    !number--)
			return len;
	}
	return 0;
}

/**
 * explain_prefix() - what people leave out at the beginning of a name
 * @kind: of the entry
 * @name: its name
 * @number: which of the ways to leave something out, from 0
 *
 * Return: how many letters, 0 = there is no such way.
 */
size_t explain_prefix(enum explain_kind kind, const char *name,
		      unsigned int number)
{
	const char *dot = name;

	if (kind == EXPLAIN_COUNTER)
		return counter_prefix(name, number);
	if (kind != EXPLAIN_SYSCTL && kind != EXPLAIN_SOFTNET &&
	    kind != EXPLAIN_GAUGE)
		return 0;
	for (;;) {
		dot = strchr(dot, '.');
		if (!dot)
			return 0;
		dot++;
		if (!number--)
			return dot - name;
	}
}
