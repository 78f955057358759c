// SPDX-License-Identifier: GPL-2.0-or-later
/* Profiles: where they are, what they include, how they are merged. */
#include "profile_world.h"

#include <errno.h>

/* What is said instead of a value that a program would have to find. */
#define NOT_RUN \
	"= ${f:exec} is left to tuned: nettune runs no programs and asks for nothing but the network"

#define IS(name, text) assert_string_equal(world_want(&world, name), text)

static void test_plain(void **state)
{
	struct world world;
	const struct tune_want *want;

	world_open(&world, state);
	assert_int_equal(world_try(&world,
				   "[main]\nsummary = for a test\n[sysctl]\n# room for a burst\n"
				   "net.core.somaxconn => 16384\nnet.ipv4.tcp_rmem = \"4096\t131072  6291456\"\n"
				   "vm.swappiness=<10\nnet/ipv4/conf/eth0.100/rp_filter=1\n"
				   "net.ipv4.conf.eth0/200.rp_filter=2\n[cpu]\ngovernor=x\n"), 0);
	assert_int_equal(world.wants.count, 5);
	IS("net.core.somaxconn", "=> 16384");
	IS("net.ipv4.tcp_rmem", "= 4096 131072 6291456");
	IS("vm.swappiness", "=< 10");
	IS("net.ipv4.conf.eth0/100.rp_filter", "= 1");
	IS("net.ipv4.conf.eth0/200.rp_filter", "= 2");
	want = &world.wants.wants[0];
	assert_string_equal(want->reason, "room for a burst");
	assert_int_equal(want->line, 5);
	assert_non_null(strstr(want->file, "etc/test.conf"));
	assert_null(world.wants.wants[1].reason);
	assert_string_equal(profile_ignored(world.profile)[0], "[cpu]");
	assert_null(profile_ignored(world.profile)[1]);
	world_close(&world);
}

/* Parents first, each once; a file of /etc may include its namesake of /usr. */
static void test_include(void **state)
{
	struct world world;

	world_open(&world, state);
	folder_put(world.root, "etc/child.conf",
		   "[main]\ninclude = one, two;base\n[sysctl]\nd=child\n");
	folder_put(world.root, "usr/one.conf",
		   "[main]\nsummary=one\ninclude=base\n[sysctl]\nb=one\nc=one\n");
	folder_put(world.root, "usr/two.conf",
		   "[main]\ninclude=base\n[sysctl]\nc=two\nd=two\n");
	folder_put(world.root, "etc/base.conf",
		   "[main]\ninclude=base\n[sysctl]\nb=etc\n");
	folder_put(world.root, "usr/base.conf", "[sysctl]\na=usr\nb=usr\n");
	assert_int_equal(world_load(&world, "child", NULL), 0);
	assert_int_equal(world.wants.count, 4);
	IS("a", "= usr");
	IS("b", "= one");
	IS("c", "= two");
	IS("d", "= child");

	assert_int_equal(world_load(&world, "two", "one"), 0);
	IS("c", "= one");
	IS("d", "= two");
	world_close(&world);
}

/* What one of tuned's files includes is tuned's, and ours first otherwise. */
static void test_namesakes(void **state)
{
	struct world world;

	world_open(&world, state);
	folder_put(world.root, "etc/balanced.conf", "[sysctl]\na=ours\n");
	folder_put(world.root, "usr/balanced/tuned.conf", "[sysctl]\na=tuned\n");
	folder_put(world.root, "usr/desktop/tuned.conf",
		   "[main]\ninclude=balanced\n[sysctl]\nb=${i:PROFILE_DIR}\n");
	folder_put(world.root, "etc/mine.conf", "[main]\ninclude=-none, balanced\n");
	assert_int_equal(world_load(&world, "balanced", NULL), 0);
	IS("a", "= ours");
	assert_int_equal(world_load(&world, "mine", NULL), 0);
	IS("a", "= ours");
	assert_int_equal(world_load(&world, "desktop", NULL), 0);
	IS("a", "= tuned");
	assert_non_null(strstr(world_want(&world, "b"), "/usr/desktop"));
	world_close(&world);
}

