// SPDX-License-Identifier: GPL-2.0-or-later
/* Looks at the kernel module itself: loaded, where, which version. */
#include "source/kmod.h"

#include <errno.h>
#include <libkmod.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

#include <linux/nettune.h>

#include "transport/netlink.h"

#define KMOD_NAME	"nettune"

/* libkmod would print to stderr; what it finds is in its return values. */
static void be_silent(void *data, int priority, const char *file, int line,
		      const char *fn, const char *format, va_list args)
{
	(void)data;
	(void)priority;
	(void)file;
	(void)line;
	(void)fn;
	(void)format;
	(void)args;
}

static void file_version(struct kmod_module *mod, struct model_kmod *status)
{
	struct kmod_list *info = NULL, *item;

	if (kmod_module_get_info(mod, &info) < 0)
		return;
	kmod_list_foreach(item, info) {
		if (strcmp(kmod_module_info_get_key(item), "version"))
			continue;
		snprintf(status->version, sizeof(status->version), "%s",
			 kmod_module_info_get_value(item));
	}
	kmod_module_info_free_list(info);
}

static void loaded_version(struct model_kmod *status)
{
	FILE *file = fopen("/sys/module/" KMOD_NAME "/version", "re");

	status->version[0] = '\0';
	if (!file)
		return;
	if (fgets(status->version, sizeof(status->version), file))
		status->version[strcspn(status->version, "\n")] = '\0';
	fclose(file);
}

/*
 * Asked only of a loaded module, since the kernel loads one that is asked for,
 * and looking must change nothing.
 */
static void ask_family(struct model_kmod *status)
{
	struct genl_family family;
	struct netlink nl;

	if (netlink_open(&nl, NETLINK_GENERIC))
		return;
	if (!genl_family_find(&nl, NETTUNE_FAMILY_NAME, NULL, &family)) {
		status->answers = true;
		status->family_id = family.id;
		status->family_version = family.version;
	}
	netlink_close(&nl);
}

static void look_at(struct kmod_module *mod, struct model_kmod *status)
{
	const char *path = kmod_module_get_path(mod);
	int state = kmod_module_get_initstate(mod);

	if (path) {
		status->available = true;
		snprintf(status->path, sizeof(status->path), "%s", path);
		file_version(mod, status);
	}
	status->loaded = state == KMOD_MODULE_LIVE ||
			 state == KMOD_MODULE_BUILTIN;
	if (!status->loaded)
		return;
	loaded_version(status);
	status->size = kmod_module_get_size(mod);
	status->refcount = kmod_module_get_refcnt(mod);
	ask_family(status);
}

/**
 * kmod_find() - find the module by its name
 * @mod: set to it, also where there is no file of it; for kmod_module_unref()
 *
 * Return: 0 or a negative errno.
 */
int kmod_find(struct kmod_module **mod)
{
	/* The module keeps it. */
	struct kmod_ctx *ctx = kmod_new(NULL, NULL);
	int err;

	if (!ctx)
		return -ENOMEM;
	kmod_set_log_fn(ctx, be_silent, NULL);
	err = kmod_module_new_from_name(ctx, KMOD_NAME, mod);
	kmod_unref(ctx);
	return err < 0 ? err : 0;
}

/**
 * kmod_status() - look at the module
 * @status: filled in
 *
 * Needs no rights and loads nothing.
 *
 * Return: 0 or a negative errno.
 */
int kmod_status(struct model_kmod *status)
{
	struct kmod_module *mod;
	struct utsname uts;
	int err;

	memset(status, 0, sizeof(*status));
	status->size = -1;
	status->refcount = -1;
	if (uname(&uts))
		return -errno;
	snprintf(status->kernel, sizeof(status->kernel), "%s", uts.release);

	err = kmod_find(&mod);
	if (err)
		return err;
	look_at(mod, status);
	kmod_module_unref(mod);
	return 0;
}
