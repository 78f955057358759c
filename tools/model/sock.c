// SPDX-License-Identifier: GPL-2.0-or-later
/* Names of what a socket's numbers mean, and the rules on plain values. */
#include "model/sock.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "array.h"

/* Both vocabularies are those of ss: its filter language and its table. */
static const struct {
	const char *name;
	const char *label;
} states[] = {
	[NT_STATE_ESTABLISHED]	= { "established", "ESTAB" },
	[NT_STATE_SYN_SENT]	= { "syn-sent", "SYN-SENT" },
	[NT_STATE_SYN_RECV]	= { "syn-recv", "SYN-RECV" },
	[NT_STATE_FIN_WAIT1]	= { "fin-wait-1", "FIN-WAIT-1" },
	[NT_STATE_FIN_WAIT2]	= { "fin-wait-2", "FIN-WAIT-2" },
	[NT_STATE_TIME_WAIT]	= { "time-wait", "TIME-WAIT" },
	[NT_STATE_CLOSE]	= { "unconnected", "UNCONN" },
	[NT_STATE_CLOSE_WAIT]	= { "close-wait", "CLOSE-WAIT" },
	[NT_STATE_LAST_ACK]	= { "last-ack", "LAST-ACK" },
	[NT_STATE_LISTEN]	= { "listening", "LISTEN" },
	[NT_STATE_CLOSING]	= { "closing", "CLOSING" },
};

static const struct {
	__u32 flag;
	const char *name;
} flags[] = {
	{ NETTUNE_SOCK_FLAG_RCVBUF_LOCKED, "rcvbuf_locked" },
	{ NETTUNE_SOCK_FLAG_SNDBUF_LOCKED, "sndbuf_locked" },
	{ NETTUNE_SOCK_FLAG_V6ONLY, "v6only" },
	{ NETTUNE_SOCK_FLAG_REUSEPORT, "reuseport" },
	{ NETTUNE_SOCK_FLAG_OUT_OF_ORDER, "out_of_order" },
	{ NETTUNE_SOCK_FLAG_ZERO_WINDOW_OUT, "zero_window_out" },
	{ NETTUNE_SOCK_FLAG_ZERO_WINDOW_IN, "zero_window_in" },
	{ NETTUNE_SOCK_FLAG_CORKED, "corked" },
	{ NETTUNE_SOCK_FLAG_PRESSURE, "pressure" },
};

/**
 * model_netid() - kind of socket as ss prints it
 * @protocol: IPPROTO_*, or a unix socket's type
 *
 * Return: "tcp", "u_str" and so on, "???" for any other protocol.
 */
const char *model_netid(unsigned int protocol)
{
	switch (protocol) {
	case IPPROTO_TCP:
		return "tcp";
	case IPPROTO_UDP:
		return "udp";
	case IPPROTO_RAW:
		return "raw";
	case SOCK_STREAM:
		return "u_str";
	case SOCK_DGRAM:
		return "u_dgr";
	case SOCK_SEQPACKET:
		return "u_seq";
	default:
		return "???";
	}
}

/**
 * model_family_name() - address family as ss -f names it
 * @family: AF_* number
 *
 * Return: "inet", "inet6" or "unix", "???" for any other.
 */
const char *model_family_name(unsigned int family)
{
	switch (family) {
	case AF_INET:
		return "inet";
	case AF_INET6:
		return "inet6";
	case AF_UNIX:
		return "unix";
	default:
		return "???";
	}
}

/**
 * model_is_unix() - is it a unix socket?
 * @id: identity
 *
 * Return: true if it is.
 */
bool model_is_unix(const struct nettune_sock_id *id)
{
	return id->family == AF_UNIX;
}

/**
 * model_state_name() - name of a state in ss's filter language
 * @state: state number, 1 to 11
 *
 * Return: the name, "unknown" for a number that has none.
 */
const char *model_state_name(unsigned int state)
{
	return state && state < ARRAY_SIZE(states) ? states[state].name : "unknown";
}

/**
 * model_state_label() - name of a state in ss's table
 * @state: state number, 1 to 11
 *
 * Return: the name, "UNKNOWN" for a number that has none.
 */
const char *model_state_label(unsigned int state)
{
	return state && state < ARRAY_SIZE(states) ? states[state].label : "UNKNOWN";
}

/**
 * model_flag_name() - name of one flag
 * @flag: one bit of enum nettune_sock_flag
 *
 * Return: its name, NULL for a bit that has none.
 */
const char *model_flag_name(unsigned int flag)
{
	for (size_t i = 0; i < ARRAY_SIZE(flags); i++)
		if (flags[i].flag == flag)
			return flags[i].name;
	return NULL;
}

/**
 * model_is_listener() - has the socket an accept queue?
 * @id: identity
 *
 * Return: true for a listener; the protocols without one never listen.
 */
