/* SPDX-License-Identifier: GPL-2.0 */
/*
 * All differences between kernels; the code beside this file is written for
 * the newest. Kbuild defines NT_HAVE_* from what it finds in the headers.
 */
#ifndef _NT_COMPAT_H
#define _NT_COMPAT_H

#include <linux/netdevice.h>
#include <linux/net.h>
#include <net/genetlink.h>
#include <net/net_namespace.h>
#include <net/sock.h>
#include <net/udp.h>
#ifdef NT_HAVE_NET_HOTDATA
#include <net/hotdata.h>
#endif

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

#endif /* _NT_COMPAT_H */
