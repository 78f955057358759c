// SPDX-License-Identifier: GPL-2.0-or-later
/* nettune sockets: every socket with its queues and how full they are. */
#include "cmd/sockets.h"

#include <errno.h>
#include <sys/socket.h>

#include "model/key.h"
#include "model/parse.h"

#define STATE(state)	(1U << NT_STATE_ ## state)

/* What ss shows when no states are asked for. */
#define STATES_DEFAULT	(NT_STATES_ALL & ~(STATE(LISTEN) | STATE(CLOSE) | \
					   STATE(TIME_WAIT) | STATE(SYN_RECV)))

#define PROTOCOLS_DEFAULT	(NETTUNE_PROTOCOL_TCP | NETTUNE_PROTOCOL_UDP)

#define MAX_GROUPS_DEFAULT	1024

#define FALLBACK_NOTE \
	"reading sock_diag and /proc: SYN queues and socket flags are unknown"

enum {
	OPT_TOP = CMD_FILTER_LAST + 1,
	OPT_BY,
	OPT_GROUP_BY,
	OPT_HISTOGRAM,
	OPT_MAX_GROUPS,
};

static const struct cmd_option options[] = {
	{ OPT_TOP, "top", "K", "only the K with the highest values" },
	{ OPT_BY, "by", "KEY",
	  "... of rmem (if left out), wmem, accept, syn,\n"
	  "recvq, sendq, backlog, drops, retrans" },
	{ 's', "summary", NULL, "add all up instead of showing each" },
	{ OPT_GROUP_BY, "group-by", "KEY",
	  "... in groups: port, listener, state, cgroup,\n"
	  "uid, netns, protocol, none" },
	{ OPT_HISTOGRAM, "histogram", NULL, "... and draw how many are how full" },
	{ OPT_MAX_GROUPS, "max-groups", "N", "groups that are told apart (1024)" },
	{ 'p', "processes", NULL,
	  "the process that has it open, of several the\n"
	  "one that was started first" },
	{ 'm', "memory", NULL, "... with its memory, as ss -m has it" },
	{ 'e', "extended", NULL, "... user, inode, cookie, mark and cgroup" },
	{ 'i', "info", NULL,
	  "... round-trip time (ms), congestion window,\n"
	  "segment size, retransmissions, bytes not sent\n"
	  "and not acknowledged" },
	{ 'o', "columns", "NAMES",
	  "these columns only, after a \"+\" in addition:\n"
	  "netid,state,recvq,sendq,local,peer,rmem%,\n"
	  "wmem%,acceptq,synq,drops,rmem,wmem,backlog,\n"
	  "retrans,rtt,cwnd,mss,unsent,unacked,skmem,uid,\n"
	  "inode,cookie,mark,device,cgroup,netns,process\n"
	  "(ss's -o, timers, is not there)" },
	{ 'n', "numeric", NULL, "accepted for ss's sake: no name is looked up" },
	{ 'O', "oneline", NULL, "accepted for ss's sake: a socket is a line" },
	{ 'r', "resolve", NULL, "refused: addresses are shown as numbers" },
	{ 'H', "no-headings", NULL, "no headings above the table" },
	{ 0 }
};

#define COLUMNS_OWNER	(VIEW_OPTION_UID | VIEW_OPTION_INODE | \
			 VIEW_OPTION_COOKIE | VIEW_OPTION_MARK | \
			 VIEW_OPTION_CGROUP)
#define COLUMNS_TCP	(VIEW_OPTION_RTT | VIEW_OPTION_CWND | VIEW_OPTION_MSS | \
			 VIEW_OPTION_RETRANS | VIEW_OPTION_UNSENT | \
			 VIEW_OPTION_UNACKED)

static int choose_columns(const char *list, __u32 *columns)
{
	struct view_options chosen = { .columns = *columns };
	int err = view_choose(&view_sockets, list, &chosen);

	*columns = chosen.columns;
	return err;
}

static int set_group_by(struct sockets_params *params, const char *value)
{
	int group_by = model_group_by_parse(value);

	if (group_by < 0)
		return group_by;
	params->sum.group_by = group_by;
	params->summary = true;
	return 0;
}

static int set_option(void *arg, int id, const char *value)
{
	struct sockets_params *params = arg;

	if (cmd_filter_has(id))
		return cmd_filter_set(&params->filter, id, value);
	switch (id) {
	case OPT_TOP:
		return parse_u32(value, 1, NETTUNE_LIMIT_MAX, &params->limit);
	case OPT_BY:
		return model_key_parse(value, &params->order);
	case 's':
		params->summary = true;
		break;
	case OPT_GROUP_BY:
		return set_group_by(params, value);
	case OPT_HISTOGRAM:
		params->sum.histograms = true;
		params->summary = true;
		break;
	case OPT_MAX_GROUPS:
		params->summary = true;
		return parse_u32(value, 1, NETTUNE_GROUPS_MAX,
				 &params->sum.max_groups);
	case 'p':
		params->columns |= VIEW_OPTION_PROCESS;
		break;
	case 'm':
		params->columns |= VIEW_OPTION_SKMEM;
		break;
	case 'e':
		params->columns |= COLUMNS_OWNER;
		break;
	case 'i':
		params->columns |= COLUMNS_TCP;
		break;
	case 'o':
		params->chosen = value;
		return choose_columns(value, &params->columns);
	case 'r':
		params->resolve = true;
		break;
	case 'H':
		params->no_headings = true;
		break;
	}
	return 0;
}

