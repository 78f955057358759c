# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: GPL-2.0-or-later
# A socket that nobody reads from.
WANTS=udp-reader-stuck
OBJECT="udp 127.0.0.1:9000"

inject()
{
	lab sink 9000 4096 -1 && lab flood 9000 100 1000 20
}

mend()
{
	end_labs
	lab sink 9000 0 20 && lab flood 9000 100 1000 20
}
