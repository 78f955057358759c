#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What a capture is asked, it answers as the sources did: the same sockets stay
# as they are, and are looked at live and through a capture.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

NS=nt-capture-$$
FILE=$TMP/capture.json

need_root
namespace "$NS"
load "$NS" "$TMP/load.json" accept=4:5 unread=1000 udp=3 idle=20 closewait=3 ||
	{ result 1 "load generator"; finish; }

# live SOURCE COMMAND..., replay COMMAND...
live()
{
	local source=$1

	shift
	in_namespace "$NS" "$NETTUNE" --source "$source" "$@" 2>&1
}

replay()
{
	"$NETTUNE" --from "$FILE" "$@" 2>&1
}

# In any order, as there is none unless it was asked for; ages count on.
sorted()
{
	sed 's/,$//' | sort
}

same()
{
	local source=$1

	shift
	is "$source: $*" "$(replay "$@" | sorted)" "$(live "$source" "$@" | sorted)"
}

test_source()
{
	local source=$1

	rm -f "$FILE"
	run in_namespace "$NS" "$NETTUNE" --source "$source" capture -o "$FILE"
	is "$source: exit status" "$status" 0
	is "$source: for its owner only" "$(stat -c %a "$FILE")" 600
	passes "$source: valid JSON, of two samples" \
		jq -e '.nettune_capture == 1 and (.samples | length) == 2' "$FILE"
	is "$source: says who told it" "$(jq -r .source "$FILE")" "$source"
	same "$source" sockets -a
	same "$source" -j sockets -tuax
	same "$source" sockets -tlp
	same "$source" sockets -u --min drops=1
	same "$source" sockets --state close-wait
	same "$source" sockets --src 127.0.0.0/8 --sport 1-65535
	same "$source" sockets --top 3 --by recvq -p
	same "$source" -j sockets --summary --histogram
	same "$source" -j sockets --group-by port
	same "$source" -j sockets --group-by listener
	same "$source" -j sockets --group-by cgroup
	has "$source: softnet" "$(replay softnet)" '^ *CPU '
	has "$source: status" "$(replay status)" 'accept queue +5/4 '
}

# The sums of all that a capture holds are those that were known.
test_facts()
{
	local name value

	for name in net.core.somaxconn net.ipv4.tcp_rmem net.ipv4.ip_local_port_range; do
		value=$(in_namespace "$NS" sysctl -n "$name" | tr '\t' ' ')
		is "$name" "$(jq -r ".samples[1].facts.\"$name\"" "$FILE")" "$value"
	done
	is "a counter, at both times" \
		"$(jq -c '[.samples[].facts.TcpExtListenOverflows | type]' "$FILE")" \
		'["number","number"]'
}

test_options()
{
	run in_namespace "$NS" "$NETTUNE" --source diag capture -o - --interval 0
	is "to standard output: exit status" "$status" 0
	is "... one sample" "$(jq '.samples | length' <<<"$out")" 1
	in_namespace "$NS" "$NETTUNE" --source diag capture -o "$FILE" --anonymize --interval 0
	is "loopback stays what it is" "$(replay sockets -t4 | grep -c ' 127\.0\.0\.1:')" \
		"$(live diag sockets -t4 | grep -c ' 127\.0\.0\.1:')"
	echo keep >"$TMP/there"
	run in_namespace "$NS" "$NETTUNE" --source diag capture -o "$TMP/none/there" --interval 0
	is "where nothing can be written: exit status" "$status" 1
	has "... and why" "$err" "^nettune: capture: writing '$TMP/none/there': No such file"
	run "$NETTUNE" capture
	is "without -o" "$status" 2
	run "$NETTUNE" --from "$FILE" capture -o "$TMP/again"
	is "of a capture" "$status" 2
	run "$NETTUNE" --from "$FILE" watch
	is "what a capture can't tell" "$status" 2
	run "$NETTUNE" -N "$NS" --from "$FILE" sockets
	is "-N with --from" "$status" 2
	run in_namespace "$NS" "$NETTUNE" --source diag capture -o - --interval 0.3
	is "looks less than a second apart: exit status" "$status" 0
	passes "... two samples, as far apart as was asked for" \
		jq -e '.samples | length == 2 and .[1].time_ns - .[0].time_ns >= 300000000' <<<"$out"
}

test_refused()
{
	local text

	for text in "" "{}" "[1]" "{\"nettune_capture\":99}" "no JSON"; do
		printf '%s' "$text" >"$TMP/bad"
		run "$NETTUNE" --from "$TMP/bad" sockets
		is "'$text': exit status" "$status" 1
		has "... and why, in one line" "$err" "^nettune: sockets: capture '$TMP/bad': it is "
		is "... and nothing else" "$out$(wc -l <<<"$err")" 1
	done
	run "$NETTUNE" --from "$TMP/none" sockets
	has "a file that is not there" "$err" "No such file"
	run "$NETTUNE" --from "$TMP" sockets
	has "a folder" "$err" "no regular file"
}

module_unload || skip_all "the module is in use"
test_source diag
test_facts
test_options
test_refused
if module_load 2>/dev/null; then
	test_source module
else
	skip "what the module told" "no module for this kernel"
fi
finish
