// SPDX-License-Identifier: GPL-2.0-or-later
/* A list of what is wanted. */
#include "tune/want.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static void want_free(struct tune_want *want)
{
	tune_key_free(&want->key);
	free(want->value);
	free(want->clamped);
	free(want->reason);
	free(want->note);
	free(want->file);
}

static int copy_text(char **to, const char *from)
{
	*to = from ? strdup(from) : NULL;
	return from && !*to ? -ENOMEM : 0;
}

/* On an error, what was copied by then is freed with the list. */
static int want_copy(struct tune_want *to, const struct tune_want *from)
{
	*to = (struct tune_want){ .op = from->op, .line = from->line };
	if (tune_key_copy(&to->key, &from->key) ||
	    copy_text(&to->value, from->value) ||
	    copy_text(&to->clamped, from->clamped) ||
	    copy_text(&to->reason, from->reason) ||
	    copy_text(&to->note, from->note) ||
	    copy_text(&to->file, from->file))
		return -ENOMEM;
	return 0;
}

/**
 * tune_wants_add - add one
 * @wants: the list
 * @want: copied; takes the place of an earlier one with the same key, whose
 *	turn it keeps
 *
 * Return: 0 or -ENOMEM, after which the list can only be freed.
 */
int tune_wants_add(struct tune_wants *wants, const struct tune_want *want)
{
	struct tune_want *grown;

	for (size_t i = 0; i < wants->count; i++) {
		if (tune_key_compare(&wants->wants[i].key, &want->key))
			continue;
		want_free(&wants->wants[i]);
		return want_copy(&wants->wants[i], want);
	}
	if (wants->count == wants->room) {
		size_t room = wants->room ? 2 * wants->room : 16;

		grown = realloc(wants->wants, room * sizeof(*grown));
		if (!grown)
			return -ENOMEM;
		wants->wants = grown;
		wants->room = room;
	}
	return want_copy(&wants->wants[wants->count++], want);
}

/**
 * tune_wants_free - give the memory of all of them back
 * @wants: the list, which is empty then
 */
void tune_wants_free(struct tune_wants *wants)
{
	for (size_t i = 0; i < wants->count; i++)
		want_free(&wants->wants[i]);
	free(wants->wants);
	*wants = (struct tune_wants){ 0 };
}
