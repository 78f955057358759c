// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads /proc, or a folder that a test puts in its place. */
#include "source/proc.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Larger than most files, so that one read is enough. */
#define TEXT_FIRST	4096
#define TEXT_MAX	(64 << 20)

/*
 * Columns of softnet_stat. Kernels only ever added some at the end (10: RPS,
 * 11: flow limit, 13: both queues' sum and the CPU, 15: each queue), so the
 * number of columns tells what is there; 3 to 8 mean nothing.
 */
enum {
	SOFTNET_PROCESSED = 0,
	SOFTNET_DROPPED = 1,
	SOFTNET_TIME_SQUEEZE = 2,
	SOFTNET_FIRST_COLUMNS = 9,
	SOFTNET_RPS = 9,
	SOFTNET_FLOW_LIMIT = 10,
	SOFTNET_BACKLOG = 11,
	SOFTNET_CPU = 12,
	SOFTNET_INPUT = 13,
	SOFTNET_PROCESS = 14,
	SOFTNET_COLUMNS = 15,
};

/* Return: how many hexadecimal columns the line has, or -EBADMSG. */
static int split_hex(const char *line, __u32 column[SOFTNET_COLUMNS])
{
	int count = 0;

	for (;;) {
		unsigned long value;
		char *end;

		while (isspace((unsigned char)*line))
			line++;
		if (!*line)
			return count;
		if (!isxdigit((unsigned char)*line))
			return -EBADMSG;
		errno = 0;
		value = strtoul(line, &end, 16);
		if (errno || value > UINT_MAX ||
		    (*end && !isspace((unsigned char)*end)))
			return -EBADMSG;
		if (count < SOFTNET_COLUMNS)
			column[count] = value;
		count++;
		line = end;
	}
}

/* Up to 13 columns tell only the sum of both queues, which tells each if 0. */
static void take_queues(const __u32 *column, int count,
			struct model_softnet *softnet)
{
	const __u32 both = MODEL_SOFTNET_HAS_INPUT | MODEL_SOFTNET_HAS_PROCESS;

	if (count > SOFTNET_PROCESS) {
		softnet->stat.input_qlen = column[SOFTNET_INPUT];
		softnet->stat.process_qlen = column[SOFTNET_PROCESS];
		softnet->has |= both;
	} else if (count > SOFTNET_CPU && !column[SOFTNET_BACKLOG]) {
		softnet->has |= both;
	}
}

/**
 * proc_parse_softnet() - read one line of softnet_stat
 * @line: the line
 * @number: its number from 0, taken for the CPU where no column tells it
 * @softnet: filled in
 *
 * Return: 0, or -EBADMSG when it is not such a line.
 */
int proc_parse_softnet(const char *line, unsigned int number,
		       struct model_softnet *softnet)
{
	__u32 column[SOFTNET_COLUMNS] = { 0 };
	int count = split_hex(line, column);

	memset(softnet, 0, sizeof(*softnet));
	if (count < SOFTNET_FIRST_COLUMNS)
		return -EBADMSG;

	softnet->stat.cpu = count > SOFTNET_CPU ? column[SOFTNET_CPU] : number;
	softnet->stat.processed = column[SOFTNET_PROCESSED];
	softnet->stat.dropped = column[SOFTNET_DROPPED];
	softnet->stat.time_squeeze = column[SOFTNET_TIME_SQUEEZE];
	if (count > SOFTNET_RPS) {
		softnet->stat.received_rps = column[SOFTNET_RPS];
		softnet->has |= MODEL_SOFTNET_HAS_RPS;
	}
	if (count > SOFTNET_FLOW_LIMIT) {
		softnet->flow_limit = column[SOFTNET_FLOW_LIMIT];
		softnet->has |= MODEL_SOFTNET_HAS_FLOW_LIMIT;
	}
	take_queues(column, count, softnet);
	return 0;
}

static FILE *open_below(const char *root, const char *name)
{
	char path[PATH_MAX];
	int len = snprintf(path, sizeof(path), "%s/%s", root, name);

	if (len < 0 || (size_t)len >= sizeof(path)) {
		errno = ENAMETOOLONG;
		return NULL;
	}
	return fopen(path, "re");
}

/* Append a CPU. Return: 0 or -ENOMEM. */
static int append(struct model_softnet **list, size_t *count,
		  const struct model_softnet *softnet)
{
	struct model_softnet *grown;

	grown = reallocarray(*list, *count + 1, sizeof(**list));
	if (!grown)
		return -ENOMEM;
	grown[(*count)++] = *softnet;
	*list = grown;
	return 0;
}

static int read_softnet(FILE *file, const __u32 *max_backlog,
			struct model_softnet **softnet, size_t *cpus)
{
	struct model_softnet one;
	char *line = NULL;
	size_t size = 0;
	int err = 0;

	while (!err && getline(&line, &size, file) >= 0) {
		err = proc_parse_softnet(line, *cpus, &one);
		if (!err && max_backlog) {
			one.stat.max_backlog = *max_backlog;
			one.has |= MODEL_SOFTNET_HAS_MAX;
		}
		if (!err)
			err = append(softnet, cpus, &one);
	}
	if (!err && ferror(file))
		err = -EIO;
	free(line);
	return err;
}

/**
 * proc_softnet() - read the backlog of every online CPU
 * @root: where /proc is
 * @softnet: set to an array, to be freed; NULL on error
 * @cpus: set to its length; 0 on error
 *
 * Return: 0 or a negative errno, -EBADMSG when the file makes no sense.
 */
