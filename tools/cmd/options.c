// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads options by the tables that describe them. */
#include <errno.h>
#include <getopt.h>
#include <string.h>

#include "cmd/cmd.h"

#define OPTIONS_MAX	64

enum {
	OPT_PRETTY = CMD_OPT_OTHERS,
	OPT_SOURCE,
	OPT_COLOR,
	OPT_ALL_NETNS,
};

const struct cmd_option cmd_common_options[] = {
	{ 'j', "json", NULL, "print JSON" },
	{ OPT_PRETTY, "pretty", NULL, "print JSON, over many lines" },
	{ 'N', "netns", "NS", "look into this network namespace (name or path)" },
	{ OPT_ALL_NETNS, "all-netns", NULL,
	  "look into every network namespace: 'sockets',\n"
	  "'listeners' and 'capture' do" },
	{ OPT_SOURCE, "source", "auto|module|diag",
	  "ask the nettune module or sock_diag and /proc" },
	{ CMD_OPT_FROM, "from", "FILE",
	  "look at a capture instead of this machine;\n"
	  "for commands whose help has this option" },
	{ OPT_COLOR, "color", "auto|always|never", "colour full queues" },
	{ 'h', "help", NULL, "print this help" },
	{ 'V', "version", NULL, "print the version" },
	{ 0 }
};

/* A word and the number that it stands for. */
struct word {
	const char	*name;
	int		value;
};

static const struct word source_words[] = {
	{ "auto", SOURCE_AUTO },
	{ "module", SOURCE_MODULE },
	{ "diag", SOURCE_DIAG },
	{ NULL, 0 }
};

static const struct word color_words[] = {
	{ "auto", VIEW_COLOR_AUTO },
	{ "always", VIEW_COLOR_ALWAYS },
	{ "never", VIEW_COLOR_NEVER },
	{ NULL, 0 }
};

/* Return: the number of the word, or -EINVAL. */
static int find_word(const struct word *words, const char *name)
{
	for (; words->name; words++)
		if (!strcmp(words->name, name))
			return words->value;
	return -EINVAL;
}

static int set_common(struct cmd_ctx *ctx, int id, const char *value)
{
	int number = 0;

	switch (id) {
	case OPT_PRETTY:
		ctx->pretty = true;
		ctx->json = true;
		break;
	case 'j':
		ctx->json = true;
		break;
	case 'N':
		ctx->netns = value;
		break;
	case OPT_ALL_NETNS:
		ctx->all_netns = true;
		break;
	case CMD_OPT_FROM:
		ctx->from = value;
		break;
	case OPT_SOURCE:
		number = find_word(source_words, value);
		ctx->source = number < 0 ? ctx->source : (enum source_kind)number;
		break;
	case OPT_COLOR:
		number = find_word(color_words, value);
		ctx->color = number < 0 ? ctx->color : (enum view_color)number;
		break;
	case 'h':
		ctx->help = true;
		break;
	case 'V':
		ctx->version = true;
		break;
	}
	return number < 0 ? number : 0;
}

/* The tables in the form that getopt_long() takes. */
struct getopt_tables {
	struct option	longs[OPTIONS_MAX];
	char		shorts[3 * OPTIONS_MAX + 3];
	size_t		count;
	size_t		len;
};

static int value_of_option(const struct cmd_option *option)
{
	if (!option->value)
		return no_argument;
	return *option->value == '[' ? optional_argument : required_argument;
}

static void add_options(struct getopt_tables *tables,
			const struct cmd_option *options)
{
	for (; options && options->id; options++) {
		struct option *last = &tables->longs[tables->count];

		if (options->id < 256) {
			tables->shorts[tables->len++] = options->id;
			if (options->value)
				tables->shorts[tables->len++] = ':';
		}
		if (!options->name || tables->count + 1 >= OPTIONS_MAX)
			continue;
		last->name = options->name;
		last->has_arg = value_of_option(options);
		last->val = options->id;
		tables->count++;
	}
}

static bool is_common(int id)
{
	for (const struct cmd_option *o = cmd_common_options; o->id; o++)
		if (o->id == id)
			return true;
	return false;
}

