// SPDX-License-Identifier: GPL-2.0-or-later
/* Addresses and ports as text, in the forms that ss made familiar. */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "model/sock.h"

/**
 * model_address() - an address alone
 * @id: the socket
 * @peer: the peer's address instead of the local one
 * @buf: where to put it, INET6_ADDRSTRLEN bytes are always enough
 * @size: bytes in @buf
 *
 * Return: @buf, or NULL when the family has none or @buf is too small.
 */
const char *model_address(const struct nettune_sock_id *id, bool peer,
			  char *buf, size_t size)
{
	return inet_ntop(id->family, peer ? id->daddr : id->saddr, buf, size);
}

/* An IPv6 wildcard that also takes IPv4 is every address there is. */
static bool is_every_address(const struct nettune_sock_id *id,
			     const __u8 *addr)
{
	static const __u8 any[16];

	return id->family == AF_INET6 && !memcmp(addr, any, sizeof(any)) &&
	       !(id->flags & NETTUNE_SOCK_FLAG_V6ONLY);
}

/* As ss prints them: what it is bound to, and the number of its inode. */
static void unix_endpoint(const struct model_sock *sock, bool peer,
			  char *buf, size_t size)
{
	if (peer)
		snprintf(buf, size, "* %u", sock->peer_inode);
	else
		snprintf(buf, size, "%s %llu", *sock->path ? sock->path : "*",
			 sock->snap.owner.inode);
}

/**
 * model_endpoint() - address, device and port for a table
 * @sock: the socket
 * @peer: the peer's end instead of the local one
 * @buf: where to put it, MODEL_ENDPOINT_MAX bytes are always enough
 * @size: bytes in @buf
 *
 * IPv6 addresses are bracketed, a port that is not set is "*", the device that
 * a socket is bound to follows the local address after a "%". Unix sockets have
 * a path, or "*", and the number of an inode.
 */
void model_endpoint(const struct model_sock *sock, bool peer,
		    char *buf, size_t size)
{
	const struct nettune_sock_id *id = &sock->snap.id;
	const char *device = !peer && sock->ifname ? sock->ifname : "";
	__u16 port = ntohs(peer ? id->dport : id->sport);
	const char *left = "", *right = "";
	char room[INET6_ADDRSTRLEN];
	char service[8] = "*";
	const char *addr;

	if (model_is_unix(id)) {
		unix_endpoint(sock, peer, buf, size);
		return;
	}
	addr = model_address(id, peer, room, sizeof(room));
	if (!addr) {
		addr = "?";
	} else if (is_every_address(id, peer ? id->daddr : id->saddr)) {
		addr = "*";
	} else if (id->family == AF_INET6) {
		left = "[";
		right = "]";
	}
	if (port)
		snprintf(service, sizeof(service), "%u", port);
	snprintf(buf, size, "%s%s%s%s%s:%s", left, addr, right,
		 *device ? "%" : "", device, service);
}
