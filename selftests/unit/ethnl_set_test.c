// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests the messages by which ethtool's family is told what is to be set. */
#include "unit.h"

#include <errno.h>

#include <linux/ethtool_netlink.h>
#include <linux/genetlink.h>
#include <netlink/attr.h>
#include <netlink/genl/genl.h>

#include "nic/ethnl.h"
#include "transport/attrs.h"

static void attributes(struct nl_msg *msg, const struct nlattr **attrs)
{
	assert_int_equal(attrs_message(nlmsg_hdr(msg), GENL_HDRLEN, attrs,
				       ETHNL_ATTRS), 0);
}

static __u8 command(struct nl_msg *msg)
{
	const struct genlmsghdr *genl = nlmsg_data(nlmsg_hdr(msg));

	return genl->cmd;
}

/* All of one kind in one message, and nothing that was not named. */
static void test_put_all(void **state)
{
	struct nl_msg *msg = ethnl_request(30, ethnl_coalesce.set, 7, 0);
	const struct nlattr *attrs[ETHNL_ATTRS];
	struct model_facts values = { 0 };
	size_t count = 0;

	(void)state;
	model_facts_set(&values, "rx_usecs", 64);
	model_facts_set(&values, "tx_frames", 0xffffffff);
	model_facts_set(&values, "adaptive_tx", 0);
	assert_int_equal(ethnl_put_all(msg, &ethnl_coalesce, &values), 0);
	assert_int_equal(command(msg), ETHTOOL_MSG_COALESCE_SET);
	attributes(msg, attrs);
	for (size_t i = 0; i < ETHNL_ATTRS; i++)
		count += !!attrs[i];
	/* With the device's. */
	assert_int_equal(count, 4);
	assert_int_equal(nla_get_u32(attrs[ETHTOOL_A_COALESCE_RX_USECS]), 64);
	assert_int_equal(nla_get_u32(attrs[ETHTOOL_A_COALESCE_TX_MAX_FRAMES]),
			 0xffffffff);
	assert_int_equal(nla_get_u8(attrs[ETHTOOL_A_COALESCE_USE_ADAPTIVE_TX]),
			 0);
	for (size_t i = 0; i < ETHNL_ATTRS; i++) {
		const char *name, *wanted = NULL;

		if (!attrs[i])
			continue;
		name = ethnl_param_at(nlmsg_hdr(msg), &ethnl_coalesce,
				      (const char *)attrs[i] -
				      (const char *)nlmsg_hdr(msg));
		if (i < ethnl_coalesce.count)
			wanted = ethnl_coalesce.params[i].name;
		assert_ptr_equal(name, wanted);
	}
	assert_null(ethnl_param_at(nlmsg_hdr(msg), &ethnl_coalesce, 1));
	assert_null(ethnl_param_at(nlmsg_hdr(msg), &ethnl_coalesce, 100000));
	model_facts_free(&values);
	nlmsg_free(msg);
}

static void test_out_of_range(void **state)
{
	static const struct {
		const struct ethnl_kind *kind;
		const char *name;
		__s64 value;
		int err;
	} cases[] = {
		{ &ethnl_rings, "rx", 0xffffffff, 0 },
		{ &ethnl_rings, "rx", 0x100000000, -ERANGE },
		{ &ethnl_rings, "rx", -1, -ERANGE },
		{ &ethnl_rings, "rx_max", 1, -EROFS },
		{ &ethnl_rings, "usecs", 1, -ENOENT },
		{ &ethnl_pause, "autoneg", 1, 0 },
		{ &ethnl_pause, "autoneg", 256, -ERANGE },
		{ &ethnl_channels, "combined", 4, 0 },
		{ &ethnl_channels, "combined_max", 4, -EROFS },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct nl_msg *msg = ethnl_request(30, cases[i].kind->set, 7,
						   0);
		struct model_facts values = { 0 };

		model_facts_set(&values, cases[i].name, cases[i].value);
		assert_int_equal(ethnl_put_all(msg, cases[i].kind, &values),
				 cases[i].err);
		model_facts_free(&values);
		nlmsg_free(msg);
	}
}

