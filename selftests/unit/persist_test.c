// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests what is written to come back at boot, and that exactly that goes. */
#include "folder.h"

#include <dirent.h>
#include <errno.h>
#include <unistd.h>

#include "tune/persist.h"

#define SYSCTL	"/etc/sysctl.d/99-zz-nettune.conf"
#define UNIT	"/etc/systemd/system/nettune-apply.service"
#define WANTS	"/etc/systemd/system/multi-user.target.wants/nettune-apply.service"

static char *names[] = { (char *)"high-conn", (char *)"/opt/a.conf" };

static struct persist of(const char *root)
{
	return (struct persist){
		.root = root, .profiles = names, .count = 2,
		.sysctl = "net.core.somaxconn = 4096\n",
		.program = "/opt/nettune",
	};
}

static char *text_of(const char *root, const char *path)
{
	char *text;

	if (persist_file_read(root, path, &text))
		return NULL;
	return text;
}

static void assert_text(const char *root, const char *path, const char *wanted)
{
	char *text = text_of(root, path);

	assert_non_null(text);
	assert_string_equal(text, wanted);
	free(text);
}

static bool is_there(const char *root, const char *path)
{
	char whole[PATH_MAX];
	struct stat st;

	snprintf(whole, sizeof(whole), "%s%s", root, path);
	return !lstat(whole, &st);
}

/* Everything below a folder, in a text that two moments can be compared by. */
static FILE *tree_out;

static int tree_one(const char *path, const struct stat *st, int type,
		    struct FTW *ftw)
{
	char target[PATH_MAX] = "";
	char *text;

	(void)ftw;
	if (type == FTW_SL)
		assert_true(readlink(path, target, sizeof(target) - 1) > 0);
	fprintf(tree_out, "%s %o %s", path, st->st_mode, target);
	if (type == FTW_F && !persist_file_read("", path, &text)) {
		fprintf(tree_out, "%s", text);
		free(text);
	}
	fputc('\n', tree_out);
	return 0;
}

static int compare_lines(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static char *tree(const char *root)
{
	char *text, *at = NULL, *lines[256], *sorted;
	size_t size, count = 0;

	tree_out = open_memstream(&text, &size);
	assert_non_null(tree_out);
	assert_int_equal(nftw(root, tree_one, 8, FTW_PHYS), 0);
	fclose(tree_out);
	for (char *line = strtok_r(text, "\n", &at); line && count < 256;
	     line = strtok_r(NULL, "\n", &at))
		lines[count++] = line;
	qsort(lines, count, sizeof(*lines), compare_lines);
	tree_out = open_memstream(&sorted, &size);
	for (size_t i = 0; i < count; i++)
		fprintf(tree_out, "%s\n", lines[i]);
	fclose(tree_out);
	free(text);
	return sorted;
}

static void put_packaged(const char *root)
{
	folder_put(root, "lib/systemd/system/nettune-apply.service", "x\n");
	folder_put(root, "lib/systemd/system/nettune-apply@.service", "x\n");
	folder_put(root, "usr/lib/udev/rules.d/99-nettune.rules", "x\n");
}

/* On a machine with nothing, and on one with the package. */
static void test_there_and_back(void **state)
{
	const char *root = *state;
	char message[PERSIST_MESSAGE], *before, *after, *target, *text;
	struct persist persist = of(root);

	for (int packaged = 0; packaged < 2; packaged++) {
		if (packaged)
			put_packaged(root);
		folder_put(root, "etc/sysctl.d/10-other.conf", "a = 1\n");
		before = tree(root);
		assert_int_equal(persist_write(&persist, message), 0);
		assert_text(root, SYSCTL, persist.sysctl);
		assert_int_equal(is_there(root, UNIT), !packaged);
		assert_int_equal(persist_link_read(root, WANTS, &target), 0);
		assert_string_equal(target, packaged ?
			"/lib/systemd/system/nettune-apply.service" : UNIT);
		free(target);
		text = text_of(root, PERSIST_LIST);
		assert_non_null(strstr(text, "\nPROFILES=high-conn /opt/a.conf\n"));
		assert_non_null(strstr(text, "\nOPTIONS=\n"));
		free(text);

		/* The same again changes nothing. */
		after = tree(root);
		assert_int_equal(persist_write(&persist, message), 0);
		text = tree(root);
		assert_string_equal(after, text);
		free(text);
		free(after);

		assert_int_equal(persist_remove(root, false, message), 0);
		after = tree(root);
		assert_string_equal(before, after);
		free(before);
		free(after);
		assert_int_equal(persist_remove(root, false, message), -ENOENT);
	}
}

/* A unit of our own starts the program where it is. */
static void test_unit(void **state)
{
	const char *root = *state;
	char message[PERSIST_MESSAGE], *text;
	struct persist persist = of(root);

	persist.devices = "eth*";
	assert_int_equal(persist_write(&persist, message), 0);
	text = text_of(root, UNIT);
	assert_non_null(strstr(text, "\nExecStart=/opt/nettune apply --wait=50 $OPTIONS $PRO"));
	assert_null(strstr(text, "/usr/sbin/nettune"));
	free(text);
	text = text_of(root, PERSIST_LIST);
	assert_non_null(strstr(text, "\nOPTIONS=--dev=eth*\n"));
	free(text);
	assert_int_equal(persist_remove(root, false, message), 0);
}

/* What was refused is left out at boot, and only then; these stand in a unit. */
static void test_options(void **state)
{
	static const struct {
		const char *devices;
		bool partly;
		const char *options;
	} cases[] = {
		{ NULL, false, "" },
		{ NULL, true, "--force" },
		{ "eth*", true, "--dev=eth* --force" },
		{ "eth*", false, "--dev=eth*" },
		{ "a b", false, NULL },
		{ "a b", true, NULL },
	};
	const char *root = *state;
	char message[PERSIST_MESSAGE];

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct persist persist = of(root);
		struct persist_list list;

		persist.devices = cases[i].devices;
		persist.partly = cases[i].partly;
		/* To overwrite what is there says nothing of the boot. */
		persist.force = true;
		if (!cases[i].options) {
			assert_int_equal(persist_write(&persist, message),
					 -EINVAL);
			assert_non_null(strstr(message, "'a b'"));
			continue;
		}
		assert_int_equal(persist_write(&persist, message), 0);
		assert_int_equal(persist_list_read(root, &list), 0);
		assert_false(list.edited);
		assert_string_equal(list.options, cases[i].options);
	}
	assert_int_equal(persist_remove(root, false, message), 0);
}

