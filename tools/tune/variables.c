// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * tuned's variables. As there, a value is first freed of its variables, then
 * of its calls of functions, innermost first; what a variable or a call came to
 * is not looked into again; "\${" stands for "${"; of a variable that is not
 * defined the text stays as it is.
 */
#include "tune/variables.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tune/functions.h"
#include "tune/text.h"

/* Calls within calls. */
#define DEPTH_MAX	32

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* Bytes of "${name}" at @text, 0 = there is none. */
static size_t reference(const char *text)
{
	size_t len = 2;

	if (text[0] != '$' || text[1] != '{')
		return 0;
	while (is_word(text[len]))
		len++;
	return len > 2 && text[len] == '}' ? len + 1 : 0;
}

static const struct variable *find(const struct variables *variables,
				   const char *name, size_t len)
{
	for (size_t i = 0; i < variables->count; i++)
		if (!strncmp(variables->list[i].name, name, len) &&
		    !variables->list[i].name[len])
			return &variables->list[i];
	return NULL;
}

static int take_note(struct expansion *to, const char *note)
{
	if (!note || to->note)
		return 0;
	to->note = strdup(note);
	return to->note ? 0 : -ENOMEM;
}

/* It may be in a call that does without. */
static int take_missing(struct expansion *to, const char *name, size_t len)
{
	if (to->missing)
		return 0;
	to->missing = strndup(name, len);
	return to->missing ? 0 : -ENOMEM;
}

static int put_variables(const struct variables *variables, const char *value,
			 struct expansion *to, struct tune_text *out)
{
	const struct variable *variable;
	int err = tune_text_add(out, "", 0);

	for (size_t i = 0, len; !err && value[i]; i += len) {
		len = reference(value + i);
		variable = len && !(i && value[i - 1] == '\\') ?
			find(variables, value + i + 2, len - 3) : NULL;
		if (!variable) {
			if (len && !(i && value[i - 1] == '\\'))
				err = take_missing(to, value + i + 2, len - 3);
			len = 1;
			err = err ?: tune_text_add(out, value + i, 1);
			continue;
		}
		err = tune_text_put(out, variable->value) ?:
		      take_note(to, variable->note);
	}
	return err;
}

/* "\${name}" is "${name}" from here on. */
static void unescape_variables(char *text)
{
	char *to = text;

	while (*text) {
		if (*text == '\\' && reference(text + 1))
			text++;
		*to++ = *text++;
	}
	*to = '\0';
}

/* Likewise the first "\${f:...}" of each line. */
static void unescape_functions(char *text)
{
	char *line = text, *end, *at, *close;

	for (; *line; line = *end ? end + 1 : end) {
		end = line + strcspn(line, "\n");
		at = strstr(line, "\\${f:");
		if (!at || at > end)
			continue;
		close = memchr(at, '}', end - at);
		if (!close)
			continue;
		memmove(at, at + 1, strlen(at));
		end--;
	}
}

/*
 * A value on the way.
 * @at: what is looked at
 * @open: where each "${" that is not closed yet began
 * @escaped: was there a backslash ahead of it?
 */
struct scan {
	const struct variables		*variables;
	const struct profile_place	*place;
	struct expansion		*to;
	char				*text;
	size_t				at;
	size_t				open[DEPTH_MAX];
	bool				escaped[DEPTH_MAX];
	size_t				depth;
};

/* Arguments are divided by ':', but not by "\:", which is a ':' in one. */
static size_t split(char *call, char **args)
{
	size_t count = 0;
	char *to = call;

	args[count++] = call;
	for (char *from = call; *from; from++) {
		if (from[0] == '\\' && from[1] == ':') {
			*to++ = *++from;
		} else if (*from == ':' && count <= FUNCTION_ARGUMENTS) {
			*to++ = '\0';
			args[count++] = to;
		} else {
			*to++ = *from;
		}
	}
	*to = '\0';
	return count;
}

static int run(struct scan *scan, char *text, struct tune_text *result)
{
	char *args[FUNCTION_ARGUMENTS + 1];
	struct function_call call = {
		.machine = scan->variables->machine, .place = scan->place,
	};
	size_t count = split(text, args);

	call.name = args[0];
	call.args = args + 1;
	call.count = count - 1;
	return tune_text_add(result, "", 0) ?:
	       function_call(&call, result, &scan->to->note);
}

/* Put the result of a call, from @from to @scan->at, in its place. */
static int replace(struct scan *scan, size_t from,
		   const struct tune_text *result)
{
	struct tune_text all = { 0 };
	int err;

	err = tune_text_add(&all, scan->text, from) ?:
	      tune_text_add(&all, result->text, result->len) ?:
	      tune_text_put(&all, scan->text + scan->at + 1);
	if (err) {
		tune_text_free(&all);
		return err;
	}
	free(scan->text);
	scan->text = all.text;
	scan->at = from + result->len;
	return 0;
}

/*
 * At the '}' of a call. Of what is not known already nothing can be computed;
 * assertions come to nothing, and tuned leaves their text.
 */
