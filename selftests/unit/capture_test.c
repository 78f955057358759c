// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests captures: what is written is read back, and nothing else is taken. */
#include "make_tcp.h"
#include "unit.h"

#include <errno.h>
#include <json-c/json.h>
#include <stdio.h>
#include <sys/un.h>

#include "source/capture_read.h"
#include "view/capture.h"

#define set_text(to, text)	snprintf(to, sizeof(to), "%s", text)

/* Every number of a structure is another one. */
static void fill(void *base, const struct capture_group *group, __u64 *next)
{
	for (size_t i = 0; i < group->count; i++) {
		const struct capture_number *number = &group->numbers[i];
		__u64 value = ++*next % 200;

		if (number->type == CAPTURE_BOOL)
			value = 1;
		if (number->type == CAPTURE_U64)
			value |= 1ULL << 63;
		if (number->type == CAPTURE_U32)
			value |= 1U << 31;
		assert_true(number->type == CAPTURE_S32 ?
			    capture_put(base, number, true, -value) :
			    capture_put(base, number, false, value));
	}
}

static void make_sock(struct model_sock *sock, int family, unsigned int has)
{
	__u64 next = 0;

	memset(sock, 0, sizeof(*sock));
	for (size_t i = 0; i < capture_sock_group_count; i++)
		if (!i || capture_sock_groups[i].has & has)
			fill(sock, &capture_sock_groups[i], &next);
	sock->snap.has = has;
	sock->snap.id.family = family;
	sock->snap.id.state = NT_STATE_LISTEN;
	sock->snap.id.protocol = family == AF_UNIX ? SOCK_STREAM : IPPROTO_TCP;
	if (family != AF_UNIX) {
		memcpy(sock->snap.id.saddr, "\xc0\0\2\1", 4);
		memcpy(sock->snap.id.daddr, "\xc0\0\2\2", 4);
	}
}

static void make_snapshot(struct model_snapshot *snapshot)
{
	__u64 next = 0;

	*snapshot = (struct model_snapshot) { .time_ns = 5000000000 };
	model_facts_set(&snapshot->facts, "TcpExtListenDrops", 1LL << 62);
	model_facts_set(&snapshot->facts, "TcpMaxConn", -1);
	model_facts_set_text(&snapshot->facts, "net.ipv4.tcp_mem", "1 2 3");
	snapshot->softnet = calloc(2, sizeof(*snapshot->softnet));
	snapshot->cpus = 2;
	fill(&snapshot->softnet[0], &capture_softnet, &next);
	fill(&snapshot->softnet[1], &capture_softnet, &next);
	snapshot->nics = calloc(1, sizeof(*snapshot->nics));
	snapshot->nic_count = 1;
	fill(snapshot->nics, &capture_nic, &next);
	snapshot->nics->link = true;
	set_text(snapshot->nics->ifname, "e\"th\n0");
	set_text(snapshot->nics->driver, "virtio_net");
	model_facts_set(&snapshot->nics->drops, "rx_missed", 7);
	snapshot->files = calloc(1, sizeof(*snapshot->files));
	snapshot->file_count = 1;
	fill(snapshot->files, &capture_files, &next);
	set_text(snapshot->files->process.comm, "ngi\\nx");
}

static void write_sockets(struct capture_writer *writer)
{
	static const unsigned int has[] = {
		0, NT_HAS_MEM, NT_HAS_ACCEPT, NT_HAS_SYN, NT_HAS_TCP,
		NT_HAS_OWNER, 31,
	};
	struct model_sock sock;

	for (size_t i = 0; i < ARRAY_SIZE(has); i++) {
		make_sock(&sock, AF_INET, has[i]);
		assert_int_equal(capture_write_socket(writer, &sock), 0);
	}
	make_sock(&sock, AF_INET6, NT_HAS_MEM);
	sock.ifname = "eth0";
	sock.cgroup = "/a/b";
	sock.process.pid = 77;
	set_text(sock.process.comm, "a name of 15 B.");
	assert_int_equal(capture_write_socket(writer, &sock), 0);
	make_sock(&sock, AF_UNIX, NT_HAS_MEM);
	set_text(sock.path, "@x");
	sock.peer_inode = ~0U;
	assert_int_equal(capture_write_socket(writer, &sock), 0);
	make_sock(&sock, AF_INET, 0);
	sock.mark_known = true;
	sock.snap.owner.mark = 0x80000001;
	assert_int_equal(capture_write_socket(writer, &sock), 0);
}

