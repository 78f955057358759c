# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: GPL-2.0-or-later
# Data comes byte by byte, and is not read.
WANTS=small-segments
OBJECT="tcp 127.0.0.1:8080 to 127.0.0.1:"

inject()
{
	lab serve 8080 0 0 && lab feed 8080 1 1 600
}

mend()
{
	end_labs
	lab serve 8080 0 -1 && lab feed 8080 1 1000 20
}
