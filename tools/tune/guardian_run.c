// SPDX-License-Identifier: GPL-2.0-or-later
/* What the guardian does: wait, and undo. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

#include "tune/guardian.h"

#define NAME	"nettune-guard"

/* Descriptors that are ours; whatever the command had open is closed. */
enum { FD_DIR = 3, FD_ORDERS, FD_READY, FD_FIRST_FREE };

/* What may happen; each is one descriptor. */
enum { ON_ORDER, ON_TIMER, ON_SIGNAL, ON_JOURNAL, EVENTS };

/**
 * struct watch - the guardian's own
 * @job: what it watches over
 * @state: the folder, as it has it
 * @events: what it waits for
 */
struct watch {
	const struct guardian_job	*job;
	struct tune_state		state;
	struct pollfd			events[EVENTS];
};

static void say(void *arg, const char *line)
{
	(void)arg;
	syslog(LOG_WARNING, "%s", line);
}

/* To a number that nothing else has, at least not what is still needed. */
static int move_fd(int fd, int to)
{
	return fd == to ? to : dup2(fd, to);
}

/*
 * The lock of the command has to be let go of, too: it goes with the last who
 * has it open. All three are first moved out of each other's way.
 */
static int keep_only(struct watch *watch, int orders, int ready)
{
	int dir = fcntl(watch->job->state->dir, F_DUPFD, 64);
	int null = open("/dev/null", O_RDWR);

	orders = fcntl(orders, F_DUPFD, 64);
	ready = fcntl(ready, F_DUPFD, 64);
	if (dir < 0 || null < 0 || orders < 0 || ready < 0)
		return -errno;
	for (int fd = 0; fd <= 2; fd++)
		if (move_fd(null, fd) < 0)
			return -errno;
	if (move_fd(dir, FD_DIR) < 0 || move_fd(orders, FD_ORDERS) < 0 ||
	    move_fd(ready, FD_READY) < 0 ||
	    close_range(FD_FIRST_FREE, ~0U, 0))
		return -errno;
	watch->state = *watch->job->state;
	watch->state.dir = FD_DIR;
	watch->state.lock = -1;
	return 0;
}

/* A session that ends sends these; whoever wants to end it says TERM. */
static int watch_signals(struct watch *watch)
{
	sigset_t term;

	signal(SIGHUP, SIG_IGN);
	signal(SIGINT, SIG_IGN);
	signal(SIGQUIT, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGTSTP, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	sigemptyset(&term);
	sigaddset(&term, SIGTERM);
	if (sigprocmask(SIG_SETMASK, &term, NULL))
		return -errno;
	watch->events[ON_SIGNAL].fd = signalfd(-1, &term, SFD_CLOEXEC);
	return watch->events[ON_SIGNAL].fd < 0 ? -errno : 0;
}

/*
 * By a clock that nobody sets, and that goes on while the machine sleeps. It
 * begins when all is applied, however long that takes.
 */
static int set_timer(struct watch *watch)
{
	struct itimerspec timer = { .it_value.tv_sec = watch->job->seconds };

	if (timerfd_settime(watch->events[ON_TIMER].fd, 0, &timer, NULL))
		return -errno;
	return 0;
}

/* Where there is no inotify, what it would tell is found in the end. */
static void watch_journal(struct watch *watch)
{
	char path[64], name[STATE_NAME];
	int fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);

	snprintf(path, sizeof(path), "/proc/self/fd/%d/%s", FD_DIR,
		 state_name(watch->job->id, name));
	if (fd >= 0 && inotify_add_watch(fd, path, IN_MODIFY) < 0) {
		close(fd);
		fd = -1;
	}
	watch->events[ON_JOURNAL].fd = fd;
}

/* Memory is never so short that it has to go; where that is not allowed, it is. */
static void spare_from_oom(void)
{
	int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);

	if (fd >= 0) {
		dprintf(fd, "-1000");
		close(fd);
	}
}

static int prepare(struct watch *watch, int orders, int ready)
{
	int err;

	prctl(PR_SET_NAME, NAME);
	openlog("nettune", LOG_PID, LOG_DAEMON);
	err = keep_only(watch, orders, ready);
	if (err || chdir("/"))
		return err ?: -errno;
	watch->events[ON_ORDER].fd = FD_ORDERS;
	watch->events[ON_TIMER].fd = timerfd_create(CLOCK_BOOTTIME,
						    TFD_CLOEXEC);
	if (watch->events[ON_TIMER].fd < 0)
		return -errno;
	watch_journal(watch);
	for (int i = 0; i < EVENTS; i++)
		watch->events[i].events = POLLIN;
	spare_from_oom();
	return watch_signals(watch);
}

