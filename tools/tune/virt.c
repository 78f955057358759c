// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Tells what kind of virtual machine or container this is, in the words of
 * systemd-detect-virt(1), from files alone: a container first, then what only
 * the firmware tells, then the clock that the hypervisor offers (in the place
 * of its signature in CPUID), then the firmware again.
 */
#include "tune/virt.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "array.h"
#include "source/proc.h"

/* What is before a name in a file says that it is that. */
struct sign {
	const char	*text;
	const char	*name;
};

static bool exists(const char *root, const char *name)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/%s", root, name);
	return !access(path, F_OK);
}

/* Return: what is in a file, to be freed; NULL = nothing can be read */
static char *read_file(const char *root, const char *name)
{
	char *text;
	size_t len;

	return proc_read(root, name, &text, &len) ? NULL : text;
}

static bool has_word(const char *root, const char *name, const char *word)
{
	char *text = read_file(root, name);
	bool found = text && strstr(text, word);

	free(text);
	return found;
}

/* The names that systemd has for containers. */
static const char *known_container(const char *name)
{
	static const char *const names[] = {
		"openvz", "lxc", "lxc-libvirt", "systemd-nspawn", "docker",
		"podman", "rkt", "wsl", "proot", "pouch",
	};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (!strcmp(names[i], name))
			return names[i];
	return "container-other";
}

/* A manager of containers says so in a file. */
static const char *container_of_file(const char *root, const char *name)
{
	char *text = read_file(root, name);
	const char *found = NULL;

	if (text) {
		text[strcspn(text, "\n")] = '\0';
		found = text[0] ? known_container(text) : NULL;
	}
	free(text);
	return found;
}

/* ... or in the environment of the first process, if we may read that. */
static const char *container_of_init(const char *proc)
{
	const char *found = NULL;
	char *text;
	size_t len;

	if (proc_read(proc, "1/environ", &text, &len))
		return NULL;
	for (size_t at = 0; at < len; at += strlen(text + at) + 1)
		if (!strncmp(text + at, "container=", 10) && text[at + 10])
			found = known_container(text + at + 10);
	free(text);
	return found;
}

static const char *find_container(const struct tune_roots *roots)
{
	const char *name;

	if (exists(roots->proc, "vz") && !exists(roots->proc, "bc"))
		return "openvz";
	if (has_word(roots->proc, "sys/kernel/osrelease", "Microsoft") ||
	    has_word(roots->proc, "sys/kernel/osrelease", "WSL"))
		return "wsl";
	name = container_of_file(roots->run, "host/container-manager") ?:
	       container_of_file(roots->run, "systemd/container") ?:
	       container_of_init(roots->proc);
	if (name)
		return name;
	if (exists(roots->run, ".containerenv"))
		return "podman";
	return exists(roots->proc, "self/root/.dockerenv") ? "docker" : NULL;
}

static const char *find_dmi(const struct tune_roots *roots,
			    const struct sign *signs, size_t count)
{
	static const char *const files[] = {
		"class/dmi/id/product_name", "class/dmi/id/sys_vendor",
		"class/dmi/id/board_vendor", "class/dmi/id/bios_vendor",
		"class/dmi/id/product_version",
	};

	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		char *text = read_file(roots->sys, files[i]);
		const char *found = NULL;

		for (size_t j = 0; text && !found && j < count; j++)
			if (!strncmp(text, signs[j].text,
				     strlen(signs[j].text)))
				found = signs[j].name;
		free(text);
		if (found)
			return found;
	}
	return NULL;
}

/* Those that look like another one from within. */
static const struct sign disguised[] = {
	{ "Amazon EC2", "amazon" },
	{ "innotek GmbH", "oracle" },
	{ "VirtualBox", "oracle" },
	{ "Oracle Corporation", "oracle" },
	{ "Parallels", "parallels" },
	{ "Xen", "xen" },
};

static const struct sign firmware[] = {
	{ "KVM", "kvm" },
	{ "OpenStack", "kvm" },
	{ "KubeVirt", "kvm" },
	{ "QEMU", "qemu" },
	{ "VMware", "vmware" },
	{ "VMW", "vmware" },
	{ "Bochs", "bochs" },
	{ "BHYVE", "bhyve" },
	{ "Hyper-V", "microsoft" },
	{ "Apple Virtualization", "apple" },
};

static const struct sign clocks[] = {
	{ "kvm-clock", "kvm" },
	{ "hyperv_clocksource", "microsoft" },
	{ "xen", "xen" },
};

static const char *find_clock(const struct tune_roots *roots)
{
	for (size_t i = 0; i < ARRAY_SIZE(clocks); i++)
		if (has_word(roots->sys, TUNE_VIRT_CLOCKS, clocks[i].text))
			return clocks[i].name;
	return NULL;
}

static const char *find_machine(const struct tune_roots *roots)
{
	const char *name;

	name = find_dmi(roots, disguised, ARRAY_SIZE(disguised));
	if (name)
		return name;
	if (has_word(roots->proc, "cpuinfo", "User Mode Linux"))
		return "uml";
	/* The first domain of Xen is the machine itself. */
	if (exists(roots->proc, "xen"))
		return has_word(roots->proc, "xen/capabilities", "control_d") ?
		       NULL : "xen";
	name = find_clock(roots) ?:
	       find_dmi(roots, firmware, ARRAY_SIZE(firmware));
	if (name)
		return name;
	return has_word(roots->proc, "cpuinfo", " hypervisor") ?
	       "vm-other" : NULL;
}

/**
 * tune_virt() - what kind of virtual machine or container this is
 * @roots: where files are
 * @name: set to its name, as systemd-detect-virt prints it: "kvm", "docker";
 *	"none" on the hardware itself, or if nothing tells
 */
void tune_virt(const struct tune_roots *roots, char name[TUNE_VIRT_NAME])
{
	const char *found = find_container(roots) ?: find_machine(roots);

	snprintf(name, TUNE_VIRT_NAME, "%s", found ?: "none");
}
