# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# As syn_cookies, where somebody has raised tcp_max_syn_backlog against it.
WANTS=syn-backlog-useless
OBJECT="tcp 127.0.0.1:8080"
BEFORE=-

inject()
{
	keep net.ipv4.tcp_synack_retries 1 &&
		keep net.ipv4.tcp_max_syn_backlog 65535 &&
		silent_hosts && lab accept 8080 64 -1 && lab syn 8080 100
}

mend()
{
	end_labs
	lab accept 8080 "$(number 'listen\(\) with')" -1 && lab syn 8080 100
}
