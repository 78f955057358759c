// SPDX-License-Identifier: GPL-2.0-or-later
/* Addresses and ports as text, in the forms that ss made familiar. */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "model/decimal.h"
#include "model/sock.h"

/* As inet_ntop() has it, in a tenth of the time. Return: where it ends. */
static char *put_ipv4(char *to, const __u8 *addr)
{
	to = decimal_put(to, addr[0]);
	*to++ = '.';
	to = decimal_put(to, addr[1]);
	*to++ = '.';
	to = decimal_put(to, addr[2]);
	*to++ = '.';
	return decimal_put(to, addr[3]);
}

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
	const __u8 *addr = peer ? id->daddr : id->saddr;

	if (id->family != AF_INET || size < INET_ADDRSTRLEN)
		return inet_ntop(id->family, addr, buf, size);
	*put_ipv4(buf, addr) = '\0';
	return buf;
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

static char *put_text(char *to, const char *text)
{
	size_t len = strlen(text);

	memcpy(to, text, len);
	return to + len;
}

/* Return: where the address ends. */
static char *put_address(char *to, const struct nettune_sock_id *id, bool peer)
{
	const __u8 *addr = peer ? id->daddr : id->saddr;
	char room[INET6_ADDRSTRLEN];

	if (id->family == AF_INET)
		return put_ipv4(to, addr);
	if (!inet_ntop(id->family, addr, room, sizeof(room)))
		return put_text(to, "?");
	if (is_every_address(id, addr))
		return put_text(to, "*");
	*to++ = '[';
	to = put_text(to, room);
	*to++ = ']';
	return to;
}

/* A capture may name a device that has too long a name. */
#define DEVICE_MAX	(MODEL_ENDPOINT_MAX - INET6_ADDRSTRLEN - 16)

static char *put_device(char *to, const char *ifname)
{
	size_t len = strnlen(ifname, DEVICE_MAX);

	if (!len)
		return to;
	*to++ = '%';
	memcpy(to, ifname, len);
	return to + len;
}

static size_t put_endpoint(char *to, const struct model_sock *sock, bool peer)
{
	const struct nettune_sock_id *id = &sock->snap.id;
	__u16 port = ntohs(peer ? id->dport : id->sport);
	char *at = put_address(to, id, peer);

	if (!peer && sock->ifname)
		at = put_device(at, sock->ifname);
	*at++ = ':';
	at = port ? decimal_put(at, port) : put_text(at, "*");
	return at - to;
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
 *
 * Return: bytes in @buf.
 */
size_t model_endpoint(const struct model_sock *sock, bool peer,
		      char *buf, size_t size)
{
	char text[MODEL_ENDPOINT_MAX];
	size_t len;

	if (model_is_unix(&sock->snap.id)) {
		unix_endpoint(sock, peer, buf, size);
		return strlen(buf);
	}
	if (size >= MODEL_ENDPOINT_MAX) {
		len = put_endpoint(buf, sock, peer);
		buf[len] = '\0';
		return len;
	}
	len = put_endpoint(text, sock, peer);
	if (len >= size)
		len = size - 1;
	memcpy(buf, text, len);
	buf[len] = '\0';
	return len;
}
