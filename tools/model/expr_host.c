// SPDX-License-Identifier: GPL-2.0-or-later
/* Hosts of the filter language: [FAMILY:]ADDRESS[/LENGTH][:PORT]. */
#include <arpa/inet.h>
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "array.h"
#include "model/expr_parse.h"

/* Families that ss knows by name; of some there are no sockets here. */
static const struct {
	const char	*prefix;
	unsigned int	family;
} families[] = {
	{ "inet:", AF_INET },
	{ "inet6:", AF_INET6 },
	{ "unix:", AF_UNIX },
	{ "link:", AF_UNSPEC },
	{ "netlink:", AF_UNSPEC },
	{ "vsock:", AF_UNSPEC },
};

/* Like "-4": everything is confined to it, as ss does it. */
static int take_family(struct expr_parser *parser, char **host)
{
	for (size_t i = 0; i < ARRAY_SIZE(families); i++) {
		size_t len = strlen(families[i].prefix);

		if (strncmp(*host, families[i].prefix, len))
			continue;
		if (!families[i].family)
			return expr_wrong(parser, "'%s': only inet:, inet6: and unix: are there",
					  *host);
		parser->family = families[i].family;
		*host += len;
		break;
	}
	if (parser->family)
		parser->expr->family = parser->family;
	return 0;
}

static int take_path(struct expr_parser *parser, struct expr_node *node,
		     const char *pattern, bool port_only)
{
	if (port_only)
		return expr_wrong(parser, "'%s': unix sockets have no ports, only src and dst",
				  parser->word);
	node->kind = EXPR_PATH;
	return expr_keep_text(parser, pattern, &node->text);
}

/* A number, the name of a service, or any. */
static int take_port(struct expr_parser *parser, struct expr_node *node,
		     const char *text)
{
	unsigned long port;
	char *end;

	if (!*text || *text == '*')
		return 0;
	node->has_port = true;
	errno = 0;
	port = strtoul(text, &end, 0);
	if (*text >= '0' && *text <= '9' && !*end) {
		if (errno || port > UINT16_MAX)
			return expr_wrong(parser, "'%s': a port is expected, 0 to 65535",
					  parser->word);
		node->port = port;
		return 0;
	}
	if ((*text >= '0' && *text <= '9') || strpbrk(text, ":/[]"))
		return expr_wrong(parser, "'%s': a port is expected, as in :80 or :http",
				  parser->word);
	node->pending = true;
	return expr_keep_text(parser, text, &node->text);
}

static int add_prefix(struct expr_parser *parser, struct expr_node *node,
		      const struct nettune_prefix *prefix)
{
	struct expr *expr = parser->expr;

	if (expr->nr_prefixes == EXPR_PREFIXES_MAX)
		return expr_wrong(parser, "'%s': that is more than %d addresses",
				  parser->word, EXPR_PREFIXES_MAX);
	node->first_prefix = expr->nr_prefixes;
	node->nr_prefixes = 1;
	expr->prefixes[expr->nr_prefixes++] = *prefix;
	return 0;
}

/* "10.1.2.3", or as ss takes it, less: "10.1" begins like 10.1.0.0. */
static bool take_ipv4(const char *text, __u8 *addr)
{
	for (int i = 0; i < 4; i++) {
		unsigned long byte;
		char *end;

		if (*text < '0' || *text > '9')
			return false;
		byte = strtoul(text, &end, 0);
		if (byte > UINT8_MAX)
			return false;
		addr[i] = byte;
		if (!*end)
			return true;
		if (*end != '.')
			return false;
		text = end + 1;
	}
	return false;
}

/* "24", or a mask of IPv4: "255.255.255.0". */
static bool take_length(const char *text, unsigned int max, __u8 *len)
{
	unsigned long number;
	__u8 mask[4] = { 0 };
	__u32 bits;
	char *end;

	if (*text < '0' || *text > '9')
		return false;
	errno = 0;
	number = strtoul(text, &end, 0);
	if (!*end && !errno && number <= max) {
		*len = number;
		return true;
	}
	if (max != 32 || !strchr(text, '.') || !take_ipv4(text, mask))
		return false;
	bits = (__u32)mask[0] << 24 | mask[1] << 16 | mask[2] << 8 | mask[3];
	*len = bits ? 32 - __builtin_ctz(bits) : 0;
	return !bits || *len == 32 - __builtin_popcount(~bits);
}

