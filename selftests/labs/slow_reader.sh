# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: GPL-2.0-or-later
# A reader that does not read.
WANTS=slow-reader
OBJECT="tcp 127.0.0.1:8080 to 127.0.0.1:"

inject()
{
	lab serve 8080 0 0 && lab feed 8080 1 4096 -1
}

mend()
{
	end_labs
	lab serve 8080 0 -1 && lab feed 8080 1 4096 20
}
