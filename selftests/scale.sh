#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# 50,000 idle sockets are listed, each once, while connections come and go.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

NS=nt-scale-$$
CONNECTIONS=25000
RATE=500

opened()
{
	in_namespace "$NS" awk '/^Tcp:/ && $6 ~ /^[0-9]+$/ { print $7 }' /proc/net/snmp
}

# The idle sockets in a listing: how many, and how many different ones.
listed()
{
	awk -v ports="$PORTS" '
	BEGIN { n = split(ports, list, " "); for (i = 1; i <= n; i++) idle[list[i]] }
	match($0, /"local":\{[^}]*"port":[0-9]+/) {
		split(substr($0, RSTART, RLENGTH), a, "\"port\":"); here = a[2]
		match($0, /"peer":\{[^}]*"port":[0-9]+/)
		split(substr($0, RSTART, RLENGTH), a, "\"port\":"); there = a[2]
		if (!(here in idle) && !(there in idle)) next
		match($0, /"cookie":[0-9]+/)
		cookie = substr($0, RSTART, RLENGTH)
		lines++
		if (!(cookie in seen)) { seen[cookie]; different++ }
	}
	END { print lines + 0, different + 0 }' "$1"
}

need_module
namespace "$NS"
load "$NS" "$TMP/idle.json" idle=$CONNECTIONS || { result 1 "load generator"; finish; }
PORTS=$(jq -r '[.made[] | .ports? // [.port]] | flatten | join(" ")' "$TMP/idle.json")
load "$NS" "$TMP/churn.json" churn=$RATE || { result 1 "load generator"; finish; }

for i in 1 2; do
	before=$(opened)
	in_namespace "$NS" "$NETTUNE" -j --source module sockets >"$TMP/listing" 2>"$TMP/errors"
	is "listing $i: exit status" "$? $(<"$TMP/errors")" "0 "
	came=$(($(opened) - before))
	is "listing $i: every idle socket, each once" "$(listed "$TMP/listing")" \
		"$((2 * CONNECTIONS)) $((2 * CONNECTIONS))"
	note "$came connections came and went meanwhile"
	is "listing $i: connections came and went" "$((came > 0))" 1
done
finish