static int close_call(struct scan *scan, size_t from)
{
	struct tune_text result = { 0 };
	char *call;
	int err;

	if (strncmp(scan->text + from, "${f:", 4) || scan->to->note) {
		scan->at++;
		return 0;
	}
	call = strndup(scan->text + from + 4, scan->at - from - 4);
	if (!call)
		return -ENOMEM;
	err = run(scan, call, &result);
	if (!err && !scan->to->note && strncmp(call, "assertion", 9))
		err = replace(scan, from, &result);
	else
		scan->at++;
	tune_text_free(&result);
	free(call);
	return err;
}

static int step(struct scan *scan)
{
	const char *at = scan->text + scan->at;

	if (*at == '}' && scan->depth) {
		scan->depth--;
		if (!scan->escaped[scan->depth])
			return close_call(scan, scan->open[scan->depth]);
	} else if (at[0] == '$' && at[1] == '{') {
		if (scan->depth == DEPTH_MAX)
			return profile_fail_at(scan->place, "more than %d '${' within each other",
					       DEPTH_MAX);
		scan->escaped[scan->depth] = scan->at && at[-1] == '\\';
		scan->open[scan->depth++] = scan->at;
	}
	scan->at++;
	return 0;
}

static int call_functions(const struct variables *variables,
			  const struct profile_place *place,
			  struct expansion *to)
{
	struct scan scan = {
		.variables = variables, .place = place, .to = to,
		.text = to->text,
	};
	int err = 0;

	while (!err && scan.text[scan.at])
		err = step(&scan);
	to->text = scan.text;
	return err;
}

static int tell(const struct profile_place *place, int err)
{
	if (err == -ENOMEM)
		return profile_no_memory(place->error);
	if (err == -E2BIG)
		return profile_fail_at(place, "longer than %d bytes once its variables are in",
				       TUNE_TEXT_MAX);
	return err;
}

/**
 * variables_expand - a value without variables and calls
 * @variables: those that are defined
 * @value: the value
 * @place: where it is
 * @to: filled in; to be freed, also on an error
 *
 * Return: 0, -EINVAL or -ENOMEM with the error told.
 */
int variables_expand(const struct variables *variables, const char *value,
		     const struct profile_place *place, struct expansion *to)
{
	struct tune_text text = { 0 };
	int err;

	*to = (struct expansion){ 0 };
	err = put_variables(variables, value, to, &text);
	to->text = text.text;
	if (err)
		return tell(place, err);
	unescape_variables(to->text);
	err = call_functions(variables, place, to);
	if (err)
		return tell(place, err);
	unescape_functions(to->text);
	return 0;
}

/**
 * expansion_is_missing - does a value lack what a variable should have said?
 * @expansion: the value; what a call has made of the variable's name does not
 *	lack it
 */
bool expansion_is_missing(const struct expansion *expansion)
{
	const char *missing = expansion->missing;
	size_t len = missing ? strlen(missing) : 0;

	for (const char *at = expansion->text; missing && *at; at++)
		if (reference(at) == len + 3 && !strncmp(at + 2, missing, len))
			return true;
	return false;
}

static int set(struct variable *variable, const char *name,
	       struct expansion *value)
{
	if (!variable->name)
		variable->name = strdup(name);
	free(variable->value);
	free(variable->note);
	variable->value = value->text;
	variable->note = value->note;
	return variable->name ? 0 : -ENOMEM;
}

/**
 * variables_add - define a variable, or define it anew
 * @variables: those that are defined
 * @name: its name
 * @value: its value, in which those may be
 * @place: where it is
 *
 * Return: 0, -EINVAL or -ENOMEM with the error told.
 */
int variables_add(struct variables *variables, const char *name,
		  const char *value, const struct profile_place *place)
{
	struct variable *variable, *grown;
	struct expansion expansion;
	size_t len = 0;
	int err;

	while (is_word(name[len]))
		len++;
	if (!len || name[len])
		return profile_fail_at(place,
				       "not the name of a variable (expected letters, digits and '_')");
	err = variables_expand(variables, value, place, &expansion);
	if (err) {
		expansion_free(&expansion);
		return err;
	}
	free(expansion.missing);
	expansion.missing = NULL;
	variable = (struct variable *)find(variables, name, len);
	if (!variable) {
		grown = reallocarray(variables->list, variables->count + 1,
				     sizeof(*grown));
		if (!grown) {
			expansion_free(&expansion);
			return profile_no_memory(place->error);
		}
		variables->list = grown;
		variable = &grown[variables->count++];
		*variable = (struct variable){ 0 };
	}
	return set(variable, name, &expansion) ?
		profile_no_memory(place->error) : 0;
}

/**
 * variables_free - give the memory of all of them back
 * @variables: those
 */
void variables_free(struct variables *variables)
{
	for (size_t i = 0; i < variables->count; i++) {
		free(variables->list[i].name);
		free(variables->list[i].value);
		free(variables->list[i].note);
	}
	free(variables->list);
	variables->list = NULL;
	variables->count = 0;
}

/**
 * expansion_free - give the memory of a value back
 * @expansion: the value; may be zeroed
 */
void expansion_free(struct expansion *expansion)
{
	free(expansion->text);
	free(expansion->note);
	free(expansion->missing);
	*expansion = (struct expansion){ 0 };
}
