/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What sources and those who ask them for sockets share. */
#ifndef SOURCE_SOCKETS_H
#define SOURCE_SOCKETS_H

#include "source/source.h"

static inline bool source_wants_unix(const struct source_query *query)
{
	return query->filter.protocols & MODEL_PROTOCOL_UNIX;
}

/* ... those of IP of which the source tells? */
static inline bool source_wants_ip(const struct source *src,
				   const struct source_query *query)
{
	return query->filter.protocols & NT_PROTOCOLS_ALL & ~src->lacks;
}

/* ... those that only sock_diag knows, whichever the source is? */
static inline bool source_wants_beside(const struct source *src,
				       const struct source_query *query)
{
	return source_wants_unix(query) || query->filter.protocols & src->lacks;
}

/* Must the expression still be evaluated? */
static inline bool source_has_rest(const struct source_query *query)
{
	return query->expr && !query->exact;
}

/* ... and is that possible only once the process is known? */
static inline bool source_by_process(const struct source_query *query)
{
	return source_has_rest(query) &&
	       expr_needs(query->expr) & EXPR_NEEDS_PROCESS;
}

/* names.c */
const char *source_device(struct source *src, unsigned int ifindex);
const char *source_cgroup(struct source *src, __u64 id);

/* sockets.c */
int source_read_beside(struct source *src, const struct source_query *query,
		       source_sock_fn fn, void *arg);
int source_read_sockets(struct source *src, const struct source_query *query,
			source_sock_fn fn, void *arg);
int source_read_owned(struct source *src, const struct source_query *query,
		      source_sock_fn fn, void *arg);

#endif
