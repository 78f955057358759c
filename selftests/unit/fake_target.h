/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A machine of plain values, which rounds, refuses and forgets as it is told. */
#ifndef FAKE_TARGET_H
#define FAKE_TARGET_H

#include "unit.h"

#include <errno.h>
#include <stdio.h>

#include "tune/target.h"

#define FAKE_SETTINGS	16

/**
 * struct fake_setting - one setting
 * @key: what
 * @text: its value
 * @round: written numbers become multiples of it, upwards; 0 = they don't
 * @refuse: errno that a write fails with
 * @partly: what the next write makes of it, which then fails; NULL = it doesn't
 * @deaf: a write is taken, but nothing happens
 * @gone: errno that it is read with
 * @max: the hardware's most, 0 = none
 */
struct fake_setting {
	struct tune_key	key;
	char		text[64];
	__s64		round;
	int		refuse;
	const char	*partly;
	bool		deaf;
	int		gone;
	__s64		max;
};

/**
 * struct fake - all of it
 * @settings: those
 * @count: how many
 * @writes: messages that came
 * @log: what was written, "rx=4096 tx=512;"
 * @after: called after each message
 */
struct fake {
	struct fake_setting	settings[FAKE_SETTINGS];
	size_t			count;
	unsigned int		writes;
	char			log[2048];
	void			(*after)(struct fake *fake);
};

static inline struct fake_setting *fake_find(struct fake *fake,
					     const struct tune_key *key)
{
	for (size_t i = 0; i < fake->count; i++)
		if (!tune_key_compare(&fake->settings[i].key, key))
			return &fake->settings[i];
	return NULL;
}

static inline int fake_read(struct tune_target *target,
			    const struct tune_key *key, struct tune_now *now)
{
	struct fake_setting *setting = fake_find(target->data, key);

	*now = (struct tune_now) { 0 };
	if (!setting || setting->gone) {
		now->err = setting ? setting->gone : ENOENT;
		return 0;
	}
	now->text = strdup(setting->text);
	now->has_max = setting->max > 0;
	now->max = setting->max;
	return now->text ? 0 : -ENOMEM;
}

static inline void fake_set(struct fake_setting *setting, const char *value)
{
	__s64 number = strtoll(value, NULL, 10);

	if (setting->deaf)
		return;
	if (setting->round)
		snprintf(setting->text, sizeof(setting->text), "%lld",
			 (number + setting->round - 1) / setting->round *
			 setting->round);
	else
		snprintf(setting->text, sizeof(setting->text), "%s", value);
}

/* Return: 0, or -EIO with @message told: it fails at a part of it. */
static inline int fake_fail_partly(struct fake *fake,
				   const struct tune_key *const *keys,
				   const char *const *values, size_t count,
				   char message[TARGET_MESSAGE])
{
	struct fake_setting *setting = NULL;
	size_t at = 0;

	for (; at < count; at++) {
		setting = fake_find(fake, keys[at]);
		if (setting->partly)
			break;
	}
	if (at == count)
		return 0;
	for (size_t i = 0; i < at; i++)
		fake_set(fake_find(fake, keys[i]), values[i]);
	snprintf(setting->text, sizeof(setting->text), "%s", setting->partly);
	setting->partly = NULL;
	snprintf(message, TARGET_MESSAGE, "taken in part by the fake");
	return -EIO;
}

static inline int fake_write(struct tune_target *target,
			     const struct tune_key *const *keys,
			     const char *const *values, size_t count,
			     char message[TARGET_MESSAGE])
{
	struct fake *fake = target->data;
	size_t len = strlen(fake->log);

	fake->writes++;
	for (size_t i = 0; i < count; i++) {
		struct fake_setting *setting = fake_find(fake, keys[i]);

		assert_non_null(setting);
		assert_int_equal(keys[i]->kind, keys[0]->kind);
		assert_string_equal(keys[i]->device, keys[0]->device);
		if (!setting->refuse)
			continue;
		snprintf(message, TARGET_MESSAGE, "refused by the fake");
		if (fake->after)
			fake->after(fake);
		return -setting->refuse;
	}
	if (fake_fail_partly(fake, keys, values, count, message)) {
		if (fake->after)
			fake->after(fake);
		return -EIO;
	}
	for (size_t i = 0; i < count; i++) {
		fake_set(fake_find(fake, keys[i]), values[i]);
		len += snprintf(fake->log + len, sizeof(fake->log) - len,
				"%s=%s%s", keys[i]->name, values[i],
				i + 1 < count ? " " : ";");
	}
	if (fake->after)
		fake->after(fake);
	return 0;
}

static inline void fake_close(struct tune_target *target)
{
	target->data = NULL;
}

static const struct tune_target_ops fake_ops = {
	.read = fake_read, .write = fake_write, .close = fake_close,
};

static inline void fake_text(struct fake_setting *setting, const char *text)
{
	snprintf(setting->text, sizeof(setting->text), "%s", text);
}

static inline struct fake_setting *fake_add(struct fake *fake,
					    enum tune_kind kind,
					    const char *name,
					    const char *device,
					    const char *text)
{
	struct fake_setting *setting = &fake->settings[fake->count++];

	assert_true(fake->count <= FAKE_SETTINGS);
	*setting = (struct fake_setting) {
		.key = { .kind = kind, .name = (char *)name },
	};
	snprintf(setting->key.device, sizeof(setting->key.device), "%s",
		 device);
	fake_text(setting, text);
	return setting;
}

#endif