/* By name, with a flag for those that are to be on. */
static void test_put_features(void **state)
{
	struct nl_msg *msg = ethnl_request(30, ETHTOOL_MSG_FEATURES_SET, 7, 0);
	const struct nlattr *attrs[ETHNL_ATTRS], *bitset[8], *bit[8], *at;
	struct model_facts values = { 0 };
	char name[32];
	int rest;

	(void)state;
	model_facts_set(&values, "a-off", 0);
	model_facts_set(&values, "b-on", 1);
	assert_int_equal(ethnl_put_features(msg, &values), 0);
	attributes(msg, attrs);
	assert_int_equal(attrs_nested(attrs[ETHTOOL_A_FEATURES_WANTED], bitset,
				      ARRAY_SIZE(bitset)), 0);
	/* Without a mask only those that are named change. */
	assert_null(bitset[ETHTOOL_A_BITSET_NOMASK]);
	at = nla_data(bitset[ETHTOOL_A_BITSET_BITS]);
	rest = nla_len(bitset[ETHTOOL_A_BITSET_BITS]);
	assert_int_equal(attrs_nested(at, bit, ARRAY_SIZE(bit)), 0);
	attrs_text(bit[ETHTOOL_A_BITSET_BIT_NAME], name, sizeof(name));
	assert_string_equal(name, "a-off");
	assert_null(bit[ETHTOOL_A_BITSET_BIT_VALUE]);
	at = nla_next(at, &rest);
	assert_int_equal(attrs_nested(at, bit, ARRAY_SIZE(bit)), 0);
	attrs_text(bit[ETHTOOL_A_BITSET_BIT_NAME], name, sizeof(name));
	assert_string_equal(name, "b-on");
	assert_non_null(bit[ETHTOOL_A_BITSET_BIT_VALUE]);
	nla_next(at, &rest);
	assert_int_equal(rest, 0);
	model_facts_free(&values);
	nlmsg_free(msg);
}

static void test_too_many(void **state)
{
	struct nl_msg *msg = ethnl_request(30, ETHTOOL_MSG_FEATURES_SET, 7, 0);
	struct model_facts values = { 0 };
	char name[32];

	(void)state;
	for (int i = 0; i < 1000; i++) {
		snprintf(name, sizeof(name), "feature-%d", i);
		model_facts_set(&values, name, 1);
	}
	assert_int_equal(ethnl_put_features(msg, &values), -EMSGSIZE);
	model_facts_free(&values);
	nlmsg_free(msg);
}

/* The answer to what was asked for: bits, and of which ones it speaks. */
static struct nl_msg *make_missed(__u32 bits, __u32 mask, __u32 count)
{
	struct nl_msg *msg = ethnl_request(30, ETHTOOL_MSG_FEATURES_SET_REPLY,
					   7, 0);
	struct nlattr *nest;

	nest = nla_nest_start(msg, ETHTOOL_A_FEATURES_WANTED | NLA_F_NESTED);
	nla_put_u32(msg, ETHTOOL_A_BITSET_SIZE, count);
	nla_put(msg, ETHTOOL_A_BITSET_VALUE, 4, &bits);
	nla_put(msg, ETHTOOL_A_BITSET_MASK, 4, &mask);
	nla_nest_end(msg, nest);
	return msg;
}

static const struct ethnl_names names = {
	.names = { "rx-gro", "rx-lro", "tx-lso", "tx-sg" },
};

static void test_missed(void **state)
{
	struct nl_msg *msg = make_missed(0x2, 0x6, 4);
	struct model_facts missed = { 0 };
	__s64 value;

	(void)state;
	assert_int_equal(ethnl_parse_missed(nlmsg_hdr(msg), &names, &missed),
			 0);
	assert_int_equal(missed.count, 2);
	assert_true(model_fact_value(&missed, "rx-lro", 0, &value));
	assert_int_equal(value, 1);
	assert_true(model_fact_value(&missed, "tx-lso", 0, &value));
	assert_int_equal(value, 0);
	model_facts_free(&missed);
	nlmsg_free(msg);

	msg = make_missed(0, 0, 4);
	assert_int_equal(ethnl_parse_missed(nlmsg_hdr(msg), &names, &missed),
			 0);
	assert_int_equal(missed.count, 0);
	nlmsg_free(msg);
}

