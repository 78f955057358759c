// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests what messages of ethtool and route netlink are read to say. */
#include "unit.h"

#include <errno.h>

#include <linux/ethtool.h>
#include <linux/ethtool_netlink.h>
#include <linux/gen_stats.h>
#include <linux/genetlink.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <netlink/genl/genl.h>

#include "nic/ethnl.h"
#include "source/nic.h"
#include "transport/attrs.h"

/* An answer of the family from device 7, without what it says. */
static struct nl_msg *reply(__u8 command)
{
	struct nl_msg *msg = ethnl_request(30, command, 7, 0);

	assert_non_null(msg);
	return msg;
}

/* The first @len bytes, and nothing after them; to be freed. */
static struct nlmsghdr *cut(struct nl_msg *msg, size_t len)
{
	struct nlmsghdr *hdr = exact_copy(nlmsg_hdr(msg), len);

	hdr->nlmsg_len = len;
	return hdr;
}

static __s64 get(const struct model_facts *facts, const char *name)
{
	__s64 value;

	assert_true(model_fact_value(facts, name, 0, &value));
	return value;
}

static struct nl_msg *make_rings(void)
{
	struct nl_msg *msg = reply(ETHTOOL_MSG_RINGS_GET_REPLY);

	nla_put_u32(msg, ETHTOOL_A_RINGS_RX_MAX, 4096);
	nla_put_u32(msg, ETHTOOL_A_RINGS_RX, 512);
	nla_put_u32(msg, ETHTOOL_A_RINGS_TX_MAX, 2048);
	nla_put_u32(msg, ETHTOOL_A_RINGS_TX, 256);
	/* From a newer kernel. */
	nla_put_u32(msg, 60, 1);
	nla_put_u32(msg, 1000, 1);
	return msg;
}

static void test_rings(void **state)
{
	struct nl_msg *msg = make_rings();
	struct model_facts values = { 0 };
	unsigned int ifindex;

	(void)state;
	assert_int_equal(ethnl_parse(nlmsg_hdr(msg), &ethnl_rings, &ifindex,
				     &values), 0);
	assert_int_equal(ifindex, 7);
	assert_int_equal(values.count, 4);
	assert_int_equal(get(&values, "rx"), 512);
	assert_int_equal(get(&values, "rx_max"), 4096);
	assert_int_equal(get(&values, "tx"), 256);
	assert_int_equal(get(&values, "tx_max"), 2048);
	model_facts_free(&values);
	nlmsg_free(msg);
}

/* Whole attributes are read as far as they go, half ones never. */
static void test_rings_cut(void **state)
{
	struct nl_msg *msg = make_rings();
	const size_t whole = nlmsg_hdr(msg)->nlmsg_len;
	/* Both headers, and the nest with the device's number. */
	const size_t begin = NLMSG_HDRLEN + GENL_HDRLEN + 2 * NLA_HDRLEN + 4;

	(void)state;
	for (size_t len = NLMSG_HDRLEN; len < whole; len++) {
		struct nlmsghdr *hdr = cut(msg, len);
		struct model_facts values = { 0 };
		unsigned int ifindex;
		int err;

		err = ethnl_parse(hdr, &ethnl_rings, &ifindex, &values);
		if (len >= begin && !((len - begin) % 8)) {
			size_t count = (len - begin) / 8;

			assert_int_equal(err, 0);
			assert_int_equal(values.count, count < 4 ? count : 4);
		} else {
			assert_int_equal(err, -EBADMSG);
		}
		model_facts_free(&values);
		free(hdr);
	}
	nlmsg_free(msg);
}

static int parse_coalesce(struct nl_msg *msg, struct model_facts *values)
{
	unsigned int ifindex;

	return ethnl_parse(nlmsg_hdr(msg), &ethnl_coalesce, &ifindex, values);
}

static void test_coalesce(void **state)
{
	struct nl_msg *msg = reply(ETHTOOL_MSG_COALESCE_GET_REPLY);
	struct model_facts values = { 0 };

	(void)state;
	nla_put_u32(msg, ETHTOOL_A_COALESCE_RX_USECS, 50);
	nla_put_u32(msg, ETHTOOL_A_COALESCE_RX_MAX_FRAMES, 0);
	nla_put_u8(msg, ETHTOOL_A_COALESCE_USE_ADAPTIVE_RX, 1);
	assert_int_equal(parse_coalesce(msg, &values), 0);
	assert_int_equal(values.count, 3);
	assert_int_equal(get(&values, "rx_usecs"), 50);
	assert_int_equal(get(&values, "rx_frames"), 0);
	assert_int_equal(get(&values, "adaptive_rx"), 1);
	model_facts_free(&values);
	nlmsg_free(msg);
}

