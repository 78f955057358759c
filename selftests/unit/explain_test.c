// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests what is explained, how it is found, and how it is shown. */
#include "show.h"
#include "unit.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>

#include "doctor/rule.h"
#include "explain/explain.h"
#include "model/sock.h"
#include "view/explain.h"

#define ENTRIES_MIN	150

#define FOUND_MAX	16

static bool same(const char *a, const char *b)
{
	return explain_same(a, strlen(a), b, strlen(b));
}

/* Is a name or alias of one entry also one of another? */
static void check_apart(const struct explain_entry *one,
			const struct explain_entry *other)
{
	const char *ones = one->aliases, *others, *a, *b;
	size_t a_len, b_len;

	if (!strcmp(one->name, other->name))
		fail_msg("'%s' twice", one->name);
	while ((a = explain_next_word(&ones, ',', &a_len))) {
		if (explain_same(a, a_len, other->name, strlen(other->name)))
			fail_msg("%s: '%.*s' is a name", one->name, (int)a_len,
				 a);
		others = other->aliases;
		while ((b = explain_next_word(&others, ',', &b_len)))
			if (explain_same(a, a_len, b, b_len))
				fail_msg("'%.*s' twice", (int)a_len, a);
	}
}

static void test_names(void **state)
{
	struct explain_found one, other;
	size_t alike = 0;

	(void)state;
	for (size_t i = 0; explain_at(i, &one); i++) {
		for (size_t j = 0; explain_at(j, &other); j++) {
			if (i == j)
				continue;
			check_apart(one.entry, other.entry);
			alike += same(one.entry->name, other.entry->name);
		}
	}
	/* The stage out-of-order and the flag out_of_order, both ways. */
	assert_int_equal(alike, 2);
}

static void test_number_of_entries(void **state)
{
	struct explain_found found;
	size_t count = 0;

	(void)state;
	while (explain_at(count, &found))
		count++;
	assert_true(count >= ENTRIES_MIN);
}

/* By exactly this name. */
static bool is_entry(const char *name, size_t len)
{
	struct explain_found found;

	for (size_t i = 0; explain_at(i, &found); i++)
		if (strlen(found.entry->name) == len &&
		    !strncmp(found.entry->name, name, len))
			return true;
	return false;
}

static void test_related(void **state)
{
	struct explain_found found;
	const char *name;
	size_t len;

	(void)state;
	for (size_t i = 0; explain_at(i, &found); i++) {
		const char *related = found.entry->related;

		assert_non_null(related);
		while ((name = explain_next_word(&related, ' ', &len))) {
			if (!is_entry(name, len))
				fail_msg("%s: no '%.*s'", found.entry->name,
					 (int)len, name);
			if (len == strlen(found.entry->name) &&
			    !strncmp(name, found.entry->name, len))
				fail_msg("%s names itself", found.entry->name);
		}
	}
}

static bool names(const char *list, const char *name)
{
	const char *word;
	size_t len;

	while ((word = explain_next_word(&list, ' ', &len)))
		if (len == strlen(name) && !strncmp(word, name, len))
			return true;
	return false;
}

static const struct explain_entry *finding_named(const char *id)
{
	struct explain_found found;

	for (size_t i = 0; explain_at(i, &found); i++)
		if (found.kind == EXPLAIN_FINDING &&
		    !strcmp(found.entry->name, id))
			return found.entry;
	fail_msg("no finding '%s'", id);
	return NULL;
}

static bool is_finding_of(const struct explain_found *of, const char *id)
{
	struct explain_found found;
	size_t index = 0;

	while (explain_next_finding(of, &index, &found))
		if (!strcmp(found.entry->name, id))
			return true;
	return false;
}

/* Each rule has an entry, at its stage, that names the facts that it needs. */
static void test_rules_have_entries(void **state)
{
	struct explain_found found;

	(void)state;
	for (size_t i = 0; i < doctor_rule_count; i++) {
		const struct doctor_rule *rule = &doctor_rules[i];
		const struct explain_entry *entry = finding_named(rule->id);

		assert_int_equal(entry->stage, rule->stage);
		for (size_t j = 0; j < DOCTOR_NEEDS && rule->needs[j]; j++)
			if (is_entry(rule->needs[j], strlen(rule->needs[j])) &&
			    !names(entry->related, rule->needs[j]))
				fail_msg("%s does not name %s", rule->id,
					 rule->needs[j]);
		assert_true(explain_at(rule->stage, &found));
		assert_true(is_finding_of(&found, rule->id));
	}
}

