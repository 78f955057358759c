// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Reads INI files as Python's configparser does for tuned: '=' divides, '#'
 * ends a line, ';' only begins one, a line that stands further in goes on with
 * the value above it. inih takes the lines apart; it gets them one by one, bare
 * of indentation and comments, so that their numbers and the comments are known
 * here.
 */
#include "tune/inifile.h"

#include <ctype.h>
#include <errno.h>
#include <ini.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tune/fail.h"

/* Bytes of a comment that are kept: a paragraph. */
#define REASON_MAX	2048

#define BOM		"\xef\xbb\xbf"

/*
 * What is known between two lines.
 * @comment: of the lines right above
 * @inline_comment: of this line
 * @key_indent: columns that the last key stands in
 * @goes_on: this line goes on with the last value
 * @has_key: a value can go on
 */
struct reader {
	const char		*path;
	enum inifile_style		style;
	struct inifile		*file;
	struct profile_error	*error;
	const char		*at;
	const char		*end;
	unsigned int		line;
	int			err;
	char			comment[REASON_MAX];
	char			inline_comment[REASON_MAX];
	size_t			key_indent;
	bool			goes_on;
	bool			has_key;
};

static void *grow(void *array, size_t count, size_t size)
{
	/* Powers of two, each when it is full. */
	if (count & (count - 1) || (count && count < 8))
		return array;
	return realloc(array, (count ? 2 * count : 8) * size);
}

static int fail(struct reader *reader, const char *what)
{
	reader->err = profile_fail(reader->error, reader->path, reader->line,
				   "%s", what);
	return reader->err;
}

static int no_memory(struct reader *reader)
{
	reader->err = profile_no_memory(reader->error);
	return reader->err;
}

/* Without the signs that make it a comment; lines become one. */
static void add_comment(char *comment, const char *text)
{
	size_t len = strlen(comment);

	while (*text == '#' || *text == ';')
		text++;
	while (isblank((unsigned char)*text))
		text++;
	if (*text)
		snprintf(comment + len, REASON_MAX - len, "%s%s",
			 len ? " " : "", text);
}

static int add_section(struct reader *reader, const char *name, size_t len)
{
	struct inifile *file = reader->file;
	struct inifile_section *grown;
	char *copy;

	grown = grow(file->sections, file->section_count, sizeof(*grown));
	if (!grown)
		return no_memory(reader);
	file->sections = grown;
	copy = strndup(name, len);
	if (!copy)
		return no_memory(reader);
	file->sections[file->section_count++] = (struct inifile_section){
		.name = copy, .line = reader->line,
	};
	return 0;
}

static int begin_section(struct reader *reader, const char *text)
{
	const char *close = strchr(text, ']');
	size_t len = close ? close - text - 1 : 0;

	if (!len)
		return fail(reader, "no name of a section (expected [NAME])");
	if (len > INIFILE_SECTION)
		return fail(reader, "the name of the section is too long (at most 48 bytes)");
	if (!strncmp(text + 1, "DEFAULT]", 8))
		return fail(reader,
			    "[DEFAULT] would be part of every section, which is not supported (expected another name)");
	reader->has_key = false;
	reader->comment[0] = '\0';
	return add_section(reader, text + 1, len);
}

static int check_key(struct reader *reader, const char *text)
{
	size_t len = strcspn(text, "=");

	if (!text[len] && reader->style != INIFILE_VARIABLES)
		return fail(reader, "neither [SECTION] nor KEY = VALUE");
	if (!len)
		return fail(reader, "no key ahead of '=' (expected KEY = VALUE)");
	/* inih would divide there. */
	if (memchr(text, ':', len))
		return fail(reader, "':' in the key (expected KEY = VALUE)");
	if (reader->file->section_count)
		return 0;
	if (reader->style != INIFILE_VARIABLES)
		return fail(reader, "a key ahead of any section (expected [SECTION] first)");
	return add_section(reader, "", 0);
}

/* Where a comment behind something else begins. */
static char *find_comment(char *text)
{
	for (char *at = text; *at; at++)
		if (*at == '#' && (at == text || isblank((unsigned char)at[-1])))
			return at;
	return NULL;
}

static void trim_end(char *text)
{
	size_t len = strlen(text);

	while (len && isspace((unsigned char)text[len - 1]))
		text[--len] = '\0';
}

/*
 * Make of a line what inih is to see of it. @line keeps a place for the blank
 * by which inih knows that a value goes on.
 */
static void take_line(struct reader *reader, char *line)
{
	char *text = line + strspn(line, " \t");
	size_t indent = text - line;
	char *hash;

	reader->goes_on = false;
	reader->inline_comment[0] = '\0';
	if (!*text)
		reader->comment[0] = '\0';
	if (*text == '#' || *text == ';') {
		add_comment(reader->comment, text);
		*text = '\0';
	}
	if (!*text) {
		*line = '\0';
		return;
	}
	hash = find_comment(text);
	if (hash) {
		add_comment(reader->inline_comment, hash);
		*hash = '\0';
		trim_end(text);
	}
	if (reader->has_key && indent > reader->key_indent) {
		reader->goes_on = true;
		text--;
	} else if (*text == '[') {
		begin_section(reader, text);
	} else {
		reader->key_indent = indent;
		check_key(reader, text);
	}
	memmove(line, text, strlen(text) + 1);
}

