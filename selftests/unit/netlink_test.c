// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests the walk over received netlink messages. */
#include "unit.h"

#include <errno.h>

#include "transport/netlink.h"

#define SEQ	42
#define TYPE	0x20

/* Bytes as a receive would leave them. */
struct buffer {
	alignas(8) char bytes[1024];
	size_t len;
};

static struct nlmsghdr *put(struct buffer *buffer, int type, int flags,
			    const void *payload, size_t len)
{
	struct nlmsghdr *hdr = (void *)(buffer->bytes + buffer->len);

	memset(hdr, 0, NLMSG_SPACE(len));
	hdr->nlmsg_len = NLMSG_LENGTH(len);
	hdr->nlmsg_type = type;
	hdr->nlmsg_flags = flags;
	hdr->nlmsg_seq = SEQ;
	if (len)
		memcpy(NLMSG_DATA(hdr), payload, len);
	buffer->len += NLMSG_SPACE(len);
	return hdr;
}

static int count(const struct nlmsghdr *hdr, void *arg)
{
	const char *payload = NLMSG_DATA(hdr);
	int *sum = arg;

	*sum += 1;
	/* touch it all, for the address sanitizer */
	for (size_t i = 0; i < hdr->nlmsg_len - NLMSG_HDRLEN; i++)
		*sum += payload[i];
	return 0;
}

static int refuse(const struct nlmsghdr *hdr, void *arg)
{
	(void)hdr;
	return *(int *)arg;
}

static int walk(struct netlink *nl, const struct buffer *buffer, size_t len,
		netlink_fn fn, void *arg)
{
	void *copy = exact_copy(buffer->bytes, len);
	int err;

	memset(nl, 0, sizeof(*nl));
	err = netlink_walk(nl, copy, len, SEQ, fn, arg);
	free(copy);
	return err;
}

static void test_dump(void **state)
{
	struct buffer buffer = { .len = 0 };
	struct netlink nl;
	const int zero = 0;
	int sum = 0;

	(void)state;
	put(&buffer, TYPE, NLM_F_MULTI, "\1\2\3", 3);
	put(&buffer, TYPE, NLM_F_MULTI, "\1\2\3\4", 4);
	assert_int_equal(walk(&nl, &buffer, buffer.len, count, &sum), 0);
	assert_int_equal(sum, 2 + 6 + 10);

	put(&buffer, NLMSG_DONE, NLM_F_MULTI, &zero, sizeof(zero));
	assert_int_equal(walk(&nl, &buffer, buffer.len, count, &sum), 1);
	assert_false(nl.interrupted);
}

static void test_other_sequence(void **state)
{
	struct buffer buffer = { .len = 0 };
	struct netlink nl;
	int sum = 0;

	(void)state;
	put(&buffer, TYPE, 0, NULL, 0)->nlmsg_seq = SEQ + 1;
	put(&buffer, NLMSG_DONE, 0, NULL, 0)->nlmsg_seq = SEQ - 1;
	assert_int_equal(walk(&nl, &buffer, buffer.len, count, &sum), 0);
	assert_int_equal(sum, 0);
}

static void test_interrupted(void **state)
{
	struct buffer buffer = { .len = 0 };
	struct netlink nl;
	int sum = 0;

	(void)state;
	put(&buffer, TYPE, NLM_F_DUMP_INTR, NULL, 0);
	put(&buffer, NLMSG_DONE, 0, NULL, 0);
	assert_int_equal(walk(&nl, &buffer, buffer.len, count, &sum), 1);
	assert_int_equal(sum, 1);
	assert_true(nl.interrupted);
}

static void test_callback_error(void **state)
{
	struct buffer buffer = { .len = 0 };
	struct netlink nl;
	int answer = -ENOSPC;

	(void)state;
	put(&buffer, TYPE, 0, NULL, 0);
	assert_int_equal(walk(&nl, &buffer, buffer.len, refuse, &answer),
			 -ENOSPC);
	answer = 1;
	assert_int_equal(walk(&nl, &buffer, buffer.len, refuse, &answer),
			 -ECANCELED);
}

static size_t put_text(char *at, const char *text)
{
	struct nlattr attr = {
		.nla_len = NLA_HDRLEN + strlen(text) + 1,
		.nla_type = NLMSGERR_ATTR_MSG,
	};

	memcpy(at, &attr, sizeof(attr));
	memcpy(at + NLA_HDRLEN, text, strlen(text) + 1);
	return NLA_ALIGN(attr.nla_len);
}

static size_t put_offset(char *at, __u32 offset)
{
	const struct nlattr attr = {
		.nla_len = NLA_HDRLEN + sizeof(offset),
		.nla_type = NLMSGERR_ATTR_OFFS,
	};

	memcpy(at, &attr, sizeof(attr));
	memcpy(at + NLA_HDRLEN, &offset, sizeof(offset));
	return attr.nla_len;
}

