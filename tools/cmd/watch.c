// SPDX-License-Identifier: GPL-2.0-or-later
/* nettune watch: events as they happen. */
#include <errno.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "array.h"
#include "cmd/cmd.h"
#include "source/events.h"
#include "source/poll.h"
#include "view/watch.h"

/* Numbers that no common option has. */
enum {
	OPT_COUNT = 512,
	OPT_DURATION,
};

static const struct cmd_option options[] = {
	{ OPT_COUNT, "count", "N", "end after N events" },
	{ OPT_DURATION, "duration", "S", "end after S seconds" },
	{ 0 }
};

#define NUMBER_MAX	1000000000UL
#define DURATION_MIN	0.001
#define NSEC_PER_SEC	1000000000L

/**
 * struct params - when to end; 0 = not by itself
 * @count: after so many events
 * @duration: after so many seconds, not always whole ones
 */
struct params {
	unsigned long	count;
	double		duration;
};

/* Digits only, not 0. */
static int parse_number(const char *text, unsigned long *number)
{
	char *end;

	if (*text < '0' || *text > '9')
		return -EINVAL;
	errno = 0;
	*number = strtoul(text, &end, 10);
	return errno || *end || !*number || *number > NUMBER_MAX ? -EINVAL : 0;
}

static int set(void *arg, int id, const char *value)
{
	struct params *params = arg;

	return id == OPT_COUNT ? parse_number(value, &params->count) :
	       cmd_seconds_parse(value, DURATION_MIN, NUMBER_MAX,
				 &params->duration);
}

/**
 * struct watch - what is being watched, and how it goes
 * @ctx: what the user chose
 * @view: how events are shown
 * @events: from the module
 * @src: without it: what is looked at every second
 * @changes: what was seen last
 * @fd: ready when there may be events
 * @read: reads those that there are
 * @end: when to end, if @ends
 * @left: how many more events, if @counts
 * @counts: is there an end to how many?
 * @ends: is there an end in time?
 */
struct watch {
	const struct cmd_ctx	*ctx;
	struct view_options	view;
	struct events		events;
	struct source		src;
	struct model_changes	changes;
	int			fd;
	int			(*read)(struct watch *watch);
	struct timespec		end;
	unsigned long		left;
	bool			counts;
	bool			ends;
};

/*
 * The signals that end the command become something to read. What a signal was
 * set to ignore stays ignored. Return: the descriptor, or a negative errno.
 */
static int catch_signals(void)
{
	static const int numbers[] = { SIGINT, SIGTERM };
	struct sigaction now;
	sigset_t caught;
	int fd;

	sigemptyset(&caught);
	for (size_t i = 0; i < ARRAY_SIZE(numbers); i++)
		if (!sigaction(numbers[i], NULL, &now) &&
		    now.sa_handler != SIG_IGN)
			sigaddset(&caught, numbers[i]);
	fd = signalfd(-1, &caught, SFD_CLOEXEC | SFD_NONBLOCK);
	if (fd < 0)
		return -errno;
	sigprocmask(SIG_BLOCK, &caught, NULL);
	return fd;
}

/* One event, written out at once. */
static int show(const struct model_event *event, void *arg)
{
	struct watch *watch = arg;
	int err;

	if (watch->counts && !watch->left)
		return 0;
	err = watch->view.json ? view_object(&view_event, event, &watch->view) :
				 view_event_line(stdout, event);
	if (!err && fflush(stdout) == EOF)
		err = -errno;
	watch->left--;
	return err;
}

/* Return: time left, 0 at the end; NULL = forever. */
static const struct timespec *time_left(const struct watch *watch,
					struct timespec *left)
{
	struct timespec now;

	if (!watch->ends)
		return NULL;
	clock_gettime(CLOCK_MONOTONIC, &now);
	left->tv_sec = watch->end.tv_sec - now.tv_sec;
	left->tv_nsec = watch->end.tv_nsec - now.tv_nsec;
	if (left->tv_nsec < 0) {
		left->tv_nsec += NSEC_PER_SEC;
		left->tv_sec--;
	}
	if (left->tv_sec < 0)
		*left = (struct timespec){ 0 };
	return left;
}

/* Some were lost: say so, and see to it that others come. */
static int go_on(struct watch *watch)
{
	cmd_say(watch->ctx, "events were lost: they came faster than they were read");
	return events_renew(&watch->events);
}

static int read_events(struct watch *watch)
{
	int err = events_read(&watch->events, show, watch);

	return err == -ENOBUFS ? go_on(watch) : err;
}

/* How often the time came does not matter: what is new is seen in one look. */
static int read_changes(struct watch *watch)
{
	__u64 times;

	if (read(watch->fd, &times, sizeof(times)) < 0)
		return -errno;
	return poll_look(&watch->src, &watch->changes);
}

/*
 * Wait for events, the end of the time, a signal, or for whoever reads the
 * output to go away. Return: 1 = there is something to read, 0 = it is over.
 */
static int wait_for_event(struct watch *watch, int signals)
{
	struct pollfd fds[] = {
		{ .fd = watch->fd, .events = POLLIN },
		{ .fd = STDOUT_FILENO },
		{ .fd = signals, .events = POLLIN },
	};
	struct timespec room;
	int ready;

	ready = ppoll(fds, ARRAY_SIZE(fds), time_left(watch, &room), NULL);
	if (ready < 0)
		return errno == EINTR ? 1 : -errno;
	if (!ready || fds[2].revents)
		return 0;
	return fds[1].revents & (POLLERR | POLLHUP) ? -EPIPE : 1;
}

