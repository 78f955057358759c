// SPDX-License-Identifier: GPL-2.0-or-later
/* nettune listeners: how full their queues are, and who has set the limits. */
#include <errno.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "cmd/filter.h"

#define FALLBACK_NOTE \
	"reading sock_diag and /proc: SYN queues are unknown"

#define COLUMNS		"local,acceptq,accept%,synq,drops,limit-from,process"
#define COLUMNS_NETNS	COLUMNS ",netns"

/**
 * struct listeners_params - the options
 * @filter: which listeners
 * @chosen: names of the columns, NULL = the usual ones
 * @no_headings: -H
 */
struct listeners_params {
	struct cmd_filter	filter;
	const char		*chosen;
	bool			no_headings;
};

static const struct cmd_option options[] = {
	{ 'o', "columns", "NAMES", "these columns only, as for 'sockets'" },
	{ 'n', "numeric", NULL, "accepted for ss's sake: no name is looked up" },
	{ 'p', "processes", NULL, "accepted for ss's sake: they are always shown" },
	{ 'H', "no-headings", NULL, "no headings above the table" },
	{ 0 }
};

static int set_option(void *arg, int id, const char *value)
{
	struct listeners_params *params = arg;
	struct view_options chosen = { 0 };

	if (cmd_filter_has(id))
		return cmd_filter_set(&params->filter, id, value);
	switch (id) {
	case 'o':
		params->chosen = value;
		return view_choose(&view_sockets, value, &chosen);
	case 'H':
		params->no_headings = true;
		break;
	}
	return 0;
}

/* A listener, with its own copies of what others only lend. */
struct row {
	struct model_sock	sock;
	char			ifname[IF_NAMESIZE];
	char			*cgroup;
};

/**
 * struct list - all listeners, until they can be sorted
 * @rows: the listeners
 * @count: how many
 * @room: for how many
 * @netns: the namespace whose somaxconn is known
 * @somaxconn: it, 0 = not known
 */
struct list {
	struct row	*rows;
	size_t		count;
	size_t		room;
	__u32		netns;
	__u32		somaxconn;
};

static int make_room(struct list *list)
{
	size_t room = list->room ? 2 * list->room : 64;
	struct row *rows;

	if (list->count < list->room)
		return 0;
	rows = reallocarray(list->rows, room, sizeof(*rows));
	if (!rows)
		return -ENOMEM;
	list->rows = rows;
	list->room = room;
	return 0;
}

static int take_listener(struct model_sock *sock, void *arg)
{
	struct list *list = arg;
	struct row *row;
	int err = make_room(list);

	if (err)
		return err;
	row = &list->rows[list->count];
	*row = (struct row) { .sock = *sock };
	if (sock->ifname)
		snprintf(row->ifname, sizeof(row->ifname), "%s", sock->ifname);
	if (sock->cgroup) {
		row->cgroup = strdup(sock->cgroup);
		if (!row->cgroup)
			return -ENOMEM;
	}
	list->count++;
	return 0;
}

/* The fuller of its two queues. */
static __u32 fullness(const struct nt_snap *snap)
{
	__u32 accept = 0, syn = 0;

	nt_key_value(snap, NETTUNE_KEY_ACCEPT, &accept);
	nt_key_value(snap, NETTUNE_KEY_SYN, &syn);
	return accept > syn ? accept : syn;
}

/* The fullest first, then who has lost most, then by port. */
static int compare_rows(const void *left, const void *right)
{
	const struct nt_snap *a = &((const struct row *)left)->sock.snap;
	const struct nt_snap *b = &((const struct row *)right)->sock.snap;

	if (fullness(a) != fullness(b))
		return fullness(a) < fullness(b) ? 1 : -1;
	if (a->mem.drops != b->mem.drops)
		return a->mem.drops < b->mem.drops ? 1 : -1;
	return memcmp(&a->id.sport, &b->id.sport, sizeof(a->id.sport));
}

/* Each namespace has a somaxconn of its own; of others it is not known. */
static void judge(const struct list *list, struct model_sock *sock)
{
	bool known = list->somaxconn && sock->snap.id.netns == list->netns &&
		     sock->snap.has & NT_HAS_ACCEPT;
	const __u32 *somaxconn = known ? &list->somaxconn : NULL;
	__u32 max = sock->snap.listener.accept_max;

	sock->somaxconn = known ? list->somaxconn : 0;
	sock->limit = model_limit(max, somaxconn);
	sock->limit_from = model_limit_from(max, somaxconn);
}

