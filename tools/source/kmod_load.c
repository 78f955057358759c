// SPDX-License-Identifier: GPL-2.0-or-later
/* Loads and unloads the kernel module, and looks for what tells why not. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "source/kmod.h"
#include "source/kmod_lib.h"

/**
 * kmod_load() - load the module, if it is not loaded
 *
 * With what modprobe.d says of its parameters.
 *
 * Return: 0 or a negative errno.
 */
int kmod_load(void)
{
	struct kmod_module *mod;
	int err = kmod_find(&mod);

	if (err)
		return err;
	if (kmod_lib()->get_initstate(mod) >= 0)
		err = 0;
	else if (!kmod_lib()->get_path(mod))
		err = -ENOENT;
	else
		err = kmod_lib()->insert(mod, 0, NULL, NULL, NULL, NULL);
	kmod_lib()->unref(mod);
	return err;
}

/**
 * kmod_unload() - unload the module
 *
 * Return: 0 or a negative errno: -ENOENT if it is not loaded, -EAGAIN while
 * somebody uses it.
 */
int kmod_unload(void)
{
	struct kmod_module *mod;
	int err = kmod_find(&mod);

	if (err)
		return err;
	err = kmod_lib()->remove(mod, 0);
	kmod_lib()->unref(mod);
	return err;
}

static bool is_there(const char *root, const char *path)
{
	char whole[PATH_MAX];

	snprintf(whole, sizeof(whole), "%s%s", root, path);
	return !access(whole, F_OK);
}

/* Return: whether its first line was read into @line. */
static bool read_line(const char *root, const char *path, char *line, int size)
{
	char whole[PATH_MAX];
	FILE *file;
	bool done;

	snprintf(whole, sizeof(whole), "%s%s", root, path);
	file = fopen(whole, "re");
	if (!file)
		return false;
	done = fgets(line, size, file);
	fclose(file);
	return done;
}

/* "none [integrity] confidentiality": what is in brackets is so. */
static void read_lockdown(const char *root, struct model_kmod_why *why)
{
	char line[96];

	why->lockdown[0] = '\0';
	if (!read_line(root, "/sys/kernel/security/lockdown", line, sizeof(line)))
		return;
	if (sscanf(line, "%*[^[][%31[a-z]", why->lockdown) != 1 &&
	    sscanf(line, "[%31[a-z]", why->lockdown) != 1)
		why->lockdown[0] = '\0';
	if (!strcmp(why->lockdown, "none"))
		why->lockdown[0] = '\0';
}

/**
 * kmod_why() - gather what tells why loading or unloading has failed
 * @root: stands before every path, "" = this machine
 * @err: negative errno of that
 * @unload: it was to be unloaded
 * @why: filled in
 */
void kmod_why(const char *root, int err, bool unload,
	      struct model_kmod_why *why)
{
	struct kmod_module *mod;
	struct utsname uts;
	char line[16];

	*why = (struct model_kmod_why){
		.err = err, .unload = unload, .privileged = !geteuid(),
		.modules = is_there(root, "/proc/modules"),
		.certificate = is_there(root, MODEL_KMOD_CERTIFICATE),
	};
	if (!uname(&uts))
		snprintf(why->kernel, sizeof(why->kernel), "%s", uts.release);
	if (read_line(root, "/proc/sys/kernel/modules_disabled", line,
		      sizeof(line)))
		why->disabled = line[0] == '1';
	read_lockdown(root, why);
	if (!kmod_find(&mod)) {
		why->available = kmod_lib()->get_path(mod);
		kmod_lib()->unref(mod);
	}
}
