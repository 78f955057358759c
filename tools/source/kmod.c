// SPDX-License-Identifier: GPL-2.0-or-later
/* Looks at the kernel module itself: loaded, where, which version. */
#include "source/kmod.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

#include <linux/nettune.h>

#include "source/kmod_lib.h"
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
	const struct kmod_lib *lib = kmod_lib();
	struct kmod_list *info = NULL, *item;

	if (lib->get_info(mod, &info) < 0)
		return;
	for (item = info; item; item = lib->list_next(info, item)) {
		if (strcmp(lib->info_get_key(item), "version"))
			continue;
		snprintf(status->version, sizeof(status->version), "%s",
			 lib->info_get_value(item));
	}
	lib->info_free_list(info);
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
	const struct kmod_lib *lib = kmod_lib();
	const char *path = lib->get_path(mod);
	int state = lib->get_initstate(mod);

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
	status->size = lib->get_size(mod);
	status->refcount = lib->get_refcnt(mod);
	ask_family(status);
}

/**
 * kmod_find() - find the module by its name
 * @mod: set to it, also where there is no file of it; for kmod_lib()->unref()
 *
 * Return: 0 or a negative errno, -ELIBACC without libkmod; with 0, kmod_lib()
 * is there from then on.
 */
int kmod_find(struct kmod_module **mod)
{
	const struct kmod_lib *lib = kmod_lib();
	struct kmod_ctx *ctx;
	int err;

	if (!lib)
		return -ELIBACC;
	/* The module keeps it. */
	ctx = lib->new_ctx(NULL, NULL);
	if (!ctx)
		return -ENOMEM;
	lib->set_log_fn(ctx, be_silent, NULL);
	err = lib->new_from_name(ctx, KMOD_NAME, mod);
	lib->unref_ctx(ctx);
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
	kmod_lib()->unref(mod);
	return 0;
}
