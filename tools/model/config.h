/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The module's configuration: its keys, and a set of values. */
#ifndef MODEL_CONFIG_H
#define MODEL_CONFIG_H

#include <stdbool.h>
#include <stddef.h>

#include <linux/nettune.h>

/**
 * struct model_config - values of some keys
 * @has: which are known, mask of (1 << NETTUNE_A_CONFIG_*)
 * @values: by NETTUNE_A_CONFIG_*
 */
struct model_config {
	__u32	has;
	__u32	values[NETTUNE_A_CONFIG_MAX + 1];
};

/**
 * struct model_config_key - one key
 * @name: its name
 * @attr: NETTUNE_A_CONFIG_*
 * @read_only: it tells something that can't be set
 * @min: lowest value
 * @max: highest value; 1 = it is yes or no
 * @meaning: what it is, one line
 */
struct model_config_key {
	const char	*name;
	int		attr;
	bool		read_only;
	__u32		min;
	__u32		max;
	const char	*meaning;
};

/**
 * struct model_config_row - one key and its value, to be shown
 * @key: which
 * @config: has the value
 */
struct model_config_row {
	const struct model_config_key	*key;
	const struct model_config	*config;
};

#define MODEL_CONFIG_RESET	"reset"

extern const struct model_config_key model_config_keys[];
extern const size_t model_config_key_count;

int model_config_parse(struct model_config *config, const char *word,
		       const struct model_config_key **key);

#endif