int proc_softnet(const char *root, struct model_softnet **softnet,
		 size_t *cpus)
{
	__u32 max_backlog;
	bool limited;
	FILE *file;
	int err;

	*softnet = NULL;
	*cpus = 0;
	file = open_below(root, "net/softnet_stat");
	if (!file)
		return -errno;

	/* Only the initial network namespace shows the limit. */
	limited = !proc_sysctl(root, "net/core/netdev_max_backlog",
			       &max_backlog);
	err = read_softnet(file, limited ? &max_backlog : NULL, softnet, cpus);
	fclose(file);
	if (err) {
		free(*softnet);
		*softnet = NULL;
		*cpus = 0;
	}
	return err;
}

/**
 * proc_sysctl() - read a setting that is one number
 * @root: where /proc is
 * @name: its path below sys/
 * @value: set on success
 *
 * Return: 0 or a negative errno, -EBADMSG when it is no number of 32 bits.
 */
int proc_sysctl(const char *root, const char *name, __u32 *value)
{
	unsigned long long number;
	char path[PATH_MAX];
	char extra;
	FILE *file;
	int found;

	snprintf(path, sizeof(path), "sys/%s", name);
	file = open_below(root, path);
	if (!file)
		return -errno;
	found = fscanf(file, "%llu %c", &number, &extra);
	fclose(file);
	if (found != 1 || number > UINT_MAX)
		return -EBADMSG;
	*value = number;
	return 0;
}

/**
 * proc_port_range() - the ports that the kernel chooses from by itself
 * @root: where /proc is
 * @min: set to the lowest
 * @max: set to the highest; lower than @min when the range is not known
 *
 * Return: 0 or a negative errno.
 */
int proc_port_range(const char *root, __u32 *min, __u32 *max)
{
	FILE *file = open_below(root, "sys/net/ipv4/ip_local_port_range");
	int found;

	*min = 1;
	*max = 0;
	if (!file)
		return -errno;
	found = fscanf(file, "%u %u", min, max);
	fclose(file);
	if (found == 2 && *min <= USHRT_MAX && *max <= USHRT_MAX)
		return 0;
	*min = 1;
	*max = 0;
	return -EBADMSG;
}

/**
 * proc_netns() - which network namespace are we in?
 * @root: where /proc is
 *
 * Return: its inode number, 0 = not known.
 */
__u32 proc_netns(const char *root)
{
	char path[PATH_MAX];
	struct stat st;

	snprintf(path, sizeof(path), "%s/thread-self/ns/net", root);
	return stat(path, &st) ? 0 : st.st_ino;
}

/**
 * struct text - what has been read of a file
 * @data: that, and room for a byte that ends it
 * @len: bytes
 * @size: bytes that there is room for
 */
struct text {
	char	*data;
	size_t	len;
	size_t	size;
};

static int grow(struct text *text)
{
	size_t size = text->size ? 2 * text->size : TEXT_FIRST;
	char *grown;

	if (size > TEXT_MAX)
		return -EFBIG;
	grown = realloc(text->data, size);
	if (!grown)
		return -ENOMEM;
	text->data = grown;
	text->size = size;
	return 0;
}

/*
 * What the first read of a setting has no room for, a second one would not
 * get: the kernel tells settings from their beginning or not at all. Those are
 * read anew, other files go on.
 */
static int read_text(int fd, bool setting, struct text *text)
{
	for (;;) {
		ssize_t got;
		int err = 0;

		if (text->len + 1 >= text->size) {
			err = grow(text);
			if (setting)
				text->len = 0;
		}
		if (err)
			return err;
		got = pread(fd, text->data + text->len,
			    text->size - text->len - 1, text->len);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -errno;
		text->len += got;
		if (!got || (setting && text->len + 1 < text->size))
			return 0;
	}
}

/**
 * proc_read() - read a file
 * @root: where /proc is
 * @name: its path below that; below "sys/" it is a setting
 * @data: set to what it has, to be freed; a byte of 0 is behind it
 * @len: set to its bytes
 *
 * Return: 0 or a negative errno, -EFBIG for what can't be such a file.
 */
int proc_read(const char *root, const char *name, char **data, size_t *len)
{
	struct text text = { 0 };
	char path[PATH_MAX];
	int fd, err;

	if ((size_t)snprintf(path, sizeof(path), "%s/%s", root, name) >=
	    sizeof(path))
		return -ENAMETOOLONG;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return -errno;
	err = read_text(fd, !strncmp(name, "sys/", 4), &text);
	close(fd);
	if (err) {
		free(text.data);
		return err;
	}
	text.data[text.len] = '\0';
	*data = text.data;
	*len = text.len;
	return 0;
}

/**
 * proc_read_net() - read a file about the network namespace that we are in
 * @root: where /proc is
 * @name: its path below net/
 * @data: set to what it has, to be freed; a byte of 0 is behind it
 *
 * net/ itself is that of the process, not of the thread that may have entered
 * another namespace.
 *
 * Return: as proc_read().
 */
int proc_read_net(const char *root, const char *name, char **data)
{
	char path[PATH_MAX];
	size_t len;
	int err;

	snprintf(path, sizeof(path), "thread-self/net/%s", name);
	err = proc_read(root, path, data, &len);
	if (err != -ENOENT)
		return err;
	snprintf(path, sizeof(path), "net/%s", name);
	return proc_read(root, path, data, &len);
}
