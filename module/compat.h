/* SPDX-License-Identifier: GPL-2.0 */
/*
 * All differences between kernels; the code beside this file is written for
 * the newest. Kbuild defines NT_HAVE_* from what it finds in the headers.
 */
#ifndef _NT_COMPAT_H
#define _NT_COMPAT_H

#include <linux/capability.h>
#include <linux/cgroup.h>
#include <linux/fs.h>
#include <linux/hrtimer.h>
#include <linux/netdevice.h>
#include <linux/net.h>
#include <linux/netlink.h>
#include <linux/tracepoint.h>
#include <net/genetlink.h>
#include <net/inet_hashtables.h>
#include <net/net_namespace.h>
#include <net/sock.h>
#include <net/udp.h>
#ifdef NT_HAVE_LISTEN_PORTADDR_NODE
#include <net/ip.h>
#include <net/ipv6.h>
#endif
#ifdef NT_HAVE_PROTO_MEMORY_H
#include <net/proto_memory.h>
#endif
#ifdef NT_HAVE_NET_HOTDATA
#include <net/hotdata.h>
#endif

/* It was apart from the rest of the namespace for a while. */
static inline struct inet_hashinfo *nt_tcp_hashinfo(const struct net *net)
{
#ifdef NT_HAVE_TCP_DEATH_ROW_POINTER
	return net->ipv4.tcp_death_row->hashinfo;
#else
	return net->ipv4.tcp_death_row.hashinfo;
#endif
}

/* UDP tables may belong to a network namespace. */
static inline struct udp_table *nt_udp_table(const struct net *net)
{
#ifdef NT_HAVE_NET_UDP_TABLE
	return net->ipv4.udp_table;
#else
	return &udp_table;
#endif
}

/* Hot variables have moved into one structure. */
static inline u32 nt_max_backlog(void)
{
#ifdef NT_HAVE_NET_HOTDATA
	return READ_ONCE(net_hotdata.max_backlog);
#else
	return READ_ONCE(netdev_max_backlog);
#endif
}

/* Once plain, then atomic, now counted per NUMA node. */
static inline u32 nt_softnet_dropped(const struct softnet_data *sd)
{
#if defined(NT_HAVE_SOFTNET_DROP_COUNTERS)
	return numa_drop_read(&sd->drop_counters);
#elif defined(NT_HAVE_SOFTNET_DROPPED_ATOMIC)
	return atomic_read(&sd->dropped);
#else
	return READ_ONCE(sd->dropped);
#endif
}

/* The drops of a UDP socket are no longer in sk_drops itself. */
static inline u32 nt_sk_drops(const struct sock *sk)
{
#ifdef NT_HAVE_SK_DROPS_READ
	return sk_drops_read(sk);
#else
	return atomic_read(&sk->sk_drops);
#endif
}

/*
 * Inode of the socket file. Older sockets do not know it themselves; the
 * struct socket it points to is freed after a grace period (sock_free_inode()
 * in net/socket.c), so the caller must be under rcu_read_lock().
 */
static inline u64 nt_sk_inode(const struct sock *sk)
{
#ifdef NT_HAVE_SK_INO
	return READ_ONCE(sk->sk_ino);
#else
	struct socket *sock = READ_ONCE(sk->sk_socket);

	return sock ? READ_ONCE(SOCK_INODE(sock)->i_ino) : 0;
#endif
}

/* It once shared a word with the marks of cgroup v1. */
#ifdef CONFIG_SOCK_CGROUP_DATA
static inline struct cgroup *nt_sk_cgroup(const struct sock *sk)
{
#ifdef NT_HAVE_CGROUP_VAL
	return sock_cgroup_ptr((struct sock_cgroup_data *)&sk->sk_cgrp_data);
#else
	return READ_ONCE(sk->sk_cgrp_data.cgroup);
#endif
}
#endif

/* It once wanted to tell why it is no socket. */
static inline struct socket *nt_sock_from_file(struct file *file)
{
#ifdef NT_HAVE_SOCK_FROM_FILE_ERR
	int err;

	return sock_from_file(file, &err);
#else
	return sock_from_file(file);
#endif
}

/* The attributes of a dump request are now reached through genl_info. */
static inline struct nlattr **nt_genl_dump_attrs(struct netlink_callback *cb)
{
#ifdef NT_HAVE_GENL_INFO_DUMP
	return genl_info_dump(cb)->attrs;
#else
	return genl_dumpit_info(cb)->attrs;
#endif
}

/*
 * Messages of a group are for those with CAP_NET_ADMIN in its network
 * namespace. Who joins is asked for it, by a flag that has had two names; where
 * groups have no flags, each one who would get a message is.
 */
#ifdef NT_HAVE_GENL_GROUP_FLAGS
#ifdef GENL_MCAST_CAP_NET_ADMIN
#define NT_GENL_GROUP_ADMIN	.flags = GENL_MCAST_CAP_NET_ADMIN
#else
#define NT_GENL_GROUP_ADMIN	.flags = GENL_UNS_ADMIN_PERM
#endif

static inline int nt_genl_multicast(const struct genl_family *family,
				    struct net *net, struct sk_buff *skb,
				    unsigned int group)
{
	return genlmsg_multicast_netns(family, net, skb, 0, group, GFP_KERNEL);
}
#else
#define NT_GENL_GROUP_ADMIN

/*
 * Who is in a group does not leave it while this is sent, and until then has
 * its file (netlink_release() in net/netlink/af_netlink.c); the kernel's own
 * sockets have none.
 */
