// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests how findings look, and the count of ports behind one of them. */
#include "doctor_world.h"

#include <json-c/json.h>
#include <stdio.h>

#include "source/ports.h"
#include "view/doctor.h"
#include "view/text.h"

static struct doctor_finding make_finding(void)
{
	struct doctor_finding finding = {
		.id = "accept-queue-default",
		.stage = MODEL_STAGE_ACCEPT_QUEUE,
		.severity = DOCTOR_CRITICAL,
		.object = "tcp 0.0.0.0:80",
		.process = { .pid = 812, .comm = "ng\033[2Jx" },
		.cause = "listen() was called with 511, a default: bursts are much longer than it.",
		.fix = "sysctl -w net.core.somaxconn=8192 net.core.rmem_max=16777216\n"
		       "# let it call listen() with 8192, and wait until it is restarted, if ever",
		.symptom = "clients get ECONNRESET",
	};

	assert_int_equal(model_facts_set(&finding.evidence, "accept_q", 512), 0);
	assert_int_equal(model_facts_set(&finding.evidence, "drops", 40), 0);
	return finding;
}

static char *print_block(const struct doctor_finding *finding,
			 enum view_color color, bool first)
{
	struct view_options options = { .color = color };
	char *text = NULL;
	size_t size;

	options.out = open_memstream(&text, &size);
	assert_non_null(options.out);
	assert_int_equal(view_finding_block(&options, finding, first), 0);
	assert_int_equal(fclose(options.out), 0);
	return text;
}

static const char expected[] =
	"CRITICAL: accept queue, tcp 0.0.0.0:80, ng\\x1b[2Jx (pid 812)\n"
	"  Rule:   accept-queue-default\n"
	"  Cause:  listen() was called with 511, a default: bursts are much longer than\n"
	"          it.\n"
	"  Seen:   accept_q 512, drops 40\n"
	"  Effect: clients get ECONNRESET\n"
	"  Fix:    sysctl -w net.core.somaxconn=8192 net.core.rmem_max=16777216\n"
	"          # let it call listen() with 8192, and wait until it is restarted, if\n"
	"          # ever\n";

static void test_block(void **state)
{
	struct doctor_finding finding = make_finding();
	char *text = print_block(&finding, VIEW_COLOR_AUTO, true);

	(void)state;
	assert_string_equal(text, expected);
	free(text);
	text = print_block(&finding, VIEW_COLOR_ALWAYS, false);
	assert_int_equal(text[0], '\n');
	assert_non_null(strstr(text, "\033[1;31mCRITICAL\033[0m"));
	assert_null(strstr(text, "\033[2J"));
	free(text);
	model_facts_free(&finding.evidence);
}

/* Two words, beside a mark of 2 columns: 79 columns are a line, 80 are not. */
static void test_wrap(void **state)
{
	(void)state;
	for (int second = 36; second <= 40; second++) {
		char text[128], wants[256], *got = NULL;
		char words[2][64] = { "", "" };
		size_t size;
		FILE *out = open_memstream(&got, &size);

		memset(words[0], 'a', 40);
		memset(words[1], 'b', second);
		snprintf(text, sizeof(text), "%s %s", words[0], words[1]);
		snprintf(wants, sizeof(wants), "> %s%s%s\n", words[0],
			 second <= 36 ? " " : "\n- ", words[1]);
		assert_non_null(out);
		assert_int_equal(view_wrap_after(out, "> ", "- ", text, 79),
				 0);
		assert_int_equal(fclose(out), 0);
		assert_string_equal(got, wants);
		free(got);
	}
}

static void test_json(void **state)
{
	static const char *const keys[] = {
		"id", "stage", "severity", "object", "evidence", "cause",
		"fix", "symptom", "pid", "comm",
	};
	struct doctor_finding finding = make_finding();
	struct json_object *object = view_json_row(&view_finding, &finding);
	struct json_object *evidence, *value;
	size_t at = 0;

	(void)state;
	assert_non_null(object);
	json_object_object_foreach(object, key, member) {
		(void)member;
		assert_true(at < ARRAY_SIZE(keys));
		assert_string_equal(key, keys[at++]);
	}
	assert_int_equal(at, ARRAY_SIZE(keys));
	assert_true(json_object_object_get_ex(object, "evidence", &evidence));
	assert_true(json_object_object_get_ex(evidence, "accept_q", &value));
	assert_true(json_object_is_type(value, json_type_int));
	assert_int_equal(json_object_get_int(value), 512);
	assert_true(json_object_object_get_ex(object, "pid", &value));
	assert_int_equal(json_object_get_int(value), 812);
	json_object_put(object);

	finding.process.pid = 0;
	finding.object[0] = '\0';
	object = view_json_row(&view_finding, &finding);
	assert_true(json_object_object_get_ex(object, "object", &value));
	assert_null(value);
	assert_true(json_object_object_get_ex(object, "pid", &value));
	assert_null(value);
	assert_true(json_object_object_get_ex(object, "comm", &value));
	assert_null(value);
	json_object_put(object);
	model_facts_free(&finding.evidence);
}

/* Connections to 10.0.0.2:5432 and, fewer, to 10.0.0.3:80. */
static int fake_sockets(struct source *src, const struct source_query *query,
			source_sock_fn fn, void *arg)
{
	int err = 0;

	(void)src;
	assert_int_equal(query->filter.protocols, NETTUNE_PROTOCOL_TCP);
	assert_int_equal(query->filter.states & 1U << NT_STATE_LISTEN, 0);
	for (int i = 0; !err && i < 300; i++) {
		struct model_sock sock = { 0 };
		bool many = i % 3;

		sock.snap = make_tcp(i < 30 ? NT_STATE_TIME_WAIT :
					      NT_STATE_ESTABLISHED,
				     20000 + i, 0);
		sock.snap.has = 0;
		sock.snap.id.daddr[0] = 10;
		sock.snap.id.daddr[3] = many ? 2 : 3;
		sock.snap.id.dport = htons(many ? 5432 : 80);
		err = fn(&sock, arg);
	}
	return err;
}

static void set_ports_facts(struct model_snapshot *snapshot, int inuse)
{
	struct model_facts *facts = &snapshot->facts;

	assert_int_equal(model_facts_set(facts, "sockstat.TCP.inuse", inuse), 0);
	set_triple(facts, "net.ipv4.ip_local_port_range", "20000 20299");
}

static void test_ports(void **state)
{
	const struct source_ops ops = { .sockets = fake_sockets };
	struct source src = { .ops = &ops, .proc_root = "/proc" };
	struct model_snapshot snapshot = { 0 };

	(void)state;
	assert_int_equal(source_ports(&src, &snapshot), 0);
	assert_false(snapshot.ports.known);
	set_ports_facts(&snapshot, 149);
	assert_int_equal(source_ports(&src, &snapshot), 0);
	assert_true(snapshot.ports.known);
	assert_int_equal(snapshot.ports.used, 0);
	set_ports_facts(&snapshot, 300);
	assert_int_equal(source_ports(&src, &snapshot), 0);
	assert_true(snapshot.ports.known);
	assert_int_equal(snapshot.ports.used, 200);
	assert_int_equal(snapshot.ports.time_wait, 20);
	assert_int_equal(ntohs(snapshot.ports.id.dport), 5432);
	model_snapshot_free(&snapshot);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_block),
		cmocka_unit_test(test_wrap),
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_ports),
	};

	return cmocka_run_group_tests_name("doctor_view", tests, NULL, NULL);
}
