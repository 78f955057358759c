// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests the journal: whatever is cut off, what is left can be undone. */
#include "folder.h"

#include <errno.h>
#include <fcntl.h>
#include <json-c/json.h>
#include <json-c/printbuf.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tune/journal.h"
#include "tune/journal_line.h"

#define BOOT "01234567-89ab-cdef-0123-456789abcdef"

static void add_step(struct journal *journal, const char *name,
		     const char *device, const char *old, const char *new,
		     unsigned int write)
{
	struct journal_step step = {
		.key = { device ? TUNE_RING : TUNE_SYSCTL, (char *)name, "" },
		.old = (char *)old, .new = (char *)new, .write = write,
		.ifindex = device ? 7 : 0,
	};

	if (device)
		memcpy(step.key.device, device, strlen(device) + 1);
	assert_int_equal(journal_add_step(journal, &step), 0);
}

static void set_found(struct journal *journal, unsigned int write)
{
	for (size_t i = 0; i < journal->step_count; i++) {
		struct journal_step *step = &journal->steps[i];

		if (step->write == write)
			step->found = strdup(step->new);
	}
}

static void add_kept(struct journal *journal, const char *name,
		     const char *device, const char *value)
{
	struct tune_want want = {
		.key = { .kind = device ? TUNE_RING : TUNE_SYSCTL,
			 .name = (char *)name },
		.value = (char *)value,
	};

	snprintf(want.key.device, sizeof(want.key.device), "%s", device ?: "");
	assert_int_equal(tune_wants_add(&journal->kept, &want), 0);
}

/* Names and values that need care in JSON, one of them not even UTF-8. */
static void make_journal(struct journal *journal)
{
	char *const profiles[] = { (char *)"web", (char *)"/tmp/\"a\\b\n.conf" };

	*journal = (struct journal) {
		.id = 12, .time = 1700000000, .boot = BOOT, .pid = 99,
		.netns = { .cookie = ~0ULL >> 1, .inode = 4026531840 },
		.confirm = 60,
	};
	assert_int_equal(journal_set_names(journal, "blue", profiles, 2), 0);
	journal->persist = strdup("eth*");
	assert_non_null(journal->persist);
	journal->force = true;
	add_kept(journal, "net.ipv4.tcp_rmem", NULL, "4096\t131072 \"6\"");
	add_kept(journal, "tx", "eth1", "512");
	add_step(journal, "net.core.somaxconn", NULL, "4096", "16384", 0);
	add_step(journal, "rx", "eth0", "256", "4096", 1);
	add_step(journal, "tx", "eth0", "256", "1024", 1);
	add_step(journal, "net.x", NULL, "a \"b\" \\ \xff\x01", "\xc3\xa9", 2);
	for (unsigned int i = 0; i < 3; i++)
		set_found(journal, i);
}

/* A file as an apply and its revert leave it; @ends are those of records. */
struct text {
	char	data[8192];
	size_t	len;
	size_t	ends[32];
	size_t	count;
};

static void append(struct text *text, struct json_object *record)
{
	char *line;

	assert_non_null(record);
	line = journal_line(record);
	json_object_put(record);
	assert_non_null(line);
	assert_true(text->len + strlen(line) < sizeof(text->data));
	memcpy(text->data + text->len, line, strlen(line) + 1);
	text->len += strlen(line);
	text->ends[text->count++] = text->len;
	free(line);
}

static void make_text(struct text *text)
{
	struct journal journal;

	make_journal(&journal);
	*text = (struct text) { 0 };
	append(text, journal_begin(&journal));
	for (unsigned int i = 0; i < 3; i++) {
		append(text, journal_write(&journal, i));
		append(text, journal_done(&journal, i));
	}
	append(text, journal_word("end", "result", "applied"));
	append(text, journal_word("confirmed", NULL, NULL));
	append(text, journal_word("revert", "by", "command"));
	append(text, journal_restored(3));
	append(text, journal_left(2, "512", "changed since"));
	append(text, journal_restored(1));
	append(text, journal_restored(0));
	append(text, journal_word("reverted", "result", "partly"));
	journal_free(&journal);
}

