/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The machine that a profile is resolved for: what formulas, conditions and
 * tuned's functions may ask. Plain values: tests make theirs up.
 */
#ifndef TUNE_MACHINE_H
#define TUNE_MACHINE_H

#include <stdbool.h>
#include <stddef.h>

#include "model/nic.h"

/**
 * struct tune_device - one network device
 * @nic: what nettune nic shows of it: rings, channels, driver, bus, speed
 * @is_virtual: it has no hardware (/sys/class/net/X is in devices/virtual);
 *	profiles leave such devices alone unless they name them
 * @address: its permanent address, "52:54:00:12:34:56"; "" = none
 * @udev: udev's properties, "KEY=value" lines in their order, each with its
 *	newline; NULL = not known
 */
struct tune_device {
	struct model_nic	nic;
	bool			is_virtual;
	char			address[64];
	char			*udev;
};

/**
 * struct tune_machine - the machine
 * @facts: numbers by name: "mem_bytes", "cpus" (online), "numa_nodes",
 *	"page_size", "hz"; what is not known is not there
 * @release: of the kernel, "6.12.117+deb12-amd64"
 * @uname: as uname -snrvm has it: "Linux web1 6.12.117 #1 SMP x86_64"
 * @virt: as systemd-detect-virt says: "kvm", "qemu", "none"
 * @cpuinfo: text of /proc/cpuinfo
 * @cpus_online: as /sys/devices/system/cpu/online has it: "0-3"
 * @cpus_present: likewise
 * @devices: network devices
 * @device_count: how many
 */
struct tune_machine {
	struct model_facts	facts;
	char			*release;
	char			*uname;
	char			*virt;
	char			*cpuinfo;
	char			*cpus_online;
	char			*cpus_present;
	struct tune_device	*devices;
	size_t			device_count;
};

void tune_machine_free(struct tune_machine *machine);
const struct tune_device *tune_machine_device(const struct tune_machine *machine,
					      const char *ifname);

/* device.c */
bool tune_device_matches(const struct tune_device *device, const char *pattern);

#endif
