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
		 .recv_q // "-", .send_q // "-",
		 (if .family == "inet" then .local.addr else "[" + .local.addr + "]" end)
		  + ":" + (.local.port | tostring)] | join(" ")' | sort
}

need_module
namespace "$NS"
load "$NS" "$TMP/load.json" accept=2 unread=100 udp=3 idle=300 -6 accept=5 idle=50 ||
	{ result 1 "load generator"; finish; }

# The listeners that the command knows, in the words of the file.
listeners_of_command()
{
	in_namespace "$NS" "$NETTUNE" -j --source module sockets -l -t | jq -r '.[] |
		["\(.accept_q)/\(.accept_max)", "\(.syn_q)/\(.syn_max)", .drops,
		 (if .family == "inet" then .local.addr else "[" + .local.addr + "]" end)
		  + ":" + (.local.port | tostring)] | join(" ")' | sort
}

# summary NAME: a number of the summary
summary()
{
	awk -v name="$1" '$1 == name { print $2; exit }' "$TMP/summary"
}

for file in config listeners sockets softnet summary version; do
	is "$file: mode" "$(stat -c '%a %u' $DEBUGFS/$file)" "400 0"
done
has "version" "$(cat $DEBUGFS/version)" "^nettune $(cat /sys/module/nettune/version), "
is "softnet: a line for each CPU" "$(awk 'NR > 1 { print $1 }' $DEBUGFS/softnet)" \
	"$(seq 0 $(($(nproc) - 1)))"
is "config: a line for each setting, a number in each" \
	"$(grep -cE '^[a-z_]+ [0-9]+$' $DEBUGFS/config)" 10
in_debugfs cat $DEBUGFS/sockets >"$TMP/debugfs"
in_command >"$TMP/command"
is "sockets: more than one buffer of them" "$(($(wc -l <"$TMP/debugfs") > 700))" 1
passes "sockets: the opener's namespace, each once, as the command shows it" \
	diff "$TMP/debugfs" "$TMP/command"
in_debugfs dd if=$DEBUGFS/sockets bs=100 status=none >"$TMP/small"
in_namespace "$NS" cat $DEBUGFS/listeners |
	awk 'NR > 1 { print $1, $2, $5, $6 }' | sort >"$TMP/listeners"
listeners_of_command >"$TMP/listeners.command"
is "listeners: those of the load" "$(($(wc -l <"$TMP/listeners") >= 2))" 1
passes "listeners: as the command shows them" \
	diff "$TMP/listeners" "$TMP/listeners.command"
in_namespace "$NS" cat $DEBUGFS/summary >"$TMP/summary"
is "summary: sockets" "$(summary sockets)" "$(wc -l <"$TMP/debugfs")"
is "summary: listeners" "$(summary LISTEN)" "$(wc -l <"$TMP/listeners")"
is "summary: connections" "$(summary ESTAB)" \
	"$(awk '$2 == "ESTAB"' "$TMP/debugfs" | wc -l)"
is "summary: bytes not read" "$(summary recv_q)" \
	"$(awk '$2 != "LISTEN" { sum += $3 } END { print sum + 0 }' "$TMP/debugfs")"
is "summary: connections not accepted" "$(summary accept_q)" \
	"$(awk '{ sum += $1 } END { print sum + 0 }' FS=/ "$TMP/listeners")"
passes "sockets: the same when read in small pieces" diff "$TMP/debugfs" "$TMP/small"
finish
