// SPDX-License-Identifier: GPL-2.0-or-later
/* Processes that have used most of the descriptors that they may have. */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "source/proc.h"
#include "source/snapshot.h"

/**
 * struct scan - processes that are looked at
 * @root: where /proc is
 * @files: the fullest so far, in order
 * @count: how many
 * @max: for how many there is room
 * @sized: is the size of a folder fd the number of its descriptors? So it is
 *	since Linux 6.2 (proc_fd_getattr() in fs/proc/fd.c)
 */
struct scan {
	const char			*root;
	struct model_process_files	*files;
	size_t				count;
	size_t				max;
	bool				sized;
};

/* What stands behind a word that begins a line, or NULL. */
static const char *find_word(const char *text, const char *word)
{
	size_t len = strlen(word);

	while (strncmp(text, word, len)) {
		text = strchr(text, '\n');
		if (!text)
			return NULL;
		text++;
	}
	return text + len;
}

/* Return: what stands behind the number, NULL if there is none. */
static const char *take_number(const char *text, __u64 *number)
{
	char *end;

	text += strspn(text, " \t");
	if (!isdigit((unsigned char)*text))
		return NULL;
	errno = 0;
	*number = strtoull(text, &end, 10);
	return errno ? NULL : end;
}

static bool read_number(const struct scan *scan, unsigned int pid,
			const char *file, const char *word, __u64 *number)
{
	char path[64], *text;
	const char *at;
	size_t len;
	bool found;

	snprintf(path, sizeof(path), "%u/%s", pid, file);
	if (proc_read(scan->root, path, &text, &len))
		return false;
	at = find_word(text, word);
	found = at && take_number(at, number);
	free(text);
	return found;
}

/* "Max open files    1024    524288    files", or "unlimited" for a number */
static bool read_limits(const struct scan *scan,
			struct model_process_files *process)
{
	char path[64], *text;
	const char *at;
	size_t len;

	snprintf(path, sizeof(path), "%u/limits", process->process.pid);
	if (proc_read(scan->root, path, &text, &len))
		return false;
	at = find_word(text, "Max open files");
	at = at ? take_number(at, &process->limit) : NULL;
	if (at && !take_number(at, &process->most) &&
	    !strncmp(at + strspn(at, " \t"), "unlimited", 9))
		process->most = UINT64_MAX;
	free(text);
	return at;
}

static bool count_entries(const char *path, __u64 *open)
{
	struct dirent *entry;
	DIR *dir = opendir(path);

	if (!dir)
		return false;
	*open = 0;
	while ((entry = readdir(dir)))
		*open += entry->d_name[0] != '.';
	closedir(dir);
	return true;
}

/*
 * Older kernels have to be asked for each descriptor. They do tell for how many
 * there is room: where that is far below the limit, no count is needed.
 */
static bool count_open(const struct scan *scan, unsigned int pid, __u64 limit,
		       __u64 *open)
{
	char path[PATH_MAX];
	struct stat st;
	__u64 room;

	snprintf(path, sizeof(path), "%s/%u/fd", scan->root, pid);
	if (scan->sized) {
		if (stat(path, &st))
			return false;
		*open = st.st_size;
		return true;
	}
	if (!read_number(scan, pid, "status", "FDSize:", &room) ||
	    room < limit / 2)
		return false;
	return count_entries(path, open);
}

/* Is one fuller than the other? Of equals, has it more open? */
static bool is_fuller(const struct model_process_files *a,
		      const struct model_process_files *b)
{
	__u64 a_part = a->open * 1000 / a->limit;
	__u64 b_part = b->open * 1000 / b->limit;

	return a_part != b_part ? a_part > b_part : a->open > b->open;
}

static void keep(struct scan *scan, const struct model_process_files *process)
{
	size_t at = scan->count;

	while (at && is_fuller(process, &scan->files[at - 1]))
		at--;
	if (at == scan->max)
		return;
	if (scan->count < scan->max)
		scan->count++;
	memmove(&scan->files[at + 1], &scan->files[at],
		(scan->count - at - 1) * sizeof(*process));
	scan->files[at] = *process;
}

static void name_process(const struct scan *scan,
			 struct nettune_sock_process *process)
{
	char path[64], *text;
	size_t len;

	snprintf(path, sizeof(path), "%u/comm", process->pid);
	if (proc_read(scan->root, path, &text, &len))
		return;
	snprintf(process->comm, sizeof(process->comm), "%.*s",
		 (int)strcspn(text, "\n"), text);
	free(text);
}

/* A process that ends meanwhile, or hides, has nothing that is known. */
static void look_at(struct scan *scan, unsigned int pid)
{
	struct model_process_files process = { .process.pid = pid };

	if (read_limits(scan, &process) && process.limit &&
	    count_open(scan, pid, process.limit, &process.open) &&
	    process.open)
		keep(scan, &process);
}

static bool tells_sizes(const char *root)
{
	char path[PATH_MAX];
	struct stat st;

	snprintf(path, sizeof(path), "%s/thread-self/fd", root);
	return !stat(path, &st) && st.st_size > 0;
}

static int scan_all(struct scan *scan)
{
	DIR *dir = opendir(scan->root);
	struct dirent *entry;

	if (!dir)
		return -errno;
	while ((entry = readdir(dir))) {
		char *end;
		unsigned long pid = strtoul(entry->d_name, &end, 10);

		if (isdigit((unsigned char)entry->d_name[0]) && !*end &&
		    pid && pid <= INT_MAX)
			look_at(scan, pid);
	}
	closedir(dir);
	return 0;
}

/**
 * files_fullest() - find the processes that are nearest to RLIMIT_NOFILE
 * @root: where /proc is
 * @files: set to them, the fullest first, to be freed
 * @count: set to how many
 * @max: how many at most
 *
 * On kernels before 6.2 only those are found that may have used half of it.
 *
 * Return: 0 or a negative errno.
 */
int files_fullest(const char *root, struct model_process_files **files,
		  size_t *count, size_t max)
{
	struct scan scan = { .root = root, .max = max };
	int err;

	/* One more, where the last one is moved to. */
	scan.files = calloc(max + 1, sizeof(*scan.files));
	if (!scan.files)
		return -ENOMEM;
	scan.sized = tells_sizes(root);
	err = scan_all(&scan);
	if (err) {
		free(scan.files);
		return err;
	}
	for (size_t i = 0; i < scan.count; i++)
		name_process(&scan, &scan.files[i].process);
	*files = scan.files;
	*count = scan.count;
	return 0;
}