static void check_step(const struct journal_step *is,
		       const struct journal_step *wanted)
{
	assert_int_equal(tune_key_compare(&is->key, &wanted->key), 0);
	assert_string_equal(is->old, wanted->old);
	assert_string_equal(is->new, wanted->new);
	assert_int_equal(is->write, wanted->write);
	assert_int_equal(is->ifindex, wanted->ifindex);
}

static void test_round(void **state)
{
	struct journal wanted, is;
	struct text text;
	size_t valid;

	(void)state;
	make_text(&text);
	make_journal(&wanted);
	assert_int_equal(journal_parse(text.data, text.len, &is, &valid), 0);
	assert_int_equal(valid, text.len);
	assert_false(is.torn);
	assert_int_equal(is.id, 12);
	assert_int_equal(is.time, 1700000000);
	assert_string_equal(is.boot, BOOT);
	assert_true(is.netns.cookie == wanted.netns.cookie);
	assert_true(is.netns.inode == wanted.netns.inode);
	assert_string_equal(is.netns_name, "blue");
	assert_string_equal(is.persist, "eth*");
	assert_true(is.force);
	assert_int_equal(is.pid, 99);
	assert_int_equal(is.confirm, 60);
	assert_int_equal(is.profile_count, 2);
	assert_string_equal(is.profiles[0], "web");
	assert_string_equal(is.profiles[1], "/tmp/\"a\\b\n.conf");
	assert_true(is.ended && is.applied && is.confirmed && is.reverting);
	assert_int_equal(is.step_count, 4);
	for (size_t i = 0; i < 4; i++) {
		check_step(&is.steps[i], &wanted.steps[i]);
		assert_string_equal(is.steps[i].found, wanted.steps[i].new);
		assert_int_equal(is.steps[i].state,
				 i == 2 ? JOURNAL_LEFT : JOURNAL_RESTORED);
	}
	assert_int_equal(is.kept.count, 2);
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(tune_key_compare(&is.kept.wants[i].key,
						  &wanted.kept.wants[i].key), 0);
		assert_string_equal(is.kept.wants[i].value,
				    wanted.kept.wants[i].value);
	}
	assert_true(journal_is_open(&is));
	journal_free(&is);
	journal_free(&wanted);
}

/* How many records are whole in the first @len bytes? */
static size_t whole(const struct text *text, size_t len)
{
	size_t count = 0;

	while (count < text->count && text->ends[count] <= len)
		count++;
	return count;
}

/* Cut off after each byte; what has been whole by then counts. */
static void test_cut(void **state)
{
	struct journal before, now;
	struct text text;

	(void)state;
	make_text(&text);
	for (size_t len = 0; len <= text.len; len++) {
		char *copy = exact_copy(text.data, len);
		size_t records = whole(&text, len), valid, end;

		end = records ? text.ends[records - 1] : 0;
		assert_int_equal(journal_parse(copy, len, &now, &valid), 0);
		assert_int_equal(valid, end);
		assert_int_equal(now.torn, len > end);
		assert_int_equal(journal_parse(copy, end, &before, &valid), 0);
		assert_int_equal(now.id, before.id);
		assert_int_equal(now.step_count, before.step_count);
		for (size_t i = 0; i < now.step_count; i++) {
			check_step(&now.steps[i], &before.steps[i]);
			assert_int_equal(now.steps[i].state,
					 before.steps[i].state);
		}
		assert_int_equal(journal_state(&now, BOOT),
				 journal_state(&before, BOOT));
		journal_free(&now);
		journal_free(&before);
		free(copy);
	}
}

/* A byte that is another: not in the last record, it is damage. */
static void test_damaged(void **state)
{
	struct journal journal;
	struct text text;

	(void)state;
	make_text(&text);
	for (size_t i = 0; i < text.len; i++) {
		char *copy = exact_copy(text.data, text.len);
		size_t valid;
		bool last;
		int err;

		copy[i] ^= 0x20;
		err = journal_parse(copy, text.len, &journal, &valid);
		/* Without the line's end before it, two records are the last. */
		last = i >= text.ends[text.count - 2] - 1;
		if (last) {
			assert_int_equal(err, 0);
			assert_true(journal.torn);
			assert_int_equal(valid, text.ends[text.count - 2 -
				(i + 1 == text.ends[text.count - 2])]);
		} else {
			assert_int_equal(err, -EBADMSG);
		}
		journal_free(&journal);
		free(copy);
	}
}

