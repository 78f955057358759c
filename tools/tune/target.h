/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where settings are read and written. The real one is the machine (host.c);
 * tests of the engine have one of their own.
 */
#ifndef TUNE_TARGET_H
#define TUNE_TARGET_H

#include "tune/machine.h"
#include "tune/plan.h"

/* Bytes of what the kernel or a driver said on a refusal. */
#define TARGET_MESSAGE	256

struct tune_target;

/**
 * struct tune_target_ops - how
 * @read: what a setting is now; fills @now, whose text and note are then to be
 *	freed. Return: 0 also when @now->err tells why not; a negative errno
 *	ends everything (no memory).
 * @write: set @count settings of one kind and one device at once (one message:
 *	a link bounces once); a sysctl always by itself. All or none, as far as
 *	the kernel does so: of a vector it may have taken the numbers before
 *	that which it refuses, and drivers round. Return: 0, or a negative errno
 *	with @message told.
 * @close: give everything back
 */
struct tune_target_ops {
	int	(*read)(struct tune_target *target, const struct tune_key *key,
			struct tune_now *now);
	int	(*write)(struct tune_target *target,
			 const struct tune_key *const *keys,
			 const char *const *values, size_t count,
			 char message[TARGET_MESSAGE]);
	void	(*close)(struct tune_target *target);
};

/**
 * struct tune_target - one of them
 * @ops: how
 * @data: its own
 */
struct tune_target {
	const struct tune_target_ops	*ops;
	void				*data;
};

/**
 * struct tune_roots - where files are, so that tests can make theirs up
 * @proc: "/proc"
 * @sys: "/sys"
 * @run: "/run"
 */
struct tune_roots {
	const char	*proc;
	const char	*sys;
	const char	*run;
};

extern const struct tune_roots tune_host_roots;

/* host.c: this machine, in the namespace that the caller is in */
int tune_host_open(struct tune_target *target);
int tune_host_open_at(struct tune_target *target,
		      const struct tune_roots *roots);

/* host_machine.c */
int tune_host_machine(struct tune_machine *machine);
int tune_host_machine_at(struct tune_machine *machine,
			 const struct tune_roots *roots);

#endif
