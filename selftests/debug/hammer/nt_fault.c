// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * nt_fault: each allocation of each request fails once, one after the other
 * (/proc/thread-self/fail-nth), and everything is as it should be nevertheless.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/nettune.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "hammer.h"

/* More allocations than anything here makes: the search does have an end. */
#define MAX_NTH		2000
#define SEED		7
#define SOCKETS		40

struct subject {
	const char *name;
	/* Does it, with faults from arm() on; what came of it. */
	int (*act)(struct subject *subject);
	/* Afterwards, without faults: as if nothing had been. */
	int (*again)(struct subject *subject);
	const struct request *request;
	const char *path;
	/* What the last answer had: no fault may make it shorter in secret. */
	size_t size;
};

static struct image module;
static int fail_nth = -1;

/* --- the knob ----------------------------------------------------------- */

static int nth_write(unsigned int n)
{
	char text[16];
	int len = snprintf(text, sizeof(text), "%u", n);

	return pwrite(fail_nth, text, len, 0) == len ? 0 : -errno;
}

static unsigned int nth;	/* which one fails */
static bool reached;		/* there was such a one */

static void arm(void)
{
	if (nth_write(nth))
		exit(2);
}

static void disarm(void)
{
	char text[16] = "";

	if (pread(fail_nth, text, sizeof(text) - 1, 0) <= 0)
		exit(2);
	/* It counts down, and is 0 once the fault has been injected. */
	reached = !atoi(text);
	nth_write(0);
}

/* --- requests ----------------------------------------------------------- */

static int ask(struct nl *nl, struct subject *subject)
{
	struct random random;
	struct msg msg;
	struct maker maker = { .msg = &msg, .random = &random };
	int err;

	/* The same one each time. */
	rnd_seed(&random, SEED);
	request_make(subject->request, &maker, nl->family);
	err = nl_send(nl, &msg);
	if (!err)
		err = nl_drain(nl, NL_ROOM);
	subject->size = nl->records;
	return err;
}

static int request_act(struct subject *subject)
{
	struct nl nl;
	int err = nl_open(&nl);

	if (err)
		return err;
	arm();
	err = ask(&nl, subject);
	disarm();
	nl_close(&nl);
	return err;
}

static int request_again(struct subject *subject)
{
	struct nl nl;
	int err = nl_open(&nl);

	if (err)
		return err;
	err = ask(&nl, subject);
	nl_close(&nl);
	return err;
}

/* --- files -------------------------------------------------------------- */

static int file_read(const char *path)
{
	char buf[4096];
	ssize_t got;
	int err = 0;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	do
		got = read(fd, buf, sizeof(buf));
	while (got > 0);
	if (got < 0)
		err = -errno;
	close(fd);
	return err;
}

static int file_act(struct subject *subject)
{
	int err;

	arm();
	err = file_read(subject->path);
	disarm();
	return err;
}

static int file_again(struct subject *subject)
{
	return file_read(subject->path);
}

/* --- events ------------------------------------------------------------- */

static int events_act(struct subject *subject)
{
	struct nl nl;
	int err = nl_open(&nl);

	if (err)
		return err;
	arm();
	err = nl_events_join(&nl);
	if (!err)
		err = ask(&nl, subject);
	disarm();
	nl_close(&nl);
	return err;
}

static int events_again(struct subject *subject)
{
	struct nl nl;
	int err = nl_open(&nl);

	if (err)
		return err;
	err = nl_events_join(&nl);
	if (!err)
		err = ask(&nl, subject);
	nl_close(&nl);
	return err;
}

/* --- loading ------------------------------------------------------------ */

static int load_act(struct subject *subject)
{
	int err;

	(void)subject;
	module_unload();
	arm();
	err = module_load(&module);
	disarm();
	return err;
}

static int load_again(struct subject *subject)
{
	struct nl nl;
	int err;

	(void)subject;
	err = module_load(&module);
	if (err && err != -EEXIST)
		return err;
	err = nl_open(&nl);
	if (!err)
		nl_close(&nl);
	return err;
}

/* --- all of them -------------------------------------------------------- */