/* A capture of two samples, to be freed. */
static char *make_capture(size_t *len, bool anonymize)
{
	const struct capture head = {
		.netns = 4026531840, .host = true, .module = true,
		.processes = true, .kernel = "6.12.0",
	};
	struct capture_writer writer;
	struct model_snapshot snapshot;
	char *text;
	FILE *out = open_memstream(&text, len);

	assert_non_null(out);
	make_snapshot(&snapshot);
	assert_int_equal(capture_write_begin(&writer, out, &head, anonymize), 0);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(capture_write_sample(&writer, &snapshot), 0);
		write_sockets(&writer);
	}
	assert_int_equal(capture_write_end(&writer), 0);
	capture_write_free(&writer);
	model_snapshot_free(&snapshot);
	fclose(out);
	return text;
}

static void check_group(const void *a, const void *b,
			const struct capture_group *group)
{
	for (size_t i = 0; i < group->count; i++)
		assert_int_equal(capture_get(a, &group->numbers[i]),
				 capture_get(b, &group->numbers[i]));
}

static void check_sock(const struct model_sock *sock, int family,
		       unsigned int has)
{
	struct model_sock wanted;

	make_sock(&wanted, family, has);
	for (size_t i = 0; i < capture_sock_group_count; i++)
		check_group(sock, &wanted, &capture_sock_groups[i]);
	assert_memory_equal(sock->snap.id.saddr, wanted.snap.id.saddr, 16);
	assert_memory_equal(sock->snap.id.daddr, wanted.snap.id.daddr, 16);
}

static void check_sample(const struct capture_sample *sample)
{
	const struct model_snapshot *found = &sample->snapshot;
	const struct model_held_sock *socks = sample->socks.socks;
	struct model_snapshot wanted;

	make_snapshot(&wanted);
	assert_int_equal(found->time_ns, wanted.time_ns);
	assert_int_equal(found->facts.count, 3);
	assert_string_equal(model_fact(&found->facts, "net.ipv4.tcp_mem")->text,
			    "1 2 3");
	assert_int_equal(model_fact(&found->facts, "TcpMaxConn")->values[0],
			 -1);
	assert_int_equal(found->cpus, 2);
	check_group(&found->softnet[1], &wanted.softnet[1], &capture_softnet);
	assert_int_equal(found->nic_count, 1);
	check_group(found->nics, wanted.nics, &capture_nic);
	assert_string_equal(found->nics->ifname, wanted.nics->ifname);
	assert_int_equal(model_fact(&found->nics->drops,
				    "rx_missed")->values[0], 7);
	assert_int_equal(found->file_count, 1);
	check_group(found->files, wanted.files, &capture_files);
	assert_string_equal(found->files->process.comm, "ngi\\nx");
	model_snapshot_free(&wanted);

	assert_int_equal(sample->socks.count, 10);
	check_sock(&socks[0].sock, AF_INET, 0);
	check_sock(&socks[6].sock, AF_INET, 31);
	check_sock(&socks[7].sock, AF_INET6, NT_HAS_MEM);
	check_sock(&socks[8].sock, AF_UNIX, NT_HAS_MEM);
	assert_string_equal(socks[7].sock.ifname, "eth0");
	assert_string_equal(socks[7].sock.cgroup, "/a/b");
	assert_true(socks[9].sock.mark_known);
	assert_int_equal(socks[9].sock.snap.owner.mark, 0x80000001);
	assert_false(socks[0].sock.mark_known);
	assert_false(socks[8].sock.mark_known);
	assert_int_equal(socks[7].sock.process.pid, 77);
	assert_string_equal(socks[7].sock.process.comm, "a name of 15 B.");
	assert_null(socks[0].sock.cgroup);
	assert_string_equal(socks[8].sock.path, "@x");
	assert_int_equal(socks[8].sock.peer_inode, ~0U);
}

