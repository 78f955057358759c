// SPDX-License-Identifier: GPL-2.0-or-later
/* Which device a setting belongs to, also when that has got another name. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "array.h"
#include "tune/engine_write.h"

/* Below these each device has a folder of its name. */
static const char *const folders[] = {
	"net/ipv4/conf/", "net/ipv6/conf/", "net/ipv4/neigh/",
	"net/ipv6/neigh/", "net/mpls/conf/",
};

/**
 * struct place - a sysctl of a device
 * @path: of the sysctl, below /proc/sys
 * @at: where in there the device's name begins
 * @rest: what is behind it
 * @device: the name
 */
struct place {
	char		path[TUNE_SYSCTL_PATH];
	size_t		at;
	const char	*rest;
	char		device[IF_NAMESIZE];
};

/* Return: is it a sysctl of one device? */
static bool find_place(const struct tune_key *key, struct place *place)
{
	if (key->kind != TUNE_SYSCTL ||
	    tune_sysctl_path(key->name, place->path))
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(folders); i++) {
		size_t at = strlen(folders[i]), len;

		if (strncmp(place->path, folders[i], at))
			continue;
		len = strcspn(place->path + at, "/");
		if (!len || len >= IF_NAMESIZE || !place->path[at + len])
			return false;
		place->at = at;
		place->rest = place->path + at + len;
		memcpy(place->device, place->path + at, len);
		place->device[len] = '\0';
		return strcmp(place->device, "all") &&
		       strcmp(place->device, "default");
	}
	return false;
}

/**
 * engine_ifindex - which device a setting belongs to now
 * @key: the setting, of a device or a sysctl of one
 *
 * Return: number of the device; 0 = of none, or of none that is there.
 */
unsigned int engine_ifindex(const struct tune_key *key)
{
	struct place place;

	if (key->device[0])
		return if_nametoindex(key->device);
	return find_place(key, &place) ? if_nametoindex(place.device) : 0;
}

static int rename_sysctl(struct tune_key *key, const struct place *place,
			 const char *name)
{
	char *path;

	if (asprintf(&path, "%.*s%s%s", (int)place->at, place->path, name,
		     place->rest) < 0)
		return -ENOMEM;
	free(key->name);
	key->name = path;
	return 0;
}

/**
 * engine_follow - a device that got another name is still the same one
 * @engine: told if it did
 * @step: gets the name that its device has now
 *
 * Return: 0, -ENODEV when the device is gone, or -ENOMEM.
 */
int engine_follow(const struct tune_engine *engine, struct journal_step *step)
{
	char now[IF_NAMESIZE], was[IF_NAMESIZE];
	struct place place;
	int err = 0;

	if (!step->ifindex)
		return 0;
	if (!if_indextoname(step->ifindex, now))
		return -ENODEV;
	if (step->key.device[0]) {
		memcpy(was, step->key.device, sizeof(was));
		memcpy(step->key.device, now, sizeof(now));
	} else if (find_place(&step->key, &place)) {
		memcpy(was, place.device, sizeof(was));
		if (strcmp(now, was))
			err = rename_sysctl(&step->key, &place, now);
	} else {
		return 0;
	}
	if (!err && strcmp(now, was))
		engine_say(engine, "note: %s is called %s now", was, now);
	return err;
}
