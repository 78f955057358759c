// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Usage: owned
 *
 * Sockets that processes have come by in every way there is. Prints a JSON
 * array that says of each whose it is, goes into the background and stays there
 * until it is killed.
 *
 * Keys: name; netid, sport and dport, by which the socket is found; pid and
 * comm of the first process that has it, null for none; proc, whether that can
 * be seen in /proc/PID/fd.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* As the kernel holds it, and as JSON shows it. */
#define HOSTILE		"a\n\x1b[1m\xff\"\\) ("
#define HOSTILE_JSON	"a\\n\\u001b[1m\xef\xbf\xbd\\\"\\\\) ("
#define HIGH_FD		900

/* Its writing end is in the main process only: read() tells when that ends. */
static int life[2];
/* Processes say here that they are ready. */
static int ready[2];
static const char *self;

static int make_udp(void)
{
	struct sockaddr_in addr = { .sin_family = AF_INET };
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	addr.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || bind(fd, (struct sockaddr *)&addr, sizeof(addr)))
		err(1, "UDP socket");
	return fd;
}

static int port_of(int fd, bool peer)
{
	struct sockaddr_in addr;
	socklen_t len = sizeof(addr);

	if (peer ? getpeername(fd, (struct sockaddr *)&addr, &len) :
		   getsockname(fd, (struct sockaddr *)&addr, &len))
		return 0;
	return ntohs(addr.sin_port);
}

/* With @turned, the socket at the other end of @fd. */
static void describe(const char *name, int fd, bool turned, pid_t pid,
		     const char *comm, bool proc)
{
	static const char *separator = "[\n";
	socklen_t len = sizeof(int);
	int type;

	if (getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &len))
		err(1, "SO_TYPE");
	printf("%s{\"name\": \"%s\", \"netid\": \"%s\", \"sport\": %d, \"dport\": %d, ",
	       separator, name, type == SOCK_DGRAM ? "udp" : "tcp",
	       port_of(fd, turned), port_of(fd, !turned));
	if (pid)
		printf("\"pid\": %d, \"comm\": \"%s\", ", (int)pid, comm);
	else
		printf("\"pid\": null, \"comm\": null, ");
	printf("\"proc\": %s}", proc ? "true" : "false");
	separator = ",\n";
}

static void name_self(const char *name)
{
	if (prctl(PR_SET_NAME, name))
		err(1, "PR_SET_NAME");
}

static void tell_ready(void)
{
	if (write(ready[1], "", 1) != 1)
		err(1, "write");
}

static void await_ready(void)
{
	char byte;

	if (read(ready[0], &byte, 1) != 1)
		errx(1, "a process has failed");
}

static void stay(void)
{
	char byte;

	/* Who reads what the first process prints is not to wait for us. */
	close(STDOUT_FILENO);
	tell_ready();
	if (read(life[0], &byte, 1))
		err(1, "read");
	_exit(0);
}

/* Return: 0 in the child, which has the name and no way to keep us alive. */
static pid_t spawn(const char *name)
{
	pid_t pid = fork();

	if (pid < 0)
		err(1, "fork");
	if (pid)
		return pid;
	close(life[1]);
	name_self(name);
	return 0;
}

static void send_fd(int over, int fd)
{
	char control[CMSG_SPACE(sizeof(fd))] = { 0 };
	struct iovec iov = { "", 1 };
	struct msghdr msg = {
		.msg_iov = &iov, .msg_iovlen = 1,
		.msg_control = control, .msg_controllen = sizeof(control),
	};
	struct cmsghdr *cmsg = CMSG_FIRSTHDR(&msg);

	cmsg->cmsg_level = SOL_SOCKET;
	cmsg->cmsg_type = SCM_RIGHTS;
	cmsg->cmsg_len = CMSG_LEN(sizeof(fd));
	memcpy(CMSG_DATA(cmsg), &fd, sizeof(fd));
	if (sendmsg(over, &msg, 0) != 1)
		err(1, "sendmsg");
}

static void receive_fd(int over)
{
	char control[CMSG_SPACE(sizeof(int))];
	char byte;
	struct iovec iov = { &byte, 1 };
	struct msghdr msg = {
		.msg_iov = &iov, .msg_iovlen = 1,
		.msg_control = control, .msg_controllen = sizeof(control),
	};

	if (recvmsg(over, &msg, 0) != 1 || !CMSG_FIRSTHDR(&msg))
		err(1, "recvmsg");
}

static void in_this_process(void)
{
	int fd = make_udp();

	describe("plain", fd, false, getpid(), "own first", true);
	fd = dup(make_udp());
	if (fd < 0 || close(fd - 1))
		err(1, "dup");
	describe("duplicated", fd, false, getpid(), "own first", true);
	fd = make_udp();
	if (dup2(fd, HIGH_FD) < 0 || close(fd))
		err(1, "dup2");
	describe("at a high number", HIGH_FD, false, getpid(), "own first", true);
}

