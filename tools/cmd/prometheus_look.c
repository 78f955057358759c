// SPDX-License-Identifier: GPL-2.0-or-later
/* Looks at all that metrics are made of. */
#include <errno.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "array.h"
#include "memstream.h"
#include "cmd/export.h"
#include "source/file.h"
#include "source/snapshot.h"
#include "tune/applied.h"

/* States of which sockets can be. */
#define GROUPS_MAX	64

/* What others have open is told only to who may look into their processes. */
#define OTHERS_FILES	"/proc/1/fd"

#define MODULE_FOLDER	"/sys/module/nettune"

static void set_outcome(struct prometheus_look *look,
			enum prometheus_collector collector, bool told)
{
	look->outcomes[collector] = told ? PROMETHEUS_TOLD : PROMETHEUS_FAILED;
}

/* Who has a socket open is no label: it would make series without end. */
static __u32 wanted_parts(const struct source *src)
{
	__u32 parts = SOURCE_PARTS_ALL & ~SOURCE_PART_OWNERS;

	if (!src->ops->replays && access(OTHERS_FILES, R_OK))
		parts &= ~SOURCE_PART_FILES;
	return parts;
}

/*
 * Before Linux 6.2 no process is found where none is near its limit, which is
 * not that none could be read. A capture tells only what was found.
 */
static bool knows_files(const struct prometheus_look *look,
			const struct source *src, __u32 parts)
{
	return src->ops->replays ? look->snapshot.file_count :
				   parts & SOURCE_PART_FILES;
}

/* Sockets that can't be read leave the rest to be told. */
static int take_snapshot(struct prometheus_look *look, struct source *src)
{
	static const __u32 without[] = {
		0, SOURCE_PART_SOCKETS | SOURCE_PART_PORTS,
		SOURCE_PART_SOCKETS | SOURCE_PART_PORTS | SOURCE_PART_LISTENERS,
	};
	const __u32 wanted = wanted_parts(src);
	__u32 parts = wanted;
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(without); i++) {
		parts = wanted & ~without[i];
		err = source_snapshot(src, parts, &look->snapshot);
		if (!err || err == -ENOMEM)
			break;
	}
	if (err)
		return err;
	set_outcome(look, PROMETHEUS_COUNTERS, look->snapshot.facts.count);
	set_outcome(look, PROMETHEUS_SOFTNET, look->snapshot.cpus);
	set_outcome(look, PROMETHEUS_NICS, look->snapshot.nic_count);
	set_outcome(look, PROMETHEUS_LISTENERS, parts & SOURCE_PART_LISTENERS);
	set_outcome(look, PROMETHEUS_SOCKETS, parts & SOURCE_PART_SOCKETS);
	set_outcome(look, PROMETHEUS_PORTS, look->snapshot.ports.known);
	set_outcome(look, PROMETHEUS_DESCRIPTORS, knows_files(look, src, wanted));
	return 0;
}

/* Names of the devices that they are bound to. */
static int name_listeners(struct prometheus_look *look, struct source *src)
{
	struct model_socks *listeners = &look->snapshot.listeners;
	int err = 0;

	for (size_t i = 0; !err && i < listeners->count; i++)
		if (listeners->socks[i].sock.snap.id.ifindex)
			err = source_name_held(src, &listeners->socks[i]);
	return err;
}

static void add_hist(__u32 *to, const __u32 *from, size_t count)
{
	while (count--)
		to[count] += from[count];
}

/* States of one protocol become one, but for how many there are of each. */
static int add_group(const struct model_group *group, void *arg)
{
	struct prometheus_sockets *sockets = arg;
	struct nettune_summary_hist *hist = &sockets->hist;

	sockets->stat.recv_q += group->stat.recv_q;
	sockets->stat.send_q += group->stat.send_q;
	add_hist(sockets->stat.states, group->stat.states, NETTUNE_STATES);
	add_hist(hist->rmem, group->hist->rmem, NETTUNE_HIST_PERMILLE);
	add_hist(hist->wmem, group->hist->wmem, NETTUNE_HIST_PERMILLE);
	add_hist(hist->recv_q, group->hist->recv_q, NETTUNE_HIST_LOG2);
	add_hist(hist->send_q, group->hist->send_q, NETTUNE_HIST_LOG2);
	return 0;
}

