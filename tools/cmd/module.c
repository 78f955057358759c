// SPDX-License-Identifier: GPL-2.0-or-later
/* nettune module: the kernel module itself. */
#include <stdio.h>
#include <string.h>

#include "array.h"
#include "cmd/cmd.h"
#include "source/kmod.h"

static void print_status(const struct model_kmod *kmod)
{
	if (kmod->loaded) {
		printf("Module: loaded");
		if (kmod->version[0])
			printf(", version %s", kmod->version);
		if (kmod->size >= 0)
			printf(", %ld bytes", kmod->size);
		if (kmod->refcount >= 0)
			printf(", %d user%s", kmod->refcount,
			       kmod->refcount == 1 ? "" : "s");
		printf("\n");
	} else {
		printf("Module: not loaded\n");
	}

	if (kmod->available)
		printf("File:   %s\n", kmod->path);
	else
		printf("File:   none for this kernel\n");
	printf("Kernel: %s\n", kmod->kernel);

	if (kmod->answers)
		printf("Family: answers, id %d, version %d\n", kmod->family_id,
		       kmod->family_version);
	else
		printf("Family: does not answer\n");
}

static int status(const struct cmd_ctx *ctx)
{
	struct view_options options;
	struct model_kmod kmod;
	int err;

	err = kmod_status(&kmod);
	if (err) {
		cmd_say(ctx, "looking for the module: %s", strerror(-err));
		return CMD_FAILED;
	}
	if (ctx->json) {
		cmd_view_options(ctx, &options);
		err = view_object(&view_kmod, &kmod, &options);
		if (err)
			return CMD_FAILED;
	} else {
		print_status(&kmod);
	}
	return kmod.loaded ? CMD_DONE : CMD_FINDINGS;
}

/* Quiet when done, as modprobe is; as JSON, how it is then. */
static int change(const struct cmd_ctx *ctx, bool unload)
{
	int err = unload ? kmod_unload() : kmod_load();
	struct model_kmod_why why;
	char text[320];

	if (err) {
		kmod_why("", err, unload, &why);
		model_kmod_why(&why, text, sizeof(text));
		cmd_say(ctx, "%s: %s", unload ? "unload" : "load", text);
		return CMD_FAILED;
	}
	return ctx->json && status(ctx) == CMD_FAILED ? CMD_FAILED : CMD_DONE;
}

static int load(const struct cmd_ctx *ctx)
{
	return change(ctx, false);
}

static int unload(const struct cmd_ctx *ctx)
{
	return change(ctx, true);
}

static const struct {
	const char	*name;
	int		(*run)(const struct cmd_ctx *ctx);
} verbs[] = {
	{ "status", status },
	{ "load", load },
	{ "unload", unload },
};

static int run(const struct cmd_ctx *ctx, const void *params, int argc,
	       char **argv)
{
	(void)params;
	if (!argc) {
		cmd_say(NULL, "'module' needs an argument: status, load, unload, config (see %s)",
			"'nettune module --help'");
		return CMD_USAGE;
	}
	if (cmd_refuse_all_netns(ctx))
		return CMD_USAGE;
	if (!strcmp(argv[0], "config"))
		return cmd_module_config(ctx, argc - 1, argv + 1);
	for (size_t i = 0; i < ARRAY_SIZE(verbs); i++) {
		if (strcmp(argv[0], verbs[i].name))
			continue;
		if (cmd_refuse_arguments(ctx, argc - 1, argv + 1))
			return CMD_USAGE;
		return verbs[i].run(ctx);
	}
	cmd_refuse_arguments(ctx, argc, argv);
	return CMD_USAGE;
}

const struct cmd cmd_module = {
	.name = "module",
	.arguments = "status|load|unload|config [KEY=VALUE|reset]...",
	.summary = "show, load, unload or configure the kernel module",
	.run = run,
};
