# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: GPL-2.0-or-later
# As syn_cookies, where somebody has raised tcp_max_syn_backlog against it.
WANTS=syn-backlog-useless
OBJECT="tcp $SILENT:8080"
BY_DIAG_OBJECT=-

inject()
{
	keep net.ipv4.tcp_synack_retries=2 net.ipv4.tcp_max_syn_backlog=65535 &&
		silent_hosts && lab -a "$SILENT" accept 8080 16 -1 && lab -a "$SILENT" syn 8080 60
}

mend()
{
	end_labs
	lab -a "$SILENT" accept 8080 "$(number 'listen\(\) with')" -1 && lab -a "$SILENT" syn 8080 60
}
