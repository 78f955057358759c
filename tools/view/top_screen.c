// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Draws pages on a terminal, and reads its keys. Signals are read as well, as
 * if they were keys, so that nothing ends the program while the terminal is in
 * a state in which no other program could use it.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

/* Before the header, which has macros of its own for what is not asked for. */
#define NCURSES_NOMACROS
#include <curses.h>

#include "array.h"
#include "view/top.h"

#define KEY_ESC	0x1b

static const int caught[] = {
	SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH,
};

/**
 * struct terminal - the one that is drawn on
 * @screen: of ncurses
 * @signals: where signals are read
 * @set: those that are
 * @before: which were blocked before
 * @over: the signal that ends the program, 0 = none
 * @attrs: how parts of a line look
 */
static struct terminal {
	SCREEN		*screen;
	int		signals;
	sigset_t	set;
	sigset_t	before;
	int		over;
	attr_t		attrs[TOP_ATTRS];
} terminal = { .signals = -1 };

/* What was ignored stays ignored. */
static int catch_signals(void)
{
	struct sigaction now;

	sigemptyset(&terminal.set);
	for (size_t i = 0; i < ARRAY_SIZE(caught); i++)
		if (!sigaction(caught[i], NULL, &now) &&
		    now.sa_handler != SIG_IGN)
			sigaddset(&terminal.set, caught[i]);
	terminal.signals = signalfd(-1, &terminal.set,
				    SFD_CLOEXEC | SFD_NONBLOCK);
	if (terminal.signals < 0)
		return -errno;
	sigprocmask(SIG_BLOCK, &terminal.set, &terminal.before);
	return 0;
}

static void choose_attrs(bool colored)
{
	attr_t *attrs = terminal.attrs;

	attrs[TOP_TITLE] = A_BOLD;
	attrs[TOP_HEADING] = A_BOLD;
	attrs[TOP_SORTED] = A_BOLD | A_UNDERLINE;
	attrs[TOP_FAINT] = A_DIM;
	attrs[TOP_WARM] = A_BOLD;
	attrs[TOP_FULL] = A_REVERSE;
	attrs[TOP_NOTE] = A_BOLD;
	if (!colored || !has_colors() || start_color() == ERR)
		return;
	use_default_colors();
	init_pair(1, COLOR_YELLOW, -1);
	init_pair(2, COLOR_RED, -1);
	attrs[TOP_WARM] = COLOR_PAIR(1);
	attrs[TOP_FULL] = COLOR_PAIR(2);
	attrs[TOP_NOTE] = COLOR_PAIR(1);
}

static void let_signals_be(void)
{
	sigprocmask(SIG_SETMASK, &terminal.before, NULL);
	close(terminal.signals);
	terminal.signals = -1;
}

/**
 * top_screen_open() - take the terminal
 * @colored: with colours, where it has them
 *
 * Return: 0, -ENOTTY when what it calls itself is not known or it can't place
 * its cursor, or another negative errno.
 */
int top_screen_open(bool colored)
{
	const char *place;
	int err;

	err = catch_signals();
	if (err)
		return err;
	terminal.over = 0;
	terminal.screen = newterm(NULL, stdout, stdin);
	place = terminal.screen ? tigetstr("cup") : NULL;
	if (!place || place == (char *)-1) {
		top_screen_close();
		return -ENOTTY;
	}
	/* In place of the one that ncurses has set. */
	if (sigismember(&terminal.set, SIGTSTP))
		signal(SIGTSTP, SIG_DFL);
	cbreak();
	noecho();
	nonl();
	keypad(stdscr, true);
	set_escdelay(100);
	nodelay(stdscr, true);
	curs_set(0);
	choose_attrs(colored);
	return 0;
}

/**
 * top_screen_close() - give the terminal back
 *
 * Return: the signal that ended it, 0 = none.
 */
int top_screen_close(void)
{
	if (terminal.screen) {
		endwin();
		delscreen(terminal.screen);
		terminal.screen = NULL;
	}
	if (terminal.signals >= 0)
		let_signals_be();
	return terminal.over;
}

/* What was changed while we did not look is noticed as well. */
static bool follow_size(void)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) || !size.ws_row ||
	    !size.ws_col || (size.ws_row == LINES && size.ws_col == COLS))
		return false;
	resizeterm(size.ws_row, size.ws_col);
	clearok(curscr, true);
	return true;
}

/**
 * top_screen_size() - how large the terminal is now
 * @rows: set
 * @columns: set
 */
