// SPDX-License-Identifier: GPL-2.0-or-later
/* Actors that read: requests, files in debugfs, events. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/nettune.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "hammer.h"

#define WILD	40

/* Each actor is one process, and keeps its socket for some rounds. */
static struct nl talk = { .fd = -1 };

static int talk_open(struct run *run)
{
	if (talk.fd >= 0 && rnd_one_in(&run->random, 20))
		nl_close(&talk);
	return talk.fd >= 0 ? 0 : nl_open(&talk);
}

/* After an error that may mean that the module has been replaced. */
static int talk_result(int err)
{
	if (err && err != -EINVAL && err != -ERANGE && talk.fd >= 0)
		nl_close(&talk);
	return err;
}

static int talk_send(struct run *run, const struct request *request)
{
	struct msg msg;
	struct maker maker = { .msg = &msg, .random = &run->random, .wild = WILD };

	request_make(request, &maker, talk.family);
	return nl_send(&talk, &msg);
}

/* One request, read to its end, through all sorts of receive buffers. */
int round_request(struct run *run)
{
	static const int rcvbufs[] = { 1, 4096, 16384, 212992 };
	const struct request *request = request_find(run->actor->arg);
	int err = talk_open(run);

	if (err)
		return err;
	/* Where there is no room for an answer and its ack, the ack is lost. */
	if ((request->flags & NLM_F_DUMP) && rnd_one_in(&run->random, 4))
		nl_set_rcvbuf(&talk, rcvbufs[rnd(&run->random, ARRAY_SIZE(rcvbufs))]);
	err = talk_send(run, request);
	if (!err)
		err = nl_drain(&talk, NL_ROOM >> rnd(&run->random, 2));
	return talk_result(err);
}

static int read_on(void *arg)
{
	const struct nl *nl = arg;
	char buf[4096];

	for (int i = 0; i < 3; i++)
		recv(nl->fd, buf, sizeof(buf), MSG_DONTWAIT);
	return 0;
}

/* Requests that are given up half-way, by closing or with somebody else left. */
int round_abort(struct run *run)
{
	struct random *r = &run->random;
	uint32_t reads = rnd(r, 4);
	char buf[8192];
	int err = nl_open(&talk);

	if (err)
		return err;
	if (rnd_one_in(r, 2))
		nl_set_rcvbuf(&talk, 1);
	err = talk_send(run, request_random(&talk, r));
	/* While that one is still being answered. */
	if (!err && rnd_one_in(r, 3))
		err = talk_send(run, request_random(&talk, r));
	while (reads--)
		recv(talk.fd, buf, 1 + rnd(r, sizeof(buf)), MSG_DONTWAIT);
	if (rnd_one_in(r, 8))
		in_child(read_on, &talk);
	nl_close(&talk);
	return err;
}

/* Many half-read dumps at once. */
int round_crowd(struct run *run)
{
	struct nl crowd[16];
	size_t nr = 1 + rnd(&run->random, ARRAY_SIZE(crowd));
	size_t opened;
	int err = 0;

	for (opened = 0; opened < nr && !err; opened++) {
		struct nl *nl = &crowd[opened];

		err = nl_open(nl);
		if (err)
			break;
		talk = *nl;
		err = talk_send(run, request_random(&talk, &run->random));
		nl->seq = talk.seq;
	}
	for (size_t i = 0; i < opened; i++) {
		if (rnd_one_in(&run->random, 2)) {
			int result = nl_drain(&crowd[i], NL_ROOM);

			err = err ? err : result;
		}
		nl_close(&crowd[i]);
	}
	talk.fd = -1;
	return err;
}

/* --- debugfs ------------------------------------------------------------ */

static int pick_file(struct random *r, char *path, size_t size)
{
	DIR *dir = opendir(DEBUGFS_DIR);
	struct dirent *entry;
	uint32_t seen = 0;

	if (!dir)
		return -errno;
	while ((entry = readdir(dir)))
		if (entry->d_name[0] != '.' && rnd_one_in(r, ++seen))
			snprintf(path, size, DEBUGFS_DIR "/%s", entry->d_name);
	closedir(dir);
	return seen ? 0 : -ENOENT;
}

/* Any file, in pieces of any size, from anywhere, to the end or not. */
int round_debugfs(struct run *run)
{
	static char buf[65536];
	struct random *r = &run->random;
	size_t piece = 1 + rnd(r, rnd_one_in(r, 2) ? 200 : sizeof(buf));
	uint32_t left = rnd_one_in(r, 2) ? 1000 : rnd(r, 5);
	char path[300];
	ssize_t got = 1;
	int err = pick_file(r, path, sizeof(path));
	int fd;

	if (err)
		return err;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	if (rnd_one_in(r, 4))
		lseek(fd, rnd(r, 3000), SEEK_SET);
	while (left-- && got > 0)
		got = rnd_one_in(r, 10) ? pread(fd, buf, piece, rnd(r, 5000)) :
					  read(fd, buf, piece);
	err = got < 0 ? -errno : 0;
	close(fd);
	return err;
}

/* --- events ------------------------------------------------------------- */

/* Joins, asks for the configuration as it shall, listens a while, leaves. */
int round_events(struct run *run)
{
	const struct request *config = request_find("config");
	uint32_t looks = rnd(&run->random, 6);
	int err = talk_open(run);

	if (err)
		return err;
	if (!talk.events)
		return -EOPNOTSUPP;
	err = nl_events_join(&talk);
	if (!err)
		err = talk_send(run, config);
	if (!err)
		err = nl_drain(&talk, NL_ROOM);
	while (!err && looks--) {
		pause_us(50000);
		err = nl_events_read(&talk);
	}
	/* Events were lost for want of room: to be expected. */
	if (err == -ENOBUFS)
		err = 0;
	if (rnd_one_in(&run->random, 2))
		nl_close(&talk);
	else if (!err)
		err = nl_events_leave(&talk);
	return talk_result(err);
}
