// SPDX-License-Identifier: GPL-2.0-or-later
/* nettune sockets: every socket with its queues and how full they are. */
#include <errno.h>

#include "cmd/cmd.h"
#include "source/proc.h"

#define STATE(state)	(1U << NT_STATE_ ## state)

/* What ss shows when no states are asked for, and what -l adds up to. */
#define STATES_DEFAULT	(NT_STATES_ALL & ~(STATE(LISTEN) | STATE(CLOSE) | \
					   STATE(TIME_WAIT) | STATE(SYN_RECV)))
#define STATES_LISTEN	(STATE(LISTEN) | STATE(CLOSE))

#define PROTOCOLS_DEFAULT	(NETTUNE_PROTOCOL_TCP | NETTUNE_PROTOCOL_UDP)

#define FALLBACK_NOTE \
	"reading sock_diag and /proc: SYN queues and socket flags are unknown"

/* What was asked for; 0 = the default. */
struct params {
	__u32	protocols;
	__u32	families;
	__u32	states;
	bool	no_headings;
};

static const struct cmd_option options[] = {
	{ 't', "tcp", NULL, "TCP sockets" },
	{ 'u', "udp", NULL, "UDP sockets" },
	{ '4', "ipv4", NULL, "IPv4 sockets" },
	{ '6', "ipv6", NULL, "IPv6 sockets" },
	{ 'l', "listening", NULL, "listening sockets only" },
	{ 'a', "all", NULL, "sockets in every state" },
	{ 'n', "numeric", NULL, "accepted for ss's sake: names are never looked up" },
	{ 'H', "no-headings", NULL, "no headings above the table" },
	{ 0 }
};

static int set_option(void *arg, int id, const char *value)
{
	struct params *params = arg;

	(void)value;
	switch (id) {
	case 't':
		params->protocols |= NETTUNE_PROTOCOL_TCP;
		break;
	case 'u':
		params->protocols |= NETTUNE_PROTOCOL_UDP;
		break;
	case '4':
		params->families |= NETTUNE_FAMILY_INET;
		break;
	case '6':
		params->families |= NETTUNE_FAMILY_INET6;
		break;
	case 'l':
		params->states = STATES_LISTEN;
		break;
	case 'a':
		params->states = NT_STATES_ALL;
		break;
	case 'H':
		params->no_headings = true;
		break;
	}
	return 0;
}

static void make_query(const struct cmd_ctx *ctx, const struct params *params,
		       struct source_query *query)
{
	*query = (struct source_query) {
		.filter = {
			.protocols = params->protocols ?: PROTOCOLS_DEFAULT,
			.families = params->families ?: NT_FAMILIES_ALL,
			.states = params->states ?: STATES_DEFAULT,
		},
		.groups = NETTUNE_GROUP_MEM | NETTUNE_GROUP_LISTENER,
		.resolve = SOURCE_RESOLVE_DEVICE,
	};
	if (!ctx->json)
		return;
	query->groups |= NETTUNE_GROUP_OWNER | NETTUNE_GROUP_COOKIE;
	query->resolve = SOURCE_RESOLVE_CGROUP;
}

/* From the source to the view. */
struct pipe {
	struct view	view;
	const __u32	*somaxconn;
	int		view_err;
};

static int show_socket(struct model_sock *sock, void *arg)
{
	const struct nt_snap *snap = &sock->snap;
	struct pipe *pipe = arg;

	if (snap->has & NT_HAS_ACCEPT)
		sock->limit_from = model_limit_from(snap->listener.accept_max,
						    pipe->somaxconn);
	pipe->view_err = view_add(&pipe->view, sock);
	return pipe->view_err;
}

static int show_sockets(const struct cmd_ctx *ctx, struct source *src,
			const struct params *params)
{
	struct view_options view_options;
	struct source_query query;
	struct pipe pipe = { 0 };
	__u32 somaxconn;
	int err, end_err;

	if (!proc_sysctl(src->proc_root, "net/core/somaxconn", &somaxconn))
		pipe.somaxconn = &somaxconn;
	make_query(ctx, params, &query);
	cmd_view_options(ctx, &view_options);
	view_options.headings = !params->no_headings;

	err = view_open(&pipe.view, &view_sockets, &view_options);
	if (err)
		return cmd_report(ctx, src, 0, err);
	err = source_sockets(src, &query, show_socket, &pipe);
	end_err = view_close(&pipe.view);
	return cmd_report(ctx, src, err, pipe.view_err ?: end_err);
}

static int run(const struct cmd_ctx *ctx, const void *params, int argc,
	       char **argv)
{
	struct source src;
	int status;

	if (cmd_refuse_arguments(ctx, argc, argv))
		return CMD_USAGE;
	if (cmd_open_source(ctx, &src))
		return CMD_FAILED;
	cmd_note_fallback(&src, FALLBACK_NOTE);
	status = show_sockets(ctx, &src, params);
	source_close(&src);
	return status;
}

const struct cmd cmd_sockets = {
	.name = "sockets",
	.arguments = "",
	.summary = "show TCP and UDP sockets, their queues and how full they are",
	.options = options,
	.params_size = sizeof(struct params),
	.set = set_option,
	.run = run,
};
