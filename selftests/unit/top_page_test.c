// SPDX-License-Identifier: GPL-2.0-or-later
/* The pages of the live screen: nothing is wider than they are. */
#include <locale.h>
#include <wchar.h>

#include "unit.h"

#include "make_tcp.h"
#include "view/text.h"
#include "view/top.h"

/* Moves a cursor, sets a title, is no UTF-8, turns the text around. */
#define EVIL	"\033[2J\033]0;x\007\xff\x9b\n\t\u202e"

static void add_socket(struct top_data *data, int port, __u32 rmem_alloc,
		       const char *comm)
{
	struct model_sock sock = { 0 };

	sock.snap = make_tcp(NT_STATE_ESTABLISHED, port, rmem_alloc);
	sock.process.pid = 4000000;
	memcpy(sock.process.comm, comm,
	       strnlen(comm, sizeof(sock.process.comm) - 1));
	sock.cgroup = EVIL;
	sock.ifname = comm[0] == *EVIL ? EVIL : NULL;
	assert_int_equal(model_socks_add(&data->socks, &sock), 0);
}

static void fill_stages(struct top_data *data, const char *object)
{
	for (size_t i = 0; i < MODEL_STAGES; i++) {
		struct model_stage_row *row = &data->stages[i];

		*row = (struct model_stage_row) {
			.stage = i, .unit = "packets", .knob = "setting",
			.has = MODEL_STAGE_HAS_DEPTH | MODEL_STAGE_HAS_LIMIT |
			       MODEL_STAGE_HAS_FULLNESS | MODEL_STAGE_HAS_LOSS |
			       MODEL_STAGE_HAS_RATE,
			.depth = 1 + i, .limit = ~0ULL >> 2, .permille = 500,
			.loss = ~0ULL, .rate = 1e12,
		};
		snprintf(row->object, sizeof(row->object), "%s", object);
	}
	data->known = true;
}

static struct top_data make_data(size_t sockets, const char *text)
{
	struct top_data data = { 0 };

	fill_stages(&data, text);
	snprintf(data.machine, sizeof(data.machine), "host: %s", text);
	snprintf(data.when, sizeof(data.when), "12:34:56");
	for (size_t i = 0; i < sockets; i++)
		add_socket(&data, 65535 - i % 50000, i, text);
	return data;
}

static void free_data(struct top_data *data)
{
	model_socks_free(&data->socks);
}

/* What a terminal would make of a line is what was counted. */
static void assert_line(const struct top_page *page,
			const struct top_line *line)
{
	unsigned int at = 0;

	assert_int_equal(strlen(line->text), line->len);
	assert_true(line->columns <= page->columns);
	assert_int_equal(view_columns(line->text), line->columns);
	for (const char *byte = line->text; *byte; byte++) {
		assert_true((unsigned char)*byte >= ' ' && *byte != 0x7f);
		assert_true(page->utf8 || !(*byte & 0x80));
	}
	for (unsigned int i = 0; i < line->nr_spans; i++) {
		assert_true(line->spans[i].begin >= at);
		assert_true(line->spans[i].end > line->spans[i].begin);
		at = line->spans[i].end;
	}
	assert_true(at <= line->len);
}

static struct top_page make_page(unsigned int rows, unsigned int columns,
				 const struct screen *screen,
				 const struct top_data *data)
{
	struct top_page page;

	assert_int_equal(top_page_init(&page, rows, columns, true), 0);
	page.live = true;
	top_page_make(&page, screen, data);
	assert_true(page.used <= rows);
	for (unsigned int i = 0; i < page.used; i++)
		assert_line(&page, &page.lines[i]);
	return page;
}

static void assert_begins(const struct top_page *page, unsigned int row,
			  const char *text)
{
	assert_true(row < page->used);
	assert_memory_equal(page->lines[row].text, text, strlen(text));
}

static void test_80x24(void **state)
{
	struct top_data data = make_data(100, "x");
	struct screen screen = { .interval = 2 };
	struct top_page page;

	(void)state;
	page = make_page(24, 80, &screen, &data);
	assert_int_equal(page.used, 24);
	assert_begins(&page, 0, "nettune top  host: x ");
	assert_non_null(strstr(page.lines[0].text, " 12:34:56"));
	assert_int_equal(page.lines[0].columns, 80);
	assert_string_equal(page.lines[1].text, "every 2 s  by rmem");
	assert_begins(&page, 2, "  Stage (9 of 15) ");
	assert_begins(&page, 3, "  NIC ring ");
	assert_non_null(strstr(page.lines[12].text,
			       "Local Address:Port Peer Address:Port Rmem%"));
	assert_non_null(strstr(page.lines[13].text, "127.0.0.1:65535 "));
	assert_non_null(strstr(page.lines[13].text, " x(4000000)"));
	assert_begins(&page, 23, "s sort  f filter ");
	top_page_free(&page);
	free_data(&data);
}

