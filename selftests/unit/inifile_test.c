// SPDX-License-Identifier: GPL-2.0-or-later
/* Keys, lines and comments of INI files. */
#include "unit.h"

#include <errno.h>
#include <stdio.h>

#include "tune/inifile.h"

static int parse(const char *text, size_t len, enum inifile_style style,
		 struct inifile *file, struct profile_error *error)
{
	char *copy = exact_copy(text, len);
	int err;

	*file = (struct inifile){ 0 };
	err = inifile_parse("a.conf", copy, len, style, file, error);
	free(copy);
	return err;
}

static void parses(const char *text, struct inifile *file)
{
	struct profile_error error;

	if (parse(text, strlen(text), INIFILE_PROFILE, file, &error))
		fail_msg("line %u: %s", error.line, error.text);
}

static void is_entry(const struct inifile *file, size_t number,
		     const char *section, const char *key, const char *value,
		     unsigned int line)
{
	const struct inifile_entry *entry = &file->entries[number];

	assert_true(number < file->count);
	assert_string_equal(file->sections[entry->section].name, section);
	assert_string_equal(entry->key, key);
	assert_string_equal(entry->value, value);
	assert_int_equal(entry->line, line);
}

static void test_plain(void **state)
{
	struct inifile file;

	(void)state;
	parses("[main]\nsummary = one thing\n\n[net]\n[sysctl]\na.b=1\na.b =>2\n"
	       "c = x:y ; z = #1\n", &file);
	assert_int_equal(file.section_count, 3);
	assert_string_equal(file.sections[1].name, "net");
	assert_int_equal(file.sections[2].line, 5);
	assert_int_equal(file.count, 4);
	is_entry(&file, 0, "main", "summary", "one thing", 2);
	is_entry(&file, 1, "sysctl", "a.b", "1", 6);
	is_entry(&file, 2, "sysctl", "a.b", ">2", 7);
	/* ';' is no comment behind a value, and '#' only behind a blank. */
	is_entry(&file, 3, "sysctl", "c", "x:y ; z =", 8);
	inifile_free(&file);
}

static void test_line_ends(void **state)
{
	static const char *const texts[] = {
		"[a]\r\nk = v w\r\n", "\xef\xbb\xbf[a]\nk = v w", "[a]\nk=v w \t\n",
		" [a]\n  k = v w\n", "[a]\nk = v w # why\n",
	};
	struct inifile file;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		parses(texts[i], &file);
		assert_int_equal(file.count, 1);
		is_entry(&file, 0, "a", "k", "v w", 2);
		inifile_free(&file);
	}
}

static void test_reasons(void **state)
{
	struct inifile file;

	(void)state;
	parses("# of the file\n\n# of the section\n[a]\n"
	       "# first line\n#   second line\n;third\nk = 1 # not this\n"
	       "l = 2  # of l\nm = 3\n# lost\n\nn = 4\n", &file);
	assert_int_equal(file.count, 4);
	assert_string_equal(file.entries[0].reason,
			    "first line second line third");
	assert_string_equal(file.entries[1].reason, "of l");
	assert_null(file.entries[2].reason);
	assert_null(file.entries[3].reason);
	inifile_free(&file);
}

/* As in Python: what stands further in goes on, what does not is a new key. */
static void test_going_on(void **state)
{
	struct inifile file;

	(void)state;
	parses("[a]\nk = 1\n  2 = 3\n# no\n\t4\nl = 5\n[b]\n  m = 6\n  n = 7\n",
	       &file);
	assert_int_equal(file.count, 4);
	is_entry(&file, 0, "a", "k", "1\n2 = 3\n4", 2);
	is_entry(&file, 1, "a", "l", "5", 6);
	is_entry(&file, 2, "b", "m", "6", 8);
	is_entry(&file, 3, "b", "n", "7", 9);
	inifile_free(&file);
}

