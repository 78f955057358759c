/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rows of a capture. */
#ifndef SOURCE_CAPTURE_SOCK_H
#define SOURCE_CAPTURE_SOCK_H

#include "model/capture.h"

struct json_object;

/* capture_parse.c */
bool capture_number_from(void *base, const struct capture_number *number,
			 struct json_object *value);
bool capture_numbers_from(void *base, const struct capture_group *group,
			  struct json_object *array);

void capture_text_put(char *to, size_t size, const char *from);
bool capture_comm_from(char comm[16], struct json_object *array, size_t at);
int capture_sock_from(struct model_sock *sock, struct json_object *row);

#endif
