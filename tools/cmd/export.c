// SPDX-License-Identifier: GPL-2.0-or-later
/* nettune export: what it knows, in the words of other programs. */
#include <ctype.h>
#include <errno.h>
#include <fnmatch.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "array.h"
#include "memstream.h"
#include "cmd/boot.h"
#include "cmd/export.h"
#include "tune/export.h"

/**
 * struct params - the options
 * @device: of devices only those with such names, NULL = all
 * @prometheus: what is for metrics; @output is for all formats
 */
struct params {
	const char			*device;
	struct prometheus_params	prometheus;
};

enum {
	OPT_DEV = 512,
	OPT_LISTEN,
	OPT_LIST,
	OPT_MAX_SERIES,
};

#define MAX_SERIES	10000

static const struct cmd_option options[] = {
	{ 'o', "output", "FILE",
	  "write this file; of several devices' .link files\n"
	  "the folder" },
	{ OPT_DEV, "dev", "GLOB", "of devices only those with such names" },
	{ OPT_LISTEN, "listen", "ADDR:PORT",
	  "of metrics: answer at http://ADDR:PORT/metrics;\n"
	  "a port alone is one of loopback, 0 = any free one" },
	{ OPT_MAX_SERIES, "max-series", "N",
	  "of metrics: listeners, devices and CPUs that have\n"
	  "series of their own (default: " PROMETHEUS_MAX_TEXT " of each);\n"
	  "the rest are added up in one called other" },
	{ OPT_LIST, "list", NULL, "of metrics: only tell which there are" },
	{ 0 }
};

static const char notes[] =
	"Formats, each with the names of PROFILES as they come out on this machine:\n"
	"  sysctl.d PROFILE...       a file of sysctl.d(5)\n"
	"  tuned PROFILE...          a tuned.conf\n"
	"  systemd-link PROFILE...   files of systemd.link(5), one a device\n"
	"What a format has no words for is said on stderr, and in the file.\n"
	"\n"
	"Metrics of this machine, in Prometheus's text format:\n"
	"  prometheus                for the textfile collector of node_exporter (-o), or\n"
	"                            to be asked for (--listen)\n"
	"What is not known has no metric; nettune_collector_success tells what could not\n"
	"be read. The counters of 'other' are told with --listen only, and count from its\n"
	"start: they must not fall when what is in it changes.\n";

static int parse_max(const char *value, unsigned int *max)
{
	unsigned long number;
	char *end;

	if (!isdigit((unsigned char)*value))
		return -EINVAL;
	number = strtoul(value, &end, 10);
	if (*end)
		return -EINVAL;
	*max = number;
	return number && number <= MAX_SERIES ? 0 : -ERANGE;
}

static int set_option(void *arg, int id, const char *value)
{
	struct params *params = arg;

	switch (id) {
	case OPT_DEV:
		params->device = value;
		break;
	case OPT_LISTEN:
		params->prometheus.listen = value;
		break;
	case OPT_LIST:
		params->prometheus.list = true;
		break;
	case OPT_MAX_SERIES:
		return parse_max(value, &params->prometheus.max);
	default:
		params->prometheus.output = value;
	}
	return 0;
}

/**
 * struct work - what is written, and what of
 * @ctx: how
 * @params: the command's own options
 * @tune: loaded and planned
 * @job: the same for those who write
 * @lost: lines about what can't be said
 */
struct work {
	const struct cmd_ctx	*ctx;
	const struct params	*params;
	struct cmd_tune		tune;
	struct export_job	job;
	char			*lost;
};

static int no_memory(const struct work *work)
{
	cmd_say(work->ctx, "%s", strerror(ENOMEM));
	return -ENOMEM;
}

static int write_one(struct work *work,
		     void (*export)(const struct export_job *job))
{
	char *text = NULL;
	size_t size;
	int err;

	work->job.out = open_memstream(&text, &size);
	if (!work->job.out)
		return no_memory(work);
	export(&work->job);
	if (memstream_close(work->job.out, &text))
		err = no_memory(work);
	else
		err = cmd_export_write(work->ctx,
				       work->params->prometheus.output, text,
				       plan_is_secret(&work->tune.plan));
	free(text);
	return err;
}

static int write_sysctl(struct work *work)
{
	return write_one(work, export_sysctl);
}

static int write_tuned(struct work *work)
{
	return write_one(work, export_tuned);
}

static size_t count_devices(const struct export_job *job)
{
	size_t count = 0;

	for (size_t i = 0; i < job->plan->count; i++)
		count += job->plan->steps[i].key.device[0] &&
			 export_is_first(job, i);
	return count;
}

static bool is_folder(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISDIR(st.st_mode);
}

/* Of a folder the file is called as systemd would have it. */
static int put_link(const struct work *work, const char *device,
		    const char *text)
{
	const char *output = work->params->prometheus.output;
	char path[PATH_MAX];

	if (output && is_folder(output)) {
		snprintf(path, sizeof(path), "%s/10-nettune-%s.link", output,
			 device);
		return cmd_export_write(work->ctx, path, text, false);
	}
	if (!output)
		printf("# /etc/systemd/network/10-nettune-%s.link\n", device);
	return cmd_export_write(work->ctx, output, text, false);
}

static int write_link(struct work *work, const char *device,
		      const struct setter_files *files, bool *any)
{
	char *text = NULL;
	size_t size;
	bool sets;
	int err = 0;

	work->job.out = open_memstream(&text, &size);
	if (!work->job.out)
		return no_memory(work);
	sets = export_link(&work->job, device, files);
	if (memstream_close(work->job.out, &text))
		err = no_memory(work);
	if (!err && sets && *any && !work->params->prometheus.output)
		putchar('\n');
	if (!err && sets)
		err = put_link(work, device, text);
	*any |= sets;
	free(text);
	return err;
}

