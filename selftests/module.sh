#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The module loads, shows itself, and unloads, again and again and in use.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

DEBUGFS=/sys/kernel/debug/nettune
PYTHON=${PYTHON:-python3}

# Readers come and go while the module is loaded and unloaded.
reload_under_readers()
{
	local i reader

	(while :; do
		"$NETTUNE" --source module sockets -a
		cat "$DEBUGFS/sockets"
	done >/dev/null 2>&1) &
	reader=$!
	for ((i = 0; i < 20; i++)); do
		module_load || break
		module_unload || break
	done
	kill "$reader"
	wait "$reader" 2>/dev/null
	[ "$i" = 20 ]
}

need_root
module_unload
passes "loads" module_load
is "its version is that of the command" \
	"$("$NETTUNE" --version | awk '{ print $NF }')" "$(cat /sys/module/nettune/version)"
run "$NETTUNE" -j module status
is "module status: exit status" "$status" 0
is "module status: loaded, with its family" \
	"$(jq -c '[.loaded, .version, .family.name, .family.version]' <<<"$out")" \
	"[true,\"$(cat /sys/module/nettune/version)\",\"nettune\",1]"

cat >"$TMP/join.py" <<-'END'
	import socket, sys
	nl = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 16)
	try:
	    nl.setsockopt(270, 1, int(sys.argv[1], 0))
	    print("joined")
	except PermissionError:
	    print("refused")
END
chmod 755 "$TMP"
chmod 644 "$TMP/join.py"
group=$(genl ctrl get name nettune | sed -n 's/.* ID-\(0x[0-9a-f]*\) *name: events.*/\1/p')
is "root may join the group of events" "$("$PYTHON" "$TMP/join.py" "$group")" joined
is "nobody else may" "$(setpriv --reuid=65534 --regid=65534 --clear-groups \
	unshare -r "$PYTHON" "$TMP/join.py" "$group")" refused

passes "unloads" rmmod nettune
passes "leaves nothing in debugfs" test ! -e $DEBUGFS
run "$NETTUNE" -j module status
is "module status, not loaded: exit status" "$status" 3
is "module status, not loaded" "$(jq -c '[.loaded, .version, .family]' <<<"$out")" \
	"[false,null,null]"
passes "20 times, under readers" reload_under_readers
passes "loads once more" module_load
finish
