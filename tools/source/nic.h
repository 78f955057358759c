/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads what the kernel tells of network devices. */
#ifndef SOURCE_NIC_H
#define SOURCE_NIC_H

#include <stddef.h>

#include <linux/netlink.h>

#include "model/nic.h"
#include "source/source.h"

/**
 * struct nics - devices while they are gathered; zeroed at first
 * @nics: those; in the order of their numbers once all are there
 * @count: how many
 * @room: how many fit
 */
struct nics {
	struct model_nic	*nics;
	size_t			count;
	size_t			room;
};

/**
 * struct nic_qdisc - one message about a qdisc
 * @ifindex: its device
 * @handle: its handle
 * @parent: what it hangs on; TC_H_ROOT: on the device
 * @kind: its kind
 * @known: are the next five known?
 * @qlen: packets that wait
 * @backlog: bytes that wait
 * @drops: packets that it dropped
 * @requeues: packets that the driver gave back
 * @overlimits: how often it had to hold packets back
 * @limited: is there a limit?
 * @limit_bytes: is it one of bytes, not packets?
 * @limit: most that may wait
 */
struct nic_qdisc {
	unsigned int	ifindex;
	__u32		handle;
	__u32		parent;
	char		kind[32];
	bool		known;
	__u32		qlen;
	__u32		backlog;
	__u32		drops;
	__u32		requeues;
	__u32		overlimits;
	bool		limited;
	bool		limit_bytes;
	__u32		limit;
};

int nic_list(struct source *src, struct model_nic **nics, size_t *count);
struct model_nic *nics_find(const struct nics *nics, unsigned int ifindex);

/* nic_link.c */
int nic_parse_link(const struct nlmsghdr *hdr, struct model_nic *nic);
int nic_links(struct netlink *nl, struct nics *nics);

/* nic_qdisc.c */
int nic_parse_qdisc(const struct nlmsghdr *hdr, struct nic_qdisc *qdisc);
int nic_take_qdisc(struct model_nic *nic, __u32 *root, bool *spread,
		   const struct nic_qdisc *qdisc);
int nic_qdiscs(struct netlink *nl, struct nics *nics);

/* nic_ethtool.c */
int nic_ethtool(struct nics *nics);

/* nic_driver.c */
int nic_drivers(struct nics *nics);

/* nic_sysfs.c */
int nic_take_sysfs(const char *sys_root, const char *proc_root,
		   struct model_nic *nic);

/* nic_sysroot.c */
int nic_sysroot(const char *sys_root, bool writable, char *root, size_t size,
		int *fd);

#endif
