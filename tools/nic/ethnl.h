/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The kernel's generic netlink family "ethtool"
 * (Documentation/networking/ethtool-netlink.rst).
 *
 * What a device can be asked for and told to be is a table: one row a
 * parameter, read and written by the same code. The names are those of the
 * ethtool command, in snake case.
 */
#ifndef NIC_ETHNL_H
#define NIC_ETHNL_H

#include <stdbool.h>
#include <stddef.h>

#include <linux/types.h>

#include "model/facts.h"
#include "transport/netlink.h"

enum ethnl_type {
	ETHNL_U32,
	ETHNL_U8,
};

/**
 * struct ethnl_param - one parameter
 * @name: its name; NULL = there is none of this number
 * @type: how it is sent
 * @fixed: can't be changed
 */
struct ethnl_param {
	const char	*name;
	enum ethnl_type	type;
	bool		fixed;
};

/**
 * struct ethnl_kind - parameters that are asked for and set together
 * @name: for messages
 * @get: ETHTOOL_MSG_*_GET
 * @reply: the ETHTOOL_MSG_*_GET_REPLY that answers it
 * @set: ETHTOOL_MSG_*_SET
 * @params: by attribute number
 * @count: elements of @params
 */
struct ethnl_kind {
	const char			*name;
	__u8				get;
	__u8				reply;
	__u8				set;
	const struct ethnl_param	*params;
	size_t				count;
};

extern const struct ethnl_kind ethnl_rings;
extern const struct ethnl_kind ethnl_channels;
extern const struct ethnl_kind ethnl_coalesce;
extern const struct ethnl_kind ethnl_pause;
extern const struct ethnl_kind ethnl_link;

/* Higher than the attributes of any kind of message. */
#define ETHNL_ATTRS	64

/* Features of a device that the kernel has names for; it has 64 at most. */
#define ETHNL_FEATURES	128

/**
 * struct ethnl_names - names of features
 * @names: by number, "" = none
 */
struct ethnl_names {
	char	names[ETHNL_FEATURES][32];
};

/**
 * struct ethnl_feature_sets - what a device has of features, 0 or 1 by name
 * @hw: it lets go of them: they can be changed
 * @wanted: somebody wants them, or they are on from the beginning
 * @active: they are on
 * @nochange: the kernel does not let anybody change them
 */
struct ethnl_feature_sets {
	struct model_facts	hw;
	struct model_facts	wanted;
	struct model_facts	active;
	struct model_facts	nochange;
};

/**
 * struct ethnl - the family
 * @nl: socket; its @message has the kernel's words on the last refusal
 * @family: the family
 * @blamed: name of the parameter that those words are about; NULL = not known
 */
struct ethnl {
	struct netlink		nl;
	struct genl_family	family;
	const char		*blamed;
};

/**
 * typedef ethnl_fn - takes what one device answered
 * @ifindex: number of the device
 * @values: its parameters by name; those that it does not have are not there
 * @arg: as given
 *
 * Return: 0, or a negative errno that ends the request.
 */
typedef int (*ethnl_fn)(unsigned int ifindex, const struct model_facts *values,
			void *arg);

int ethnl_open(struct ethnl *ethnl);
void ethnl_close(struct ethnl *ethnl);
int ethnl_get(struct ethnl *ethnl, const struct ethnl_kind *kind,
	      unsigned int ifindex, ethnl_fn fn, void *arg);
int ethnl_feature_names(struct ethnl *ethnl, struct ethnl_names *names);
int ethnl_features(struct ethnl *ethnl, const struct ethnl_names *names,
		   unsigned int ifindex, ethnl_fn fn, void *arg);

/* ethnl_set.c */
int ethnl_set(struct ethnl *ethnl, const struct ethnl_kind *kind,
	      unsigned int ifindex, const struct model_facts *values);
int ethnl_set_features(struct ethnl *ethnl, const struct ethnl_names *names,
		       unsigned int ifindex, const struct model_facts *values,
		       struct model_facts *missed);
int ethnl_feature_sets(struct ethnl *ethnl, const struct ethnl_names *names,
		       unsigned int ifindex, struct ethnl_feature_sets *sets);
void ethnl_feature_sets_free(struct ethnl_feature_sets *sets);

/* ethnl_features.c */
int ethnl_put_features(struct nl_msg *msg, const struct model_facts *values);
int ethnl_parse_features(const struct nlmsghdr *hdr,
			 const struct ethnl_names *names,
			 unsigned int *ifindex, struct model_facts *values);
int ethnl_parse_feature_sets(const struct nlmsghdr *hdr,
			     const struct ethnl_names *names,
			     struct ethnl_feature_sets *sets);
int ethnl_parse_missed(const struct nlmsghdr *hdr,
		       const struct ethnl_names *names,
		       struct model_facts *missed);

/* ethnl_message.c */
struct nl_msg *ethnl_request(int family, __u8 command, unsigned int ifindex,
			     __u32 flags);
int ethnl_put(struct nl_msg *msg, const struct ethnl_kind *kind,
	      const char *name, __u32 value);
int ethnl_put_all(struct nl_msg *msg, const struct ethnl_kind *kind,
		  const struct model_facts *values);
const char *ethnl_param_at(const struct nlmsghdr *hdr,
			   const struct ethnl_kind *kind, __u32 offset);
int ethnl_parse(const struct nlmsghdr *hdr, const struct ethnl_kind *kind,
		unsigned int *ifindex, struct model_facts *values);
int ethnl_parse_names(const struct nlmsghdr *hdr, struct ethnl_names *names);
int ethnl_parse_attrs(const struct nlmsghdr *hdr, __u8 command,
		      unsigned int *ifindex,
		      const struct nlattr *attrs[ETHNL_ATTRS]);

#endif