#define KEEPS(kept) \
	"{\"record\":\"begin\",\"version\":1,\"id\":1,\"boot\":\"x\",\"kept\":[" kept "]}"

/* Lines with the right sum that make no sense. */
static void test_nonsense(void **state)
{
	static const char *const records[] = {
		"{}", "{\"record\":\"end\"}", "{\"record\":\"no such\"}",
		"{\"record\":5}", "{\"record\":\"begin\"}",
		"{\"record\":\"begin\",\"version\":2,\"id\":1,\"boot\":\"x\"}",
		"{\"record\":\"begin\",\"version\":1,\"id\":0,\"boot\":\"x\"}",
		"{\"record\":\"begin\",\"version\":1,\"id\":-1,\"boot\":\"x\"}",
		KEEPS("5"), KEEPS("{\"kind\":\"sysctl\",\"name\":\"a\"}"),
		KEEPS("{\"kind\":\"x\",\"name\":\"a\",\"value\":\"1\"}"),
	};
	static const char *const later[] = {
		"{\"record\":\"begin\",\"version\":1,\"id\":1,\"boot\":\"x\"}",
		"{\"record\":\"write\"}",
		"{\"record\":\"write\",\"steps\":[{}]}",
		"{\"record\":\"write\",\"steps\":[5]}",
		"{\"record\":\"write\",\"steps\":[null]}",
		"{\"record\":\"done\"}",
		"{\"record\":\"failed\"}",
		"{\"record\":\"failed\",\"steps\":[{\"step\":0}]}",
		"{\"record\":\"done\",\"steps\":[{\"step\":0}]}",
		"{\"record\":\"restored\",\"step\":0}",
		"{\"record\":\"restored\",\"step\":-1}",
		"{\"record\":\"left\",\"step\":99999999999}",
	};
	struct journal begin = { .id = 1, .boot = BOOT }, journal;
	size_t valid;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(records); i++) {
		struct text text = { 0 };

		append(&text, json_tokener_parse(records[i]));
		append(&text, journal_begin(&begin));
		assert_int_equal(journal_parse(text.data, text.len, &journal,
					       &valid), -EBADMSG);
		journal_free(&journal);
	}
	for (size_t i = 0; i < ARRAY_SIZE(later); i++) {
		struct text text = { 0 };

		append(&text, journal_begin(&begin));
		append(&text, json_tokener_parse(later[i]));
		append(&text, journal_word("confirmed", NULL, NULL));
		assert_int_equal(journal_parse(text.data, text.len, &journal,
					       &valid), -EBADMSG);
		journal_free(&journal);
	}
}

/* As json-c prints when it runs out of memory amid a text: as if nothing were. */
static int print_half(struct json_object *object, struct printbuf *out,
		      int level, int flags)
{
	(void)object;
	(void)level;
	(void)flags;
	return printbuf_memappend(out, "\"half", 5) < 0 ? -1 : 5;
}

/* A line that lacks something is none; nor is what lacks it when it is read. */
static void test_no_memory(void **state)
{
	static const char twice[] = "{\"record\":\"end\",\"record\":\"end\"";
	struct json_object *record = journal_word("end", "result", "applied");
	struct json_object *member;
	struct journal journal;
	char every[256], line[128];
	struct text text = { 0 };
	size_t valid;
	int len;

	(void)state;
	for (size_t i = 0; i < sizeof(every); i++)
		every[i] = (char)(i + 1);
	append(&text, journal_word(every, every, every));
	assert_true(json_object_object_get_ex(record, "result", &member));
	json_object_set_serializer(member, print_half, NULL, NULL);
	assert_null(journal_line(record));
	json_object_put(record);

	text = (struct text) { 0 };
	append(&text, journal_begin(&(struct journal) { .id = 1, .boot = BOOT }));
	len = snprintf(line, sizeof(line), "%s,\"sum\":\"%08x\"}\n", twice,
		       journal_sum(twice, strlen(twice)));
	memcpy(text.data + text.len, line, len + 1);
	text.len += len;
	assert_int_equal(journal_parse(text.data, text.len, &journal, &valid),
			 -ENOMEM);
	journal_free(&journal);
}