static void test_long_lines(void **state)
{
	char text[INIFILE_LINE + 32], value[INIFILE_LINE];
	struct profile_error error;
	struct inifile file;

	(void)state;
	memset(value, 'x', sizeof(value));
	value[INIFILE_LINE - 5] = '\0';
	snprintf(text, sizeof(text), "[a]\nk = %s\n", value);
	assert_int_equal(strlen(text), INIFILE_LINE + 4);
	parses(text, &file);
	is_entry(&file, 0, "a", "k", value, 2);
	inifile_free(&file);

	snprintf(text, sizeof(text), "[a]\nk = %sx\n", value);
	assert_int_equal(parse(text, strlen(text), INIFILE_PROFILE, &file,
			       &error), -EINVAL);
	assert_int_equal(error.line, 2);
	assert_non_null(strstr(error.text, "too long"));
	inifile_free(&file);
}

static void test_broken(void **state)
{
	static const struct {
		const char	*text;
		unsigned int	line;
		const char	*says;
	} broken[] = {
		{ "k = 1\n", 1, "ahead of any section" },
		{ "[a]\n\nword\n", 3, "neither" },
		{ "[a\nk = 1\n", 1, "name of a section" },
		{ "[]\n", 1, "name of a section" },
		{ "[a]\n= 1\n", 2, "no key" },
		{ "[a]\nk:1 = 2\n", 2, "':'" },
		{ "[DEFAULT]\nk = 1\n", 1, "DEFAULT" },
		{ "[a]\nk = \x01\n", 2, "not text" },
		{ "\x7fzELF\x02\x01", 1, "not text" },
		{ "[0123456789012345678901234567890123456789012345678]\n", 1,
		  "too long" },
	};
	struct profile_error error;
	struct inifile file;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(broken); i++) {
		const char *text = broken[i].text;

		assert_int_equal(parse(text, strlen(text), INIFILE_PROFILE,
				       &file, &error), -EINVAL);
		assert_string_equal(error.file, "a.conf");
		assert_int_equal(error.line, broken[i].line);
		if (!strstr(error.text, broken[i].says))
			fail_msg("'%s' says '%s'", text, error.text);
		inifile_free(&file);
	}
	assert_int_equal(parse("[a]\nk=\0x\n", 9, INIFILE_PROFILE, &file,
			       &error), -EINVAL);
	assert_int_equal(error.line, 2);
	inifile_free(&file);
}

static void test_too_large(void **state)
{
	struct profile_error error;
	struct inifile file = { 0 };
	size_t len = INIFILE_MAX + 1;
	char *text = malloc(len);

	(void)state;
	assert_non_null(text);
	memset(text, '\n', len);
	assert_int_equal(inifile_parse("a.conf", text, len, INIFILE_PROFILE,
				       &file, &error), -EINVAL);
	assert_non_null(strstr(error.text, "too large"));
	assert_int_equal(inifile_parse("a.conf", text, len - 1,
				       INIFILE_PROFILE, &file, &error), 0);
	inifile_free(&file);
	free(text);
}

static void test_variables(void **state)
{
	static const char text[] = "a = 1\nlone\n[x]\nb = 2\n";
	struct profile_error error;
	struct inifile file;

	(void)state;
	assert_int_equal(parse(text, strlen(text), INIFILE_VARIABLES, &file,
			       &error), 0);
	assert_int_equal(file.count, 3);
	is_entry(&file, 0, "", "a", "1", 1);
	assert_string_equal(file.entries[1].key, "lone");
	is_entry(&file, 2, "x", "b", "2", 4);
	inifile_free(&file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain),
		cmocka_unit_test(test_line_ends),
		cmocka_unit_test(test_reasons),
		cmocka_unit_test(test_going_on),
		cmocka_unit_test(test_long_lines),
		cmocka_unit_test(test_broken),
		cmocka_unit_test(test_too_large),
		cmocka_unit_test(test_variables),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
