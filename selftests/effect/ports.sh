# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: GPL-2.0-or-later
# More connections to one server behind than the old range has ports. Most of
# them are reserved, so that a thousand connections do.
WHAT="of 1500 connections to one server: made"
BETTER="more"

prepare()
{
	local reserved

	reserved=$(sysctl -n net.ipv4.ip_local_reserved_ports)
	[ -z "$reserved" ] || {
		NEEDS="no ports to be reserved"
		return 1
	}
}

measure()
{
	local made

	sysctl -qw net.ipv4.ip_local_reserved_ports=33768-64999 || return
	lab serve 8082 0 -1 && lab hold 8082 1500
	made=$(grep -oP 'nt_lab: \K[0-9]+(?= of)' "$TMP/lab")
	sysctl -qw net.ipv4.ip_local_reserved_ports=
	echo "$made"
}
