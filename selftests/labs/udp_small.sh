# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: GPL-2.0-or-later
# Bursts of datagrams that are larger than the buffer.
WANTS=udp-buffer-small
OBJECT="udp 127.0.0.1:9000"

inject()
{
	lab sink 9000 4096 200 && lab flood 9000 200 1000 200
}

mend()
{
	end_labs
	lab sink 9000 "$(number 'SO_RCVBUF to')" 200 && lab flood 9000 200 1000 200
}
