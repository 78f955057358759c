// SPDX-License-Identifier: GPL-2.0-or-later
/* Streams nobody reads: unread=B and stuck[=S]. */
#include <errno.h>
#include <linux/sockios.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "load.h"

/* What a default receive buffer surely holds, overhead included. */
#define FITS_BY_DEFAULT	16384

struct stream {
	struct pair pair;
	long want;
};

static int bytes_queued(int fd, unsigned long which)
{
	int bytes = 0;

	if (ioctl(fd, which, &bytes))
		fail("ask how much is queued");
	return bytes;
}

static struct stream stream_new(int family, int rcvbuf, int sndbuf)
{
	struct stream stream = { 0 };
	union addr addr;
	int listener;

	addr_loopback(&addr, family, 0);
	listener = listener_new(&addr, 1, rcvbuf);
	stream.pair = pair_new(listener, &addr, sndbuf);
	close(listener);
	return stream;
}

/* As much of len as goes without waiting. */
static long stream_fill(int fd, long len)
{
	static const char zeros[1 << 16];
	long done = 0;
	ssize_t ret;

	while (done < len) {
		size_t part = sizeof(zeros);

		if ((long)part > len - done)
			part = (size_t)(len - done);
		ret = send(fd, zeros, part, MSG_DONTWAIT | MSG_NOSIGNAL);
		if (ret < 0 && errno == EAGAIN)
			break;
		if (ret < 0)
			fail("send");
		done += ret;
	}
	return done;
}

static bool unread_arrived(void *arg)
{
	struct stream *stream = arg;

	return bytes_queued(stream->pair.server, SIOCINQ) == stream->want &&
	       !bytes_queued(stream->pair.client, SIOCOUTQ);
}

void make_unread(struct spec *spec)
{
	long want = spec->arg[0];
	struct stream stream;
	int rcvbuf = 0;
	long done = 0;

	/* the window only grows for who reads, so all the room at once */
	if (want > FITS_BY_DEFAULT)
		rcvbuf = (int)(want * 2 + FITS_BY_DEFAULT);
	stream = stream_new(spec->family, rcvbuf, 0);
	stream.want = want;

	for (;;) {
		done += stream_fill(stream.pair.client, want - done);
		if (done == want)
			break;
		wait_fd(stream.pair.client, POLLOUT, "unread: send more than rmem_max allows");
	}
	wait_until(unread_arrived, &stream, "unread: wait for all to be acknowledged");

	spec_count(spec, "unread", want);
	spec_keep(spec, "receiver", stream.pair.server);
	spec_keep(spec, "sender", stream.pair.client);
}

/* The timer has backed off: the sender has tried, in vain. */
static bool backed_off(int fd)
{
	socklen_t len = sizeof(struct tcp_info);
	struct tcp_info info;

	if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &len))
		fail("TCP_INFO");
	return info.tcpi_backoff > 0;
}

/* Write until neither a byte more is taken nor one moves. */
static long stream_jam(const struct pair *pair)
{
	int64_t end = now_ms() + WAIT_MS;
	int64_t since = now_ms();
	int inq = 0, outq = 0;
	long done = 0;
	long more;

	for (;;) {
		int now_in, now_out;

		more = stream_fill(pair->client, 1L << 30);
		now_in = bytes_queued(pair->server, SIOCINQ);
		now_out = bytes_queued(pair->client, SIOCOUTQ);
		if (more || now_in != inq || now_out != outq)
			since = now_ms();
		else if (now_ms() - since >= SETTLE_MS && backed_off(pair->client))
			return done;
		if (now_ms() > end)
			failx("stuck: the sender still makes progress after %d s", WAIT_MS / 1000);
		done += more;
		inq = now_in;
		outq = now_out;
		pause_ms(10);
	}
}

void make_stuck(struct spec *spec)
{
	struct stream stream = stream_new(spec->family, 0, (int)spec->arg[0]);
	long written = stream_jam(&stream.pair);

	spec_count(spec, "so_sndbuf", spec->arg[0]);
	spec_count(spec, "written", written);
	spec_count(spec, "not_sent", bytes_queued(stream.pair.client, SIOCOUTQNSD));
	/* every window probe that is turned down counts as one */
	spec_keep(spec, "receiver", stream.pair.server)->drops_grow = true;
	spec_keep(spec, "sender", stream.pair.client);
}
