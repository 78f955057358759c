// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Usage: profile_fuzz [RUNS [SEED]]
 *
 * Texts that may be profiles: whatever they are, they are read and resolved, or
 * refused with a place and a reason.
 */
#include "texts.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../../fuzz/random.h"
#include "array.h"
#include "tune/lint.h"
#include "tune/profile.h"
#include "tune/want.h"

static struct tune_device device = {
	.nic = {
		.has = MODEL_NIC_HAS_RING | MODEL_NIC_HAS_SPEED,
		.ifname = "eth0", .driver = "virtio_net", .speed = 1000,
		.ring_rx = 256, .ring_rx_max = 4096,
		.ring_tx = 256, .ring_tx_max = 4096,
	},
};

static struct tune_machine machine = {
	.release = "6.12.1", .virt = "kvm", .uname = "Linux a 6.12.1 x86_64",
	.cpuinfo = "model name: x\n", .cpus_online = "0-3",
	.cpus_present = "0-3", .devices = &device, .device_count = 1,
};

/* A file without a folder: quick, and gone with the program. */
static int file = -1;
static char path[64];
static unsigned long accepted;

static void begin(void)
{
	if (file >= 0)
		return;
	file = memfd_create("profile", MFD_CLOEXEC);
	if (file < 0 ||
	    model_facts_set(&machine.facts, "mem_bytes", 1LL << 33) ||
	    model_facts_set(&machine.facts, "page_size", 4096) ||
	    model_facts_set(&machine.facts, "cpus", 4))
		abort();
	snprintf(path, sizeof(path), "/proc/self/fd/%d", file);
}

static void put(const uint8_t *data, size_t size)
{
	if (ftruncate(file, 0) ||
	    pwrite(file, data, size, 0) != (ssize_t)size)
		abort();
}

/* What is known has a value, what is not has a reason, and each is once. */
static void check(const char *text, const struct tune_wants *wants)
{
	for (size_t i = 0; i < wants->count; i++) {
		const struct tune_want *want = &wants->wants[i];

		if (!want->value == !want->note || !want->line || !want->file)
			texts_give_up(text, "a want that is neither known nor unknown");
		for (size_t j = 0; j < i; j++)
			if (!tune_key_compare(&want->key, &wants->wants[j].key))
				texts_give_up(text, "a key twice");
	}
}

static void lint(const char *text, const struct profile_dirs *dirs)
{
	const struct lint_world world = { .dirs = dirs, .machine = &machine };
	struct lint_findings findings = { 0 };
	struct profile_error error = { 0 };
	int err;

	err = lint_profile(path, &world, &findings, &error);
	if (err)
		texts_give_up(text, "no answer");
	for (size_t i = 0; i < findings.count; i++)
		if (!*findings.list[i].why || !*findings.list[i].fix)
			texts_give_up(text, "a finding without a reason");
	lint_free(&findings);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *folders[1] = { NULL };
	const struct profile_dirs dirs = { folders };
	struct tune_wants wants = { 0 };
	struct profile_error error;
	struct profile *profile;
	char *names[1] = { path };
	char text[TEXTS_MAX];
	int err;

	begin();
	put(data, size);
	snprintf(text, sizeof(text), "%.*s", (int)size, (const char *)data);
	err = profile_load(&dirs, &machine, names, 1, &profile, &error) ?:
	      profile_resolve(profile, &machine, &wants, &error);
	if (err && !*error.text)
		texts_give_up(text, "refused without a word");
	if (!err)
		check(text, &wants);
	accepted += !err && wants.count;
	tune_wants_free(&wants);
	profile_free(profile);
	lint(text, &dirs);
	return 0;
}

#ifndef FUZZ_LIB
/* Lines that are mostly right, and parts of values. */
static const char *const lines[] = {
	"[main]", "[variables]", "[sysctl]", "[net]", "[sysctl.a]", "[match]",
	"[match.net]", "[match.sysctl]", "[cpu]", "include = a", "include=-b",
	"type=sysctl", "type=net", "enabled=0", "replace=1", "prepend=1",
	"drop=a,b", "devices=eth* !eth1", "devices_udev_regex=^A", "priority=3",
	"cpuinfo_regex=x$", "uname_regex=(a|b)+", "virtual=yes",
	"kernel=>=6.1", "speed=>100", "driver=v*", "# why", "; why", "",
	"  goes on",
};

static const char *const keys[] = {
	"net.core.somaxconn", "net.ipv4.tcp_rmem", "net/ipv4/conf/a.b/x",
	"net.ipv4.tcp_congestion_control", "net.core.netdev_budget_usecs",
	"ring", "coalesce", "channels", "features", "pause", "mtu", "napi",
	"txqueuelen", "nf_conntrack_hashsize", "v", "w", "net.ipv4.tcp_mem",
};

static const char *const values[] = {
	"5", "-", "-1", "4096 ", "mem_bytes", "/64", "*", "+", "(", ")", "min(",
	"max(", "clamp(", "known(", ",", "max", "16M", "5ms", "8us", "rx ", "tx ",
	"combined ", "on", "off", "gro ", "rx-usecs ", ">", "<", "${v}", "${w}",
	"${f:kb2s:", "${f:strip:", "${f:exec:", "}", "\\", ":", "cubic", "\"",
	" ", "18446744073709551615", "link_mbps", "0x1f", "cpus", "page_size",
};

static size_t add(char *text, size_t len, const char *word)
{
	if (len + strlen(word) + 2 < TEXTS_MAX)
		len += sprintf(text + len, "%s", word);
	return len;
}

static size_t add_value(char *text, size_t len)
{
	len = add(text, len, keys[random_below(ARRAY_SIZE(keys))]);
	len = add(text, len, random_below(3) ? " = " : "=>");
	for (uint32_t n = random_below(random_below(4) ? 3 : 20); n; n--)
		len = add(text, len, values[random_below(ARRAY_SIZE(values))]);
	return len;
}

static size_t make_text(char text[TEXTS_MAX])
{
	size_t len = add(text, 0, random_below(2) ? "[sysctl]\n" : "[net]\n");

	for (uint32_t n = random_below(random_below(4) ? 4 : 40); n; n--) {
		if (random_below(4))
			len = add_value(text, len);
		else
			len = add(text, len,
				  lines[random_below(ARRAY_SIZE(lines))]);
		len = add(text, len, "\n");
	}
	if (len && !random_below(3))
		for (uint32_t n = random_below(4); n; n--)
			text[random_below(len)] = random_below(256);
	return len;
}

int main(int argc, char **argv)
{
	static const struct texts texts = {
		.what = "profiles", .are = "come to something",
		.runs = 20000, .make = make_text, .accepted = &accepted,
	};

	return texts_main(argc, argv, &texts);
}
#endif