static void in_children(void)
{
	int shared = make_udp();
	int made = make_udp();
	int left = make_udp();
	pid_t pid;
	int i;

	pid = spawn("own child");
	if (!pid) {
		close(left);
		stay();
	}
	await_ready();
	describe("of parent and child", shared, false, getpid(), "own first",
		 true);
	describe("left to the child", made, false, pid, "own child", true);
	close(made);

	/* Descriptors before and behind it, so that it is found by its inode. */
	pid = spawn("own grandparent");
	if (!pid) {
		for (i = 0; i < 300; i++)
			make_udp();
		pid = spawn("own orphan");
		if (!pid)
			stay();
		describe("left to an orphan", left, false, pid, "own orphan",
			 true);
		fflush(stdout);
		_exit(0);
	}
	if (waitpid(pid, NULL, 0) != pid)
		err(1, "waitpid");
	await_ready();
	close(left);
}

static void passed_on(void)
{
	int over[2], flight[2], fd;
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, over) ||
	    socketpair(AF_UNIX, SOCK_STREAM, 0, flight))
		err(1, "socketpair");
	pid = spawn("own receiver");
	if (!pid) {
		receive_fd(over[1]);
		stay();
	}
	fd = make_udp();
	send_fd(over[0], fd);
	await_ready();
	describe("passed to another process", fd, false, pid, "own receiver",
		 true);
	close(fd);

	fd = make_udp();
	send_fd(flight[0], fd);
	describe("on its way to another process", fd, false, 0, NULL, true);
	close(fd);
}

static void *make_in_thread(void *fd)
{
	name_self("own thread");
	*(int *)fd = make_udp();
	tell_ready();
	pause();
	return NULL;
}

/* The first thread ends; what /proc shows as the process's files is its. */
static void *stay_in_thread(void *leader)
{
	name_self("own thread");
	if (pthread_join(*(pthread_t *)leader, NULL))
		errx(1, "the first thread stays");
	stay();
	return NULL;
}

static void in_threads(void)
{
	static pthread_t leader;
	pthread_t thread;
	pid_t pid;
	int fd;

	if (pthread_create(&thread, NULL, make_in_thread, &fd))
		errx(1, "no thread");
	await_ready();
	describe("made by a thread", fd, false, getpid(), "own first", true);

	fd = make_udp();
	pid = spawn("own leader");
	if (!pid) {
		leader = pthread_self();
		if (pthread_create(&thread, NULL, stay_in_thread, &leader))
			errx(1, "no thread");
		pthread_exit(NULL);
	}
	await_ready();
	describe("of a process without its first thread", fd, false, pid,
		 "own leader", false);
	close(fd);
}

static void under_other_names(void)
{
	char numbers[2][16];
	pid_t pid;
	int fd;

	fd = make_udp();
	pid = spawn("own before exec");
	if (!pid) {
		snprintf(numbers[0], sizeof(numbers[0]), "%d", life[0]);
		snprintf(numbers[1], sizeof(numbers[1]), "%d", ready[1]);
		execl(self, self, numbers[0], numbers[1], NULL);
		err(1, "exec %s", self);
	}
	await_ready();
	describe("kept over an exec", fd, false, pid, "own after exec", true);
	close(fd);

	fd = make_udp();
	pid = spawn(HOSTILE);
	if (!pid)
		stay();
	await_ready();
	describe("of a process with a hostile name", fd, false, pid,
		 HOSTILE_JSON, true);
	close(fd);
}

static int make_connection(int *listener)
{
	struct sockaddr_in addr;
	socklen_t len = sizeof(addr);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	*listener = socket(AF_INET, SOCK_STREAM, 0);
	if (fd < 0 || *listener < 0 || listen(*listener, 1) ||
	    getsockname(*listener, (struct sockaddr *)&addr, &len) ||
	    connect(fd, (struct sockaddr *)&addr, len))
		err(1, "TCP connection");
	return fd;
}

static void of_nobody(void)
{
	int listener, fd, accepted;

	fd = make_connection(&listener);
	describe("listener", listener, false, getpid(), "own first", true);
	describe("connected", fd, false, getpid(), "own first", true);
	describe("not accepted", fd, true, 0, NULL, true);

	fd = make_connection(&listener);
	accepted = accept(listener, NULL, NULL);
	if (accepted < 0)
		err(1, "accept");
	describe("accepted", accepted, false, getpid(), "own first", true);
	describe("closed before its peer", fd, false, 0, NULL, true);
	close(fd);
}

/* In the process that has been executed anew. */
static int after_exec(char **argv)
{
	name_self("own after exec");
	life[0] = atoi(argv[1]);
	ready[1] = atoi(argv[2]);
	stay();
	return 0;
}

int main(int argc, char **argv)
{
	pid_t pid;
	int said;

	if (argc == 3)
		return after_exec(argv);
	self = argv[0];
	if (pipe(ready))
		err(1, "pipe");
	pid = fork();
	if (pid < 0)
		err(1, "fork");
	if (pid) {
		close(ready[1]);
		await_ready();
		return 0;
	}
	said = ready[1];
	if (pipe(life) || pipe(ready))
		err(1, "pipe");
	setvbuf(stdout, NULL, _IONBF, 0);
	name_self("own first");
	in_this_process();
	in_children();
	passed_on();
	in_threads();
	under_other_names();
	of_nobody();
	printf("\n]\n");
	fclose(stdout);
	if (write(said, "", 1) != 1)
		err(1, "write");
	for (;;)
		pause();
}