static void test_back(void **state)
{
	char reason[CAPTURE_REASON];
	struct capture capture;
	size_t len;
	char *text = make_capture(&len, false);

	(void)state;
	assert_int_equal(capture_parse(text, len, &capture, reason), 0);
	assert_int_equal(capture.netns, 4026531840);
	assert_string_equal(capture.kernel, "6.12.0");
	assert_true(capture.host && capture.module && capture.processes);
	assert_false(capture.all_netns);
	assert_int_equal(capture.count, 2);
	check_sample(&capture.samples[0]);
	check_sample(&capture.samples[1]);
	capture_free(&capture);
	free(text);
}

/* A name may be no text, and what stands in for it may be longer. */
static void test_no_text(void **state)
{
	const struct capture head = { .kernel = "6.12.0" };
	struct model_nic nic = { .ifname = "\377\377\377\377\377\377eth" };
	struct model_snapshot snapshot = { .nics = &nic, .nic_count = 1 };
	char reason[CAPTURE_REASON], *text;
	struct capture_writer writer;
	struct capture capture;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	(void)state;
	assert_non_null(out);
	assert_int_equal(capture_write_begin(&writer, out, &head, false), 0);
	assert_int_equal(capture_write_sample(&writer, &snapshot), 0);
	assert_int_equal(capture_write_end(&writer), 0);
	capture_write_free(&writer);
	fclose(out);
	assert_int_equal(capture_parse(text, len, &capture, reason), 0);
	assert_string_equal(capture.samples[0].snapshot.nics[0].ifname,
			    "\357\277\275\357\277\275\357\277\275"
			    "\357\277\275\357\277\275");
	capture_free(&capture);
	free(text);
}

/* Whatever says so, bytes that are no text are refused. */
static void test_no_utf8(void **state)
{
	char reason[CAPTURE_REASON];
	struct capture capture;
	size_t len;
	char *text = make_capture(&len, false);

	(void)state;
	strstr(text, "virtio")[0] = '\377';
	assert_int_equal(capture_parse(text, len, &capture, reason), -EBADMSG);
	assert_non_null(strstr(reason, "JSON"));
	free(text);
}

/* Cut off anywhere it is refused, and so that nothing beyond is read. */
static void test_cut(void **state)
{
	char reason[CAPTURE_REASON];
	struct capture capture;
	size_t len;
	char *text = make_capture(&len, false);

	(void)state;
	/* What comes last is a line's end. */
	for (size_t cut = 0; cut < len - 1; cut++) {
		char *part = exact_copy(text, cut);

		assert_int_equal(capture_parse(part, cut, &capture, reason),
				 -EBADMSG);
		assert_int_not_equal(reason[0], 0);
		free(part);
	}
	free(text);
}

/* Replace the first @from, in place: @to is as long. */
static void replace(char *text, const char *from, const char *to)
{
	char *at = strstr(text, from);

	assert_non_null(at);
	assert_int_equal(strlen(from), strlen(to));
	memcpy(at, to, strlen(to));
}

static void test_refused(void **state)
{
	static const struct {
		const char	*from;
		const char	*to;
		const char	*reason;
	} cases[] = {
		{ "nettune_capture", "nettune_captuer", "no capture" },
		{ "\"nettune_capture\":1", "\"nettune_capture\":7",
		  "version 7" },
		{ "\"samples\"", "\"sampels\"", "no sample" },
		{ "\"host\":true", "\"host\":null", "head" },
		{ "\"time_ns\":5", "\"time_ns\":x", "JSON" },
		{ "\"time_ns\"", "\"time_nz\"", "time_ns" },
		{ "\"1 2 3\"", "[1,2,3]", "facts" },
		{ "\n\"sockets\"", "\n\"sockest\"", "sockets" },
		{ "\"192.0.2.1\"", "\"192.0.2.x\"", "socket 1 " },
		{ "\"192.0.2.1\"", "\"192.0\\u002\"", "JSON" },
		{ "\"rx_missed\":7", "\"rx_missed\":{", "JSON" },
		{ "\"driver\"", "\"drivre\"", "nics" },
		{ "\"softnet\":[[", "\"softnet\":[{", "JSON" },
		{ "[2,6,10", "[3,6,10", "socket 1 " },
		{ "[2,6,10", "[2,7,10", "socket 1 " },
		{ "[2,6,10", "[2,6,12", "socket 1 " },
		{ "[2,6,10", "[2,1,10", "socket 1 " },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		char reason[CAPTURE_REASON];
		struct capture capture;
		size_t len;
		char *text = make_capture(&len, false);

		if (strlen(cases[i].from) == strlen(cases[i].to))
			replace(text, cases[i].from, cases[i].to);
		else
			memset(strstr(text, cases[i].from), '9', 1);
		assert_int_equal(capture_parse(text, len, &capture, reason),
				 -EBADMSG);
		if (strlen(cases[i].from) == strlen(cases[i].to))
			assert_non_null(strstr(reason, cases[i].reason));
		free(text);
	}
}

