// SPDX-License-Identifier: GPL-2.0-or-later
/* The files that others read, in the order in which they count. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tune/setters.h"

static void free_file(struct setter_file *file)
{
	free(file->name);
	free(file->drop_in);
	free(file->path);
	free(file->text);
}

/**
 * setter_files_add() - add one
 * @files: the list
 * @file: copied
 *
 * Return: 0 or -ENOMEM.
 */
int setter_files_add(struct setter_files *files, const struct setter_file *file)
{
	struct setter_file *list = reallocarray(files->files, files->count + 1,
						sizeof(*list));

	if (!list)
		return -ENOMEM;
	files->files = list;
	list += files->count;
	*list = (struct setter_file){
		.by = file->by,
		.folder = file->folder,
		.name = strdup(file->name),
		.drop_in = file->drop_in ? strdup(file->drop_in) : NULL,
		.path = strdup(file->path),
		.text = strdup(file->text),
	};
	if (!list->name || !list->path || !list->text ||
	    (file->drop_in && !list->drop_in)) {
		free_file(list);
		return -ENOMEM;
	}
	files->count++;
	return 0;
}

/* By name; what a drop-in is for comes before it. */
static int compare_names(const struct setter_file *a,
			 const struct setter_file *b)
{
	int order;

	if (a->by != b->by)
		return a->by < b->by ? -1 : 1;
	order = strcmp(a->name, b->name);
	if (order)
		return order;
	if (!a->drop_in || !b->drop_in)
		return !!a->drop_in - !!b->drop_in;
	return strcmp(a->drop_in, b->drop_in);
}

static int compare_files(const void *left, const void *right)
{
	const struct setter_file *a = left, *b = right;
	int order = compare_names(a, b);

	return order ?: (int)a->folder - (int)b->folder;
}

/**
 * setter_files_sort() - bring files into the order in which they count
 * @files: of several with the same name only that of the first folder stays
 */
void setter_files_sort(struct setter_files *files)
{
	struct setter_file *list = files->files;
	size_t kept = 0;

	if (!files->count)
		return;
	qsort(list, files->count, sizeof(*list), compare_files);
	for (size_t i = 0; i < files->count; i++) {
		if (kept && !compare_names(&list[kept - 1], &list[i]))
			free_file(&list[i]);
		else
			list[kept++] = list[i];
	}
	files->count = kept;
}

/**
 * setter_files_free() - give the memory of all back
 * @files: the list, which is empty then
 */
void setter_files_free(struct setter_files *files)
{
	for (size_t i = 0; i < files->count; i++)
		free_file(&files->files[i]);
	free(files->files);
	tune_wants_free(&files->tuned);
	*files = (struct setter_files){ 0 };
}
