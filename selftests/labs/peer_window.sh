# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: GPL-2.0-or-later
# A peer that does not read, on another machine.
WANTS=peer-window-zero
OBJECT="tcp 10.9.0.1:[0-9]+ to 10.9.0.2:8080"
BY_DIAG=sender-stuck

inject()
{
	cable && lab_in "$NS2" -a 10.9.0.2 serve 8080 16384 0 &&
		lab -a 10.9.0.2 feed 8080 1 4096 -1
}

mend()
{
	end_labs
	lab_in "$NS2" -a 10.9.0.2 serve 8080 0 -1 && lab -a 10.9.0.2 feed 8080 1 4096 20
}
