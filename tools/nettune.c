// SPDX-License-Identifier: GPL-2.0-or-later
/* nettune: finds the command that was asked for, and runs it. */
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "array.h"
#include "cmd/cmd.h"
#include "cmd/complete.h"

static const struct cmd *const commands[] = {
	&cmd_status,
	&cmd_sockets,
	&cmd_listeners,
	&cmd_softnet,
	&cmd_nic,
	&cmd_top,
	&cmd_watch,
	&cmd_capture,
	&cmd_explain,
	&cmd_doctor,
	&cmd_profiles,
	&cmd_lint,
	&cmd_diff,
	&cmd_apply,
	&cmd_confirm,
	&cmd_revert,
	&cmd_history,
	&cmd_verify,
	&cmd_export,
	&cmd_module,
};

/*
 * A socket that is opened while a standard stream is closed would take its
 * number and get our output. What stands in for the stream can't be written.
 */
static void fill_closed_streams(void)
{
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF &&
		    open("/dev/null", fd ? O_RDONLY : O_WRONLY) < 0)
			return;
}

static const struct cmd *find_command(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
		if (!strcmp(commands[i]->name, name))
			return commands[i];
	cmd_say(NULL, "unknown command '%s' (see 'nettune --help')", name);
	return NULL;
}

static int help(int argc, char **argv)
{
	const struct cmd *cmd;

	if (!argc) {
		cmd_help_all(stdout, commands, ARRAY_SIZE(commands));
		return CMD_DONE;
	}
	cmd = find_command(argv[0]);
	if (!cmd)
		return CMD_USAGE;
	cmd_help(cmd);
	return CMD_DONE;
}

/* What -h and -V ask for instead of the command. */
static int answer(const struct cmd_ctx *ctx, const struct cmd *cmd)
{
	if (ctx->version)
		printf("nettune %s\n", NETTUNE_VERSION);
	else if (cmd)
		cmd_help(cmd);
	else
		cmd_help_all(stdout, commands, ARRAY_SIZE(commands));
	return CMD_DONE;
}

static int run_command(struct cmd_ctx *ctx, const struct cmd *cmd, int argc,
		       char **argv)
{
	void *params;
	int first, status;

	params = calloc(1, cmd->params_size + 1);
	if (!params) {
		cmd_say(ctx, "%s", strerror(ENOMEM));
		return CMD_FAILED;
	}
	ctx->command = cmd->name;
	first = cmd_parse(ctx, cmd, params, argc, argv);
	if (first < 0)
		status = CMD_USAGE;
	else if (ctx->help || ctx->version)
		status = answer(ctx, cmd);
	else if (cmd_check_capture(ctx, cmd))
		status = CMD_USAGE;
	else
		status = cmd->run(ctx, params, argc - first, argv + first);
	free(params);
	return status;
}

static int dispatch(int argc, char **argv)
{
	struct cmd_ctx ctx = { 0 };
	const struct cmd *cmd;
	int first;

	first = cmd_parse(&ctx, NULL, NULL, argc, argv);
	if (first < 0)
		return CMD_USAGE;
	if (ctx.help || ctx.version)
		return answer(&ctx, NULL);
	if (first >= argc) {
		cmd_help_all(stderr, commands, ARRAY_SIZE(commands));
		return CMD_USAGE;
	}
	argc -= first;
	argv += first;
	if (!strcmp(argv[0], "help"))
		return help(argc - 1, argv + 1);
	if (!strcmp(argv[0], "complete"))
		return cmd_complete(commands, ARRAY_SIZE(commands), argc - 1,
				    argv + 1);
	cmd = find_command(argv[0]);
	return cmd ? run_command(&ctx, cmd, argc, argv) : CMD_USAGE;
}

/* What was printed counts only once it is written. */
static int finish(int status)
{
	bool failed = ferror(stdout);
	int err;

	errno = 0;
	failed |= fflush(stdout) == EOF;
	err = errno;
	failed |= fclose(stdout) == EOF;
	if (!failed)
		return status;

	err = err ? err : errno ? errno : EIO;
	/* A reader who went away has seen what it wanted. */
	if (err != EPIPE)
		cmd_say(NULL, "writing output: %s", strerror(err));
	return CMD_FAILED;
}

int main(int argc, char **argv)
{
	fill_closed_streams();
	/* A file that may not get larger is an error as any other. */
	signal(SIGXFSZ, SIG_IGN);
	setlocale(LC_CTYPE, "");
	return finish(dispatch(argc, argv));
}
