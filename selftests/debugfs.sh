#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The view for people: what its files hold, and who may read them.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

DEBUGFS=/sys/kernel/debug/nettune
NS=nt-debugfs-$$

# in_debugfs COMMAND...: the sockets that it reads from debugfs, sorted
in_debugfs()
{
	in_namespace "$NS" "$@" |
		awk 'NR > 1 { print $1, $2, $3, $4, $(NF - 1) }' | sort
}

in_command()
{
	in_namespace "$NS" "$NETTUNE" -j --source module sockets -a | jq -r '.[] |
		[.netid, ({established: "ESTAB", "listening": "LISTEN", unconnected: "UNCONN",
			   "time-wait": "TIME-WAIT", "syn-recv": "SYN-RECV"}[.state]),
		 .recv_q // 0, .send_q // 0,
		 (if .family == "inet" then .local.addr else "[" + .local.addr + "]" end)
		  + ":" + (.local.port | tostring)] | join(" ")' | sort
}

need_module
namespace "$NS"
load "$NS" "$TMP/load.json" accept=2 unread=100 udp=3 idle=300 -6 accept=5 idle=50 ||
	{ result 1 "load generator"; finish; }

for file in sockets softnet version; do
	is "$file: mode" "$(stat -c '%a %u' $DEBUGFS/$file)" "400 0"
done
has "version" "$(cat $DEBUGFS/version)" "^nettune $(cat /sys/module/nettune/version), "
is "softnet: a line for each CPU" "$(awk 'NR > 1 { print $1 }' $DEBUGFS/softnet)" \
	"$(seq 0 $(($(nproc) - 1)))"
in_debugfs cat $DEBUGFS/sockets >"$TMP/debugfs"
in_command >"$TMP/command"
is "sockets: more than one buffer of them" "$(($(wc -l <"$TMP/debugfs") > 700))" 1
passes "sockets: the opener's namespace, each once, as the command shows it" \
	diff "$TMP/debugfs" "$TMP/command"
in_debugfs dd if=$DEBUGFS/sockets bs=100 status=none >"$TMP/small"
passes "sockets: the same when read in small pieces" diff "$TMP/debugfs" "$TMP/small"
finish
