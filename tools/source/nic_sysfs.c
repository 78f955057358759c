// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What only sysfs tells of a device: its queues, RPS, its interrupts. Only
 * files are read that need no lock of the network's configuration, so that
 * nothing stalls while that is held.
 */
#include <ctype.h>
#include <dirent.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "source/nic.h"

/* CPUs that can be told apart, as many as any configuration of Linux has. */
#define CPUS_MAX	8192

/**
 * struct cpus - a set of CPUs
 * @nibbles: four CPUs each, the lowest ones first
 */
struct cpus {
	unsigned char nibbles[CPUS_MAX / 4];
};

static bool make_path(char *path, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static bool make_path(char *path, const char *format, ...)
{
	va_list args;
	int len;

	va_start(args, format);
	len = vsnprintf(path, PATH_MAX, format, args);
	va_end(args);
	return len > 0 && len < PATH_MAX;
}

/* What a link points at, without the folders before. "" = nothing known */
static void link_name(const char *folder, const char *name, char *buf,
		      size_t size)
{
	char path[PATH_MAX], target[PATH_MAX];
	const char *base;
	ssize_t len;

	buf[0] = '\0';
	if (!make_path(path, "%s/%s", folder, name))
		return;
	len = readlink(path, target, sizeof(target) - 1);
	if (len < 0)
		return;
	target[len] = '\0';
	base = strrchr(target, '/');
	base = base ? base + 1 : target;
	if (strlen(base) < size)
		memcpy(buf, base, strlen(base) + 1);
}

/* Add the CPUs of a mask in hexadecimal, the highest ones first. */
static bool add_mask(const char *mask, struct cpus *cpus)
{
	size_t count = 0;

	for (const char *at = mask + strlen(mask); at > mask; at--) {
		char digit[2] = { at[-1] };

		if (digit[0] == ',' || digit[0] == '\n')
			continue;
		if (!isxdigit((unsigned char)digit[0]) ||
		    count == sizeof(cpus->nibbles))
			return false;
		cpus->nibbles[count++] |= strtoul(digit, NULL, 16);
	}
	return count;
}

static unsigned int count_cpus(const struct cpus *cpus)
{
	unsigned int count = 0;

	for (size_t i = 0; i < sizeof(cpus->nibbles); i++)
		count += __builtin_popcount(cpus->nibbles[i]);
	return count;
}

/* Return: was there a mask? */
static bool read_mask(const char *path, struct cpus *cpus)
{
	FILE *file = fopen(path, "re");
	char line[CPUS_MAX / 4 + CPUS_MAX / 32 + 2];
	bool found;

	if (!file)
		return false;
	found = fgets(line, sizeof(line), file) && add_mask(line, cpus);
	fclose(file);
	return found;
}

/* How many queues there are in sysfs, and how many of them have RPS. */
struct queues {
	unsigned int	rx;
	unsigned int	tx;
	unsigned int	rps;
	unsigned int	rps_known;
};

static void look_at_queue(const char *folder, const char *name,
			  struct queues *queues)
{
	struct cpus cpus = { 0 };
	char path[PATH_MAX];

	if (!strncmp(name, "tx-", 3)) {
		queues->tx++;
		return;
	}
	if (strncmp(name, "rx-", 3) != 0)
		return;
	queues->rx++;
	/* A kernel built without RPS has no such file. */
	if (!make_path(path, "%s/%s/rps_cpus", folder, name) ||
	    !read_mask(path, &cpus))
		return;
	queues->rps_known++;
	queues->rps += count_cpus(&cpus) > 0;
}

static int take_queues(const char *folder, struct model_nic *nic)
{
	struct queues queues = { 0 };
	struct dirent *entry;
	char path[PATH_MAX];
	DIR *dir;
	int err;

	if (!make_path(path, "%s/queues", folder))
		return 0;
	dir = opendir(path);
	if (!dir)
		return 0;
	while ((entry = readdir(dir)))
		look_at_queue(path, entry->d_name, &queues);
	closedir(dir);

	err = model_facts_set(&nic->queues, "rx_queues", queues.rx);
	if (!err)
		err = model_facts_set(&nic->queues, "tx_queues", queues.tx);
	if (!err && queues.rps_known && queues.rps_known == queues.rx)
		err = model_facts_set(&nic->queues, "rps_queues", queues.rps);
	return err;
}

/* Without CONFIG_GENERIC_IRQ_EFFECTIVE_AFF_MASK only the wanted set is there. */
static bool add_irq(const char *proc_root, unsigned long irq,
		    struct cpus *cpus)
{
	char path[PATH_MAX];

	return (make_path(path, "%s/irq/%lu/effective_affinity", proc_root,
			  irq) && read_mask(path, cpus)) ||
	       (make_path(path, "%s/irq/%lu/smp_affinity", proc_root, irq) &&
		read_mask(path, cpus));
}

static bool add_line_irq(const char *device, const char *proc_root,
			 struct cpus *cpus)
{
	unsigned long irq = 0;
	char path[PATH_MAX];
	FILE *file;
	bool found;

	if (!make_path(path, "%s/irq", device))
		return false;
	file = fopen(path, "re");
	if (!file)
		return false;
	found = fscanf(file, "%lu", &irq) == 1 && irq &&
		add_irq(proc_root, irq, cpus);
	fclose(file);
	return found;
}

/* Return: was there any interrupt? */
static bool add_irqs(const char *device, const char *proc_root,
		     struct cpus *cpus)
{
	struct dirent *entry;
	char path[PATH_MAX];
	bool found = false;
	DIR *dir = NULL;

	if (make_path(path, "%s/msi_irqs", device))
		dir = opendir(path);
	if (!dir)
		return add_line_irq(device, proc_root, cpus);
	while ((entry = readdir(dir)))
		if (isdigit((unsigned char)entry->d_name[0]))
			found |= add_irq(proc_root,
					 strtoul(entry->d_name, NULL, 10),
					 cpus);
	closedir(dir);
	return found;
}

/* A device of virtio is one more in the tree, below the one of PCI. */
static int take_irqs(const char *device, const char *proc_root,
		     struct model_nic *nic)
{
	struct cpus cpus = { 0 };
	char owner[PATH_MAX];
	char subsystem[32];

	link_name(device, "subsystem", subsystem, sizeof(subsystem));
	if (!make_path(owner, "%s%s", device,
		       strcmp(subsystem, "virtio") ? "" : "/..") ||
	    !add_irqs(owner, proc_root, &cpus))
		return 0;
	return model_facts_set(&nic->queues, "irq_cpus", count_cpus(&cpus));
}

/**
 * nic_take_sysfs() - add what sysfs tells of a device
 * @sys_root: where the sysfs of its network namespace is
 * @proc_root: where /proc is
 * @nic: the device; what sysfs does not tell stays unknown
 *
 * Return: 0 or -ENOMEM.
 */
int nic_take_sysfs(const char *sys_root, const char *proc_root,
		   struct model_nic *nic)
{
	char folder[PATH_MAX], device[PATH_MAX];
	int err;

	/* Names of devices have no slash (dev_valid_name()). */
	if (!make_path(folder, "%s/class/net/%s", sys_root, nic->ifname) ||
	    !make_path(device, "%s/device", folder))
		return 0;
	if (!nic->bus[0])
		link_name(folder, "device", nic->bus, sizeof(nic->bus));
	if (!nic->driver[0])
		link_name(device, "driver", nic->driver, sizeof(nic->driver));
	err = take_queues(folder, nic);
	return err ?: take_irqs(device, proc_root, nic);
}
