// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests the reading of nettune.ko's messages: whole, cut, short and long. */
#include "attr.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>

#include <linux/genetlink.h>
#include <netlink/msg.h>

#include "source/module.h"

static const struct nettune_sock_id id = {
	.family = AF_INET, .protocol = IPPROTO_TCP, .state = NT_STATE_LISTEN,
	.sport = 0x5000, .saddr = { 127, 0, 0, 1 }, .netns = 4026531840,
	.flags = NETTUNE_SOCK_FLAG_REUSEPORT, .cookie = 1ULL << 40,
};

static const struct nettune_sock_mem mem = {
	.rcvbuf = 131072, .fwd_alloc = -1, .drops = 9, .recv_q = 3, .send_q = 2,
};

static const struct nettune_sock_listener listener = {
	.accept_q = 3, .accept_max = 2, .syn_q = 1, .syn_young = 1, .syn_max = 2,
};

static const struct nettune_sock_tcp tcp = { .rcv_wnd = 1, .srtt_us = 11 };

static const struct nettune_sock_owner owner = {
	.uid = 1000, .inode = 1ULL << 33, .cgroup = 77,
};

/* All groups of the ABI, and where the parser should put them. */
static const struct {
	int type;
	const void *data;
	size_t size;
	size_t at;
	__u32 has;
} groups[] = {
	{ NETTUNE_A_SOCKET_ID, &id, sizeof(id),
	  offsetof(struct nt_snap, id), 0 },
	{ NETTUNE_A_SOCKET_MEM, &mem, sizeof(mem),
	  offsetof(struct nt_snap, mem), NT_HAS_MEM },
	{ NETTUNE_A_SOCKET_LISTENER, &listener, sizeof(listener),
	  offsetof(struct nt_snap, listener), NT_HAS_ACCEPT | NT_HAS_SYN },
	{ NETTUNE_A_SOCKET_TCP, &tcp, sizeof(tcp),
	  offsetof(struct nt_snap, tcp), NT_HAS_TCP },
	{ NETTUNE_A_SOCKET_OWNER, &owner, sizeof(owner),
	  offsetof(struct nt_snap, owner), NT_HAS_OWNER },
};

/* A record in which group @which is @delta bytes longer than today. */
static size_t put_record(char *buf, size_t which, int delta)
{
	char longer[512] = { 0 };
	struct nlattr nest = { .nla_type = NETTUNE_A_SOCKET_GET_SOCKET |
					   NLA_F_NESTED };
	size_t len = NLA_HDRLEN;

	for (size_t i = 0; i < ARRAY_SIZE(groups); i++) {
		memset(longer, 0xa5, sizeof(longer));
		memcpy(longer, groups[i].data, groups[i].size);
		len += put_attr(buf + len, groups[i].type, longer,
				groups[i].size + (i == which ? delta : 0));
	}
	nest.nla_len = len;
	memcpy(buf, &nest, sizeof(nest));
	return len;
}

static void assert_group(const struct model_sock *sock, size_t i)
{
	assert_memory_equal((const char *)&sock->snap + groups[i].at,
			    groups[i].data, groups[i].size);
}

static void test_whole(void **state)
{
	alignas(4) char buf[1024];
	struct model_sock sock;

	(void)state;
	put_record(buf, 0, 0);
	assert_int_equal(module_parse_socket((void *)buf, &sock), 0);
	assert_int_equal(sock.snap.has, NT_HAS_MEM | NT_HAS_ACCEPT |
			 NT_HAS_SYN | NT_HAS_TCP | NT_HAS_OWNER);
	assert_int_equal(sock.snap.flags_known, MODEL_FLAGS_ALL);
	for (size_t i = 0; i < ARRAY_SIZE(groups); i++)
		assert_group(&sock, i);
}

