#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Without the module the command does what can be done, and says what cannot.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

NS=nt-fallback-$$

need_root
module_unload || skip_all "the module is in use"
namespace "$NS"
load "$NS" "$TMP/load.json" accept=2 syn=8:5 udp=3 unread=10 ||
	{ result 1 "load generator"; finish; }

run in_namespace "$NS" "$NETTUNE" -j sockets -a
is "auto: exit status" "$status" 0
is "auto: one line on stderr" "$(wc -l <<<"$err")" 1
has "auto: says that the module is missing" "$err" "^nettune: note: .*module"
is "auto: all sockets are shown" "$(jq -c 'map(select(.inode)) | length' <<<"$out")" \
	"$(jq '[.made[].sockets[] | select(.inode)] | length' "$TMP/load.json")"
is "auto: what only the module knows is null, not 0" \
	"$(jq -c 'map(select(.state == "listening") | .syn_q, .syn_young, .syn_max) | unique' <<<"$out")" "[null]"
is "auto: what sock_diag knows is there" \
	"$(jq -c 'map(select(.accept_max == 2) | .accept_q)' <<<"$out")" "[3]"

run in_namespace "$NS" "$NETTUNE" sockets -tl
has "the table has a dash for the SYN queue" "$out" "^tcp +LISTEN +3 +2 .* 3/2 +- "

run "$NETTUNE" softnet
is "softnet: exit status" "$status" 0
has "softnet: says that the module is missing" "$err" "^nettune: note: .*module"

for command in sockets softnet; do
	run "$NETTUNE" --source module $command
	is "--source module $command: exit status" "$status" 1
	is "... nothing on stdout" "$out" ""
	has "... says what is missing and what to do" "$err" "^nettune: $command: .*modprobe nettune"
	is "... in one line" "$(wc -l <<<"$err")" 1
done

run "$NETTUNE" --source diag sockets
is "--source diag: no note, it was asked for" "$status $err" "0 "
finish