static void test_path(void **state)
{
	struct world world;
	char path[600];

	world_open(&world, state);
	folder_put(world.root, "here/a.conf", "[main]\ninclude=b\n[sysctl]\na=1\n");
	folder_put(world.root, "here/b.conf", "[sysctl]\nb=2\n");
	folder_put(world.root, "here/c/tuned.conf", "[sysctl]\nc=3\n");
	snprintf(path, sizeof(path), "%s/here/a.conf", world.root);
	assert_int_equal(world_load(&world, path, NULL), 0);
	IS("a", "= 1");
	IS("b", "= 2");
	snprintf(path, sizeof(path), "%s/here/c", world.root);
	assert_int_equal(world_load(&world, path, NULL), 0);
	IS("c", "= 3");
	snprintf(path, sizeof(path), "%s/here/d.conf", world.root);
	assert_int_equal(world_load(&world, path, NULL), -ENOENT);
	world_is_error(&world, "d.conf", 0, "No such file");
	world_close(&world);
}

static void test_not_found(void **state)
{
	struct world world;

	world_open(&world, state);
	assert_int_equal(world_load(&world, "none", NULL), -ENOENT);
	world_is_error(&world, "", 0, "no profile 'none'");
	assert_int_equal(world_try(&world, "[main]\n\ninclude = none\n"),
			 -ENOENT);
	world_is_error(&world, "test.conf", 3, "include: there is no profile 'none'");

	/* Names do not lead out of the folders. */
	assert_int_equal(world_try(&world, "[main]\ninclude=../etc/other\n"),
			 -EINVAL);
	world_is_error(&world, "test.conf", 2, "can't be the name of a profile");
	assert_int_equal(world_try(&world, "[main]\ninclude=..\n"), -EINVAL);
	world_is_error(&world, "test.conf", 2, "can't be the name of a profile");
	assert_int_equal(world_try(&world, "[main]\ninclude=/etc/passwd\n"),
			 -EINVAL);
	assert_int_equal(world_load(&world, "a b", NULL), -EINVAL);

	folder_put(world.root, "etc/a.conf", "[main]\ninclude=b\n");
	folder_put(world.root, "etc/b.conf", "[main]\nsummary=b\ninclude=a\n");
	assert_int_equal(world_load(&world, "a", NULL), -ELOOP);
	world_is_error(&world, "b.conf", 3, "includes itself");
	world_close(&world);
}

static void test_merge(void **state)
{
	struct world world;

	world_open(&world, state);
	folder_put(world.root, "etc/parent.conf",
		   "[sysctl]\na=1\nb=2\nc=3\n[x]\ntype=sysctl\nd=4\n"
		   "[y]\ntype=sysctl\ne=5\n[z]\ntype=sysctl\nf=6\n");
	folder_put(world.root, "etc/child.conf",
		   "[main]\ninclude=parent\n[sysctl]\ndrop=a , b;none\nc=30\ng=7\n"
		   "[x]\ntype=sysctl\nreplace=1\nh=8\n[y]\ne=50\n"
		   "[z]\ntype=sysctl\nenabled=0\n");
	assert_int_equal(world_load(&world, "child", NULL), 0);
	IS("a", "");
	IS("b", "");
	IS("c", "= 30");
	IS("g", "= 7");
	IS("d", "");
	IS("h", "= 8");
	/* Its child does not say that it is of that type. */
	IS("e", "");
	IS("f", "");
	world_close(&world);
}

static void test_order(void **state)
{
	struct world world;

	world_open(&world, state);
	assert_int_equal(world_try(&world,
				   "[late]\ntype=sysctl\npriority=5\na=late\nb=late\n"
				   "[sysctl]\nc=plain\na=plain\n"
				   "[early]\ntype=sysctl\npriority=-1\nc=early\nd=early\n"), 0);
	assert_string_equal(world.wants.wants[0].key.name, "c");
	assert_string_equal(world.wants.wants[1].key.name, "d");
	IS("a", "= late");
	IS("c", "= plain");
	assert_int_equal(world_try(&world, "[sysctl]\npriority=x\n"), -EINVAL);
	world_is_error(&world, "test.conf", 2, "priority: 'x'");

	folder_put(world.root, "etc/parent.conf", "[sysctl]\na=1\nb=2\n");
	assert_int_equal(world_try(&world,
				   "[main]\ninclude=parent\n[sysctl]\nprepend=1\nc=3\nb=4\n"), 0);
	assert_string_equal(world.wants.wants[0].key.name, "c");
	assert_string_equal(world.wants.wants[2].key.name, "a");
	IS("b", "= 4");
	world_close(&world);
}

