# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: GPL-2.0-or-later
# A reader whose calls last long, and packets that come meanwhile.
WANTS=socket-backlog-full
OBJECT="tcp 10.9.0.1:8080 to 10.9.0.2:8081"

inject()
{
	cable && lab -a 10.9.0.1 clutch 8080 900 &&
		lab_in "$NS2" -a 10.9.0.1 repeat 8080 1000
}

mend()
{
	end_labs
	lab -a 10.9.0.1 serve 8080 0 -1 && lab_in "$NS2" -a 10.9.0.1 repeat 8080 1000
}
