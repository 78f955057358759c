// SPDX-License-Identifier: GPL-2.0
/*
 * The file "summary": all sockets added up when it is opened.
 */
#include "debugfs.h"

#include <linux/module.h>
#include <linux/seq_file.h>
#include <linux/slab.h>

#include "summary.h"

static void summary_show_states(struct seq_file *m,
				const struct nettune_summary_stat *stat)
{
	u8 state;

	seq_printf(m, "sockets %u\n", stat->sockets);
	for (state = 1; state < NETTUNE_STATES; state++) {
		if (stat->states[state])
			seq_printf(m, "  %-12s %10u\n", nt_debugfs_state(state),
				   stat->states[state]);
	}
}

static void summary_show_memory(struct seq_file *m, const char *name, u64 used,
				u64 limit, u32 fullest)
{
	seq_printf(m, "%-8s %14llu of %14llu bytes, fullest %5u.%u %%\n", name,
		   used, limit, fullest / 10, fullest % 10);
}

static void summary_show_queue(struct seq_file *m, const char *name, u64 sum,
			       u32 longest, const char *unit)
{
	seq_printf(m, "%-8s %14llu %s, longest %u\n", name, sum, unit, longest);
}

static void summary_show_sums(struct seq_file *m,
			      const struct nettune_summary_stat *stat)
{
	summary_show_memory(m, "rmem", stat->rmem_alloc, stat->rcvbuf,
			    stat->max_rmem);
	summary_show_memory(m, "wmem", stat->wmem_used, stat->sndbuf,
			    stat->max_wmem);
	summary_show_queue(m, "recv_q", stat->recv_q, stat->max_recv_q,
			   "bytes");
	summary_show_queue(m, "send_q", stat->send_q, stat->max_send_q,
			   "bytes");
	summary_show_queue(m, "backlog", stat->backlog, stat->max_backlog,
			   "bytes");
	seq_printf(m, "%-8s %14llu, most %u\n", "drops", stat->drops,
		   stat->max_drops);
	seq_printf(m, "%-8s %14llu of %14llu connections at %u listeners, fullest %5u.%u %%\n",
		   "accept_q", stat->accept_q, stat->accept_max,
		   stat->listeners, stat->max_accept / 10,
		   stat->max_accept % 10);
	seq_printf(m, "%-8s %14llu connections, fullest %5u.%u %%\n", "syn_q",
		   stat->syn_q, stat->max_syn / 10, stat->max_syn % 10);
}

static void summary_show_fullness(struct seq_file *m,
				  const struct nettune_summary_hist *hist)
{
	u32 i;

	seq_printf(m, "%-16s %10s %10s\n", "sockets filled", "rmem", "wmem");
	for (i = 0; i < NETTUNE_HIST_PERMILLE; i++) {
		char range[16];

		if (!i)
			strscpy(range, "0 %", sizeof(range));
		else if (i == NETTUNE_HIST_PERMILLE - 1)
			strscpy(range, "100 % and more", sizeof(range));
		else
			snprintf(range, sizeof(range), "below %u %%", i * 10);
		seq_printf(m, "  %-14s %10u %10u\n", range, hist->rmem[i],
			   hist->wmem[i]);
	}
}

static void summary_show_lengths(struct seq_file *m,
				 const struct nettune_summary_hist *hist)
{
	u32 i;

	seq_printf(m, "%-16s %10s %10s\n", "queued bytes", "recv_q", "send_q");
	for (i = 0; i < NETTUNE_HIST_LOG2; i++) {
		if (!hist->recv_q[i] && !hist->send_q[i])
			continue;
		if (i)
			seq_printf(m, "  below %-8llu", 1ULL << i);
		else
			seq_printf(m, "  %-14s", "0");
		seq_printf(m, " %10u %10u\n", hist->recv_q[i],
			   hist->send_q[i]);
	}
}

static int summary_show(struct seq_file *m, void *v)
{
	const struct nt_sum *sum = m->private;
	const struct nettune_summary_stat *stat = &sum->table.groups[0].stat;
	const struct nettune_summary_hist *hist = &sum->table.hists[0];

	summary_show_states(m, stat);
	summary_show_sums(m, stat);
	summary_show_fullness(m, hist);
	summary_show_lengths(m, hist);
	if (sum->torn)
		seq_puts(m, "(the tables moved: sockets may be missing or counted twice)\n");
	return 0;
}

static int summary_open(struct inode *inode, struct file *file)
{
	struct nt_sum *sum;
	struct nt_view view;
	int err;

	sum = kzalloc(sizeof(*sum), GFP_KERNEL_ACCOUNT);
	if (!sum)
		return -ENOMEM;
	nt_debugfs_get_view(file, &view);
	err = nt_sum_init(sum, &view, NETTUNE_GROUP_BY_NONE, 0, true);
	if (!err)
		err = nt_sum_run(sum);
	nt_debugfs_put_view(&view);
	if (!err)
		err = single_open(file, summary_show, sum);
	if (err) {
		nt_sum_destroy(sum);
		kfree(sum);
	}
	return err;
}

static int summary_release(struct inode *inode, struct file *file)
{
	struct seq_file *m = file->private_data;
	struct nt_sum *sum = m->private;

	nt_sum_destroy(sum);
	kfree(sum);
	return single_release(inode, file);
}

const struct file_operations nt_debugfs_summary_fops = {
	.owner		= THIS_MODULE,
	.open		= summary_open,
	.read		= seq_read,
	.llseek		= seq_lseek,
	.release	= summary_release,
};
