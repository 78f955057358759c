// SPDX-License-Identifier: GPL-2.0-or-later
/* Loads libkmod. */
#include "source/kmod_lib.h"

#include "array.h"
#include "source/library.h"

#define LIBRARY		"libkmod.so.2"

static struct kmod_lib lib;

/* Return: whether it has all of them. */
static bool load(void)
{
	const struct library_symbol symbols[] = {
		{ "kmod_new", &lib.new_ctx },
		{ "kmod_unref", &lib.unref_ctx },
		{ "kmod_set_log_fn", &lib.set_log_fn },
		{ "kmod_list_next", &lib.list_next },
		{ "kmod_module_new_from_name", &lib.new_from_name },
		{ "kmod_module_unref", &lib.unref },
		{ "kmod_module_get_path", &lib.get_path },
		{ "kmod_module_get_initstate", &lib.get_initstate },
		{ "kmod_module_get_size", &lib.get_size },
		{ "kmod_module_get_refcnt", &lib.get_refcnt },
		{ "kmod_module_get_info", &lib.get_info },
		{ "kmod_module_info_free_list", &lib.info_free_list },
		{ "kmod_module_info_get_key", &lib.info_get_key },
		{ "kmod_module_info_get_value", &lib.info_get_value },
		{ "kmod_module_probe_insert_module", &lib.insert },
		{ "kmod_module_remove_module", &lib.remove },
	};

	return library_load(LIBRARY, symbols, ARRAY_SIZE(symbols));
}

/**
 * kmod_lib() - libkmod's functions
 *
 * Not for several threads at once.
 *
 * Return: them, or NULL where that library is not installed.
 */
const struct kmod_lib *kmod_lib(void)
{
	static bool loaded;

	loaded = loaded || load();
	return loaded ? &lib : NULL;
}
