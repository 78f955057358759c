// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The folder in which journals are. It is its user's own and nobody else may
 * write there; what is in it is opened from it, never through a link. Others may
 * look into root's; the lock they can't open, so that nobody is kept from it.
 */
#include "tune/state.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define LOCK_NAME	"lock"

/* Between two looks whether the lock is free. */
#define LOCK_LOOK_MS	50

/* What root wrote is to be trusted, but only root can write more. */
static int check_owner(int dir, bool writes)
{
	struct stat st;

	if (fstat(dir, &st))
		return -errno;
	if (st.st_mode & 022)
		return -EPERM;
	if (st.st_uid == geteuid())
		return 0;
	if (st.st_uid)
		return -EPERM;
	return writes ? -EACCES : 0;
}

/* So that a new folder is there after a crash, too. */
static int sync_parent(const char *path)
{
	char *parent = strdup(path), *slash;
	int dir, err = 0;

	if (!parent)
		return -ENOMEM;
	slash = strrchr(parent, '/');
	if (slash)
		slash[slash == parent] = '\0';
	dir = open(slash ? parent : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0 || fsync(dir))
		err = -errno;
	if (dir >= 0)
		close(dir);
	free(parent);
	return err;
}

/* Whatever the umask is. One that is there may be as closed as it likes. */
static int make_folder(const char *path)
{
	if (!mkdir(path, 0755))
		return chmod(path, 0755) ? -errno : sync_parent(path);
	return errno == EEXIST ? 0 : -errno;
}

/**
 * state_open - open the folder
 * @state: filled in; close it, also after an error
 * @create: to begin a journal there: make it if it is not there; its parent has
 *	to be
 *
 * Return: 0, -ENOENT when there is none, -EPERM when others can write to it or
 * it is neither this user's nor root's, -EACCES when it is root's and this user
 * may not do that, or another negative errno.
 */
int state_open(struct tune_state *state, bool create)
{
	const char *path = getenv(STATE_VARIABLE);
	int err = 0;

	*state = (struct tune_state) {
		.path = path && *path ? path : STATE_FOLDER,
		.dir = -1,
		.lock = -1,
	};
	if (create)
		err = make_folder(state->path);
	if (err)
		return err;
	state->dir = open(state->path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW |
			  O_CLOEXEC);
	if (state->dir < 0)
		return -errno;
	return check_owner(state->dir, create);
}

/**
 * state_close - close the folder, and unlock it
 * @state: the folder
 */
void state_close(struct tune_state *state)
{
	state_unlock(state);
	if (state->dir >= 0)
		close(state->dir);
	state->dir = -1;
}

/* Who has it, as it wrote itself; 0 = not known. */
static pid_t read_holder(int lock)
{
	char text[32] = "";
	ssize_t len = pread(lock, text, sizeof(text) - 1, 0);

	return len > 0 ? strtol(text, NULL, 10) : 0;
}

/* It is for people: that it can't be written is no reason not to go on. */
static void write_holder(int lock)
{
	char text[32];
	int len = snprintf(text, sizeof(text), "%d\n", (int)getpid());

	if (!ftruncate(lock, 0) && pwrite(lock, text, len, 0) < 0)
		return;
}

static int wait_for_lock(int lock, unsigned int seconds)
{
	struct timespec pause = { .tv_nsec = LOCK_LOOK_MS * 1000000L };

	for (long looks = seconds * 1000L / LOCK_LOOK_MS;; looks--) {
		if (!flock(lock, LOCK_EX | LOCK_NB))
			return 0;
		if (errno != EWOULDBLOCK && errno != EINTR)
			return -errno;
		if (looks <= 0)
			return -EWOULDBLOCK;
		nanosleep(&pause, NULL);
	}
}

/* A file system that became read-only must not be in the way of going back. */
static int open_lock(int dir)
{
	int lock = openat(dir, LOCK_NAME, O_RDWR | O_CREAT | O_NOFOLLOW |
			  O_CLOEXEC, 0600);

	if (lock < 0 && errno == EROFS)
		lock = openat(dir, LOCK_NAME, O_RDONLY | O_NOFOLLOW |
			      O_CLOEXEC);
	return lock;
}

/**
 * state_lock - be the only one who changes something
 * @state: open folder; the lock goes with the process
 * @seconds: how long to wait for another who has it
 * @holder: set to who has it, 0 = not known
 *
 * Return: 0, -EWOULDBLOCK if another has it still, or another negative errno.
 */
int state_lock(struct tune_state *state, unsigned int seconds, pid_t *holder)
{
	int err, lock = open_lock(state->dir);

	*holder = 0;
	if (lock < 0)
		return -errno;
	err = wait_for_lock(lock, seconds);
	if (err) {
		*holder = read_holder(lock);
		close(lock);
		return err;
	}
	write_holder(lock);
	state->lock = lock;
	return 0;
}

/**
 * state_unlock - let others change something
 * @state: the folder; need not be locked
 */
void state_unlock(struct tune_state *state)
{
	if (state->lock < 0)
		return;
	/* If that fails, at most another pid is told than that of the next. */
	if (ftruncate(state->lock, 0))
		errno = 0;
	close(state->lock);
	state->lock = -1;
}

/**
 * state_name - the name of a journal
 * @id: its number
 * @name: takes the name
 *
 * Return: @name.
 */
const char *state_name(unsigned int id, char name[STATE_NAME])
{
	snprintf(name, STATE_NAME, "%06u.jsonl", id);
	return name;
}

/* Return: the number, 0 for what is no journal. */
static unsigned int parse_name(const char *name)
{
	char again[STATE_NAME];
	unsigned long id = strtoul(name, NULL, 10);

	if (!id || id > STATE_ID_MAX || strcmp(state_name(id, again), name))
		return 0;
	return id;
}

static int compare_ids(const void *a, const void *b)
{
	unsigned int one = *(const unsigned int *)a;
	unsigned int other = *(const unsigned int *)b;

	return (one > other) - (one < other);
}

static int read_ids(DIR *dir, unsigned int **ids, size_t *count)
{
	struct dirent *entry;

	while ((entry = readdir(dir))) {
		unsigned int id = parse_name(entry->d_name), *grown;

		if (!id)
			continue;
		grown = reallocarray(*ids, *count + 1, sizeof(*grown));
		if (!grown)
			return -ENOMEM;
		grown[(*count)++] = id;
		*ids = grown;
	}
	return 0;
}

/**
 * state_ids - which journals there are
 * @state: open folder
 * @ids: set to their numbers, the oldest first; to be freed
 * @count: set to how many
 *
 * Return: 0 or a negative errno.
 */
int state_ids(const struct tune_state *state, unsigned int **ids,
	      size_t *count)
{
	int err, fd = openat(state->dir, ".", O_RDONLY | O_DIRECTORY |
			     O_CLOEXEC);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);

	*ids = NULL;
	*count = 0;
	if (!dir) {
		err = -errno;
		if (fd >= 0)
			close(fd);
		return err;
	}
	err = read_ids(dir, ids, count);
	closedir(dir);
	if (err) {
		free(*ids);
		*ids = NULL;
		return err;
	}
	if (*count)
		qsort(*ids, *count, sizeof(**ids), compare_ids);
	return 0;
}
