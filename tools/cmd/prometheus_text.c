// SPDX-License-Identifier: GPL-2.0-or-later
/* From a look to its text. */
#include <errno.h>
#include <string.h>

#include "memstream.h"
#include "cmd/export.h"

static void count_failures(struct prometheus_page *page,
			   struct prometheus_look *look)
{
	for (size_t i = 0; i < PROMETHEUS_COLLECTORS; i++)
		page->failures[i] += look->outcomes[i] == PROMETHEUS_FAILED;
	memcpy(look->failures, page->failures, sizeof(look->failures));
	look->repeated = page->repeated;
	look->max = page->max;
}

static int print(struct prometheus_page *page,
		 const struct prometheus_look *look, char **text)
{
	size_t size;
	FILE *out = open_memstream(text, &size);
	int err = -ENOMEM;

	if (out)
		err = prometheus_print(out, look,
				       page->repeated ? &page->memory : NULL);
	if (out)
		err = memstream_close(out, text) ?: err;
	if (err)
		cmd_say(page->ctx, "%s", strerror(-err));
	return err;
}

/**
 * prometheus_page() - look at everything, and print that
 * @page: how
 * @text: set to it, to be freed also after an error
 * @outcomes: set to how each part of it went
 *
 * Return: 0 or a negative errno after a message.
 */
int prometheus_page(struct prometheus_page *page, char **text,
		    enum prometheus_outcome outcomes[PROMETHEUS_COLLECTORS])
{
	struct prometheus_look look;
	int err;

	*text = NULL;
	err = prometheus_take(page->ctx, &look);
	memcpy(outcomes, look.outcomes, sizeof(look.outcomes));
	if (!err) {
		count_failures(page, &look);
		err = print(page, &look, text);
	}
	prometheus_look_free(&look);
	return err;
}
