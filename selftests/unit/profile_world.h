/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A machine that is made up, and a folder with profiles for it. */
#ifndef PROFILE_WORLD_H
#define PROFILE_WORLD_H

#include "folder.h"
#include "tune/profile.h"
#include "tune/want.h"

/**
 * struct world - what a test of profiles has
 * @root: its folder
 * @dirs: where profiles are: "etc" and "usr" in there, then the same for tuned
 * @machine: 4 CPUs, 8 GiB, a card and a virtual device
 * @devices: of that: eth0 (virtio_net, 10 Gbit/s, ring of up to 4096 and 1024,
 *	up to 8 combined channels) and veth0
 * @profile: what world_load() has loaded
 * @wants: what that comes to
 * @error: what was wrong with it
 */
struct world {
	const char		*root;
	char			dir_names[2][512];
	const char		*dir_list[3];
	struct profile_dirs	dirs;
	struct tune_machine	machine;
	struct tune_device	devices[2];
	struct profile		*profile;
	struct tune_wants	wants;
	struct profile_error	error;
};

static inline void world_open(struct world *world, void **state)
{
	struct model_nic *card = &world->devices[0].nic;

	memset(world, 0, sizeof(*world));
	world->root = *state;
	for (size_t i = 0; i < 2; i++) {
		snprintf(world->dir_names[i], sizeof(world->dir_names[i]),
			 "%s/%s", world->root, i ? "usr" : "etc");
		world->dir_list[i] = world->dir_names[i];
	}
	world->dirs.dirs = world->dir_list;
	world->machine = (struct tune_machine){
		.release = "6.12.117+deb12-amd64", .virt = "kvm",
		.uname = "Linux web1 6.12.117+deb12-amd64 #1 SMP x86_64",
		.cpuinfo = "processor\t: 0\nmodel name\t: AMD EPYC\n",
		.cpus_online = "0-3", .cpus_present = "0-7",
		.devices = world->devices, .device_count = 2,
	};
	assert_false(model_facts_set(&world->machine.facts, "mem_bytes",
				     8LL << 30));
	assert_false(model_facts_set(&world->machine.facts, "cpus", 4));
	assert_false(model_facts_set(&world->machine.facts, "page_size", 4096));
	*card = (struct model_nic){
		.has = MODEL_NIC_HAS_RING | MODEL_NIC_HAS_CHANNELS |
		       MODEL_NIC_HAS_SPEED,
		.ifname = "eth0", .driver = "virtio_net", .bus = "0000:00:03.0",
		.speed = 10000, .ring_rx = 256, .ring_rx_max = 4096,
		.ring_tx = 256, .ring_tx_max = 1024,
	};
	assert_false(model_facts_set(&card->channels, "combined", 2));
	assert_false(model_facts_set(&card->channels, "combined_max", 8));
	world->devices[0].udev = "ID_BUS=pci\nID_NET_DRIVER=virtio_net\n";
	snprintf(world->devices[0].address,
		 sizeof(world->devices[0].address), "52:54:00:12:34:56");
	snprintf(world->devices[1].nic.ifname, IFNAMSIZ, "veth0");
	world->devices[1].is_virtual = true;
}

static inline void world_unload(struct world *world)
{
	tune_wants_free(&world->wants);
	profile_free(world->profile);
	world->profile = NULL;
}

static inline void world_close(struct world *world)
{
	world_unload(world);
	model_facts_free(&world->machine.facts);
	model_facts_free(&world->devices[0].nic.channels);
}

/* Loads the profiles, up to 4, and resolves them. */
static inline int world_load(struct world *world, const char *a, const char *b)
{
	char *names[2] = { (char *)a, (char *)b };
	int err;

	world_unload(world);
	err = profile_load(&world->dirs, &world->machine, names, b ? 2 : 1,
			   &world->profile, &world->error);
	if (!err)
		err = profile_resolve(world->profile, &world->machine,
				      &world->wants, &world->error);
	return err;
}

/* A profile with that text, loaded and resolved. */
static inline int world_try(struct world *world, const char *text)
{
	folder_put(world->root, "etc/test.conf", text);
	return world_load(world, "test", NULL);
}

/* A value for one sysctl, as "KEY OP VALUE"; "" = it is not set. */
static inline const char *world_want(const struct world *world,
				     const char *name)
{
	static const char *const ops[] = { "=", "=>", "=<" };
	static char text[512];
	char key[TUNE_KEY_TEXT];

	for (size_t i = 0; i < world->wants.count; i++) {
		const struct tune_want *want = &world->wants.wants[i];

		if (strcmp(tune_key_text(&want->key, key, sizeof(key)), name))
			continue;
		snprintf(text, sizeof(text), "%s %s", ops[want->op],
			 want->value ?: want->note);
		return text;
	}
	return "";
}

static inline void world_is_error(const struct world *world, const char *file,
				  unsigned int line, const char *text)
{
	const char *slash = strrchr(world->error.file, '/');

	if (!strstr(world->error.text, text))
		fail_msg("'%s' is not in '%s'", text, world->error.text);
	assert_string_equal(slash ? slash + 1 : world->error.file, file);
	assert_int_equal(world->error.line, line);
}

#endif
