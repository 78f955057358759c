/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the parts of the real target share. */
#ifndef TUNE_HOST_H
#define TUNE_HOST_H

#include <stdbool.h>

#include "nic/ethnl.h"
#include "transport/netlink.h"
#include "tune/target.h"

/**
 * struct host - this machine, in the namespace in which it was opened
 * @proc: where /proc is
 * @sys: where /sys is
 * @route: socket for devices, opened when it is needed
 * @ethnl: for what ethtool sets, likewise
 * @names: of features, NULL = not asked for yet
 */
struct host {
	char			*proc;
	char			*sys;
	struct netlink		route;
	struct ethnl		ethnl;
	struct ethnl_names	*names;
};

/**
 * struct host_write - settings of one kind and one device
 * @keys: those
 * @values: what each is to be
 * @count: how many
 * @message: TARGET_MESSAGE bytes, for why not
 */
struct host_write {
	const struct tune_key *const	*keys;
	const char *const		*values;
	size_t				count;
	char				*message;
};

/* host.c: what a reader or writer returns */
int host_value(struct tune_now *now, const char *text);
int host_number(struct tune_now *now, __s64 value);
int host_note(struct tune_now *now, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
int host_unknown(struct tune_now *now, int err, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
int host_refuse(const struct host_write *write, int err, const char *format,
		...) __attribute__((format(printf, 3, 4)));
int host_refuse_errno(const struct host_write *write, int err);

/* host_file.c */
int host_read_file(const char *root, const char *name, struct tune_now *now);
int host_write_file(const char *path, const char *value,
		    const struct host_write *write);

/* host_sysctl.c */
int host_read_sysctl(struct host *host, const struct tune_key *key,
		     struct tune_now *now);
int host_write_sysctl(struct host *host, const struct host_write *write);

/* host_ethtool.c */
int host_ethnl(struct host *host);
int host_ethnl_unknown(struct host *host, int err, struct tune_now *now);
int host_ethnl_refuse(struct host *host, const struct host_write *write,
		      int err);
bool host_parse_number(const char *text, __s64 *number);
bool host_parse_switch(const char *text, __s64 *number);
int host_read_ethtool(struct host *host, const struct tune_key *key,
		      struct tune_now *now);
int host_write_ethtool(struct host *host, const struct host_write *write);

/* host_virtio.c */
bool host_virtio_lacks(struct host *host, const struct tune_key *key);

/* host_features.c */
int host_read_feature(struct host *host, const struct tune_key *key,
		      struct tune_now *now);
int host_write_features(struct host *host, const struct host_write *write);

/* host_link.c */
int host_read_link(struct host *host, const struct tune_key *key,
		   struct tune_now *now);
int host_write_link(struct host *host, const struct host_write *write);

/* host_sysfs.c */
int host_read_napi(struct host *host, const struct tune_key *key,
		   struct tune_now *now);
int host_write_napi(struct host *host, const struct host_write *write);
int host_read_hashsize(struct host *host, const struct tune_key *key,
		       struct tune_now *now);
int host_write_hashsize(struct host *host, const struct host_write *write);

/* host_devices.c */
int host_devices(const struct tune_roots *roots, struct tune_machine *machine);

#endif
