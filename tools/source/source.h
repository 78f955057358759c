/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where measurements come from: one interface, whoever answers behind it. */
#ifndef SOURCE_SOURCE_H
#define SOURCE_SOURCE_H

#include <net/if.h>
#include <stdbool.h>

#include <nettune/filter.h>

#include "model/expr.h"
#include "model/group.h"
#include "model/snapshot.h"
#include "model/sock.h"
#include "model/softnet.h"
#include "source/cgroup.h"
#include "source/groups.h"
#include "transport/netlink.h"

enum source_kind {
	SOURCE_AUTO,
	SOURCE_MODULE,
	SOURCE_DIAG,
};

/* Names that cost system calls, so they are looked up on request only. */
enum source_resolve {
	SOURCE_RESOLVE_DEVICE = 1,
	SOURCE_RESOLVE_CGROUP = 2,
	SOURCE_RESOLVE_PROCESS = 4,
};

/**
 * struct source_query - which sockets, and what of them
 * @filter: which sockets; may name MODEL_PROTOCOL_UNIX and MODEL_FAMILY_UNIX
 * @expr: of those the ones that are meant by an expression; NULL = all
 * @exact: does @filter say as much as @expr? Then nothing is left to evaluate
 * @all_netns: of every network namespace that can be found
 * @groups: mask of enum nettune_group, what the caller will look at; a source
 *	may know less
 * @lock: may each socket be locked for that? sock_diag does so for
 *	NETTUNE_GROUP_TCP, which it leaves out otherwise
 * @order: one of enum nettune_key: only the @limit sockets with the highest
 *	values, the highest first; 0 = all, in any order
 * @limit: how many
 * @resolve: mask of enum source_resolve
 */
struct source_query {
	struct nt_filter	filter;
	const struct expr	*expr;
	bool			exact;
	bool			all_netns;
	__u32			groups;
	bool			lock;
	__u32			order;
	__u32			limit;
	__u32			resolve;
};

/**
 * struct source_sum - how sockets are added up
 * @group_by: one of enum nettune_group_by
 * @max_groups: groups for which there is room
 * @histograms: are they wanted?
 */
struct source_sum {
	__u32	group_by;
	__u32	max_groups;
	bool	histograms;
};

/* Take one record. A value other than 0 ends the walk and is passed on. */
typedef int (*source_sock_fn)(struct model_sock *sock, void *arg);
typedef int (*source_group_fn)(const struct model_group *group, void *arg);
typedef int (*source_softnet_fn)(const struct model_softnet *softnet,
				 void *arg);

struct source;
struct capture;

/* Values that sock_diag does not tell. */
#define SOURCE_KEY(key)	(1U << NETTUNE_KEY_ ## key)
#define SOURCE_DIAG_UNKNOWN_KEYS \
	(SOURCE_KEY(SYN) | SOURCE_KEY(SYN_Q))

/**
 * struct source_ops - what each source can do; 0 or a negative errno each
 * @name: as given to --source
 * @orders: does @sockets heed the query's order?
 * @processes: can it tell NETTUNE_GROUP_PROCESS?
 * @autobound: does it heed who chose a socket's port?
 * @unknown_keys: mask of (1 << key): values that it does not know
 * @replays: is what it says of another machine, or another time? Then names are
 *	in its records, and unix sockets among them
 * @open: find out whether the source answers, without side effects
 * @close: undo @open
 * @sockets: every IP socket that matches the filter; the expression is left
 *	to the caller
 * @summary: every IP socket that matches, counted in its group; NULL = it is
 *	to be done with @sockets
 * @softnet: every online CPU, in ascending order
 */
struct source_ops {
	const char	*name;
	bool		orders;
	bool		processes;
	bool		autobound;
	__u32		unknown_keys;
	bool		replays;
	int	(*open)(struct source *src);
	void	(*close)(struct source *src);
	int	(*sockets)(struct source *src, const struct source_query *query,
			   source_sock_fn fn, void *arg);
	int	(*summary)(struct source *src, const struct source_query *query,
			   struct groups *groups);
	int	(*softnet)(struct source *src, source_softnet_fn fn, void *arg);
};

/**
 * struct source - an open source
 * @ops: what it does
 * @proc_root: "/proc", or what stands in for it in a test
 * @fallback: why the module was passed over in SOURCE_AUTO, a negative errno;
 *	0 = it was not
 * @missed: why some network namespaces could not be entered, a negative errno;
 *	0 = all were
 * @untold: mask of protocols, as in a filter, of whose sockets this kernel does
 *	not tell, while it told of others
 * @lacks: mask of protocols of which the module does not tell in this kernel:
 *	sock_diag is asked for those
 * @hidden: processes that we were not allowed to look into, while for some
 *	sockets none was found
 * @netns: inode number of the network namespace that we are in, 0 = not known
 * @nl: socket in use; its @message has the kernel's words on an error
 * @family: the module's netlink family
 * @cgroups: paths found so far
 * @capture: of the source that replays one, NULL = of others
 * @sample: which of its samples
 * @ifindex: device whose name is in @ifname, 0 = none
 * @ifname: that name
 */
struct source {
	const struct source_ops	*ops;
	const char		*proc_root;
	int			fallback;
	int			missed;
	__u32			untold;
	__u32			lacks;
	unsigned int		hidden;
	__u32			netns;
	struct netlink		nl;
	struct genl_family	family;
	struct cgroup_cache	*cgroups;
	struct capture		*capture;
	size_t			sample;
	unsigned int		ifindex;
	char			ifname[IF_NAMESIZE];
};

extern const struct source_ops source_module;
extern const struct source_ops source_diag;

int source_open(struct source *src, enum source_kind kind,
		const char *proc_root);
void source_close(struct source *src);
int source_sockets(struct source *src, const struct source_query *query,
		   source_sock_fn fn, void *arg);
int source_summary(struct source *src, const struct source_query *query,
		   const struct source_sum *sum, source_group_fn fn, void *arg);
int source_softnet(struct source *src, source_softnet_fn fn, void *arg);
int source_find_device(const struct source *src, const char *ifname,
		       __u32 *ifindex);
int source_find_cgroup(const struct source *src, const char *path, __u64 *id);
bool source_is_host(const struct source *src);
bool source_somaxconn(const struct source *src, __u32 *value);
bool source_wait(struct source *src, unsigned int ms);
bool source_is_last(const struct source *src);
const char *source_with_module(const struct source *src);
int source_name_held(struct source *src, struct model_held_sock *held);

#endif
