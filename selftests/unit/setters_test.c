// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests who is told to set something: sysctl.d, tuned, .link files, NM. */
#include "folder.h"

#include <errno.h>
#include <unistd.h>

#include "tune/profile.h"
#include "tune/setters.h"

#define SYSCTL(sysctl)	{ .kind = TUNE_SYSCTL, .name = (char *)(sysctl) }

static struct tune_device eth0(void)
{
	return (struct tune_device){
		.nic = { .ifname = "eth0", .driver = "virtio_net",
			 .bus = "0000:00:03.0" },
		.address = "52:54:00:12:34:56",
		.udev = (char *)"SUBSYSTEM=net\nID_PATH=pci-0000:00:03.0\n",
	};
}

/* Each as "PATH:LINE=VALUE", the winner last. */
static void assert_found(const struct setter_files *files,
			 const struct tune_key *key, const char *wanted)
{
	struct tune_device device = eth0();
	struct setters found;
	char text[2048] = "";
	size_t len = 0;

	assert_int_equal(setters_find(files, key, &device, &found), 0);
	for (size_t i = 0; i < found.count; i++) {
		const struct setter *setter = &found.list[i];

		len += snprintf(text + len, sizeof(text) - len,
				"%s%s:%u%s%s%s", i ? " " : "", setter->path,
				setter->line, setter->value ? "=" : "-",
				setter->value ?: "",
				setter->unsure ? "?" : "");
	}
	setters_free(&found);
	assert_string_equal(text, wanted);
}

static void assert_sysctl(const char *root, const char *name,
			  const char *wanted)
{
	const struct tune_key key = SYSCTL(name);
	struct setter_files files;

	assert_int_equal(setter_files_read(root, &files), 0);
	assert_found(&files, &key, wanted);
	setter_files_free(&files);
}

