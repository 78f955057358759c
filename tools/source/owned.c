// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Sockets that wait until it is known which processes have them open: /proc is
 * searched once, for the sockets that are shown and no others.
 */
#include "source/owned.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/**
 * owned_init() - get ready to take sockets
 * @owned: filled in; owned_free() it, also after an error
 *
 * Return: 0 or -ENOMEM.
 */
int owned_init(struct owned *owned)
{
	memset(owned, 0, sizeof(*owned));
	owned->owners = owner_set_new();
	return owned->owners ? 0 : -ENOMEM;
}

/**
 * owned_free() - free what the sockets take
 * @owned: the sockets
 */
void owned_free(struct owned *owned)
{
	owner_set_free(owned->owners);
	free(owned->socks);
}

/**
 * owned_take() - take a socket
 * @sock: the socket; what it points to is not kept
 * @arg: struct owned
 *
 * Return: 0 or -ENOMEM.
 */
int owned_take(struct model_sock *sock, void *arg)
{
	struct owned *owned = arg;

	if (owned->count == owned->room) {
		size_t room = owned->room ? owned->room * 2 : 256;
		struct model_sock *socks;

		socks = reallocarray(owned->socks, room, sizeof(*socks));
		if (!socks)
			return -ENOMEM;
		owned->socks = socks;
		owned->room = room;
	}
	owned->socks[owned->count++] = *sock;
	return owner_set_want(owned->owners, sock->snap.owner.inode);
}

/**
 * owned_each() - find the processes and hand the sockets on, in their order
 * @owned: the sockets
 * @proc_root: where /proc is
 * @fn: called for each; a value other than 0 ends it and is passed on
 * @arg: for @fn
 *
 * Return: 0, a negative errno, or what @fn said.
 */
int owned_each(struct owned *owned, const char *proc_root,
	       int (*fn)(struct model_sock *sock, void *arg), void *arg)
{
	int err = owner_set_find(owned->owners, proc_root);

	for (size_t i = 0; i < owned->count && !err; i++) {
		struct model_sock *sock = &owned->socks[i];
		const struct nettune_sock_process *owner;

		owner = owner_set_get(owned->owners, sock->snap.owner.inode);
		if (owner)
			sock->process = *owner;
		err = fn(sock, arg);
	}
	return err;
}