/* Who has it open; no name is believed to end by itself. */
static void test_process(void **state)
{
	alignas(4) char buf[256];
	struct nettune_sock_process process = { .pid = 77, .comm = "0123" };
	const size_t size = sizeof(process);
	struct nlattr nest = { .nla_type = NETTUNE_A_SOCKET_GET_SOCKET };
	struct model_sock sock;

	(void)state;
	for (size_t len = 0; len <= size; len++) {
		nest.nla_len = NLA_HDRLEN;
		nest.nla_len += put_attr(buf + nest.nla_len, NETTUNE_A_SOCKET_ID,
					 &id, sizeof(id));
		nest.nla_len += put_attr(buf + nest.nla_len,
					 NETTUNE_A_SOCKET_PROCESS, &process, len);
		memcpy(buf, &nest, sizeof(nest));
		assert_int_equal(module_parse_socket((void *)buf, &sock), 0);
		assert_int_equal(sock.process.pid, len == size ? 77 : 0);
		assert_string_equal(sock.process.comm, len == size ? "0123" : "");
	}
	memset(process.comm, 'x', sizeof(process.comm));
	put_attr(buf + nest.nla_len - NLA_ALIGN(NLA_HDRLEN + size),
		 NETTUNE_A_SOCKET_PROCESS, &process, size);
	assert_int_equal(module_parse_socket((void *)buf, &sock), 0);
	assert_string_equal(sock.process.comm, "xxxxxxxxxxxxxxx");
}

/* A structure of another length leaves the others as they are. */
static void test_lengths(void **state)
{
	alignas(4) char buf[2048];

	(void)state;
	for (size_t which = 0; which < ARRAY_SIZE(groups); which++) {
		for (int delta = -(int)groups[which].size; delta <= 64; delta++) {
			struct model_sock sock;
			int err;

			put_record(buf, which, delta);
			err = module_parse_socket((void *)buf, &sock);
			if (!which && delta < 0) {
				assert_int_equal(err, -EBADMSG);
				continue;
			}
			assert_int_equal(err, 0);
			assert_int_equal((sock.snap.has & groups[which].has) !=
					 groups[which].has, delta < 0);
			for (size_t i = 0; i < ARRAY_SIZE(groups); i++)
				if (i != which || delta >= 0)
					assert_group(&sock, i);
		}
	}
}

/* A record cut at any byte is refused, or ends with a whole attribute. */
static void test_every_cut(void **state)
{
	alignas(4) char buf[1024];
	size_t whole = put_record(buf, 0, 0);

	(void)state;
	for (size_t cut = NLA_HDRLEN; cut < whole; cut++) {
		struct nlattr *record;
		struct model_sock sock;
		size_t end = NLA_HDRLEN;
		bool between = false;
		int err;

		for (size_t i = 0; i < ARRAY_SIZE(groups); i++) {
			end += NLA_HDRLEN + groups[i].size;
			between |= cut == end;
		}
		record = exact_copy(buf, cut);
		record->nla_len = cut;
		err = module_parse_socket(record, &sock);
		assert_int_equal(err, between ? 0 : -EBADMSG);
		free(record);
	}
}

static void test_mini_and_future(void **state)
{
	alignas(4) char buf[256];
	struct nlattr nest = { .nla_type = NETTUNE_A_SOCKET_GET_SOCKET };
	struct model_sock sock;
	size_t len = NLA_HDRLEN;

	(void)state;
	len += put_attr(buf + len, 0, "zero", 4);
	len += put_attr(buf + len, NETTUNE_A_SOCKET_MAX + 1, "later", 5);
	len += put_attr(buf + len, 0x3fff, "", 0);
	len += put_attr(buf + len, NETTUNE_A_SOCKET_ID, &id, sizeof(id));
	nest.nla_len = len;
	memcpy(buf, &nest, sizeof(nest));
	assert_int_equal(module_parse_socket((void *)buf, &sock), 0);
	assert_int_equal(sock.snap.has, 0);
	assert_int_equal(sock.snap.flags_known, 0);
	assert_group(&sock, 0);

	nest.nla_len = NLA_HDRLEN;
	memcpy(buf, &nest, sizeof(nest));
	assert_int_equal(module_parse_socket((void *)buf, &sock), -EBADMSG);
}

static int take(const struct nlattr *record, void *arg)
{
	struct model_sock sock;
	int *records = arg;

	*records += 1;
	return module_parse_socket(record, &sock);
}

/* A message with two records, its length field shortened to any value. */
static void test_message_lengths(void **state)
{
	alignas(4) char buf[2048] = { 0 };
	struct nlmsghdr *hdr = (void *)buf;
	size_t start = NLMSG_HDRLEN + GENL_HDRLEN;
	size_t one = put_record(buf + start, 0, 0);
	size_t whole = start + one + put_record(buf + start + one, 0, 0);

	(void)state;
	for (size_t cut = NLMSG_HDRLEN; cut <= whole; cut++) {
		int records = 0, err;

		hdr->nlmsg_len = cut;
		hdr = exact_copy(buf, cut);
		err = module_parse_records(hdr, NETTUNE_A_SOCKET_GET_SOCKET,
					   take, &records);
		free(hdr);
		hdr = (void *)buf;
		assert_int_equal(err, cut == start || cut == start + one ||
				 cut == whole ? 0 : -EBADMSG);
		assert_int_equal(records, (cut >= start + one) +
				 (cut >= whole));
	}
}