/* What a finding names must name the finding. */
static void check_back(const char *name, size_t len,
		       const struct explain_entry *finding)
{
	struct explain_found other;

	for (size_t i = 0; explain_at(i, &other); i++)
		if (strlen(other.entry->name) == len &&
		    !strncmp(other.entry->name, name, len) &&
		    other.kind != EXPLAIN_STAGE)
			assert_true(is_finding_of(&other, finding->name));
}

/* And no entry is of a rule that is not there. */
static void test_findings_have_rules(void **state)
{
	struct explain_found found;
	const char *name;
	size_t len, count = 0;

	(void)state;
	for (size_t i = 0; explain_at(i, &found); i++) {
		const char *related = found.entry->related;

		if (found.kind != EXPLAIN_FINDING)
			continue;
		count++;
		while ((name = explain_next_word(&related, ' ', &len)))
			check_back(name, len, found.entry);
	}
	assert_int_equal(count, doctor_rule_count);
}

/* As text is written: ASCII, single blanks or line breaks between words. */
static void check_text(const char *name, const char *field, const char *text)
{
	size_t len = text ? strlen(text) : 0;

	if (!len)
		fail_msg("%s has no %s", name, field);
	for (size_t i = 0; i < len; i++) {
		bool blank = text[i] == ' ' || text[i] == '\n';

		if (!blank && !isgraph((unsigned char)text[i]))
			fail_msg("%s: %s: odd byte %d", name, field, text[i]);
		if (blank && (!i || i + 1 == len || text[i + 1] == ' ' ||
			      text[i + 1] == '\n'))
			fail_msg("%s: %s: a blank too many", name, field);
	}
}

static void test_texts(void **state)
{
	struct explain_found found;

	(void)state;
	for (size_t i = 0; explain_at(i, &found); i++) {
		const struct explain_entry *entry = found.entry;
		size_t len;

		check_text(entry->name, "name", entry->name);
		check_text(entry->name, "meaning", entry->meaning);
		check_text(entry->name, "knob", entry->knob);
		check_text(entry->name, "related", entry->related);
		check_text(entry->name, "source", entry->source);
		assert_in_range(entry->stage, 0, EXPLAIN_NO_STAGE);
		len = strlen(entry->meaning);
		if (len < 20 || len > 700 || entry->meaning[len - 1] != '.')
			fail_msg("%s: meaning of %zu letters", entry->name, len);
	}
}

static void test_stages(void **state)
{
	struct explain_found found[FOUND_MAX];

	(void)state;
	for (unsigned int i = 0; i < MODEL_STAGES; i++) {
		assert_int_equal(explain_find(model_stage_name(i), found,
					      FOUND_MAX), 1);
		assert_int_equal(found->kind, EXPLAIN_STAGE);
		assert_int_equal(found->entry->stage, i);
		assert_int_equal(explain_find(model_stage_title(i), found,
					      FOUND_MAX), 1);
		assert_int_equal(found->entry->stage, i);
		/* In the order of the path, before all others. */
		assert_true(explain_at(i, found));
		assert_int_equal(found->entry->stage, i);
	}
}

static void test_errno(void **state)
{
	struct explain_found found, again[FOUND_MAX];
	char number[16];

	(void)state;
	for (size_t i = 0; explain_at(i, &found); i++) {
		if (found.kind != EXPLAIN_ERRNO) {
			assert_int_equal(found.entry->number, 0);
			continue;
		}
		assert_string_equal(strerrorname_np(found.entry->number),
				    found.entry->name);
		for (int sign = 1; sign >= -1; sign -= 2) {
			snprintf(number, sizeof(number), "%d",
				 sign * found.entry->number);
			assert_int_equal(explain_find(number, again, FOUND_MAX),
					 1);
			assert_ptr_equal(again->entry, found.entry);
		}
	}
}

/* What softnet and sockets print is explained, or speaks for itself. */
static void check_shown(const struct view_kind *kind, const char *const *plain,
			size_t count)
{
	struct explain_found found[FOUND_MAX];

	for (size_t i = 0; i < kind->key_count; i++) {
		bool known = explain_find(kind->keys[i].name, found, FOUND_MAX);

		for (size_t j = 0; j < count; j++)
			known |= !strcmp(kind->keys[i].name, plain[j]);
		if (!known)
			fail_msg("'%s' is not explained", kind->keys[i].name);
	}
}