/* Options that make no sense together. */
static int check_options(const struct cmd_ctx *ctx,
			 const struct sockets_params *params)
{
	const char *problem = NULL;

	if (params->order && !params->limit)
		problem = "--by needs --top";
	else if (params->summary && params->limit)
		problem = "--top shows sockets, --summary adds them up: not both";
	else if (params->summary && params->columns)
		problem = "columns are of sockets, --summary adds them up: not both";
	else if (params->resolve)
		problem = "names of hosts are not looked up: not -r";
	else if (ctx->all_netns && ctx->netns)
		problem = "-N is one namespace, --all-netns every one: not both";
	else if (ctx->all_netns && params->filter.ifname)
		problem = "--ifname is a device of one namespace: not with --all-netns";
	if (!problem)
		return 0;
	cmd_say(NULL, "%s (see 'nettune %s --help')", problem, ctx->command);
	return -EINVAL;
}

/* Values that only a column of their own, or a group of values, shows. */
static const struct key_needs {
	__u32	group;
	__u32	column;
} key_needs[NETTUNE_KEY_MAX + 1] = {
	[NETTUNE_KEY_RMEM_ALLOC] = { 0, VIEW_OPTION_RMEM },
	[NETTUNE_KEY_WMEM_USED] = { 0, VIEW_OPTION_WMEM },
	[NETTUNE_KEY_BACKLOG] = { 0, VIEW_OPTION_BACKLOG },
	[NETTUNE_KEY_RETRANS] = { NETTUNE_GROUP_TCP, VIEW_OPTION_RETRANS },
};

static struct key_needs find_needs(const struct source_query *query)
{
	const struct nt_filter *filter = &query->filter;
	__u32 keys = query->expr ? expr_keys(query->expr) : 0;
	struct key_needs needs = key_needs[query->order];

	for (__u32 i = 0; i < filter->nr_minimums; i++)
		keys |= 1U << filter->minimums[i].key;
	for (__u32 key = 1; key <= NETTUNE_KEY_MAX; key++) {
		if (!(keys & 1U << key))
			continue;
		needs.group |= key_needs[key].group;
		needs.column |= key_needs[key].column;
	}
	return needs;
}

/* Who looks for what is full must not miss it where ss does not look. */
static __u32 default_states(const struct sockets_params *params)
{
	return params->summary || params->limit ||
	       params->filter.filter.nr_minimums ||
	       expr_keys(&params->filter.expr) ? NT_STATES_ALL :
						 STATES_DEFAULT;
}

static __u32 default_protocols(const struct sockets_params *params)
{
	return params->filter.expr.family == AF_UNIX ? MODEL_PROTOCOL_UNIX :
						       PROTOCOLS_DEFAULT;
}

/* What the columns show is what the source must tell. */
static void ask_for_columns(__u32 columns, struct source_query *query)
{
	if (columns & COLUMNS_OWNER)
		query->groups |= NETTUNE_GROUP_OWNER;
	if (columns & VIEW_OPTION_COOKIE)
		query->groups |= NETTUNE_GROUP_COOKIE;
	if (columns & COLUMNS_TCP)
		query->groups |= NETTUNE_GROUP_TCP;
	if (columns & VIEW_OPTION_CGROUP)
		query->resolve |= SOURCE_RESOLVE_CGROUP;
	if (columns & VIEW_OPTION_PROCESS)
		query->resolve |= SOURCE_RESOLVE_PROCESS;
}

static int make_query(const struct cmd_ctx *ctx, const struct source *src,
		      struct sockets_params *params,
		      struct source_query *query)
{
	struct nt_filter *filter = &query->filter;
	int err;

