// SPDX-License-Identifier: GPL-2.0-or-later
/* Specs: what to make, and what was made of it. */
#include <errno.h>
#include <linux/sock_diag.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "load.h"

static const struct kind kinds[] = {
	{ "accept", "accept=N[:C[:X]]",
	  "listen(N), C connections never accepted (default: all that fit, N+1),\n"
	  "then X further SYNs that are dropped, and retried, for want of room",
	  make_accept, 1, 3, { 1 << 16, 1 << 16, 4096 } },
	{ "syn", "syn=N:M",
	  "listen(N) and M SYNs whose SYN-ACKs nobody answers, through a TUN\n"
	  "device in 198.18.0.0/15 or 2001:2::/48; needs CAP_NET_ADMIN",
	  make_syn, 2, 2, { 1 << 16, 60000 } },
	{ "unread", "unread=B", "a connection whose receiver has B unread bytes",
	  make_unread, 1, 1, { 256 << 20 } },
	{ "stuck", "stuck[=S]",
	  "a connection whose receiver never reads and whose sender cannot send\n"
	  "any more; S is the sender's SO_SNDBUF",
	  make_stuck, 0, 1, { 256 << 20 } },
	{ "udp", "udp=D[:SIZE]",
	  "a UDP socket that has dropped exactly D datagrams of SIZE bytes",
	  make_udp, 1, 2, { 1 << 20, 65507 } },
	{ "udpidle", "udpidle=N", "N bound UDP sockets",
	  make_udpidle, 1, 1, { 1 << 20 } },
	{ "udpshare", "udpshare=N[:M]",
	  "N UDP sockets on one port (SO_REUSEPORT), and M that all the time come\n"
	  "to it from another port and go",
	  make_udpshare, 1, 2, { 1 << 16, 1024 } },
	{ "idle", "idle=N", "N established connections, 2N sockets",
	  make_idle, 1, 1, { 1 << 20 } },
	{ "timewait", "timewait=N", "N sockets in TIME_WAIT, for the 60 s that it lasts",
	  make_timewait, 1, 1, { 1 << 20 } },
	{ "closewait", "closewait=N", "N sockets in CLOSE_WAIT (and N in FIN_WAIT2)",
	  make_closewait, 1, 1, { 1 << 19 } },
	{ "raw", "raw=N", "N raw sockets (ICMP), and one that is connected; needs CAP_NET_RAW",
	  make_raw, 1, 1, { 1 << 10 } },
	{ "unix", "unix=N[:B]",
	  "a unix listen(N) with N+1 connections never accepted, a pair of stream\n"
	  "sockets with B unread bytes (default: 1000), and a pair of each other type",
	  make_unix, 1, 2, { 512, 65536 } },
	{ "churn", "churn=R",
	  "R connections a second (connect, accept, 1 byte, close) until the end",
	  make_churn, 1, 1, { 100000 } },
};

void spec_help(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		const char *line = kinds[i].help;
		const char *name = kinds[i].usage;
		size_t len;

		while (*line) {
			len = strcspn(line, "\n");
			printf("  %-18s%.*s\n", name, (int)len, line);
			line += len + (line[len] == '\n');
			name = "";
		}
	}
}

/* Digits only: strtol() alone would take signs and spaces too. */
static bool number_parse(const char **text, long max, long *value)
{
	char *end;

	if (**text < '0' || **text > '9')
		return false;
	errno = 0;
	*value = strtol(*text, &end, 10);
	*text = end;
	return !errno && *value <= max;
}

static bool args_parse(struct spec *spec, const char *text)
{
	const struct kind *kind = spec->kind;

	while (*text) {
		if (*text++ != (spec->nr_args ? ':' : '='))
			return false;
		if (spec->nr_args == kind->max_args)
			return false;
		if (!number_parse(&text, kind->max[spec->nr_args], &spec->arg[spec->nr_args]))
			return false;
		spec->nr_args++;
	}
	return spec->nr_args >= kind->min_args;
}

bool spec_parse(struct spec *spec, int family, const char *text)
{
	size_t len = strcspn(text, "=");

	memset(spec, 0, sizeof(*spec));
	spec->family = family;
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		if (strlen(kinds[i].name) != len || strncmp(kinds[i].name, text, len))
			continue;
		spec->kind = &kinds[i];
		return args_parse(spec, text + len);
	}
	return false;
}

/* The caller may say more about it, until it keeps the next one. */
struct kept *spec_keep(struct spec *spec, const char *role, int fd)
{
	struct kept *kept;

	spec->kept = array_grow(spec->kept, spec->nr_kept, sizeof(*spec->kept));
	kept = &spec->kept[spec->nr_kept++];
	memset(kept, 0, sizeof(*kept));
	kept->role = role;
	kept->fd = fd;
	return kept;
}

struct kept *spec_keep_listener(struct spec *spec, int fd, struct listening l)
{
	struct kept *kept = spec_keep(spec, "listener", fd);

	kept->is_listener = true;
	kept->listening = l;
	return kept;
}

void spec_count(struct spec *spec, const char *name, long value)
{
	if (spec->nr_counts == SPEC_COUNTS)
		failx("count %s: no room", name);
	spec->counts[spec->nr_counts++] = (struct count){ name, value };
}

void spec_port(struct spec *spec, int port)
{
	spec->ports = array_grow(spec->ports, spec->nr_ports, sizeof(*spec->ports));
	spec->ports[spec->nr_ports++] = port;
}

/* Drops that grow with every retry never settle. */
static bool kept_same(struct kept *kept)
{
	struct reading was = kept->reading;
	struct reading *r = &kept->reading;

	reading_take(kept->fd, r);
	if (kept->drops_grow)
		was.mem[SK_MEMINFO_DROPS] = r->mem[SK_MEMINFO_DROPS];
	return !memcmp(&was, r, sizeof(was));
}

/* Read every socket again; NULL, or one that has changed. */
static const struct kept *specs_changed(struct spec *specs, size_t nr)
{
	const struct kept *changed = NULL;

	for (size_t i = 0; i < nr; i++)
		for (size_t j = 0; j < specs[i].nr_kept; j++)
			if (!kept_same(&specs[i].kept[j]))
				changed = &specs[i].kept[j];
	return changed;
}

/*
 * Delayed acks and freed buffers come a little later than the calls return. A
 * pass may take longer than SETTLE_MS, so the last two must agree too.
 */
void specs_settle(struct spec *specs, size_t nr)
{
	int64_t end = now_ms() + WAIT_MS;
	const struct kept *changed;
	int64_t since = now_ms();

	for (;;) {
		changed = specs_changed(specs, nr);
		if (changed)
			since = now_ms();
		else if (now_ms() - since >= SETTLE_MS)
			return;
		if (now_ms() > end)
			failx("settle: a %s still changes", changed ? changed->role : "socket");
		pause_ms(20);
	}
}
