// SPDX-License-Identifier: GPL-2.0-or-later
/* What profiles want of network devices. */
#include "profile_world.h"

#include <errno.h>

#define IS(name, text) assert_string_equal(world_want(&world, name), text)

static void test_lists(void **state)
{
	struct world world;

	world_open(&world, state);
	assert_int_equal(world_try(&world,
				   "[net]\nring=rx 512 tx:256\ncoalesce = adaptive-rx off, rx-usecs 30; tx-frames 16\n"
				   "channels=combined 4\npause=autoneg off rx on\nmtu=9000\ntxqueuelen=>2000\n"
				   "nf_conntrack_hashsize=1048576\nfeatures=gro on rx-udp-gro-forwarding off\n"
				   "napi = gro_flush_timeout 20us napi_defer_hard_irqs 2\n"), 0);
	assert_int_equal(world.wants.count, 15);
	IS("eth0 ring rx", "= 512");
	IS("eth0 ring tx", "= 256");
	IS("eth0 coalesce adaptive-rx", "= off");
	IS("eth0 coalesce rx-usecs", "= 30");
	IS("eth0 coalesce tx-frames", "= 16");
	IS("eth0 channels combined", "= 4");
	IS("eth0 pause autoneg", "= off");
	IS("eth0 pause rx", "= on");
	IS("eth0 mtu", "= 9000");
	IS("eth0 txqueuelen", "=> 2000");
	IS("nf_conntrack_hashsize", "= 1048576");
	IS("eth0 features rx-gro", "= on");
	IS("eth0 features rx-udp-gro-forwarding", "= off");
	IS("eth0 napi gro_flush_timeout", "= 20000");
	IS("eth0 napi napi_defer_hard_irqs", "= 2");
	assert_int_equal(world.wants.wants[0].key.kind, TUNE_HASHSIZE);
	assert_int_equal(world.wants.wants[1].key.kind, TUNE_CHANNELS);
	assert_int_equal(world.wants.wants[2].key.kind, TUNE_RING);
	world_close(&world);
}

static void test_formulas(void **state)
{
	struct world world;

	world_open(&world, state);
	assert_int_equal(world_try(&world,
				   "[variables]\nhalf=max/2\n[net]\nring => rx ${half} tx min(4096, max)\n"
				   "channels=combined min(cpus,max)\ncoalesce=rx-usecs 1ms rx-frames >10\n"
				   "txqueuelen=link_mbps/10\n"), 0);
	IS("eth0 ring rx", "=> 2048");
	IS("eth0 ring tx", "=> 1024");
	IS("eth0 channels combined", "= 4");
	IS("eth0 coalesce rx-usecs", "= 1000");
	IS("eth0 coalesce rx-frames", "=> 10");
	IS("eth0 txqueuelen", "= 1000");

	/* A card that does not tell. */
	world.devices[0].nic.has = 0;
	assert_int_equal(world_try(&world, "[net]\nring=rx max tx 5\n"), 0);
	IS("eth0 ring rx", "= the most of rx is not known here");
	IS("eth0 ring tx", "= 5");
	world_close(&world);
}

/* As tuned: what a card has is set where it has the other kind. */
static void test_channels(void **state)
{
	struct model_facts *channels;
	struct world world;

	world_open(&world, state);
	channels = &world.devices[0].nic.channels;
	assert_int_equal(world_try(&world, "[net]\nchannels=rx 2 tx 4 other 1\n"), 0);
	IS("eth0 channels combined", "= 4");
	IS("eth0 channels rx", "");
	IS("eth0 channels other", "= 1");
	assert_int_equal(model_facts_set(channels, "combined_max", 1), 0);
	assert_int_equal(world_try(&world, "[net]\nchannels=combined max/2\n"), 0);
	IS("eth0 channels combined", "= 1");

	assert_int_equal(model_facts_set(channels, "combined", 0), 0);
	assert_int_equal(model_facts_set(channels, "rx", 2), 0);
	assert_int_equal(model_facts_set(channels, "rx_max", 16), 0);
	assert_int_equal(model_facts_set(channels, "tx_max", 12), 0);
	assert_int_equal(world_try(&world, "[net]\nchannels=combined max\n"), 0);
	IS("eth0 channels combined", "");
	IS("eth0 channels rx", "= 16");
	IS("eth0 channels tx", "= 12");
	assert_int_equal(world_try(&world, "[net]\nchannels=rx 3 tx 5\n"), 0);
	IS("eth0 channels rx", "= 3");
	IS("eth0 channels tx", "= 5");
	world_close(&world);
}

static void test_devices(void **state)
{
	static const struct {
		const char	*devices;
		const char	*which;		/* 'e'th0, 'v'eth0 */
	} cases[] = {
		{ "*", "e" }, { "eth*", "e" }, { "eth?", "e" }, { "et[a-h]0", "e" },
		{ "!eth0", "" }, { "* !eth0", "" }, { "!veth0", "e" },
		{ "veth*", "" }, { "veth0", "v" }, { "eth0,veth0", "ev" },
		{ "veth0 !v*", "" }, { "!veth01", "e" }, { "eth1", "" },
		{ "${dev}", "e" }, { "driver:virtio*", "e" },
		{ "mac:52:54:00:*", "e" }, { "bus:0000:00:03.0", "e" },
		{ "driver:e1000", "" }, { "!driver:virtio_net", "" },
	};
	char text[256];
	struct world world;

	world_open(&world, state);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		snprintf(text, sizeof(text),
			 "[variables]\ndev=eth0\n[net]\ndevices=%s\nmtu=1400\nnf_conntrack_hashsize=5\n",
			 cases[i].devices);
		assert_int_equal(world_try(&world, text), 0);
		if (!*world_want(&world, "eth0 mtu") !=
		    !strchr(cases[i].which, 'e') ||
		    !*world_want(&world, "veth0 mtu") !=
		    !strchr(cases[i].which, 'v'))
			fail_msg("devices=%s", cases[i].devices);
		/* As in tuned, a unit without devices does nothing. */
		assert_int_equal(!*world_want(&world, "nf_conntrack_hashsize"),
				 !*cases[i].which);
	}
	assert_int_equal(world_try(&world,
				   "[net]\ndevices=eth1\ndevices_udev_regex=^ID_BUS=pci$\n"
				   "mtu=1400\n"), 0);
	IS("eth0 mtu", "= 1400");
	assert_int_equal(world_try(&world, "[net]\ndevices_udev_regex=usb\nmtu=1400\n"), 0);
	IS("eth0 mtu", "");
	world_close(&world);
}