static inline int nt_genl_refuse(struct sock *sk, struct sk_buff *skb,
				 void *data)
{
	const struct file *file = sk->sk_socket->file;
	const struct net *net = data;

	return file && !file_ns_capable(file, net->user_ns, CAP_NET_ADMIN);
}

static inline int nt_genl_multicast(const struct genl_family *family,
				    struct net *net, struct sk_buff *skb,
				    unsigned int group)
{
	group += family->mcgrp_offset;
	NETLINK_CB(skb).dst_group = group;
	return netlink_broadcast_filtered(net->genl_sock, skb, 0, group,
					  GFP_KERNEL, nt_genl_refuse, net);
}
#endif

/* A timer is now given its function when it is set up. */
static inline void
nt_hrtimer_setup(struct hrtimer *timer,
		 enum hrtimer_restart (*function)(struct hrtimer *timer),
		 clockid_t clock, enum hrtimer_mode mode)
{
#ifdef NT_HAVE_HRTIMER_SETUP
	hrtimer_setup(timer, function, clock, mode);
#else
	hrtimer_init(timer, clock, mode);
	timer->function = function;
#endif
}

/* Tracepoints are found by name; a kernel may have none at all. */
static inline void
nt_tracepoints_visit(void (*function)(struct tracepoint *tp, void *data),
		     void *data)
{
	if (IS_ENABLED(CONFIG_TRACEPOINTS))
		for_each_kernel_tracepoint(function, data);
}

static inline int nt_tracepoint_register(struct tracepoint *tp, void *probe,
					 void *data)
{
	if (!IS_ENABLED(CONFIG_TRACEPOINTS))
		return -EOPNOTSUPP;
	return tracepoint_probe_register(tp, probe, data);
}

static inline void nt_tracepoint_unregister(struct tracepoint *tp, void *probe,
					    void *data)
{
	if (!IS_ENABLED(CONFIG_TRACEPOINTS))
		return;
	tracepoint_probe_unregister(tp, probe, data);
	tracepoint_synchronize_unregister();
}

/*
 * A chain of TCP listeners: first the older kernels' kind, linked by a node of
 * its own and with a plain end. A listener is freed after a grace period, but
 * may be bound anew meanwhile and lead into another chain.
 */

/**
 * struct nt_listeners - a walk along one chain of listeners
 * @hinfo: the table
 * @slot: which chain
 * @strayed: at the end, did the walk get into another chain?
 */
struct nt_listeners {
	const struct inet_hashinfo	*hinfo;
	u32				slot;
	bool				strayed;
};

#ifdef NT_HAVE_LISTEN_PORTADDR_NODE
static inline bool nt_listen_empty(const struct inet_listen_hashbucket *bucket)
{
	return hlist_empty(&bucket->head);
}

static inline struct sock *nt_listen_sock(const struct hlist_node *node)
{
	return node ? (struct sock *)hlist_entry(node,
						 struct inet_connection_sock,
						 icsk_listen_portaddr_node) :
		      NULL;
}

/* As inet_lhash2_bucket_sk() in net/ipv4/inet_hashtables.c. */
static inline bool nt_listen_in_slot(const struct nt_listeners *listeners,
				     const struct sock *sk)
{
	u16 port = READ_ONCE(sk->sk_num);
	u32 hash;

#if IS_ENABLED(CONFIG_IPV6)
	if (READ_ONCE(sk->sk_family) == AF_INET6)
		hash = ipv6_portaddr_hash(sock_net(sk), &sk->sk_v6_rcv_saddr,
					  port);
	else
#endif
		hash = ipv4_portaddr_hash(sock_net(sk),
					  READ_ONCE(sk->sk_rcv_saddr), port);
	return (hash & listeners->hinfo->lhash2_mask) == listeners->slot;
}

static inline struct sock *nt_listen_first(struct nt_listeners *listeners)
{
	const struct inet_listen_hashbucket *bucket =
		&listeners->hinfo->lhash2[listeners->slot];

	return nt_listen_sock(rcu_dereference(hlist_first_rcu(&bucket->head)));
}

static inline struct sock *nt_listen_next(struct nt_listeners *listeners,
					  struct sock *sk)
{
	struct hlist_node *node = &inet_csk(sk)->icsk_listen_portaddr_node;
	struct sock *next = nt_listen_sock(rcu_dereference(hlist_next_rcu(node)));

	/* Where to it leads counts only if it still is in the chain. */
	smp_rmb();
	listeners->strayed = !nt_listen_in_slot(listeners, sk);
	return listeners->strayed ? NULL : next;
}
#else
static inline bool nt_listen_empty(const struct inet_listen_hashbucket *bucket)
{
	return hlist_nulls_empty(&bucket->nulls_head);
}

static inline struct sock *nt_listen_sock(struct nt_listeners *listeners,
					  const struct hlist_nulls_node *node)
{
	if (!is_a_nulls(node))
		return hlist_nulls_entry(node, struct sock, sk_nulls_node);
	listeners->strayed = get_nulls_value(node) !=
			     LISTENING_NULLS_BASE + listeners->slot;
	return NULL;
}

static inline struct sock *nt_listen_first(struct nt_listeners *listeners)
{
	struct inet_listen_hashbucket *bucket =
		&listeners->hinfo->lhash2[listeners->slot];

	return nt_listen_sock(listeners,
			      rcu_dereference(hlist_nulls_first_rcu(&bucket->nulls_head)));
}

static inline struct sock *nt_listen_next(struct nt_listeners *listeners,
					  struct sock *sk)
{
	return nt_listen_sock(listeners,
			      rcu_dereference(hlist_nulls_next_rcu(&sk->sk_nulls_node)));
}
#endif

#endif /* _NT_COMPAT_H */