/* Says what is wrong with the option that getopt_long() stumbled over. */
static int complain(const struct cmd_ctx *ctx, int problem, char **argv)
{
	const char *see = ctx->command ? ctx->command : "";
	const char *blank = ctx->command ? " " : "";
	const char *arg = argv[optind - 1];
	char letter[3] = { '-', optopt, '\0' };

	/* optopt is 0 for an unknown long option, else the option's id. */
	if (!strncmp(arg, "--", 2))
		cmd_say(NULL, "%s '%s' (see 'nettune%s%s --help')",
			problem == ':' ? "no value after option" :
			optopt ? "a value was given to option" :
			"unknown option", arg, blank, see);
	else
		cmd_say(NULL, "%s '%s' (see 'nettune%s%s --help')",
			problem == ':' ? "no value after option" :
			"unknown option", letter, blank, see);
	return -EINVAL;
}

/* A value stands in a word of its own or behind the option's name. */
static void complain_value(const struct cmd_ctx *ctx, char **argv, int err)
{
	bool apart = argv[optind - 1] == optarg;

	cmd_say(NULL, "'%s%s%s' %s (see 'nettune%s%s --help')",
		apart ? argv[optind - 2] : argv[optind - 1],
		apart ? " " : "", apart ? optarg : "",
		err == -ERANGE ? "is out of range" :
		err == -E2BIG ? "is more than can be asked for at once" :
		"makes no sense",
		ctx->command ? " " : "", ctx->command ? ctx->command : "");
}

/**
 * cmd_parse() - read options
 * @ctx: takes the options that every command has
 * @cmd: takes its own ones; NULL = read only up to the command's name
 * @params: for @cmd
 * @argc: words in @argv
 * @argv: words, the first one is skipped; sorted so that options come first
 *
 * Return: index of the first word that is no option, or -EINVAL after a
 * message about one that makes no sense.
 */
int cmd_parse(struct cmd_ctx *ctx, const struct cmd *cmd, void *params,
	      int argc, char **argv)
{
	struct getopt_tables tables = { .shorts = "+:", .len = 2 };
	int id, err;

	if (cmd) {
		tables.shorts[0] = ':';
		tables.len = 1;
	}
	add_options(&tables, cmd_common_options);
	add_options(&tables, cmd ? cmd->shared : NULL);
	add_options(&tables, cmd ? cmd->options : NULL);

	optind = 0;
	opterr = 0;
	while ((id = getopt_long(argc, argv, tables.shorts, tables.longs,
				 NULL)) != -1) {
		if (id == '?' || id == ':')
			return complain(ctx, id, argv);
		err = is_common(id) ? set_common(ctx, id, optarg) :
				      cmd->set(params, id, optarg);
		if (err) {
			complain_value(ctx, argv, err);
			return err;
		}
	}
	return optind;
}

/**
 * cmd_refuse_arguments() - for commands that take none
 * @ctx: names the command
 * @argc: how many were given
 * @argv: the arguments
 *
 * Return: 0, or -EINVAL after a message.
 */
int cmd_refuse_arguments(const struct cmd_ctx *ctx, int argc, char **argv)
{
	if (!argc)
		return 0;
	cmd_say(NULL, "unknown argument '%s' (see 'nettune %s --help')",
		argv[0], ctx->command);
	return -EINVAL;
}

/**
 * cmd_refuse_all_netns() - for commands that look into one namespace
 * @ctx: --all-netns may be in it
 *
 * Return: 0, or -EINVAL after a message.
 */
int cmd_refuse_all_netns(const struct cmd_ctx *ctx)
{
	if (!ctx->all_netns)
		return 0;
	cmd_say(ctx, "--all-netns is not for this command (choose one with -N)");
	return -EINVAL;
}

/**
 * cmd_refuse_capture() - for what no capture answers
 * @ctx: --from may be in it
 * @what: what was asked for, as typed
 *
 * Return: 0, or -EINVAL after a message.
 */
int cmd_refuse_capture(const struct cmd_ctx *ctx, const char *what)
{
	if (!ctx->from)
		return 0;
	cmd_say(NULL, "--from: a capture does not answer '%s' (see 'nettune --help')",
		what);
	return -EINVAL;
}

/**
 * cmd_check_capture() - does --from go with what else was asked for?
 * @ctx: what was asked for
 * @cmd: the command
 *
 * Return: 0, or -EINVAL after a message.
 */
int cmd_check_capture(const struct cmd_ctx *ctx, const struct cmd *cmd)
{
	if (!cmd->replays)
		return cmd_refuse_capture(ctx, cmd->name);
	if (!ctx->from || (!ctx->netns && ctx->source == SOURCE_AUTO))
		return 0;
	cmd_say(NULL, "--from is one namespace and one source: not with -N or --source");
	return -EINVAL;
}
