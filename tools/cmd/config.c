// SPDX-License-Identifier: GPL-2.0-or-later
/* nettune module config: shows and changes the module's configuration. */
#include <errno.h>

#include "cmd/cmd.h"
#include "model/config.h"
#include "source/module.h"

static void say_refused(const char *word, const struct model_config_key *key,
			int err)
{
	switch (err) {
	case -ENOENT:
		cmd_say(NULL, "unknown key '%s' ('nettune module config' lists them)",
			word);
		break;
	case -EPERM:
		cmd_say(NULL, "'%s': %s can't be set", word, key->name);
		break;
	case -EEXIST:
		cmd_say(NULL, "'%s': %s is given twice", word, key->name);
		break;
	default:
		cmd_say(NULL, "'%s': %s needs a number from %u to %u", word,
			key->name, key->min, key->max);
		break;
	}
}

static int parse_changes(struct model_config *changes, int argc, char **argv)
{
	const struct model_config_key *key;
	int err;

	for (int i = 0; i < argc; i++) {
		err = model_config_parse(changes, argv[i], &key);
		if (err) {
			say_refused(argv[i], key, err);
			return err;
		}
	}
	return 0;
}

static int show_table(const struct model_config *config,
		      const struct view_options *options)
{
	struct model_config_row row = { .config = config };
	struct view view;
	int err, end_err;

	err = view_open(&view, &view_config, options);
	if (err)
		return err;
	for (size_t i = 0; !err && i < model_config_key_count; i++) {
		row.key = &model_config_keys[i];
		err = view_add(&view, &row);
	}
	end_err = view_close(&view);
	return err ?: end_err;
}

static int show_config(const struct cmd_ctx *ctx, struct source *src)
{
	struct view_options options;
	struct model_config config;
	int err;

	err = module_get_config(src, &config);
	if (err)
		return cmd_report(ctx, src, err, 0);
	cmd_view_options(ctx, &options);
	if (options.json)
		err = view_object(&view_config_object, &config, &options);
	else
		err = show_table(&config, &options);
	return cmd_report(ctx, src, 0, err);
}

/**
 * cmd_module_config() - make the changes that are asked for, show the result
 * @ctx: how
 * @argc: how many changes
 * @argv: the changes, KEY=VALUE or MODEL_CONFIG_RESET
 *
 * Return: exit code.
 */
int cmd_module_config(const struct cmd_ctx *ctx, int argc, char **argv)
{
	struct model_config changes = { 0 };
	struct source src;
	int err = 0, status;

	if (parse_changes(&changes, argc, argv))
		return CMD_USAGE;
	if (cmd_open_module(ctx, &src))
		return CMD_FAILED;
	if (changes.has)
		err = module_set_config(&src, &changes);
	if (err)
		status = cmd_report(ctx, &src, err, 0);
	else
		status = show_config(ctx, &src);
	source_close(&src);
	return status;
}
