// SPDX-License-Identifier: GPL-2.0
/*
 * The view for people: /sys/kernel/debug/nettune, read-only, root only.
 *
 * A file shows the network namespace of the one who opened it.
 */
#include "nettune.h"

#include <linux/cpumask.h>
#include <linux/cred.h>
#include <linux/debugfs.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/nsproxy.h>
#include <linux/sched.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/user_namespace.h>
#include <net/net_namespace.h>
#include <net/tcp_states.h>

static struct dentry *debugfs_dir;

/* An open "sockets" file: the walk, and which line it stands at. */
struct sockets_file {
	struct nt_walk	walk;
	loff_t		line;
	bool		ended;
};

/* The line behind the last socket, if some may be missing. */
static const char sockets_torn[] =
	"(the tables moved: sockets may be missing or repeated)";

static const char *const state_names[] = {
	[TCP_ESTABLISHED]	= "ESTAB",
	[TCP_SYN_SENT]		= "SYN-SENT",
	[TCP_SYN_RECV]		= "SYN-RECV",
	[TCP_FIN_WAIT1]		= "FIN-WAIT-1",
	[TCP_FIN_WAIT2]		= "FIN-WAIT-2",
	[TCP_TIME_WAIT]		= "TIME-WAIT",
	[TCP_CLOSE]		= "UNCONN",
	[TCP_CLOSE_WAIT]	= "CLOSE-WAIT",
	[TCP_LAST_ACK]		= "LAST-ACK",
	[TCP_LISTEN]		= "LISTEN",
	[TCP_CLOSING]		= "CLOSING",
};

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

static void sockets_show_header(struct seq_file *m)
{
	seq_printf(m, "%-5s %-10s %10s %10s %17s %17s %17s %17s %8s %-28s %s\n",
		   "netid", "state", "recv_q", "send_q", "rmem/rcvbuf",
		   "wmem/sndbuf", "accept_q/max", "syn_q/max", "drops",
		   "local", "peer");
}

static int sockets_show(struct seq_file *m, void *v)
{
	const struct nettune_sock_listener *listener;
	const struct nettune_sock_mem *mem;
	const struct nettune_sock_id *id;
	const struct nt_snap *snap = v;
	bool known;

	if (v == SEQ_START_TOKEN) {
		sockets_show_header(m);
		return 0;
	}
	if (v == sockets_torn) {
		seq_printf(m, "%s\n", sockets_torn);
		return 0;
	}
	id = &snap->id;
	mem = &snap->mem;
	listener = &snap->listener;
	known = snap->has & NT_HAS_MEM;
	seq_printf(m, "%-5s %-10s %10u %10u",
		   id->protocol == IPPROTO_UDP ? "udp" : "tcp",
		   id->state < ARRAY_SIZE(state_names) ?
		   state_names[id->state] : "?", mem->recv_q, mem->send_q);
	sockets_show_pair(m, known, mem->rmem_alloc, mem->rcvbuf);
	sockets_show_pair(m, known, nt_wmem_used(snap), mem->sndbuf);
	sockets_show_pair(m, snap->has & NT_HAS_ACCEPT, listener->accept_q,
			  listener->accept_max);
	sockets_show_pair(m, snap->has & NT_HAS_SYN, listener->syn_q,
			  listener->syn_max);
	seq_printf(m, " %8u", mem->drops);
	sockets_show_addr(m, id->family, id->saddr, id->sport);
	sockets_show_addr(m, id->family, id->daddr, id->dport);
	seq_putc(m, '\n');
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

static int sockets_open(struct inode *inode, struct file *file)
{
	struct nt_view view = {
		.net		= current->nsproxy->net_ns,
		.user_ns	= file->f_cred->user_ns,
		.filter		= { NT_FILTER_ALL_KINDS },
		.reads		= NT_READ_ID | NT_READ_MEM | NT_READ_QUEUES |
				  NT_READ_LISTENER,
	};
	struct sockets_file *sockets;
	int err;

	sockets = __seq_open_private(file, &sockets_ops, sizeof(*sockets));
	if (!sockets)
		return -ENOMEM;
	nt_view_prepare(&view);
	err = nt_walk_init(&sockets->walk, &view);
	if (err) {
		nt_walk_destroy(&sockets->walk);
		seq_release_private(inode, file);
		return err;
	}
	/* The file's credentials hold the user namespace. */
	get_net(view.net);
	return 0;
}

static int sockets_release(struct inode *inode, struct file *file)
{
	struct seq_file *m = file->private_data;
	struct sockets_file *sockets = m->private;

	put_net(sockets->walk.view.net);
	nt_walk_destroy(&sockets->walk);
	return seq_release_private(inode, file);
}

static const struct file_operations sockets_fops = {
	.owner		= THIS_MODULE,
	.open		= sockets_open,
	.read		= seq_read,
	.llseek		= seq_lseek,
	.release	= sockets_release,
};

static int softnet_show(struct seq_file *m, void *v)
{
	struct nettune_softnet softnet;
	unsigned int cpu;

	seq_printf(m, "%5s %19s %12s %10s %10s %12s %12s\n", "cpu",
		   "input_qlen/backlog", "process_qlen", "processed", "dropped",
		   "time_squeeze", "received_rps");
	for_each_online_cpu(cpu) {
		char queue[24];

		nt_softnet_read(&softnet, cpu);
		snprintf(queue, sizeof(queue), "%u/%u", softnet.input_qlen,
			 softnet.max_backlog);
		seq_printf(m, "%5u %19s %12u %10u %10u %12u %12u\n",
			   softnet.cpu, queue, softnet.process_qlen,
			   softnet.processed, softnet.dropped,
			   softnet.time_squeeze, softnet.received_rps);
	}
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(softnet);

static int version_show(struct seq_file *m, void *v)
{
	seq_printf(m, "nettune %s, netlink family %s version %d\n",
		   NETTUNE_VERSION, NETTUNE_FAMILY_NAME,
		   NETTUNE_FAMILY_VERSION);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(version);

/**
 * nt_debugfs_init() - make the folder and its files
 *
 * Nothing depends on them, so that they can't be made is no error.
 *
 * Context: may sleep.
 */
void __init nt_debugfs_init(void)
{
	debugfs_dir = debugfs_create_dir("nettune", NULL);
	/* 0400: a file that could be written is closed under lockdown. */
	debugfs_create_file("sockets", 0400, debugfs_dir, NULL, &sockets_fops);
	debugfs_create_file("softnet", 0400, debugfs_dir, NULL, &softnet_fops);
	debugfs_create_file("version", 0400, debugfs_dir, NULL, &version_fops);
}

/**
 * nt_debugfs_exit() - remove the folder; waits for reads in progress
 *
 * Context: may sleep.
 */
void nt_debugfs_exit(void)
{
	debugfs_remove_recursive(debugfs_dir);
}
