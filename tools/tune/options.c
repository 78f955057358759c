// SPDX-License-Identifier: GPL-2.0-or-later
/* Keys of a section: each once, where it was first, with what it was last. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tune/parts.h"

/**
 * options_find - a key
 * @options: keys
 * @key: its name
 *
 * Return: the key, or NULL.
 */
const struct profile_option *options_find(const struct profile_options *options,
					  const char *key)
{
	for (size_t i = 0; i < options->count; i++)
		if (!strcmp(options->list[i].key, key))
			return &options->list[i];
	return NULL;
}

/**
 * option_free - give the memory of a key back
 * @option: the key, which is not there any more then; may be zeroed
 */
void option_free(struct profile_option *option)
{
	free(option->key);
	free(option->value);
	free(option->reason);
	*option = (struct profile_option){ 0 };
}

/**
 * options_put - add a key, or put it in the place of one of that name
 * @options: keys
 * @option: the key, moved there; zeroed then, also on an error
 *
 * Return: 0 or -ENOMEM.
 */
int options_put(struct profile_options *options, struct profile_option *option)
{
	struct profile_option *old, *grown;

	old = (struct profile_option *)options_find(options, option->key);
	if (!old) {
		grown = reallocarray(options->list, options->count + 1,
				     sizeof(*grown));
		if (!grown) {
			option_free(option);
			return -ENOMEM;
		}
		options->list = grown;
		old = &grown[options->count++];
	} else {
		option_free(old);
	}
	*old = *option;
	*option = (struct profile_option){ 0 };
	return 0;
}

static int move_all(struct profile_options *to, struct profile_options *from,
		    bool only_new)
{
	int err = 0;

	for (size_t i = 0; i < from->count; i++) {
		if (err || (only_new && options_find(to, from->list[i].key)))
			option_free(&from->list[i]);
		else
			err = options_put(to, &from->list[i]);
	}
	free(from->list);
	*from = (struct profile_options){ 0 };
	return err;
}

/**
 * options_merge - put keys on top of others
 * @options: those others
 * @more: the keys; none are left there
 * @ahead: they come first, not where the others were or last
 *
 * Return: 0 or -ENOMEM.
 */
int options_merge(struct profile_options *options,
		  struct profile_options *more, bool ahead)
{
	int err;

	if (!ahead)
		return move_all(options, more, false);
	err = move_all(more, options, true);
	*options = *more;
	*more = (struct profile_options){ 0 };
	return err;
}

/**
 * options_remove - take a key away
 * @options: keys
 * @key: its name; it need not be there
 */
void options_remove(struct profile_options *options, const char *key)
{
	struct profile_option *option;
	size_t behind;

	option = (struct profile_option *)options_find(options, key);
	if (!option)
		return;
	option_free(option);
	behind = options->list + options->count - (option + 1);
	memmove(option, option + 1, behind * sizeof(*option));
	options->count--;
}

/**
 * options_free - give the memory of all of them back
 * @options: keys, none then
 */
void options_free(struct profile_options *options)
{
	for (size_t i = 0; i < options->count; i++)
		option_free(&options->list[i]);
	free(options->list);
	*options = (struct profile_options){ 0 };
}

/**
 * option_place - where a key is
 * @option: the key
 * @error: told of what is wrong there
 *
 * Return: its place.
 */
struct profile_place option_place(const struct profile_option *option,
				  struct profile_error *error)
{
	return (struct profile_place){
		.file = option->file ? option->file->path : NULL,
		.line = option->line, .key = option->key, .error = error,
	};
}