static void test_shown(void **state)
{
	static const char *const plain[] = {
		"cpu", "netid", "family", "state", "local", "peer", "uid",
		"cgroup", "netns", "pid", "comm", "flags", "accept_pct",
		"peer_inode", "limit_outdated", "ifname",
	};
	struct explain_found found[FOUND_MAX];

	(void)state;
	check_shown(&view_softnet, plain, ARRAY_SIZE(plain));
	check_shown(&view_sockets, plain, ARRAY_SIZE(plain));
	for (unsigned int i = NT_STATE_ESTABLISHED; i <= NT_STATE_CLOSING; i++)
		assert_int_equal(explain_find(model_state_name(i), found,
					      FOUND_MAX), 1);
	for (unsigned int bit = 0; bit < 32; bit++)
		if (model_flag_name(1U << bit) &&
		    explain_find(model_flag_name(1U << bit), found,
				 FOUND_MAX) != 1)
			fail_msg("'%s'", model_flag_name(1U << bit));
}

static void test_find(void **state)
{
	static const struct {
		const char	*word;
		size_t		count;
		const char	*name;
	} cases[] = {
		{ "ECONNRESET", 1, "ECONNRESET" },
		{ "econnreset", 1, "ECONNRESET" },
		{ "104", 1, "ECONNRESET" },
		{ "-104", 1, "ECONNRESET" },
		{ "EWOULDBLOCK", 1, "EAGAIN" },
		{ "TcpExtListenOverflows", 1, "TcpExtListenOverflows" },
		{ "listenoverflows", 1, "TcpExtListenOverflows" },
		{ "TCPRcvQDrop", 1, "TcpExtTCPRcvQDrop" },
		{ "RcvQDrop", 1, "TcpExtTCPRcvQDrop" },
		{ "InErrors", 2, "UdpInErrors" },
		{ "somaxconn", 1, "net.core.somaxconn" },
		{ "core.somaxconn", 1, "net.core.somaxconn" },
		{ "net/core/somaxconn", 1, "net.core.somaxconn" },
		{ "/proc/sys/net/core/somaxconn", 1, "net.core.somaxconn" },
		{ "gc_thresh3", 1, "net.ipv4.neigh.default.gc_thresh3" },
		{ "accept queue", 1, "accept-queue" },
		{ "Rmem%", 1, "rmem_pct" },
		{ "Recv-Q", 1, "recv_q" },
		{ "time_squeeze", 1, "softnet.time_squeeze" },
		{ "ESTAB", 1, "established" },
		{ "out-of-order", 1, "out-of-order" },
		{ "out_of_order", 1, "out_of_order" },
		{ "out of order", 2, "out-of-order" },
		{ "TCP.tw", 1, "sockstat.TCP.tw" },
		{ "LimitNOFILE", 1, "RLIMIT_NOFILE" },
		{ "", 0, NULL },
		{ "-", 0, NULL },
		{ "0", 0, NULL },
		{ "99999", 0, NULL },
		{ "99999999999999999999", 0, NULL },
		{ "/proc/sys/", 0, NULL },
		{ "ListenOverflow", 0, NULL },
		{ "ListenOverflows ", 0, NULL },
	};
	struct explain_found found[FOUND_MAX];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		size_t count = explain_find(cases[i].word, found, FOUND_MAX);

		if (count != cases[i].count)
			fail_msg("'%s': %zu", cases[i].word, count);
		if (count)
			assert_string_equal(found->entry->name, cases[i].name);
	}
	assert_int_equal(explain_find("InErrors", found, 1), 1);
}

static void test_suggest(void **state)
{
	static const struct {
		const char	*word;
		const char	*first;
	} cases[] = {
		{ "ListenOverflow", "TcpExtListenOverflows" },
		{ "LsitenOverflows", "TcpExtListenOverflows" },
		{ "ECONRESET", "ECONNRESET" },
		{ "econnrestt", "ECONNRESET" },
		{ "somaxcon", "net.core.somaxconn" },
		{ "net.ipv4.tcp_rmme", "net.ipv4.tcp_rmem" },
		{ "conntrack_max", "net.netfilter.nf_conntrack_max" },
		{ "acept queue", "accept-queue" },
		{ "xyzzyxyzzy", NULL },
		{ "", NULL },
		{ "q", NULL },
	};
	struct explain_found found[FOUND_MAX];
	char word[200];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		size_t count = explain_suggest(cases[i].word, found, 5);

		assert_true(count <= 5);
		if (!cases[i].first && count)
			fail_msg("'%s': %s", cases[i].word, found->entry->name);
		if (!cases[i].first)
			continue;
		assert_true(count);
		assert_string_equal(found->entry->name, cases[i].first);
	}
	memset(word, 'e', sizeof(word) - 1);
	word[sizeof(word) - 1] = '\0';
	assert_int_equal(explain_suggest(word, found, 5), 0);
}