/* Answers that make no sense: each is refused. */
static void test_wrong(void **state)
{
	struct model_facts values = { 0 };
	struct nl_msg *msg;
	struct nlattr *nest;

	(void)state;
	/* Not what was asked for. */
	msg = reply(ETHTOOL_MSG_RINGS_GET_REPLY);
	assert_int_equal(parse_coalesce(msg, &values), -EBADMSG);
	nlmsg_free(msg);
	/* Of no device. */
	msg = ethnl_request(30, ETHTOOL_MSG_COALESCE_GET_REPLY, 0, 0);
	assert_int_equal(parse_coalesce(msg, &values), -EBADMSG);
	nlmsg_free(msg);
	/* A number that is too short. */
	msg = reply(ETHTOOL_MSG_COALESCE_GET_REPLY);
	nla_put_u16(msg, ETHTOOL_A_COALESCE_RX_USECS, 50);
	assert_int_equal(parse_coalesce(msg, &values), -EBADMSG);
	nlmsg_free(msg);
	/* What is nested goes beyond where it is in. */
	msg = reply(ETHTOOL_MSG_COALESCE_GET_REPLY);
	nest = nlmsg_attrdata(nlmsg_hdr(msg), GENL_HDRLEN);
	((struct nlattr *)nla_data(nest))->nla_len += 4;
	assert_int_equal(parse_coalesce(msg, &values), -EBADMSG);
	((struct nlattr *)nla_data(nest))->nla_len = 1;
	assert_int_equal(parse_coalesce(msg, &values), -EBADMSG);
	nlmsg_free(msg);
	assert_int_equal(values.count, 0);
}

static const char *const names[] = { "rx-gro", "rx-lro", "", "tx-last" };

static struct nl_msg *make_names(__u32 set_id)
{
	struct nl_msg *msg = reply(ETHTOOL_MSG_STRSET_GET_REPLY);
	struct nlattr *sets, *set, *strings, *string;

	sets = nla_nest_start(msg, ETHTOOL_A_STRSET_STRINGSETS);
	set = nla_nest_start(msg, ETHTOOL_A_STRINGSETS_STRINGSET);
	nla_put_u32(msg, ETHTOOL_A_STRINGSET_ID, set_id);
	strings = nla_nest_start(msg, ETHTOOL_A_STRINGSET_STRINGS);
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		string = nla_nest_start(msg, ETHTOOL_A_STRINGS_STRING);
		/* The last one is number 40: beyond the first word of bits. */
		nla_put_u32(msg, ETHTOOL_A_STRING_INDEX, i == 3 ? 40 : i);
		nla_put_string(msg, ETHTOOL_A_STRING_VALUE, names[i]);
		nla_nest_end(msg, string);
	}
	string = nla_nest_start(msg, ETHTOOL_A_STRINGS_STRING);
	nla_put_u32(msg, ETHTOOL_A_STRING_INDEX, 0xffffffff);
	nla_put_string(msg, ETHTOOL_A_STRING_VALUE, "too far");
	nla_nest_end(msg, string);
	nla_nest_end(msg, strings);
	nla_nest_end(msg, set);
	nla_nest_end(msg, sets);
	return msg;
}

static struct nl_msg *make_features(__u32 bits, size_t words)
{
	static const __u32 active[] = { 0x1, 0x100 };
	struct nl_msg *msg = reply(ETHTOOL_MSG_FEATURES_GET_REPLY);
	struct nlattr *set;

	set = nla_nest_start(msg, ETHTOOL_A_FEATURES_ACTIVE);
	nla_put_flag(msg, ETHTOOL_A_BITSET_NOMASK);
	nla_put_u32(msg, ETHTOOL_A_BITSET_SIZE, bits);
	nla_put(msg, ETHTOOL_A_BITSET_VALUE, 4 * words, active);
	nla_nest_end(msg, set);
	return msg;
}

static void test_features(void **state)
{
	struct nl_msg *msg = make_names(ETH_SS_FEATURES);
	struct model_facts values = { 0 };
	struct ethnl_names known = { 0 };
	unsigned int ifindex;

	(void)state;
	assert_int_equal(ethnl_parse_names(nlmsg_hdr(msg), &known), 0);
	assert_string_equal(known.names[40], "tx-last");
	nlmsg_free(msg);

	msg = make_features(41, 2);
	assert_int_equal(ethnl_parse_features(nlmsg_hdr(msg), &known, &ifindex,
					      &values), 0);
	assert_int_equal(values.count, 3);
	assert_int_equal(get(&values, "rx-gro"), 1);
	assert_int_equal(get(&values, "rx-lro"), 0);
	assert_int_equal(get(&values, "tx-last"), 1);
	model_facts_free(&values);
	nlmsg_free(msg);

	/* More bits than there are bytes. */
	msg = make_features(65, 2);
	assert_int_equal(ethnl_parse_features(nlmsg_hdr(msg), &known, &ifindex,
					      &values), -EBADMSG);
	model_facts_free(&values);
	nlmsg_free(msg);
}