static void test_missed_wrong(void **state)
{
	struct nl_msg *msg = make_missed(2, 6, 33);
	struct model_facts missed = { 0 };
	struct ethnl_names many = names;
	unsigned int ifindex;

	(void)state;
	/* More features than there are bits. */
	many.names[32][0] = 'x';
	assert_int_equal(ethnl_parse_missed(nlmsg_hdr(msg), &many, &missed),
			 -EBADMSG);
	model_facts_free(&missed);
	/* An answer to something else. */
	assert_int_equal(ethnl_parse_features(nlmsg_hdr(msg), &names, &ifindex,
					      &missed), -EBADMSG);
	nlmsg_free(msg);
}

static void test_missed_cut(void **state)
{
	struct nl_msg *msg = make_missed(2, 6, 4);
	const size_t whole = nlmsg_hdr(msg)->nlmsg_len;

	(void)state;
	for (size_t len = NLMSG_HDRLEN; len < whole; len++) {
		struct nlmsghdr *hdr = exact_copy(nlmsg_hdr(msg), len);
		struct model_facts missed = { 0 };

		hdr->nlmsg_len = len;
		assert_int_equal(ethnl_parse_missed(hdr, &names, &missed),
				 -EBADMSG);
		model_facts_free(&missed);
		free(hdr);
	}
	nlmsg_free(msg);
}

static void put_set(struct nl_msg *msg, int type, __u32 bits)
{
	struct nlattr *nest = nla_nest_start(msg, type | NLA_F_NESTED);

	nla_put_flag(msg, ETHTOOL_A_BITSET_NOMASK);
	nla_put_u32(msg, ETHTOOL_A_BITSET_SIZE, 4);
	nla_put(msg, ETHTOOL_A_BITSET_VALUE, 4, &bits);
	nla_nest_end(msg, nest);
}

static void test_sets(void **state)
{
	struct nl_msg *msg = ethnl_request(30, ETHTOOL_MSG_FEATURES_GET_REPLY,
					   7, 0);
	struct ethnl_feature_sets sets = { 0 };
	__s64 value;

	(void)state;
	put_set(msg, ETHTOOL_A_FEATURES_HW, 0xf);
	put_set(msg, ETHTOOL_A_FEATURES_WANTED, 0x1);
	put_set(msg, ETHTOOL_A_FEATURES_ACTIVE, 0x3);
	/* One set is not there. */
	assert_int_equal(ethnl_parse_feature_sets(nlmsg_hdr(msg), &names,
						  &sets), -EBADMSG);
	ethnl_feature_sets_free(&sets);
	put_set(msg, ETHTOOL_A_FEATURES_NOCHANGE, 0x8);
	sets = (struct ethnl_feature_sets) { 0 };
	assert_int_equal(ethnl_parse_feature_sets(nlmsg_hdr(msg), &names,
						  &sets), 0);
	assert_int_equal(sets.active.count, 4);
	assert_true(model_fact_value(&sets.hw, "tx-sg", 0, &value) && value);
	assert_true(model_fact_value(&sets.wanted, "rx-gro", 0, &value) &&
		    value);
	assert_true(model_fact_value(&sets.wanted, "rx-lro", 0, &value) &&
		    !value);
	assert_true(model_fact_value(&sets.active, "rx-lro", 0, &value) &&
		    value);
	assert_true(model_fact_value(&sets.nochange, "tx-sg", 0, &value) &&
		    value);
	ethnl_feature_sets_free(&sets);
	nlmsg_free(msg);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_put_all),
		cmocka_unit_test(test_out_of_range),
		cmocka_unit_test(test_put_features),
		cmocka_unit_test(test_too_many),
		cmocka_unit_test(test_missed),
		cmocka_unit_test(test_missed_wrong),
		cmocka_unit_test(test_missed_cut),
		cmocka_unit_test(test_sets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
