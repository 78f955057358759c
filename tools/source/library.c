// SPDX-License-Identifier: GPL-2.0-or-later
/* Loads libraries. */
#include "source/library.h"

#include <dlfcn.h>
#include <string.h>

/**
 * library_load() - load a library and find its functions
 * @name: its soname
 * @symbols: which, and where their addresses go
 * @count: how many
 *
 * It stays until the end of the program.
 *
 * Return: is it installed, with all of them? If not, dlerror() says what is
 * missing.
 */
bool library_load(const char *name, const struct library_symbol *symbols,
		  size_t count)
{
	void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL);

	for (size_t i = 0; library && i < count; i++) {
		void *found = dlsym(library, symbols[i].name);

		/* ISO C has no cast from an object to a function. */
		memcpy(symbols[i].to, &found, sizeof(found));
		if (!found)
			return false;
	}
	return library;
}
