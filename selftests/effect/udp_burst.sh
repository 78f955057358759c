# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: GPL-2.0-or-later
# A burst of datagrams while the application is away; it has asked for 16 MB.
# The kernel has to have counted each one that is not there afterwards.
WHAT="datagrams lost, of a burst of 15000"
GAIN="none"

measure()
{
	local before sent received lost

	before=$(counter UdpRcvbufErrors)
	read -r sent received < <("$NT_LAB" burst 9000 15000 200 16000000) || return
	lost=$(($(counter UdpRcvbufErrors) - before))
	if [ "$sent" != 15000 ] || [ $((received + lost)) != "$sent" ]; then
		note "$sent sent, $received received, $lost lost: that does not add up" >&2
		return 1
	fi
	echo $lost
}
