#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Sockets that stay are listed once each, while others come to their hash chain
# from another one and go; and what is listed is a socket.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

NS=nt-moving-$$
LISTINGS=8

# What is wrong with a listing: "missing repeated impossible", "0 0 0" if nothing.
# (A socket that moves may rightly be met at both places.)
wrong()
{
	jq -r --slurpfile load "$TMP/load.json" '
	map(.cookie) as $seen
	| [$load[0].made[].sockets[].cookie] as $made
	| [($made - $seen | length),
	   ($seen | map(select(IN($made[]))) | length - (unique | length)),
	   (map(select(.netid != "udp" or (.cookie | not) or .local.port == 0 or
		       .rcvbuf == 0)) | length)]
	| map(tostring) | join(" ")' <<<"$out"
}

need_module
namespace "$NS"
load "$NS" "$TMP/load.json" udpshare=300:20 -6 udpshare=100:10 ||
	{ result 1 "load generator"; finish; }
whole=0
for ((i = 1; i <= LISTINGS; i++)); do
	run in_namespace "$NS" "$NETTUNE" -j --source module sockets -ua
	case $status in
	0)
		whole=$((whole + 1))
		is "listing $i: missing, repeated, impossible sockets" "$(wrong)" "0 0 0"
		;;
	4)
		# Then the kernel said that it could not keep up.
		has "listing $i: says that it may be incomplete" "$err" "some sockets may be missing"
		;;
	*)
		result 1 "listing $i: exit status $status: $err"
		;;
	esac
done
is "most listings are whole" "$((whole > LISTINGS / 2))" 1
finish
