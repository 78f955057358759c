/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is known of the kernel module nettune.ko on this machine. */
#ifndef MODEL_KMOD_H
#define MODEL_KMOD_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

/* Of the key by which DKMS signs, for the firmware to be told of. */
#define MODEL_KMOD_CERTIFICATE	"/var/lib/dkms/mok.pub"

/**
 * struct model_kmod - state of the module
 * @loaded: it is in the kernel now
 * @available: a file of it exists for the running kernel
 * @answers: its netlink family answers
 * @size: bytes of memory it takes, when @loaded, < 0 = not known
 * @refcount: users that keep it from being unloaded, when @loaded, < 0 = not
 *	known
 * @family_id: netlink family number, when @answers
 * @family_version: version of the protocol, when @answers
 * @version: of the loaded module, else of the file; empty = not known
 * @path: the file, when @available
 * @kernel: release of the running kernel
 */
struct model_kmod {
	bool	loaded;
	bool	available;
	bool	answers;
	long	size;
	int	refcount;
	int	family_id;
	int	family_version;
	char	version[64];
	char	path[PATH_MAX];
	char	kernel[72];
};

/**
 * struct model_kmod_why - what tells why it could not be loaded or unloaded
 * @err: negative errno of that
 * @unload: it was to be unloaded
 * @privileged: by somebody who may
 * @modules: the kernel has modules
 * @disabled: it had; now they neither come nor go
 * @available: there is a file for this kernel
 * @certificate: there is MODEL_KMOD_CERTIFICATE
 * @lockdown: how far the kernel is locked down, "" = not, or not known
 * @kernel: release of the running kernel
 */
struct model_kmod_why {
	int		err;
	bool		unload;
	bool		privileged;
	bool		modules;
	bool		disabled;
	bool		available;
	bool		certificate;
	char		lockdown[32];
	char		kernel[72];
};

void model_kmod_why(const struct model_kmod_why *why, char *text, size_t size);

#endif