static void test_names(void **state)
{
	static const struct {
		const char *name;
		const char *path;
	} cases[] = {
		{ "net.core.somaxconn", "net/core/somaxconn" },
		{ "net/core/somaxconn", "net/core/somaxconn" },
		{ "/net//core/somaxconn/", "net/core/somaxconn" },
		{ "net.ipv4.conf.eth0/100.forwarding",
		  "net/ipv4/conf/eth0.100/forwarding" },
		{ "net/ipv4/conf/eth0.100/forwarding",
		  "net/ipv4/conf/eth0.100/forwarding" },
		{ "net..core.somaxconn", "net/core/somaxconn" },
		{ "", "" },
		{ "/", "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		char buf[64];

		setter_sysctl_name(cases[i].name, buf, sizeof(buf));
		assert_string_equal(buf, cases[i].path);
	}
}

/* By file name, wherever the file is; of the same name the first folder's. */
static void test_precedence(void **state)
{
	const char *root = *state;

	folder_put(root, "usr/lib/sysctl.d/50-a.conf", "net.core.x = 1\n");
	assert_sysctl(root, "net.core.x", "/usr/lib/sysctl.d/50-a.conf:1=1");
	folder_put(root, "etc/sysctl.d/40-b.conf", "net.core.x = 2\n");
	assert_sysctl(root, "net.core.x",
		      "/etc/sysctl.d/40-b.conf:1=2 /usr/lib/sysctl.d/50-a.conf:1=1");
	folder_put(root, "usr/local/lib/sysctl.d/50-a.conf", "\nnet.core.x=3");
	assert_sysctl(root, "net.core.x",
		      "/etc/sysctl.d/40-b.conf:1=2 /usr/local/lib/sysctl.d/50-a.conf:2=3");
	folder_put(root, "run/sysctl.d/50-a.conf", "net.core.y = 3\n");
	assert_sysctl(root, "net.core.x", "/etc/sysctl.d/40-b.conf:1=2");
	folder_put(root, "lib/sysctl.d/99-c.conf", "net.core.x = 9\n");
	folder_put(root, "etc/sysctl.d/99-c.conf.bak", "net.core.x = 8\n");
	folder_put(root, "etc/sysctl.d/.99-d.conf", "net.core.x = 7\n");
	assert_sysctl(root, "net.core.x",
		      "/etc/sysctl.d/40-b.conf:1=2 /lib/sysctl.d/99-c.conf:1=9");
}

/* A link to /dev/null masks, as an empty file and a dangling link do. */
static void test_masked(void **state)
{
	static const char *const targets[] = { "/dev/null", "/nonexistent/x" };
	const char *root = *state;
	char path[PATH_MAX];

	folder_put(root, "usr/lib/sysctl.d/50-a.conf", "net.core.x = 1\n");
	folder_put(root, "etc/sysctl.d/dummy", "");
	snprintf(path, sizeof(path), "%s/etc/sysctl.d/50-a.conf", root);
	for (size_t i = 0; i < ARRAY_SIZE(targets); i++) {
		assert_int_equal(symlink(targets[i], path), 0);
		assert_sysctl(root, "net.core.x", "");
		assert_int_equal(unlink(path), 0);
		assert_sysctl(root, "net.core.x",
			      "/usr/lib/sysctl.d/50-a.conf:1=1");
	}
	folder_put(root, "etc/sysctl.d/50-a.conf", "");
	assert_sysctl(root, "net.core.x", "");
}

#define CONF		"/etc/sysctl.conf:2=1 /etc/sysctl.d/10-a.conf:1=2"
#define CONF_LINK	"/etc/sysctl.d/99-sysctl.conf:2=1"

/* Only procps reads it, unless it is linked, as Debian does. */
static void test_sysctl_conf(void **state)
{
	const char *root = *state;
	char path[PATH_MAX];

	folder_put(root, "etc/sysctl.conf", "#\nnet.core.x = 1\n");
	folder_put(root, "etc/sysctl.d/10-a.conf", "net.core.x = 2\n");
	assert_sysctl(root, "net.core.x", CONF);
	snprintf(path, sizeof(path), "%s/etc/sysctl.d/99-sysctl.conf", root);
	assert_int_equal(symlink("../sysctl.conf", path), 0);
	assert_sysctl(root, "net.core.x", CONF " " CONF_LINK);
}

static void test_lines(void **state)
{
	static const struct {
		const char *text;
		const char *wanted;
	} cases[] = {
		{ "net.core.x=1", "1=1" },
		{ "  net.core.x\t=\t4096  131072 6291456  \r\n",
		  "1=4096  131072 6291456" },
		{ "net/core/x = 1\n", "1=1" },
		{ "-net.core.x = 1\n", "1=1" },
		{ "- net.core.x = 1\n", "1=1" },
		{ "net.core.x = 1=2\n", "1=1=2" },
		{ "net.core.x =\n", "1=" },
		{ "# net.core.x = 1\n", "" },
		{ "; net.core.x = 1\n", "" },
		{ "net.core.x\n", "" },
		{ "net.core.x 1\n", "" },
		{ "= 1\n", "" },
		{ "net.core.xx = 1\n", "" },
		{ "\n\nnet.core.x = 1 # not a comment\n",
		  "3=1 # not a comment" },
	};
	const char *root = *state;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		char wanted[128] = "";

		folder_put(root, "etc/sysctl.d/a.conf", cases[i].text);
		if (*cases[i].wanted)
			snprintf(wanted, sizeof(wanted),
				 "/etc/sysctl.d/a.conf:%s", cases[i].wanted);
		assert_sysctl(root, "net.core.x", wanted);
	}
}

