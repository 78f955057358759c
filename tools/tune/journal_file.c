// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes a journal so that it is there whatever happens next. */
#include <errno.h>
#include <fcntl.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tune/journal.h"

/* No journal is as long as that; a file that is was not written by us. */
#define FILE_MAX	(16 << 20)

/* A journal on its way, which has no record yet. */
#define NEW_NAME	"new"

/* Bytes to set aside for a record, beside its texts. */
#define RECORD_SIZE	512

static int write_all(int fd, const char *text, size_t len, __s64 at)
{
	while (len) {
		ssize_t put = TEMP_FAILURE_RETRY(pwrite(fd, text, len, at));

		if (put < 0)
			return -errno;
		if (!put)
			return -EIO;
		text += put;
		len -= put;
		at += put;
	}
	return 0;
}

/* Half a record would make what follows it unreadable. */
static void take_back(struct journal_file *file)
{
	if (ftruncate(file->fd, file->size))
		file->err = -errno;
}

/**
 * journal_append - write a record, and wait until it is on disk
 * @file: open journal; after an error it is as it was before
 * @record: the record, which is given back; NULL = there was no memory for it
 *
 * Return: 0 or a negative errno.
 */
int journal_append(struct journal_file *file, struct json_object *record)
{
	char *line = record ? journal_line(record) : NULL;
	size_t len = line ? strlen(line) : 0;
	int err = line ? file->err : -ENOMEM;

	json_object_put(record);
	if (err) {
		free(line);
		return err;
	}
	err = write_all(file->fd, line, len, file->size);
	if (!err && fdatasync(file->fd))
		err = -errno;
	free(line);
	if (err)
		take_back(file);
	else
		file->size += len;
	return err;
}

/**
 * journal_close - close it
 * @file: the journal, which need not be open
 */
void journal_close(struct journal_file *file)
{
	if (file->fd >= 0)
		close(file->fd);
	file->fd = -1;
}

/* So that the disk is full now, not in the middle; not all can do so. */
static int set_aside(int fd, size_t expected)
{
	if (!fallocate(fd, FALLOC_FL_KEEP_SIZE, 0, expected) ||
	    errno == EOPNOTSUPP || errno == EINTR)
		return 0;
	return -errno;
}

static int next_id(const struct tune_state *state, unsigned int *id)
{
	unsigned int *ids;
	size_t count;
	int err;

	err = state_ids(state, &ids, &count);
	if (err)
		return err;
	*id = count ? ids[count - 1] + 1 : 1;
	free(ids);
	/* Nobody would find it again. */
	return *id <= STATE_ID_MAX ? 0 : -EOVERFLOW;
}

/*
 * Everybody may know what was set, as /proc/sys shows it to everybody, and so
 * may ask whether it still is; whatever the umask of who applies it.
 */
static int set_mode(int fd, const struct journal *journal)
{
	return fchmod(fd, journal->secret ? 0600 : 0644) ? -errno : 0;
}

/* Only whole: it gets its name when its first record is on disk. */
static int publish(const struct tune_state *state, unsigned int id)
{
	char name[STATE_NAME];

	if (renameat(state->dir, NEW_NAME, state->dir, state_name(id, name)))
		return -errno;
	return fsync(state->dir) ? -errno : 0;
}

/**
 * journal_create - begin a journal
 * @state: locked folder
 * @journal: what is applied; gets its number
 * @expected: bytes that its records may take, a guess
 * @file: opened on success
 *
 * Return: 0 or a negative errno; then nothing is there.
 */
int journal_create(const struct tune_state *state, struct journal *journal,
		   size_t expected, struct journal_file *file)
{
	int err;

	*file = (struct journal_file) { .fd = -1 };
	err = next_id(state, &journal->id);
	if (err)
		return err;
	if (unlinkat(state->dir, NEW_NAME, 0) && errno != ENOENT)
		return -errno;
	file->fd = openat(state->dir, NEW_NAME, O_RDWR | O_CREAT | O_EXCL |
			  O_NOFOLLOW | O_CLOEXEC, 0600);
	if (file->fd < 0)
		return -errno;
	err = set_mode(file->fd, journal) ?:
	      set_aside(file->fd, expected + RECORD_SIZE) ?:
	      journal_append(file, journal_begin(journal)) ?:
	      publish(state, journal->id);
	if (!err)
		return 0;
	journal_close(file);
	/* Best left as it was; if not, the next one takes it away. */
	if (unlinkat(state->dir, NEW_NAME, 0))
		errno = 0;
	return err;
}

static int read_file(int fd, char **text, size_t *len)
{
	struct stat st;
	ssize_t got;

	if (fstat(fd, &st))
		return -errno;
	if (!S_ISREG(st.st_mode) || st.st_size > FILE_MAX)
		return -EBADMSG;
	*text = malloc(st.st_size + 1);
	if (!*text)
		return -ENOMEM;
	for (*len = 0; *len < (size_t)st.st_size; *len += got) {
		got = TEMP_FAILURE_RETRY(pread(fd, *text + *len,
					       st.st_size - *len, *len));
		if (got < 0) {
			free(*text);
			return -errno;
		}
		if (!got)
			break;
	}
	return 0;
}

static int open_and_parse(const struct tune_state *state, unsigned int id,
			  int flags, struct journal *journal,
			  struct journal_file *file)
{
	char name[STATE_NAME], *text = NULL;
	size_t len = 0, valid;
	int err;

	*journal = (struct journal) { 0 };
	*file = (struct journal_file) { 0 };
	file->fd = openat(state->dir, state_name(id, name),
			  flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (file->fd < 0)
		return -errno;
	err = read_file(file->fd, &text, &len);
	if (err)
		return err;
	err = journal_parse(text, len, journal, &valid);
	free(text);
	if (!err && journal->id != id)
		err = -EBADMSG;
	file->size = valid;
	return err;
}

/**
 * journal_open - read a journal and go on with it
 * @state: locked folder
 * @id: its number
 * @journal: filled in, to be freed also after an error
 * @file: opened, what was cut short is taken away; to be closed also after an
 *	error
 *
 * Return: 0, -ENOENT, -EBADMSG when it is damaged, or another negative errno.
 * That it can't be written is not one: @file->err tells.
 */
int journal_open(const struct tune_state *state, unsigned int id,
		 struct journal *journal, struct journal_file *file)
{
	int err = open_and_parse(state, id, O_RDWR, journal, file);

	if (err == -EROFS || err == -EACCES) {
		int why = err;

		err = open_and_parse(state, id, O_RDONLY, journal, file);
		file->err = why;
	}
	if (!err && !file->err && journal->torn)
		take_back(file);
	return err;
}

/**
 * journal_read - read a journal
 * @state: open folder
 * @id: its number
 * @journal: filled in, to be freed also after an error
 *
 * Return: as journal_open().
 */
int journal_read(const struct tune_state *state, unsigned int id,
		 struct journal *journal)
{
	struct journal_file file;
	int err = open_and_parse(state, id, O_RDONLY, journal, &file);

	journal_close(&file);
	return err;
}