static void undo(const struct watch *watch, struct journal *journal,
		 struct journal_file *file)
{
	struct engine_undone undone;
	struct tune_target target;
	const struct tune_engine engine = { .target = &target, .say = say };
	int err = watch->job->open(&target);

	if (err) {
		syslog(LOG_ERR, "apply %u can't be reverted: %s",
		       watch->job->id, strerror(-err));
		return;
	}
	err = engine_revert(&engine, journal, file, "guardian", false, &undone);
	/* A link that comes up again may refuse for a moment. */
	for (int tries = 0; undone.failed && tries < 5; tries++) {
		sleep(1);
		err = engine_undo(&engine, journal, file, false, &undone);
	}
	syslog(err ? LOG_ERR : LOG_NOTICE,
	       "apply %u reverted: %u restored, %u left, %u failed",
	       watch->job->id, undone.restored, undone.left + undone.gone,
	       undone.failed);
	target.ops->close(&target);
}

/* Is it for the guardian to undo it? */
static bool is_unconfirmed(const struct journal *journal)
{
	return journal_is_open(journal) && !journal->confirmed;
}

/*
 * The command may be at it still, so this waits for the lock; what the journal
 * says then counts.
 */
static void revert(struct watch *watch, const char *why)
{
	struct journal_file file;
	struct journal journal;
	pid_t holder;
	int err;

	do {
		err = state_lock(&watch->state, 60, &holder);
	} while (err == -EWOULDBLOCK);
	if (err)
		syslog(LOG_ERR, "the lock: %s", strerror(-err));
	err = journal_open(&watch->state, watch->job->id, &journal, &file);
	if (err) {
		syslog(LOG_ERR, "the journal of apply %u: %s", watch->job->id,
		       strerror(-err));
	} else if (is_unconfirmed(&journal)) {
		syslog(LOG_WARNING, "apply %u: %s: reverting", watch->job->id,
		       why);
		undo(watch, &journal, &file);
	}
	journal_free(&journal);
	journal_close(&file);
	state_unlock(&watch->state);
}

/* Somebody wrote to it: is there still something to wait for? */
static bool is_over(struct watch *watch)
{
	struct journal journal;
	char events[4096];
	bool over;
	int err;

	while (read(watch->events[ON_JOURNAL].fd, events, sizeof(events)) > 0)
		;
	err = journal_read(&watch->state, watch->job->id, &journal);
	over = !err && (journal.confirmed ||
			(journal.reverting && !journal_is_open(&journal)));
	journal_free(&journal);
	return over;
}

/* Return: why it is to be undone now; NULL = it is not, or there is no need. */
static const char *take_order(struct watch *watch, bool *over)
{
	char order = 0;
	ssize_t len = TEMP_FAILURE_RETRY(read(FD_ORDERS, &order, 1));

	if (len <= 0)
		return "the command died";
	*over = order == GUARDIAN_FAILED;
	watch->events[ON_ORDER].fd = -1;
	return !*over && set_timer(watch) ? "no timer" : NULL;
}

/* Return: why it is to be undone; NULL = there is no need to. */
static const char *wait_for_end(struct watch *watch)
{
	const char *why = NULL;
	bool over = false;

	while (!why && !over) {
		if (poll(watch->events, EVENTS, -1) < 0 && errno != EINTR)
			return "it can't wait";
		if (watch->events[ON_SIGNAL].revents)
			return "asked to end";
		if (watch->events[ON_TIMER].revents)
			return "not confirmed in time";
		if (watch->events[ON_ORDER].revents)
			why = take_order(watch, &over);
		else if (watch->events[ON_JOURNAL].revents)
			over = is_over(watch);
	}
	return why;
}

/**
 * guardian_run - be the guardian
 * @job: what is watched over
 * @orders: what the command tells
 * @ready: where to say that it is ready
 */
void guardian_run(const struct guardian_job *job, int orders, int ready)
{
	struct watch watch = { .job = job };
	const char *why;

	if (prepare(&watch, orders, ready) || write(FD_READY, "", 1) != 1)
		return;
	close(FD_READY);
	why = wait_for_end(&watch);
	if (why)
		revert(&watch, why);
}