/* Another profile takes the place of the first, and leaves nothing of it. */
static void test_again(void **state)
{
	const char *root = *state;
	char message[PERSIST_MESSAGE];
	struct persist persist = of(root);

	folder_put(root, "etc/hostname", "a\n");
	assert_int_equal(persist_write(&persist, message), 0);
	put_packaged(root);
	persist.sysctl = NULL;
	assert_int_equal(persist_write(&persist, message), 0);
	assert_false(is_there(root, SYSCTL));
	assert_false(is_there(root, UNIT));
	assert_true(is_there(root, WANTS));
	persist.sysctl = "b = 2\n";
	assert_int_equal(persist_write(&persist, message), 0);
	assert_text(root, SYSCTL, "b = 2\n");
	assert_int_equal(persist_remove(root, false, message), 0);
	assert_false(is_there(root, "/etc/nettune"));
	assert_false(is_there(root, "/etc/sysctl.d"));
	assert_false(is_there(root, "/etc/systemd"));
	assert_true(is_there(root, "/etc/hostname"));
}

/* What someone has edited is neither overwritten nor removed. */
static void test_edited(void **state)
{
	static const char *const paths[] = { SYSCTL, PERSIST_LIST, UNIT };
	const char *root = *state;
	char message[PERSIST_MESSAGE], *before, *after, *text, more[4096];
	struct persist persist = of(root);

	for (size_t i = 0; i < ARRAY_SIZE(paths); i++) {
		assert_int_equal(persist_write(&persist, message), 0);
		text = text_of(root, paths[i]);
		snprintf(more, sizeof(more), "%s# mine\n", text);
		free(text);
		folder_put(root, paths[i] + 1, more);
		before = tree(root);
		assert_int_equal(persist_remove(root, false, message), -EEXIST);
		assert_non_null(strstr(message, paths[i]));
		assert_non_null(strstr(message, "--force"));
		assert_int_equal(persist_write(&persist, message), -EEXIST);
		after = tree(root);
		assert_string_equal(before, after);
		free(before);
		free(after);
		assert_int_equal(persist_remove(root, true, message), 0);
		assert_false(is_there(root, paths[i]));
	}
}

/* What someone else had there is not ours. */
static void test_foreign(void **state)
{
	const char *root = *state;
	char message[PERSIST_MESSAGE], path[PATH_MAX];
	struct persist persist = of(root);

	folder_put(root, SYSCTL + 1, "mine = 1\n");
	assert_int_equal(persist_write(&persist, message), -EEXIST);
	assert_non_null(strstr(message, "not from nettune"));
	assert_false(is_there(root, PERSIST_LIST));
	assert_text(root, SYSCTL, "mine = 1\n");

	/* Nor what a link leads to. */
	snprintf(path, sizeof(path), "%s%s", root, SYSCTL);
	assert_int_equal(unlink(path), 0);
	folder_put(root, "etc/other", "mine = 2\n");
	assert_int_equal(symlink("../other", path), 0);
	assert_int_equal(persist_write(&persist, message), -EEXIST);
	persist.force = true;
	assert_int_equal(persist_write(&persist, message), 0);
	assert_text(root, SYSCTL, persist.sysctl);
	assert_text(root, "/etc/other", "mine = 2\n");
}