static void test_patterns(void **state)
{
	static const struct {
		const char *text;
		const char *wanted;	/* of net.ipv4.conf.eth0/1.rp_filter */
	} cases[] = {
		{ "net.ipv4.conf.*.rp_filter = 2\n", "1=2" },
		{ "net/ipv4/conf/eth0.[0-9]/rp_filter = 2\n", "1=2" },
		{ "net.ipv4.conf.*.* = 2\n", "1=2" },
		{ "net.ipv4.*.rp_filter = 2\n", "" },
		{ "net.ipv4.* = 2\n", "" },
		{ "net.ipv4.conf.?.rp_filter = 2\n", "" },
		/* What is named counts more, wherever that stands. */
		{ "net.ipv4.conf.eth0/1.rp_filter = 1\n"
		  "net.ipv4.conf.*.rp_filter = 2\n",
		  "2=2 /etc/sysctl.d/a.conf:1=1" },
		/* ... also if it is named only to be left alone. */
		{ "net.ipv4.conf.*.rp_filter = 2\n"
		  "-net.ipv4.conf.eth0/1.rp_filter\n",
		  "1=2 /etc/sysctl.d/a.conf:2-" },
		{ "-net.ipv4.conf.*.rp_filter\n"
		  "net.ipv4.conf.*.rp_filter = 2\n", "2=2" },
		{ "net.ipv4.conf.*.rp_filter = 1\n"
		  "net.ipv4.conf.e*.rp_filter = 2\n"
		  "-net.ipv4.conf.e*.rp_filter\n", "1=1" },
		/* Of patterns the last one, where its value was new. */
		{ "net.ipv4.conf.*.rp_filter = 2\n"
		  "net.ipv4.conf.e*.rp_filter = 3\n",
		  "1=2 /etc/sysctl.d/a.conf:2=3" },
		{ "net.ipv4.conf.*.rp_filter = 2\n"
		  "net.ipv4.conf.e*.rp_filter = 3\n"
		  "net.ipv4.conf.*.rp_filter = 2\n",
		  "1=2 /etc/sysctl.d/a.conf:2=3" },
		{ "net.ipv4.conf.*.rp_filter = 2\n"
		  "net.ipv4.conf.e*.rp_filter = 3\n"
		  "net.ipv4.conf.*.rp_filter = 4\n",
		  "2=3 /etc/sysctl.d/a.conf:3=4" },
	};
	const char *root = *state;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		char wanted[128] = "";

		folder_put(root, "etc/sysctl.d/a.conf", cases[i].text);
		if (*cases[i].wanted)
			snprintf(wanted, sizeof(wanted),
				 "/etc/sysctl.d/a.conf:%s", cases[i].wanted);
		assert_sysctl(root, "net/ipv4/conf/eth0.1/rp_filter", wanted);
		assert_sysctl(root, "net.ipv4.conf.eth0/1.rp_filter", wanted);
	}
}

static void test_cmdline(void **state)
{
	const char *root = *state;

	folder_put(root, "proc/cmdline",
		   "a sysctl.net.core.x=7 sysctl/net/core/y=8 -- sysctl.net.core.z=9\n");
	assert_sysctl(root, "net.core.x", "/proc/cmdline:0=7");
	assert_sysctl(root, "net.core.y", "/proc/cmdline:0=8");
	assert_sysctl(root, "net.core.z", "");
	folder_put(root, "lib/sysctl.d/a.conf", "net.core.x = 1\n");
	assert_sysctl(root, "net.core.x",
		      "/proc/cmdline:0=7 /lib/sysctl.d/a.conf:1=1");
}

/* tuned's values come later, but for those in /etc, which it writes again. */
static void test_tuned(void **state)
{
	const struct tune_key key = SYSCTL("net.core.x");
	const struct tune_want want = {
		.key = SYSCTL("net.core.x"), .value = (char *)"5",
		.file = (char *)"T", .line = 3,
	};
	const char *root = *state;
	struct setter_files files;

	folder_put(root, "lib/sysctl.d/a.conf", "net.core.x = 1\n");
	assert_int_equal(setter_files_read(root, &files), 0);
	assert_int_equal(tune_wants_add(&files.tuned, &want), 0);
	assert_found(&files, &key, "/lib/sysctl.d/a.conf:1=1 T:3=5");
	setter_files_free(&files);

	folder_put(root, "etc/sysctl.d/b.conf", "net.core.x = 2\n");
	assert_int_equal(setter_files_read(root, &files), 0);
	assert_int_equal(tune_wants_add(&files.tuned, &want), 0);
	assert_found(&files, &key,
		     "/lib/sysctl.d/a.conf:1=1 T:3=5 /etc/sysctl.d/b.conf:1=2");
	files.reapply = false;
	assert_found(&files, &key,
		     "/lib/sysctl.d/a.conf:1=1 /etc/sysctl.d/b.conf:1=2 T:3=5");
	setter_files_free(&files);
}

