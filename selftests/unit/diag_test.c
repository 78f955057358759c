// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests the reading of inet_diag messages: whole, cut, and mini-sockets. */
#include "diag_message.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>

#include <linux/inet_diag.h>

#include "source/diag.h"

static void begin(struct message *message, int family, int state)
{
	struct inet_diag_msg msg = {
		.idiag_family = family, .idiag_state = state,
		.idiag_rqueue = 3, .idiag_wqueue = 2,
		.idiag_uid = 1000, .idiag_inode = 77,
		.id = {
			.idiag_sport = htons(80), .idiag_dport = htons(81),
			.idiag_src = { htonl(0x7f000001), 2, 3, 4 },
			.idiag_dst = { htonl(0x7f000002), 6, 7, 8 },
			.idiag_if = 5, .idiag_cookie = { 0x11, 0x22 },
		},
	};

	message_begin(message, &msg, sizeof(msg));
}

static int parse(const struct message *message, size_t len, int protocol,
		 struct model_sock *sock)
{
	struct nlmsghdr *hdr = message_cut(message, len);
	int err;

	err = diag_parse_socket(hdr, protocol, sock);
	free(hdr);
	return err;
}

static void whole_message(struct message *message)
{
	const __u64 cgroup = 1ULL << 35;
	const __u32 mark = 9;
	const __u8 one = 1;

	begin(message, AF_INET6, NT_STATE_LISTEN);
	message_add(message, INET_DIAG_SHUTDOWN, &one, sizeof(one));
	message_add(message, INET_DIAG_SKMEMINFO, meminfo, sizeof(meminfo));
	message_add(message, INET_DIAG_SKV6ONLY, &one, sizeof(one));
	message_add(message, INET_DIAG_MARK, &mark, sizeof(mark));
	message_add(message, 0x3fff, "later", 5);
	message_add(message, INET_DIAG_CGROUP_ID, &cgroup, sizeof(cgroup));
}

static void test_listener(void **state)
{
	struct message message;
	struct model_sock sock;
	const struct nt_snap *snap = &sock.snap;

	(void)state;
	whole_message(&message);
	assert_int_equal(parse(&message, message.len, IPPROTO_TCP, &sock), 0);
	assert_int_equal(snap->has, NT_HAS_MEM | NT_HAS_OWNER | NT_HAS_ACCEPT);
	assert_int_equal(snap->id.family, AF_INET6);
	assert_int_equal(snap->id.protocol, IPPROTO_TCP);
	assert_int_equal(snap->id.sport, htons(80));
	assert_int_equal(snap->id.dport, htons(81));
	assert_int_equal(snap->id.saddr[12], 4);
	assert_int_equal(snap->id.daddr[12], 8);
	assert_int_equal(snap->id.ifindex, 5);
	assert_int_equal(snap->owner.mark, 9);
	assert_int_equal(snap->id.cookie, 0x2200000011ULL);
	assert_int_equal(snap->id.flags, NETTUNE_SOCK_FLAG_V6ONLY);
	assert_int_equal(snap->flags_known, NETTUNE_SOCK_FLAG_V6ONLY);
	check_meminfo(&snap->mem);
	assert_int_equal(snap->mem.recv_q, 3);
	assert_int_equal(snap->mem.send_q, 2);
	assert_int_equal(snap->listener.accept_q, 3);
	assert_int_equal(snap->listener.accept_max, 2);
	assert_int_equal(snap->owner.uid, 1000);
	assert_int_equal(snap->owner.inode, 77);
	assert_int_equal(snap->owner.cgroup, 1ULL << 35);
}

static void test_ipv4(void **state)
{
	static const __u8 zero[12];
	struct message message;
	struct model_sock sock;

	(void)state;
	begin(&message, AF_INET, NT_STATE_CLOSE);
	message_add(&message, INET_DIAG_SKMEMINFO, meminfo, sizeof(meminfo));
	assert_int_equal(parse(&message, message.len, IPPROTO_UDP, &sock), 0);
	/* what the kernel leaves behind an IPv4 address is not ours to show */
	assert_memory_equal(sock.snap.id.saddr, "\x7f\0\0\1", 4);
	assert_memory_equal(sock.snap.id.saddr + 4, zero, sizeof(zero));
	assert_memory_equal(sock.snap.id.daddr + 4, zero, sizeof(zero));
	assert_int_equal(sock.snap.has, NT_HAS_MEM | NT_HAS_OWNER);
	assert_int_equal(sock.snap.flags_known, 0);
}

static void test_mini(void **state)
{
	struct message message;
	struct model_sock sock;

	(void)state;
	begin(&message, AF_INET, NT_STATE_TIME_WAIT);
	assert_int_equal(parse(&message, message.len, IPPROTO_TCP, &sock), 0);
	assert_int_equal(sock.snap.has, 0);

	/* too short to be of use */
	message_add(&message, INET_DIAG_SKMEMINFO, meminfo, sizeof(meminfo) - 4);
	message_add(&message, INET_DIAG_CGROUP_ID, meminfo, 4);
	message_add(&message, INET_DIAG_SKV6ONLY, "", 0);
	message_add(&message, INET_DIAG_MARK, meminfo, 3);
	assert_int_equal(parse(&message, message.len, IPPROTO_TCP, &sock), 0);
	assert_int_equal(sock.snap.has, 0);
	assert_int_equal(sock.snap.flags_known, 0);
	assert_int_equal(sock.snap.owner.mark, 0);
	assert_int_equal(sock.snap.owner.cgroup, 0);
}

