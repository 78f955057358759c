// SPDX-License-Identifier: GPL-2.0-or-later
/* Connect, send, echo, receive, close: a life of a connection, over and over. */
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench.h"

#define MESSAGE	64

static int listener_open(struct sockaddr_in *addr)
{
	socklen_t len = sizeof(*addr);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	*addr = (struct sockaddr_in){
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	if (fd < 0 || bind(fd, (struct sockaddr *)addr, len) || listen(fd, 16) ||
	    getsockname(fd, (struct sockaddr *)addr, &len))
		bench_fail("echo: listen");
	return fd;
}

static void pass_on(int from, int to)
{
	char buf[MESSAGE] = { 0 };

	if (send(from, buf, sizeof(buf), MSG_NOSIGNAL) != sizeof(buf) ||
	    recv(to, buf, sizeof(buf), MSG_WAITALL) != sizeof(buf))
		bench_fail("echo: send and receive");
}

static void echo_once(int listener, const struct sockaddr_in *addr)
{
	/* Closed by a reset: TIME_WAIT would use up the ports. */
	const struct linger reset = { .l_onoff = 1 };
	int client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int server;

	if (client < 0 || setsockopt(client, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset)) ||
	    connect(client, (const struct sockaddr *)addr, sizeof(*addr)))
		bench_fail("echo: connect");
	server = accept(listener, NULL, NULL);
	if (server < 0)
		bench_fail("echo: accept");
	pass_on(client, server);
	pass_on(server, client);
	close(client);
	close(server);
}

void bench_echo(long nr)
{
	struct sockaddr_in addr;
	int listener = listener_open(&addr);

	for (long i = 0; i < nr; i++)
		echo_once(listener, &addr);
	close(listener);
}
