// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Usage: profile_fuzz [RUNS [SEED]]
 *
 * Texts that may be profiles: whatever they are, they are read and resolved, or
 * refused with a place and a reason. As a program of its own it makes the texts
 * by a seed, from words and from noise; built with libFuzzer
 * (-DPROFILE_FUZZ_LIB) it takes those that it is given.
 */
#include "expr_fuzz.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "array.h"
#include "tune/lint.h"
#include "tune/profile.h"
#include "tune/want.h"

#define TEXT_MAX	8192

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

static void give_up(const char *text, const char *why)
{
	fprintf(stderr, "%s:\n%s\n", why, text);
	abort();
}

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
			give_up(text, "a want that is neither known nor unknown");
		for (size_t j = 0; j < i; j++)
			if (!tune_key_compare(&want->key, &wants->wants[j].key))
				give_up(text, "a key twice");
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
		give_up(text, "no answer");
	for (size_t i = 0; i < findings.count; i++)
		if (!*findings.list[i].why || !*findings.list[i].fix)
			give_up(text, "a finding without a reason");
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
	char text[TEXT_MAX];
	int err;

	begin();
	put(data, size);
	snprintf(text, sizeof(text), "%.*s", (int)size, (const char *)data);
	err = profile_load(&dirs, &machine, names, 1, &profile, &error) ?:
	      profile_resolve(profile, &machine, &wants, &error);
	if (err && !*error.text)
		give_up(text, "refused without a word");
	if (!err)
		check(text, &wants);
	accepted += !err && wants.count;
	tune_wants_free(&wants);
	profile_free(profile);
	lint(text, &dirs);
	return 0;
}

#ifndef PROFILE_FUZZ_LIB
static uint64_t state;

static uint32_t below(uint32_t limit)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (state >> 32) % limit;
}

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
	if (len + strlen(word) + 2 < TEXT_MAX)
		len += sprintf(text + len, "%s", word);
	return len;
}

static size_t add_value(char *text, size_t len)
{
	len = add(text, len, keys[below(ARRAY_SIZE(keys))]);
	len = add(text, len, below(3) ? " = " : "=>");
	for (uint32_t n = below(below(4) ? 3 : 20); n; n--)
		len = add(text, len, values[below(ARRAY_SIZE(values))]);
	return len;
}

static size_t make_text(char *text)
{
	size_t len = below(2) ? add(text, 0, "[sysctl]\n") :
				add(text, 0, "[net]\n");

	for (uint32_t n = below(below(4) ? 4 : 40); n; n--) {
		len = below(4) ? add_value(text, len) :
				 add(text, len, lines[below(ARRAY_SIZE(lines))]);
		len = add(text, len, "\n");
	}
	if (len && !below(3))
		for (uint32_t n = below(4); n; n--)
			text[below(len)] = below(256);
	return len;
}

int main(int argc, char **argv)
{
	unsigned long runs = argc > 1 ? strtoul(argv[1], NULL, 10) : 20000;
	uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
	char text[TEXT_MAX];

	state = seed ^ 0x6a09e667f3bcc908ULL;
	printf("TAP version 13\n1..1\n# seed %llu, %lu texts\n",
	       (unsigned long long)seed, runs);
	for (unsigned long i = 0; i < runs; i++)
		LLVMFuzzerTestOneInput((uint8_t *)text, make_text(text));
	printf("# %lu of them come to something\n", accepted);
	printf("%sok 1 - profiles: every text is read or refused\n",
	       accepted > runs / 100 ? "" : "not ");
	return accepted <= runs / 100;
}
#endif