static void note_others(const struct work *work)
{
	for (size_t i = 0; i < work->job.plan->count; i++) {
		if (work->job.plan->steps[i].key.device[0])
			continue;
		fprintf(work->job.lost,
			"settings that are not a device's: .link files have no words for them\n");
		return;
	}
}

static int write_links(struct work *work)
{
	const struct plan *plan = &work->tune.plan;
	const char *output = work->params->prometheus.output;
	struct setter_files files;
	bool any = false;
	int err;

	if (output && count_devices(&work->job) > 1 && !is_folder(output)) {
		cmd_say(work->ctx, "%zu devices need a file each: -o has to be a folder (%s)",
			count_devices(&work->job), "or choose one with --dev");
		return -EINVAL;
	}
	err = setter_files_read(cmd_boot_root(), &files);
	for (size_t i = 0; !err && i < plan->count; i++)
		if (plan->steps[i].key.device[0] &&
		    export_is_first(&work->job, i))
			err = write_link(work, plan->steps[i].key.device,
					 &files, &any);
	setter_files_free(&files);
	note_others(work);
	if (!err && !any)
		cmd_say(work->ctx, "no device's settings are in it");
	return err;
}

static const struct format {
	const char	*name;
	const char	*command;
	int		(*write)(struct work *work);
} formats[] = {
	{ "sysctl.d", "export sysctl.d", write_sysctl },
	{ "tuned", "export tuned", write_tuned },
	{ "systemd-link", "export systemd-link", write_links },
};

static const struct format *find_format(const struct cmd_ctx *ctx,
					const char *name)
{
	for (size_t i = 0; name && i < ARRAY_SIZE(formats); i++)
		if (!strcmp(formats[i].name, name))
			return &formats[i];
	if (name)
		cmd_say(NULL, "unknown format '%s' (see 'nettune %s --help')",
			name, ctx->command);
	else
		cmd_say(NULL, "which format? (see 'nettune %s --help')",
			ctx->command);
	return NULL;
}

static void say_lost(const struct cmd_ctx *ctx, char *lost)
{
	char *at = NULL;

	(void)ctx;
	for (char *line = strtok_r(lost, "\n", &at); line;
	     line = strtok_r(NULL, "\n", &at))
		cmd_say(NULL, "note: %s", line);
}

static int write_format(struct work *work, const struct format *format,
			const char *names)
{
	size_t size;
	int err;

	work->job = (struct export_job){
		.plan = &work->tune.plan, .wants = &work->tune.wants,
		.machine = &work->tune.machine, .names = names,
		.command = format->command,
		.lost = open_memstream(&work->lost, &size),
	};
	if (!work->job.lost)
		return no_memory(work);
	err = format->write(work);
	if (memstream_close(work->job.lost, &work->lost))
		err = err ?: no_memory(work);
	if (!err)
		say_lost(work->ctx, work->lost);
	free(work->lost);
	return err;
}

static int do_export(struct work *work, const struct format *format, int argc,
		     char **argv)
{
	char names[1024] = "";
	size_t len = 0;

	if (cmd_tune_load(work->ctx, &work->tune, argv, argc) ||
	    cmd_tune_plan(work->ctx, &work->tune, work->params->device))
		return CMD_FAILED;
	for (int i = 0; i < argc && len < sizeof(names); i++)
		len += snprintf(names + len, sizeof(names) - len, "%s%s",
				i ? " " : "", argv[i]);
	return write_format(work, format, names) ? CMD_FAILED : CMD_DONE;
}

#define PROMETHEUS	"prometheus"

static int run_prometheus(const struct cmd_ctx *ctx,
			  const struct params *params, int argc, char **argv)
{
	if (params->device) {
		cmd_say(ctx, "--dev is not for metrics");
		return CMD_USAGE;
	}
	return cmd_prometheus(ctx, &params->prometheus, argc, argv);
}

static int refuse_metrics(const struct cmd_ctx *ctx,
			  const struct params *params)
{
	if (!params->prometheus.listen && !params->prometheus.list &&
	    !params->prometheus.max)
		return 0;
	cmd_say(ctx, "--listen, --list and --max-series are for '%s' only",
		PROMETHEUS);
	return -EINVAL;
}

static int run(const struct cmd_ctx *ctx, const void *params, int argc,
	       char **argv)
{
	struct work work = { .ctx = ctx, .params = params };
	const struct format *format;
	int status;

	if (argc && !strcmp(argv[0], PROMETHEUS))
		return run_prometheus(ctx, params, argc - 1, argv + 1);
	if (refuse_metrics(ctx, params))
		return CMD_USAGE;
	format = find_format(ctx, argc ? argv[0] : NULL);
	if (!format || cmd_refuse_capture(ctx, format->command) ||
	    cmd_tune_refuse(ctx, argc - 1, true))
		return CMD_USAGE;
	status = do_export(&work, format, argc - 1, argv + 1);
	cmd_tune_free(&work.tune);
	return status;
}

const struct cmd cmd_export = {
	.name = "export",
	.arguments = "FORMAT [PROFILE...]",
	.summary = "profiles as files of sysctl.d, tuned, systemd; metrics",
	.notes = notes,
	.replays = true,
	.options = options,
	.params_size = sizeof(struct params),
	.set = set_option,
	.run = run,
};