/* Bytes changed at random: it is read or refused, and nothing else happens. */
static void test_noise(void **state)
{
	char reason[CAPTURE_REASON];
	struct capture capture;
	size_t len, read = 0;
	char *text = make_capture(&len, false);

	(void)state;
	srand(1);
	for (int round = 0; round < 5000; round++) {
		char *noisy = exact_copy(text, len);
		int err;

		for (int i = rand() % 4; i >= 0; i--)
			noisy[rand() % len] = "0129-,[]{}\":xne"[rand() % 15];
		err = capture_parse(noisy, len, &capture, reason);
		assert_true(!err || err == -EBADMSG);
		if (!err) {
			read++;
			capture_free(&capture);
		}
		free(noisy);
	}
	/* Neither is the rule without the other being there. */
	assert_in_range(read, 100, 4900);
	free(text);
}

static void test_fits(void **state)
{
	static const struct capture_number types[] = {
		{ "", 0, CAPTURE_U8 }, { "", 0, CAPTURE_PORT },
		{ "", 0, CAPTURE_U32 }, { "", 0, CAPTURE_S32 },
	};
	static const __u64 highest[] = { 255, 65535, ~0U, 0x7fffffff };
	__u64 room = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(types); i++) {
		assert_true(capture_put(&room, &types[i], false, highest[i]));
		assert_int_equal(capture_get(&room, &types[i]), highest[i]);
		assert_false(capture_put(&room, &types[i], false,
					 highest[i] + 1));
		assert_int_equal(capture_put(&room, &types[i], true, -1),
				 types[i].type == CAPTURE_S32);
	}
	assert_int_equal((__s64)capture_get(&room, &types[3]), -1);
	assert_true(capture_put(&room, &types[3], true, INT32_MIN));
	assert_false(capture_put(&room, &types[3], true, INT32_MIN - 1LL));
}

static void test_anonymous(void **state)
{
	struct anonymizer *names = anonymizer_new();
	size_t len;
	char *text = make_capture(&len, true);
	static const struct {
		int		family;
		const char	*from;
		const char	*to;
	} cases[] = {
		{ AF_INET, "192.0.2.1", "10.0.0.1" },
		{ AF_INET, "192.0.2.2", "10.0.0.2" },
		{ AF_INET6, "2001:db8::1", "fd00::3" },
		{ AF_INET6, "::ffff:192.0.2.2", "::ffff:10.0.0.2" },
		{ AF_INET, "192.0.2.1", "10.0.0.1" },
		{ AF_INET, "127.0.0.53", "127.0.0.53" },
		{ AF_INET, "0.0.0.0", "0.0.0.0" },
		{ AF_INET6, "::", "::" },
		{ AF_INET6, "::1", "::1" },
		{ AF_INET6, "c000:201::", "fd00::4" },
	};

	(void)state;
	assert_non_null(names);
	assert_null(strstr(text, "192.0.2"));
	assert_non_null(strstr(text, "10.0.0.1"));
	free(text);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		char shown[INET6_ADDRSTRLEN];
		__u8 addr[16] = { 0 };

		inet_pton(cases[i].family, cases[i].from, addr);
		assert_int_equal(anonymizer_address(names, cases[i].family,
						    addr), 0);
		inet_ntop(cases[i].family, addr, shown, sizeof(shown));
		assert_string_equal(shown, cases[i].to);
	}
	anonymizer_free(names);
	anonymizer_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_back),
		cmocka_unit_test(test_no_text),
		cmocka_unit_test(test_no_utf8),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_noise),
		cmocka_unit_test(test_fits),
		cmocka_unit_test(test_anonymous),
	};

	return cmocka_run_group_tests_name("capture", tests, NULL, NULL);
}