/* Return: bytes of the next line with its end, 0 behind the last. */
static size_t next_line(struct reader *reader, char *line)
{
	size_t left = reader->end - reader->at, len;
	const char *end = memchr(reader->at, '\n', left);

	len = end ? (size_t)(end - reader->at) + 1 : left;
	if (!len)
		return 0;
	reader->line++;
	if (len > INIFILE_LINE) {
		fail(reader, "the line is too long (at most 4096 bytes)");
		return 0;
	}
	memcpy(line, reader->at, len);
	line[len] = '\0';
	reader->at += len;
	for (size_t i = 0; i < len; i++) {
		if (line[i] != '\t' && iscntrl((unsigned char)line[i]) &&
		    !isspace((unsigned char)line[i])) {
			fail(reader, "a byte that is not text (expected an INI file)");
			return 0;
		}
	}
	trim_end(line);
	return len;
}

/* What inih calls instead of fgets(): @num is at least INIFILE_LINE + 1. */
static char *give_line(char *buf, int num, void *arg)
{
	struct reader *reader = arg;
	char line[INIFILE_LINE + 1];

	if (reader->err || !next_line(reader, line))
		return NULL;
	take_line(reader, line);
	if (reader->err)
		return NULL;
	if ((size_t)snprintf(buf, num, "%s\n", line) >= (size_t)num) {
		fail(reader, "the line is too long for this build of inih");
		return NULL;
	}
	return buf;
}

static int go_on(struct reader *reader, const char *value)
{
	struct inifile_entry *entry;
	char *longer;

	entry = &reader->file->entries[reader->file->count - 1];
	if (asprintf(&longer, "%s\n%s", entry->value ?: "", value) < 0)
		return no_memory(reader);
	free(entry->value);
	entry->value = longer;
	return 0;
}

static int copy_text(char **to, const char *from)
{
	*to = from && *from ? strdup(from) : NULL;
	return from && *from && !*to ? -ENOMEM : 0;
}

static int add_entry(struct reader *reader, const char *key, const char *value)
{
	struct inifile *file = reader->file;
	struct inifile_entry *grown, *entry;

	grown = grow(file->entries, file->count, sizeof(*grown));
	if (!grown)
		return no_memory(reader);
	file->entries = grown;
	entry = &grown[file->count++];
	*entry = (struct inifile_entry){ .section = file->section_count - 1,
				     .line = reader->line };
	entry->key = strdup(key);
	entry->value = value ? strdup(value) : NULL;
	if (!entry->key || (value && !entry->value) ||
	    copy_text(&entry->reason, reader->comment[0] ?
		      reader->comment : reader->inline_comment))
		return no_memory(reader);
	reader->comment[0] = '\0';
	reader->has_key = true;
	return 0;
}

static int take_entry(void *arg, const char *section, const char *key,
		      const char *value)
{
	struct reader *reader = arg;

	(void)section;
	if (reader->err)
		return 0;
	return reader->goes_on ? !go_on(reader, value) :
				 !add_entry(reader, key, value);
}

/* inih's defaults are for small devices: lines of 200 bytes on the stack. */
static void set_options(enum inifile_style style)
{
	ini_use_stack = false;
	ini_max_line = INIFILE_LINE + 3;
	ini_initial_alloc = ini_max_line;
	ini_allow_multiline = true;
	ini_allow_inline_comments = false;
	ini_allow_no_value = style == INIFILE_VARIABLES;
	ini_stop_on_first_error = true;
}

/**
 * inifile_parse - take the text of an INI file apart
 * @path: its name, for messages
 * @text: the text
 * @len: its bytes
 * @style: what is right in it
 * @file: zeroed; filled in; to be freed, also on an error
 * @error: told what is wrong
 *
 * Return: 0, -EINVAL or -ENOMEM.
 */
int inifile_parse(const char *path, const char *text, size_t len,
		  enum inifile_style style, struct inifile *file,
		  struct profile_error *error)
{
	struct reader reader = {
		.path = path, .style = style, .file = file, .error = error,
		.at = text, .end = text + len,
	};
	int failed;

	if (len > INIFILE_MAX)
		return profile_fail(error, path, 0, "too large (a profile has at most 256 KiB)");
	if (len >= strlen(BOM) && !memcmp(text, BOM, strlen(BOM)))
		reader.at += strlen(BOM);
	set_options(style);
	failed = ini_parse_stream(give_line, &reader, take_entry, &reader);
	if (failed < 0 && !reader.err)
		return no_memory(&reader);
	if (failed && !reader.err)
		fail(&reader, "neither [SECTION] nor KEY = VALUE");
	return reader.err;
}

/**
 * inifile_free - give the memory of a file back
 * @file: the file, which is empty then
 */
void inifile_free(struct inifile *file)
{
	for (size_t i = 0; i < file->count; i++) {
		free(file->entries[i].key);
		free(file->entries[i].value);
		free(file->entries[i].reason);
	}
	for (size_t i = 0; i < file->section_count; i++)
		free(file->sections[i].name);
	free(file->entries);
	free(file->sections);
	*file = (struct inifile){ 0 };
}
