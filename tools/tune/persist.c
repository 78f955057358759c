// SPDX-License-Identifier: GPL-2.0-or-later
/* Makes profiles come back when the machine boots, and takes that back. */
#include "tune/persist.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "array.h"

/**
 * struct work - what is to be there in the end
 * @root: stands before every path
 * @force: also where others have written
 * @secret: the file of sysctl.d is for root's eyes only
 * @texts: of each file, of the link where it leads; NULL = not to be there
 * @list: what was there, then what will be
 * @message: what went wrong
 */
struct work {
	const char		*root;
	bool			force;
	bool			secret;
	char			*texts[PERSIST_ITEMS];
	struct persist_list	list;
	char			*message;
};

static int fail(char message[PERSIST_MESSAGE], int err, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static int fail(char message[PERSIST_MESSAGE], int err, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(message, PERSIST_MESSAGE, format, args);
	va_end(args);
	return err;
}

static int read_item(const char *root, enum persist_item item, char **text)
{
	return item == PERSIST_WANTS ?
	       persist_link_read(root, persist_paths[item], text) :
	       persist_file_read(root, persist_paths[item], text);
}

static int write_item(const struct work *work, enum persist_item item)
{
	const char *path = persist_paths[item], *text = work->texts[item];
	mode_t mode = item == PERSIST_SYSCTL && work->secret ? 0600 : 0644;

	return item == PERSIST_WANTS ?
	       persist_link_write(work->root, path, text) :
	       persist_file_write(work->root, path, text, mode);
}

/* Return: 0 if it is not there or as we wrote it, else -EEXIST. */
static int check_item(const struct work *work, enum persist_item item)
{
	const struct persist_list *list = &work->list;
	char *text;
	__u64 sum;
	int err = read_item(work->root, item, &text);

	if (err == -ENOENT || err == -ENOTDIR)
		return 0;
	/* A link where a file belongs, or the other way round, is not ours. */
	if (err == -ELOOP || err == -EINVAL)
		return -EEXIST;
	if (err)
		return err;
	sum = persist_sum(text);
	free(text);
	return list->has[item] && (sum == list->sums[item][0] ||
				   sum == list->sums[item][1]) ? 0 : -EEXIST;
}

static int check_all(const struct work *work)
{
	const char *advice = "look at it, or say --force";

	if (work->list.edited && !work->force)
		return fail(work->message, -EEXIST,
			    "%s was edited since nettune wrote it: %s",
			    PERSIST_LIST, advice);
	for (size_t i = 0; i < PERSIST_ITEMS; i++) {
		int err;

		if (!work->texts[i] && !work->list.has[i])
			continue;
		err = check_item(work, i);
		if (err == -EEXIST && work->force)
			continue;
		if (err)
			return fail(work->message, err, "%s: %s%s",
				    persist_paths[i], err != -EEXIST ?
				    strerror(-err) : work->list.has[i] ?
				    "it was edited since nettune wrote it: " :
				    "it is there, and not from nettune: ",
				    err == -EEXIST ? advice : "");
	}
	return 0;
}

/* Those that lead to a file that will be written. */
static bool is_needed(const struct work *work, const char *folder)
{
	size_t len = strlen(folder);

	if (!strncmp(PERSIST_LIST, folder, len))
		return true;
	for (size_t i = 0; i < PERSIST_ITEMS; i++)
		if (work->texts[i] &&
		    !strncmp(persist_paths[i], folder, len) &&
		    persist_paths[i][len] == '/')
			return true;
	return false;
}

static int make_folders(struct work *work)
{
	char path[PATH_MAX];

	for (size_t i = 0; i < PERSIST_FOLDERS; i++) {
		if (!is_needed(work, persist_folders[i]))
			continue;
		snprintf(path, sizeof(path), "%s%s", work->root,
			 persist_folders[i]);
		if (!mkdir(path, 0755))
			work->list.made[i] = true;
		else if (errno != EEXIST)
			return fail(work->message, -errno, "%s: %s",
				    persist_folders[i], strerror(errno));
	}
	return 0;
}

static int write_list(struct work *work)
{
	int err = persist_list_write(work->root, &work->list);

	return err ? fail(work->message, err, "%s: %s", PERSIST_LIST,
			  strerror(-err)) : 0;
}

/* From here on both what was there and what will be is ours. */
static int announce(struct work *work)
{
	struct persist_list *list = &work->list;

	for (size_t i = 0; i < PERSIST_ITEMS; i++) {
		__u64 sum;

		if (!work->texts[i])
			continue;
		sum = persist_sum(work->texts[i]);
		list->sums[i][1] = list->has[i] ? list->sums[i][0] : sum;
		list->sums[i][0] = sum;
		list->has[i] = true;
	}
	return write_list(work);
}

static int put_items(struct work *work)
{
	for (size_t i = 0; i < PERSIST_ITEMS; i++) {
		const char *path = persist_paths[i];
		int err;

		if (work->texts[i])
			err = write_item(work, i);
		else if (work->list.has[i])
			err = persist_file_remove(work->root, path);
		else
			continue;
		if (err)
			return fail(work->message, err, "%s: %s", path,
				    strerror(-err));
	}
	return 0;
}

/* The list without what was there before. */
static int settle(struct work *work)
{
	struct persist_list *list = &work->list;

	for (size_t i = 0; i < PERSIST_ITEMS; i++) {
		list->has[i] = work->texts[i];
		list->sums[i][1] = list->sums[i][0];
	}
	return write_list(work);
}

/* A word that neither systemd nor a shell takes for more than a word. */
static bool is_plain(const char *word)
{
	for (const char *at = word; *at; at++)
		if (!isalnum((unsigned char)*at) && !strchr("._/+@:,=!*?-", *at))
			return false;
	return *word && *word != '-';
}

static int take_names(struct work *work, const struct persist *persist)
{
	struct persist_list *list = &work->list;
	size_t len = 0;

	list->profiles[0] = '\0';
	for (size_t i = 0; i < persist->count; i++) {
		const char *name = persist->profiles[i];

		if (!is_plain(name) || (strchr(name, '/') && *name != '/'))
			return fail(work->message, -EINVAL,
				    "'%s' can't stand in a unit's environment", name);
		len += snprintf(list->profiles + len,
				sizeof(list->profiles) - len, "%s%s",
				i ? " " : "", name);
		if (len >= sizeof(list->profiles))
			return fail(work->message, -E2BIG, "too many profiles");
	}
	return 0;
}

static int take_options(struct work *work, const struct persist *persist)
{
	struct persist_list *list = &work->list;
	const char *devices = persist->devices, *option = "";

	if (persist->partly)
		option = devices ? " --force" : "--force";
	if ((!devices || is_plain(devices)) &&
	    snprintf(list->options, sizeof(list->options), "%s%s%s",
		     devices ? "--dev=" : "", devices ?: "", option) <
	    (int)sizeof(list->options))
		return 0;
	return fail(work->message, -EINVAL,
		    "'%s' can't stand in a unit's environment", devices ?: "");
}

/* A unit that a package has brought is not written again. */
static int take_texts(struct work *work, const struct persist *persist)
{
	char path[PATH_MAX];

	if (persist->sysctl) {
		work->texts[PERSIST_SYSCTL] = strdup(persist->sysctl);
		if (!work->texts[PERSIST_SYSCTL])
			return -ENOMEM;
	}
	for (enum persist_item i = PERSIST_UNIT; i <= PERSIST_RULE; i++) {
		bool packaged = persist_is_packaged(persist->root, i, path,
						    sizeof(path));

		if (i == PERSIST_UNIT)
			work->texts[PERSIST_WANTS] =
				strdup(packaged ? path : persist_paths[i]);
		if (packaged)
			continue;
		if (!is_plain(persist->program))
			return fail(work->message, -EINVAL,
				    "'%s' can't stand in a unit", persist->program);
		work->texts[i] = persist_unit_text(i, persist->program);
		if (!work->texts[i])
			return -ENOMEM;
	}
	return work->texts[PERSIST_WANTS] ? 0 : -ENOMEM;
}

static int do_write(struct work *work, const struct persist *persist)
{
	int err = persist_list_read(work->root, &work->list);

	if (err)
		return fail(work->message, err, "%s: %s", PERSIST_LIST,
			    strerror(-err));
	err = take_texts(work, persist);
	if (!err)
		err = check_all(work);
	if (!err)
		err = take_names(work, persist) ?: take_options(work, persist);
	if (!err)
		err = make_folders(work);
	if (!err)
		err = announce(work);
	if (!err)
		err = put_items(work);
	return err ?: settle(work);
}

/**
 * persist_write() - let profiles come back at boot, instead of those that did
 * @persist: which
 * @message: set to what went wrong, for a person
 *
 * Return: 0; -EEXIST when someone else has written what would be overwritten:
 * nothing is changed then; another negative errno: persist_remove() removes
 * what was written by then.
 */
int persist_write(const struct persist *persist, char message[PERSIST_MESSAGE])
{
	struct work work = { .root = persist->root, .force = persist->force,
			     .secret = persist->secret, .message = message };
	int err;

	snprintf(message, PERSIST_MESSAGE, "%s", strerror(ENOMEM));
	err = do_write(&work, persist);
	for (size_t i = 0; i < PERSIST_ITEMS; i++)
		free(work.texts[i]);
	return err;
}

/* The inner ones first; what others have put there keeps a folder. */
static void remove_folders(const struct work *work)
{
	char path[PATH_MAX];

	for (size_t i = PERSIST_FOLDERS; i--;) {
		if (!work->list.made[i])
			continue;
		snprintf(path, sizeof(path), "%s%s", work->root,
			 persist_folders[i]);
		rmdir(path);
	}
}

/**
 * persist_remove() - profiles no longer come back at boot
 * @root: stands before every path, "" = this machine
 * @force: also if files were edited since
 * @message: set to what went wrong, for a person
 *
 * Return: 0; -ENOENT when nothing was written; -EEXIST when someone has edited
 * what nettune wrote: nothing is removed then; or another negative errno.
 */
int persist_remove(const char *root, bool force, char message[PERSIST_MESSAGE])
{
	struct work work = { .root = root, .force = force, .message = message };
	int err = persist_list_read(root, &work.list);

	if (err)
		return fail(message, err, "%s: %s", PERSIST_LIST,
			    strerror(-err));
	if (!work.list.there)
		return fail(message, -ENOENT, "nothing is persisted (no %s)",
			    PERSIST_LIST);
	err = check_all(&work) ?: put_items(&work);
	if (err)
		return err;
	err = persist_file_remove(root, PERSIST_LIST);
	if (err)
		return fail(message, err, "%s: %s", PERSIST_LIST,
			    strerror(-err));
	remove_folders(&work);
	return 0;
}
