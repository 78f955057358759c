// SPDX-License-Identifier: GPL-2.0
/*
 * The view for people: /sys/kernel/debug/nettune, read-only, root only.
 *
 * A file shows the network namespace of the one who opened it.
 */
#include "debugfs.h"

#include <linux/cpumask.h>
#include <linux/cred.h>
#include <linux/debugfs.h>
#include <linux/module.h>
#include <linux/nsproxy.h>
#include <linux/sched.h>
#include <linux/seq_file.h>
#include <linux/string.h>
#include <linux/user_namespace.h>
#include <net/net_namespace.h>
#include <net/tcp_states.h>

#include "config.h"
#include "events.h"
#include "sampler.h"

static struct dentry *debugfs_dir;

/**
 * nt_debugfs_state() - name of a state, as ss prints it
 * @state: the state's number
 *
 * Return: the name.
 */
const char *nt_debugfs_state(u8 state)
{
	static const char *const names[] = {
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

	return state < ARRAY_SIZE(names) && names[state] ? names[state] : "?";
}

/**
 * nt_debugfs_get_view() - all sockets, as the one who opens a file sees them
 * @file: the file, whose credentials hold the user namespace
 * @view: where to; its reads are the caller's to set
 *
 * Context: in open(). nt_debugfs_put_view() in release() lets go of it.
 */
void nt_debugfs_get_view(const struct file *file, struct nt_view *view)
{
	memset(view, 0, sizeof(*view));
	view->net = get_net(current->nsproxy->net_ns);
	view->user_ns = file->f_cred->user_ns;
	view->filter = (struct nt_filter){ NT_FILTER_ALL_KINDS };
}

/**
 * nt_debugfs_put_view() - let go of what a view holds
 * @view: the view, or a copy of it
 */
void nt_debugfs_put_view(const struct nt_view *view)
{
	put_net(view->net);
}

/* Hundredths of a percent, or nothing. */
static void softnet_show_avg(struct seq_file *m, bool known, u32 avg)
{
	if (known)
		seq_printf(m, " %6u.%02u", avg / 100, avg % 100);
	else
		seq_printf(m, " %9s", "-");
}

static void softnet_show_cpu(struct seq_file *m, unsigned int cpu)
{
	struct nettune_softnet softnet;
	char queue[24], peak[12] = "-";
	bool known;

	nt_softnet_read(&softnet, cpu);
	known = nt_sampler_read(&softnet, cpu);
	snprintf(queue, sizeof(queue), "%u/%u", softnet.input_qlen,
		 softnet.max_backlog);
	if (known)
		snprintf(peak, sizeof(peak), "%u", softnet.peak);
	seq_printf(m, "%5u %19s %12u %10u %10u %12u %12u %6s", softnet.cpu,
		   queue, softnet.process_qlen, softnet.processed,
		   softnet.dropped, softnet.time_squeeze, softnet.received_rps,
		   peak);
	softnet_show_avg(m, known, softnet.avg10);
	softnet_show_avg(m, known, softnet.avg60);
	softnet_show_avg(m, known, softnet.avg300);
	seq_putc(m, '\n');
}

static int softnet_show(struct seq_file *m, void *v)
{
	unsigned int cpu;

	seq_printf(m, "%5s %19s %12s %10s %10s %12s %12s %6s %9s %9s %9s\n",
		   "cpu", "input_qlen/backlog", "process_qlen", "processed",
		   "dropped", "time_squeeze", "received_rps", "peak", "avg10%",
		   "avg60%", "avg300%");
	for_each_online_cpu(cpu)
		softnet_show_cpu(m, cpu);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(softnet);

static int config_show(struct seq_file *m, void *v)
{
	struct nt_config config;

	nt_config_get(&config);
	seq_printf(m, "sampler_period_us %u\n", config.sampler_period_us);
	seq_printf(m, "sampler_threshold %u\n", config.sampler_threshold);
	seq_printf(m, "sampler_always %u\n", config.sampler_always);
	seq_printf(m, "event_period_ms %u\n", config.event_period_ms);
	seq_printf(m, "event_rate %u\n", config.event_rate);
	seq_printf(m, "event_burst %u\n", config.event_burst);
	seq_printf(m, "queue_high %u\n", config.queue_high);
	seq_printf(m, "queue_low %u\n", config.queue_low);
	seq_printf(m, "sampler_running %u\n", nt_sampler_running());
	seq_printf(m, "events_running %u\n", nt_events_running());
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(config);

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
	debugfs_create_file("config", 0400, debugfs_dir, NULL, &config_fops);
	debugfs_create_file("listeners", 0400, debugfs_dir, NULL,
			    &nt_debugfs_listeners_fops);
	debugfs_create_file("sockets", 0400, debugfs_dir, NULL,
			    &nt_debugfs_sockets_fops);
	debugfs_create_file("softnet", 0400, debugfs_dir, NULL, &softnet_fops);
	debugfs_create_file("summary", 0400, debugfs_dir, NULL,
			    &nt_debugfs_summary_fops);
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
