// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Ends connections that take too long. libmicrohttpd ends only those that are
 * silent: a few that send byte by byte would keep everybody else out.
 */
#include "cmd/prometheus_due.h"

#include <limits.h>
#include <stddef.h>
#include <sys/socket.h>

#define NEVER	(~0ULL)

/* NULL finds room. Return: where it is, or DUE_MAX. */
static size_t find(const struct due_table *table, const void *who)
{
	size_t i = 0;

	while (i < DUE_MAX && table->slots[i].who != who)
		i++;
	return i;
}

/**
 * due_begin() - there is one more
 * @table: what there is; if it is full, nothing is done
 * @who: whose it is, not NULL
 * @fd: its socket, open until due_end()
 * @due_ns: when it is to be ended, below the highest value
 */
void due_begin(struct due_table *table, const void *who, int fd, __u64 due_ns)
{
	size_t at = find(table, NULL);

	if (at == DUE_MAX)
		return;
	table->slots[at].who = who;
	table->slots[at].fd = fd;
	table->slots[at].due_ns = due_ns;
}

/**
 * due_renew() - it has done what it had to
 * @table: what there is
 * @who: whose it is; unknown, or ended by due_cut(): nothing is done
 * @due_ns: when it is to be ended now
 */
void due_renew(struct due_table *table, const void *who, __u64 due_ns)
{
	size_t at = find(table, who);

	if (at < DUE_MAX && table->slots[at].due_ns != NEVER)
		table->slots[at].due_ns = due_ns;
}

/**
 * due_end() - it is no more
 * @table: what there is
 * @who: whose it was; unknown: nothing is done
 */
void due_end(struct due_table *table, const void *who)
{
	size_t at = find(table, who);

	if (at < DUE_MAX)
		table->slots[at].who = NULL;
}

/**
 * due_wait_ms() - how long nothing is due
 * @table: what there is
 * @now_ns: the time
 *
 * Return: milliseconds, rounded up; -1 = for ever.
 */
int due_wait_ms(const struct due_table *table, __u64 now_ns)
{
	__u64 first = NEVER, ms;

	for (size_t i = 0; i < DUE_MAX; i++)
		if (table->slots[i].who && table->slots[i].due_ns < first)
			first = table->slots[i].due_ns;
	if (first == NEVER)
		return -1;
	ms = first > now_ns ? (first - now_ns - 1) / 1000000 + 1 : 0;
	return ms > INT_MAX ? INT_MAX : (int)ms;
}

/**
 * due_cut() - end those that take too long
 * @table: what there is; they stay in it until due_end()
 * @now_ns: the time
 *
 * Who reads from the socket sees its end.
 */
void due_cut(struct due_table *table, __u64 now_ns)
{
	for (size_t i = 0; i < DUE_MAX; i++) {
		if (!table->slots[i].who || table->slots[i].due_ns > now_ns)
			continue;
		shutdown(table->slots[i].fd, SHUT_RDWR);
		table->slots[i].due_ns = NEVER;
	}
}
