// SPDX-License-Identifier: GPL-2.0-or-later
/* The devices of this machine, with what identifies them. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <linux/if_link.h>
#include <linux/rtnetlink.h>

#include "array.h"
#include "source/nic.h"
#include "source/proc.h"
#include "transport/attrs.h"
#include "tune/host.h"

/* Bytes of an address that are looked at: InfiniBand's has 20. */
#define ADDRESS_BYTES	20

/**
 * struct properties - those of udev while they are gathered
 * @lines: "KEY=value", each once
 * @count: how many
 */
struct properties {
	char	**lines;
	size_t	count;
};

static void properties_free(struct properties *properties)
{
	for (size_t i = 0; i < properties->count; i++)
		free(properties->lines[i]);
	free(properties->lines);
}

/* A later one of the same name counts, as udev does it. */
static int add_line(struct properties *properties, const char *line, size_t len)
{
	const size_t name = strcspn(line, "=\n") + 1;
	char **grown, *copy = strndup(line, len);

	if (!copy)
		return -ENOMEM;
	for (size_t i = 0; i < properties->count; i++) {
		if (strncmp(properties->lines[i], line, name))
			continue;
		free(properties->lines[i]);
		properties->lines[i] = copy;
		return 0;
	}
	grown = reallocarray(properties->lines, properties->count + 1,
			     sizeof(*grown));
	if (!grown) {
		free(copy);
		return -ENOMEM;
	}
	grown[properties->count++] = copy;
	properties->lines = grown;
	return 0;
}

