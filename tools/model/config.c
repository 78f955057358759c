// SPDX-License-Identifier: GPL-2.0-or-later
/* The keys of the module's configuration, and how a change is written. */
#include "model/config.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "array.h"

/* In the order in which they are shown. */
const struct model_config_key model_config_keys[] = {
	{ "sampler_period_us", NETTUNE_A_CONFIG_SAMPLER_PERIOD_US, false,
	  100, 1000000, "microseconds between two looks at a CPU's backlog" },
	{ "sampler_threshold", NETTUNE_A_CONFIG_SAMPLER_THRESHOLD, false,
	  1, 1000, "permille of fullness that count as pressure" },
	{ "sampler_always", NETTUNE_A_CONFIG_SAMPLER_ALWAYS, false,
	  0, 1, "sample always, not only while asked to" },
	{ "event_period_ms", NETTUNE_A_CONFIG_EVENT_PERIOD_MS, false,
	  50, 60000, "milliseconds between two looks for events" },
	{ "event_rate", NETTUNE_A_CONFIG_EVENT_RATE, false,
	  1, 10000, "events of one kind a second" },
	{ "event_burst", NETTUNE_A_CONFIG_EVENT_BURST, false,
	  1, 10000, "events of one kind at once" },
	{ "queue_high", NETTUNE_A_CONFIG_QUEUE_HIGH, false,
	  1, 1000, "permille of fullness at which a listener's queue is high" },
	{ "queue_low", NETTUNE_A_CONFIG_QUEUE_LOW, false,
	  0, 1000, "permille below which it no longer is" },
	{ "sampler_running", NETTUNE_A_CONFIG_SAMPLER_RUNNING, true,
	  0, 1, "the sampler runs now" },
	{ "events_running", NETTUNE_A_CONFIG_EVENTS_RUNNING, true,
	  0, 1, "somebody listens for events" },
};

const size_t model_config_key_count = ARRAY_SIZE(model_config_keys);

static const struct model_config_key *find_key(const char *name, size_t len)
{
	for (size_t i = 0; i < model_config_key_count; i++) {
		const struct model_config_key *key = &model_config_keys[i];

		if (strlen(key->name) == len && !strncmp(key->name, name, len))
			return key;
	}
	return NULL;
}

static int parse_number(const char *text, const struct model_config_key *key,
			__u32 *value)
{
	unsigned long long number;
	char *end;

	/* strtoull() would take blanks and a sign. */
	if (!isdigit((unsigned char)*text))
		return -EINVAL;
	errno = 0;
	number = strtoull(text, &end, 10);
	if (*end)
		return -EINVAL;
	if (errno || number < key->min || number > key->max)
		return -ERANGE;
	*value = number;
	return 0;
}

/**
 * model_config_parse() - read one change
 * @config: takes it
 * @word: "KEY=VALUE", or MODEL_CONFIG_RESET
 * @key: set to the key where there is one, else to NULL
 *
 * Return: 0; -ENOENT no such key, -EPERM it can't be set, -EINVAL the value is
 * missing or no number, -ERANGE it is out of range, -EEXIST the key has a value
 * already.
 */
int model_config_parse(struct model_config *config, const char *word,
		       const struct model_config_key **key)
{
	size_t len = strcspn(word, "=");
	__u32 value;
	int err;

	*key = NULL;
	if (!strcmp(word, MODEL_CONFIG_RESET)) {
		config->has |= 1U << NETTUNE_A_CONFIG_RESET;
		return 0;
	}
	*key = find_key(word, len);
	if (!*key)
		return -ENOENT;
	if ((*key)->read_only)
		return -EPERM;
	if (!word[len])
		return -EINVAL;
	err = parse_number(word + len + 1, *key, &value);
	if (err)
		return err;
	if (config->has & 1U << (*key)->attr)
		return -EEXIST;
	config->has |= 1U << (*key)->attr;
	config->values[(*key)->attr] = value;
	return 0;
}