static bool clean(int err)
{
	return !err || err == -ENOMEM || err == -ENOBUFS;
}

/* The nth allocation fails; what is wrong then, or NULL. */
static const char *try_one(struct subject *subject, unsigned int *failed)
{
	static char text[100];
	size_t size;
	int err = subject->act(subject);

	if (!clean(err)) {
		snprintf(text, sizeof(text), "%s", error_name(err));
		return text;
	}
	*failed += err != 0;
	size = subject->size;
	if (subject->again(subject))
		return "it does not work afterwards";
	if (!err && size != subject->size)
		return "a part of the answer is missing";
	return NULL;
}

/* Says how it went in one line. */
static bool try_all(struct subject *subject)
{
	unsigned int failed = 0;
	const char *wrong;
	int err;

	/* What is only made the first time shall not be counted. */
	err = subject->again(subject);
	if (err) {
		printf("not ok %s: %s without faults\n", subject->name, error_name(err));
		return false;
	}
	reached = true;
	for (nth = 1; nth <= MAX_NTH && reached; nth++) {
		wrong = try_one(subject, &failed);
		if (wrong) {
			printf("not ok %s: allocation %u failed: %s\n", subject->name, nth, wrong);
			return false;
		}
	}
	if (reached || !failed) {
		printf("not ok %s: %u allocations, %u of them vital\n", subject->name, nth - 2,
		       failed);
		return false;
	}
	printf("ok %s: %u allocations, %u of them vital\n", subject->name, nth - 2, failed);
	return true;
}

static bool try_request(const struct nl *nl, const struct request *request)
{
	struct subject subject = {
		.name = request->name,
		.act = request_act,
		.again = request_again,
		.request = request,
	};

	if (!request_served(request, nl)) {
		printf("skip %s: the module has no such command\n", request->name);
		return true;
	}
	return try_all(&subject);
}

static bool try_events(const struct nl *nl)
{
	struct subject subject = {
		.name = "events",
		.act = events_act,
		.again = events_again,
		.request = request_find("config"),
	};

	if (!nl->events) {
		printf("skip events: the module has none\n");
		return true;
	}
	return try_all(&subject);
}

static bool try_files(char **paths, int nr)
{
	struct subject subject = { .act = file_act, .again = file_again };
	char name[100];
	bool ok = true;

	subject.name = name;
	for (int i = 0; i < nr; i++) {
		subject.path = paths[i];
		snprintf(name, sizeof(name), "file %s", basename(paths[i]));
		ok = try_all(&subject) && ok;
	}
	return ok;
}

static bool try_load(void)
{
	struct subject subject = { .name = "loading", .act = load_act, .again = load_again };

	return try_all(&subject);
}

/* Something to tell of, that stays as it is. */
static int furnish(void)
{
	static int fds[SOCKETS];
	struct random random;

	rnd_seed(&random, SEED);
	loopback_up();
	return sockets_open(&random, fds, SOCKETS);
}

int main(int argc, char **argv)
{
	struct nl nl;
	bool ok;
	int err;

	if (argc < 2) {
		fputs("Usage: nt_fault MODULE [FILE...]\n\n"
		      "With FILEs, those of the module in debugfs: each request, each of them.\n"
		      "Without: loading. The module is loaded at first and in the end.\n", stderr);
		return 2;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	fail_nth = open("/proc/thread-self/fail-nth", O_RDWR | O_CLOEXEC);
	err = image_read(&module, argv[1]);
	if (fail_nth < 0 || err) {
		fprintf(stderr, "nt_fault: no fail-nth, or no module\n");
		return 2;
	}
	if (argc == 2)
		return try_load() ? 0 : 1;
	err = furnish();
	if (!err)
		err = nl_open(&nl);
	if (err) {
		printf("not ok family: %s\n", error_name(err));
		return 1;
	}
	ok = true;
	for (size_t i = 0; i < nr_requests; i++)
		ok = try_request(&nl, &requests[i]) && ok;
	ok = try_events(&nl) && ok;
	ok = try_files(argv + 2, argc - 2) && ok;
	nl_close(&nl);
	return ok ? 0 : 1;
}