static void test_features_cut(void **state)
{
	struct nl_msg *features = make_features(41, 2);
	struct nl_msg *strings = make_names(ETH_SS_FEATURES);
	struct ethnl_names known = { .names = { "rx-gro" } };
	unsigned int ifindex;

	(void)state;
	for (size_t len = NLMSG_HDRLEN;
	     len < nlmsg_hdr(features)->nlmsg_len; len++) {
		struct nlmsghdr *hdr = cut(features, len);
		struct model_facts values = { 0 };

		assert_int_equal(ethnl_parse_features(hdr, &known, &ifindex,
						      &values), -EBADMSG);
		model_facts_free(&values);
		free(hdr);
	}
	for (size_t len = NLMSG_HDRLEN;
	     len < nlmsg_hdr(strings)->nlmsg_len; len++) {
		struct nlmsghdr *hdr = cut(strings, len);
		struct ethnl_names some = { 0 };

		assert_int_equal(ethnl_parse_names(hdr, &some), -EBADMSG);
		free(hdr);
	}
	nlmsg_free(features);
	nlmsg_free(strings);

	strings = make_names(ETH_SS_STATS);
	assert_int_equal(ethnl_parse_names(nlmsg_hdr(strings), &known),
			 -EBADMSG);
	nlmsg_free(strings);
}

/* What a request to change something looks like. */
static void test_put(void **state)
{
	const struct nlattr *attrs[64], *header[8];
	struct nl_msg *msg;
	__u32 value;

	(void)state;
	msg = ethnl_request(30, ethnl_coalesce.set, 7, 0);
	assert_int_equal(ethnl_put(msg, &ethnl_coalesce, "rx_usecs", 64), 0);
	assert_int_equal(ethnl_put(msg, &ethnl_coalesce, "adaptive_rx", 1), 0);
	assert_int_equal(ethnl_put(msg, &ethnl_coalesce, "adaptive_rx", 256),
			 -ERANGE);
	assert_int_equal(ethnl_put(msg, &ethnl_coalesce, "nonsense", 1),
			 -ENOENT);
	assert_int_equal(ethnl_put(msg, &ethnl_rings, "rx_max", 1), -EROFS);

	assert_int_equal(attrs_message(nlmsg_hdr(msg), GENL_HDRLEN, attrs,
				       ARRAY_SIZE(attrs)), 0);
	assert_int_equal(attrs_nested(attrs[1], header, ARRAY_SIZE(header)), 0);
	assert_true(attrs_u32(header[ETHTOOL_A_HEADER_DEV_INDEX], &value));
	assert_int_equal(value, 7);
	assert_int_equal(nla_len(attrs[ETHTOOL_A_COALESCE_RX_USECS]), 4);
	assert_int_equal(nla_get_u32(attrs[ETHTOOL_A_COALESCE_RX_USECS]), 64);
	assert_int_equal(nla_len(attrs[ETHTOOL_A_COALESCE_USE_ADAPTIVE_RX]), 1);
	nlmsg_free(msg);
}

static struct nl_msg *make_link(size_t stats_len)
{
	const struct ifinfomsg info = {
		.ifi_index = 7, .ifi_flags = IFF_UP | IFF_BROADCAST,
	};
	struct rtnl_link_stats64 stats = {
		.rx_missed_errors = 5000000000ULL, .tx_dropped = 3,
	};
	struct nl_msg *msg = nlmsg_alloc_simple(RTM_NEWLINK, 0);
	struct nlattr *nest;

	assert_non_null(msg);
	nlmsg_append(msg, (void *)&info, sizeof(info), NLMSG_ALIGNTO);
	nla_put_string(msg, IFLA_IFNAME, "eth0");
	nla_put_u32(msg, IFLA_MTU, 9000);
	nla_put_u32(msg, IFLA_TXQLEN, 500);
	nla_put_u8(msg, IFLA_CARRIER, 1);
	nla_put_string(msg, IFLA_QDISC, "mq");
	nest = nla_nest_start(msg, IFLA_LINKINFO);
	nla_put_string(msg, IFLA_INFO_KIND, "veth");
	nla_nest_end(msg, nest);
	nest = nla_nest_start(msg, IFLA_PROP_LIST);
	nla_put_string(msg, IFLA_ALT_IFNAME, "enp1s0");
	nla_put(msg, IFLA_ALT_IFNAME, 4, "lan0");
	nla_nest_end(msg, nest);
	nla_put(msg, IFLA_STATS64, stats_len, &stats);
	return msg;
}

