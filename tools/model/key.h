/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of the values by which sockets are ordered and filtered. */
#ifndef MODEL_KEY_H
#define MODEL_KEY_H

#include <linux/nettune.h>

int model_key_parse(const char *name, __u32 *key);
int model_minimum_parse(const char *text, struct nettune_minimum *minimum);

#endif
