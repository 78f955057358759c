// SPDX-License-Identifier: GPL-2.0-or-later
/* Expressions of the filter language, from the command line or a file. */
#include "cmd/filter.h"

#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <netdb.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "memstream.h"
#include "source/file.h"
#include "source/proc.h"

/* For the help. */
const char cmd_filter_notes[] =
	"FILTER is what ss takes: [{state|exclude} STATE]... [EXPR], of\n"
	"  {src|dst} [=|!=] [FAMILY:]ADDRESS[/LENGTH][:PORT]   as in [::1]:80, 10/8\n"
	"  {sport|dport} [OP] [:]PORT   with = != < > <= >= or eq ne lt gt le ge\n"
	"  dev NAME, fwmark N[/MASK], cgroup PATH, autobound\n"
	"and besides\n"
	"  {rmem|wmem|recvq|sendq|backlog|drops|acceptq|synq|retrans} OP NUMBER\n"
	"    in bytes (64K), connections or packets, or percent of the limit (80%)\n"
	"  uid USER, comm NAME, netns NAME\n"
	"joined by and, or, not, and parentheses between blanks; \"and\" and \"or\"\n"
	"bind alike, from left to right. What is not known of a socket matches nothing.\n";

/* Lines that begin with "#" are for people. */
static int add_lines(FILE *from, FILE *to)
{
	char *line = NULL;
	size_t room = 0;

	while (getline(&line, &room, from) >= 0)
		if (*line != '#')
			fprintf(to, "%s ", line);
	free(line);
	return ferror(from) ? -EIO : 0;
}

static int add_file(const char *name, FILE *to)
{
	FILE *from = strcmp(name, "-") ? fopen(name, "re") : stdin;
	int err;

	if (!from)
		return -errno;
	err = add_lines(from, to);
	if (from != stdin)
		fclose(from);
	return err;
}

/* Words and lines as one text, as ss reads them. Return: to be freed, or NULL. */
static char *join(const struct cmd_ctx *ctx, const char *file, int argc,
		  char **argv)
{
	char *text = NULL;
	size_t len;
	FILE *to;
	int err;

	to = open_memstream(&text, &len);
	if (!to) {
		cmd_say(ctx, "%s", strerror(errno));
		return NULL;
	}
	for (int i = 0; i < argc; i++)
		fprintf(to, "%s ", argv[i]);
	err = file ? add_file(file, to) : 0;
	err = memstream_close(to, &text) ?: err;
	if (!err)
		return text;
	cmd_say(ctx, "filter '%s': %s", file ? file : "", strerror(-err));
	free(text);
	return NULL;
}

/* Does all that was chosen belong to one family? Then hosts do, too. */
static unsigned int family_of(const struct nt_filter *filter)
{
	if (filter->families == NETTUNE_FAMILY_INET)
		return AF_INET;
	if (filter->families == NETTUNE_FAMILY_INET6)
		return AF_INET6;
	return filter->protocols == MODEL_PROTOCOL_UNIX ? AF_UNIX : AF_UNSPEC;
}

/**
 * cmd_filter_words() - read the expression
 * @ctx: names the command
 * @filter: takes it
 * @argc: words in @argv
 * @argv: what is left of the command line
 *
 * Return: 0, or a negative errno after a message: -EINVAL for an expression
 * that makes no sense.
 */
int cmd_filter_words(const struct cmd_ctx *ctx, struct cmd_filter *filter,
		     int argc, char **argv)
{
	char error[2 * EXPR_WORD_MAX];
	char *text;
	int err;

	text = join(ctx, filter->file, argc, argv);
	if (!text)
		return -EIO;
	err = expr_parse(&filter->expr, text, family_of(&filter->filter),
			 error, sizeof(error));
	if (err)
		cmd_say(NULL, "filter: %s (see 'nettune %s --help')", error,
			ctx->command);
	free(text);
	return err;
}

/* Both protocols have services; one that differs between them is no port. */
static int find_service(const struct nt_filter *filter, const char *name,
			__u64 *port)
{
	const struct servent *service;
	int found = -1;

	if (filter->protocols & NETTUNE_PROTOCOL_TCP) {
		service = getservbyname(name, "tcp");
		found = service ? ntohs(service->s_port) : -1;
	}
	if (filter->protocols & NETTUNE_PROTOCOL_UDP) {
		service = getservbyname(name, "udp");
		if (service && found >= 0 && found != ntohs(service->s_port))
			return -ENOTUNIQ;
		found = service ? ntohs(service->s_port) : found;
	}
	*port = found;
	return found < 0 ? -ENOENT : 0;
}

static int find_user(const char *name, __u64 *uid)
{
	const struct passwd *user = getpwnam(name);

	if (!user)
		return -ENOENT;
	*uid = user->pw_uid;
	return 0;
}

static int find_device(const struct source *src, const char *name,
		       __u64 *ifindex)
{
	__u32 found;

	if (source_find_device(src, name, &found))
		return -ENOENT;
	*ifindex = found;
	return 0;
}

static int find_netns(const char *name, __u64 *inode)
{
	char path[PATH_MAX];
	struct stat stat_buf;

	snprintf(path, sizeof(path), "%s%s", strchr(name, '/') ? "" :
		 "/run/netns/", name);
	if (stat(path, &stat_buf))
		return -errno;
	*inode = stat_buf.st_ino;
	return 0;
}

/* What find_number() and find_hosts() have to know. */
struct finder {
	const struct source	*src;
	const struct nt_filter	*filter;
};

