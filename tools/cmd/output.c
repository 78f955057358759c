// SPDX-License-Identifier: GPL-2.0-or-later
/* Files that a command writes, which are there as a whole or not at all. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "cmd/export.h"
#include "tune/persist.h"

/**
 * cmd_refuse_output() - for files that take the place of what is there
 * @ctx: names the command
 * @path: the file
 *
 * A device, a pipe or a link such as /dev/stdout must not become a file.
 *
 * Return: 0, or -EEXIST after a message.
 */
int cmd_refuse_output(const struct cmd_ctx *ctx, const char *path)
{
	struct stat st;

	if (lstat(path, &st) || S_ISREG(st.st_mode))
		return 0;
	cmd_say(ctx, "'%s' is no regular file, and would be replaced by one (%s)",
		path, "write to standard output instead");
	return -EEXIST;
}

static int write_file(const struct cmd_ctx *ctx, const char *path,
		      const char *text, bool secret)
{
	int err = cmd_refuse_output(ctx, path);

	if (err)
		return err;
	err = persist_file_write("", path, text, secret ? 0600 : 0644);
	if (err)
		cmd_say(ctx, "%s: %s", path, strerror(-err));
	return err;
}

/**
 * cmd_export_write() - put what is exported where it belongs
 * @ctx: names the command
 * @output: the file, which is replaced as a whole; a relative path is one of the
 *	working folder. NULL = stdout
 * @text: what is exported
 * @secret: the file is for its owner alone
 *
 * Return: 0 or a negative errno after a message.
 */
int cmd_export_write(const struct cmd_ctx *ctx, const char *output,
		     const char *text, bool secret)
{
	char path[PATH_MAX];

	if (!output)
		return fputs(text, stdout) == EOF ? -errno : 0;
	if ((size_t)snprintf(path, sizeof(path), "%s%s",
			     strchr(output, '/') ? "" : "./", output) >=
	    sizeof(path)) {
		cmd_say(ctx, "%s: -o", strerror(ENAMETOOLONG));
		return -ENAMETOOLONG;
	}
	return write_file(ctx, path, text, secret);
}