static void test_link(void **state)
{
	struct nl_msg *msg = make_link(sizeof(struct rtnl_link_stats64));
	struct model_nic nic;

	(void)state;
	assert_int_equal(nic_parse_link(nlmsg_hdr(msg), &nic), 0);
	assert_int_equal(nic.ifindex, 7);
	assert_string_equal(nic.ifname, "eth0");
	assert_true(model_nic_is_named(&nic, "eth?"));
	assert_true(model_nic_is_named(&nic, "enp1s0"));
	assert_true(model_nic_is_named(&nic, "lan0"));
	assert_false(model_nic_is_named(&nic, "lan"));
	assert_false(model_nic_is_named(&nic, ""));
	assert_string_equal(nic.kind, "veth");
	assert_string_equal(nic.qdisc, "mq");
	assert_int_equal(nic.mtu, 9000);
	assert_int_equal(nic.has, MODEL_NIC_HAS_LINK);
	assert_true(nic.link);
	assert_int_equal(get(&nic.queues, "txqueuelen"), 500);
	assert_int_equal(get(&nic.drops, "rx_missed"), 5000000000LL);
	assert_int_equal(get(&nic.drops, "tx_dropped"), 3);
	assert_null(model_fact(&nic.drops, "rx_no_buffer"));
	model_nic_free(&nic);
	nlmsg_free(msg);

	/* The counters of an older kernel are fewer, not 0. */
	msg = make_link(offsetof(struct rtnl_link_stats64, rx_missed_errors));
	assert_int_equal(nic_parse_link(nlmsg_hdr(msg), &nic), 0);
	assert_null(model_fact(&nic.drops, "rx_missed"));
	assert_non_null(model_fact(&nic.drops, "rx_crc"));
	model_nic_free(&nic);
	nlmsg_free(msg);
}

static void test_link_cut(void **state)
{
	struct nl_msg *msg = make_link(sizeof(struct rtnl_link_stats64));
	size_t read = 0;

	(void)state;
	for (size_t len = NLMSG_HDRLEN; len < nlmsg_hdr(msg)->nlmsg_len; len++) {
		struct nlmsghdr *hdr = cut(msg, len);
		struct model_nic nic;
		int err = nic_parse_link(hdr, &nic);

		assert_true(!err || err == -EBADMSG);
		assert_null(model_fact(&nic.drops, "rx_missed"));
		read += !err;
		model_nic_free(&nic);
		free(hdr);
	}
	/* Between the name and the counters: as often as an attribute ends. */
	assert_true(read >= 6 && read < 32);
	nlmsg_free(msg);
}

/**
 * struct qdisc_case - a message about a qdisc, and what it says
 * @kind: its kind
 * @attr: attribute of the options that has the limit, 0 = @at in a structure
 * @at: offset of the limit in the options, which are @size bytes
 * @size: bytes of the options
 * @limited: is the limit read?
 * @bytes: as one of bytes?
 */
static const struct qdisc_case {
	const char	*kind;
	int		attr;
	size_t		at;
	size_t		size;
	bool		limited;
	bool		bytes;
} qdisc_cases[] = {
	{ "pfifo", 0, 0, 4, true, false },
	{ "bfifo", 0, 0, 4, true, true },
	{ "fq", TCA_FQ_PLIMIT, 0, 0, true, false },
	{ "fq_codel", TCA_FQ_CODEL_LIMIT, 0, 0, true, false },
	{ "netem", 0, 4, sizeof(struct tc_netem_qopt), true, false },
	{ "sfq", 0, 8, sizeof(struct tc_sfq_qopt), true, false },
	{ "htb", 0, 0, 4, false, false },
};

