// SPDX-License-Identifier: GPL-2.0-or-later
/* Waiting, always with an end. */
#include <errno.h>
#include <poll.h>
#include <time.h>

#include "load.h"

int64_t now_ms(void)
{
	struct timespec ts;

	if (clock_gettime(CLOCK_MONOTONIC, &ts))
		fail("clock_gettime");
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/* Between two looks at a condition, never instead of one. */
void pause_ms(int ms)
{
	if (poll(NULL, 0, ms) < 0 && errno != EINTR)
		fail("poll");
}

void wait_until(wait_fn done, void *arg, const char *what)
{
	int64_t end = now_ms() + WAIT_MS;

	while (!done(arg)) {
		if (now_ms() > end)
			failx("%s: timed out after %d s", what, WAIT_MS / 1000);
		pause_ms(2);
	}
}

void wait_fd(int fd, short events, const char *what)
{
	struct pollfd pfd = { .fd = fd, .events = events };
	int64_t end = now_ms() + WAIT_MS;
	int64_t left;
	int ret;

	do {
		left = end - now_ms();
		ret = left > 0 ? poll(&pfd, 1, (int)left) : 0;
	} while (ret < 0 && errno == EINTR);

	if (ret < 0)
		fail("%s: poll", what);
	if (!ret)
		failx("%s: timed out after %d s", what, WAIT_MS / 1000);
}
