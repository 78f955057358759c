/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What was changed, kept on disk so that it can be undone.
 *
 * One file an apply, one record a line, each a JSON object whose last member is
 * a checksum of what stands before it. A record is on disk before what it
 * announces is done:
 *
 *   begin      what is being applied, when, where; what was so already
 *   write      these settings are about to be written: old and new values
 *   done       they are written; what they were then read back as
 *   failed     they could not be written; what they were then read back as
 *   refused    a setting that failed has its old value again, and why it failed:
 *              the apply goes on without it
 *   end        how the apply ended: "applied", "failed"
 *   confirmed  nobody is to undo it by itself
 *   revert     it is about to be undone, by whom
 *   restored   a setting has its old value again
 *   left       a setting was left as it was found, and why
 *   unrestored a setting could not be set back, and why
 *   reverted   how that ended: "done", "partly"
 *
 * A file that ends in the middle of a record was cut short there: what that
 * record announces was not done yet.
 */
#ifndef TUNE_JOURNAL_H
#define TUNE_JOURNAL_H

#include "tune/plan.h"
#include "tune/state.h"

struct json_object;

/* Bytes of a boot id, "8-4-4-4-12" hexadecimal digits. */
#define JOURNAL_BOOT	40

/* Why a setting was left: with another reason it can be set back. */
#define JOURNAL_GONE	"gone"

enum journal_step_state {
	JOURNAL_INTENDED,	/* it may or may not be written */
	JOURNAL_WRITTEN,
	JOURNAL_FAILED,
	JOURNAL_RESTORED,
	JOURNAL_LEFT,		/* somebody else has changed it since, or it is gone */
	JOURNAL_REFUSED,	/* it could not be written, and is as it was */
	JOURNAL_STEP_STATES
};

/**
 * struct journal_step - one setting that was changed
 * @key: what
 * @old: its value before
 * @new: the value that it was to have
 * @found: what it was read back as after the write, also one that failed;
 *	NULL = not known
 * @why: why it was refused, or left; NULL = it was neither
 * @write: number of the write, from 0: those with the same were one message
 * @ifindex: of its device; 0 = it has none, or it is not known
 * @state: how far it is
 */
struct journal_step {
	struct tune_key			key;
	char				*old;
	char				*new;
	char				*found;
	char				*why;
	unsigned int			write;
	unsigned int			ifindex;
	enum journal_step_state		state;
};

/**
 * struct journal_netns - a network namespace
 * @cookie: its number since the boot, never given twice; 0 = not known
 * @inode: its number in /proc; given again when it is gone
 */
struct journal_netns {
	__u64	cookie;
	__u64	inode;
};

/**
 * struct journal - an apply
 * @id: its number
 * @time: when it began, seconds since 1970
 * @boot: of the kernel that ran
 * @netns: in which it was
 * @netns_name: as the user named it, NULL = it was the command's own
 * @pid: of the command
 * @profiles: which were applied
 * @profile_count: how many
 * @kept: what they want that was so already, with its value then; nothing of it
 *	is ever undone
 * @secret: a value in it is not for everybody, and so the file is not either;
 *	known only to who begins it
 * @persist: pattern of the devices for which it is to come back at boot once it
 *	is confirmed, NULL = it is not to, or does already
 * @force: with @persist: what was refused did not undo the rest, and is not to
 *	at boot
 * @confirm: seconds in which it had to be confirmed, 0 = it had not
 * @confirmed: it was
 * @ended: the apply itself came to its end
 * @applied: and all was written
 * @reverting: somebody began to undo it
 * @steps: what was changed, in that order
 * @step_count: how many
 * @torn: the file ends in the middle of a record
 */
struct journal {
	unsigned int		id;
	__s64			time;
	char			boot[JOURNAL_BOOT];
	struct journal_netns	netns;
	char			*netns_name;
	pid_t			pid;
	char			**profiles;
	size_t			profile_count;
	struct tune_wants	kept;
	bool			secret;
	char			*persist;
	bool			force;
	unsigned int		confirm;
	bool			confirmed;
	bool			ended;
	bool			applied;
	bool			reverting;
	struct journal_step	*steps;
	size_t			step_count;
	bool			torn;
};

enum journal_state {
	JOURNAL_NOTHING,	/* nothing was written */
	JOURNAL_APPLIED,
	JOURNAL_WAITING,	/* applied, and to be confirmed yet */
	JOURNAL_CUT_SHORT,	/* the command died, or runs */
	JOURNAL_ROLLED_BACK,	/* failed, and all has its old value */
	JOURNAL_REVERTED,
	JOURNAL_PARTLY,		/* undone, but some were left */
	JOURNAL_REBOOTED,	/* the machine was started anew since */
};

/* journal_parse.c, journal_build.c */
int journal_parse(const char *text, size_t len, struct journal *journal,
		  size_t *valid);
char *journal_line(struct json_object *record);
struct json_object *journal_begin(const struct journal *journal);
struct json_object *journal_write(const struct journal *journal,
				  unsigned int write);
struct json_object *journal_done(const struct journal *journal,
				 unsigned int write);
struct json_object *journal_failed(const struct journal *journal,
				   unsigned int write, int err,
				   const char *message);
struct json_object *journal_word(const char *type, const char *key,
				 const char *word);
struct json_object *journal_restored(size_t step);
struct json_object *journal_refused(size_t step, const char *why);
struct json_object *journal_unrestored(size_t step, const char *why);
struct json_object *journal_left(size_t step, const char *found,
				 const char *why);

/* journal.c */
void journal_free(struct journal *journal);
int journal_set_names(struct journal *journal, const char *netns,
		      char *const *profiles, size_t count);
int journal_take_plan(struct journal *journal, const struct plan *plan);
int journal_add_step(struct journal *journal, const struct journal_step *step);
void journal_drop(struct journal *journal, unsigned int write);
bool journal_is_back(const struct journal_step *step);
bool journal_is_open(const struct journal *journal);
bool journal_has_changed(const struct journal *journal);
enum journal_state journal_state(const struct journal *journal,
				 const char *boot);
const char *journal_state_name(enum journal_state state);

/**
 * struct journal_file - a journal that is being written
 * @fd: open file, -1 = none
 * @size: bytes of whole records
 * @err: why nothing can be written to it; 0 = it can
 */
struct journal_file {
	int	fd;
	__s64	size;
	int	err;
};

/* journal_file.c */
int journal_create(const struct tune_state *state, struct journal *journal,
		   size_t expected, struct journal_file *file);
int journal_open(const struct tune_state *state, unsigned int id,
		 struct journal *journal, struct journal_file *file);
int journal_read(const struct tune_state *state, unsigned int id,
		 struct journal *journal);
int journal_append(struct journal_file *file, struct json_object *record);
void journal_close(struct journal_file *file);

/* Finished journals that are kept. */
#define JOURNAL_KEEP	50

/* journal_prune.c */
int journal_prune(const struct tune_state *state);

/* identity.c */
int journal_boot(char boot[JOURNAL_BOOT]);
int journal_netns(struct journal_netns *netns);
bool journal_netns_equal(const struct journal_netns *a,
			 const struct journal_netns *b);

#endif
