// SPDX-License-Identifier: GPL-2.0-or-later
/* What was read as a capture can be written as one, which says the same. */
#include "capture_fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "source/capture_read.h"
#include "view/capture.h"

static void give_up(const char *why, const char *text)
{
	fprintf(stderr, "rewriting: %s\n%s\n", why, text ?: "");
	abort();
}

static int write_sample(struct capture_writer *writer,
			const struct capture_sample *sample)
{
	int err = capture_write_sample(writer, &sample->snapshot);

	for (size_t i = 0; i < sample->socks.count && !err; i++)
		err = capture_write_socket(writer, &sample->socks.socks[i].sock);
	return err;
}

/* Return: to be freed. */
static char *write_all(const struct capture *capture, bool anonymize,
		       size_t *len)
{
	struct capture_writer writer;
	char *text = NULL;
	FILE *out = open_memstream(&text, len);
	int err;

	if (!out)
		abort();
	err = capture_write_begin(&writer, out, capture, anonymize);
	for (size_t i = 0; i < capture->count && !err; i++)
		err = write_sample(&writer, &capture->samples[i]);
	err = err ?: capture_write_end(&writer);
	capture_write_free(&writer);
	fclose(out);
	if (err)
		give_up(strerror(-err), text);
	return text;
}

static char *again(const char *text, size_t *len, bool anonymize)
{
	char reason[CAPTURE_REASON];
	struct capture capture;
	char *copy;

	if (capture_parse(text, *len, &capture, reason))
		give_up(reason, text);
	copy = write_all(&capture, anonymize, len);
	capture_free(&capture);
	return copy;
}

/* Behind the time, which goes on. */
static const char *body(const char *text)
{
	const char *kernel = strstr(text, "\"kernel\":");

	if (!kernel)
		give_up("no head", text);
	return kernel;
}

/**
 * rewrite() - read a capture, write it, read and write that
 * @text: what may be a capture
 * @len: bytes in @text
 *
 * Anonymized, it is still one.
 */
void rewrite(const char *text, size_t len)
{
	char reason[CAPTURE_REASON], *first, *second, *hidden;
	struct capture capture;
	size_t first_len = 0, second_len, hidden_len;

	if (capture_parse(text, len, &capture, reason))
		return;
	first = write_all(&capture, false, &first_len);
	capture_free(&capture);
	second_len = first_len;
	second = again(first, &second_len, false);
	if (strcmp(body(first), body(second)))
		give_up("it says something else", first);
	hidden_len = first_len;
	hidden = again(first, &hidden_len, true);
	free(again(hidden, &hidden_len, false));
	free(hidden);
	free(second);
	free(first);
}
