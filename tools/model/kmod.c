// SPDX-License-Identifier: GPL-2.0-or-later
/* Why the kernel module could not be loaded or unloaded, and what to do. */
#include "model/kmod.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static const char no_key[] =
	"the kernel takes only modules signed with a key it knows (Secure Boot)";

/*
 * DKMS signs what it builds, with a key that the firmware has to be told of;
 * the owner of the machine confirms that at its console.
 */
static void say_key(const struct model_kmod_why *why, const char *what,
		    char *text, size_t size)
{
	if (why->certificate)
		snprintf(text, size,
			 "%s: 'mokutil --import %s', then reboot and enroll it",
			 what, MODEL_KMOD_CERTIFICATE);
	else
		snprintf(text, size,
			 "%s: let DKMS build and sign it ('make dkms-install', or the package nettune-dkms)",
			 what);
}

static void say_not_permitted(const struct model_kmod_why *why, char *text,
			      size_t size)
{
	char what[160];

	if (!why->privileged) {
		snprintf(text, size, "%s: run it as root", strerror(EPERM));
	} else if (why->disabled) {
		snprintf(text, size,
			 "kernel.modules_disabled is set: modules neither come nor go until the next boot");
	} else if (why->lockdown[0] && !why->unload) {
		snprintf(what, sizeof(what), "the kernel is locked down (%s): %s",
			 why->lockdown, no_key);
		say_key(why, what, text, size);
	} else {
		snprintf(text, size, "%s: the kernel's log may tell why ('dmesg')",
			 strerror(EPERM));
	}
}

static void say_absent(const struct model_kmod_why *why, char *text, size_t size)
{
	if (why->available)
		snprintf(text, size,
			 "%s: it was built for another kernel than %s: 'dkms install --force nettune -k %s'",
			 "a symbol is missing", why->kernel, why->kernel);
	else
		snprintf(text, size,
			 "no module for kernel %s: install linux-headers-%s and nettune-dkms, or 'make dkms-install'",
			 why->kernel, why->kernel);
}

static void say_load(const struct model_kmod_why *why, char *text, size_t size)
{
	char what[160];

	switch (why->err) {
	case -EKEYREJECTED:
	case -ENOKEY:
		snprintf(what, sizeof(what), "key was rejected: %s", no_key);
		say_key(why, what, text, size);
		break;
	case -ENOENT:
		say_absent(why, text, size);
		break;
	case -ENOEXEC:
		snprintf(text, size,
			 "%s was built for another kernel than %s: 'dkms install --force nettune -k %s'",
			 "the module", why->kernel, why->kernel);
		break;
	default:
		snprintf(text, size, "%s: the kernel's log may tell why ('dmesg')",
			 strerror(-why->err));
		break;
	}
}

static void say_unload(const struct model_kmod_why *why, char *text, size_t size)
{
	switch (why->err) {
	case -ENOENT:
		snprintf(text, size, "it is not loaded");
		break;
	case -EBUSY:
	case -EAGAIN:
		snprintf(text, size,
			 "it is in use: end what reads or listens first ('nettune watch', 'nettune top')");
		break;
	default:
		snprintf(text, size, "%s", strerror(-why->err));
		break;
	}
}

/**
 * model_kmod_why() - say why the module could not be loaded or unloaded
 * @why: what is known
 * @text: set to that, and what to do, without a newline
 * @size: bytes of @text; 320 hold all
 *
 * Without a valid signature the kernel says EKEYREJECTED where it insists on
 * one, and EPERM where it is locked down (module_sig_check() in
 * kernel/module/signing.c).
 */
void model_kmod_why(const struct model_kmod_why *why, char *text, size_t size)
{
	if (!why->modules)
		snprintf(text, size, "this kernel was built without modules");
	else if (why->err == -EPERM)
		say_not_permitted(why, text, size);
	else if (why->unload)
		say_unload(why, text, size);
	else
		say_load(why, text, size);
}