static int no_address(struct expr_parser *parser, const char *addr)
{
	const char *colon = strchr(parser->word, ':');

	if (colon && strchr(colon + 1, ':') && !strchr(parser->word, '['))
		return expr_wrong(parser, "'%s': an address is expected; %s",
				  parser->word,
				  "IPv6 stands in brackets, as in [::1]:80");
	return expr_wrong(parser, "'%s': an address or network is expected%s",
			  *addr ? addr : parser->word,
			  parser->family == AF_INET ? " of IPv4" :
			  parser->family == AF_INET6 ? " of IPv6" : "");
}

/* What is neither address nor network may be the name of a host. */
static int take_name(struct expr_parser *parser, struct expr_node *node,
		     const char *name)
{
	/* There is room for one more name beside the service's. */
	if (strspn(name, "0123456789.") == strlen(name) ||
	    strpbrk(name, "/:[]") || node->pending)
		return no_address(parser, name);
	node->pending = true;
	node->nr_prefixes = UINT8_MAX;
	return expr_keep_text(parser, name, &node->text);
}

static int take_address(struct expr_parser *parser, struct expr_node *node,
			char *addr)
{
	struct nettune_prefix prefix = { 0 };
	char *slash = strchr(addr, '/');
	bool ok;

	if (!strcmp(addr, "any") || !strcmp(addr, "all") ||
	    !strcmp(addr, "default"))
		return 0;
	if (slash)
		*slash = '\0';
	prefix.family = strchr(addr, ':') ? AF_INET6 : AF_INET;
	prefix.len = prefix.family == AF_INET6 ? 128 : 32;
	ok = prefix.family == AF_INET6 ?
	     inet_pton(AF_INET6, addr, prefix.addr) == 1 :
	     take_ipv4(addr, prefix.addr);
	if (slash)
		*slash = '/';
	if (!ok)
		return take_name(parser, node, addr);
	if (parser->family && parser->family != prefix.family)
		return no_address(parser, addr);
	if (slash && !take_length(slash + 1, prefix.len, &prefix.len))
		return expr_wrong(parser, "'%s': the length of a network is expected, at most %u",
				  addr, prefix.len);
	return add_prefix(parser, node, &prefix);
}

/* Takes the port off. Return: it, "" if there is none, NULL without a "]". */
static char *split_port(char **addr)
{
	char *port, *slash;

	if (**addr == '[') {
		port = strchr(++*addr, ']');
		if (!port)
			return NULL;
		*port++ = '\0';
	} else if (**addr == '*') {
		port = *addr + 1;
		**addr = '\0';
	} else {
		slash = strchr(*addr, '/');
		port = strrchr(slash ? slash : *addr, ':');
	}
	if (!port)
		return *addr + strlen(*addr);
	if (*port == ':')
		*port++ = '\0';
	return port;
}

/**
 * expr_host() - read a host, or a port alone
 * @parser: at the word, which is left as it is
 * @node: filled in; becomes EXPR_PATH for a unix socket
 * @port_only: no address, and the ":" before the port may be missing
 *
 * Return: 0, or -EINVAL after a message.
 */
int expr_host(struct expr_parser *parser, struct expr_node *node,
	      bool port_only)
{
	char room[EXPR_WORD_MAX];
	char *host = room;
	char *port;
	int err;

	memcpy(room, parser->word, sizeof(room));
	err = take_family(parser, &host);
	if (err)
		return err;
	if (parser->family == AF_UNIX)
		return take_path(parser, node, host, port_only);
	if (port_only) {
		err = take_port(parser, node, host + (*host == ':'));
		if (!err && !node->has_port && node->op != EXPR_EQ &&
		    node->op != EXPR_NE)
			err = expr_wrong(parser, "'%s': a port to compare with is expected",
					 parser->word);
		return err;
	}
	port = split_port(&host);
	if (!port)
		return expr_wrong(parser, "'%s': a ']' is missing",
				  parser->word);
	err = take_port(parser, node, port);
	return err || !*host ? err : take_address(parser, node, host);
}