void top_screen_size(unsigned int *rows, unsigned int *columns)
{
	follow_size();
	*rows = LINES;
	*columns = COLS;
}

static void draw_line(const struct top_line *line, int row)
{
	unsigned int at = 0;

	move(row, 0);
	for (unsigned int i = 0; i < line->nr_spans; i++) {
		const struct top_span *span = &line->spans[i];

		addnstr(line->text + at, span->begin - at);
		attron(terminal.attrs[span->attr]);
		addnstr(line->text + span->begin, span->end - span->begin);
		attroff(terminal.attrs[span->attr]);
		at = span->end;
	}
	addnstr(line->text + at, line->len - at);
}

/**
 * top_screen_draw() - show a page
 * @page: as large as the terminal
 */
void top_screen_draw(const struct top_page *page)
{
	erase();
	for (unsigned int i = 0; i < page->used; i++)
		draw_line(&page->lines[i], i);
	curs_set(page->cursor >= 0);
	if (page->cursor >= 0)
		move(page->used - 1, page->cursor);
	refresh();
}

/* Stop as the shell wants it, with the terminal as the shell wants it. */
static void stop(void)
{
	sigset_t set;

	endwin();
	sigemptyset(&set);
	sigaddset(&set, SIGTSTP);
	raise(SIGTSTP);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	sigprocmask(SIG_BLOCK, &set, NULL);
	clearok(curscr, true);
	refresh();
}

/* Return: what came of the signals, TOP_WAIT_TIME = nothing. */
static enum top_wait take_signals(void)
{
	enum top_wait outcome = TOP_WAIT_TIME;
	struct signalfd_siginfo info;

	while (read(terminal.signals, &info, sizeof(info)) == sizeof(info)) {
		switch (info.ssi_signo) {
		case SIGTSTP:
			stop();
			outcome = TOP_WAIT_RESIZED;
			break;
		case SIGCONT:
			reset_prog_mode();
			clearok(curscr, true);
			outcome = TOP_WAIT_RESIZED;
			break;
		case SIGWINCH:
			outcome = TOP_WAIT_RESIZED;
			break;
		default:
			terminal.over = info.ssi_signo;
			return TOP_WAIT_OVER;
		}
	}
	return outcome;
}

static int translate(int key)
{
	switch (key) {
	case '\r':
	case '\n':
	case KEY_ENTER:
		return SCREEN_KEY_ENTER;
	case KEY_ESC:
		return SCREEN_KEY_ESCAPE;
	case KEY_BACKSPACE:
	case CTRL('H'):
	case 0x7f:
		return SCREEN_KEY_BACKSPACE;
	case CTRL('U'):
		return SCREEN_KEY_CLEAR;
	}
	return key > 0xff ? SCREEN_KEY_OTHER : key;
}

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec + time.tv_nsec / 1e9;
}

/* Return: 1 = something to read, 0 = the time is over, -1 = no terminal. */
static int wait_for(double seconds)
{
	struct pollfd fds[] = {
		{ .fd = STDIN_FILENO, .events = POLLIN },
		{ .fd = terminal.signals, .events = POLLIN },
	};
	/* Rounded up, so that the time is over afterwards. */
	int ms = seconds > 0 ? (int)(seconds * 1000) + 1 : 0;
	int ready = poll(fds, ARRAY_SIZE(fds), ms);

	if (ready < 0)
		return errno == EINTR ? 1 : -1;
	return fds[0].revents & (POLLHUP | POLLERR | POLLNVAL) ? -1 : ready;
}

/**
 * top_screen_wait() - wait for what happens next
 * @seconds: how long at most, up to a million; 0 or less = do not wait
 * @key: set to a key: a byte, or one of enum screen_key
 *
 * Return: what happened.
 */
enum top_wait top_screen_wait(double seconds, int *key)
{
	double end = now() + seconds;

	for (;;) {
		enum top_wait outcome = take_signals();
		int pressed, ready;

		if (outcome != TOP_WAIT_TIME)
			return outcome;
		pressed = getch();
		if (pressed == KEY_RESIZE)
			return TOP_WAIT_RESIZED;
		if (pressed != ERR) {
			*key = translate(pressed);
			return TOP_WAIT_KEY;
		}
		ready = wait_for(end - now());
		if (ready < 0)
			return TOP_WAIT_OVER;
		if (!ready)
			return TOP_WAIT_TIME;
	}
}
