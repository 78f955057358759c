#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Who may ask the module: root over the network namespace, nobody else.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

as_nobody()
{
	setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
}

need_module
# nobody must be able to reach the command, wherever the tree stands.
cp "$NETTUNE" "$TMP/nettune" && chmod 755 "$TMP" "$TMP/nettune"
NETTUNE=$TMP/nettune
"$NT_LOAD" --daemon accept=2 unread=10 >"$TMP/load.json" || { result 1 "load generator"; finish; }
LOADS+=("$(jq .pid "$TMP/load.json")")

for command in sockets softnet; do
	run as_nobody "$NETTUNE" --source module $command
	is "not root, --source module $command: exit status" "$status" 1
	is "... one line on stderr" "$(wc -l <<<"$err")" 1
	has "... says what is needed" "$err" "not permitted.*CAP_NET_ADMIN"
	is "... nothing on stdout" "$out" ""
done
run as_nobody "$NETTUNE" -j sockets -a
is "not root: falls back to sock_diag" "$status" 0
has "... and says so" "$err" "^nettune: note: .*CAP_NET_ADMIN"
is "... and shows the sockets" \
	"$(jq -c --slurpfile load "$TMP/load.json" '[.[].cookie] as $seen |
	[$load[0].made[].sockets[].cookie | IN($seen[])] | all' <<<"$out")" true
run as_nobody "$NETTUNE" status --interval 0
has "not root, status: says that the module is there" "$out" ", module needs CAP_NET_ADMIN, "
run as_nobody env COLUMNS=120 "$NETTUNE" top --once --interval 0.1
has "not root, top: says that the module is there" "$out" ", module needs CAP_NET_ADMIN, "
run as_nobody "$NETTUNE" --source diag status --interval 0
has "not root, status: says that the module was not asked" "$out" ", module not asked, "
run as_nobody "$NETTUNE" module status
is "not root: module status" "$status" 0
run as_nobody cat /sys/kernel/debug/nettune/sockets
is "not root: debugfs is closed" "$status" 1

run as_nobody unshare -r -n "$NETTUNE" -j --source module sockets -a
is "root of a user namespace, in its own network namespace: allowed" "$status" 0
is "... and sees nothing of others" "$(jq -c . <<<"$out")" "[]"
run as_nobody unshare -r "$NETTUNE" -j --source module sockets -a
is "root of a user namespace, in the host's network namespace: refused" "$status" 1
has "... and says so" "$err" "not permitted"
finish
