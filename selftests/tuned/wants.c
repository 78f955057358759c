// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Usage: wants FOLDER PROFILE
 *
 * What one of tuned's profiles comes to on a machine that is made up, a line
 * each, its words apart by tabs:
 *
 *   sysctl NAME OP VALUE | device KIND NAME VALUE | ignored WHAT | unknown KEY
 *   error TEXT
 */
#include <stdio.h>
#include <string.h>

#include "tune/profile.h"
#include "tune/want.h"

static struct tune_device device = {
	.nic = {
		.has = MODEL_NIC_HAS_RING | MODEL_NIC_HAS_CHANNELS,
		.ifname = "eth0", .driver = "virtio_net",
		.ring_rx = 256, .ring_rx_max = 4096,
		.ring_tx = 256, .ring_tx_max = 4096,
	},
	.udev = "ID_BUS=pci\nID_NET_DRIVER=virtio_net\n",
};

static struct tune_machine machine = {
	.release = "6.1.0-1-amd64", .virt = "kvm",
	.uname = "Linux test 6.1.0-1-amd64 #1 SMP x86_64",
	.cpuinfo = "processor\t: 0\nmodel name\t: AMD EPYC\n",
	.cpus_online = "0-3", .cpus_present = "0-7",
	.devices = &device, .device_count = 1,
};

static int make_machine(void)
{
	return model_facts_set(&machine.facts, "cpus", 4) ||
	       model_facts_set(&device.nic.channels, "combined", 2) ||
	       model_facts_set(&device.nic.channels, "combined_max", 8);
}

static void show(const struct tune_want *want)
{
	static const char *const ops[] = { "=", ">", "<" };
	char key[TUNE_KEY_TEXT];

	if (!want->value)
		printf("unknown\t%s\n",
		       tune_key_text(&want->key, key, sizeof(key)));
	else if (want->key.kind == TUNE_SYSCTL)
		printf("sysctl\t%s\t%s\t%s\n", want->key.name, ops[want->op],
		       want->value);
	else
		printf("device\t%s\t%s\t%s%s\n", tune_kind_name(want->key.kind),
		       want->key.name,
		       want->op == WANT_SET ? "" : ops[want->op], want->value);
}

static int resolve(const struct profile_dirs *dirs, char *name)
{
	struct tune_wants wants = { 0 };
	struct profile_error error;
	struct profile *profile;
	char *names[1] = { name };
	int err;

	err = profile_load(dirs, &machine, names, 1, &profile, &error) ?:
	      profile_resolve(profile, &machine, &wants, &error);
	for (size_t i = 0; !err && i < wants.count; i++)
		show(&wants.wants[i]);
	for (const char *const *at = err ? NULL : profile_ignored(profile);
	     at && *at; at++)
		printf("ignored\t%s\n", *at);
	if (err)
		printf("error\t%s\n", error.text);
	tune_wants_free(&wants);
	profile_free(profile);
	return err ? 1 : 0;
}

int main(int argc, char **argv)
{
	const char *folders[2] = { argc > 1 ? argv[1] : NULL, NULL };
	const struct profile_dirs dirs = { folders };
	int status;

	if (argc != 3 || make_machine())
		return 2;
	status = resolve(&dirs, argv[2]);
	model_facts_free(&machine.facts);
	model_facts_free(&device.nic.channels);
	return status;
}
