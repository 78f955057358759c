// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests the reading of unix_diag messages: whole, cut, names of all kinds. */
#include "diag_message.h"

#include <errno.h>
#include <sys/socket.h>

#include <linux/unix_diag.h>

#include "source/diag.h"

static const struct unix_diag_rqlen queues = {
	.udiag_rqueue = 3, .udiag_wqueue = 2,
};

static void begin(struct message *message, int type, int state)
{
	struct unix_diag_msg msg = {
		.udiag_family = AF_UNIX, .udiag_type = type,
		.udiag_state = state, .udiag_ino = 77,
		.udiag_cookie = { 0x11, 0x22 },
	};

	message_begin(message, &msg, sizeof(msg));
}

static int parse(const struct message *message, size_t len,
		 struct model_sock *sock)
{
	struct nlmsghdr *hdr = message_cut(message, len);
	int err;

	err = unix_parse_socket(hdr, sock);
	free(hdr);
	return err;
}

static void whole_message(struct message *message, int state)
{
	const __u32 peer = 88, uid = 1000;
	const __u8 shutdown = 0;

	begin(message, SOCK_STREAM, state);
	message_add(message, UNIX_DIAG_NAME, "/run/x y", 8);
	message_add(message, UNIX_DIAG_PEER, &peer, sizeof(peer));
	message_add(message, UNIX_DIAG_RQLEN, &queues, sizeof(queues));
	message_add(message, UNIX_DIAG_SHUTDOWN, &shutdown, sizeof(shutdown));
	message_add(message, 0x3fff, "later", 5);
	message_add(message, UNIX_DIAG_MEMINFO, meminfo, sizeof(meminfo));
	message_add(message, UNIX_DIAG_UID, &uid, sizeof(uid));
}

static void test_connected(void **state)
{
	struct message message;
	struct model_sock sock;
	const struct nt_snap *snap = &sock.snap;

	(void)state;
	whole_message(&message, NT_STATE_ESTABLISHED);
	assert_int_equal(parse(&message, message.len, &sock), 0);
	assert_int_equal(snap->has, NT_HAS_MEM | NT_HAS_OWNER);
	assert_int_equal(snap->flags_known, 0);
	assert_int_equal(snap->id.family, AF_UNIX);
	assert_string_equal(model_netid(snap->id.protocol), "u_str");
	assert_int_equal(snap->id.state, NT_STATE_ESTABLISHED);
	assert_int_equal(snap->id.cookie, 0x2200000011ULL);
	check_meminfo(&snap->mem);
	assert_int_equal(snap->mem.recv_q, 3);
	assert_int_equal(snap->mem.send_q, 2);
	assert_int_equal(snap->owner.uid, 1000);
	assert_int_equal(snap->owner.inode, 77);
	assert_int_equal(sock.peer_inode, 88);
	assert_string_equal(sock.path, "/run/x y");
	/* what is held against the send buffer is what is on its way */
	assert_int_equal(nt_wmem_used(snap), 300);
}

static void test_listener(void **state)
{
	struct message message;
	struct model_sock sock;

	(void)state;
	whole_message(&message, NT_STATE_LISTEN);
	assert_int_equal(parse(&message, message.len, &sock), 0);
	assert_int_equal(sock.snap.has,
			 NT_HAS_MEM | NT_HAS_OWNER | NT_HAS_ACCEPT);
	assert_int_equal(sock.snap.listener.accept_q, 3);
	assert_int_equal(sock.snap.listener.accept_max, 2);
}