static int find_number(void *arg, enum expr_kind kind, const char *name,
		       __u64 *value)
{
	const struct finder *finder = arg;

	switch (kind) {
	case EXPR_DEVICE:
		return find_device(finder->src, name, value);
	case EXPR_CGROUP:
		return source_find_cgroup(finder->src, name, value);
	case EXPR_UID:
		return find_user(name, value);
	case EXPR_NETNS:
		return find_netns(name, value);
	case EXPR_SERVICE:
		return find_service(finder->filter, name, value);
	default:
		return -ENOENT;
	}
}

static void take_host(const struct addrinfo *from,
		      struct nettune_prefix *prefix)
{
	*prefix = (struct nettune_prefix) {
		.family = from->ai_family,
		.len = from->ai_family == AF_INET6 ? 128 : 32,
	};
	if (from->ai_family == AF_INET6)
		memcpy(prefix->addr, &((const struct sockaddr_in6 *)from->ai_addr)->sin6_addr, 16);
	else
		memcpy(prefix->addr, &((const struct sockaddr_in *)from->ai_addr)->sin_addr, 4);
}

static int find_hosts(void *arg, const char *name, unsigned int family,
		      struct nettune_prefix *prefixes, __u32 room)
{
	const struct addrinfo hints = {
		.ai_family = family, .ai_socktype = SOCK_STREAM,
	};
	struct addrinfo *list;
	__u32 found = 0;

	(void)arg;
	if (getaddrinfo(name, NULL, &hints, &list))
		return -ENOENT;
	for (struct addrinfo *at = list; at && found < room; at = at->ai_next)
		if (at->ai_family == AF_INET || at->ai_family == AF_INET6)
			take_host(at, &prefixes[found++]);
	freeaddrinfo(list);
	return found;
}

/* Values of which nobody here can tell anything match nothing. */
static bool note_unknown(const struct source *src,
			 const struct nt_filter *filter,
			 const struct expr *expr)
{
	if (src->ops->unknown_keys & expr_keys(expr)) {
		cmd_say(NULL, "note: the filter asks for values that are not known here: %s",
			CMD_ONLY_MODULE_KNOWS);
		return true;
	}
	/* Of a unix socket the name tells. */
	if (expr_needs(expr) & EXPR_NEEDS_AUTOBOUND && !src->ops->autobound &&
	    filter->protocols & NT_PROTOCOLS_ALL) {
		cmd_say(NULL, "note: 'autobound' goes by the port alone: %s (use --source diag)",
			"only sock_diag knows who chose it");
		return true;
	}
	return false;
}

/* Ports that the kernel chooses itself; @max is below @min if not known. */
static void find_port_range(const struct source *src, struct expr *expr)
{
	const struct model_fact *range = NULL;
	__u32 min = 1, max = 0;

	if (src->ops->replays)
		range = model_fact(&file_snapshot(src)->facts,
				   "net.ipv4.ip_local_port_range");
	else
		proc_port_range(src->proc_root, &min, &max);
	if (range && range->count == 2) {
		min = range->values[0];
		max = range->values[1];
	}
	expr->port_min = min;
	expr->port_max = max;
}

/**
 * cmd_filter_narrow() - find what an expression's names stand for, and what of
 *	it the source can be asked for
 * @src: open source, in the namespace that is looked at
 * @expr: what expr_parse() has read; used as long as @query is
 * @query: gets the expression; its filter, complete otherwise, is narrowed
 * @error: set to what is wrong, if something is
 * @size: bytes in @error
 *
 * Return: 0 or a negative errno.
 */
int cmd_filter_narrow(const struct source *src, struct expr *expr,
		      struct source_query *query, char *error, size_t size)
{
	struct finder finder = { .src = src, .filter = &query->filter };
	const struct expr_names names = {
		.number = find_number, .hosts = find_hosts, .arg = &finder,
	};
	int err = expr_bind(expr, &names, error, size);

	if (err)
		return err;
	find_port_range(src, expr);
	query->exact = expr_push(expr, &query->filter);
	query->expr = expr->nr_nodes ? expr : NULL;
	if (expr_needs(expr) & EXPR_NEEDS_OWNER)
		query->groups |= NETTUNE_GROUP_OWNER;
	if (expr_needs(expr) & EXPR_NEEDS_TCP)
		query->groups |= NETTUNE_GROUP_TCP;
	query->lock |= expr_needs(expr) & EXPR_NEEDS_TCP;
	if (expr_needs(expr) & EXPR_NEEDS_PROCESS)
		query->resolve |= SOURCE_RESOLVE_PROCESS;
	return 0;
}

/**
 * cmd_filter_bind() - cmd_filter_narrow() for the expression of the command line
 * @ctx: names the command
 * @src: open source, in the namespace that is looked at
 * @filter: what cmd_filter_words() has read
 * @query: gets the expression; its filter, complete otherwise, is narrowed
 *
 * Return: 0, 1 if the source does not know a value that is asked for, or a
 * negative errno; the latter two after a message.
 */
int cmd_filter_bind(const struct cmd_ctx *ctx, const struct source *src,
		    struct cmd_filter *filter, struct source_query *query)
{
	char error[2 * EXPR_WORD_MAX];
	int err;

	err = cmd_filter_narrow(src, &filter->expr, query, error,
				sizeof(error));
	if (err) {
		cmd_say(ctx, "filter: %s", error);
		return err;
	}
	return note_unknown(src, &query->filter, &filter->expr);
}

/**
 * cmd_filter_status() - the exit code, if a value was not known
 * @status: the exit code otherwise
 * @unknown: did cmd_filter_bind() return 1?
 *
 * Return: exit code.
 */
int cmd_filter_status(int status, bool unknown)
{
	return unknown && status == CMD_DONE ? CMD_PARTLY : status;
}
