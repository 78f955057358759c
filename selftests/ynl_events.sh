#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The kernel's own netlink client sets the module up and hears its events,
# knowing only our spec.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=ynl_lib.sh
. "$(dirname "$0")/ynl_lib.sh"

NS=nt-ynl-events-$$

need_module
need_ynl
namespace "$NS"
start_ynl

run ynl --do config-get
is "config: exit status" "$status $err" "0 "
period=$(jq '.["event-period-ms"]' <<<"$out")
run ynl --do config-set --json '{"event-period-ms": 50}'
is "config: set" "$status $(ynl --do config-get | jq '.["event-period-ms"]')" "0 50"
run ynl --do config-set --json '{"event-period-ms": 49}'
has "config: too low a value is refused, and named" "$err$out" "event-period-ms"

# A listener is too full while YNL listens. Its clients try again and again. (An
# older kernel tells a family of a new listener only when somebody asks.)
ynl --listen events >/dev/null
is "events: somebody listens" "$(ynl --do config-get | jq '.["events-running"]')" 1
load "$NS" "$TMP/overflow.json" accept=2:3:4 || { result 1 "load generator"; finish; }
ynl --hear 120 >"$TMP/events.json"
is "events: something is heard" $? 0
port=$(jq '.made[0].sockets[0].local.port' "$TMP/overflow.json")
# It has dropped some (kind 1) or is full (kind 2), whichever was seen first.
is "events: it is the listener" \
	"$(jq -c --argjson port "$port" '.[0] | [.name, .msg.socket.id.sport == $port,
		(.msg.info.kind | IN(1, 2)), .msg.socket.listener["accept-max"]]' \
		"$TMP/events.json")" '["event",true,true,2]'
is "... in this namespace" "$(jq -c '[.[].msg.info.netns] | unique' "$TMP/events.json")" \
	"[$(jq .netns "$TMP/overflow.json")]"
ynl --do config-set --json "{\"event-period-ms\": $period}" >/dev/null

# Without the sampler the structure is shorter than this client takes.
run ynl --dump softnet-get --json '{"sample": 1}'
is "softnet: a record for each CPU" "$(jq -c '[.[].cpu[]?.cpu]' <<<"$out")" \
	"$(seq 0 $(($(nproc) - 1)) | jq -sc .)"
finish