static void check_state(const struct text *text, size_t records,
			const char *boot, enum journal_state wanted)
{
	struct journal journal;
	size_t valid;

	assert_int_equal(journal_parse(text->data, text->ends[records - 1],
				       &journal, &valid), 0);
	assert_string_equal(journal_state_name(journal_state(&journal, boot)),
			    journal_state_name(wanted));
	journal_free(&journal);
}

static void test_states(void **state)
{
	struct text text;

	(void)state;
	make_text(&text);
	check_state(&text, 1, BOOT, JOURNAL_NOTHING);
	check_state(&text, 2, BOOT, JOURNAL_CUT_SHORT);
	check_state(&text, 7, BOOT, JOURNAL_CUT_SHORT);
	check_state(&text, 8, BOOT, JOURNAL_WAITING);
	check_state(&text, 9, BOOT, JOURNAL_APPLIED);
	check_state(&text, 9, "another", JOURNAL_REBOOTED);
	check_state(&text, 11, BOOT, JOURNAL_CUT_SHORT);
	check_state(&text, 12, BOOT, JOURNAL_PARTLY);
	check_state(&text, 15, BOOT, JOURNAL_PARTLY);
	append(&text, journal_restored(2));
	check_state(&text, 16, BOOT, JOURNAL_REVERTED);
	check_state(&text, 16, "another", JOURNAL_REVERTED);
}

static void open_state(const char *root, struct tune_state *state)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/state", root);
	assert_int_equal(setenv(STATE_VARIABLE, path, 1), 0);
	assert_int_equal(state_open(state, true), 0);
}

/* What no later command would find is not begun. */
static void test_numbers(void **root)
{
	struct journal journal;
	struct journal_file file;
	struct tune_state state;
	int fd;

	open_state(*root, &state);
	fd = openat(state.dir, "999999999.jsonl", O_CREAT | O_WRONLY, 0600);
	assert_true(fd >= 0);
	close(fd);
	make_journal(&journal);
	assert_int_equal(journal_create(&state, &journal, 4096, &file),
			 -EOVERFLOW);
	journal_free(&journal);
	state_close(&state);
}

