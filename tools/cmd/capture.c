// SPDX-License-Identifier: GPL-2.0-or-later
/* nettune capture: keeps what the sources say, to be looked at elsewhere. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "array.h"
#include "cmd/cmd.h"
#include "source/snapshot.h"
#include "view/capture.h"

#define INTERVAL_DEFAULT	1.0

struct capture_params {
	const char	*output;
	double		interval;
	bool		has_interval;
	bool		anonymize;
};

enum {
	OPT_INTERVAL = 512,
	OPT_ANONYMIZE,
};

static const struct cmd_option options[] = {
	{ 'o', "output", "FILE", "write to FILE, \"-\" = standard output" },
	{ OPT_INTERVAL, "interval", "S",
	  "seconds between the two looks at all (default: 1);\n"
	  "0: look only once, and no rates can be told" },
	{ OPT_ANONYMIZE, "anonymize", NULL, "other addresses for all addresses" },
	{ 0 }
};

static int set_option(void *arg, int id, const char *value)
{
	struct capture_params *params = arg;

	switch (id) {
	case 'o':
		params->output = value;
		break;
	case OPT_INTERVAL:
		params->has_interval = true;
		return cmd_seconds_parse(value, 0, CMD_INTERVAL_MAX,
					 &params->interval);
	case OPT_ANONYMIZE:
		params->anonymize = true;
		break;
	}
	return 0;
}

/* From the source to the file. */
struct pipe {
	const struct cmd_ctx		*ctx;
	const struct capture_params	*params;
	struct source			*src;
	struct capture_writer		writer;
	int				write_err;
};

static int write_socket(struct model_sock *sock, void *arg)
{
	struct pipe *pipe = arg;

	pipe->write_err = capture_write_socket(&pipe->writer, sock);
	return pipe->write_err;
}

static int write_sockets(struct pipe *pipe)
{
	struct source_query query = {
		.filter = {
			.protocols = NT_PROTOCOLS_ALL | MODEL_PROTOCOL_UNIX,
			.families = NT_FAMILIES_ALL | MODEL_FAMILY_UNIX,
			.states = NT_STATES_ALL,
		},
		.all_netns = pipe->ctx->all_netns,
		.groups = NT_GROUPS_ALL & ~NETTUNE_GROUP_PROCESS,
		.resolve = SOURCE_RESOLVE_DEVICE | SOURCE_RESOLVE_CGROUP |
			   SOURCE_RESOLVE_PROCESS,
	};

	return source_sockets(pipe->src, &query, write_socket, pipe);
}

/* Which sockets there are to look at is found out from the capture. */
#define PARTS	(SOURCE_PARTS_ALL & ~(SOURCE_PART_LISTENERS | \
				      SOURCE_PART_SOCKETS | \
				      SOURCE_PART_PORTS | \
				      SOURCE_PART_OWNERS))

static int write_sample(struct pipe *pipe)
{
	struct model_snapshot snapshot;
	int err;

	err = source_snapshot(pipe->src, PARTS, &snapshot);
	if (err)
		return err;
	pipe->write_err = capture_write_sample(&pipe->writer, &snapshot);
	err = pipe->write_err ?: write_sockets(pipe);
	model_snapshot_free(&snapshot);
	return err;
}

static int write_capture(struct pipe *pipe, FILE *out)
{
	const struct capture_params *params = pipe->params;
	struct capture head = {
		.netns = pipe->src->netns,
		.host = source_is_host(pipe->src),
		.module = pipe->src->ops == &source_module,
		.all_netns = pipe->ctx->all_netns,
		.processes = true,
	};
	struct utsname name;
	int err;

	if (!uname(&name))
		snprintf(head.kernel, sizeof(head.kernel), "%s", name.release);
	pipe->write_err = capture_write_begin(&pipe->writer, out, &head,
					      params->anonymize);
	err = pipe->write_err ?: write_sample(pipe);
	if (!err && params->interval > 0) {
		source_wait(pipe->src, params->interval * 1000);
		err = write_sample(pipe);
	}
	if (!err) {
		pipe->write_err = capture_write_end(&pipe->writer);
		err = pipe->write_err;
	}
	capture_write_free(&pipe->writer);
	return err;
}