/* Every size, with everything in it that is hard to show. */
static void test_sizes(void **state)
{
	static const char *const texts[] = {
		"", EVIL, "\u4e2d\u6587\u4e2d\u6587\u4e2d", "e\u0301e\u0301",
		"abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
	};
	static const enum screen_mode modes[] = {
		SCREEN_MODE_LIST, SCREEN_MODE_FILTER, SCREEN_MODE_HELP,
	};
	struct screen screen = { .interval = 0.1 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		struct top_data data = make_data(60, texts[i]);

		snprintf(screen.filter, sizeof(screen.filter), "%s", texts[i]);
		snprintf(screen.typed, sizeof(screen.typed), "%s%s", texts[i],
			 texts[i]);
		for (unsigned int columns = 0; columns < 260; columns += 3) {
			struct top_page page;

			screen.mode = modes[columns / 3 % ARRAY_SIZE(modes)];
			page = make_page(columns / 4, columns, &screen, &data);
			top_page_free(&page);
		}
		free_data(&data);
	}
}

static void test_no_data(void **state)
{
	struct top_data data = make_data(0, "x");
	struct screen screen = { .interval = 1 };
	struct top_data nothing = { 0 };
	struct top_page page;

	(void)state;
	page = make_page(24, 80, &screen, &nothing);
	assert_string_equal(page.lines[2].text, "looking ...");
	assert_int_equal(page.used, 24);
	top_page_free(&page);
	page = make_page(24, 80, &screen, &data);
	assert_non_null(strstr(page.lines[12].text, "Rmem%"));
	assert_string_equal(page.lines[13].text, "");
	top_page_free(&page);
}

static void test_too_small(void **state)
{
	struct screen screen = { .interval = 1 };
	struct top_data data = make_data(1, "x");
	struct top_page page;

	(void)state;
	page = make_page(9, 80, &screen, &data);
	assert_int_equal(page.used, 1);
	assert_string_equal(page.lines[0].text, "too small: 40x10, not 80x9");
	top_page_free(&page);
	page = make_page(24, 12, &screen, &data);
	assert_string_equal(page.lines[0].text, "too small: 4");
	top_page_free(&page);
	page = make_page(10, 40, &screen, &data);
	assert_int_equal(page.used, 10);
	top_page_free(&page);
	free_data(&data);
}

/* What the rows are ordered by has a column, however narrow it is. */
static void test_sorted_column(void **state)
{
	static const struct {
		const char *sort;
		const char *heading;
		const char *of_groups;
	} sorts[] = {
		{ "rmem", "Rmem%", "Rmax%" }, { "wmem", "Wmem%", "Wmax%" },
		{ "accept", "AcceptQ", "AcceptQ" }, { "syn", "SynQ", "SynQ" },
		{ "recvq", "Recv-Q", "Recv-Q" },
		{ "sendq", "Send-Q", "Send-Q" },
		{ "backlog", "Backlog", NULL }, { "drops", "Drops", "Drops" },
		{ "retrans", "Retrans", "Sockets" },
	};
	struct model_group group = { .stat = { .sockets = 1 } };
	struct top_data data = make_data(3, "x");

	(void)state;
	data.groups = &group;
	data.nr_groups = 1;
	for (size_t i = 0; i < 2 * ARRAY_SIZE(sorts); i++) {
		struct screen screen = { .interval = 1 };
		const char *wanted;
		struct top_page page;

		data.grouped = i >= ARRAY_SIZE(sorts);
		wanted = data.grouped ? sorts[i % ARRAY_SIZE(sorts)].of_groups :
					sorts[i].heading;
		screen_sort_by(&screen, sorts[i % ARRAY_SIZE(sorts)].sort);
		page = make_page(12, 40, &screen, &data);
		if (wanted)
			assert_non_null(strstr(page.lines[6].text, wanted));
		top_page_free(&page);
	}
	free_data(&data);
}

/* All columns that are looked for are found where there is room. */
static void test_wide(void **state)
{
	static const char *const headings[] = {
		"Netid", "State", "Recv-Q", "Send-Q", "Local Address:Port",
		"Peer Address:Port", "Rmem%", "Wmem%", "AcceptQ", "SynQ",
		"Backlog", "Retrans", "Drops", "Process", "Cgroup",
	};
	static const char *const of_groups[] = {
		"Group", "Sockets", "Recv-Q", "Send-Q", "Rmem%", "Rmax%",
		"Wmem%", "Wmax%", "AcceptQ", "SynQ", "Drops",
	};
	struct screen screen = { .interval = 1 };
	struct top_data data = make_data(40, "x");
	struct top_page page;

	(void)state;
	page = make_page(50, 240, &screen, &data);
	for (size_t i = 0; i < ARRAY_SIZE(headings); i++)
		assert_non_null(strstr(page.lines[18].text, headings[i]));
	assert_non_null(strstr(page.lines[2].text, "Setting"));
	top_page_free(&page);
	data.grouped = true;
	page = make_page(50, 240, &screen, &data);
	for (size_t i = 0; i < ARRAY_SIZE(of_groups); i++)
		assert_non_null(strstr(page.lines[18].text, of_groups[i]));
	top_page_free(&page);
	free_data(&data);
}