static void test_error(void **state)
{
	struct nlmsgerr error = { .error = -EINVAL };
	struct buffer buffer = { .len = 0 };
	char payload[256] = { 0 };
	struct netlink nl;
	size_t len;
	int sum = 0;

	(void)state;
	/* the request comes back with the error, 8 bytes of it */
	error.msg.nlmsg_len = NLMSG_LENGTH(8);
	memcpy(payload, &error, sizeof(error));
	len = sizeof(error) + 8;
	len += put_text(payload + len, "no such thing");
	put(&buffer, NLMSG_ERROR, NLM_F_ACK_TLVS, payload, len);
	assert_int_equal(walk(&nl, &buffer, buffer.len, count, &sum), -EINVAL);
	assert_string_equal(nl.message, "no such thing");
	assert_int_equal(nl.offset, 0);

	/* with the place that it is about */
	buffer.len = 0;
	len += put_offset(payload + len, 36);
	put(&buffer, NLMSG_ERROR, NLM_F_ACK_TLVS, payload, len);
	assert_int_equal(walk(&nl, &buffer, buffer.len, count, &sum), -EINVAL);
	assert_string_equal(nl.message, "no such thing");
	assert_int_equal(nl.offset, 36);

	/* or without the request */
	buffer.len = 0;
	len = sizeof(error) + put_text(payload + sizeof(error), "capped");
	put(&buffer, NLMSG_ERROR, NLM_F_ACK_TLVS | NLM_F_CAPPED, payload, len);
	assert_int_equal(walk(&nl, &buffer, buffer.len, count, &sum), -EINVAL);
	assert_string_equal(nl.message, "capped");

	/* an acknowledgment */
	buffer.len = 0;
	error.error = 0;
	put(&buffer, NLMSG_ERROR, 0, &error, sizeof(error));
	assert_int_equal(walk(&nl, &buffer, buffer.len, count, &sum), 1);
	assert_int_equal(sum, 0);
}

static void test_done_with_error(void **state)
{
	struct buffer buffer = { .len = 0 };
	int error = -EMFILE, sum = 0;
	struct netlink nl;
	char payload[64];
	size_t len;

	(void)state;
	memcpy(payload, &error, sizeof(error));
	len = sizeof(error) + put_text(payload + sizeof(error), "half-way");
	put(&buffer, NLMSG_DONE, NLM_F_ACK_TLVS, payload, len);
	assert_int_equal(walk(&nl, &buffer, buffer.len, count, &sum), -EMFILE);
	assert_string_equal(nl.message, "half-way");
}

/* Every cut is either between two messages or noticed. */
static void test_every_cut(void **state)
{
	struct nlmsgerr error = { .error = -EINVAL };
	struct buffer buffer = { .len = 0 };
	char payload[256] = { 0 };
	struct netlink nl;
	size_t first, len;

	(void)state;
	put(&buffer, TYPE, NLM_F_MULTI, "\1\1\1\1\1\1\1\1", 8);
	first = buffer.len;
	memcpy(payload, &error, sizeof(error));
	len = sizeof(error) + put_text(payload + sizeof(error), "cut me here.");
	put(&buffer, NLMSG_ERROR, NLM_F_ACK_TLVS | NLM_F_CAPPED, payload, len);

	for (size_t cut = 0; cut < buffer.len; cut++) {
		int sum = 0;
		int err = walk(&nl, &buffer, cut, count, &sum);

		assert_int_equal(err, cut && cut != first ? -EBADMSG : 0);
		assert_int_equal(sum, cut >= first ? 9 : 0);
	}
	/* the same with a header that agrees to the cut */
	for (size_t cut = first + NLMSG_HDRLEN; cut < buffer.len; cut++) {
		int sum = 0, err;

		((struct nlmsghdr *)(buffer.bytes + first))->nlmsg_len =
			cut - first;
		err = walk(&nl, &buffer, cut, count, &sum);
		assert_int_equal(err, cut - first <
				 NLMSG_LENGTH(sizeof(error)) ?
				 -EBADMSG : -EINVAL);
	}
}

static void test_bad_lengths(void **state)
{
	static const __u32 lengths[] = { 0, 1, 15, 17, 4096, UINT32_MAX };
	struct netlink nl;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(lengths); i++) {
		struct buffer buffer = { .len = 0 };
		int sum = 0;

		put(&buffer, TYPE, 0, NULL, 0)->nlmsg_len = lengths[i];
		assert_int_equal(walk(&nl, &buffer, buffer.len, count, &sum),
				 -EBADMSG);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_dump),
		cmocka_unit_test(test_other_sequence),
		cmocka_unit_test(test_interrupted),
		cmocka_unit_test(test_callback_error),
		cmocka_unit_test(test_error),
		cmocka_unit_test(test_done_with_error),
		cmocka_unit_test(test_every_cut),
		cmocka_unit_test(test_bad_lengths),
	};

	return cmocka_run_group_tests_name("netlink", tests, NULL, NULL);
}
