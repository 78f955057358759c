// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests what is told of a machine, and which devices a pattern means. */
#include "unit.h"

#include <stdio.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "folder.h"
#include "tune/target.h"
#include "tune/virt.h"

static struct tune_roots roots_at(const char *root, char paths[3][PATH_MAX])
{
	snprintf(paths[0], PATH_MAX, "%s/proc", root);
	snprintf(paths[1], PATH_MAX, "%s/sys", root);
	snprintf(paths[2], PATH_MAX, "%s/run", root);
	return (struct tune_roots) {
		.proc = paths[0], .sys = paths[1], .run = paths[2],
	};
}

static void check_virt(const char *root, const char *wanted)
{
	char paths[3][PATH_MAX], name[TUNE_VIRT_NAME];
	const struct tune_roots roots = roots_at(root, paths);

	tune_virt(&roots, name);
	assert_string_equal(name, wanted);
}

/* Each case is what was there before and one file more. */
static void test_virt(void **state)
{
	static const struct {
		const char *file;
		const char *text;
		const char *virt;
	} cases[] = {
		{ "proc/cpuinfo", "flags\t\t: fpu sse2\n", "none" },
		{ "sys/class/dmi/id/sys_vendor", "Dell Inc.\n", "none" },
		{ "proc/cpuinfo", "flags\t\t: fpu hypervisor sse2\n",
		  "vm-other" },
		{ "sys/class/dmi/id/sys_vendor", "QEMU\n", "qemu" },
		{ "sys/" TUNE_VIRT_CLOCKS, "kvm-clock tsc\n", "kvm" },
		{ "sys/class/dmi/id/product_name", "VirtualBox\n", "oracle" },
		{ "proc/self/root/.dockerenv", "", "docker" },
		{ "run/.containerenv", "", "podman" },
		{ "run/systemd/container", "lxc\n", "lxc" },
		{ "run/host/container-manager", "mine\n", "container-other" },
		{ "proc/sys/kernel/osrelease", "5.15-microsoft-WSL2\n",
		  "wsl" },
	};

	check_virt(*state, "none");
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		folder_put(*state, cases[i].file, cases[i].text);
		check_virt(*state, cases[i].virt);
	}
}

static void test_virt_init(void **state)
{
	char path[PATH_MAX];
	FILE *file;

	folder_put(*state, "proc/1/environ", "");
	snprintf(path, sizeof(path), "%s/proc/1/environ", (char *)*state);
	file = fopen(path, "w");
	assert_non_null(file);
	assert_int_equal(fwrite("A=b\0container=podman\0C=d", 1, 24, file),
			 24);
	assert_int_equal(fclose(file), 0);
	check_virt(*state, "podman");
}

static __s64 fact(const struct tune_machine *machine, const char *name)
{
	__s64 value = -1;

	model_fact_value(&machine->facts, name, 0, &value);
	return value;
}

static void test_facts(void **state)
{
	char paths[3][PATH_MAX];
	const struct tune_roots roots = roots_at(*state, paths);
	struct tune_machine machine;
	struct utsname name;

	folder_put(*state, "proc/meminfo",
		   "MemTotal:       16777216 kB\nMemFree: 1 kB\n");
	folder_put(*state, "proc/cpuinfo", "processor\t: 0\n");
	folder_put(*state, "sys/devices/system/cpu/online", "0-3,8,10-11\n");
	folder_put(*state, "sys/devices/system/cpu/present", "0-15\n");
	folder_put(*state, "sys/devices/system/node/online", "0-1\n");
	assert_int_equal(tune_host_machine_at(&machine, &roots), 0);
	assert_int_equal(fact(&machine, "mem_bytes"), 17179869184);
	assert_int_equal(fact(&machine, "cpus"), 7);
	assert_int_equal(fact(&machine, "numa_nodes"), 2);
	assert_int_equal(fact(&machine, "page_size"), sysconf(_SC_PAGESIZE));
	assert_true(fact(&machine, "hz") >= 24 && fact(&machine, "hz") <= 1200);
	assert_string_equal(machine.cpus_online, "0-3,8,10-11");
	assert_string_equal(machine.cpus_present, "0-15");
	assert_string_equal(machine.cpuinfo, "processor\t: 0\n");
	assert_string_equal(machine.virt, "none");
	assert_int_equal(uname(&name), 0);
	assert_string_equal(machine.release, name.release);
	assert_non_null(strstr(machine.uname, name.version));
	assert_non_null(tune_machine_device(&machine, "lo"));
	assert_true(tune_machine_device(&machine, "lo")->is_virtual);
	assert_null(tune_machine_device(&machine, "nonesuch"));
	tune_machine_free(&machine);
}

/* What can't be read is not known; it is not 0. */
static void test_nothing(void **state)
{
	static const char *const lists[] = { "", "x", "3-1", "0-", "0-1x",
					     "0,", "-1", "99999999999" };
	char paths[3][PATH_MAX];
	const struct tune_roots roots = roots_at(*state, paths);
	struct tune_machine machine;

	for (size_t i = 0; i < ARRAY_SIZE(lists); i++) {
		folder_put(*state, "sys/devices/system/cpu/online", lists[i]);
		folder_put(*state, "proc/meminfo", "MemTotal: many\n");
		assert_int_equal(tune_host_machine_at(&machine, &roots), 0);
		assert_null(model_fact(&machine.facts, "mem_bytes"));
		assert_null(model_fact(&machine.facts, "cpus"));
		/* A kernel without NUMA. */
		assert_int_equal(fact(&machine, "numa_nodes"), 1);
		assert_null(machine.cpuinfo);
		assert_null(machine.cpus_present);
		tune_machine_free(&machine);
	}
}

static void test_matches(void **state)
{
	char udev[] = "ID_PATH=pci-0000:00:03.0\nID_PATH_TAG=other\n";
	const struct tune_device device = {
		.nic = { .ifname = "enp0s3", .driver = "e1000e",
			 .bus = "0000:00:03.0" },
		.address = "52:54:00:12:34:5a",
		.udev = udev,
	};
	const struct tune_device bare = { .nic = { .ifname = "lo" } };
	static const struct {
		const char *pattern;
		bool device;
		bool bare;
	} cases[] = {
		{ "*", true, true },
		{ "enp*", true, false },
		{ "enp0s3", true, false },
		{ "enp0s", false, false },
		{ "l[op]", false, true },
		{ "", false, false },
		{ "driver:e1000e", true, false },
		{ "driver:e1000", false, false },
		{ "driver:e1000*", true, false },
		{ "driver:*", true, false },
		{ "bus:0000:00:03.0", true, false },
		{ "bus:0000:00:*", true, false },
		{ "bus:pci-0000:00:03.0", true, false },
		{ "bus:other", false, false },
		{ "bus:*", true, false },
		{ "mac:52:54:00:12:34:5A", true, false },
		{ "mac:52:54:*", true, false },
		{ "mac:*", true, false },
		{ "mac:00:*", false, false },
		{ "mac:", false, false },
		{ "other:*", false, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		assert_int_equal(tune_device_matches(&device, cases[i].pattern),
				 cases[i].device);
		assert_int_equal(tune_device_matches(&bare, cases[i].pattern),
				 cases[i].bare);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_FOLDER(test_virt),
		IN_FOLDER(test_virt_init),
		IN_FOLDER(test_facts),
		IN_FOLDER(test_nothing),
		cmocka_unit_test(test_matches),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
