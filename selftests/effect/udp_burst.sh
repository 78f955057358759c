# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: GPL-2.0-or-later
# Datagrams come in bursts; the application asks for a large buffer and reads
# each second.
WHAT="datagrams lost in 5 s of bursts"
BETTER=less

measure()
{
	local before

	lab sink 9000 4000000 1000 && lab flood 9000 2000 200 1000 || return
	sleep 1
	before=$(counter UdpRcvbufErrors)
	sleep 5
	echo $(($(counter UdpRcvbufErrors) - before))
}
