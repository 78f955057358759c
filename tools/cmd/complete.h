/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What may be typed next; for the completion of shells. */
#ifndef CMD_COMPLETE_H
#define CMD_COMPLETE_H

#include "cmd/cmd.h"

/**
 * struct complete - a word that is being typed
 * @word: so far, without @prefix
 * @len: bytes of it
 * @prefix: what stands before it and stays: "--by=", "netid,state,"
 * @prefix_len: bytes of that
 * @arguments: words of the command before it that are no options
 * @count: how many
 * @cmds: all commands
 * @cmd_count: how many
 */
struct complete {
	const char			*word;
	size_t				len;
	const char			*prefix;
	size_t				prefix_len;
	char				**arguments;
	size_t				count;
	const struct cmd *const		*cmds;
	size_t				cmd_count;
};

int cmd_complete(const struct cmd *const *cmds, size_t count, int argc,
		 char **argv);
void complete_offer(const struct complete *complete, const char *word,
		    const char *help);

/* complete_words.c */
bool complete_value(struct complete *complete, const struct cmd_option *option);
void complete_argument(struct complete *complete, const struct cmd *cmd);

#endif