/* Return: 0 at the end that was asked for, else a negative errno. */
static int follow(struct watch *watch, int signals)
{
	int err;

	do {
		err = wait_for_event(watch, signals);
		if (err <= 0)
			return err;
		err = watch->read(watch);
	} while ((!err || err == -EAGAIN) && (!watch->counts || watch->left));
	return err == -EAGAIN ? 0 : err;
}

static int say_refused(const struct cmd_ctx *ctx, int err)
{
	if (err == -ENOENT)
		cmd_say(ctx, "no nettune module in this kernel (load it with 'modprobe nettune'%s)",
			", or use --source diag");
	else if (err == -EPERM)
		cmd_say(ctx, "%s: the nettune module needs %s (run as root, or use --source diag)",
			strerror(EPERM),
			"CAP_NET_ADMIN over this network namespace");
	else if (err == -EOPNOTSUPP)
		cmd_say(ctx, "the nettune module that is loaded is too old to tell of events");
	else
		cmd_say(ctx, "asking the nettune module: %s", strerror(-err));
	return CMD_FAILED;
}

static int report(const struct watch *watch, int err)
{
	if (err == -ENODEV)
		cmd_say(watch->ctx, "the nettune module was unloaded");
	else if (err && err != -EPIPE && !ferror(stdout))
		cmd_say(watch->ctx, "%s", strerror(-err));
	return err ? CMD_FAILED : CMD_DONE;
}

static void set_end(struct watch *watch, const struct params *params)
{
	const double fraction = params->duration - floor(params->duration);

	clock_gettime(CLOCK_MONOTONIC, &watch->end);
	watch->end.tv_sec += (time_t)params->duration;
	watch->end.tv_nsec += fraction * NSEC_PER_SEC;
	if (watch->end.tv_nsec >= NSEC_PER_SEC) {
		watch->end.tv_nsec -= NSEC_PER_SEC;
		watch->end.tv_sec++;
	}
}

static int watch_events(struct watch *watch, const struct params *params,
			int signals)
{
	int err;

	watch->fd = events_fd(&watch->events);
	watch->read = read_events;
	set_end(watch, params);
	cmd_say(NULL, "note: watching for events");
	err = follow(watch, signals);
	events_close(&watch->events);
	return report(watch, err);
}

static int look_every_second(struct watch *watch, const struct params *params,
			     int signals)
{
	const struct itimerspec every = {
		.it_interval.tv_sec = 1, .it_value.tv_sec = 1,
	};
	int err;

	watch->fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
	if (watch->fd < 0)
		return -errno;
	watch->read = read_changes;
	watch->changes.fn = show;
	watch->changes.arg = watch;
	err = poll_look(&watch->src, &watch->changes);
	if (!err && timerfd_settime(watch->fd, 0, &every, NULL))
		err = -errno;
	if (!err) {
		set_end(watch, params);
		cmd_say(NULL, "note: watching for events");
		err = follow(watch, signals);
	}
	close(watch->fd);
	model_changes_free(&watch->changes);
	return err;
}

/* @err: why the module does not tell, 0 = it was not asked */
static int watch_changes(struct watch *watch, const struct params *params,
			 int signals, int err)
{
	static const char every[] =
		"looking every second: what comes and goes in between is not seen";
	struct cmd_ctx ctx = *watch->ctx;
	int status;

	/* The namespace is entered already. */
	ctx.netns = NULL;
	ctx.source = SOURCE_DIAG;
	if (cmd_open_source(&ctx, &watch->src))
		return CMD_FAILED;
	watch->src.fallback = err;
	if (err)
		cmd_note_fallback(&watch->src, every);
	else
		cmd_say(NULL, "note: %s", every);
	watch->src.fallback = 0;
	err = look_every_second(watch, params, signals);
	status = report(watch, err);
	source_close(&watch->src);
	return status;
}

static int watch_any(const struct cmd_ctx *ctx, const struct params *params)
{
	struct watch watch = {
		.ctx = ctx,
		.left = params->count, .counts = params->count,
		.ends = params->duration > 0,
	};
	int signals, err = 0;

	cmd_view_options(ctx, &watch.view);
	signals = catch_signals();
	if (signals < 0) {
		cmd_say(ctx, "signalfd: %s", strerror(-signals));
		return CMD_FAILED;
	}
	if (ctx->source != SOURCE_DIAG) {
		err = events_open(&watch.events);
		if (!err)
			return watch_events(&watch, params, signals);
		if (ctx->source == SOURCE_MODULE)
			return say_refused(ctx, err);
	}
	return watch_changes(&watch, params, signals, err);
}

static int run(const struct cmd_ctx *ctx, const void *params, int argc,
	       char **argv)
{
	if (cmd_refuse_arguments(ctx, argc, argv) || cmd_refuse_all_netns(ctx))
		return CMD_USAGE;
	if (cmd_enter_netns(ctx))
		return CMD_FAILED;
	return watch_any(ctx, params);
}

const struct cmd cmd_watch = {
	.name = "watch",
	.arguments = "",
	.summary = "print what is lost or about to be, as it happens",
	.options = options,
	.params_size = sizeof(struct params),
	.set = set,
	.run = run,
};
