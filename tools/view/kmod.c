// SPDX-License-Identifier: GPL-2.0-or-later
/* How the kernel module's state looks as JSON. */
#include <json-c/json.h>

#include <linux/nettune.h>

#include "array.h"
#include "model/kmod.h"
#include "view/view.h"

static struct json_object *json_loaded(const void *row,
				       const struct view_key *key)
{
	(void)key;
	return json_object_new_boolean(((const struct model_kmod *)row)->loaded);
}

static struct json_object *json_available(const void *row,
					  const struct view_key *key)
{
	const struct model_kmod *kmod = row;

	(void)key;
	return json_object_new_boolean(kmod->available);
}

static struct json_object *json_refcount(const void *row,
					 const struct view_key *key)
{
	const struct model_kmod *kmod = row;

	(void)key;
	return kmod->loaded && kmod->refcount >= 0 ?
		json_object_new_int(kmod->refcount) : NULL;
}

/* A text of fixed room, empty = not known. */
static struct json_object *json_text(const void *row,
				     const struct view_key *key)
{
	const char *text = (const char *)row + key->at;

	return *text ? view_json_text(text) : NULL;
}

static struct json_object *json_netlink(const void *row,
					const struct view_key *key)
{
	const struct model_kmod *kmod = row;
	struct json_object *family;

	(void)key;
	if (!kmod->answers)
		return NULL;
	family = json_object_new_object();
	if (!family)
		return NULL;
	json_object_object_add(family, "name",
			       json_object_new_string(NETTUNE_FAMILY_NAME));
	json_object_object_add(family, "id",
			       json_object_new_int(kmod->family_id));
	json_object_object_add(family, "version",
			       json_object_new_int(kmod->family_version));
	return family;
}

#define AT(member)	.at = offsetof(struct model_kmod, member)

/* Names and order are a contract with those who parse them. */
static const struct view_key keys[] = {
	{ .name = "loaded", .value = json_loaded },
	{ .name = "version", .value = json_text, AT(version) },
	{ .name = "refcount", .value = json_refcount },
	{ .name = "available", .value = json_available },
	{ .name = "path", .value = json_text, AT(path) },
	{ .name = "kernel", .value = json_text, AT(kernel) },
	{ .name = "family", .value = json_netlink },
};

const struct view_kind view_kmod = {
	.keys = keys,
	.key_count = ARRAY_SIZE(keys),
};