static void test_types(void **state)
{
	static const struct {
		int type;
		const char *netid;
	} rows[] = {
		{ SOCK_STREAM, "u_str" },
		{ SOCK_DGRAM, "u_dgr" },
		{ SOCK_SEQPACKET, "u_seq" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct message message;
		struct model_sock sock;

		begin(&message, rows[i].type, NT_STATE_CLOSE);
		assert_int_equal(parse(&message, message.len, &sock), 0);
		assert_string_equal(model_netid(sock.snap.id.protocol),
				    rows[i].netid);
		/* nothing told: nothing known */
		assert_int_equal(sock.snap.has, 0);
		assert_string_equal(sock.path, "");
		assert_int_equal(sock.peer_inode, 0);
	}
}

static void test_names(void **state)
{
	static char longest[200];
	static const struct {
		const char *name;
		size_t len;
		const char *want;
	} rows[] = {
		{ "", 0, "" },
		{ "/a", 2, "/a" },
		{ "/a", 3, "/a" },
		{ "\0a", 2, "@a" },
		{ "\0a\0b", 4, "@a@b" },
		{ "\0a\0", 3, "@a@" },
		{ "\0", 1, "@" },
	};
	struct message message;
	struct model_sock sock;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		begin(&message, SOCK_DGRAM, NT_STATE_CLOSE);
		message_add(&message, UNIX_DIAG_NAME, rows[i].name, rows[i].len);
		assert_int_equal(parse(&message, message.len, &sock), 0);
		assert_string_equal(sock.path, rows[i].want);
	}

	/* longer than the kernel allows: cut, not overrun */
	memset(longest, 'x', sizeof(longest));
	begin(&message, SOCK_DGRAM, NT_STATE_CLOSE);
	message_add(&message, UNIX_DIAG_NAME, longest, sizeof(longest));
	assert_int_equal(parse(&message, message.len, &sock), 0);
	assert_int_equal(strlen(sock.path), MODEL_PATH_MAX - 1);
}

static void test_short_attributes(void **state)
{
	struct message message;
	struct model_sock sock;

	(void)state;
	begin(&message, SOCK_STREAM, NT_STATE_LISTEN);
	message_add(&message, UNIX_DIAG_RQLEN, &queues, sizeof(queues) - 1);
	message_add(&message, UNIX_DIAG_MEMINFO, meminfo, sizeof(meminfo) - 4);
	message_add(&message, UNIX_DIAG_UID, meminfo, 3);
	message_add(&message, UNIX_DIAG_PEER, meminfo, 3);
	assert_int_equal(parse(&message, message.len, &sock), 0);
	assert_int_equal(sock.snap.has, 0);
	assert_int_equal(sock.peer_inode, 0);
}

static void test_other_family(void **state)
{
	struct message message;
	struct model_sock sock;

	(void)state;
	begin(&message, SOCK_STREAM, NT_STATE_ESTABLISHED);
	message.bytes[NLMSG_HDRLEN] = AF_INET;
	assert_int_equal(parse(&message, message.len, &sock), -EBADMSG);
}

/* A message cut at any byte is refused, or ends with a whole attribute. */
static void test_every_cut(void **state)
{
	struct message message;

	(void)state;
	whole_message(&message, NT_STATE_LISTEN);
	for (size_t cut = NLMSG_HDRLEN; cut < message.len; cut++) {
		struct model_sock sock;
		bool whole = message_is_whole(&message, sizeof(struct unix_diag_msg),
					      cut);

		assert_int_equal(parse(&message, cut, &sock),
				 whole ? 0 : -EBADMSG);
	}
}

/* What a unix socket has not it can't be filtered by. */
static void test_filter(void **state)
{
	struct nt_filter filter = {
		.protocols = MODEL_PROTOCOL_UNIX,
		.families = MODEL_FAMILY_UNIX,
		.states = NT_STATES_ALL,
	};
	struct message message;
	struct model_sock sock;

	(void)state;
	whole_message(&message, NT_STATE_ESTABLISHED);
	assert_int_equal(parse(&message, message.len, &sock), 0);
	assert_true(model_match(&filter, &sock.snap));

	filter.checks = NT_FILTER_UID;
	filter.uid = 1000;
	assert_true(model_match(&filter, &sock.snap));
	filter.uid = 0;
	assert_false(model_match(&filter, &sock.snap));

	filter.checks = NT_FILTER_SPORTS;
	filter.nr_sports = 1;
	filter.sports[0] = (struct nettune_port_range) { 0, 65535 };
	assert_false(model_match(&filter, &sock.snap));
	filter.checks = NT_FILTER_IFINDEX;
	assert_false(model_match(&filter, &sock.snap));

	filter.checks = 0;
	filter.protocols = NT_PROTOCOLS_ALL;
	assert_false(model_match(&filter, &sock.snap));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_connected),
		cmocka_unit_test(test_listener),
		cmocka_unit_test(test_types),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_short_attributes),
		cmocka_unit_test(test_other_family),
		cmocka_unit_test(test_every_cut),
		cmocka_unit_test(test_filter),
	};

	return cmocka_run_group_tests_name("unix", tests, NULL, NULL);
}
