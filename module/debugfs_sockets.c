// SPDX-License-Identifier: GPL-2.0
/*
 * The files "sockets" and "listeners": a line a socket, as the walk goes.
 */
#include "debugfs.h"

#include <linux/err.h>
#include <linux/in.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/seq_file.h>
#include <linux/socket.h>
#include <net/tcp_states.h>

/* An open file: the walk, and which line it stands at. */
struct sockets_file {
	struct nt_walk	walk;
	loff_t		line;
	bool		ended;
};

/* The line behind the last socket, if some may be missing. */
static const char sockets_torn[] =
	"(the tables moved: sockets may be missing or repeated)";

static void sockets_show_addr(struct seq_file *m, u8 family, const u8 *addr,
			      __be16 port)
{
	char text[64];

	if (family == AF_INET)
		snprintf(text, sizeof(text), "%pI4:%u", addr, ntohs(port));
	else
		snprintf(text, sizeof(text), "[%pI6c]:%u", addr, ntohs(port));
	seq_printf(m, " %-28s", text);
}

static void sockets_show_pair(struct seq_file *m, bool known, u32 depth,
			      u32 limit)
{
	char text[24] = "-";

	if (known)
		snprintf(text, sizeof(text), "%u/%u", depth, limit);
	seq_printf(m, " %17s", text);
}

static const char *sockets_netid(u8 protocol)
{
	switch (protocol) {
	case IPPROTO_TCP:
		return "tcp";
	case IPPROTO_UDP:
		return "udp";
	}
	return "raw";
}

static void sockets_show_one(struct seq_file *m, const struct nt_snap *snap)
{
	const struct nettune_sock_id *id = &snap->id;
	const struct nettune_sock_mem *mem = &snap->mem;
	bool known = snap->has & NT_HAS_MEM;

	seq_printf(m, "%-5s %-10s", sockets_netid(id->protocol),
		   nt_debugfs_state(id->state));
	if (known)
		seq_printf(m, " %10u %10u", mem->recv_q, mem->send_q);
	else
		seq_printf(m, " %10s %10s", "-", "-");
	sockets_show_pair(m, known, mem->rmem_alloc, mem->rcvbuf);
	sockets_show_pair(m, known, nt_wmem_used(snap), mem->sndbuf);
	if (known)
		seq_printf(m, " %8u", mem->drops);
	else
		seq_printf(m, " %8s", "-");
	sockets_show_addr(m, id->family, id->saddr, id->sport);
	sockets_show_addr(m, id->family, id->daddr, id->dport);
	seq_putc(m, '\n');
}

static void listeners_show_one(struct seq_file *m, const struct nt_snap *snap)
{
	const struct nettune_sock_listener *listener = &snap->listener;

	sockets_show_pair(m, true, listener->accept_q, listener->accept_max);
	sockets_show_pair(m, true, listener->syn_q, listener->syn_max);
	seq_printf(m, " %9u", listener->syn_young);
	sockets_show_pair(m, true, listener->tfo_q, listener->tfo_max);
	seq_printf(m, " %8u", snap->mem.drops);
	sockets_show_addr(m, snap->id.family, snap->id.saddr, snap->id.sport);
	seq_putc(m, '\n');
}

static int sockets_show(struct seq_file *m, void *v)
{
	if (v == SEQ_START_TOKEN)
		seq_printf(m, "%-5s %-10s %10s %10s %17s %17s %8s %-28s %s\n",
			   "netid", "state", "recv_q", "send_q", "rmem/rcvbuf",
			   "wmem/sndbuf", "drops", "local", "peer");
	else if (v == sockets_torn)
		seq_printf(m, "%s\n", sockets_torn);
	else
		sockets_show_one(m, v);
	return 0;
}

static int listeners_show(struct seq_file *m, void *v)
{
	if (v == SEQ_START_TOKEN)
		seq_printf(m, " %17s %17s %9s %17s %8s %s\n", "accept_q/max",
			   "syn_q/max", "syn_young", "tfo_q/max", "drops",
			   "local");
	else if (v == sockets_torn)
		seq_printf(m, "%s\n", sockets_torn);
	else
		listeners_show_one(m, v);
	return 0;
}

static void *sockets_at(struct sockets_file *file)
{
	const struct nt_snap *snap;

	if (!file->line)
		return SEQ_START_TOKEN;
	if (file->ended)
		return NULL;
	snap = nt_walk_peek(&file->walk);
	return !snap && file->walk.torn ? (void *)sockets_torn : (void *)snap;
}

/* Called for the line that did not fit before, or for the first one. */
static void *sockets_start(struct seq_file *m, loff_t *pos)
{
	struct sockets_file *file = m->private;

	if (*pos < file->line) {
		nt_walk_rewind(&file->walk);
		file->line = 0;
		file->ended = false;
	}
	return sockets_at(file);
}

static void *sockets_next(struct seq_file *m, void *v, loff_t *pos)
{
	struct sockets_file *file = m->private;

	if (v == sockets_torn)
		file->ended = true;
	else if (file->line)
		nt_walk_advance(&file->walk);
	file->line = ++*pos;
	return sockets_at(file);
}

static void sockets_stop(struct seq_file *m, void *v)
{
}

static const struct seq_operations sockets_ops = {
	.start	= sockets_start,
	.next	= sockets_next,
	.stop	= sockets_stop,
	.show	= sockets_show,
};

static const struct seq_operations listeners_ops = {
	.start	= sockets_start,
	.next	= sockets_next,
	.stop	= sockets_stop,
	.show	= listeners_show,
};

static int sockets_open_walk(struct inode *inode, struct file *file,
			     const struct seq_operations *ops, u32 states)
{
	struct sockets_file *sockets;
	struct nt_view view;
	int err;

	sockets = __seq_open_private(file, ops, sizeof(*sockets));
	if (!sockets)
		return -ENOMEM;
	nt_debugfs_get_view(file, &view);
	view.filter.states = states;
	view.reads = NT_READ_ID | NT_READ_MEM | NT_READ_QUEUES |
		     NT_READ_LISTENER;
	nt_view_prepare(&view);
	err = nt_walk_init(&sockets->walk, &view);
	if (err) {
		nt_walk_destroy(&sockets->walk);
		nt_debugfs_put_view(&view);
		seq_release_private(inode, file);
	}
	return err;
}

static int sockets_open(struct inode *inode, struct file *file)
{
	return sockets_open_walk(inode, file, &sockets_ops, NT_STATES_ALL);
}

static int listeners_open(struct inode *inode, struct file *file)
{
	return sockets_open_walk(inode, file, &listeners_ops, TCPF_LISTEN);
}

static int sockets_release(struct inode *inode, struct file *file)
{
	struct seq_file *m = file->private_data;
	struct sockets_file *sockets = m->private;

	nt_debugfs_put_view(&sockets->walk.view);
	nt_walk_destroy(&sockets->walk);
	return seq_release_private(inode, file);
}

const struct file_operations nt_debugfs_sockets_fops = {
	.owner		= THIS_MODULE,
	.open		= sockets_open,
	.read		= seq_read,
	.llseek		= seq_lseek,
	.release	= sockets_release,
};

const struct file_operations nt_debugfs_listeners_fops = {
	.owner		= THIS_MODULE,
	.open		= listeners_open,
	.read		= seq_read,
	.llseek		= seq_lseek,
	.release	= sockets_release,
};