static void test_file(void **root)
{
	struct journal journal, again;
	struct journal_file file;
	struct tune_state state;
	unsigned int *ids;
	struct stat st;
	size_t count;

	/* Whatever the umask is, others may look. */
	umask(077);
	open_state(*root, &state);
	assert_int_equal(fstat(state.dir, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0755);
	make_journal(&journal);
	assert_int_equal(journal_create(&state, &journal, 4096, &file), 0);
	assert_int_equal(journal.id, 1);
	assert_int_equal(fstat(file.fd, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0644);
	assert_int_equal(st.st_size, file.size);
	assert_int_equal(journal_append(&file, journal_write(&journal, 0)), 0);
	/* Half a record. */
	assert_int_equal(pwrite(file.fd, "{\"record\":", 10, file.size), 10);
	journal_close(&file);

	assert_int_equal(journal_read(&state, 1, &again), 0);
	assert_true(again.torn);
	assert_int_equal(again.step_count, 1);
	journal_free(&again);

	assert_int_equal(journal_open(&state, 1, &again, &file), 0);
	assert_int_equal(file.err, 0);
	assert_int_equal(fstat(file.fd, &st), 0);
	assert_int_equal(st.st_size, file.size);
	assert_int_equal(journal_append(&file, journal_restored(0)), 0);
	journal_close(&file);
	journal_free(&again);

	assert_int_equal(journal_read(&state, 1, &again), 0);
	assert_false(again.torn);
	assert_int_equal(again.steps[0].state, JOURNAL_RESTORED);
	journal_free(&again);
	assert_int_equal(journal_read(&state, 2, &again), -ENOENT);
	journal_free(&again);

	assert_int_equal(journal_create(&state, &journal, 0, &file), 0);
	assert_int_equal(journal.id, 2);
	journal_close(&file);
	assert_int_equal(state_ids(&state, &ids, &count), 0);
	assert_int_equal(count, 2);
	assert_int_equal(ids[0], 1);
	assert_int_equal(ids[1], 2);
	free(ids);
	journal_free(&journal);
	state_close(&state);
}

/* A record that can't be written leaves the file as it was. */
static void test_unwritten(void **root)
{
	struct journal_file file;
	struct tune_state state;
	struct journal journal, again;
	int fd;

	open_state(*root, &state);
	make_journal(&journal);
	assert_int_equal(journal_create(&state, &journal, 0, &file), 0);
	fd = file.fd;
	file.fd = open("/dev/full", O_WRONLY);
	assert_true(file.fd >= 0);
	assert_int_equal(journal_append(&file, journal_write(&journal, 0)),
			 -ENOSPC);
	close(file.fd);
	file.fd = fd;
	file.err = 0;
	assert_int_equal(journal_append(&file, NULL), -ENOMEM);
	assert_int_equal(journal_append(&file, journal_write(&journal, 1)), 0);
	journal_close(&file);
	assert_int_equal(journal_read(&state, 1, &again), -EBADMSG);
	journal_free(&again);
	journal_free(&journal);
	state_close(&state);
}

static bool is_there(const struct tune_state *state, unsigned int id)
{
	char name[STATE_NAME];

	return !faccessat(state->dir, state_name(id, name), F_OK, 0);
}

/* A journal of this boot, with a step that is restored or not. */
static void add_past(const struct tune_state *state, bool restored)
{
	struct journal journal = { .time = 1 };
	struct journal_file file;

	assert_int_equal(journal_boot(journal.boot), 0);
	assert_int_equal(journal_create(state, &journal, 0, &file), 0);
	add_step(&journal, "net.core.somaxconn", NULL, "1", "2", 0);
	assert_int_equal(journal_append(&file, journal_write(&journal, 0)), 0);
	if (restored)
		assert_int_equal(journal_append(&file, journal_restored(0)), 0);
	journal_close(&file);
	journal_free(&journal);
}

/* The latest stay, and whatever could still be undone, or can't be read. */
static void test_prune(void **root)
{
	enum { OPEN = 3, DAMAGED = 5, COUNT = JOURNAL_KEEP + 20 };
	struct tune_state state;
	char name[STATE_NAME];
	size_t count = 0;
	int fd;

	open_state(*root, &state);
	for (unsigned int id = 1; id <= COUNT; id++)
		add_past(&state, id != OPEN);
	fd = openat(state.dir, state_name(DAMAGED, name), O_WRONLY);
	assert_int_equal(pwrite(fd, "x", 1, 0), 1);
	close(fd);
	assert_int_equal(journal_prune(&state), 0);
	for (unsigned int id = 1; id <= COUNT; id++) {
		assert_int_equal(is_there(&state, id),
				 id == OPEN || id == DAMAGED ||
				 id > COUNT - JOURNAL_KEEP);
		count += is_there(&state, id);
	}
	assert_int_equal(count, JOURNAL_KEEP + 2);
	/* Once more there is nothing to be done, and numbers go on. */
	assert_int_equal(journal_prune(&state), 0);
	assert_true(is_there(&state, COUNT - JOURNAL_KEEP + 1));
	add_past(&state, false);
	assert_true(is_there(&state, COUNT + 1));
	state_close(&state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_damaged),
		cmocka_unit_test(test_nonsense),
		cmocka_unit_test(test_no_memory),
		cmocka_unit_test(test_states),
		cmocka_unit_test_setup_teardown(test_numbers, folder_make,
						folder_remove),
		cmocka_unit_test_setup_teardown(test_file, folder_make,
						folder_remove),
		cmocka_unit_test_setup_teardown(test_unwritten, folder_make,
						folder_remove),
		cmocka_unit_test_setup_teardown(test_prune, folder_make,
						folder_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