/* Stopped at any point, everything can be removed. */
static void test_stopped(void **state)
{
	static const char *const paths[] = { SYSCTL, UNIT, WANTS };
	const char *root = *state;
	char message[PERSIST_MESSAGE], path[PATH_MAX];
	struct persist persist = of(root);

	for (size_t i = 0; i < ARRAY_SIZE(paths); i++) {
		assert_int_equal(persist_write(&persist, message), 0);
		snprintf(path, sizeof(path), "%s%s", root, paths[i]);
		assert_int_equal(unlink(path), 0);
		assert_int_equal(persist_remove(root, false, message), 0);
		assert_false(is_there(root, "/etc/systemd"));
	}
	/* The list was written, the new file not yet. */
	assert_int_equal(persist_write(&persist, message), 0);
	persist.sysctl = "other = 1\n";
	assert_int_equal(persist_write(&persist, message), 0);
	{
		struct persist_list list;

		assert_int_equal(persist_list_read(root, &list), 0);
		assert_false(list.edited);
		list.sums[PERSIST_SYSCTL][1] = persist_sum("newer = 1\n");
		assert_int_equal(persist_list_write(root, &list), 0);
	}
	folder_put(root, SYSCTL + 1, "newer = 1\n");
	assert_int_equal(persist_remove(root, false, message), 0);
	assert_false(is_there(root, SYSCTL));
}

/* A list that someone has made up removes nothing but our own. */
static void test_made_up(void **state)
{
	const char *root = *state;
	char message[PERSIST_MESSAGE];

	folder_put(root, "etc/shadow", "x\n");
	folder_put(root, "etc/nettune/persist.conf",
		   "#@ file 0123456789abcdef 0123456789abcdef /etc/shadow\n"
		   "#@ folder /etc/nettune\n#@ folder /etc/..\n"
		   "#@ file zz\n#@ self 1\n");
	assert_int_equal(persist_remove(root, false, message), -EEXIST);
	assert_int_equal(persist_remove(root, true, message), 0);
	assert_true(is_there(root, "/etc/shadow"));
	assert_false(is_there(root, "/etc/nettune"));
}

static unsigned int mode_of(const char *root, const char *path)
{
	char whole[PATH_MAX];
	struct stat st;

	snprintf(whole, sizeof(whole), "%s%s", root, path);
	assert_int_equal(stat(whole, &st), 0);
	return st.st_mode & 0777;
}

/* Values for root's eyes only, and then others again. */
static void test_secret(void **state)
{
	const char *root = *state;
	char message[PERSIST_MESSAGE];
	struct persist persist = of(root);

	for (int i = 0; i < 4; i++) {
		persist.secret = i & 1;
		assert_int_equal(persist_write(&persist, message), 0);
		assert_int_equal(mode_of(root, SYSCTL), i & 1 ? 0600 : 0644);
		assert_int_equal(mode_of(root, UNIT), 0644);
		assert_int_equal(mode_of(root, PERSIST_LIST), 0644);
	}
	assert_int_equal(persist_remove(root, false, message), 0);
}

static void test_names(void **state)
{
	static const struct {
		const char *name;
		int err;
	} cases[] = {
		{ "web", 0 },
		{ "/root/my-profile_2.conf", 0 },
		{ "./web.conf", -EINVAL },
		{ "a b", -EINVAL },
		{ "a\nb", -EINVAL },
		{ "$HOME", -EINVAL },
		{ "a\"b", -EINVAL },
		{ "a\\b", -EINVAL },
		{ "a%b", -EINVAL },
		{ "--force", -EINVAL },
		{ "", -EINVAL },
	};
	const char *root = *state;
	char message[PERSIST_MESSAGE];

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		char *name = (char *)cases[i].name;
		struct persist persist = of(root);

		persist.profiles = &name;
		persist.count = 1;
		assert_int_equal(persist_write(&persist, message),
				 cases[i].err);
		assert_int_equal(is_there(root, PERSIST_LIST), !cases[i].err);
		if (!cases[i].err)
			assert_int_equal(persist_remove(root, false, message),
					 0);
	}
}

#define IN_FOLDER(test)	\
	cmocka_unit_test_setup_teardown(test, folder_make, folder_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_FOLDER(test_there_and_back),
		IN_FOLDER(test_unit),
		IN_FOLDER(test_options),
		IN_FOLDER(test_again),
		IN_FOLDER(test_edited),
		IN_FOLDER(test_foreign),
		IN_FOLDER(test_stopped),
		IN_FOLDER(test_made_up),
		IN_FOLDER(test_secret),
		IN_FOLDER(test_names),
	};

	return cmocka_run_group_tests_name("persist", tests, NULL, NULL);
}
