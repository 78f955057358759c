// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Answers GET and HEAD of /metrics, by libmicrohttpd. One thread does all of
 * it, so there is one look at a time, and who asks again within a second is
 * told what was found then: nobody can make the machine look all day.
 *
 * The library is loaded when it is needed: it brings so many others that every
 * command would take half as long again to start.
 */
#include <dlfcn.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include <microhttpd.h>

#include "array.h"
#include "cmd/export.h"
#include "cmd/prometheus_due.h"
#include "source/library.h"

#define LIBRARY		"libmicrohttpd.so.12"

/* Of silence, after which a connection is closed. */
#define IDLE_SECONDS	10
/*
 * That a request may take to come, and its answer to be fetched, however busy
 * the connection is: else a few who send byte by byte keep everybody else out.
 */
#define REQUEST_NS	20000000000ULL
/* Request line and headers have to fit. */
#define MEMORY		((size_t)16384)

#define LOOK_AGAIN_NS	1000000000ULL

#define PATH		"/metrics"
#define TYPE		"text/plain; version=0.0.4; charset=utf-8"

/* Functions of the library. */
static struct {
	__typeof__(MHD_start_daemon)			*start_daemon;
	__typeof__(MHD_stop_daemon)			*stop_daemon;
	__typeof__(MHD_get_daemon_info)			*get_daemon_info;
	__typeof__(MHD_get_connection_info)		*get_connection_info;
	__typeof__(MHD_get_timeout)			*get_timeout;
	__typeof__(MHD_run)				*run;
	__typeof__(MHD_create_response_from_buffer)	*create_response;
	__typeof__(MHD_add_response_header)		*add_header;
	__typeof__(MHD_queue_response)			*queue_response;
	__typeof__(MHD_destroy_response)		*destroy_response;
} mhd;

static int load(const struct cmd_ctx *ctx)
{
	const struct library_symbol symbols[] = {
		{ "MHD_start_daemon", &mhd.start_daemon },
		{ "MHD_stop_daemon", &mhd.stop_daemon },
		{ "MHD_get_daemon_info", &mhd.get_daemon_info },
		{ "MHD_get_connection_info", &mhd.get_connection_info },
		{ "MHD_get_timeout", &mhd.get_timeout },
		{ "MHD_run", &mhd.run },
		{ "MHD_create_response_from_buffer", &mhd.create_response },
		{ "MHD_add_response_header", &mhd.add_header },
		{ "MHD_queue_response", &mhd.queue_response },
		{ "MHD_destroy_response", &mhd.destroy_response },
	};

	if (library_load(LIBRARY, symbols, ARRAY_SIZE(symbols)))
		return 0;
	cmd_say(ctx, "--listen needs libmicrohttpd: %s (install libmicrohttpd12)",
		dlerror());
	return -ENOENT;
}

/**
 * struct server - what is served
 * @text: makes the page
 * @arg: for it
 * @page: the last one, NULL = there is none
 * @made_ns: when, CLOCK_MONOTONIC
 * @due: the connections, and when each has taken too long
 */
struct server {
	prometheus_text_fn	text;
	void			*arg;
	struct MHD_Response	*page;
	__u64			made_ns;
	struct due_table	due;
};

static __u64 now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000ULL + now.tv_nsec;
}

/* Called when a connection begins and when it ends. */
static void note_connection(void *arg, struct MHD_Connection *connection,
			    void **context,
			    enum MHD_ConnectionNotificationCode what)
{
	struct server *server = arg;
	const union MHD_ConnectionInfo *info;

	(void)context;
	if (what != MHD_CONNECTION_NOTIFY_STARTED) {
		due_end(&server->due, connection);
		return;
	}
	info = mhd.get_connection_info(connection,
				       MHD_CONNECTION_INFO_CONNECTION_FD);
	if (info)
		due_begin(&server->due, connection, info->connect_fd,
			  now_ns() + REQUEST_NS);
}

/* Called when an answer has been sent; another request may follow it. */
static void note_answered(void *arg, struct MHD_Connection *connection,
			  void **seen, enum MHD_RequestTerminationCode how)
{
	struct server *server = arg;

	(void)seen;
	(void)how;
	due_renew(&server->due, connection, now_ns() + REQUEST_NS);
}

static void drop_page(struct server *server)
{
	if (server->page)
		mhd.destroy_response(server->page);
	server->page = NULL;
}

/* It lasts until the last one who is sent it has it. */
static struct MHD_Response *make_page(struct server *server)
{
	char *text;

	if (server->page && now_ns() - server->made_ns < LOOK_AGAIN_NS)
		return server->page;
	drop_page(server);
	text = server->text(server->arg);
	if (!text)
		return NULL;
	server->page = mhd.create_response(strlen(text), text,
					   MHD_RESPMEM_MUST_FREE);
	if (!server->page) {
		free(text);
		return NULL;
	}
	mhd.add_header(server->page, MHD_HTTP_HEADER_CONTENT_TYPE, TYPE);
	server->made_ns = now_ns();
	return server->page;
}

static enum MHD_Result refuse(struct MHD_Connection *connection,
			      unsigned int status, const char *text)
{
	struct MHD_Response *response;
	enum MHD_Result result;

	response = mhd.create_response(strlen(text), (void *)text,
				       MHD_RESPMEM_PERSISTENT);
	if (!response)
		return MHD_NO;
	mhd.add_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, "text/plain");
	if (status == MHD_HTTP_METHOD_NOT_ALLOWED)
		mhd.add_header(response, MHD_HTTP_HEADER_ALLOW, "GET, HEAD");
	result = mhd.queue_response(connection, status, response);
	mhd.destroy_response(response);
	return result;
}

