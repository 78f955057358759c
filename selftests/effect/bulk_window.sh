# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: GPL-2.0-or-later
# One connection over a long way: how much of it the receiver takes at once.
# Independent of how fast this machine is.
WHAT="window over 400 ms, KiB"
BETTER="more"

prepare()
{
	cable || return
	if ! tc qdisc replace dev nt-eff0 root netem delay 200ms limit 200000 ||
		! tc -n "$NS" qdisc replace dev veth1 root netem delay 200ms limit 200000; then
		NEEDS="netem"
		return 1
	fi
}

# The sender is elsewhere: it has what the profile would give to it.
measure()
{
	in_namespace "$NS" sysctl -qw net.ipv4.tcp_wmem="4096 16384 134217728" &&
		lab -a 10.9.0.1 serve 8081 0 -1 &&
		far_lab -a 10.9.0.1 feed 8081 1 65536 -1 || return
	sleep "${EFFECT_SECONDS:-15}"
	in_namespace "$NS" ss -Htin dport = 8081 |
		grep -oP 'snd_wnd:\K[0-9]+' | awk '{ print int($1 / 1024) }'
}
