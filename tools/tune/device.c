// SPDX-License-Identifier: GPL-2.0-or-later
/* Which device a pattern means: by its name, or by what a name does not tell. */
#include <fnmatch.h>
#include <string.h>

#include "array.h"
#include "tune/machine.h"

/* Bytes of one of udev's properties that is looked at. */
#define PROPERTY	256

static bool match_name(const struct tune_device *device, const char *glob)
{
	return !fnmatch(glob, device->nic.ifname, 0);
}

static bool match_driver(const struct tune_device *device, const char *glob)
{
	return device->nic.driver[0] && !fnmatch(glob, device->nic.driver, 0);
}

/* One of udev's properties. Return: is it known? */
static bool find_property(const struct tune_device *device, const char *name,
			  char value[PROPERTY])
{
	const size_t len = strlen(name);
	const char *at = device->udev;
	size_t size;

	for (; at && *at; at += strcspn(at, "\n"), at += *at == '\n') {
		if (strncmp(at, name, len) || at[len] != '=')
			continue;
		at += len + 1;
		size = strcspn(at, "\n");
		if (size >= PROPERTY)
			return false;
		memcpy(value, at, size);
		value[size] = '\0';
		return true;
	}
	return false;
}

/* As ethtool has it, "0000:00:03.0", or as Path= of a .link file has. */
static bool match_bus(const struct tune_device *device, const char *glob)
{
	char path[PROPERTY];

	if (device->nic.bus[0] && !fnmatch(glob, device->nic.bus, 0))
		return true;
	return find_property(device, "ID_PATH", path) &&
	       !fnmatch(glob, path, 0);
}

static bool match_address(const struct tune_device *device, const char *glob)
{
	return device->address[0] &&
	       !fnmatch(glob, device->address, FNM_CASEFOLD);
}

/* No device has a colon in its name (dev_valid_name() in net/core/dev.c). */
static const struct {
	const char	*prefix;
	bool		(*match)(const struct tune_device *device,
				 const char *glob);
} matchers[] = {
	{ "driver:", match_driver },
	{ "bus:", match_bus },
	{ "mac:", match_address },
};

/**
 * tune_device_matches() - is it one of the devices that a pattern means?
 * @device: the device
 * @pattern: a glob (glob(7)): "eth*" for its name, "driver:virtio_net",
 *	"bus:0000:00:*" or "bus:pci-0000:00:03.0", "mac:52:54:00:*" for its
 *	permanent address, in either case
 *
 * What is not known of a device matches nothing, not even "*".
 */
bool tune_device_matches(const struct tune_device *device, const char *pattern)
{
	for (size_t i = 0; i < ARRAY_SIZE(matchers); i++) {
		const size_t len = strlen(matchers[i].prefix);

		if (!strncmp(pattern, matchers[i].prefix, len))
			return matchers[i].match(device, pattern + len);
	}
	return match_name(device, pattern);
}
