// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What INET_DIAG_INFO says of a TCP connection. Apart from what else is read of
 * sock_diag's messages, because libc has a struct tcp_info of its own, which
 * ends early and comes with libnl.
 */
#include "source/diag_tcp.h"

#include <string.h>

#include <linux/tcp.h>

/**
 * diag_copy_tcp() - read a struct tcp_info, as long as the kernel has it
 * @data: it, wherever it lies in a message; not of a listener, of which the
 *	kernel tells other things in the same places (tcp_get_info())
 * @len: bytes in it
 * @send_q: bytes that are not acknowledged, sent or not
 * @tcp: filled in, but for @rcv_wnd, which kernels tell since 6.2, and
 *	@window_clamp, which none does
 *
 * Return: is there enough of it? There is since Linux 4.6.
 */
bool diag_copy_tcp(const void *data, size_t len, __u32 send_q,
		   struct nettune_sock_tcp *tcp)
{
	struct tcp_info info = { 0 };

	if (len < offsetof(struct tcp_info, tcpi_min_rtt))
		return false;
	memcpy(&info, data, len < sizeof(info) ? len : sizeof(info));
	tcp->rcv_ssthresh = info.tcpi_rcv_ssthresh;
	tcp->snd_wnd = info.tcpi_snd_wnd;
	tcp->snd_cwnd = info.tcpi_snd_cwnd;
	tcp->mss = info.tcpi_snd_mss;
	tcp->unsent = info.tcpi_notsent_bytes;
	/* The queue was read at another moment. */
	tcp->unacked = send_q > tcp->unsent ? send_q - tcp->unsent : 0;
	tcp->retrans_out = info.tcpi_retrans;
	tcp->total_retrans = info.tcpi_total_retrans;
	tcp->srtt_us = info.tcpi_rtt;
	return true;
}
