// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests what becomes of an event: from the message to the line and the JSON. */
#include "attr.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <time.h>

#include <json-c/json.h>
#include <linux/genetlink.h>
#include <netlink/msg.h>

#include "source/events.h"
#include "view/watch.h"

#define SECONDS	1763709388ULL

static const struct nettune_sock_id id = {
	.family = AF_INET, .protocol = IPPROTO_TCP, .state = NT_STATE_LISTEN,
	.sport = 0x5000, .saddr = { 127, 0, 0, 1 }, .netns = 4026531840,
};

static const struct nettune_sock_mem mem = {
	.rcvbuf = 131072, .drops = 9, .recv_q = 6, .send_q = 5,
};

static const struct nettune_sock_listener listener = {
	.accept_q = 6, .accept_max = 5, .syn_q = 1, .syn_max = 5,
};

static const struct nettune_softnet cpu = {
	.cpu = 3, .input_qlen = 1001, .max_backlog = 1000, .dropped = 77,
};

static const struct nettune_memory memory = {
	.allocated = 3000, .min = 1000, .pressure = 2000, .max = 4000,
	.protocol = IPPROTO_UDP,
};

static struct nettune_event info_of(__u32 kind, __u32 count, __u32 lost)
{
	return (struct nettune_event) {
		.time_ns = SECONDS * 1000000000ULL + 123456789,
		.kind = kind, .netns = 4026531840, .count = count, .lost = lost,
	};
}

/* A message with an event and one thing that it is about. */
static size_t put_event(char *buf, const struct nettune_event *info, int type,
			const void *data, size_t len)
{
	const struct genlmsghdr genl = { .cmd = NETTUNE_CMD_EVENT, .version = 1 };
	struct nlmsghdr hdr = { .nlmsg_type = 33 };
	size_t at = NLMSG_HDRLEN;

	memcpy(buf + at, &genl, sizeof(genl));
	at += GENL_HDRLEN;
	at += put_attr(buf + at, NETTUNE_A_EVENT_INFO, info, sizeof(*info));
	if (type)
		at += put_attr(buf + at, type, data, len);
	hdr.nlmsg_len = at;
	memcpy(buf, &hdr, sizeof(hdr));
	return at;
}

static size_t put_socket(char *buf)
{
	size_t len = put_attr(buf, NETTUNE_A_SOCKET_ID, &id, sizeof(id));

	len += put_attr(buf + len, NETTUNE_A_SOCKET_MEM, &mem, sizeof(mem));
	return len + put_attr(buf + len, NETTUNE_A_SOCKET_LISTENER, &listener,
			      sizeof(listener));
}

/* Read @len bytes as a message of just that length. */
static int parse(const char *buf, size_t len, struct model_event *event)
{
	struct nlmsghdr *hdr = exact_copy(buf, len);
	int err;

	hdr->nlmsg_len = len;
	err = events_parse(hdr, event);
	free(hdr);
	return err;
}

static struct model_event event_of(__u32 kind, __u32 count, __u32 lost,
				   int type, const void *data, size_t len)
{
	const struct nettune_event info = info_of(kind, count, lost);
	struct model_event event;
	char buf[1024];

	len = put_event(buf, &info, type, data, len);
	assert_int_equal(parse(buf, len, &event), 0);
	return event;
}

static struct model_event socket_event(__u32 kind, __u32 count, __u32 lost)
{
	char nest[512];
	size_t len = put_socket(nest);

	return event_of(kind, count, lost, NETTUNE_A_EVENT_SOCKET, nest, len);
}

