/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Profiles: what a machine's network is to be set to, and why.
 *
 * FILES
 *	NAME.conf is a profile of ours, NAME/tuned.conf one of tuned's, which is
 *	read as it is. INI: "[SECTION]", "KEY = VALUE"; '#' at the beginning or
 *	behind a blank is a comment, ';' only at the beginning; a line that
 *	stands further in goes on with the value above it. At most 256 KiB,
 *	lines of 4096 bytes. Of the same key in one section the last one counts.
 *	The comment right above a key, else that behind it, is its reason: it is
 *	shown wherever the value is.
 *
 * [main]
 *	summary, description	what it is for
 *	include = A, B;C	profiles that this one builds on. Each file is
 *		read once, parents first. A file may include its namesake in a
 *		folder that is looked into later, but not itself. "-A" need not
 *		be there. What a file of tuned's includes is tuned's.
 *
 * [variables]
 *	NAME = VALUE		then ${NAME} in values; defined in this order
 *	include = /PATH		a file of such lines
 *	\${NAME} is ${NAME} itself; ${i:PROFILE_DIR} is the folder of the file;
 *	${f:FUNCTION:ARGUMENT:...} computes, with "\:" for a colon: assertion,
 *	assertion_non_equal, check_net_queue_count, cpuinfo_check, cpulist2hex,
 *	cpulist2hex_invert, cpulist_{invert,online,pack,present,unpack},
 *	hex2cpulist, kb2s, regex_search_ternary, s2kb, strip, virt_check. All
 *	other functions of tuned's, exec first, are left to tuned: a setting
 *	that needs one is left out, and says so.
 *
 * Every other section is a unit. In each of them:
 *	type		sysctl or net; its name if it is not given
 *	enabled		0 = it does not count
 *	priority	lower ones are done first; 0
 *	devices		of net: patterns with blanks or commas between them, '!'
 *		ahead of those that are not meant: "eth* !eth1". Besides names:
 *		"driver:PATTERN", "bus:PATTERN", "mac:PATTERN". Devices without
 *		hardware are only meant by their very name. A device is that of
 *		the first unit that it fits.
 *	devices_udev_regex, cpuinfo_regex, uname_regex	as in tuned (Python's
 *		regular expressions, by PCRE2)
 *	A unit of that name in a profile that is included is its parent: keys
 *	are put on top of its keys. "replace = 1" forgets those, "drop = A, B"
 *	some of them, "prepend = 1" puts its own first. type, enabled and devices
 *	are never the parent's, as in tuned.
 *	Units of other types are for other programs, and named as left to them.
 *
 * [sysctl]
 *	NAME = VALUE. Of '.' and '/' in NAME the first one divides, the other one
 *	stands for the other: net.ipv4.conf.eth0/100.rp_filter.
 *
 * [net]
 *	ring, channels, coalesce, pause, features, napi = PARAMETER VALUE ...
 *		by ethtool's names; also with ':', ',' or ';' between them. napi:
 *		gro_flush_timeout, napi_defer_hard_irqs. combined is rx and tx of
 *		a device without combined channels, and the other way round.
 *	mtu, txqueuelen, nf_conntrack_hashsize = VALUE
 *	wake_on_lan, dynamic	are left to tuned
 *
 * VALUES
 *	value	:= [ '>' | '<' ] element { BLANK element }
 *	element	:= NUMBER | formula | WORD | '-'
 *	"KEY => 5" sets it only if that is more, "=<" only if it is less, number
 *	by number; '-' stays as it is. Of a range (ip_local_port_range) "=>"
 *	only moves the ends apart. Quotes around all of it don't count.
 *
 *	formula	:= product { ( '+' | '-' ) product }
 *	product	:= factor { ( '*' | '/' ) factor }
 *	factor	:= NUMBER [ UNIT ] | '-' factor | '(' formula ')' | fact
 *		 | ( 'min' | 'max' ) '(' formula { ',' formula } ')'
 *		 | 'clamp' '(' formula ',' LEAST ',' MOST ')'
 *		 | 'known' '(' formula ',' INSTEAD ')' | 'max'
 *	Blanks only within parentheses. Whole numbers of 64 bits, '/' cuts; what
 *	exceeds them, or divides by zero, is an error. Units: K, M, G, T (of
 *	1024); of times ns, us, ms, s. What a formula comes to is limited to what
 *	the kernel takes.
 *	Facts: mem_bytes, cpus, numa_nodes, page_size, hz, link_mbps (in [net] of
 *	the device, else of the fastest one); in [net] also ring_rx, ring_tx,
 *	channels_rx, channels_tx, channels_other, channels_combined, each also
 *	with _max; "max" alone is the most that the hardware takes of that
 *	parameter. A setting whose formula asks what is not known is left out,
 *	and says so; known(F, N) is N then.
 *
 * [match.UNIT]
 *	Conditions of a unit; all have to hold. tuned leaves the section alone
 *	with "enabled = 0" in it.
 *	virtual = yes | no | PATTERNS of names as systemd-detect-virt has them
 *	kernel, speed = [ '>' | '<' ] [ '=' ] NUMBER ...; of a version as many
 *		numbers count as are given: 6.12.9 is "<=6.12". Speed in Mbit/s.
 *	driver, bus, address = PATTERNS
 *	The last four are a device's: of a unit of sysctls they hold if they do
 *	for one device.
 * [match]
 *	virtual, kernel: conditions of the units of this file.
 */