bool model_is_listener(const struct nettune_sock_id *id)
{
	return id->state == NT_STATE_LISTEN;
}

/**
 * model_protocol_bit() - bit of a protocol in a filter
 * @protocol: IPPROTO_* number, or a unix socket's type
 *
 * Return: one bit of enum nettune_protocol or MODEL_PROTOCOL_UNIX, 0 for a
 * protocol without one.
 */
__u32 model_protocol_bit(unsigned int protocol)
{
	switch (protocol) {
	case IPPROTO_TCP:
		return NETTUNE_PROTOCOL_TCP;
	case IPPROTO_UDP:
		return NETTUNE_PROTOCOL_UDP;
	case IPPROTO_RAW:
		return NETTUNE_PROTOCOL_RAW;
	case SOCK_STREAM:
	case SOCK_DGRAM:
	case SOCK_SEQPACKET:
		return MODEL_PROTOCOL_UNIX;
	default:
		return 0;
	}
}

/**
 * model_family_bit() - bit of an address family in a filter
 * @family: AF_* number
 *
 * Return: one bit of enum nettune_family or MODEL_FAMILY_UNIX, 0 for a family
 * without one.
 */
__u32 model_family_bit(unsigned int family)
{
	switch (family) {
	case AF_INET:
		return NETTUNE_FAMILY_INET;
	case AF_INET6:
		return NETTUNE_FAMILY_INET6;
	case AF_UNIX:
		return MODEL_FAMILY_UNIX;
	default:
		return 0;
	}
}

/* What is asked for and a unix socket has not. */
#define CHECKS_NOT_UNIX	(NT_FILTER_PORTS | NT_FILTER_ADDRS | NT_FILTER_IFINDEX)

/**
 * model_match() - does a socket pass the filter?
 * @filter: what is wanted
 * @snap: the socket, with all that the filter looks at
 *
 * Return: true if it does.
 */
bool model_match(const struct nt_filter *filter, const struct nt_snap *snap)
{
	const struct nettune_sock_id *id = &snap->id;

	if (model_is_unix(id) && filter->checks & CHECKS_NOT_UNIX)
		return false;
	return nt_filter_kind(filter, model_protocol_bit(id->protocol),
			      model_family_bit(id->family), id->state) &&
	       nt_filter_ports(filter, ntohs(id->sport), ntohs(id->dport)) &&
	       nt_filter_rest(filter, snap);
}

/* The somaxconn with which kernels start, since 5.4 (19f92a030ca6). */
#define SOMAXCONN_DEFAULT	4096

/**
 * model_limit() - what can be said of the limit of a listener's accept queue?
 * @accept_max: the limit in force
 * @somaxconn: net.core.somaxconn now, NULL = not known
 *
 * The kernel takes the smaller of listen()'s argument and somaxconn when
 * listen() is called, and keeps neither. A limit above today's somaxconn dates
 * from before that was lowered: that is certain. One below it is listen()'s
 * argument, or a lower somaxconn of that time; where it equals the default of
 * somaxconn, the latter is likely enough to be said, but a program may as well
 * have asked for that number.
 *
 * Return: one of enum model_limit.
 */
enum model_limit model_limit(__u32 accept_max, const __u32 *somaxconn)
{
	if (!somaxconn)
		return MODEL_LIMIT_UNKNOWN;
	if (accept_max > *somaxconn)
		return MODEL_LIMIT_OLD;
	if (accept_max == *somaxconn)
		return MODEL_LIMIT_SOMAXCONN;
	return accept_max == SOMAXCONN_DEFAULT ? MODEL_LIMIT_MAYBE_OLD :
						 MODEL_LIMIT_LISTEN;
}

/**
 * model_limit_name() - the same for people
 * @limit: one of enum model_limit
 *
 * Return: words, NULL when there is nothing to say.
 */
const char *model_limit_name(enum model_limit limit)
{
	static const char *const names[] = {
		[MODEL_LIMIT_LISTEN] = "listen()",
		[MODEL_LIMIT_SOMAXCONN] = "somaxconn",
		[MODEL_LIMIT_OLD] = "old somaxconn",
		[MODEL_LIMIT_MAYBE_OLD] = "old somaxconn?",
	};

	return limit < ARRAY_SIZE(names) ? names[limit] : NULL;
}

/**
 * model_limit_from() - which setting bounds a listener's accept queue?
 * @accept_max: the limit in force
 * @somaxconn: net.core.somaxconn now, NULL = not known
 *
 * Return: "listen", "somaxconn", or NULL when it can't be told: see
 * model_limit().
 */
const char *model_limit_from(__u32 accept_max, const __u32 *somaxconn)
{
	switch (model_limit(accept_max, somaxconn)) {
	case MODEL_LIMIT_LISTEN:
		return "listen";
	case MODEL_LIMIT_SOMAXCONN:
		return "somaxconn";
	default:
		return NULL;
	}
}