static void test_parse(void **state)
{
	struct model_event event;

	(void)state;
	event = socket_event(NETTUNE_EVENT_KIND_LISTENER_DROP, 3, 2);
	assert_int_equal(event.has, MODEL_EVENT_HAS_SOCKET);
	assert_int_equal(event.info.count, 3);
	assert_int_equal(event.info.lost, 2);
	assert_memory_equal(&event.sock.snap.id, &id, sizeof(id));
	assert_memory_equal(&event.sock.snap.listener, &listener,
			    sizeof(listener));
	event = event_of(NETTUNE_EVENT_KIND_SOFTNET_DROP, 7, 0,
			 NETTUNE_A_EVENT_CPU, &cpu,
			 sizeof(cpu));
	assert_int_equal(event.has, MODEL_EVENT_HAS_CPU);
	assert_int_equal(event.cpu.stat.dropped, 77);
	event = event_of(NETTUNE_EVENT_KIND_MEMORY_NORMAL, 0, 0,
			 NETTUNE_A_EVENT_MEMORY, &memory, sizeof(memory));
	assert_int_equal(event.has, MODEL_EVENT_HAS_MEMORY);
	assert_memory_equal(&event.memory, &memory, sizeof(memory));
}

/* Whatever is cut off, nothing beyond the end is read. */
static void test_parse_cut(void **state)
{
	const struct nettune_event info = info_of(1, 1, 0);
	char nest[512], buf[1024];
	struct model_event event;
	size_t len, bare;

	(void)state;
	bare = put_event(buf, &info, 0, NULL, 0);
	len = put_event(buf, &info, NETTUNE_A_EVENT_SOCKET, nest,
			put_socket(nest));
	for (size_t cut = NLMSG_HDRLEN; cut < len; cut++) {
		/* What ends between two attributes is an event without more. */
		if (cut == bare)
			assert_int_equal(parse(buf, cut, &event), 0);
		else
			assert_int_equal(parse(buf, cut, &event), -EBADMSG);
	}
	assert_int_equal(parse(buf, len, &event), 0);
}

static void test_parse_other(void **state)
{
	const struct nettune_event info = info_of(1, 1, 0);
	const struct nettune_event no_kind = info_of(0, 1, 0);
	struct genlmsghdr *genl;
	struct model_event event;
	char buf[1024], longer[256] = { 0 };
	size_t len;

	(void)state;
	len = put_event(buf, &no_kind, 0, NULL, 0);
	assert_int_equal(parse(buf, len, &event), -EBADMSG);
	len = put_event(buf, &info, NETTUNE_A_EVENT_MEMORY, &memory,
			sizeof(memory) - 1);
	assert_int_equal(parse(buf, len, &event), -EBADMSG);
	len = put_event(buf, &info, NETTUNE_A_EVENT_MAX + 1, "later", 6);
	assert_int_equal(parse(buf, len, &event), 0);
	assert_int_equal(event.has, 0);
	memcpy(longer, &memory, sizeof(memory));
	len = put_event(buf, &info, NETTUNE_A_EVENT_MEMORY, longer,
			sizeof(memory) + 8);
	assert_int_equal(parse(buf, len, &event), 0);
	assert_memory_equal(&event.memory, &memory, sizeof(memory));
	genl = (struct genlmsghdr *)(buf + NLMSG_HDRLEN);
	genl->cmd = NETTUNE_CMD_CONFIG_GET;
	assert_int_equal(parse(buf, len, &event), -ENOMSG);
}

/* Every line begins alike, here. */
static void assert_line(const struct model_event *event, const char *wanted)
{
	const char *begin = "07:16:28.123 ";
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	assert_non_null(out);
	assert_int_equal(view_event_line(out, event), 0);
	fclose(out);
	assert_int_equal(strncmp(text, begin, strlen(begin)), 0);
	assert_string_equal(text + strlen(begin), wanted);
	free(text);
}

#define DROP	"listen drop         tcp 127.0.0.1:80: dropped 3, accept queue 6/5, SYN queue 1/5"
#define HIGH	"listen queue high   tcp 127.0.0.1:80: accept queue 6/5, SYN queue 1/5"
#define BACKLOG	"backlog drop        cpu 3: dropped 7, backlog 1001/1000 packets"
#define MEMORY	"memory pressure     udp: 3000 pages, min 1000, pressure 2000, max 4000"

