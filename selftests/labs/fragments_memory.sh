# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: GPL-2.0-or-later
# More fragments that wait for others than there is memory for.
WANTS=reassembly-memory

inject()
{
	keep net.ipv4.ipfrag_time=300 net.ipv4.ipfrag_low_thresh=32768 &&
		keep net.ipv4.ipfrag_high_thresh=65536 && lab fragments 9000 50
}