static int show_rows(struct view *view, struct list *list, unsigned int *old)
{
	int err = 0;

	for (size_t i = 0; i < list->count && !err; i++) {
		struct row *row = &list->rows[i];

		row->sock.ifname = *row->ifname ? row->ifname : NULL;
		row->sock.cgroup = row->cgroup;
		judge(list, &row->sock);
		*old += row->sock.limit == MODEL_LIMIT_OLD;
		err = view_add(view, &row->sock);
	}
	return err;
}

static int show_list(const struct cmd_ctx *ctx,
		     const struct listeners_params *params, struct list *list)
{
	struct view_options view_options;
	unsigned int old = 0;
	struct view view;
	int err, end_err;

	cmd_view_options(ctx, &view_options);
	view_options.headings = !params->no_headings;
	view_options.whole = params->chosen;
	view_choose(&view_sockets, params->chosen ?:
		    ctx->all_netns ? COLUMNS_NETNS : COLUMNS, &view_options);
	err = view_open(&view, &view_sockets, &view_options);
	if (err)
		return err;
	if (list->count)
		qsort(list->rows, list->count, sizeof(*list->rows),
		      compare_rows);
	err = show_rows(&view, list, &old);
	end_err = view_close(&view);
	if (old && !ctx->json)
		cmd_say(NULL, "note: %u listener%s a limit from before %s %u (%s)", old,
			old == 1 ? " has" : "s have",
			"somaxconn was lowered to", list->somaxconn,
			"restart them for it to take effect");
	return err ?: end_err;
}

static void free_list(struct list *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->rows[i].cgroup);
	free(list->rows);
}

/* Of every protocol that has them, TCP unless told. */
static int make_query(const struct cmd_ctx *ctx, const struct source *src,
		      struct listeners_params *params,
		      struct source_query *query)
{
	struct nt_filter *filter = &query->filter;
	int err;

	*query = (struct source_query) {
		.all_netns = ctx->all_netns,
		.groups = NETTUNE_GROUP_MEM | NETTUNE_GROUP_LISTENER |
			  NETTUNE_GROUP_OWNER,
		.resolve = SOURCE_RESOLVE_DEVICE | SOURCE_RESOLVE_PROCESS,
	};
	err = cmd_filter_finish(ctx, src, &params->filter, filter);
	if (err)
		return err;
	if (!filter->protocols)
		filter->protocols = params->filter.expr.family == AF_UNIX ?
				    MODEL_PROTOCOL_UNIX : NETTUNE_PROTOCOL_TCP;
	if (ctx->json)
		query->groups |= NETTUNE_GROUP_COOKIE;
	if (ctx->json || params->chosen)
		query->resolve |= SOURCE_RESOLVE_CGROUP;
	err = cmd_filter_bind(ctx, src, &params->filter, query);
	filter->states = 1U << NT_STATE_LISTEN;
	return err;
}

static int show(const struct cmd_ctx *ctx, struct source *src, void *arg)
{
	struct listeners_params *params = arg;
	struct list list = { .netns = src->netns };
	struct source_query query;
	int unknown, err, view_err = 0;

	unknown = make_query(ctx, src, params, &query);
	if (unknown < 0)
		return CMD_FAILED;
	if (!source_somaxconn(src, &list.somaxconn))
		list.somaxconn = 0;
	err = source_sockets(src, &query, take_listener, &list);
	if (!err)
		view_err = show_list(ctx, params, &list);
	free_list(&list);
	cmd_note_hidden(src);
	return cmd_filter_status(cmd_report(ctx, src, err, view_err), unknown);
}

static int run(const struct cmd_ctx *ctx, const void *params, int argc,
	       char **argv)
{
	struct listeners_params wanted =
		*(const struct listeners_params *)params;
	int status;

	status = cmd_filter_words(ctx, &wanted.filter, argc, argv);
	if (status)
		return status == -EINVAL ? CMD_USAGE : CMD_FAILED;
	if (ctx->all_netns && ctx->netns) {
		cmd_say(NULL, "%s (see 'nettune %s --help')",
			"-N is one namespace, --all-netns every one: not both",
			ctx->command);
		return CMD_USAGE;
	}
	return cmd_with_source(ctx, FALLBACK_NOTE, show, &wanted);
}

const struct cmd cmd_listeners = {
	.name = "listeners",
	.arguments = "[FILTER]",
	.summary = "show listeners, the fullest first, and what limits their queues",
	.notes = cmd_filter_notes,
	.shared = cmd_filter_options,
	.options = options,
	.params_size = sizeof(struct listeners_params),
	.replays = true,
	.set = set_option,
	.run = run,
};
