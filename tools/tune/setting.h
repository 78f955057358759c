/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One thing that can be set: a sysctl, or a parameter of a network device.
 *
 * The parts of tune/ hand these on:
 *
 *   profile  what a profile says, as it is written         (profile.h)
 *   want     what it comes to on this machine: one setting,
 *            one device, one value                         (want.h)
 *   plan     that against what is there now                (plan.h)
 *   target   reads and writes settings; all the I/O        (target.h)
 *   journal  what was changed, kept on disk                (journal.h)
 *
 * A value is text as the kernel prints it, each run of blanks one blank, none
 * at the ends: "4096 131072 6291456", "cubic", "1". Of a device's parameter it
 * is a number, or "on" or "off" where tune_key_is_switch() says so.
 */
#ifndef TUNE_SETTING_H
#define TUNE_SETTING_H

#include <stdbool.h>
#include <stddef.h>

#include <net/if.h>

#include <linux/types.h>

enum tune_kind {
	TUNE_SYSCTL,		/* "net.core.somaxconn" */
	TUNE_RING,		/* "rx" "rx-mini" "rx-jumbo" "tx" */
	TUNE_COALESCE,		/* as ethtool -C names them: "rx-usecs" */
	TUNE_CHANNELS,		/* "rx" "tx" "other" "combined" */
	TUNE_FEATURE,		/* the kernel's names: "rx-gro"; on, off */
	TUNE_PAUSE,		/* "autoneg" "rx" "tx"; on, off */
	TUNE_LINK,		/* "mtu" "txqueuelen" */
	TUNE_NAPI,		/* "gro_flush_timeout" "napi_defer_hard_irqs" */
	TUNE_HASHSIZE,		/* nf_conntrack's parameter "hashsize" */
	TUNE_KINDS
};

/**
 * struct tune_key - what is set
 * @kind: what it is
 * @name: its name, as above
 * @device: the device that it belongs to; "" = it is not a device's
 */
struct tune_key {
	enum tune_kind	kind;
	char		*name;
	char		device[IF_NAMESIZE];
};

/* Most numbers that a vector has: kernel.printk and udp_mem have fewer. */
#define TUNE_VECTOR	8

/* Most bytes of a sysctl's path below /proc/sys, with the one that ends it. */
#define TUNE_SYSCTL_PATH	256

/* Bytes that tune_key_text() needs: a sysctl's name may be a path. */
#define TUNE_KEY_TEXT	320

int tune_key_copy(struct tune_key *to, const struct tune_key *from);
void tune_key_free(struct tune_key *key);
int tune_key_compare(const struct tune_key *a, const struct tune_key *b);
const char *tune_key_text(const struct tune_key *key, char *buf, size_t size);
const char *tune_kind_name(enum tune_kind kind);
int tune_kind_parse(const char *name, enum tune_kind *kind);
bool tune_key_is_switch(const struct tune_key *key);
int tune_sysctl_path(const char *name, char path[TUNE_SYSCTL_PATH]);

char *tune_value_normalize(const char *text);
bool tune_value_numbers(const char *text, __s64 *numbers, size_t *count);
bool tune_value_equal(const char *a, const char *b);

#endif