static void test_no_utf8(void **state)
{
	struct top_data data = make_data(20, "\u00e4\u4e2d\U0001f600x");
	struct screen screen = { .interval = 1 };
	struct top_page page;

	(void)state;
	assert_int_equal(top_page_init(&page, 24, 80, false), 0);
	top_page_make(&page, &screen, &data);
	for (unsigned int i = 0; i < page.used; i++)
		assert_line(&page, &page.lines[i]);
	assert_begins(&page, 0, "nettune top  host: ???x ");
	top_page_free(&page);
	free_data(&data);
}

static void test_state_line(void **state)
{
	struct screen screen = {
		.interval = 1, .sort = 1, .group = 1, .filter = "dport = :443",
	};
	struct top_data data = make_data(0, "x");
	struct top_page page;

	(void)state;
	data.took = 3;
	page = make_page(24, 120, &screen, &data);
	assert_begins(&page, 1, "every 6 s, not 1: a look takes 3 s  by wmem  per listener  ");
	assert_non_null(strstr(page.lines[1].text, "  filter: dport = :443"));
	top_page_free(&page);
	screen.frozen = true;
	page = make_page(24, 80, &screen, &data);
	assert_begins(&page, 1, "FROZEN  by wmem  per listener  filter: ");
	top_page_free(&page);
}

/* The last line: what is wrong, what is not as it should be, or the keys. */
static void test_bottom(void **state)
{
	struct screen screen = { .interval = 1, .error = "wrong" };
	struct top_data data = make_data(0, "x");
	struct top_page page;

	(void)state;
	snprintf(data.note, sizeof(data.note), "module gone");
	page = make_page(24, 80, &screen, &data);
	assert_begins(&page, 23, "wrong ");
	top_page_free(&page);
	screen.error[0] = '\0';
	page = make_page(24, 80, &screen, &data);
	assert_begins(&page, 23, "module gone ");
	top_page_free(&page);
	data.note[0] = '\0';
	page = make_page(24, 40, &screen, &data);
	assert_string_equal(page.lines[23].text, "h help  q quit");
	assert_int_equal(page.cursor, -1);
	top_page_free(&page);
	screen.mode = SCREEN_MODE_FILTER;
	memset(screen.typed, 'a', 100);
	memcpy(screen.typed + 100, "bc", 3);
	page = make_page(24, 40, &screen, &data);
	assert_begins(&page, 23, "filter: aaaa");
	assert_string_equal(page.lines[23].text + 37, "bc");
	assert_int_equal(page.cursor, 39);
	top_page_free(&page);
}

static char *print(unsigned int columns, const struct top_data *data,
		   bool colored)
{
	struct screen screen = { .interval = 1 };
	struct top_page page;
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	assert_non_null(out);
	assert_int_equal(top_page_init(&page, 24, columns, true), 0);
	top_page_make(&page, &screen, data);
	assert_int_equal(top_page_print(&page, out, colored), 0);
	fclose(out);
	top_page_free(&page);
	return text;
}

/* Once, for a script: no keys, no blanks at the end; colours change nothing. */
static void test_print(void **state)
{
	struct top_data data = make_data(2, EVIL);
	char *plain, *colored, *to;

	(void)state;
	data.stages[0].alarm = MODEL_STAGE_FULL;
	add_socket(&data, 1, 1000, "full");
	plain = print(80, &data, false);
	colored = print(80, &data, true);
	assert_null(strchr(plain, '\033'));
	assert_null(strstr(plain, "q quit"));
	for (const char *at = plain; (at = strchr(at, '\n')); at++)
		assert_int_not_equal(at[-1], ' ');
	assert_non_null(strstr(colored, "\033[31m100.0\033[0m"));
	to = colored;
	for (const char *from = colored; *from; from++) {
		if (*from == '\033')
			from = strchr(from, 'm');
		else
			*to++ = *from;
	}
	*to = '\0';
	assert_string_equal(plain, colored);
	free(plain);
	free(colored);
	free_data(&data);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_80x24),
		cmocka_unit_test(test_sizes),
		cmocka_unit_test(test_no_data),
		cmocka_unit_test(test_too_small),
		cmocka_unit_test(test_sorted_column),
		cmocka_unit_test(test_wide),
		cmocka_unit_test(test_no_utf8),
		cmocka_unit_test(test_state_line),
		cmocka_unit_test(test_bottom),
		cmocka_unit_test(test_print),
	};

	if (!setlocale(LC_CTYPE, "C.UTF-8"))
		return 1;
	return cmocka_run_group_tests_name("top_page", tests, NULL, NULL);
}
