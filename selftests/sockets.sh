#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Every known state is shown exactly, by the module and by sock_diag.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

NS=nt-sockets-$$
SPECS=(accept=2 accept=4:2 accept=3:4:2 unread=5000 stuck udp=7 syn=8:5 syn=4:20)

# compare_once SOURCE IS_MODULE: a line a socket, as known.jq has them
compare_once()
{
	run in_namespace "$NS" "$NETTUNE" -j --source "$1" sockets -a
	jq -r --slurpfile load "$TMP/load.json" --argjson from_module "$2" \
		-f "$HERE/known.jq" <<<"$out" >"$TMP/compared"
}

# compare SOURCE IS_MODULE
compare()
{
	local failed name why i

	# Half-open connections are renewed one by one, each gone for a moment.
	for i in 1 2 3; do
		compare_once "$1" "$2"
		grep -q '^1' "$TMP/compared" || break
		note "$1: difference in try $i"
	done
	is "$1: exit status" "$status" 0
	is "$1: nothing on stderr" "$err" ""
	is "$1: all that were made were compared" "$(wc -l <"$TMP/compared")" \
		"$(jq '[.made[].sockets[]?] | length' "$TMP/load.json")"
	while IFS=$'\t' read -r failed name why; do
		result "$failed" "$1: $name"
		[ -z "$why" ] || note "$why"
	done <"$TMP/compared"
}

in_state()
{
	in_namespace "$NS" "$NETTUNE" -j --source "$1" sockets -a |
		jq "map(select(.state == \"$2\")) | length"
}

# count SOURCE STATE NUMBER: so many of the sockets without a record of their own
count()
{
	local seen i

	for i in 1 2 3; do
		seen=$(in_state "$1" "$2")
		[ "$seen" != "$3" ] || break
	done
	is "$1: $3 sockets in $2" "$seen" "$3"
}

need_module
namespace "$NS"
load "$NS" "$TMP/load.json" "${SPECS[@]}" -6 "${SPECS[@]}" ||
	{ result 1 "load generator"; finish; }
compare module true
compare diag false
# 5, and 5 of the 20 that find the queue of listen(4) full, each twice
count module syn-recv 20
count diag syn-recv 20

load "$NS" "$TMP/endings.json" timewait=10 closewait=10 ||
	{ result 1 "load generator"; finish; }
for source in module diag; do
	count $source time-wait 10
	count $source close-wait 10
done

# Of raw sockets of older kernels the module does not tell: they are in the
# answer nevertheless, also among others.
load "$NS" "$TMP/raw.json" raw=2 -6 raw=1 closewait=1 ||
	{ result 1 "load generator"; finish; }
for question in "-aw" "-atuwx --summary" "-tuw --top 100 --by rmem" "-awp rmem >= 0"; do
	for source in module diag; do
		# shellcheck disable=SC2086 # the words of options
		run in_namespace "$NS" "$NETTUNE" -j --source $source sockets $question
		is "$source: sockets $question: exit status, stderr" "$status $err" "0 "
		jq '[.[] | select(.netid == null or .netid == "raw")
			| {cookie, local, pid, states}] | sort' <<<"$out" >"$TMP/$source"
	done
	is "... the same raw sockets" "$(cat "$TMP/module")" "$(cat "$TMP/diag")"
done
finish
