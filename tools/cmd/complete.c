// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * nettune complete WORD...: what the last of the words may become. A line is a
 * word and, behind a tab, what it means; the line ":files" stands for the names
 * of files. Made from the tables that describe commands and options, for the
 * completion of shells, which knows nothing by itself.
 */
#include "cmd/complete.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A word that a shell would have to quote is not worth the trouble. */
static bool is_plain(const char *word)
{
	for (; *word; word++)
		if (!isgraph((unsigned char)*word) ||
		    strchr("\"'`\\$&;<>|()*?[#!", *word))
			return false;
	return true;
}

/* One line, and nothing that a terminal would heed. */
static void print_help(const char *help)
{
	putchar('\t');
	for (; *help && *help != '\n'; help++)
		putchar(iscntrl((unsigned char)*help) ? '?' : *help);
}

/**
 * complete_offer - print a word, if it goes on like what is typed
 * @complete: what is typed
 * @word: the word
 * @help: what it means, or NULL
 */
void complete_offer(const struct complete *complete, const char *word,
		    const char *help)
{
	if (strncmp(word, complete->word, complete->len) || !is_plain(word))
		return;
	printf("%.*s%s", (int)complete->prefix_len, complete->prefix, word);
	if (help)
		print_help(help);
	putchar('\n');
}

static bool is_named(const struct cmd_option *option, const char *name,
		     size_t len)
{
	return option->name && strlen(option->name) == len &&
	       !strncmp(option->name, name, len);
}

/* Of a table, by its long name or, if that is NULL, by its letter. */
static const struct cmd_option *find_option(const struct cmd_option *table,
					    const char *name, size_t len,
					    int letter)
{
	for (; table && table->id; table++)
		if (name ? is_named(table, name, len) : table->id == letter)
			return table;
	return NULL;
}

static const struct cmd_option *option_of(const struct cmd *cmd,
					  const char *name, size_t len,
					  int letter)
{
	const struct cmd_option *found;

	found = find_option(cmd_common_options, name, len, letter);
	if (!found && cmd)
		found = find_option(cmd->shared, name, len, letter) ?:
			find_option(cmd->options, name, len, letter);
	return found;
}

static bool needs_value(const struct cmd_option *option)
{
	return option && option->value && *option->value != '[';
}

/* Return: the option that ends with this word and has its value in the next. */
static const struct cmd_option *wants_next(const struct cmd *cmd,
					   const char *word)
{
	const struct cmd_option *option;

	if (!strncmp(word, "--", 2)) {
		option = option_of(cmd, word + 2, strlen(word + 2), 0);
		return needs_value(option) ? option : NULL;
	}
	for (word++; *word; word++) {
		option = option_of(cmd, NULL, 0, *word);
		if (needs_value(option))
			return word[1] ? NULL : option;
	}
	return NULL;
}

static void offer_options(const struct complete *complete,
			  const struct cmd_option *table)
{
	char word[64];

	for (; table && table->id; table++) {
		if (table->name)
			snprintf(word, sizeof(word), "--%s", table->name);
		else
			snprintf(word, sizeof(word), "-%c", table->id);
		complete_offer(complete, word, table->help);
	}
}

/* "--by=rm": the value is completed, and what is before it stays. */
static void offer_option(struct complete *complete, const struct cmd *cmd)
{
	const char *equals = strchr(complete->word, '=');
	const struct cmd_option *option;

	if (equals && complete->word[1] == '-') {
		option = option_of(cmd, complete->word + 2,
				   equals - complete->word - 2, 0);
		complete->prefix = complete->word;
		complete->prefix_len = equals + 1 - complete->word;
		complete->word = equals + 1;
		complete->len = strlen(complete->word);
		if (option && option->value)
			complete_value(complete, option);
		return;
	}
	offer_options(complete, cmd_common_options);
	if (cmd) {
		offer_options(complete, cmd->shared);
		offer_options(complete, cmd->options);
	}
}

static void offer_commands(const struct complete *complete)
{
	for (size_t i = 0; i < complete->cmd_count; i++)
		complete_offer(complete, complete->cmds[i]->name,
			       complete->cmds[i]->summary);
}

static const struct cmd *command_of(const struct complete *complete,
				    const char *name)
{
	for (size_t i = 0; i < complete->cmd_count; i++)
		if (!strcmp(complete->cmds[i]->name, name))
			return complete->cmds[i];
	return NULL;
}

/* What stands before decides what may come. */
struct before {
	const struct cmd	*cmd;
	const struct cmd_option	*pending;
	bool			only_words;
	bool			named;
	bool			unknown;
};

static void take_name(struct before *before, const struct complete *complete,
		      const char *word)
{
	before->named = true;
	before->cmd = command_of(complete, word);
	before->unknown = !before->cmd && strcmp(word, "help");
}

static void take_before(struct before *before, struct complete *complete,
			char *word)
{
	if (before->pending)
		before->pending = NULL;
	else if (!before->only_words && !strcmp(word, "--"))
		before->only_words = true;
	else if (!before->only_words && *word == '-' && word[1])
		before->pending = wants_next(before->cmd, word);
	else if (!before->named)
		take_name(before, complete, word);
	else
		complete->arguments[complete->count++] = word;
}

static void offer(struct complete *complete, const struct before *before)
{
	if (before->pending) {
		complete_value(complete, before->pending);
	} else if (*complete->word == '-' && !before->only_words) {
		offer_option(complete, before->cmd);
	} else if (before->cmd) {
		complete_argument(complete, before->cmd);
	} else if (!before->unknown && !complete->count) {
		offer_commands(complete);
		if (!before->named)
			complete_offer(complete, "help", "how a command is used");
	}
}

/**
 * cmd_complete - print what may be typed
 * @cmds: the commands that there are
 * @count: how many
 * @argc: words that are typed, behind the program's name
 * @argv: the words, the last one being typed still
 *
 * Return: an exit code.
 */
int cmd_complete(const struct cmd *const *cmds, size_t count, int argc,
		 char **argv)
{
	struct complete complete = {
		.prefix = "", .cmds = cmds, .cmd_count = count,
	};
	struct before before = { 0 };

	if (!argc)
		return CMD_USAGE;
	complete.word = argv[argc - 1];
	complete.len = strlen(complete.word);
	complete.arguments = calloc(argc, sizeof(*complete.arguments));
	if (!complete.arguments)
		return CMD_FAILED;
	for (int i = 0; i + 1 < argc; i++)
		take_before(&before, &complete, argv[i]);
	offer(&complete, &before);
	free(complete.arguments);
	return CMD_DONE;
}