/* Units are done one after the other: what raises does from what was set. */
static void test_ratchets_add_up(void **state)
{
	struct world world;

	world_open(&world, state);
	assert_int_equal(world_try(&world,
				   "[sysctl]\na=20\nb=5\nc=>4 8 1\nd=<3\ne=>7\n"
				   "net.ipv4.ip_local_port_range => 20000 50000\n[more]\ntype=sysctl\n"
				   "a=>10\nb=>10\nc=>5 2 3\nd=<9\ne=1\n"
				   "net.ipv4.ip_local_port_range => 15000 40000\n"), 0);
	IS("a", "= 20");
	IS("b", "= 10");
	IS("c", "=> 5 8 3");
	IS("d", "=< 3");
	IS("e", "= 1");
	IS("net.ipv4.ip_local_port_range", "=> 15000 50000");
	world_close(&world);
}

static void test_conditions(void **state)
{
	static const struct {
		const char	*condition;
		bool		holds;
	} cases[] = {
		{ "virtual=yes", true }, { "virtual=no", false },
		{ "virtual=kvm", true }, { "virtual=vmware,k*", true },
		{ "virtual=!kvm", false }, { "kernel=>=6.1", true },
		{ "kernel=>6.12", false }, { "kernel=<=6.12", true },
		{ "kernel=>=6.12.118", false }, { "kernel=<6.2 >5", false },
		{ "kernel=6.12", true }, { "kernel==6", true },
		{ "kernel=>=6.1 <7", true }, { "driver=virtio*", true },
		{ "driver=mlx*", false }, { "speed=>=10000", true },
		{ "speed=>10000", false }, { "bus=0000:00:*", true },
		{ "address=52:54:00:*", true }, { "address=00:*", false },
		{ "address=!52:54:*", false },
	};
	char text[256];
	struct world world;

	world_open(&world, state);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		snprintf(text, sizeof(text), "[sysctl]\na=1\n[match.sysctl]\nenabled=0\n%s\n",
			 cases[i].condition);
		if (world_try(&world, text))
			fail_msg("%s: %s", cases[i].condition,
				 world.error.text);
		if (!world.wants.count == cases[i].holds)
			fail_msg("%s", cases[i].condition);
	}
	/* What is not known holds for nothing. */
	world.machine.virt = NULL;
	assert_int_equal(world_try(&world, "[sysctl]\na=1\n[match.sysctl]\nvirtual=no\n"), 0);
	assert_int_equal(world.wants.count, 0);
	assert_int_equal(world_try(&world, "[sysctl]\na=1\n[match.sysctl]\nkernel=new\n"), -EINVAL);
	world_is_error(&world, "test.conf", 4, "kernel: 'new'");
	assert_int_equal(world_try(&world, "[sysctl]\na=1\n[match.sysctl]\nage=1\n"), -EINVAL);
	world_is_error(&world, "test.conf", 4, "age: no condition");
	assert_int_equal(world_try(&world, "[sysctl]\na=1\n[match.net]\nvirtual=no\n"), -EINVAL);
	world_is_error(&world, "test.conf", 3, "no section [net]");
	world_close(&world);
}

/* The conditions of a file leave out all of it but its variables. */
static void test_file_conditions(void **state)
{
	struct world world;

	world_open(&world, state);
	folder_put(world.root, "etc/parent.conf",
		   "[match]\nkernel=>=7\n[variables]\nv=1\n[sysctl]\na=1\n[match.sysctl]\nvirtual=yes\n");
	assert_int_equal(world_try(&world,
				   "[main]\ninclude=parent\n[match]\nkernel=>=6\n"
				   "[sysctl]\nb=${v}\n"), 0);
	assert_int_equal(world.wants.count, 1);
	IS("b", "= 1");
	assert_int_equal(world_try(&world, "[match]\ndriver=x\n[sysctl]\na=1\n"), -EINVAL);
	world_is_error(&world, "test.conf", 2, "a file has no devices");
	world_close(&world);
}

static void test_regexes(void **state)
{
	struct world world;

	world_open(&world, state);
	assert_int_equal(world_try(&world,
				   "[variables]\namd=model name\\s+:.*\\bAMD\\b\n"
				   "[a]\ntype=sysctl\ncpuinfo_regex=${amd}\na=1\n"
				   "[b]\ntype=sysctl\ncpuinfo_regex=^AMD\nb=1\n"
				   "[c]\ntype=sysctl\nuname_regex=x86_64$\nc=1\n"
				   "[d]\ntype=sysctl\nuname_regex=aarch64\nd=1\n"), 0);
	assert_int_equal(world.wants.count, 2);
	IS("a", "= 1");
	IS("c", "= 1");
	assert_int_equal(world_try(&world, "[sysctl]\nuname_regex=(\na=1\n"), -EINVAL);
	world_is_error(&world, "test.conf", 2, "uname_regex: '('");
	/* One that would take for ever. */
	world.machine.uname = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
	assert_int_equal(world_try(&world,
				   "[sysctl]\nuname_regex=^(a|aa|a?)+b(a+)+$\na=1\n"), -EINVAL);
	world_is_error(&world, "test.conf", 2, "limit");
	world_close(&world);
}

