// SPDX-License-Identifier: GPL-2.0-or-later
/* What profiles may ask of this machine. */
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "source/proc.h"
#include "tune/host.h"
#include "tune/virt.h"

/* Text of a file. Return: 0 or -ENOMEM; what can't be read is not known. */
static int read_text(const char *root, const char *name, char **text)
{
	size_t len;
	int err = proc_read(root, name, text, &len);

	if (err)
		*text = NULL;
	return err == -ENOMEM ? err : 0;
}

/* ... of one line, without its end. */
static int read_line(const char *root, const char *name, char **text)
{
	int err = read_text(root, name, text);

	if (*text)
		(*text)[strcspn(*text, "\n")] = '\0';
	return err;
}

/* A number, and what is behind it. */
static bool take_number(const char **at, unsigned int *number)
{
	unsigned long value;
	char *end;

	if (!isdigit((unsigned char)**at))
		return false;
	value = strtoul(*at, &end, 10);
	*at = end;
	*number = value;
	return value <= UINT_MAX;
}

/* How many a list such as "0-3,8" has, 0 = it is none. */
static unsigned int count_list(const char *list)
{
	unsigned int count = 0, first, last;

	for (;; list++) {
		if (!take_number(&list, &first))
			return 0;
		last = first;
		if (*list == '-') {
			list++;
			if (!take_number(&list, &last))
				return 0;
		}
		if (last < first)
			return 0;
		count += last - first + 1;
		if (*list != ',')
			return *list ? 0 : count;
	}
}

static int take_memory(const struct tune_roots *roots,
		       struct model_facts *facts)
{
	unsigned long long kib;
	const char *line;
	char *text;
	int err;

	err = read_text(roots->proc, "meminfo", &text);
	line = text ? strstr(text, "MemTotal:") : NULL;
	if (!err && line && sscanf(line, "MemTotal: %llu kB", &kib) == 1 &&
	    kib && kib <= LLONG_MAX / 1024)
		err = model_facts_set(facts, "mem_bytes", kib * 1024);
	free(text);
	return err;
}

/* A kernel built without NUMA has no such folder, and one node. */
static int take_nodes(const struct tune_roots *roots, struct model_facts *facts)
{
	unsigned int count;
	char *list;
	int err;

	err = read_line(roots->sys, "devices/system/node/online", &list);
	if (err)
		return err;
	count = list ? count_list(list) : 1;
	free(list);
	return count ? model_facts_set(facts, "numa_nodes", count) : 0;
}

/* Coarse clocks go on once a tick (KTIME_LOW_RES in kernel/time). */
static int take_hz(struct model_facts *facts)
{
	struct timespec tick;

	if (clock_getres(CLOCK_REALTIME_COARSE, &tick) || tick.tv_sec ||
	    !tick.tv_nsec)
		return 0;
	return model_facts_set(facts, "hz", (1000000000 + tick.tv_nsec / 2) /
			       tick.tv_nsec);
}

static int take_facts(const struct tune_roots *roots,
		      struct tune_machine *machine)
{
	struct model_facts *facts = &machine->facts;
	const char *cpus = machine->cpus_online;
	const long page = sysconf(_SC_PAGESIZE);
	int err;

	err = take_memory(roots, facts);
	if (!err && cpus && count_list(cpus))
		err = model_facts_set(facts, "cpus", count_list(cpus));
	if (!err && page > 0)
		err = model_facts_set(facts, "page_size", page);
	err = err ?: take_nodes(roots, facts);
	return err ?: take_hz(facts);
}

static int take_names(const struct tune_roots *roots,
		      struct tune_machine *machine)
{
	char virt[TUNE_VIRT_NAME];
	struct utsname name;

	tune_virt(roots, virt);
	machine->virt = strdup(virt);
	if (!machine->virt)
		return -ENOMEM;
	if (uname(&name))
		return -errno;
	machine->release = strdup(name.release);
	if (!machine->release)
		return -ENOMEM;
	if (asprintf(&machine->uname, "%s %s %s %s %s", name.sysname,
		     name.nodename, name.release, name.version,
		     name.machine) >= 0)
		return 0;
	machine->uname = NULL;
	return -ENOMEM;
}

static int take_all(struct tune_machine *machine,
		    const struct tune_roots *roots)
{
	int err;

	err = read_line(roots->sys, "devices/system/cpu/online",
			&machine->cpus_online);
	err = err ?: read_line(roots->sys, "devices/system/cpu/present",
			       &machine->cpus_present);
	err = err ?: read_text(roots->proc, "cpuinfo", &machine->cpuinfo);
	err = err ?: take_names(roots, machine);
	err = err ?: take_facts(roots, machine);
	return err ?: host_devices(roots, machine);
}

/**
 * tune_host_machine_at() - what this machine is, with files from elsewhere
 * @machine: filled in, to be freed after success; what is not known is not
 *	there
 * @roots: where /proc, /sys and /run are
 *
 * The devices are those of the network namespace that the caller is in,
 * whatever @roots says. Needs no rights.
 *
 * Return: 0 or a negative errno.
 */
int tune_host_machine_at(struct tune_machine *machine,
			 const struct tune_roots *roots)
{
	int err;

	*machine = (struct tune_machine) { 0 };
	err = take_all(machine, roots);
	if (err)
		tune_machine_free(machine);
	return err;
}

/**
 * tune_host_machine() - what this machine is
 * @machine: as tune_host_machine_at()
 *
 * Return: as tune_host_machine_at().
 */
int tune_host_machine(struct tune_machine *machine)
{
	return tune_host_machine_at(machine, &tune_host_roots);
}