/* The words of a text, with one blank behind each. */
static void words_of(const char *text, char *words, size_t size)
{
	const char *word;
	size_t len, at = 0;

	words[0] = '\0';
	while ((word = explain_next_word(&text, ' ', &len)))
		at += snprintf(words + at, size - at, "%.*s ", (int)len, word);
	assert_true(at < size);
}

static size_t longest_line(const char *text)
{
	size_t longest = 0;

	while (*text) {
		size_t len = strcspn(text, "\n");

		longest = len > longest ? len : longest;
		text += len + (text[len] == '\n');
	}
	return longest;
}

static char *show_entry(const struct view_explained *row, unsigned int width)
{
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	assert_non_null(out);
	assert_int_equal(view_explain_text(out, row, width), 0);
	fclose(out);
	return text;
}

static void test_wrap(void **state)
{
	static const unsigned int widths[] = { 20, 40, 80, 200 };
	struct model_facts facts = { 0 };
	struct view_explained row = { .facts = &facts };
	char got[8192], wanted[4096];

	(void)state;
	for (size_t i = 0; explain_at(i, &row.found); i++) {
		for (size_t j = 0; j < ARRAY_SIZE(widths); j++) {
			char *text = show_entry(&row, widths[j]);
			char *body = strchr(text, '\n') + 1;

			if (longest_line(body) > widths[j])
				fail_msg("%s: too wide for %u",
					 row.found.entry->name, widths[j]);
			assert_null(strstr(text, "\x20\n"));
			words_of(text, got, sizeof(got));
			words_of(row.found.entry->meaning, wanted,
				 sizeof(wanted));
			/* Words that are wider than a line are broken. */
			if (widths[j] >= 80)
				assert_non_null(strstr(got, wanted));
			free(text);
		}
	}
}

static void test_value(void **state)
{
	struct model_facts facts = { 0 };
	struct view_explained row = { .facts = &facts };
	char *text;

	(void)state;
	model_facts_set_text(&facts, "net.ipv4.tcp_rmem", "1\t2\t3\n");
	model_facts_set_text(&facts, "net.core.somaxconn", "9\x1b[1m");
	model_facts_set_text(&facts, "net.ipv4.ip_local_reserved_ports", "");
	assert_int_equal(explain_find("tcp_rmem", &row.found, 1), 1);
	text = show_entry(&row, 80);
	assert_non_null(strstr(text, "  Here now    1 2 3\n"));
	free(text);
	assert_int_equal(explain_find("somaxconn", &row.found, 1), 1);
	text = show_entry(&row, 80);
	assert_null(strchr(text, '\x1b'));
	free(text);
	assert_int_equal(explain_find("tcp_wmem", &row.found, 1), 1);
	text = show_entry(&row, 80);
	assert_non_null(strstr(text, "  Here now    -\n"));
	free(text);
	assert_int_equal(explain_find("ip_local_reserved_ports", &row.found, 1),
			 1);
	text = show_entry(&row, 80);
	assert_non_null(strstr(text, "  Here now    (empty)\n"));
	free(text);
	/* A state has no number here, not even an unknown one. */
	assert_int_equal(explain_find("close-wait", &row.found, 1), 1);
	text = show_entry(&row, 80);
	assert_null(strstr(text, "Here now"));
	free(text);
	model_facts_free(&facts);
}

/* Of a sysctl, and of a finding that one is the fix of. */
static void test_profiles(void **state)
{
	static const struct {
		const char	*name;
		const char	*profiles;	/* NULL = none */
	} cases[] = {
		{ "net.ipv4.tcp_syncookies", "high-conn, web" },
		{ "syn-queue-drops", "high-conn, web" },
		{ "ports-exhausted", "web" },
		{ "net.ipv4.tcp_tw_reuse", NULL },
		{ "peer-dead", NULL },
		{ "TcpExtListenDrops", NULL },
	};
	struct model_facts facts = { 0 };
	struct view_explained row = { .facts = &facts };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		char line[128], *text;

		assert_int_equal(explain_find(cases[i].name, &row.found, 1), 1);
		text = show_entry(&row, 80);
		if (cases[i].profiles) {
			snprintf(line, sizeof(line),
				 "\n  Profiles    %s (nettune diff NAME)\n",
				 cases[i].profiles);
			assert_non_null(strstr(text, line));
		} else {
			assert_null(strstr(text, "Profiles"));
		}
		free(text);
	}
}

