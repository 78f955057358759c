/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A folder that stands in for /proc; setup and teardown of a test. */
#ifndef FOLDER_H
#define FOLDER_H

#include "unit.h"

#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

static inline int folder_make(void **state)
{
	char *root = strdup("/tmp/nettune-unit-XXXXXX");

	*state = root;
	return root && mkdtemp(root) ? 0 : -1;
}

static inline int folder_remove_one(const char *path, const struct stat *st,
				    int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static inline int folder_remove(void **state)
{
	int err = nftw(*state, folder_remove_one, 16, FTW_DEPTH | FTW_PHYS);

	free(*state);
	return err;
}

/* A test with such a folder as its state. */
#define IN_FOLDER(test) \
	cmocka_unit_test_setup_teardown(test, folder_make, folder_remove)

/* A file with that text, in folders that are made if need be. */
static inline void folder_put(const char *root, const char *name,
			      const char *text)
{
	char path[PATH_MAX];
	FILE *file;

	assert_in_range(snprintf(path, sizeof(path), "%s/%s", root, name), 0,
			sizeof(path) - 1);
	for (char *at = path + strlen(root) + 1; (at = strchr(at, '/')); at++) {
		*at = '\0';
		mkdir(path, 0700);
		*at = '/';
	}
	file = fopen(path, "w");
	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

#endif
