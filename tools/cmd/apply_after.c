// SPDX-License-Identifier: GPL-2.0-or-later
/* After an apply: what it has not reached yet, and what to do about it. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/tune.h"
#include "source/proc.h"
#include "tune/after.h"
#include "view/after.h"

/**
 * struct list - listeners that keep their limit
 * @proc_root: where /proc is
 * @old: net.core.somaxconn before
 * @now: what it is now
 * @found: those listeners
 */
struct list {
	const char		*proc_root;
	__u32			old;
	__u32			now;
	struct view_afters	*found;
};

/* "0::/system.slice/nginx.service": the line of the cgroup v2. */
static bool unit_of_process(const struct list *list, unsigned int pid,
			    char unit[AFTER_UNIT])
{
	char name[64], *text, *at;
	bool found = false;
	size_t len;

	snprintf(name, sizeof(name), "%u/cgroup", pid);
	if (!pid || proc_read(list->proc_root, name, &text, &len))
		return false;
	at = !strncmp(text, "0::", 3) ? text : strstr(text, "\n0::");
	if (at) {
		at += strspn(at, "\n0:");
		at[strcspn(at, "\n")] = '\0';
		found = after_unit(at, unit);
	}
	free(text);
	return found;
}

/* Of a socket that was handed on, the process counts, not who has made it. */
static int take_listener(struct model_sock *sock, void *arg)
{
	__u32 limit = sock->snap.listener.accept_max;
	const struct list *list = arg;
	struct view_afters *found = list->found;
	struct view_after *rows, *row;

	if (!(sock->snap.has & NT_HAS_ACCEPT) ||
	    !after_keeps_limit(limit, list->old, list->now))
		return 0;
	rows = reallocarray(found->rows, found->count + 1, sizeof(*rows));
	if (!rows)
		return -ENOMEM;
	found->rows = rows;
	row = &rows[found->count++];
	*row = (struct view_after){ .sock = *sock };
	if (!unit_of_process(list, sock->process.pid, row->unit) &&
	    sock->cgroup)
		after_unit(sock->cgroup, row->unit);
	row->sock.somaxconn = list->now;
	row->sock.cgroup = NULL;
	row->sock.ifname = NULL;
	row->sock.limit_from = NULL;
	return 0;
}

static int compare_rows(const void *left, const void *right)
{
	const struct nt_snap *a = &((const struct view_after *)left)->sock.snap;
	const struct nt_snap *b =
		&((const struct view_after *)right)->sock.snap;

	return memcmp(&a->id.sport, &b->id.sport, sizeof(a->id.sport));
}

static int show_table(const struct cmd_ctx *ctx,
		      const struct view_afters *restart)
{
	struct view_options view_options;
	struct view view;
	int err, end_err;

	puts("\nThese keep the limit that their accept queue had; restart to take effect:");
	cmd_view_options(ctx, &view_options);
	err = view_open(&view, &view_after, &view_options);
	if (err)
		return err;
	for (size_t i = 0; !err && i < restart->count; i++)
		err = view_add(&view, &restart->rows[i]);
	end_err = view_close(&view);
	return err ?: end_err;
}

static int find_listeners(const struct cmd_ctx *ctx, struct list *list)
{
	struct source_query query = {
		.filter = { NT_FILTER_ALL_KINDS },
		.groups = NETTUNE_GROUP_MEM | NETTUNE_GROUP_LISTENER |
			  NETTUNE_GROUP_OWNER,
		.resolve = SOURCE_RESOLVE_PROCESS | SOURCE_RESOLVE_CGROUP,
	};
	struct source src;
	int err = cmd_open_source(ctx, &src);

	if (err)
		return err;
	query.filter.protocols = NETTUNE_PROTOCOL_TCP;
	query.filter.states = 1U << NT_STATE_LISTEN;
	list->proc_root = src.proc_root;
	err = source_sockets(&src, &query, take_listener, list);
	if (err)
		cmd_report(ctx, &src, err, 0);
	source_close(&src);
	return err;
}

/**
 * cmd_apply_look() - which listeners keep the limit that they had?
 * @ctx: names the command
 * @plan: what was done
 * @restart: filled in; its rows are to be freed
 *
 * Return: 0, or a negative errno after a message; @restart says so, too.
 */
int cmd_apply_look(const struct cmd_ctx *ctx, const struct plan *plan,
		   struct view_afters *restart)
{
	struct list list = { .found = restart };
	int err;

	if (!after_somaxconn(plan, &list.old, &list.now))
		return 0;
	err = find_listeners(ctx, &list);
	restart->unknown = err != 0;
	if (restart->count)
		qsort(restart->rows, restart->count, sizeof(*restart->rows),
		      compare_rows);
	return err;
}

/* A device keeps the discipline that it has got when it came up. */
static void after_devices(const struct plan *plan,
			  const struct tune_machine *machine)
{
	const char *qdisc = after_qdisc(plan);

	for (size_t i = 0; qdisc && i < machine->device_count; i++) {
		const struct model_nic *nic = &machine->devices[i].nic;
		bool queues = !strcmp(nic->qdisc, "mq");

		if (!*nic->qdisc || !strcmp(nic->qdisc, "noqueue") ||
		    !strcmp(nic->qdisc, qdisc))
			continue;
		cmd_say(NULL, "note: %s keeps its queueing discipline %s: %s %s root %s'",
			nic->ifname, nic->qdisc, "'tc qdisc replace dev",
			nic->ifname, queues ? "mq" : qdisc);
	}
}

/**
 * cmd_apply_after() - say what an apply has not reached yet
 * @ctx: how; JSON has the listeners already
 * @plan: what was done
 * @machine: whose devices may keep their queueing discipline
 * @restart: listeners that keep their limit
 *
 * Return: 0 or a negative errno: the apply stands all the same.
 */
int cmd_apply_after(const struct cmd_ctx *ctx, const struct plan *plan,
		    const struct tune_machine *machine,
		    const struct view_afters *restart)
{
	int err = 0;

	if (!ctx->json && restart->count)
		err = show_table(ctx, restart);
	after_devices(plan, machine);
	return err;
}
