/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs a command and ends or disturbs it at one of its system calls. */
#ifndef CRASH_H
#define CRASH_H

#include <stdbool.h>
#include <stddef.h>

/* What is done to the command. */
enum crash_how {
	CRASH_KILL,	/* it gets a signal: at a call's begin, or at the end of one that writes */
	CRASH_ERROR,	/* the call fails */
};

/**
 * struct crash_plan - where and how
 * @how: what is done
 * @at: at which of the places where it can be done, from 1
 * @error: errno that the call fails with
 * @signal: that it gets
 * @writing: only calls that bring something to the kernel or the disk are places
 * @begin: places count from the first call on that opens a file with all of
 *	these flags; 0 = from the begin
 */
struct crash_plan {
	enum crash_how	how;
	unsigned long	at;
	int		error;
	int		signal;
	bool		writing;
	int		begin;
};

/**
 * struct crash_end - how that ended
 * @reached: was that place reached?
 * @call: number of the system call there
 * @status: as waitpid() tells
 */
struct crash_end {
	bool	reached;
	long	call;
	int	status;
};

/* trace.c */
int crash_run(const struct crash_plan *plan, char *const *argv,
	      struct crash_end *end);
int crash_plain(char *const *argv);
bool crash_can_fail(void);

/**
 * struct crash_file - a file, or what stands for one, that is watched
 * @path: where it is, "!" and a command, or "%" and a device
 * @text: what is in it
 * @len: bytes of that
 */
struct crash_file {
	const char	*path;
	char		text[16384];
	size_t		len;
};

/* files.c */
int crash_read(struct crash_file *file);
bool crash_same(const struct crash_file *file, const char *when,
		unsigned long at);
void crash_remove(const char *folder);

#endif
