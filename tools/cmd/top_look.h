/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the live screen asks the sources, again and again. */
#ifndef CMD_TOP_LOOK_H
#define CMD_TOP_LOOK_H

#include "model/screen.h"
#include "source/snapshot.h"
#include "view/top.h"

/**
 * struct top_owner - who has a socket open
 * @inode: the socket
 * @process: who, a pid of 0 = nobody was found
 */
struct top_owner {
	__u64				inode;
	struct nettune_sock_process	process;
};

/**
 * struct top_owners - those of the sockets that were looked at last
 * @known: by inode
 * @count: how many
 * @rest_until: until then nobody is looked for, seconds of CLOCK_MONOTONIC
 */
struct top_owners {
	struct top_owner	*known;
	size_t			count;
	double			rest_until;
};

/**
 * struct top_look - one look after the other
 * @src: open source
 * @filter: which sockets, as the options have it
 * @expr: and of those, as it was typed
 * @before: what rates are computed from
 * @last: what was found last; @has_before and @has_last tell whether
 * @owners: of its sockets
 * @files_until: until then descriptors are not counted again
 * @told: does the source tell processes?
 * @busy: called now and then during a look, with @arg: true = give up
 */
struct top_look {
	struct source		*src;
	struct nt_filter	filter;
	struct expr		expr;
	struct model_snapshot	before;
	struct model_snapshot	last;
	bool			has_before;
	bool			has_last;
	struct top_owners	owners;
	double			files_until;
	bool			told;
	bool			(*busy)(void *arg);
	void			*arg;
};

/* top_look.c */
double top_now(void);
int top_look_narrow(const struct top_look *look, struct expr *expr,
		    struct source_query *query, char *error, size_t size);
int top_look(struct top_look *look, const struct screen *screen,
	     unsigned int limit, struct top_data *data);
void top_look_free(struct top_look *look);
void top_data_free(struct top_data *data);

/* top_walk.c */
int top_walk(struct top_look *look, const struct screen *screen,
	     const struct source_query *query, struct model_snapshot *snapshot,
	     struct top_data *data);

/* top_owners.c */
int top_owners_tell(struct top_owners *owners, struct source *src,
		    struct model_socks *const *lists, size_t count);

#endif
