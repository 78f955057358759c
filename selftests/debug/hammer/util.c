// SPDX-License-Identifier: GPL-2.0-or-later
/* Chance, time, files, processes, the module as a file. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "hammer.h"

#define CHILD_LIMIT_S	240

void rnd_seed(struct random *r, uint64_t seed)
{
	/* Neighbouring seeds shall not begin alike. */
	r->state = (seed + 1) * 0x9e3779b97f4a7c15ull;
	for (int i = 0; i < 4; i++)
		rnd(r, 2);
}

/* xorshift64* */
uint32_t rnd(struct random *r, uint32_t below)
{
	r->state ^= r->state >> 12;
	r->state ^= r->state << 25;
	r->state ^= r->state >> 27;
	return ((r->state * 0x2545f4914f6cdd1dull) >> 32) % below;
}

bool rnd_one_in(struct random *r, uint32_t n)
{
	return !rnd(r, n);
}

double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec + ts.tv_nsec / 1e9;
}

void pause_us(unsigned int us)
{
	struct timespec ts = { .tv_sec = us / 1000000, .tv_nsec = us % 1000000 * 1000 };

	nanosleep(&ts, NULL);
}

int write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	int err = 0;

	if (fd < 0)
		return -errno;
	if (write(fd, text, strlen(text)) < 0)
		err = -errno;
	close(fd);
	return err;
}

const char *error_name(int err)
{
	const char *name = err ? strerrorname_np(-err) : "done";

	return name ? name : "unknown";
}

int in_child(int (*fn)(void *arg), void *arg)
{
	pid_t pid = fork();
	int status;

	if (pid < 0)
		return -errno;
	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		alarm(CHILD_LIMIT_S);
		_exit(-fn(arg));
	}
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -errno;
	return WIFEXITED(status) ? -WEXITSTATUS(status) : -ETIMEDOUT;
}

int image_read(struct image *image, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	ssize_t got = -1;

	if (fd < 0)
		return -errno;
	if (!fstat(fd, &st)) {
		image->size = st.st_size;
		image->data = malloc(image->size);
		if (image->data)
			got = read(fd, image->data, image->size);
	}
	close(fd);
	return got == (ssize_t)image->size ? 0 : -EIO;
}

/* From memory: that the file can be read is not what is tested. */
int module_load(const struct image *image)
{
	return syscall(SYS_init_module, image->data, image->size, "") ? -errno : 0;
}

int module_unload(void)
{
	return syscall(SYS_delete_module, MODULE_NAME, O_NONBLOCK) ? -errno : 0;
}