static void test_sysctl_errors(void **state)
{
	static const struct {
		const char	*text;
		const char	*says;
	} wrong[] = {
		{ "../etc/passwd=1", "not the name of a sysctl" },
		{ "net/../../x=1", "not the name of a sysctl" },
		{ "net..core=1", "not the name of a sysctl" },
		{ "net.//.x=1", "not the name of a sysctl" },
		{ "net.core.=1", "not the name of a sysctl" },
		{ "net.core.*=1", "not the name of a sysctl" },
		{ "net.core.somaxconn=many", "no fact 'many'" },
		{ "net.core.somaxconn=1 2 / 3", "'/' in a formula" },
		{ "net.core.somaxconn=", "no value" },
		{ "net.core.somaxconn=1/0", "divides by zero" },
		{ "net.core.somaxconn=ring_rx_max", "is a device's" },
		{ "net.core.somaxconn=5ms", "no time" },
		{ "net.ipv4.tcp_congestion_control=>cubic", "more or less" },
		{ "net.core.somaxconn=${x}", "variable 'x' is not defined" },
		{ "net.core.somaxconn=${f:nothing:1}", "unknown function" },
	};
	char text[256];
	struct world world;

	world_open(&world, state);
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		snprintf(text, sizeof(text), "[sysctl]\n%s\n", wrong[i].text);
		if (world_try(&world, text) != -EINVAL)
			fail_msg("%s is right", wrong[i].text);
		world_is_error(&world, "test.conf", 2, wrong[i].says);
	}
	world_close(&world);
}

static void test_sysctl_values(void **state)
{
	static const struct {
		const char	*text;
		const char	*want;
	} right[] = {
		{ "net.ipv4.tcp_congestion_control=bbr", "= bbr" },
		{ "net.core.default_qdisc = fq", "= fq" },
		{ "net.core.netdev_budget_usecs=>8ms", "=> 8000" },
		{ "net.ipv4.tcp_rmem => - - min(mem_bytes / 64, 256M)",
		  "=> - - 134217728" },
		{ "net.core.rmem_max=mem_bytes", "= 2147483647" },
		{ "net.core.rmem_max=4294967296", "= 4294967296" },
		{ "kernel.shmmax = 18446744073692774399",
		  "= 18446744073692774399" },
		{ "net.ipv4.ip_local_reserved_ports=80,1-3", "= 80,1-3" },
		{ "kernel.core_pattern=|/bin/false %P", "= |/bin/false %P" },
		{ "x.y=mem_bytes/2", "= 4294967296" },
		{ "x.y=8-3", "= 8-3" },
		{ "x.y=${f:exec:id}", NOT_RUN },
		{ "net.ipv4.neigh.eth0.retrans_time=1",
		  "= outdated: the setting is net.ipv4.neigh.eth0.retrans_time_ms" },
		{ "net.core.somaxconn=known(numa_nodes,3)*2", "= 6" },
		{ "net.core.somaxconn=numa_nodes*2",
		  "= numa_nodes is not known here" },
	};
	char text[256];
	struct world world;

	world_open(&world, state);
	for (size_t i = 0; i < ARRAY_SIZE(right); i++) {
		snprintf(text, sizeof(text), "[sysctl]\n%s\n", right[i].text);
		if (world_try(&world, text))
			fail_msg("%s: %s", right[i].text, world.error.text);
		assert_int_equal(world.wants.count, 1);
		assert_string_equal(world_want(&world,
					       world.wants.wants[0].key.name),
				    right[i].want);
	}
	assert_int_equal(world_try(&world, "[sysctl]\nnet.core.rmem_max=mem_bytes\n"), 0);
	assert_string_equal(world.wants.wants[0].clamped, "8589934592");
	world_close(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_FOLDER(test_plain),
		IN_FOLDER(test_include),
		IN_FOLDER(test_namesakes),
		IN_FOLDER(test_path),
		IN_FOLDER(test_not_found),
		IN_FOLDER(test_merge),
		IN_FOLDER(test_order),
		IN_FOLDER(test_ratchets_add_up),
		IN_FOLDER(test_conditions),
		IN_FOLDER(test_file_conditions),
		IN_FOLDER(test_regexes),
		IN_FOLDER(test_sysctl_errors),
		IN_FOLDER(test_sysctl_values),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
