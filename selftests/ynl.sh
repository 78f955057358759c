#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The kernel's own netlink client reads the sockets, knowing only our spec.
#
# $KERNEL_SOURCE is a kernel tree with tools/net/ynl (6.12 has it).

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

NS=nt-ynl-$$
KERNEL_SOURCE=${KERNEL_SOURCE:-$HERE/../../../..}
SPEC=$(lib_first "$HERE/../include/netlink/specs/nettune.yaml" \
	"$KERNEL_SOURCE/Documentation/netlink/specs/nettune.yaml")

ynl()
{
	in_namespace "$NS" "${PYTHON:-python3}" "$KERNEL_SOURCE/tools/net/ynl/cli.py" \
		--spec "$SPEC" --output-json \
		--schema "$KERNEL_SOURCE/Documentation/netlink/genetlink-legacy.yaml" "$@"
}

need_module
[ -e "$KERNEL_SOURCE/tools/net/ynl/cli.py" ] ||
	skip_all "no tools/net/ynl in KERNEL_SOURCE=$KERNEL_SOURCE"
[ -e "$SPEC" ] || skip_all "no netlink spec at $SPEC"
namespace "$NS"
load "$NS" "$TMP/load.json" accept=2 syn=16:5 udp=3 unread=10 -6 accept=4 udp=1 ||
	{ result 1 "load generator"; finish; }

# The half-open connections are renewed all the time: not now.
mapfile -t renewers < <(jq '.made[].child? // empty' "$TMP/load.json")
kill -STOP "${renewers[@]}"

run ynl --dump socket-get
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
has "an unknown bit is refused" "$err$out" "no meaning"
run ynl --dump socket-get --json '{"socket": {}}'
has "an attribute of the reply is refused" "$err$out" "Unknown attribute|Invalid argument"
# Without the sampler the structure is shorter than this client takes.
run ynl --dump softnet-get --json '{"sample": 1}'
is "softnet: a record for each CPU" "$(jq -c '[.[].cpu[]?.cpu]' <<<"$out")" \
	"$(seq 0 $(($(nproc) - 1)) | jq -sc .)"
finish
