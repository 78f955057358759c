// SPDX-License-Identifier: GPL-2.0-or-later
/* The numbers of a capture: which, in what order, where they are. */
#include "model/capture.h"

#include <arpa/inet.h>
#include <stdint.h>
#include <string.h>

#include "array.h"

#define SNAP(name, path, type) \
	{ name, offsetof(struct model_sock, snap.path), CAPTURE_ ## type }
#define ID(field, type)		SNAP(#field, id.field, type)
#define MEM(field)		SNAP(#field, mem.field, U32)
#define LISTENER(field)		SNAP(#field, listener.field, U32)
#define TCP(field)		SNAP(#field, tcp.field, U32)
#define OWNER(field, type)	SNAP(#field, owner.field, type)

static const struct capture_number sock_numbers[] = {
	ID(family, U8), ID(protocol, U8), ID(state, U8), ID(sport, PORT),
	ID(dport, PORT), ID(ifindex, U32), ID(netns, U32), ID(flags, U32),
	SNAP("flags_known", flags_known, U32), ID(cookie, U64),
	SNAP("has", has, U32),
};

static const struct capture_number mem_numbers[] = {
	MEM(rmem_alloc), MEM(rcvbuf), MEM(wmem_alloc), MEM(wmem_queued),
	MEM(sndbuf), SNAP("fwd_alloc", mem.fwd_alloc, S32), MEM(optmem),
	MEM(backlog), MEM(drops), MEM(recv_q), MEM(send_q),
};

static const struct capture_number listener_numbers[] = {
	LISTENER(accept_q), LISTENER(accept_max), LISTENER(syn_q),
	LISTENER(syn_young), LISTENER(syn_max), LISTENER(tfo_q),
	LISTENER(tfo_max),
};

static const struct capture_number tcp_numbers[] = {
	TCP(rcv_wnd), TCP(window_clamp), TCP(rcv_ssthresh), TCP(snd_wnd),
	TCP(snd_cwnd), TCP(mss), TCP(unsent), TCP(unacked), TCP(retrans_out),
	TCP(total_retrans), TCP(srtt_us),
};

static const struct capture_number owner_numbers[] = {
	OWNER(uid, U32), OWNER(mark, U32), OWNER(inode, U64),
	OWNER(cgroup, U64),
};

const struct capture_group capture_sock_groups[] = {
	{ "sockets", 0, sock_numbers, ARRAY_SIZE(sock_numbers) },
	{ "mem", NT_HAS_MEM, mem_numbers, ARRAY_SIZE(mem_numbers) },
	{ "listener", NT_HAS_ACCEPT | NT_HAS_SYN, listener_numbers,
	  ARRAY_SIZE(listener_numbers) },
	{ "tcp", NT_HAS_TCP, tcp_numbers, ARRAY_SIZE(tcp_numbers) },
	{ "owner", NT_HAS_OWNER, owner_numbers, ARRAY_SIZE(owner_numbers) },
};

const size_t capture_sock_group_count = ARRAY_SIZE(capture_sock_groups);

const char *const capture_sock_rests[CAPTURE_RESTS] = {
	[CAPTURE_LOCAL]		= "local",
	[CAPTURE_PEER]		= "peer",
	[CAPTURE_IFNAME]	= "ifname",
	[CAPTURE_CGROUP]	= "cgroup_path",
	[CAPTURE_PROCESS]	= "process",
	[CAPTURE_PATH]		= "path",
	[CAPTURE_PEER_INODE]	= "peer_inode",
	[CAPTURE_MARK]		= "mark",
};

#define STAT(field) \
	{ #field, offsetof(struct model_softnet, stat.field), CAPTURE_U32 }

static const struct capture_number softnet_numbers[] = {
	{ "has", offsetof(struct model_softnet, has), CAPTURE_U32 },
	STAT(cpu), STAT(input_qlen), STAT(process_qlen), STAT(max_backlog),
	STAT(processed), STAT(dropped), STAT(time_squeeze), STAT(received_rps),
	STAT(peak), STAT(avg10), STAT(avg60), STAT(avg300), STAT(sampled),
	{ "flow_limit", offsetof(struct model_softnet, flow_limit),
	  CAPTURE_U32 },
};

const struct capture_group capture_softnet = {
	"softnet", 0, softnet_numbers, ARRAY_SIZE(softnet_numbers)
};

#define NIC(field) \
	{ #field, offsetof(struct model_nic, field), CAPTURE_U32 }

static const struct capture_number nic_numbers[] = {
	NIC(has), NIC(ifindex), NIC(flags), NIC(mtu),
	{ "link", offsetof(struct model_nic, link), CAPTURE_BOOL },
	NIC(speed), NIC(ring_rx), NIC(ring_rx_max), NIC(ring_tx),
	NIC(ring_tx_max),
};

const struct capture_group capture_nic = {
	"nics", 0, nic_numbers, ARRAY_SIZE(nic_numbers)
};

static const struct capture_number files_numbers[] = {
	{ "pid", offsetof(struct model_process_files, process.pid),
	  CAPTURE_U32 },
	{ "open", offsetof(struct model_process_files, open), CAPTURE_U64 },
	{ "limit", offsetof(struct model_process_files, limit), CAPTURE_U64 },
	{ "most", offsetof(struct model_process_files, most), CAPTURE_U64 },
};

const struct capture_group capture_files = {
	"files", 0, files_numbers, ARRAY_SIZE(files_numbers)
};

_Static_assert(sizeof(bool) == sizeof(__u8), "a bool is a number of 8 bits");

/**
 * capture_get() - a number of a structure
 * @base: the structure
 * @number: which
 *
 * Return: the number; of CAPTURE_S32 in two's complement.
 */
__u64 capture_get(const void *base, const struct capture_number *number)
{
	const char *from = (const char *)base + number->at;
	__u16 port;
	__u32 u32;
	__s32 s32;
	__u64 u64;

	switch (number->type) {
	case CAPTURE_BOOL:
	case CAPTURE_U8:
		return *(const __u8 *)from;
	case CAPTURE_PORT:
		memcpy(&port, from, sizeof(port));
		return ntohs(port);
	case CAPTURE_U32:
		memcpy(&u32, from, sizeof(u32));
		return u32;
	case CAPTURE_S32:
		memcpy(&s32, from, sizeof(s32));
		return (__s64)s32;
	case CAPTURE_U64:
		memcpy(&u64, from, sizeof(u64));
		return u64;
	}
	return 0;
}

/* The lowest and the highest that fits. */
static bool fits(enum capture_type type, bool negative, __u64 value)
{
	static const __u64 highest[] = {
		[CAPTURE_BOOL] = 1,
		[CAPTURE_U8] = UINT8_MAX, [CAPTURE_PORT] = UINT16_MAX,
		[CAPTURE_U32] = UINT32_MAX, [CAPTURE_S32] = INT32_MAX,
		[CAPTURE_U64] = UINT64_MAX,
	};

	if (negative)
		return type == CAPTURE_S32 && (__s64)value >= INT32_MIN;
	return value <= highest[type];
}

/**
 * capture_put() - set a number of a structure
 * @base: the structure
 * @number: which
 * @negative: is it below 0?
 * @value: the number, in two's complement if it is
 *
 * Return: does it fit? If not, nothing is set.
 */
bool capture_put(void *base, const struct capture_number *number, bool negative,
		 __u64 value)
{
	char *to = (char *)base + number->at;
	__u16 port = htons(value);
	__u32 u32 = value;
	__u8 u8 = value;

	if (!fits(number->type, negative, value))
		return false;
	switch (number->type) {
	case CAPTURE_BOOL:
	case CAPTURE_U8:
		memcpy(to, &u8, sizeof(u8));
		break;
	case CAPTURE_PORT:
		memcpy(to, &port, sizeof(port));
		break;
	case CAPTURE_U32:
	case CAPTURE_S32:
		memcpy(to, &u32, sizeof(u32));
		break;
	case CAPTURE_U64:
		memcpy(to, &value, sizeof(value));
		break;
	}
	return true;
}

/**
 * capture_free() - let go of all of it
 * @capture: zeroed afterwards
 */
void capture_free(struct capture *capture)
{
	for (size_t i = 0; i < capture->count; i++) {
		model_snapshot_free(&capture->samples[i].snapshot);
		model_socks_free(&capture->samples[i].socks);
	}
	*capture = (struct capture) { 0 };
}
