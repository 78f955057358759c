# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: GPL-2.0-or-later
# The same as bulk_window, as bytes that arrive.
# shellcheck source=bulk_window.sh disable=SC1091
. "$HERE/effect/bulk_window.sh"
WHAT="one connection over 400 ms, KiB/s"
BETTER=told

arrived()
{
	cat /sys/class/net/nt-eff0/statistics/rx_bytes
}

measure()
{
	local before

	in_namespace "$NS" sysctl -qw net.ipv4.tcp_wmem="4096 16384 134217728" &&
		lab -a 10.9.0.1 serve 8081 0 -1 &&
		far_lab -a 10.9.0.1 feed 8081 1 65536 -1 || return
	sleep "${EFFECT_SECONDS:-15}"
	before=$(arrived)
	sleep 5
	echo $((($(arrived) - before) / 5 / 1024))
}
