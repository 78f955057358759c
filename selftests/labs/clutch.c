// SPDX-License-Identifier: GPL-2.0-or-later
/* nt_lab: a reader that holds on to its socket. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "lab.h"

#define PAGE	4096

/* A page that is there only when somebody has brought it. */
static int open_faults(void *page)
{
	struct uffdio_api api = { .api = UFFD_API };
	struct uffdio_register range = {
		.range = { (uintptr_t)page, PAGE },
		.mode = UFFDIO_REGISTER_MODE_MISSING,
	};
	int fd = syscall(SYS_userfaultfd, O_CLOEXEC);

	if (fd < 0 || ioctl(fd, UFFDIO_API, &api) ||
	    ioctl(fd, UFFDIO_REGISTER, &range))
		exit(1);
	return fd;
}

/* Brings it, after a while, each time. */
static void bring(int fd, void *page, int ms)
{
	struct uffdio_zeropage zero = { .range = { (uintptr_t)page, PAGE } };
	struct uffd_msg msg;

	while (read(fd, &msg, sizeof(msg)) == sizeof(msg)) {
		lab_nap(ms);
		zero.zeropage = 0;
		if (ioctl(fd, UFFDIO_ZEROPAGE, &zero))
			break;
	}
	exit(1);
}

/*
 * The kernel copies to the reader with the socket locked, and waits for the
 * reader's memory like that.
 */
void lab_clutch(const struct lab *lab)
{
	void *page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int fd = lab_listen(lab, 16, 0);
	int faults, conn;

	if (page == MAP_FAILED)
		lab_fail("mmap");
	lab_ready();
	faults = open_faults(page);
	if (!fork()) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		bring(faults, page, lab->arg[0]);
	}
	while ((conn = accept(fd, NULL, NULL)) < 0)
		lab_nap(10);
	while (recv(conn, page, 1, 0) == 1)
		madvise(page, PAGE, MADV_DONTNEED);
	exit(1);
}
