// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Other addresses for those of a capture: each always the same one, numbered in
 * the order in which they turn up, so that what belongs together still does.
 * They say nothing of the ones that they stand for, not even of their network.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "model/capture.h"

/* What is found again by family and address. */
struct renamed {
	int	family;
	__u8	addr[16];
	__u32	number;
};

struct anonymizer {
	void	*tree;
	__u32	count;
};

static int compare(const void *a, const void *b)
{
	const struct renamed *left = a, *right = b;

	if (left->family != right->family)
		return left->family < right->family ? -1 : 1;
	return memcmp(left->addr, right->addr, sizeof(left->addr));
}

/**
 * anonymizer_new() - begin to rename
 *
 * Return: it, to be freed with anonymizer_free(); NULL without memory.
 */
struct anonymizer *anonymizer_new(void)
{
	return calloc(1, sizeof(struct anonymizer));
}

/* Addresses that are the same on every machine, and tell what a socket is. */
static bool is_common(int family, const __u8 *addr)
{
	struct in6_addr in6;

	if (family == AF_INET)
		return addr[0] == 127 || !memcmp(addr, "\0\0\0\0", 4);
	memcpy(&in6, addr, sizeof(in6));
	return IN6_IS_ADDR_LOOPBACK(&in6) || IN6_IS_ADDR_UNSPECIFIED(&in6);
}

static int number_of(struct anonymizer *anonymizer, int family,
		     const __u8 *addr, __u32 *number)
{
	struct renamed *entry = calloc(1, sizeof(*entry));
	struct renamed **found;

	if (!entry)
		return -ENOMEM;
	entry->family = family;
	memcpy(entry->addr, addr, family == AF_INET ? 4 : 16);
	found = tsearch(entry, &anonymizer->tree, compare);
	if (!found) {
		free(entry);
		return -ENOMEM;
	}
	if (*found == entry)
		entry->number = ++anonymizer->count;
	*number = (*found)->number;
	if (*found != entry)
		free(entry);
	return 0;
}

/**
 * anonymizer_address() - rename an address
 * @anonymizer: knows those that were renamed
 * @family: AF_INET or AF_INET6
 * @addr: the address, of which IPv4 uses the first 4 bytes; replaced by one of
 *	10.0.0.0/8 or fd00::/64. Loopback and "any" stay what they are, and an
 *	IPv4 address in an IPv6 socket stays one.
 *
 * Return: 0, -ENOMEM, or -ERANGE when 10.0.0.0/8 is used up.
 */
int anonymizer_address(struct anonymizer *anonymizer, int family,
		       __u8 *addr)
{
	static const __u8 local[16] = { 0xfd };
	__u32 number;
	int err;

	if (nt_addr_mapped(family, addr))
		return anonymizer_address(anonymizer, AF_INET, addr + 12);
	if (is_common(family, addr))
		return 0;
	err = number_of(anonymizer, family, addr, &number);
	if (err)
		return err;
	if (family == AF_INET && number > 0xffffff)
		return -ERANGE;
	number = htonl(family == AF_INET ? 10U << 24 | number : number);
	if (family == AF_INET6)
		memcpy(addr, local, sizeof(local));
	memcpy(family == AF_INET6 ? addr + 12 : addr, &number, sizeof(number));
	return 0;
}

/**
 * anonymizer_free() - forget all of them
 * @anonymizer: gone afterwards, or NULL
 */
void anonymizer_free(struct anonymizer *anonymizer)
{
	if (!anonymizer)
		return;
	tdestroy(anonymizer->tree, free);
	free(anonymizer);
}
