/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Libraries that only few commands need, loaded when they do. */
#ifndef SOURCE_LIBRARY_H
#define SOURCE_LIBRARY_H

#include <stdbool.h>
#include <stddef.h>

/**
 * struct library_symbol - a function of a library
 * @name: what it is called there
 * @to: the pointer that gets its address
 */
struct library_symbol {
	const char	*name;
	void		*to;
};

bool library_load(const char *name, const struct library_symbol *symbols,
		  size_t count);

#endif
