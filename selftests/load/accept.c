// SPDX-License-Identifier: GPL-2.0-or-later
/* accept=N[:C[:X]]: an accept queue, perhaps full, perhaps overflowing. */
#include <linux/sock_diag.h>

#include "load.h"

struct queue {
	int fd;
	long want;
};

static bool queue_has(void *arg)
{
	struct queue *queue = arg;

	return listener_queue(queue->fd) == queue->want;
}

static bool queue_dropped(void *arg)
{
	struct queue *queue = arg;

	return reading_mem(queue->fd, SK_MEMINFO_DROPS) >= queue->want;
}

void make_accept(struct spec *spec)
{
	struct listening listening = { 0 };
	long backlog = spec->arg[0];
	struct queue completed;
	struct queue dropped;
	union addr addr;
	int fd, max;

	addr_loopback(&addr, spec->family, 0);
	fd = listener_new(&addr, (int)backlog, 0);
	max = listener_max(fd, backlog);

	/* the kernel asks "more than the limit?" before it adds one */
	completed = (struct queue){ fd, spec->nr_args > 1 ? spec->arg[1] : max + 1L };
	dropped = (struct queue){ fd, spec->arg[2] };
	if (completed.want > max + 1L)
		failx("accept: %ld connections: only %d fit", completed.want, max + 1);
	if (dropped.want && completed.want != max + 1L)
		failx("accept: %ld SYNs too many: the queue is not full with %ld of %d",
		      dropped.want, completed.want, max + 1);

	listening.accept_q = completed.want;
	listening.accept_max = max;
	spec_keep_listener(spec, fd, listening)->drops_grow = dropped.want > 0;
	for (long i = 0; i < completed.want; i++)
		spec_keep(spec, "client", conn_new(&addr, 0));
	wait_until(queue_has, &completed, "accept: wait for the connections to complete");

	for (long i = 0; i < dropped.want; i++)
		spec_keep(spec, "client", conn_start(&addr))->peer = addr;
	wait_until(queue_dropped, &dropped, "accept: wait for the SYNs to be dropped");

	spec_count(spec, "listen", backlog);
	spec_count(spec, "connected", completed.want);
	spec_count(spec, "overflow", dropped.want);
}