/* Lines of a file that begin with @prefix, which is left out. */
static int add_file(struct properties *properties, const char *root,
		    const char *name, const char *prefix)
{
	char *text, *line;
	size_t size;
	int err;

	err = proc_read(root, name, &text, &size);
	if (err)
		return err == -ENOMEM ? err : 0;
	for (line = text; !err && *line; ) {
		const size_t len = strcspn(line, "\n");

		if (!strncmp(line, prefix, strlen(prefix)) &&
		    memchr(line, '=', len))
			err = add_line(properties, line + strlen(prefix),
				       len - strlen(prefix));
		line += len + (line[len] == '\n');
	}
	free(text);
	return err;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Return: 0 or -ENOMEM; no properties are no text. */
static int join(const struct properties *properties, char **text)
{
	size_t size = 1;
	char *to;

	*text = NULL;
	if (!properties->count)
		return 0;
	qsort(properties->lines, properties->count, sizeof(char *), by_text);
	for (size_t i = 0; i < properties->count; i++)
		size += strlen(properties->lines[i]) + 1;
	to = malloc(size);
	*text = to;
	if (!to)
		return -ENOMEM;
	for (size_t i = 0; i < properties->count; i++) {
		to = stpcpy(to, properties->lines[i]);
		*to++ = '\n';
	}
	*to = '\0';
	return 0;
}

/**
 * struct places - where the devices of our namespace are described
 * @sys: sysfs of it; "" = there is none
 * @run: where udev keeps what it knows; NULL = that is of another namespace,
 *	whose devices have the same numbers
 */
struct places {
	char		sys[PATH_MAX];
	const char	*run;
};

/* Where in sysfs a device is: "/devices/pci0000:00/...". */
static bool device_path(const char *sys, const char *ifname, char path[PATH_MAX])
{
	char link[PATH_MAX + IF_NAMESIZE + 16], target[PATH_MAX];
	const char *at;
	ssize_t len;

	if (!sys[0])
		return false;
	snprintf(link, sizeof(link), "%s/class/net/%s", sys, ifname);
	len = readlink(link, target, sizeof(target) - 1);
	if (len < 0)
		return false;
	target[len] = '\0';
	at = strstr(target, "/devices/");
	if (!at)
		return false;
	memcpy(path, at, strlen(at) + 1);
	return true;
}

/* What the kernel told udev of a device, and what udev made of it. */
static int read_properties(const struct places *places,
			   const struct tune_device *device, const char *path,
			   struct properties *properties)
{
	char name[IF_NAMESIZE + 32], line[PATH_MAX + 16];
	int err;

	snprintf(line, sizeof(line), "DEVPATH=%s", path);
	err = add_line(properties, line, strlen(line));
	if (!err)
		err = add_line(properties, "SUBSYSTEM=net", 13);
	snprintf(name, sizeof(name), "class/net/%s/uevent", device->nic.ifname);
	err = err ?: add_file(properties, places->sys, name, "");
	snprintf(name, sizeof(name), "udev/data/n%u", device->nic.ifindex);
	if (!err && places->run)
		err = add_file(properties, places->run, name, "E:");
	return err;
}

static int take_place(const struct places *places, struct tune_device *device)
{
	struct properties properties = { 0 };
	char path[PATH_MAX];
	int err;

	if (!device_path(places->sys, device->nic.ifname, path)) {
		device->is_virtual = !model_nic_is_physical(&device->nic);
		return 0;
	}
	device->is_virtual = strstr(path, "/virtual/");
	err = read_properties(places, device, path, &properties);
	err = err ?: join(&properties, &device->udev);
	properties_free(&properties);
	return err;
}

/*
 * udev works in the namespace whose sysfs is mounted. One superblock of sysfs
 * belongs to one namespace, so the same number means the same one.
 */
static bool is_same_sysfs(const char *a, const char *b)
{
	struct stat first, second;

	return !stat(a, &first) && !stat(b, &second) &&
	       first.st_dev == second.st_dev;
}

static int take_places(const struct tune_roots *roots,
		       struct tune_machine *machine)
{
	struct places places = { .sys = "" };
	int fd, err = 0;

	if (nic_sysroot(roots->sys, false, places.sys, sizeof(places.sys), &fd))
		places.sys[0] = '\0';
	else if (is_same_sysfs(places.sys, roots->sys))
		places.run = roots->run;
	for (size_t i = 0; !err && i < machine->device_count; i++)
		err = take_place(&places, &machine->devices[i]);
	if (fd >= 0)
		close(fd);
	return err;
}

static struct tune_device *find_device(struct tune_machine *machine,
				       unsigned int ifindex)
{
	for (size_t i = 0; i < machine->device_count; i++)
		if (machine->devices[i].nic.ifindex == ifindex)
			return &machine->devices[i];
	return NULL;
}

/* The kernel leaves out an address that is all zeros. */
static int take_address(const struct nlmsghdr *hdr, void *arg)
{
	const struct nlattr *attrs[IFLA_MAX + 1], *address;
	struct tune_device *device;
	struct ifinfomsg msg;
	char *to;

	if (hdr->nlmsg_type != RTM_NEWLINK)
		return 0;
	if (attrs_message(hdr, sizeof(msg), attrs, ARRAY_SIZE(attrs)))
		return -EBADMSG;
	memcpy(&msg, NLMSG_DATA(hdr), sizeof(msg));
	device = find_device(arg, msg.ifi_index);
	address = attrs[IFLA_PERM_ADDRESS];
	if (!device || !address || nla_len(address) > ADDRESS_BYTES)
		return 0;
	to = device->address;
	for (int i = 0; i < nla_len(address); i++)
		to += sprintf(to, "%s%02x", i ? ":" : "",
			      ((const unsigned char *)nla_data(address))[i]);
	return 0;
}

static int ask_addresses(struct netlink *nl, struct tune_machine *machine)
{
	const struct ifinfomsg all = { .ifi_family = AF_UNSPEC };
	struct nl_msg *msg = nlmsg_alloc_simple(RTM_GETLINK, NLM_F_DUMP);
	int err = -ENOMEM;

	if (msg && !nlmsg_append(msg, (void *)&all, sizeof(all), NLMSG_ALIGNTO))
		err = netlink_request(nl, msg, take_address, machine);
	nlmsg_free(msg);
	return err;
}

static int take_addresses(struct tune_machine *machine)
{
	struct netlink nl;
	int err = netlink_open(&nl, NETLINK_ROUTE);

	if (err)
		return err;
	err = ask_addresses(&nl, machine);
	netlink_close(&nl);
	return err;
}

/**
 * host_devices() - find the devices of the network namespace that we are in
 * @roots: where /proc, /sys and /run are
 * @machine: gets them, in the order of their numbers; also after an error
 *
 * Return: 0 or a negative errno.
 */
int host_devices(const struct tune_roots *roots, struct tune_machine *machine)
{
	/* Only its kind and the place of /proc matter here. */
	struct source src = { .ops = &source_diag, .proc_root = roots->proc };
	struct model_nic *nics;
	size_t count;
	int err;

	err = nic_list(&src, &nics, &count);
	if (err)
		return err;
	machine->devices = calloc(count + 1, sizeof(*machine->devices));
	if (!machine->devices) {
		model_nics_free(nics, count);
		return -ENOMEM;
	}
	/* What belongs to the devices is theirs then. */
	for (size_t i = 0; i < count; i++)
		machine->devices[i].nic = nics[i];
	machine->device_count = count;
	free(nics);
	err = take_places(roots, machine);
	return err ?: take_addresses(machine);
}
