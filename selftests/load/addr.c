// SPDX-License-Identifier: GPL-2.0-or-later
/* Addresses of both families. */
#include <arpa/inet.h>
#include <string.h>

#include "load.h"

socklen_t addr_len(const union addr *addr)
{
	return addr->sa.sa_family == AF_INET6 ? sizeof(addr->in6) : sizeof(addr->in4);
}

int addr_port(const union addr *addr)
{
	return ntohs(addr->sa.sa_family == AF_INET6 ? addr->in6.sin6_port
						    : addr->in4.sin_port);
}

void addr_set_port(union addr *addr, int port)
{
	if (addr->sa.sa_family == AF_INET6)
		addr->in6.sin6_port = htons((uint16_t)port);
	else
		addr->in4.sin_port = htons((uint16_t)port);
}

/* IPv4 has as many loopback addresses as one likes, IPv6 has one. */
void addr_loopback(union addr *addr, int family, unsigned int host)
{
	memset(addr, 0, sizeof(*addr));
	addr->sa.sa_family = (sa_family_t)family;
	if (family == AF_INET6)
		addr->in6.sin6_addr = in6addr_loopback;
	else
		addr->in4.sin_addr.s_addr = htonl(INADDR_LOOPBACK + host);
}

const char *addr_text(const union addr *addr, char *text)
{
	const void *from = &addr->in4.sin_addr;

	if (addr->sa.sa_family == AF_INET6)
		from = &addr->in6.sin6_addr;
	if (!inet_ntop(addr->sa.sa_family, from, text, ADDR_TEXT))
		fail("inet_ntop");
	return text;
}