	*query = (struct source_query) {
		.all_netns = ctx->all_netns,
		.groups = NETTUNE_GROUP_MEM | NETTUNE_GROUP_LISTENER,
		.order = params->limit ? params->order ?: NETTUNE_KEY_RMEM : 0,
		.limit = params->limit,
		.resolve = SOURCE_RESOLVE_DEVICE,
	};
	err = cmd_filter_finish(ctx, src, &params->filter, filter);
	if (err)
		return err;
	if (src->ops->unknown_keys & 1U << query->order) {
		cmd_say(ctx, "--by: %s", CMD_ONLY_MODULE_KNOWS);
		return -EOPNOTSUPP;
	}
	filter->protocols = filter->protocols ?: default_protocols(params);
	filter->states = filter->states ?: default_states(params);
	query->groups |= find_needs(query).group;
	if (ctx->json) {
		query->groups |= NETTUNE_GROUP_OWNER | NETTUNE_GROUP_COOKIE;
		query->resolve |= SOURCE_RESOLVE_CGROUP;
	}
	ask_for_columns(params->columns, query);
	/* Who asks for them by name wants them even so. */
	query->lock = query->groups & NETTUNE_GROUP_TCP;
	return cmd_filter_bind(ctx, src, &params->filter, query);
}

/* From the source to the view. */
struct pipe {
	struct view	view;
	__u32		netns;
	const __u32	*somaxconn;
	int		view_err;
};

static int show_socket(struct model_sock *sock, void *arg)
{
	const struct nt_snap *snap = &sock->snap;
	struct pipe *pipe = arg;

	/* Each namespace has a limit of its own; ours is known. */
	if (snap->has & NT_HAS_ACCEPT && snap->id.netns == pipe->netns)
		sock->limit_from = model_limit_from(snap->listener.accept_max,
						    pipe->somaxconn);
	pipe->view_err = view_add(&pipe->view, sock);
	return pipe->view_err;
}

static int show_sockets(const struct cmd_ctx *ctx, struct source *src,
			const struct source_query *query,
			const struct sockets_params *params)
{
	struct pipe pipe = { .netns = src->netns };
	struct view_options view_options;
	__u32 somaxconn;
	int err, end_err;

	if (source_somaxconn(src, &somaxconn))
		pipe.somaxconn = &somaxconn;
	cmd_view_options(ctx, &view_options);
	view_options.headings = !params->no_headings;
	view_options.columns = find_needs(query).column | params->columns |
			       (query->all_netns ? VIEW_OPTION_NETNS : 0) |
			       (query->resolve & SOURCE_RESOLVE_PROCESS ?
				VIEW_OPTION_PROCESS : 0);
	view_options.whole = params->chosen;
	if (params->chosen)
		view_choose(&view_sockets, params->chosen, &view_options);

	err = view_open(&pipe.view, &view_sockets, &view_options);
	if (err)
		return cmd_report(ctx, src, 0, err);
	err = source_sockets(src, query, show_socket, &pipe);
	end_err = view_close(&pipe.view);
	cmd_note_hidden(src);
	return cmd_report(ctx, src, err, pipe.view_err ?: end_err);
}

static int show(const struct cmd_ctx *ctx, struct source *src, void *arg)
{
	struct sockets_params *params = arg;
	struct source_query query;
	int unknown, status;

	unknown = make_query(ctx, src, params, &query);
	if (unknown < 0)
		return CMD_FAILED;
	if (!params->sum.max_groups)
		params->sum.max_groups = MAX_GROUPS_DEFAULT;
	status = params->summary ? sockets_summary(ctx, src, &query, params) :
				   show_sockets(ctx, src, &query, params);
	if (status != CMD_FAILED && cmd_note_untold(src))
		status = CMD_PARTLY;
	return cmd_filter_status(status, unknown);
}

/*
 * Only sock_diag knows who chose a port, and what mark a connection in TIME_WAIT
 * or SYN_RECV has: it is asked, unless told whom, or what it does not know.
 */
static void prefer_diag(const struct sockets_params *params,
			struct cmd_ctx *ctx)
{
	const struct expr *expr = &params->filter.expr;

	if (ctx->source == SOURCE_AUTO && !ctx->from &&
	    expr_needs(expr) & (EXPR_NEEDS_AUTOBOUND | EXPR_NEEDS_MARK) &&
	    !(expr_keys(expr) & SOURCE_DIAG_UNKNOWN_KEYS))
		ctx->source = SOURCE_DIAG;
}

static int run(const struct cmd_ctx *ctx, const void *params, int argc,
	       char **argv)
{
	struct sockets_params wanted = *(const struct sockets_params *)params;
	struct cmd_ctx where = *ctx;
	int status;

	if (check_options(ctx, params))
		return CMD_USAGE;
	status = cmd_filter_words(ctx, &wanted.filter, argc, argv);
	if (status)
		return status == -EINVAL ? CMD_USAGE : CMD_FAILED;
	prefer_diag(&wanted, &where);
	return cmd_with_source(&where, FALLBACK_NOTE, show, &wanted);
}

const struct cmd cmd_sockets = {
	.name = "sockets",
	.arguments = "[FILTER]",
	.summary = "show sockets, their queues and how full they are",
	.notes = cmd_filter_notes,
	.shared = cmd_filter_options,
	.options = options,
	.params_size = sizeof(struct sockets_params),
	.replays = true,
	.set = set_option,
	.run = run,
};