static void test_list(void **state)
{
	static const unsigned int widths[] = { 40, 80 };
	struct explain_found found;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(widths); i++) {
		char *text = NULL;
		size_t len;
		FILE *out = open_memstream(&text, &len);

		assert_non_null(out);
		assert_int_equal(view_explain_list(out, widths[i]), 0);
		fclose(out);
		assert_true(longest_line(text) <= widths[i]);
		for (size_t j = 0; widths[i] >= 80 && explain_at(j, &found); j++)
			assert_non_null(strstr(text, found.entry->name));
		for (unsigned int kind = 0; kind < EXPLAIN_KINDS; kind++)
			assert_non_null(strstr(text, explain_kind_title(kind)));
		free(text);
	}
}

static const char *const json_keys[] = {
	"name", "kind", "stage", "meaning", "knob", "related", "source",
	"value", "aliases", "number", "since", "until", "needs", "findings",
	"profiles",
};

static void test_json(void **state)
{
	struct model_facts facts = { 0 };
	struct view_explained row = { .facts = &facts };
	struct json_object *array, *object;

	(void)state;
	model_facts_set_text(&facts, "net.ipv4.tcp_rmem", "1 2 3");
	model_facts_set_text(&facts, "net.core.somaxconn", "4096");
	model_facts_set_text(&facts, "net.ipv4.tcp_congestion_control", "cubic");
	model_facts_set(&facts, "TcpExtListenDrops", 5);

	for (size_t i = 0; explain_at(i, &row.found); i++) {
		object = back(&view_explain, &row, &array);
		assert_keys(object, json_keys, ARRAY_SIZE(json_keys));
		assert_null(strstr(value(object, "meaning"), "\\n"));
		json_object_put(array);
	}

	assert_int_equal(explain_find("tcp_rmem", &row.found, 1), 1);
	object = back(&view_explain, &row, &array);
	assert_string_equal(value(object, "value"), "[1,2,3]");
	assert_string_equal(value(object, "number"), "null");
	json_object_put(array);

	assert_int_equal(explain_find("somaxconn", &row.found, 1), 1);
	object = back(&view_explain, &row, &array);
	assert_string_equal(value(object, "value"), "4096");
	assert_string_equal(value(object, "stage"), "\"accept-queue\"");
	json_object_put(array);

	assert_int_equal(explain_find("tcp_congestion_control", &row.found, 1), 1);
	object = back(&view_explain, &row, &array);
	assert_string_equal(value(object, "value"), "\"cubic\"");
	json_object_put(array);

	assert_int_equal(explain_find("ListenDrops", &row.found, 1), 1);
	object = back(&view_explain, &row, &array);
	assert_string_equal(value(object, "value"), "5");
	assert_string_equal(value(object, "kind"), "\"counter\"");
	assert_non_null(strstr(value(object, "findings"),
			       "\"accept-queue-outdated\""));
	assert_null(strstr(value(object, "findings"), "syn-queue"));
	json_object_put(array);

	assert_int_equal(explain_find("EINTR", &row.found, 1), 1);
	object = back(&view_explain, &row, &array);
	assert_string_equal(value(object, "value"), "null");
	assert_string_equal(value(object, "stage"), "null");
	assert_string_equal(value(object, "number"), "4");
	assert_string_equal(value(object, "aliases"), "[]");
	assert_string_equal(value(object, "findings"), "[]");
	json_object_put(array);
	model_facts_free(&facts);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_number_of_entries),
		cmocka_unit_test(test_rules_have_entries),
		cmocka_unit_test(test_findings_have_rules),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_related),
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_stages),
		cmocka_unit_test(test_errno),
		cmocka_unit_test(test_shown),
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_suggest),
		cmocka_unit_test(test_wrap),
		cmocka_unit_test(test_value),
		cmocka_unit_test(test_profiles),
		cmocka_unit_test(test_list),
		cmocka_unit_test(test_json),
	};

	return cmocka_run_group_tests_name("explain", tests, NULL, NULL);
}