/* A CPU's record, cut anywhere behind what the first version had of it. */
static void test_softnet(void **state)
{
	const size_t first = offsetof(struct nettune_softnet, peak);
	const struct nettune_softnet want = {
		.cpu = 1, .input_qlen = 2, .process_qlen = 3,
		.max_backlog = 1000, .received_rps = 8, .peak = 9, .avg300 = 12,
	};
	alignas(4) char buf[128];

	(void)state;
	for (size_t len = 0; len < sizeof(want) + 16; len++) {
		size_t known = len < sizeof(want) ? len : sizeof(want);
		struct model_softnet softnet;
		char longer[80] = { 0 };
		struct nlattr *record;
		int err;

		memcpy(longer, &want, sizeof(want));
		put_attr(buf, NETTUNE_A_SOFTNET_GET_CPU, longer, len);
		record = exact_copy(buf, NLA_HDRLEN + len);
		err = module_parse_softnet(record, &softnet);
		free(record);
		assert_int_equal(err, len < first ? -EBADMSG : 0);
		if (err)
			continue;
		assert_memory_equal(&softnet.stat, &want, known);
		assert_int_equal(softnet.has & MODEL_SOFTNET_HAS_STAT,
				 MODEL_SOFTNET_HAS_STAT);
	}
}

/* A group's record, with and without histograms, longer and shorter. */
static void test_group(void **state)
{
	static const struct nettune_summary_id group_id = {
		.protocol = IPPROTO_TCP, .sport = 80, .cgroup = 1ULL << 40,
	};
	static const struct nettune_summary_stat stat = {
		.rmem_alloc = 1ULL << 40, .sockets = 3, .max_drops = 9,
	};
	static const struct nettune_summary_hist hist = {
		.rmem = { 1, 2 }, .send_q[NETTUNE_HIST_LOG2 - 1] = 7,
	};
	alignas(4) char buf[1024];
	struct module_group group;
	struct nlattr nest = { .nla_type = NETTUNE_A_SUMMARY_GET_GROUP };
	size_t len = NLA_HDRLEN, with_sums;

	(void)state;
	len += put_attr(buf + len, NETTUNE_A_SUMMARY_MAX + 1, "later", 5);
	len += put_attr(buf + len, NETTUNE_A_SUMMARY_ID, &group_id,
			sizeof(group_id));
	nest.nla_len = len;
	memcpy(buf, &nest, sizeof(nest));
	/* without sums it is none */
	assert_int_equal(module_parse_group((void *)buf, &group), -EBADMSG);

	len += put_attr(buf + len, NETTUNE_A_SUMMARY_STAT, &stat, sizeof(stat));
	nest.nla_len = len;
	memcpy(buf, &nest, sizeof(nest));
	assert_int_equal(module_parse_group((void *)buf, &group), 0);
	assert_memory_equal(&group.group.id, &group_id, sizeof(group_id));
	assert_memory_equal(&group.group.stat, &stat, sizeof(stat));
	assert_false(group.has_hist);
	with_sums = len;

	len += put_attr(buf + len, NETTUNE_A_SUMMARY_HIST, &hist, sizeof(hist));
	nest.nla_len = len;
	memcpy(buf, &nest, sizeof(nest));
	assert_int_equal(module_parse_group((void *)buf, &group), 0);
	assert_true(group.has_hist);
	assert_memory_equal(&group.hist, &hist, sizeof(hist));

	for (size_t cut = NLA_HDRLEN; cut < len; cut++) {
		struct nlattr *record = exact_copy(buf, cut);

		record->nla_len = cut;
		assert_int_equal(module_parse_group(record, &group),
				 cut == with_sums ? 0 : -EBADMSG);
		free(record);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whole),
		cmocka_unit_test(test_process),
		cmocka_unit_test(test_lengths),
		cmocka_unit_test(test_every_cut),
		cmocka_unit_test(test_mini_and_future),
		cmocka_unit_test(test_message_lengths),
		cmocka_unit_test(test_softnet),
		cmocka_unit_test(test_group),
	};

	return cmocka_run_group_tests_name("module", tests, NULL, NULL);
}
