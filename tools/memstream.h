/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The end of open_memstream(). */
#ifndef MEMSTREAM_H
#define MEMSTREAM_H

#include <errno.h>
#include <stdio.h>

/**
 * memstream_close() - close a stream that is written to memory
 * @out: the stream
 * @text: where open_memstream() leaves the text; to be freed also after an error
 *
 * Where there is no memory for the end of it glibc closes the stream without an
 * error, and leaves no text.
 *
 * Return: 0 or -ENOMEM.
 */
static inline int memstream_close(FILE *out, char *const *text)
{
	return fclose(out) || !*text ? -ENOMEM : 0;
}

#endif