/* Called when the headers are there, and again for the body and its end. */
static enum MHD_Result answer(void *arg, struct MHD_Connection *connection,
			      const char *url, const char *method,
			      const char *version, const char *body,
			      size_t *body_size, void **seen)
{
	struct server *server = arg;
	struct MHD_Response *page;

	(void)version;
	(void)body;
	if (!*seen) {
		*seen = arg;
		if (strcmp(method, MHD_HTTP_METHOD_GET) &&
		    strcmp(method, MHD_HTTP_METHOD_HEAD))
			return refuse(connection, MHD_HTTP_METHOD_NOT_ALLOWED,
				      "GET or HEAD only\n");
		return MHD_YES;
	}
	/* A body means nothing here. */
	if (*body_size) {
		*body_size = 0;
		return MHD_YES;
	}
	if (strcmp(url, PATH))
		return refuse(connection, MHD_HTTP_NOT_FOUND,
			      "only " PATH " is here\n");
	page = make_page(server);
	/* How long a look takes is not the fault of who asks. */
	due_renew(&server->due, connection, now_ns() + REQUEST_NS);
	if (!page)
		return refuse(connection, MHD_HTTP_SERVICE_UNAVAILABLE,
			      "nothing can be read now\n");
	return mhd.queue_response(connection, MHD_HTTP_OK, page);
}

static int poll_ms(const struct server *server, struct MHD_Daemon *daemon)
{
	int most = due_wait_ms(&server->due, now_ns());
	MHD_UNSIGNED_LONG_LONG ms;

	if (mhd.get_timeout(daemon, &ms) != MHD_YES)
		return most;
	return most < 0 || ms < (unsigned int)most ? (int)ms : most;
}

static unsigned int count_connections(struct MHD_Daemon *daemon)
{
	const union MHD_DaemonInfo *info;

	info = mhd.get_daemon_info(daemon, MHD_DAEMON_INFO_CURRENT_CONNECTIONS);
	return info ? info->num_connections : 0;
}

/*
 * Once there are as many connections as may be, it listens no longer; and again
 * only in the turn after the one that has closed some, for which nothing would
 * wake us.
 */
static enum MHD_Result take_turns(struct MHD_Daemon *daemon)
{
	enum MHD_Result result;
	unsigned int before;

	do {
		before = count_connections(daemon);
		result = mhd.run(daemon);
	} while (result == MHD_YES && count_connections(daemon) < before);
	return result;
}

/*
 * Until a signal ends it. What has come until the beginning of a turn is read in
 * it: nobody is late because another was answered meanwhile.
 */
static int loop(struct server *server, struct MHD_Daemon *daemon, int signals)
{
	const union MHD_DaemonInfo *info;
	struct pollfd fds[2] = { { .fd = signals, .events = POLLIN } };

	info = mhd.get_daemon_info(daemon, MHD_DAEMON_INFO_EPOLL_FD);
	if (!info)
		return -EINVAL;
	fds[1] = (struct pollfd) { .fd = info->epoll_fd, .events = POLLIN };
	for (;;) {
		__u64 begin;

		if (poll(fds, ARRAY_SIZE(fds), poll_ms(server, daemon)) < 0 &&
		    errno != EINTR)
			return -errno;
		begin = now_ns();
		if (fds[0].revents)
			return 0;
		if (take_turns(daemon) != MHD_YES)
			return -EIO;
		due_cut(&server->due, begin);
	}
}

static int catch_signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	if (signal(SIGPIPE, SIG_IGN) == SIG_ERR ||
	    sigprocmask(SIG_BLOCK, &set, NULL))
		return -errno;
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static int run(struct server *server, int listener, int signals)
{
	struct MHD_Daemon *daemon;
	int err;

	/* It closes the socket that it is given. */
	listener = dup(listener);
	if (listener < 0)
		return -errno;
	errno = 0;
	daemon = mhd.start_daemon(MHD_USE_EPOLL, 0, NULL, NULL, answer, server,
				  MHD_OPTION_LISTEN_SOCKET, listener,
				  MHD_OPTION_NOTIFY_CONNECTION, note_connection,
				  server,
				  MHD_OPTION_NOTIFY_COMPLETED, note_answered,
				  server,
				  MHD_OPTION_CONNECTION_TIMEOUT, IDLE_SECONDS,
				  MHD_OPTION_CONNECTION_LIMIT, DUE_MAX,
				  MHD_OPTION_CONNECTION_MEMORY_LIMIT, MEMORY,
				  MHD_OPTION_END);
	if (!daemon)
		return errno ? -errno : -EIO;
	err = loop(server, daemon, signals);
	drop_page(server);
	mhd.stop_daemon(daemon);
	return err;
}

/**
 * prometheus_serve() - answer until SIGTERM or SIGINT
 * @ctx: names the command
 * @listener: listening socket, left open
 * @text: makes the page, to be freed; NULL after a message if it can't
 * @arg: for @text
 *
 * Return: 0 or a negative errno after a message.
 */
int prometheus_serve(const struct cmd_ctx *ctx, int listener,
		     prometheus_text_fn text, void *arg)
{
	struct server server = { .text = text, .arg = arg };
	int signals, err;

	err = load(ctx);
	if (err)
		return err;
	signals = catch_signals();
	err = signals < 0 ? signals : run(&server, listener, signals);
	if (signals >= 0)
		close(signals);
	if (err)
		cmd_say(ctx, "serving: %s", strerror(-err));
	return err;
}
