/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of the values by which sockets are ordered and filtered. */
#ifndef MODEL_KEY_H
#define MODEL_KEY_H

#include <stdbool.h>
#include <stddef.h>

#include <linux/nettune.h>

int model_key_parse(const char *name, __u32 *key);
int model_minimum_parse(const char *text, struct nettune_minimum *minimum);
int model_value_parse(const char *name, const char *text,
		      struct nettune_minimum *value);
const char *model_key_name(size_t index);
bool model_key_known(const char *name, size_t len);
bool model_key_has_limit(const char *name);

#endif