static struct nl_msg *make_qdisc(const struct qdisc_case *qcase, __u32 handle,
				 __u32 parent)
{
	const struct tcmsg info = {
		.tcm_ifindex = 7, .tcm_handle = handle, .tcm_parent = parent,
	};
	const struct gnet_stats_queue queue = {
		.qlen = 2, .backlog = 3000, .drops = 4, .requeues = 5,
		.overlimits = 6,
	};
	struct nl_msg *msg = nlmsg_alloc_simple(RTM_NEWQDISC, 0);
	char options[64] = { 0 };
	const __u32 limit = 777;
	struct nlattr *nest;

	assert_non_null(msg);
	nlmsg_append(msg, (void *)&info, sizeof(info), NLMSG_ALIGNTO);
	nla_put_string(msg, TCA_KIND, qcase->kind);
	if (qcase->attr) {
		nest = nla_nest_start(msg, TCA_OPTIONS);
		nla_put_u32(msg, qcase->attr, limit);
		nla_nest_end(msg, nest);
	} else {
		memcpy(options + qcase->at, &limit, sizeof(limit));
		nla_put(msg, TCA_OPTIONS, qcase->size, options);
	}
	nest = nla_nest_start(msg, TCA_STATS2);
	nla_put(msg, TCA_STATS_QUEUE, sizeof(queue), &queue);
	nla_nest_end(msg, nest);
	return msg;
}

static void test_qdisc(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(qdisc_cases); i++) {
		const struct qdisc_case *qcase = &qdisc_cases[i];
		struct nl_msg *msg = make_qdisc(qcase, 0x10000, TC_H_ROOT);
		struct nic_qdisc qdisc;

		assert_int_equal(nic_parse_qdisc(nlmsg_hdr(msg), &qdisc), 0);
		assert_string_equal(qdisc.kind, qcase->kind);
		assert_int_equal(qdisc.limited, qcase->limited);
		assert_int_equal(qdisc.limit_bytes, qcase->bytes);
		if (qcase->limited)
			assert_int_equal(qdisc.limit, 777);
		assert_true(qdisc.known);
		assert_int_equal(qdisc.drops, 4);
		for (size_t len = NLMSG_HDRLEN;
		     len < nlmsg_hdr(msg)->nlmsg_len; len++) {
			struct nlmsghdr *hdr = cut(msg, len);

			if (!nic_parse_qdisc(hdr, &qdisc))
				assert_false(qdisc.known);
			free(hdr);
		}
		nlmsg_free(msg);
	}
}

/* The root's counters; of its children's limits the sum, if it spreads. */
static void test_take_qdisc(void **state)
{
	struct nic_qdisc root = {
		.ifindex = 7, .parent = TC_H_ROOT, .kind = "mq", .known = true,
		.qlen = 2, .backlog = 3000, .drops = 4,
	};
	struct nic_qdisc child = {
		.ifindex = 7, .parent = 1, .kind = "pfifo_fast", .known = true,
		.drops = 4,
	};
	struct model_nic nic = { 0 };
	__u32 handle = 0;
	bool spread = false;

	(void)state;
	model_facts_set(&nic.queues, "txqueuelen", 500);
	assert_int_equal(nic_take_qdisc(&nic, &handle, &spread, &root), 0);
	assert_int_equal(nic_take_qdisc(&nic, &handle, &spread, &child), 0);
	child.parent = 2;
	assert_int_equal(nic_take_qdisc(&nic, &handle, &spread, &child), 0);
	/* One that hangs elsewhere. */
	child.parent = 0x20001;
	assert_int_equal(nic_take_qdisc(&nic, &handle, &spread, &child), 0);
	assert_int_equal(get(&nic.queues, "qdisc_limit"), 1000);
	assert_int_equal(get(&nic.queues, "qdisc_qlen"), 2);
	assert_int_equal(get(&nic.queues, "qdisc_backlog"), 3000);
	assert_int_equal(get(&nic.drops, "qdisc_drops"), 4);
	model_nic_free(&nic);

	/* A classful one has no limit of its own, whatever its leaves have. */
	nic = (struct model_nic) { 0 };
	snprintf(root.kind, sizeof(root.kind), "htb");
	child.parent = 1;
	child.limited = true;
	child.limit = 10;
	assert_int_equal(nic_take_qdisc(&nic, &handle, &spread, &root), 0);
	assert_int_equal(nic_take_qdisc(&nic, &handle, &spread, &child), 0);
	assert_null(model_fact(&nic.queues, "qdisc_limit"));
	model_nic_free(&nic);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rings),
		cmocka_unit_test(test_rings_cut),
		cmocka_unit_test(test_coalesce),
		cmocka_unit_test(test_wrong),
		cmocka_unit_test(test_features),
		cmocka_unit_test(test_features_cut),
		cmocka_unit_test(test_put),
		cmocka_unit_test(test_link),
		cmocka_unit_test(test_link_cut),
		cmocka_unit_test(test_qdisc),
		cmocka_unit_test(test_take_qdisc),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