/* tuned's own profile, from the folders that tuned has. */
static void test_tuned_read(void **state)
{
	const struct tune_machine machine = { .release = (char *)"6.12" };
	const struct tune_key key = SYSCTL("net.core.x");
	const char *root = *state;
	struct profile_error error;
	struct setter_files files;
	char wanted[PATH_MAX];

	/* Nobody uses tuned. */
	assert_int_equal(setter_files_read(root, &files), 0);
	assert_int_equal(setter_tuned_read(root, &machine, &files, &error), 0);
	assert_int_equal(files.tuned.count, 0);
	assert_true(files.reapply);
	setter_files_free(&files);

	folder_put(root, "usr/lib/tuned/base/tuned.conf",
		   "[sysctl]\nnet.core.x = 5\nnet.core.y=>6\n");
	folder_put(root, "etc/tuned/own/tuned.conf",
		   "[main]\ninclude=base\n[sysctl]\nnet.core.x = 7\n");
	folder_put(root, "etc/tuned/active_profile", "own\n");
	folder_put(root, "etc/tuned/tuned-main.conf",
		   "# comment\ndaemon = 1\nreapply_sysctl = 0\n");
	assert_int_equal(setter_files_read(root, &files), 0);
	assert_int_equal(setter_tuned_read(root, &machine, &files, &error), 0);
	assert_false(files.reapply);
	assert_int_equal(files.tuned.count, 2);
	snprintf(wanted, sizeof(wanted), "%s/etc/tuned/own/tuned.conf:4=7",
		 root);
	assert_found(&files, &key, wanted);
	setter_files_free(&files);

	folder_put(root, "etc/tuned/active_profile", "other\n");
	assert_int_equal(setter_files_read(root, &files), 0);
	assert_int_equal(setter_tuned_read(root, &machine, &files, &error),
			 -ENOENT);
	assert_string_not_equal(error.text, "");
	setter_files_free(&files);
}

static void test_blame(void **state)
{
	const char *root = *state;
	const struct tune_key key = SYSCTL("net.ipv4.tcp_rmem");
	const struct setter *setter;
	struct setter_files files;
	struct setters found;

	folder_put(root, "lib/sysctl.d/a.conf",
		   "net.ipv4.tcp_rmem = 4096\t131072  6291456\n");
	folder_put(root, "lib/sysctl.d/b.conf",
		   "net.ipv4.tcp_rmem = 4096 87380 6291456\n");
	assert_int_equal(setter_files_read(root, &files), 0);
	assert_int_equal(setters_find(&files, &key, NULL, &found), 0);
	setter = setters_blame(&found, "4096 131072 6291456", NULL);
	assert_ptr_equal(setter, &found.list[0]);
	setter = setters_blame(&found, "4096 087380 6291456", NULL);
	assert_ptr_equal(setter, &found.list[1]);
	assert_null(setters_blame(&found, "4096 131072 6291457", NULL));
	assert_null(setters_blame(&found, "4096 131072", NULL));
	setters_free(&found);
	setter_files_free(&files);
}

static void assert_device(const char *root, enum tune_kind kind,
			  const char *name, const char *wanted)
{
	struct tune_key key = { .kind = kind, .name = (char *)name,
				.device = "eth0" };
	struct setter_files files;

	assert_int_equal(setter_files_read(root, &files), 0);
	assert_found(&files, &key, wanted);
	setter_files_free(&files);
}

#define LINK	"etc/systemd/network/10-a.link"

static void test_link_match(void **state)
{
	static const struct {
		const char *match;
		bool fits;
	} cases[] = {
		{ "", true },
		{ "OriginalName=*", true },
		{ "OriginalName=wlan* eth?", true },
		{ "OriginalName=wlan*", false },
		{ "OriginalName=!wlan*", true },
		{ "OriginalName=!eth0 eth1", false },
		{ "Driver=virtio_net", true },
		{ "Driver=e1000", false },
		{ "Driver=!e1000 igb", true },
		{ "Path=pci-0000:00:03.0", true },
		{ "Path=pci-0000:00:0[0-2].*", false },
		{ "MACAddress=52-54-00-12-34-56", true },
		{ "MACAddress=00:00:00:00:00:01 5254.0012.3456", true },
		{ "PermanentMACAddress=52:54:00:12:34:57", false },
		{ "PermanentMACAddress=52:54:00:12:34", false },
		{ "Property=SUBSYSTEM=net ID_PATH=pci-0000:00:03.0", true },
		{ "Property=SUBSYSTEM=net \"ID_PATH=other one\"", false },
		{ "Driver=virtio_net\nOriginalName=wlan0", false },
		{ "Driver=e1000\nDriver=\nOriginalName=eth0", true },
		{ "Kind=veth", false },
		{ "Unknown=x", true },
	};
	const char *root = *state, *wanted;
	char text[256];

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		snprintf(text, sizeof(text),
			 "[Link]\nRxBufferSize=512\n[Match]\n%s\n",
			 cases[i].match);
		folder_put(root, LINK, text);
		wanted = "";
		if (cases[i].fits)
			wanted = "/" LINK ":2=512";
		assert_device(root, TUNE_RING, "rx", wanted);
	}
}

