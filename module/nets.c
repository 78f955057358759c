// SPDX-License-Identifier: GPL-2.0
/*
 * The network namespaces that a walk sees.
 *
 * A socket in a table that namespaces share tells whose it is by an address
 * only, and that may be of a namespace that is gone. So who sees all of them
 * holds them, but only while it reads, and looks the address up among those
 * held. Namespaces that come meanwhile are not seen before the next time.
 */
#include "nettune.h"

#include <linux/hash.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/rcupdate.h>
#include <linux/string.h>
#include <net/net_namespace.h>

/* Namespaces for which there is room at first. */
#define NETS_ROOM 64

/**
 * nt_nets_init() - say which namespaces are seen
 * @nets: the namespaces
 * @one: the only one, which the caller holds; NULL = all
 */
void nt_nets_init(struct nt_nets *nets, struct net *one)
{
	*nets = (struct nt_nets){ .one = one };
}

static int nets_make_room(struct nt_nets *nets, u32 room)
{
	gfp_t gfp = GFP_KERNEL_ACCOUNT | __GFP_NOWARN;
	u32 places = roundup_pow_of_two(room * 2);

	nt_nets_destroy(nets);
	nets->nets = kvmalloc_array(room, sizeof(*nets->nets), gfp);
	nets->index = kvmalloc_array(places, sizeof(*nets->index), gfp);
	if (!nets->nets || !nets->index) {
		nt_nets_destroy(nets);
		return -ENOMEM;
	}
	nets->room = room;
	nets->mask = places - 1;
	return 0;
}

/* Hold them all; returns how many there are, which may be too many. */
static u32 nets_collect(struct nt_nets *nets)
{
	struct net *net;
	u32 found = 0;

	rcu_read_lock();
	for_each_net_rcu(net) {
		if (found++ < nets->room && maybe_get_net(net))
			nets->nets[nets->nr++] = net;
	}
	rcu_read_unlock();
	return found;
}

static u32 nets_place(const struct nt_nets *nets, const struct net *net)
{
	u32 at = hash_ptr(net, 32) & nets->mask;

	while (nets->index[at] && nets->nets[nets->index[at] - 1] != net)
		at = (at + 1) & nets->mask;
	return at;
}

static void nets_make_index(struct nt_nets *nets)
{
	u32 i;

	memset(nets->index, 0, sizeof(*nets->index) * (nets->mask + 1));
	for (i = 0; i < nets->nr; i++)
		nets->index[nets_place(nets, nets->nets[i])] = i + 1;
}

/**
 * nt_nets_hold() - hold what is seen
 * @nets: the namespaces; not held
 *
 * Context: may sleep.
 * Return: 0 or -ENOMEM. nt_nets_release() ends it.
 */
int nt_nets_hold(struct nt_nets *nets)
{
	u32 found;
	int err;

	if (nets->one)
		return 0;
	for (found = nets->room ?: NETS_ROOM; ; found += found / 4) {
		if (found > nets->room) {
			nt_nets_release(nets);
			err = nets_make_room(nets, found);
			if (err)
				return err;
		}
		found = nets_collect(nets);
		if (found <= nets->room)
			break;
	}
	nets_make_index(nets);
	return 0;
}

/**
 * nt_nets_release() - let go of what is held
 * @nets: the namespaces, held or not
 *
 * Context: may sleep, must not be called under rcu_read_lock().
 */
void nt_nets_release(struct nt_nets *nets)
{
	while (nets->nr)
		put_net(nets->nets[--nets->nr]);
}

/**
 * nt_nets_destroy() - end
 * @nets: the namespaces, held or not
 *
 * Context: may sleep.
 */
void nt_nets_destroy(struct nt_nets *nets)
{
	nt_nets_release(nets);
	kvfree(nets->nets);
	kvfree(nets->index);
	nets->nets = NULL;
	nets->index = NULL;
	nets->room = 0;
}

/**
 * nt_nets_lookup() - find a namespace among all that are held
 * @nets: the namespaces, held
 * @net: its address; may be of one that is gone, it is only compared
 *
 * Context: any.
 * Return: the namespace, NULL if it is not held.
 */
struct net *nt_nets_lookup(const struct nt_nets *nets, const struct net *net)
{
	u32 number = nets->index[nets_place(nets, net)];

	return number ? nets->nets[number - 1] : NULL;
}
