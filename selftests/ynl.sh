#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The kernel's own netlink client reads the sockets, knowing only our spec.
#
# $KERNEL_SOURCE is a kernel tree with tools/net/ynl (6.12 has it).

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=ynl_lib.sh
. "$(dirname "$0")/ynl_lib.sh"

NS=nt-ynl-$$
need_module
need_ynl
namespace "$NS"
load "$NS" "$TMP/load.json" accept=2 syn=16:5 udp=3 unread=10 -6 accept=4 udp=1 ||
	{ result 1 "load generator"; finish; }

# The half-open connections are renewed all the time: not now.
mapfile -t renewers < <(jq '.made[].child? // empty' "$TMP/load.json")
kill -STOP "${renewers[@]}"

start_ynl
run ynl_cli --dump socket-get
is "dumps all sockets, nothing asked: exit status" "$status $err" "0 "
# A dump is a list of messages, each with a list of sockets, or none.
is "... all of them" "$(jq '[.[].socket[]?] | length' <<<"$out")" \
	"$("$NETTUNE" -N "$NS" --source module sockets -aH | wc -l)"
run ynl --dump socket-get --json '{"groups": ["mem", "listener", "tcp", "owner", "cookie"]}'
is "dumps all sockets and their cookies: exit status" "$status $err" "0 "
echo "$out" >"$TMP/all.json"
jq '[.[].socket[]?]' "$TMP/all.json" >"$TMP/sockets.json"
"$NETTUNE" -j -N "$NS" --source module sockets -a >"$TMP/nettune.json"
is "identities, memory, owners: as the command shows them" \
	"$(jq -c '[.[] | [.id.cookie, .id.sport, .id.dport, .id.netns, .mem["rmem-alloc"],
		.mem.rcvbuf, .mem.drops, .owner.uid]] | sort' "$TMP/sockets.json")" \
	"$(jq -c '[.[] | [.cookie, .local.port, .peer.port, .netns, .rmem_alloc, .rcvbuf, .drops,
		.uid]] | sort' "$TMP/nettune.json")"
is "accept and SYN queues: as they were made" \
	"$(jq -c '[.[] | select(.listener) | .listener | [.["accept-q"], .["accept-max"], .["syn-q"]]] | sort' \
		"$TMP/sockets.json")" \
	"$(jq -c '[.made[].sockets[] | select(.role == "listener" and .accept_max) |
		[.accept_q, .accept_max, .syn_q]] | sort' "$TMP/load.json")"

# filtered JSON: a dump of what passes that filter
filtered()
{
	run ynl --dump socket-get --json "{\"filter\": $1, \"groups\": [\"mem\"]}"
}

filtered '{"protocols": ["udp"]}'
is "asks for UDP and the memory group only" \
	"$(jq -c '[.[].socket[]? | [.id.protocol, (keys - ["id"])]] | unique' <<<"$out")" '[[17,["mem"]]]'
filtered '{"states": 0}'
has "an empty mask is refused, with the reason" "$err$out" "selects nothing"
filtered '{"states": 1}'
has "an unknown bit is refused, and named" "$err$out" "filter\\.states"
run ynl --dump socket-get --json '{"socket": {}}'
has "an attribute of the reply is refused" "$err$out" "Unknown attribute|Invalid argument"
filtered '{"sports": "0100"}'
has "half a port range is refused, with the reason" "$err$out" "port range"
run ynl --dump socket-get --json '{"order": "drops"}'
has "an order needs a limit" "$err$out" "need each other"

# One of several kinds of filter, as a structure and as bytes.
port=$(jq '[.made[].sockets[]? | select(.role == "listener")][0].local.port' "$TMP/load.json")
hex=$(printf '%04x' "$port")
filtered "{\"sports\": {\"min\": $port, \"max\": $port}}"
wanted=$(jq -c "map(select(.id.sport == $port) | .id.dport) | sort" "$TMP/sockets.json")
is "a local port" "$(jq -c '[.[].socket[]?.id.dport] | sort' <<<"$out")" "$wanted"
# ... the low byte first, as this host has them
filtered "{\"sports\": \"${hex:2:2}${hex:0:2}${hex:2:2}${hex:0:2}\"}"
is "a local port, as bytes" "$(jq -c '[.[].socket[]?.id.dport] | sort' <<<"$out")" "$wanted"
filtered '{"minimums": {"key": 8, "value": 1}, "protocols": ["udp"]}'
is "drops, at least 1" "$(jq -c '[.[].socket[]?.mem.drops] | sort' <<<"$out")" "[1,3]"
run ynl --dump socket-get --json '{"order": "drops", "limit": 2, "filter": {"protocols": ["udp"]}}'
is "the highest two by drops" "$(jq -c '[.[].socket[]?.mem.drops]' <<<"$out")" "[3,1]"

run ynl --dump summary-get --json '{"group-by": "protocol", "histograms": true}'
is "summary: exit status" "$status $err" "0 "
is "summary: groups" "$(jq -c '[.[].group[]? | [.id.protocol, .id.family, .stat.sockets]] | sort' <<<"$out")" \
	"$(jq -c 'group_by([.id.protocol, .id.family]) |
		map([.[0].id.protocol, .[0].id.family, length]) | sort' "$TMP/sockets.json")"
is "summary: counts by state and histograms have their length" \
	"$(jq -c '[.[].group[]? | (.stat.states | length), (.hist.rmem | length), (.hist["recv-q"] | length)] | unique' <<<"$out")" \
	"[96,264]"
run ynl --dump summary-get
is "summary: one group for all" "$(jq -c '[.[].group[]?.stat.sockets]' <<<"$out")" \
	"[$(jq length "$TMP/sockets.json")]"
finish
