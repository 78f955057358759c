/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes a capture, as model/capture.h describes it, piece by piece. */
#ifndef VIEW_CAPTURE_H
#define VIEW_CAPTURE_H

#include <stdio.h>

#include "model/capture.h"

/**
 * struct capture_writer - a capture being written
 * @out: where to
 * @names: renames addresses, NULL = they stay
 * @samples: begun so far
 * @sockets: written in this sample
 */
struct capture_writer {
	FILE			*out;
	struct anonymizer	*names;
	size_t			samples;
	size_t			sockets;
};

int capture_write_begin(struct capture_writer *writer, FILE *out,
			const struct capture *head, bool anonymize);
int capture_write_sample(struct capture_writer *writer,
			 const struct model_snapshot *snapshot);
int capture_write_socket(struct capture_writer *writer,
			 const struct model_sock *sock);
int capture_write_end(struct capture_writer *writer);
void capture_write_free(struct capture_writer *writer);

#endif
