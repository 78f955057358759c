/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What nettune.ko is asked, and what its netlink messages say. */
#ifndef SOURCE_MODULE_H
#define SOURCE_MODULE_H

#include <stdbool.h>

#include <linux/netlink.h>
#include <netlink/attr.h>
#include <netlink/msg.h>

#include <nettune/summary.h>

#include "model/config.h"
#include "model/sock.h"
#include "model/softnet.h"

struct source;
struct source_query;

/* Takes one record of a message; see module_parse_records(). */
typedef int (*module_take_fn)(const struct nlattr *record, void *arg);

/**
 * struct module_group - a group of a summary
 * @group: which, and its sums
 * @hist: its histograms, if @has_hist
 * @has_hist: are there any?
 */
struct module_group {
	struct nt_summary_group		group;
	struct nettune_summary_hist	hist;
	bool				has_hist;
};

/* module_parse.c */
int module_parse_records(const struct nlmsghdr *hdr, int type,
			 module_take_fn take, void *arg);
int module_parse_socket(const struct nlattr *record, struct model_sock *sock);
int module_parse_group(const struct nlattr *record, struct module_group *group);
int module_parse_softnet(const struct nlattr *record,
			 struct model_softnet *softnet);

/* module_request.c */
int module_put_filter(struct nl_msg *msg, int attr,
		      const struct source_query *query);

/* module_softnet.c */
int module_sample(struct source *src, __u32 seconds);

/* module_config.c */
int module_parse_config(const struct nlmsghdr *hdr, struct model_config *config);
int module_get_config(struct source *src, struct model_config *config);
int module_set_config(struct source *src, const struct model_config *config);

#endif
