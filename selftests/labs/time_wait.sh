# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: GPL-2.0-or-later
# More connections in TIME_WAIT than may be.
WANTS=time-wait-overflow

inject()
{
	keep net.ipv4.tcp_max_tw_buckets=20 &&
		lab accept 8080 4096 -1 && lab turnover 8080 50
}