/* A device is the first unit's; what a child does not say is "all" again. */
static void test_units(void **state)
{
	struct world world;

	world_open(&world, state);
	assert_int_equal(world_try(&world,
				   "[net]\nmtu=1400\n[net.virtio]\ntype=net\npriority=-1\nring=rx 512\n"
				   "[match.net.virtio]\nenabled=0\ndriver=virtio*\n"), 0);
	IS("eth0 ring rx", "= 512");
	IS("eth0 mtu", "");
	snprintf(world.devices[0].nic.driver,
		 sizeof(world.devices[0].nic.driver), "e1000");
	assert_int_equal(world_load(&world, "test", NULL), 0);
	IS("eth0 ring rx", "");
	IS("eth0 mtu", "= 1400");

	folder_put(world.root, "etc/parent.conf", "[net]\ndevices=eth1\nmtu=1400\n");
	assert_int_equal(world_load(&world, "parent", NULL), 0);
	assert_int_equal(world.wants.count, 0);
	assert_int_equal(world_try(&world, "[main]\ninclude=parent\n[net]\ntxqueuelen=5\n"), 0);
	IS("eth0 mtu", "= 1400");
	IS("eth0 txqueuelen", "= 5");
	world_close(&world);
}

static void test_features(void **state)
{
	struct world world;

	world_open(&world, state);
	assert_int_equal(world_try(&world,
				   "[net]\nfeatures=tx off tso on large-receive-offload 0\n"), 0);
	IS("eth0 features tx-checksum-ip-generic", "= off");
	IS("eth0 features tx-checksum-ipv4", "= off");
	IS("eth0 features tx-tcp6-segmentation", "= on");
	IS("eth0 features rx-lro", "= off");
	IS("eth0 features tx", "");
	world_close(&world);
}

static void test_ignored(void **state)
{
	const char *const *ignored;
	struct world world;

	world_open(&world, state);
	folder_put(world.root, "usr/new/tuned.conf",
		   "[net]\nwake_on_lan=g\ndynamic=0\nnewer=1\nmtu=1400\nscript_pre=/x\n"
		   "[disk.a]\ntype=disk\n[off]\ntype=cpu\nenabled=false\n");
	assert_int_equal(world_load(&world, "new", NULL), 0);
	assert_int_equal(world.wants.count, 1);
	ignored = profile_ignored(world.profile);
	assert_string_equal(ignored[0], "[net] script_pre");
	assert_string_equal(ignored[1], "[net] wake_on_lan");
	assert_string_equal(ignored[2], "[net] dynamic");
	assert_string_equal(ignored[3], "[net] newer");
	assert_string_equal(ignored[4], "[disk.a]");
	assert_null(ignored[5]);
	world_close(&world);
}

static void test_errors(void **state)
{
	static const struct {
		const char	*text;
		const char	*says;
	} wrong[] = {
		{ "rings=rx 5", "[net] has no such key" },
		{ "ring=rx", "no value for 'rx'" },
		{ "ring=rq 5", "no parameter 'rq' (expected rx, rx-mini, rx-jumbo, tx)" },
		{ "ring=rx many", "no fact 'many'" },
		{ "ring=rx -5", "expected 0 to" },
		{ "ring=rx 4294967296", "expected 0 to" },
		{ "mtu=1400 1500", "expected one number" },
		{ "mtu=max", "no hardware tells" },
		{ "coalesce=adaptive-rx 5", "expected on or off" },
		{ "features=gro maybe", "expected on or off" },
		{ "features=../x on", "name of a feature" },
		{ "ring=rx 5ms", "no time" },
		{ "ring=rx 1/0", "divides by zero" },
		{ "ring=rx ${x}", "'x' is not defined" },
		{ "devices=${y}\nring=rx 5", "'y' is not defined" },
	};
	char text[256];
	struct world world;

	world_open(&world, state);
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		snprintf(text, sizeof(text), "[net]\n%s\n", wrong[i].text);
		if (world_try(&world, text) != -EINVAL)
			fail_msg("%s is right", wrong[i].text);
		world_is_error(&world, "test.conf", 2, wrong[i].says);
	}
	/* Also where no device is. */
	world.machine.device_count = 0;
	assert_int_equal(world_try(&world, "[net]\nring=rx many\n"), -EINVAL);
	world_is_error(&world, "test.conf", 2, "no fact 'many'");
	world_close(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_FOLDER(test_lists),
		IN_FOLDER(test_formulas),
		IN_FOLDER(test_channels),
		IN_FOLDER(test_devices),
		IN_FOLDER(test_units),
		IN_FOLDER(test_features),
		IN_FOLDER(test_ignored),
		IN_FOLDER(test_errors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
