/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a capture looks like: one JSON object, that holds what the sources said
 * at two times (samples), for any observing command to read instead of them.
 *
 *   { "nettune_capture": 1,              the version of this format
 *     "nettune": "0.1.0", "time": ...,   who wrote it, seconds since 1970
 *     "kernel": "6.1.0-...",             as uname -r prints it
 *     "netns": ..., "host": true,        as in struct model_snapshot
 *     "all_netns": false,                are other namespaces' sockets in it?
 *     "source": "module", "processes": true, "anonymized": false,
 *     "columns": { "sockets": [...], "mem": [...], ... },
 *     "samples": [
 *       { "time_ns": ...,
 *         "facts": { NAME: NUMBER or "TEXT", ... },
 *         "softnet": [[...], ...], "nics": [{...}, ...], "files": [[...], ...],
 *         "sockets": [[...], ...] }, ... ] }
 *
 * A socket is an array: the numbers of "columns"."sockets", then for each of
 * mem, listener, tcp, owner an array of its numbers, or null where they are not
 * known; then local and peer address, device, cgroup, process ([pid, comm]),
 * path and peer's inode of a unix socket, each null if there is none. An array
 * may have more at its end than is known here, which is passed over, never less.
 */
#ifndef MODEL_CAPTURE_H
#define MODEL_CAPTURE_H

#include <stdbool.h>
#include <stddef.h>

#include "model/snapshot.h"

#define CAPTURE_VERSION		1
#define CAPTURE_SAMPLES		2
#define CAPTURE_KERNEL		65

enum capture_type {
	CAPTURE_BOOL,
	CAPTURE_U8,
	CAPTURE_U32,
	CAPTURE_S32,
	CAPTURE_U64,
	CAPTURE_PORT,		/* __be16 */
};

/**
 * struct capture_number - a number in a structure
 * @name: what it is called
 * @at: offset in the structure
 * @type: what it is there
 */
struct capture_number {
	const char		*name;
	size_t			at;
	enum capture_type	type;
};

/**
 * struct capture_group - numbers that are known together
 * @name: what they are called
 * @has: mask of enum nt_has: known if any of these is
 * @numbers: those
 * @count: how many
 */
struct capture_group {
	const char			*name;
	__u32				has;
	const struct capture_number	*numbers;
	size_t				count;
};

/* Of struct model_sock: the first one is always known. */
extern const struct capture_group capture_sock_groups[];
extern const size_t capture_sock_group_count;
/* Of struct model_softnet, struct model_nic, struct model_process_files. */
extern const struct capture_group capture_softnet;
extern const struct capture_group capture_nic;
extern const struct capture_group capture_files;

/* What follows the groups in a socket's array. */
enum capture_sock_rest {
	CAPTURE_LOCAL,
	CAPTURE_PEER,
	CAPTURE_IFNAME,
	CAPTURE_CGROUP,
	CAPTURE_PROCESS,
	CAPTURE_PATH,
	CAPTURE_PEER_INODE,
	CAPTURE_MARK,
	CAPTURE_RESTS
};

extern const char *const capture_sock_rests[CAPTURE_RESTS];

/**
 * struct capture_sample - what was said at one time
 * @snapshot: facts, softnet, nics, files and the time; the rest is made from
 *	the sockets
 * @socks: every socket
 */
struct capture_sample {
	struct model_snapshot	snapshot;
	struct model_socks	socks;
};

/**
 * struct capture - a capture that was read
 * @kernel: release of the kernel
 * @netns: as in struct model_snapshot
 * @host: likewise
 * @module: was it the module that told of the sockets?
 * @all_netns: are those of other namespaces in it?
 * @processes: was it asked who has the sockets open?
 * @samples: what was said, in the order of time
 * @count: how many, 1 or more
 */
struct capture {
	char			kernel[CAPTURE_KERNEL];
	__u32			netns;
	bool			host;
	bool			module;
	bool			all_netns;
	bool			processes;
	struct capture_sample	samples[CAPTURE_SAMPLES];
	size_t			count;
};

__u64 capture_get(const void *base, const struct capture_number *number);
bool capture_put(void *base, const struct capture_number *number, bool negative,
		 __u64 value);
void capture_free(struct capture *capture);

/* anonymize.c */
struct anonymizer;

struct anonymizer *anonymizer_new(void);
int anonymizer_address(struct anonymizer *anonymizer, int family,
		       __u8 *addr);
void anonymizer_free(struct anonymizer *anonymizer);

#endif