#ifndef TUNE_PROFILE_H
#define TUNE_PROFILE_H

#include <stdbool.h>
#include <stddef.h>

#include "tune/machine.h"
#include "tune/want.h"

/* Bytes of a message about a profile. */
#define PROFILE_MESSAGE	512

/**
 * struct profile_error - what is wrong with a profile
 * @file: the file; "" = none was found
 * @line: the line, from 1; 0 = the file as a whole
 * @text: key, what is wrong, and what was expected
 */
struct profile_error {
	char		file[256];
	unsigned int	line;
	char		text[PROFILE_MESSAGE];
};

struct profile;

/**
 * struct profile_dirs - where profiles are looked for, first come first served
 * @dirs: folders, NULL at the end; a profile is NAME.conf or NAME/tuned.conf
 */
struct profile_dirs {
	const char *const	*dirs;
};

/* NETTUNE_PROFILES, else /etc/nettune/profiles, /usr/share/nettune/profiles
 * and, for tuned's, /etc/tuned{,/profiles} and /usr/lib/tuned{,/profiles}.
 */
const char *const *profile_default_dirs(void);
bool profile_name_valid(const char *name);

/* profile.c: several names are merged in their order; a name with a slash is
 * a path. What a profile includes may depend on @machine. Return: 0, or a
 * negative errno with @error told.
 */
int profile_load(const struct profile_dirs *dirs,
		 const struct tune_machine *machine, char *const *names,
		 size_t count, struct profile **profile,
		 struct profile_error *error);
int profile_path(const struct profile_dirs *dirs, const char *name, char **path,
		 struct profile_error *error);
void profile_free(struct profile *profile);

/* Sections that are for other programs: each NULL-terminated list is valid as
 * long as the profile.
 */
const char *const *profile_ignored(const struct profile *profile);

/* resolve.c: what the profile comes to on this machine, in the order in which
 * it is to be done. Return: 0, or a negative errno with @error told.
 */
int profile_resolve(const struct profile *profile,
		    const struct tune_machine *machine,
		    struct tune_wants *wants, struct profile_error *error);

/* list.c */
/**
 * struct profile_entry - a profile that is there
 * @name: its name
 * @path: its file
 * @summary: what it is for; "" = it does not say
 */
struct profile_entry {
	char	*name;
	char	*path;
	char	*summary;
};

int profile_list(const struct profile_dirs *dirs, struct profile_entry **list,
		 size_t *count);
void profile_list_free(struct profile_entry *list, size_t count);

#endif