static void test_no_cookie(void **state)
{
	struct message message;
	struct inet_diag_msg msg;
	struct model_sock sock;

	(void)state;
	begin(&message, AF_INET, NT_STATE_ESTABLISHED);
	memcpy(&msg, message.bytes + NLMSG_HDRLEN, sizeof(msg));
	memset(msg.id.idiag_cookie, 0xff, sizeof(msg.id.idiag_cookie));
	memcpy(message.bytes + NLMSG_HDRLEN, &msg, sizeof(msg));
	assert_int_equal(parse(&message, message.len, IPPROTO_TCP, &sock), 0);
	assert_int_equal(sock.snap.id.cookie, 0);
}

static void test_other_family(void **state)
{
	struct message message;
	struct model_sock sock;

	(void)state;
	begin(&message, AF_UNIX, NT_STATE_ESTABLISHED);
	assert_int_equal(parse(&message, message.len, IPPROTO_TCP, &sock),
			 -EBADMSG);
}

/* A message cut at any byte is refused, or ends with a whole attribute. */
static void test_every_cut(void **state)
{
	struct message message;

	(void)state;
	whole_message(&message);
	for (size_t cut = NLMSG_HDRLEN; cut < message.len; cut++) {
		struct model_sock sock;
		bool whole = message_is_whole(&message, sizeof(struct inet_diag_msg),
					      cut);

		assert_int_equal(parse(&message, cut, IPPROTO_TCP, &sock),
				 whole ? 0 : -EBADMSG);
	}
}

/* A struct tcp_info, by the offsets that no kernel may change. */
static void fill_info(__u8 info[232])
{
	static const struct {
		__u32 at;
		__u32 value;
	} values[] = {
		{ 16, 1448 }, { 24, 30 }, { 36, 4 }, { 64, 64000 },
		{ 68, 25123 }, { 80, 11 }, { 100, 17 }, { 144, 2 },
		{ 148, 99 }, { 228, 65536 },
	};

	memset(info, 0, 232);
	for (size_t i = 0; i < ARRAY_SIZE(values); i++)
		memcpy(info + values[i].at, &values[i].value, sizeof(__u32));
}

static int parse_info(int protocol, int state, size_t len,
		      struct model_sock *sock)
{
	struct message message;
	__u8 info[232];

	fill_info(info);
	begin(&message, AF_INET, state);
	message_add(&message, INET_DIAG_INFO, info, len);
	return parse(&message, message.len, protocol, sock);
}

static void test_info(void **state)
{
	const struct nettune_sock_tcp *tcp;
	struct model_sock sock;

	(void)state;
	tcp = &sock.snap.tcp;
	assert_int_equal(parse_info(IPPROTO_TCP, NT_STATE_ESTABLISHED, 232,
				    &sock), 0);
	assert_int_equal(sock.snap.has, NT_HAS_TCP);
	assert_int_equal(tcp->mss, 1448);
	assert_int_equal(tcp->retrans_out, 4);
	assert_int_equal(tcp->total_retrans, 17);
	assert_int_equal(tcp->srtt_us, 25123);
	assert_int_equal(tcp->snd_cwnd, 11);
	assert_int_equal(tcp->rcv_ssthresh, 64000);
	assert_int_equal(tcp->snd_wnd, 65536);
	assert_int_equal(tcp->unsent, 2);
	/* all of the queue of 2 bytes */
	assert_int_equal(tcp->unacked, 0);

	/* an old kernel's, and one that ends before what is needed */
	assert_int_equal(parse_info(IPPROTO_TCP, NT_STATE_ESTABLISHED, 148,
				    &sock), 0);
	assert_int_equal(sock.snap.has, NT_HAS_TCP);
	assert_int_equal(tcp->snd_wnd, 0);
	assert_int_equal(tcp->unsent, 2);
	assert_int_equal(parse_info(IPPROTO_TCP, NT_STATE_ESTABLISHED, 144,
				    &sock), 0);
	assert_int_equal(sock.snap.has, 0);

	/* who has something else there */
	assert_int_equal(parse_info(IPPROTO_TCP, NT_STATE_LISTEN, 232, &sock),
			 0);
	assert_int_equal(sock.snap.has, 0);
	assert_int_equal(parse_info(IPPROTO_RAW, NT_STATE_CLOSE, 232, &sock),
			 0);
	assert_int_equal(sock.snap.has, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_listener),
		cmocka_unit_test(test_ipv4),
		cmocka_unit_test(test_mini),
		cmocka_unit_test(test_no_cookie),
		cmocka_unit_test(test_other_family),
		cmocka_unit_test(test_every_cut),
		cmocka_unit_test(test_info),
	};

	return cmocka_run_group_tests_name("diag", tests, NULL, NULL);
}