/* The first that fits, also when it says nothing; all, where that is unsure. */
static void test_link_first(void **state)
{
	const char *root = *state;

	folder_put(root, "lib/systemd/network/99-z.link",
		   "[Match]\nOriginalName=*\n[Link]\nRxBufferSize=max\n");
	assert_device(root, TUNE_RING, "rx",
		      "/lib/systemd/network/99-z.link:4=max");
	folder_put(root, LINK, "[Match]\nHost=db*\n[Link]\nRxBufferSize=64\n");
	assert_device(root, TUNE_RING, "rx",
		      "/" LINK ":4=64? /lib/systemd/network/99-z.link:4=max");
	folder_put(root, "run/systemd/network/50-b.link",
		   "[Match]\nOriginalName=eth0\n[Link]\nMTUBytes=9K\n");
	assert_device(root, TUNE_RING, "rx", "/" LINK ":4=64?");
	assert_device(root, TUNE_LINK, "mtu",
		      "/run/systemd/network/50-b.link:4=9216");
	folder_put(root, "etc/systemd/network/50-b.link", "");
	assert_device(root, TUNE_LINK, "mtu", "");
	assert_device(root, TUNE_RING, "rx",
		      "/" LINK ":4=64? /lib/systemd/network/99-z.link:4=max");
}

/* A drop-in counts more than its main file, and nothing without one. */
static void test_link_drop_in(void **state)
{
	const char *root = *state;

	folder_put(root, "lib/systemd/network/99-z.link",
		   "[Match]\nOriginalName=*\n[Link]\nRxBufferSize=64\n");
	folder_put(root, "run/systemd/network/99-z.link.d/b.conf",
		   "[Link]\n\nRxBufferSize=128\n");
	folder_put(root, "lib/systemd/network/00-none.link.d/b.conf",
		   "[Link]\nRxBufferSize=256\n");
	assert_device(root, TUNE_RING, "rx",
		      "/run/systemd/network/99-z.link.d/b.conf:3=128");
	folder_put(root, "etc/systemd/network/99-z.link.d/b.conf", "");
	assert_device(root, TUNE_RING, "rx",
		      "/lib/systemd/network/99-z.link:4=64");
	folder_put(root, "etc/systemd/network/99-z.link.d/c.conf",
		   "[Match]\nDriver=igb\n");
	assert_device(root, TUNE_RING, "rx", "");
}

static void test_link_values(void **state)
{
	static const struct {
		enum tune_kind kind;
		const char *name;
		const char *text;
		const char *value;	/* NULL = none */
	} cases[] = {
		{ TUNE_COALESCE, "rx-usecs", "RxCoalesceSec=50us", "50" },
		{ TUNE_COALESCE, "rx-usecs", "RxCoalesceSec=1ms 500us", "1500" },
		{ TUNE_COALESCE, "rx-usecs", "RxCoalesceSec=0.05", "50000" },
		{ TUNE_COALESCE, "rx-usecs", "RxCoalesceSec=1 h", NULL },
		{ TUNE_COALESCE, "rx-usecs", "RxCoalesceSec=-1us", NULL },
		{ TUNE_COALESCE, "adaptive-rx", "UseAdaptiveRxCoalesce=yes", "on" },
		{ TUNE_COALESCE, "adaptive-tx", "UseAdaptiveTxCoalesce=OFF", "off" },
		{ TUNE_COALESCE, "adaptive-rx", "UseAdaptiveRxCoalesce=2", NULL },
		{ TUNE_COALESCE, "rx-frames", "RxMaxCoalescedFrames=32", "32" },
		{ TUNE_COALESCE, "sample-interval",
		  "CoalescePacketRateSampleIntervalSec=1500ms", "2" },
		{ TUNE_CHANNELS, "combined", "CombinedChannels=max", "max" },
		{ TUNE_CHANNELS, "combined", "CombinedChannels=-4", NULL },
		{ TUNE_CHANNELS, "combined", "CombinedChannels=4x", NULL },
		{ TUNE_FEATURE, "rx-gro", "GenericReceiveOffload=true", "on" },
		{ TUNE_FEATURE, "tx-checksum-ip-generic",
		  "TransmitChecksumOffload=no", "off" },
		{ TUNE_PAUSE, "rx", "RxFlowControl=on", "on" },
		{ TUNE_LINK, "txqueuelen", "TransmitQueueLength=500", "500" },
	};
	const char *root = *state;
	char text[256], wanted[256];

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		snprintf(text, sizeof(text),
			 "[Match]\nOriginalName=*\n[Link]\n%s\n", cases[i].text);
		folder_put(root, LINK, text);
		*wanted = '\0';
		if (cases[i].value)
			snprintf(wanted, sizeof(wanted), "/" LINK ":4=%s",
				 cases[i].value);
		assert_device(root, cases[i].kind, cases[i].name, wanted);
	}
}