static void test_lines(void **state)
{
	struct model_event event;

	(void)state;
	event = socket_event(NETTUNE_EVENT_KIND_LISTENER_DROP, 3, 0);
	assert_line(&event, DROP "\n");
	event = socket_event(NETTUNE_EVENT_KIND_LISTENER_HIGH, 0, 4);
	assert_line(&event, HIGH " (not shown before: 4 events)\n");
	event = event_of(NETTUNE_EVENT_KIND_SOFTNET_DROP, 7, 0,
			 NETTUNE_A_EVENT_CPU, &cpu, sizeof(cpu));
	assert_line(&event, BACKLOG "\n");
	event = event_of(NETTUNE_EVENT_KIND_MEMORY_PRESSURE, 0, 0,
			 NETTUNE_A_EVENT_MEMORY, &memory, sizeof(memory));
	assert_line(&event, MEMORY "\n");
}

static const char *value(struct json_object *object, const char *key)
{
	struct json_object *found;

	assert_true(json_object_object_get_ex(object, key, &found));
	return json_object_to_json_string_ext(found, JSON_C_TO_STRING_PLAIN);
}

/* As it is printed: one line that is one object. */
static struct json_object *back(const struct model_event *event)
{
	struct view_options options = { .json = true };
	struct json_object *object;
	char *text = NULL;
	size_t len;

	options.out = open_memstream(&text, &len);
	assert_non_null(options.out);
	assert_int_equal(view_object(&view_event, event, &options), 0);
	fclose(options.out);
	assert_ptr_equal(strchr(text, '\n'), text + len - 1);
	object = json_tokener_parse(text);
	assert_non_null(object);
	free(text);
	return object;
}

static void test_json(void **state)
{
	struct json_object *object, *part;
	struct model_event event;

	(void)state;
	event = socket_event(NETTUNE_EVENT_KIND_LISTENER_DROP, 3, 2);
	object = back(&event);
	assert_string_equal(value(object, "time"), "1763709388.123456789");
	assert_string_equal(value(object, "kind"), "\"listener_drop\"");
	assert_string_equal(value(object, "netns"), "4026531840");
	assert_string_equal(value(object, "count"), "3");
	assert_string_equal(value(object, "lost"), "2");
	assert_string_equal(value(object, "cpu"), "null");
	assert_true(json_object_object_get_ex(object, "socket", &part));
	assert_string_equal(value(part, "accept_q"), "6");
	json_object_put(object);

	event = event_of(NETTUNE_EVENT_KIND_MEMORY_PRESSURE, 0, 0,
			 NETTUNE_A_EVENT_MEMORY, &memory, sizeof(memory));
	event.info.netns = 0;
	object = back(&event);
	assert_string_equal(value(object, "netns"), "null");
	assert_string_equal(value(object, "count"), "null");
	assert_string_equal(value(object, "socket"), "null");
	assert_true(json_object_object_get_ex(object, "memory", &part));
	assert_string_equal(value(part, "protocol"), "\"udp\"");
	assert_string_equal(value(part, "allocated"), "3000");
	assert_string_equal(value(part, "min"), "1000");
	assert_string_equal(value(part, "pressure"), "2000");
	assert_string_equal(value(part, "max"), "4000");
	json_object_put(object);
}

/* A kind that this command is too old to know is shown all the same. */
static void test_unknown_kind(void **state)
{
	struct model_event event;
	struct json_object *object;

	(void)state;
	event = socket_event(NETTUNE_EVENT_KIND_MAX + 1, 5, 0);
	object = back(&event);
	assert_string_equal(value(object, "kind"), "null");
	assert_string_equal(value(object, "count"), "5");
	json_object_put(object);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse),
		cmocka_unit_test(test_parse_cut),
		cmocka_unit_test(test_parse_other),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_unknown_kind),
	};

	setenv("TZ", "UTC", 1);
	tzset();
	return cmocka_run_group_tests_name("events", tests, NULL, NULL);
}
