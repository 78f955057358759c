# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: GPL-2.0-or-later
# More half-open connections than the SYN queue takes, for a while each. Of 60 a second
# that each stay for 7 s, it is full also where fewer come, and 1024 is enough.
WANTS=syn-queue-cookies
OBJECT="tcp $SILENT:8080"
BY_DIAG_OBJECT=-

inject()
{
	keep net.ipv4.tcp_synack_retries=2 net.ipv4.tcp_max_syn_backlog=512 &&
		silent_hosts && lab -a "$SILENT" accept 8080 16 -1 && lab -a "$SILENT" syn 8080 60
}

mend()
{
	end_labs
	lab -a "$SILENT" accept 8080 "$(number 'listen\(\) with')" -1 && lab -a "$SILENT" syn 8080 60
}