/* "max" is what the hardware has. */
static void test_max(void **state)
{
	const char *root = *state;
	struct tune_key key = { .kind = TUNE_RING, .name = (char *)"rx",
				.device = "eth0" };
	struct tune_device device = eth0();
	struct setter_files files;
	struct setters found;
	__s64 max = 4096;

	folder_put(root, LINK, "[Link]\nRxBufferSize=max\n");
	assert_int_equal(setter_files_read(root, &files), 0);
	assert_int_equal(setters_find(&files, &key, &device, &found), 0);
	assert_int_equal(found.count, 1);
	assert_non_null(setters_blame(&found, "4096", &max));
	assert_null(setters_blame(&found, "2048", &max));
	assert_null(setters_blame(&found, "4096", NULL));
	setters_free(&found);
	setter_files_free(&files);
}

#define NM	"etc/NetworkManager/system-connections/"
#define NM_HEAD	"[connection]\ntype=ethernet\n"
#define NM_TAIL	"[ethtool]\nring-rx=512\n[ethernet]\nmtu=1400\n"

static void test_networkmanager(void **state)
{
	static const struct {
		const char *text;
		const char *wanted;
	} cases[] = {
		{ NM_HEAD NM_TAIL, "4=512?" },
		{ NM_HEAD "interface-name=eth0\n" NM_TAIL, "5=512" },
		{ NM_HEAD "interface-name=eth1\n" NM_TAIL, "" },
		{ "[connection]\ntype=wifi\n" NM_TAIL, "" },
		{ NM_HEAD "[match]\ninterface-name=eth*;\n" NM_TAIL, "6=512" },
		{ NM_HEAD "[match]\ninterface-name=!eth0;\n" NM_TAIL, "" },
		{ NM_HEAD "[match]\ninterface-name=!eth1;\n" NM_TAIL, "6=512" },
		{ NM_HEAD "[match]\ndriver=e1000;virtio*\n" NM_TAIL, "6=512" },
		{ NM_HEAD "[ethernet]\nmac-address=52:54:00:12:34:56\n" NM_TAIL,
		  "6=512" },
		{ NM_HEAD "[ethernet]\nmac-address=52:54:00:12:34:57\n" NM_TAIL,
		  "" },
		{ "", "" },
	};
	const char *root = *state;
	char wanted[256];

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		folder_put(root, NM "a.nmconnection", cases[i].text);
		*wanted = '\0';
		if (*cases[i].wanted)
			snprintf(wanted, sizeof(wanted),
				 "/" NM "a.nmconnection:%s", cases[i].wanted);
		assert_device(root, TUNE_RING, "rx", wanted);
	}
	folder_put(root, NM "a.nmconnection", NM_HEAD NM_TAIL
		   "[ethtool]\ncoalesce-rx-usecs=9\nfeature-gro=false\n");
	assert_device(root, TUNE_LINK, "mtu", "/" NM "a.nmconnection:6=1400?");
	assert_device(root, TUNE_COALESCE, "rx-usecs",
		      "/" NM "a.nmconnection:8=9?");
	assert_device(root, TUNE_FEATURE, "rx-gro",
		      "/" NM "a.nmconnection:9=off?");
	assert_device(root, TUNE_LINK, "txqueuelen", "");
	assert_device(root, TUNE_NAPI, "gro_flush_timeout", "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		IN_FOLDER(test_precedence),
		IN_FOLDER(test_masked),
		IN_FOLDER(test_sysctl_conf),
		IN_FOLDER(test_lines),
		IN_FOLDER(test_patterns),
		IN_FOLDER(test_cmdline),
		IN_FOLDER(test_tuned),
		IN_FOLDER(test_tuned_read),
		IN_FOLDER(test_blame),
		IN_FOLDER(test_link_match),
		IN_FOLDER(test_link_first),
		IN_FOLDER(test_link_drop_in),
		IN_FOLDER(test_link_values),
		IN_FOLDER(test_max),
		IN_FOLDER(test_networkmanager),
	};

	return cmocka_run_group_tests_name("setters", tests, NULL, NULL);
}
