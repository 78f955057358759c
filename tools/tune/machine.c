// SPDX-License-Identifier: GPL-2.0-or-later
/* The machine that a profile is resolved for. */
#include "tune/machine.h"

#include <stdlib.h>
#include <string.h>

/**
 * tune_machine_free() - give a machine's memory back
 * @machine: the machine, which is empty then; may be zeroed
 */
void tune_machine_free(struct tune_machine *machine)
{
	for (size_t i = 0; i < machine->device_count; i++) {
		model_nic_free(&machine->devices[i].nic);
		free(machine->devices[i].udev);
	}
	free(machine->devices);
	model_facts_free(&machine->facts);
	free(machine->release);
	free(machine->uname);
	free(machine->virt);
	free(machine->cpuinfo);
	free(machine->cpus_online);
	free(machine->cpus_present);
	*machine = (struct tune_machine) { 0 };
}

/**
 * tune_machine_device() - find a device by its name
 * @machine: the machine
 * @ifname: the name
 *
 * Return: it, or NULL if there is none.
 */
const struct tune_device *tune_machine_device(const struct tune_machine *machine,
					      const char *ifname)
{
	for (size_t i = 0; i < machine->device_count; i++)
		if (!strcmp(machine->devices[i].nic.ifname, ifname))
			return &machine->devices[i];
	return NULL;
}
