// SPDX-License-Identifier: GPL-2.0-or-later
/* Messages for the person at the terminal: one line on stderr each. */
#include <stdarg.h>
#include <stdio.h>

#include "cmd/cmd.h"
#include "view/escape.h"

/**
 * cmd_say() - print one line on stderr
 * @ctx: names the command at the line's start; NULL = leave that out
 * @format: printf() format, without a newline at its end
 *
 * Control characters are escaped, so a message may quote anything.
 */
void cmd_say(const struct cmd_ctx *ctx, const char *format, ...)
{
	char text[1024], line[2048];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	view_escape(text, line, sizeof(line));

	if (ctx && ctx->command)
		fprintf(stderr, "nettune: %s: %s\n", ctx->command, line);
	else
		fprintf(stderr, "nettune: %s\n", line);
}