/* Kernels may lack one or the other in sock_diag. */
static int take_sockets(struct prometheus_look *look, struct source *src)
{
	static const __u32 protocols[PROMETHEUS_PROTOCOLS] = {
		[PROMETHEUS_TCP] = NETTUNE_PROTOCOL_TCP,
		[PROMETHEUS_UDP] = NETTUNE_PROTOCOL_UDP,
		[PROMETHEUS_RAW] = NETTUNE_PROTOCOL_RAW,
	};
	const struct source_sum sum = {
		.group_by = NETTUNE_GROUP_BY_STATE, .max_groups = GROUPS_MAX,
		.histograms = true,
	};

	for (size_t i = 0; i < PROMETHEUS_PROTOCOLS; i++) {
		struct prometheus_sockets *sockets = &look->sockets[i];
		struct source_query query = { .filter = { NT_FILTER_ALL_KINDS } };
		int err;

		query.filter.protocols = protocols[i];
		err = source_summary(src, &query, &sum, add_group, sockets);
		if (err == -ENOMEM)
			return err;
		sockets->known = !err;
	}
	set_outcome(look, PROMETHEUS_HISTOGRAMS,
		    look->sockets[PROMETHEUS_TCP].known);
	return 0;
}

static int join_names(const struct journal *journal, char **names)
{
	size_t size;
	FILE *out = open_memstream(names, &size);

	if (!out)
		return -ENOMEM;
	for (size_t i = 0; i < journal->profile_count; i++)
		fprintf(out, "%s%s", i ? "," : "", journal->profiles[i]);
	return memstream_close(out, names);
}

static int compare(struct prometheus_look *look, const struct journal *journal,
		   const struct tune_wants *wants)
{
	struct tune_target target = { 0 };
	struct verify verify = { 0 };
	int err;

	err = tune_host_open(&target) ?:
	      applied_compare(&target, wants, NULL, &verify) ?:
	      join_names(journal, &look->profile.names);
	memcpy(look->profile.states, verify.states, sizeof(verify.states));
	verify_free(&verify);
	if (target.data)
		target.ops->close(&target);
	return err;
}

/* That nothing was applied is told by there being no metric of it. */
static void take_profile(struct prometheus_look *look)
{
	struct tune_state state = { .dir = -1, .lock = -1 };
	struct journal journal = { 0 };
	struct tune_wants wants = { 0 };
	int err, found = 0;

	err = state_open(&state, false);
	if (!err)
		found = applied_find(&state, &journal, &wants);
	state_close(&state);
	if (err == -ENOENT)
		err = 0;
	else if (!err && found < 0)
		err = found;
	else if (!err && found)
		err = compare(look, &journal, &wants);
	set_outcome(look, PROMETHEUS_PROFILES, !err);
	tune_wants_free(&wants);
	journal_free(&journal);
}

/* Of a capture it is known only if it was the module that told. */
static int is_loaded(const struct source *src)
{
	if (src->ops->replays)
		return src->capture->module ? 1 : -1;
	if (src->ops == &source_module || src->fallback == -EPERM)
		return 1;
	return src->fallback == -ENOENT ? 0 : !access(MODULE_FOLDER, F_OK);
}

static int take_all(struct prometheus_look *look, struct source *src)
{
	int err;

	look->source = src->ops->replays ? "capture" : src->ops->name;
	look->module = is_loaded(src);
	err = take_snapshot(look, src) ?: name_listeners(look, src) ?:
	      take_sockets(look, src);
	if (!err && !src->ops->replays)
		take_profile(look);
	return err;
}

static double seconds_since(const struct timespec *begin)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec - begin->tv_sec +
	       (now.tv_nsec - begin->tv_nsec) / 1e9;
}

/**
 * prometheus_take() - look at everything
 * @ctx: where to look; of a capture it is the last look
 * @look: filled in, but for what is the caller's; to be freed also after an
 *	error
 *
 * Return: 0 or a negative errno after a message.
 */
int prometheus_take(const struct cmd_ctx *ctx, struct prometheus_look *look)
{
	struct timespec begin;
	struct source src;
	int err;

	*look = (struct prometheus_look) { .version = NETTUNE_VERSION };
	clock_gettime(CLOCK_MONOTONIC, &begin);
	err = cmd_open_source(ctx, &src);
	if (err)
		return err;
	while (src.ops->replays && file_next(&src))
		;
	err = take_all(look, &src);
	source_close(&src);
	look->seconds = seconds_since(&begin);
	if (err)
		cmd_say(ctx, "%s", strerror(-err));
	return err;
}
