// SPDX-License-Identifier: GPL-2.0-or-later
/* Tables on a terminal that is too narrow for them. */
#include <fcntl.h>
#include <locale.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "unit.h"

#include "make_tcp.h"
#include "model/sock.h"
#include "view/text.h"
#include "view/view.h"

/* A terminal, so many columns wide. Return: its other end. */
static int open_terminal(unsigned int columns, FILE **out)
{
	const struct winsize size = { .ws_row = 24, .ws_col = columns };
	int master = posix_openpt(O_RDWR | O_NOCTTY);
	struct termios mode;
	int slave;

	assert_true(master >= 0);
	assert_int_equal(grantpt(master), 0);
	assert_int_equal(unlockpt(master), 0);
	slave = open(ptsname(master), O_RDWR | O_NOCTTY);
	assert_true(slave >= 0);
	assert_int_equal(tcgetattr(slave, &mode), 0);
	cfmakeraw(&mode);
	assert_int_equal(tcsetattr(slave, TCSANOW, &mode), 0);
	assert_int_equal(ioctl(slave, TIOCSWINSZ, &size), 0);
	*out = fdopen(slave, "w");
	assert_non_null(*out);
	return master;
}

/* All that came, which may be in several parts, until nobody has it open. */
static void read_terminal(int master, FILE *out, char *text, size_t size)
{
	size_t used = 0;
	ssize_t len;

	assert_int_equal(fclose(out), 0);
	while ((len = read(master, text + used, size - 1 - used)) > 0)
		used += len;
	assert_true(used > 0);
	text[used] = '\0';
	close(master);
}

/* What a terminal of that width gets to see. */
static void show(unsigned int columns, int state, size_t rows, bool whole,
		 char *text, size_t size)
{
	struct view_options options = {
		.headings = true, .color = VIEW_COLOR_NEVER, .whole = whole,
	};
	struct model_sock sock = { .snap = make_tcp(state, 80, 10) };
	int master = open_terminal(columns, &options.out);
	struct view view;

	assert_int_equal(view_open(&view, &view_sockets, &options), 0);
	for (size_t i = 0; i < rows; i++)
		assert_int_equal(view_add(&view, &sock), 0);
	assert_int_equal(view_close(&view), 0);
	read_terminal(master, options.out, text, size);
}

static size_t widest(char *text)
{
	size_t most = 0;

	for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
		if (view_columns(line) > most)
			most = view_columns(line);
	return most;
}

static void test_fits(void **state)
{
	char text[4096];

	(void)state;
	for (unsigned int columns = 40; columns <= 200; columns++) {
		for (size_t rows = 0; rows < 3; rows++) {
			show(columns, NT_STATE_ESTABLISHED, rows, false, text,
			     sizeof(text));
			assert_true(widest(text) <= columns);
			show(columns, NT_STATE_LISTEN, rows, false, text,
			     sizeof(text));
			assert_true(widest(text) <= columns);
		}
	}
}

/* What tells nothing goes first, and nothing goes without need. */
static void test_order(void **state)
{
	char text[4096];

	(void)state;
	show(200, NT_STATE_ESTABLISHED, 1, false, text, sizeof(text));
	assert_memory_equal(text, "Netid State ", 12);
	assert_non_null(strstr(text, " AcceptQ SynQ Drops\n"));
	show(80, NT_STATE_ESTABLISHED, 1, false, text, sizeof(text));
	assert_null(strstr(text, "AcceptQ"));
	assert_non_null(strstr(text, "Netid State Recv-Q Send-Q"));
	show(80, NT_STATE_LISTEN, 1, false, text, sizeof(text));
	assert_non_null(strstr(text, " AcceptQ "));
	assert_null(strstr(text, "Netid"));
}

/* Who has chosen columns gets them. */
static void test_whole(void **state)
{
	char text[4096];

	(void)state;
	show(40, NT_STATE_ESTABLISHED, 1, true, text, sizeof(text));
	assert_non_null(strstr(text, "Netid"));
	assert_non_null(strstr(text, "SynQ"));
}

/*
 * What may be broken goes on below itself, in as few columns as there are, and
 * behind a word where there is one.
 */
static void test_broken(void **state)
{
	static const char want[] =
		"State Cgroup             Rmem%\n"
		"ESTAB /a/path/of\xc3\xa4\xc3\xa4/      \033[31m100.0\033[0m\n"
		"      morelike/20/\n"
		"      columnsthathavenow\n"
		"      ord\n";
	struct view_options options = {
		.headings = true, .color = VIEW_COLOR_ALWAYS,
	};
	struct model_sock sock = {
		.snap = make_tcp(NT_STATE_ESTABLISHED, 80, 10),
		.cgroup = "/a/path/of\xc3\xa4\xc3\xa4/morelike/20/columnsthathavenoword",
	};
	struct view view;
	char text[4096];
	int master;

	(void)state;
	/* only what is there is coloured */
	sock.snap.mem.rmem_alloc = sock.snap.mem.rcvbuf;
	assert_int_equal(view_choose(&view_sockets, "state,cgroup,rmem%",
				     &options), 0);
	master = open_terminal(30, &options.out);
	assert_int_equal(view_open(&view, &view_sockets, &options), 0);
	assert_int_equal(view_add(&view, &sock), 0);
	assert_int_equal(view_close(&view), 0);
	read_terminal(master, options.out, text, sizeof(text));
	assert_string_equal(text, want);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fits),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_whole),
		cmocka_unit_test(test_broken),
	};

	unsetenv("COLUMNS");
	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests_name("fit", tests, NULL, NULL);
}