/* Its addresses are nobody else's business. */
static FILE *create(const char *name)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	FILE *file = fd < 0 ? NULL : fdopen(fd, "w");

	if (fd >= 0 && !file)
		close(fd);
	return file;
}

/* The file that is written to, until it is whole. */
static char unfinished[PATH_MAX];

/* It ends the command as if nothing had caught it. */
static void remove_unfinished(int number)
{
	unlink(unfinished);
	raise(number);
}

/* One that is cut short by a signal leaves nothing behind. */
static FILE *create_unfinished(void)
{
	static const int numbers[] = { SIGHUP, SIGINT, SIGTERM };
	const struct sigaction remove = {
		.sa_handler = remove_unfinished, .sa_flags = SA_RESETHAND,
	};
	struct sigaction now;
	sigset_t set, before;
	FILE *file;

	sigemptyset(&set);
	for (size_t i = 0; i < ARRAY_SIZE(numbers); i++)
		sigaddset(&set, numbers[i]);
	sigprocmask(SIG_BLOCK, &set, &before);
	file = create(unfinished);
	for (size_t i = 0; file && i < ARRAY_SIZE(numbers); i++)
		if (!sigaction(numbers[i], NULL, &now) &&
		    now.sa_handler != SIG_IGN)
			sigaction(numbers[i], &remove, NULL);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return file;
}

static int finish_file(FILE *file, const char *output)
{
	int err = 0;

	if (fflush(file) || fsync(fileno(file)))
		err = -errno;
	if (fclose(file) && !err)
		err = -errno;
	if (!err && rename(unfinished, output))
		err = -errno;
	return err;
}

/* What stands there already is replaced by a whole capture, or by none. */
static int write_file(struct pipe *pipe)
{
	const char *output = pipe->params->output;
	int len, err;
	FILE *file;

	len = snprintf(unfinished, sizeof(unfinished), "%s.%d.part", output,
		       (int)getpid());
	if (len < 0 || (size_t)len >= sizeof(unfinished)) {
		pipe->write_err = -ENAMETOOLONG;
		return -ENAMETOOLONG;
	}
	file = create_unfinished();
	if (!file) {
		pipe->write_err = -errno;
		return pipe->write_err;
	}
	err = write_capture(pipe, file);
	if (err) {
		fclose(file);
		unlink(unfinished);
		return err;
	}
	pipe->write_err = finish_file(file, output);
	if (pipe->write_err)
		unlink(unfinished);
	return pipe->write_err;
}

static int capture(const struct cmd_ctx *ctx, struct source *src, void *arg)
{
	const struct capture_params *params = arg;
	struct pipe pipe = { .ctx = ctx, .params = params, .src = src };
	bool to_stdout = !strcmp(params->output, "-");
	int err;

	err = to_stdout ? write_capture(&pipe, stdout) : write_file(&pipe);
	if (pipe.write_err && !to_stdout) {
		cmd_say(ctx, "writing '%s': %s", params->output,
			strerror(-pipe.write_err));
		return CMD_FAILED;
	}
	if (!err)
		cmd_note_untold(src);
	return cmd_report(ctx, src, err, pipe.write_err);
}

static int run(const struct cmd_ctx *ctx, const void *arg, int argc,
	       char **argv)
{
	struct capture_params params = *(const struct capture_params *)arg;

	if (cmd_refuse_arguments(ctx, argc, argv))
		return CMD_USAGE;
	if (!params.output) {
		cmd_say(NULL, "capture needs -o FILE (see 'nettune capture --help')");
		return CMD_USAGE;
	}
	if (strcmp(params.output, "-") && cmd_refuse_output(ctx, params.output))
		return CMD_FAILED;
	if (!params.has_interval)
		params.interval = INTERVAL_DEFAULT;
	return cmd_with_source(ctx, "capturing what sock_diag and /proc tell",
			       capture, &params);
}

const struct cmd cmd_capture = {
	.name = "capture",
	.arguments = "-o FILE",
	.summary = "keep all that can be seen, for --from to look at later",
	.options = options,
	.params_size = sizeof(struct capture_params),
	.set = set_option,
	.run = run,
};
