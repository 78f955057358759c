// SPDX-License-Identifier: GPL-2.0-or-later
/* Settings and their values, as text and compared. */
#include "tune/setting.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "array.h"

static const char *const kinds[TUNE_KINDS] = {
	[TUNE_SYSCTL] = "sysctl",
	[TUNE_RING] = "ring",
	[TUNE_COALESCE] = "coalesce",
	[TUNE_CHANNELS] = "channels",
	[TUNE_FEATURE] = "features",
	[TUNE_PAUSE] = "pause",
	[TUNE_LINK] = "link",
	[TUNE_NAPI] = "napi",
	[TUNE_HASHSIZE] = "nf_conntrack_hashsize",
};

/**
 * tune_kind_name - what kind of setting it is, in a word
 * @kind: the kind
 */
const char *tune_kind_name(enum tune_kind kind)
{
	return kinds[kind];
}

/**
 * tune_kind_parse - the kind that a word names
 * @name: the word
 * @kind: set to it
 *
 * Return: 0, or -EINVAL for another word.
 */
int tune_kind_parse(const char *name, enum tune_kind *kind)
{
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		if (strcmp(kinds[i], name))
			continue;
		*kind = i;
		return 0;
	}
	return -EINVAL;
}

/**
 * tune_key_copy - make one like another
 * @to: set to it; to be freed
 * @from: the other one
 *
 * Return: 0 or -ENOMEM.
 */
int tune_key_copy(struct tune_key *to, const struct tune_key *from)
{
	*to = *from;
	to->name = strdup(from->name);
	return to->name ? 0 : -ENOMEM;
}

/**
 * tune_key_free - give its memory back
 * @key: the key; may be zeroed
 */
void tune_key_free(struct tune_key *key)
{
	free(key->name);
	key->name = NULL;
}

/**
 * tune_key_compare - which of two comes first: sysctls, then by device
 * @a: one
 * @b: the other
 *
 * Return: less than, equal to or more than 0, as strcmp().
 */
int tune_key_compare(const struct tune_key *a, const struct tune_key *b)
{
	int order = strcmp(a->device, b->device);

	if (order)
		return order;
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	return strcmp(a->name, b->name);
}

/**
 * tune_key_text - a key for people: "net.core.somaxconn", "eth0 ring rx"
 * @key: the key
 * @buf: takes the text
 * @size: bytes of @buf, TUNE_KEY_TEXT are enough
 *
 * Return: @buf.
 */
const char *tune_key_text(const struct tune_key *key, char *buf, size_t size)
{
	if (key->device[0] && key->kind == TUNE_LINK)
		snprintf(buf, size, "%s %s", key->device, key->name);
	else if (key->device[0])
		snprintf(buf, size, "%s %s %s", key->device, kinds[key->kind],
			 key->name);
	else
		snprintf(buf, size, "%s", key->name);
	return buf;
}

/**
 * tune_key_is_switch - is it switched, not counted?
 * @key: the key
 *
 * Return: are its values "on" and "off"?
 */
bool tune_key_is_switch(const struct tune_key *key)
{
	switch (key->kind) {
	case TUNE_FEATURE:
	case TUNE_PAUSE:
		return true;
	case TUNE_COALESCE:
		return !strncmp(key->name, "adaptive-", 9) ||
		       !strncmp(key->name, "cqe-mode-", 9);
	default:
		return false;
	}
}

/* Is every part between slashes the name of a file or folder? */
static bool is_path(const char *path)
{
	size_t len;

	for (;; path += len + 1) {
		len = strcspn(path, "/");
		if (!len || (len == 1 && path[0] == '.') ||
		    (len == 2 && path[0] == '.' && path[1] == '.'))
			return false;
		if (!path[len])
			return true;
	}
}

/**
 * tune_sysctl_path - where a sysctl is
 * @name: its name: "net.ipv4.conf.eth0/100.rp_filter" or
 *	"net/ipv4/conf/eth0.100/rp_filter"; which of '.' and '/' comes first
 *	divides, the other one stands for the other (sysctl.d(5))
 * @path: set to its path below /proc/sys
 *
 * Return: 0, or -EINVAL for what is no name: it is empty, too long, or would
 * lead out of that folder.
 */
int tune_sysctl_path(const char *name, char path[TUNE_SYSCTL_PATH])
{
	const char *first = strpbrk(name, "./");
	const bool dots = first && *first == '.';
	const size_t size = strlen(name) + 1;

	if (size > TUNE_SYSCTL_PATH)
		return -EINVAL;
	memcpy(path, name, size);
	for (char *at = path; dots && (at = strpbrk(at, "./")); at++)
		*at = *at == '.' ? '/' : '.';
	return is_path(path) ? 0 : -EINVAL;
}

/**
 * tune_value_normalize - a value with each run of blanks one blank
 * @text: as it was read, or written in a profile
 *
 * Return: it, to be freed; NULL without memory.
 */
char *tune_value_normalize(const char *text)
{
	char *value = malloc(strlen(text) + 1), *to = value;

	if (!value)
		return NULL;
	for (; *text; text++) {
		if (!isspace((unsigned char)*text))
			*to++ = *text;
		else if (to > value && to[-1] != ' ')
			*to++ = ' ';
	}
	if (to > value && to[-1] == ' ')
		to--;
	*to = '\0';
	return value;
}

/**
 * tune_value_numbers - the numbers that a value has
 * @text: a value
 * @numbers: takes up to TUNE_VECTOR
 * @count: set to how many
 *
 * Return: is it nothing but 1 to TUNE_VECTOR decimal numbers, each within 64
 * bits?
 */
bool tune_value_numbers(const char *text, __s64 *numbers, size_t *count)
{
	size_t n = 0;
	char *end;

	while (n < TUNE_VECTOR) {
		if (!isdigit((unsigned char)*text) && *text != '-')
			return false;
		errno = 0;
		numbers[n++] = strtoll(text, &end, 10);
		if (errno || end == text)
			return false;
		while (isspace((unsigned char)*end))
			end++;
		if (!*end) {
			*count = n;
			return true;
		}
		if (!isspace((unsigned char)end[-1]))
			return false;
		text = end;
	}
	return false;
}

/**
 * tune_value_equal - do two values say the same?
 * @a: one, normalized
 * @b: the other, normalized
 *
 * Numbers are compared as numbers ("010" is not octal: it is 10).
 */
bool tune_value_equal(const char *a, const char *b)
{
	__s64 in_a[TUNE_VECTOR], in_b[TUNE_VECTOR];
	size_t count_a, count_b;

	if (!strcmp(a, b))
		return true;
	return tune_value_numbers(a, in_a, &count_a) &&
	       tune_value_numbers(b, in_b, &count_b) && count_a == count_b &&
	       !memcmp(in_a, in_b, count_a * sizeof(*in_a));
}
