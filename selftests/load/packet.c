// SPDX-License-Identifier: GPL-2.0-or-later
/* TCP packets as they are on the wire, and their checksums. */
#include <arpa/inet.h>
#include <netinet/ip.h>
#include <netinet/ip6.h>
#include <netinet/tcp.h>
#include <string.h>

#include "load.h"

/*
 * MSS, SACK and window scaling, but no timestamps: without them a SYN cookie
 * can carry the MSS alone, so the SYN-ACK tells a cookie from a queued request.
 */
static const uint8_t syn_options[] = {
	TCPOPT_MAXSEG, TCPOLEN_MAXSEG, 1400 >> 8, 1400 & 255,
	TCPOPT_NOP, TCPOPT_NOP, TCPOPT_SACK_PERMITTED, TCPOLEN_SACK_PERMITTED,
	TCPOPT_NOP, TCPOPT_WINDOW, TCPOLEN_WINDOW, 7,
};

static uint32_t sum_add(uint32_t sum, const void *data, size_t len)
{
	const uint8_t *bytes = data;

	for (size_t i = 0; i < len; i++)
		sum += i & 1 ? bytes[i] : (uint32_t)bytes[i] << 8;
	return sum;
}

static uint16_t sum_finish(uint32_t sum)
{
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return htons((uint16_t)~sum);
}

static uint32_t sum_add_addr(uint32_t sum, const union addr *addr)
{
	if (addr->sa.sa_family == AF_INET6)
		return sum_add(sum, &addr->in6.sin6_addr, sizeof(addr->in6.sin6_addr));
	return sum_add(sum, &addr->in4.sin_addr, sizeof(addr->in4.sin_addr));
}

static uint16_t tcp_sum(const union addr *from, const union addr *to,
			const void *tcp, size_t len)
{
	uint32_t sum = IPPROTO_TCP + (uint32_t)len;

	/* both families' pseudo-headers add up the same */
	sum = sum_add_addr(sum, from);
	sum = sum_add_addr(sum, to);
	return sum_finish(sum_add(sum, tcp, len));
}

static size_t ip_fill(void *buf, const union addr *from, const union addr *to, size_t len)
{
	struct iphdr ip = {
		.version = 4,
		.ihl = sizeof(ip) / 4,
		.tot_len = htons((uint16_t)(sizeof(ip) + len)),
		.ttl = 64,
		.protocol = IPPROTO_TCP,
		.saddr = from->in4.sin_addr.s_addr,
		.daddr = to->in4.sin_addr.s_addr,
	};

	ip.check = sum_finish(sum_add(0, &ip, sizeof(ip)));
	memcpy(buf, &ip, sizeof(ip));
	return sizeof(ip);
}

static size_t ip6_fill(void *buf, const union addr *from, const union addr *to, size_t len)
{
	struct ip6_hdr ip = {
		.ip6_src = from->in6.sin6_addr,
		.ip6_dst = to->in6.sin6_addr,
	};

	ip.ip6_flow = htonl(6u << 28);
	ip.ip6_plen = htons((uint16_t)len);
	ip.ip6_nxt = IPPROTO_TCP;
	ip.ip6_hlim = 64;
	memcpy(buf, &ip, sizeof(ip));
	return sizeof(ip);
}

static size_t packet_fill(void *buf, const union addr *from, const union addr *to,
			  const struct tcphdr *tcp)
{
	size_t len = tcp->doff * 4u;
	uint8_t seg[sizeof(*tcp) + sizeof(syn_options)];
	uint16_t check;
	size_t head;

	memcpy(seg, tcp, sizeof(*tcp));
	memcpy(seg + sizeof(*tcp), syn_options, sizeof(syn_options));
	check = tcp_sum(from, to, seg, len);
	memcpy(seg + offsetof(struct tcphdr, check), &check, sizeof(check));

	if (from->sa.sa_family == AF_INET6)
		head = ip6_fill(buf, from, to, len);
	else
		head = ip_fill(buf, from, to, len);
	memcpy((char *)buf + head, seg, len);
	return head + len;
}

size_t packet_syn(void *buf, const union addr *from, const union addr *to, uint32_t seq)
{
	struct tcphdr tcp = {
		.source = htons((uint16_t)addr_port(from)),
		.dest = htons((uint16_t)addr_port(to)),
		.seq = htonl(seq),
		.doff = (sizeof(tcp) + sizeof(syn_options)) / 4,
		.syn = 1,
		.window = htons(65535),
	};

	return packet_fill(buf, from, to, &tcp);
}

size_t packet_rst(void *buf, const union addr *from, const union addr *to, uint32_t seq)
{
	struct tcphdr tcp = {
		.source = htons((uint16_t)addr_port(from)),
		.dest = htons((uint16_t)addr_port(to)),
		.seq = htonl(seq),
		.doff = sizeof(tcp) / 4,
		.rst = 1,
	};

	return packet_fill(buf, from, to, &tcp);
}

/* Any option but MSS and padding? */
static bool options_more(const uint8_t *opt, size_t len)
{
	for (size_t i = 0; i < len && opt[i] != TCPOPT_EOL;) {
		if (opt[i] == TCPOPT_NOP) {
			i++;
			continue;
		}
		if (opt[i] != TCPOPT_MAXSEG)
			return true;
		if (i + 1 == len || opt[i + 1] < 2)
			break;
		i += opt[i + 1];
	}
	return false;
}

/* The destination, and where the TCP header begins; 0 if there is none. */
static size_t ip_parse(const uint8_t *buf, size_t len, union addr *to)
{
	struct ip6_hdr ip6;
	struct iphdr ip;

	memset(to, 0, sizeof(*to));
	if (len >= sizeof(ip) && buf[0] >> 4 == 4) {
		memcpy(&ip, buf, sizeof(ip));
		to->in4.sin_family = AF_INET;
		to->in4.sin_addr.s_addr = ip.daddr;
		return ip.protocol == IPPROTO_TCP ? ip.ihl * 4u : 0;
	}
	if (len >= sizeof(ip6) && buf[0] >> 4 == 6) {
		memcpy(&ip6, buf, sizeof(ip6));
		to->in6.sin6_family = AF_INET6;
		to->in6.sin6_addr = ip6.ip6_dst;
		return ip6.ip6_nxt == IPPROTO_TCP ? sizeof(ip6) : 0;
	}
	return 0;
}

bool packet_parse(const void *buf, size_t len, struct answer *answer)
{
	size_t head = ip_parse(buf, len, &answer->to);
	const uint8_t *bytes = buf;
	struct tcphdr tcp;

	if (!head || len < head + sizeof(tcp))
		return false;
	memcpy(&tcp, bytes + head, sizeof(tcp));
	if (tcp.doff * 4u < sizeof(tcp) || len < head + tcp.doff * 4u)
		return false;

	addr_set_port(&answer->to, ntohs(tcp.dest));
	answer->syn_ack = tcp.syn && tcp.ack;
	answer->has_options = options_more(bytes + head + sizeof(tcp),
					   tcp.doff * 4u - sizeof(tcp));
	return true;
}
