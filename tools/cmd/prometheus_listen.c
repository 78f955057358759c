// SPDX-License-Identifier: GPL-2.0-or-later
/* The socket that metrics are asked for at. */
#include <errno.h>
#include <netdb.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cmd/export.h"

#define LOOPBACK	"127.0.0.1"
#define BACKLOG		16

/* Into address and port, "" = none; brackets are left out. */
static int split(char *where, const char **address, const char **port)
{
	char *colon = strrchr(where, ':');
	size_t len;

	*address = "";
	*port = colon ? colon + 1 : where;
	if (!colon)
		return 0;
	*colon = '\0';
	*address = where;
	len = strlen(where);
	if (*where == '[') {
		if (len < 2 || where[len - 1] != ']')
			return -EINVAL;
		where[len - 1] = '\0';
		*address = where + 1;
	} else if (strchr(where, ':')) {
		return -EINVAL;
	}
	return 0;
}

/* getaddrinfo() would take a higher one, too, but for another. */
static bool is_port(const char *text)
{
	size_t digits = strspn(text, "0123456789");

	return digits && digits <= 5 && !text[digits] &&
	       strtoul(text, NULL, 10) <= UINT16_MAX;
}

static int resolve(const char *where, struct addrinfo **found)
{
	const struct addrinfo hints = {
		.ai_socktype = SOCK_STREAM,
		.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE,
	};
	char *copy = strdup(where);
	const char *address, *port;
	int err;

	if (!copy)
		return -ENOMEM;
	err = split(copy, &address, &port);
	if (!err && !is_port(port))
		err = -EINVAL;
	if (!err && getaddrinfo(*address ? address : LOOPBACK, port, &hints,
				found))
		err = -EINVAL;
	free(copy);
	return err;
}

static int open_listener(const struct addrinfo *at)
{
	const int on = 1;
	int fd = socket(at->ai_family,
			at->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd < 0)
		return -errno;
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) ||
	    bind(fd, at->ai_addr, at->ai_addrlen) || listen(fd, BACKLOG)) {
		int err = -errno;

		close(fd);
		return err;
	}
	return fd;
}

static void say_where(int fd)
{
	char address[NI_MAXHOST], port[NI_MAXSERV];
	struct sockaddr_storage at;
	socklen_t len = sizeof(at);

	if (getsockname(fd, (struct sockaddr *)&at, &len) ||
	    getnameinfo((struct sockaddr *)&at, len, address, sizeof(address),
			port, sizeof(port), NI_NUMERICHOST | NI_NUMERICSERV))
		return;
	cmd_say(NULL, at.ss_family == AF_INET6 ?
		"metrics are at http://[%s]:%s/metrics" :
		"metrics are at http://%s:%s/metrics", address, port);
}

/**
 * prometheus_listen() - open the socket
 * @ctx: names the command
 * @where: "ADDRESS:PORT", "[ADDRESS]:PORT", or a port alone, of loopback; port
 *	0 = any that is free
 *
 * Return: a descriptor, or a negative errno after a message.
 */
int prometheus_listen(const struct cmd_ctx *ctx, const char *where)
{
	struct addrinfo *found = NULL;
	int fd = resolve(where, &found);

	if (fd) {
		cmd_say(ctx, "--listen '%s': not an address and a port, as in %s",
			where, "127.0.0.1:9100 or [::1]:9100");
		return fd;
	}
	fd = open_listener(found);
	freeaddrinfo(found);
	if (fd < 0)
		cmd_say(ctx, "listening on '%s': %s", where, strerror(-fd));
	else
		say_where(fd);
	return fd;
}
