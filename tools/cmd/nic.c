// SPDX-License-Identifier: GPL-2.0-or-later
/* nettune nic: network devices, their rings, and what they have lost. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/cmd.h"
#include "source/nic.h"
#include "view/nic.h"

/* Of virtual devices that lost something, so many are shown unasked. */
#define VIRTUAL_MAX	10

/* What the command's own options have set. */
struct params {
	bool all;
	bool verbose;
};

static const struct cmd_option options[] = {
	{ 'a', "all", NULL,
	  "also loopback, and virtual devices that have lost\n"
	  "nothing (JSON has all of them)" },
	{ 'v', "verbose", NULL,
	  "all that is known of each, as of one that is named" },
	{ 0 }
};

/**
 * struct selection - devices of which some are shown
 * @nics: all of them
 * @count: how many
 * @shown: of each, is it shown?
 * @hidden: virtual devices that lost something, and are not shown
 */
struct selection {
	struct model_nic	*nics;
	size_t			count;
	bool			*shown;
	size_t			hidden;
};

static int set_option(void *arg, int id, const char *value)
{
	struct params *params = arg;

	(void)value;
	if (id == 'a')
		params->all = true;
	else
		params->verbose = true;
	return 0;
}

static void show_all(struct selection *selection)
{
	for (size_t i = 0; i < selection->count; i++)
		selection->shown[i] = true;
}

/* Return: 0, or -ENODEV after a message on a name that fits no device. */
static int show_named(const struct cmd_ctx *ctx, struct selection *selection,
		      int count, char **patterns)
{
	for (int i = 0; i < count; i++) {
		bool found = false;

		for (size_t j = 0; j < selection->count; j++) {
			if (!model_nic_is_named(&selection->nics[j], patterns[i]))
				continue;
			selection->shown[j] = true;
			found = true;
		}
		if (!found) {
			cmd_say(ctx, "no network device '%s' (see 'nettune nic -a')",
				patterns[i]);
			return -ENODEV;
		}
	}
	return 0;
}

/* Where there is nothing but virtual devices, as in a container, they matter. */
static bool show_physical(struct selection *selection)
{
	bool found = false;

	for (size_t i = 0; i < selection->count; i++) {
		selection->shown[i] = model_nic_is_physical(&selection->nics[i]);
		found |= selection->shown[i];
	}
	return found;
}

static void show_virtual(struct selection *selection)
{
	for (size_t i = 0; i < selection->count; i++)
		selection->shown[i] =
			!(selection->nics[i].flags & IFF_LOOPBACK);
}

/* Of those that are not shown yet, the one with most losses, or NULL. */
static bool *find_worst(const struct selection *selection)
{
	bool *worst = NULL;
	__u64 most = 0;

	for (size_t i = 0; i < selection->count; i++) {
		__u64 losses;

		if (selection->shown[i] ||
		    !model_nic_losses(&selection->nics[i], &losses) ||
		    losses <= most)
			continue;
		most = losses;
		worst = &selection->shown[i];
	}
	return worst;
}

static void show_worst(struct selection *selection)
{
	bool *worst;

	for (int i = 0; i < VIRTUAL_MAX && (worst = find_worst(selection)); i++)
		*worst = true;
	for (size_t i = 0; i < selection->count; i++) {
		__u64 losses;

		if (!selection->shown[i] &&
		    model_nic_losses(&selection->nics[i], &losses) && losses)
			selection->hidden++;
	}
}

static int choose(const struct cmd_ctx *ctx, const struct params *params,
		  struct selection *selection, int argc, char **argv)
{
	if (argc)
		return show_named(ctx, selection, argc, argv);
	if (params->all || ctx->json)
		show_all(selection);
	else if (show_physical(selection))
		show_worst(selection);
	else
		show_virtual(selection);
	return 0;
}

static int print_rows(const struct cmd_ctx *ctx,
		      const struct selection *selection)
{
	struct view_options view_options;
	struct view view;
	int err, end_err;

	cmd_view_options(ctx, &view_options);
	err = view_open(&view, &view_nic, &view_options);
	if (err)
		return err;
	for (size_t i = 0; !err && i < selection->count; i++)
		if (selection->shown[i])
			err = view_add(&view, &selection->nics[i]);
	end_err = view_close(&view);
	return err ?: end_err;
}

static int print_details(const struct selection *selection)
{
	int err = 0;

	for (size_t i = 0; !err && i < selection->count; i++) {
		if (!selection->shown[i])
			continue;
		if (putchar('\n') == EOF)
			return -errno;
		err = view_nic_detail(stdout, &selection->nics[i], 0);
	}
	return err;
}

static int show(const struct cmd_ctx *ctx, const struct params *params,
		const struct source *src, struct selection *selection,
		int argc, char **argv)
{
	int err;

	if (choose(ctx, params, selection, argc, argv))
		return CMD_FAILED;
	err = print_rows(ctx, selection);
	if (!err && !ctx->json && (argc || params->verbose))
		err = print_details(selection);
	if (selection->hidden)
		cmd_say(NULL, "note: %zu more virtual devices have lost packets (see all with -a)",
			selection->hidden);
	return cmd_report(ctx, src, 0, err);
}

static int read_and_show(const struct cmd_ctx *ctx,
			 const struct params *params, struct source *src,
			 int argc, char **argv)
{
	struct selection selection = { 0 };
	int err, status;

	err = nic_list(src, &selection.nics, &selection.count);
	if (err)
		return cmd_report(ctx, src, err, 0);
	selection.shown = calloc(selection.count + 1, sizeof(bool));
	status = selection.shown ?
		 show(ctx, params, src, &selection, argc, argv) :
		 cmd_report(ctx, src, -ENOMEM, 0);
	free(selection.shown);
	model_nics_free(selection.nics, selection.count);
	return status;
}

static int run(const struct cmd_ctx *ctx, const void *params, int argc,
	       char **argv)
{
	struct cmd_ctx without_module = *ctx;
	struct source src;
	int status;

	if (cmd_refuse_all_netns(ctx))
		return CMD_USAGE;
	/* It has nothing to say here, and asking for it may load it. */
	if (!ctx->from)
		without_module.source = SOURCE_DIAG;
	if (cmd_open_source(&without_module, &src))
		return CMD_FAILED;
	status = read_and_show(ctx, params, &src, argc, argv);
	source_close(&src);
	return status;
}

const struct cmd cmd_nic = {
	.name = "nic",
	.arguments = "[DEVICE...]",
	.summary = "show network devices: rings, coalescing, channels, losses",
	.options = options,
	.params_size = sizeof(struct params),
	.replays = true,
	.set = set_option,
	.run = run,
};
