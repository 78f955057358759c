// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests what nettune.ko is asked: the filter, and that the largest one fits. */
#include "unit.h"

#include <linux/genetlink.h>
#include <netlink/msg.h>

#include "source/module.h"
#include "source/source.h"

/* Find an attribute of a nest. */
static const struct nlattr *find(const struct nlattr *nest, int type)
{
	const struct nlattr *attr = nla_data(nest);
	int rest = nla_len(nest);

	for (; nla_ok(attr, rest); attr = nla_next(attr, &rest))
		if (nla_type(attr) == type)
			return attr;
	return NULL;
}

static void assert_u32(const struct nlattr *nest, int type, __u32 want)
{
	const struct nlattr *attr = find(nest, type);

	assert_non_null(attr);
	assert_int_equal(nla_get_u32(attr), want);
}

static const struct nlattr *only_attr(struct nl_msg *msg)
{
	return (const struct nlattr *)NLMSG_DATA(nlmsg_hdr(msg));
}

static void test_filter_request(void **state)
{
	struct source_query query = {
		.filter = {
			.protocols = NETTUNE_PROTOCOL_UDP | MODEL_PROTOCOL_UNIX,
			.families = NT_FAMILIES_ALL | MODEL_FAMILY_UNIX,
			.states = 1U << NT_STATE_CLOSE,
			.checks = NT_FILTER_SPORTS | NT_FILTER_CGROUP |
				  NT_FILTER_MINIMUMS,
			.nr_sports = 2,
			.sports = { { 80, 80 }, { 1000, 2000 } },
			.nr_minimums = 1,
			.minimums = { { NETTUNE_KEY_DROPS, 1 } },
			.cgroup = 1ULL << 33,
			/* not asked for, so not sent */
			.uid = 1000, .nr_daddrs = 1,
		},
		.all_netns = true,
	};
	struct nl_msg *msg = nlmsg_alloc_simple(1, 0);
	const struct nlattr *nest, *attr;

	(void)state;
	assert_int_equal(module_put_filter(msg, NETTUNE_A_SOCKET_GET_FILTER,
					   &query), 0);
	nest = only_attr(msg);
	/* the kernel insists on the flag */
	assert_int_equal(nest->nla_type,
			 NETTUNE_A_SOCKET_GET_FILTER | NLA_F_NESTED);
	/* unix sockets are none of the module's */
	assert_u32(nest, NETTUNE_A_FILTER_PROTOCOLS, NETTUNE_PROTOCOL_UDP);
	assert_u32(nest, NETTUNE_A_FILTER_FAMILIES, NT_FAMILIES_ALL);
	assert_u32(nest, NETTUNE_A_FILTER_STATES, 1U << NT_STATE_CLOSE);
	attr = find(nest, NETTUNE_A_FILTER_SPORTS);
	assert_int_equal(nla_len(attr), 2 * sizeof(query.filter.sports[0]));
	assert_memory_equal(nla_data(attr), query.filter.sports, nla_len(attr));
	attr = find(nest, NETTUNE_A_FILTER_MINIMUMS);
	assert_int_equal(nla_len(attr), sizeof(query.filter.minimums[0]));
	attr = find(nest, NETTUNE_A_FILTER_CGROUP);
	assert_int_equal(nla_get_u64(attr), 1ULL << 33);
	assert_non_null(find(nest, NETTUNE_A_FILTER_ALL_NETNS));
	assert_null(find(nest, NETTUNE_A_FILTER_UID));
	assert_null(find(nest, NETTUNE_A_FILTER_DADDRS));
	nlmsg_free(msg);
}

/* The largest filter fits into a message. */
static void test_large_filter(void **state)
{
	struct source_query query = {
		.filter = {
			NT_FILTER_ALL_KINDS,
			.checks = 2 * NT_FILTER_NETNS - 1,
			.nr_sports = NETTUNE_FILTER_MAX,
			.nr_dports = NETTUNE_FILTER_MAX,
			.nr_saddrs = NETTUNE_FILTER_MAX,
			.nr_daddrs = NETTUNE_FILTER_MAX,
			.nr_minimums = NETTUNE_FILTER_MAX,
		},
		.all_netns = true,
	};
	struct nl_msg *msg = nlmsg_alloc();
	const struct nlattr *nest;

	(void)state;
	nlmsg_put(msg, 0, 0, 1, 0, 0);
	assert_int_equal(module_put_filter(msg, NETTUNE_A_SOCKET_GET_FILTER,
					   &query), 0);
	nest = only_attr(msg);
	for (int type = 1; type <= NETTUNE_A_FILTER_MAX; type++)
		assert_non_null(find(nest, type));
	nlmsg_free(msg);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_filter_request),
		cmocka_unit_test(test_large_filter),
	};

	return cmocka_run_group_tests_name("request", tests, NULL, NULL);
}
