// SPDX-License-Identifier: GPL-2.0-or-later
/* Help texts, made from the tables that describe commands and options. */
#include <stdio.h>
#include <string.h>

#include "cmd/cmd.h"

#define HELP_COLUMN	30

/* Of the list of commands, whose names are short. */
#define COMMAND_COLUMN	17

/* A line break in the text goes on in the same column. */
static void print_text(FILE *out, int column, const char *text)
{
	for (;;) {
		int len = strcspn(text, "\n");

		fprintf(out, "%*s%.*s\n", HELP_COLUMN - column, "", len, text);
		if (!text[len])
			return;
		text += len + 1;
		column = 0;
	}
}

/* @but: not this one, 0 = all */
static void print_options(FILE *out, const struct cmd_option *options, int but)
{
	for (; options && options->id; options++) {
		int len;

		if (options->id == but)
			continue;
		len = fprintf(out, "  ");
		if (options->id < 256)
			len += fprintf(out, "-%c%s", options->id,
				       options->name ? ", " : "");
		else
			len += fprintf(out, "    ");
		if (options->name)
			len += fprintf(out, "--%s", options->name);
		if (options->value)
			len += fprintf(out, "%s%s",
				       *options->value == '[' ? "" : " ",
				       options->value);
		if (len >= HELP_COLUMN) {
			fputc('\n', out);
			len = 0;
		}
		print_text(out, len, options->help);
	}
}

/**
 * cmd_help() - how one command is used, on stdout
 * @cmd: the command
 */
void cmd_help(const struct cmd *cmd)
{
	printf("Usage: nettune %s [OPTION...]%s%s\n\n%s\n", cmd->name,
	       *cmd->arguments ? " " : "", cmd->arguments, cmd->summary);
	if (cmd->shared || cmd->options)
		printf("\nOptions:\n");
	print_options(stdout, cmd->shared, 0);
	print_options(stdout, cmd->options, 0);
	if (cmd->notes)
		printf("\n%s", cmd->notes);
	printf("\nCommon options:\n");
	print_options(stdout, cmd_common_options,
		      cmd->replays ? 0 : CMD_OPT_FROM);
}

/**
 * cmd_help_all() - which commands there are
 * @out: where to print
 * @cmds: the commands
 * @count: how many
 */
void cmd_help_all(FILE *out, const struct cmd *const *cmds, size_t count)
{
	fprintf(out, "Usage: nettune [OPTION...] COMMAND [ARGUMENT...]\n\n");
	fprintf(out, "Shows every queue between the wire and the application.\n\n");
	fprintf(out, "Commands:\n");
	for (size_t i = 0; i < count; i++)
		fprintf(out, "  %-*s%s\n", COMMAND_COLUMN - 2, cmds[i]->name,
			cmds[i]->summary);
	fprintf(out, "  %-*s%s\n", COMMAND_COLUMN - 2, "help [COMMAND]",
		"how a command is used");
	fprintf(out, "\nOptions, before or after the command:\n");
	print_options(out, cmd_common_options, 0);
	fprintf(out, "\nExit status: 0 done, 1 failed, 2 usage, 3 findings, 4 partly done.\n");
}
