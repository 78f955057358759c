#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Field by field what ss -tuwnaem and ss -xaem say, wherever ss has the field.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

NS=nt-ss-$$

# A line a socket: netid state queues ends inode cookie uid cgroup skmem
from_ss()
{
	in_namespace "$NS" ss -tuwnaemHO | awk '{
		ino = sk = "-"; uid = 0; cgroup = skmem = "-"
		for (i = 7; i <= NF; i++) {
			if (sub(/^ino:/, "", $i)) ino = $i
			else if (sub(/^sk:/, "", $i)) sk = $i
			else if (sub(/^uid:/, "", $i)) uid = $i
			else if (sub(/^cgroup:/, "", $i)) cgroup = $i
			else if (sub(/^skmem:/, "", $i)) skmem = $i
		}
		if (ino == "-" || ino == 0) { ino = "-"; uid = "-" }
		# It names raw sockets after what they carry, as far as it knows it.
		if ($1 == "???" || $1 ~ /^icmp/) $1 = "raw"
		print $1, $2, $3, $4, $5, $6, ino, sk, uid, cgroup, skmem
	}' | sort
}

from_nettune()
{
	in_namespace "$NS" "$NETTUNE" -j --source "$1" sockets -atuw | jq -r '
	def hex: if . < 16 then "0123456789abcdef"[.:. + 1] else (. / 16 | floor | hex) + (. % 16 | hex) end;
	def state: {
		established: "ESTAB", "syn-sent": "SYN-SENT", "syn-recv": "SYN-RECV",
		"fin-wait-1": "FIN-WAIT-1", "fin-wait-2": "FIN-WAIT-2", "time-wait": "TIME-WAIT",
		unconnected: "UNCONN", "close-wait": "CLOSE-WAIT", "last-ack": "LAST-ACK",
		listening: "LISTEN", closing: "CLOSING"}[.];
	def ends($family; $only):
		(if $family == "inet" then .addr
		 elif .addr == "::" and ($only | not) then "*"
		 else "[\(.addr)]" end) + ":" + (if .port == 0 then "*" else .port | tostring end);
	.[] | ((.flags // []) | index("v6only")) as $only
	| [.netid, (.state | state), .recv_q // 0, .send_q // 0,
	   (.family as $f | (.local | ends($f; $only)), (.peer | ends($f; $only))),
	   .inode // "-", (.cookie | hex), (if .inode then .uid else "-" end), .cgroup // "-",
	   (if .rmem_alloc == null then "-" else
	    "(r\(.rmem_alloc),rb\(.rcvbuf),t\(.wmem_alloc),tb\(.sndbuf),f\(.fwd_alloc)," +
	    "w\(.wmem_queued),o\(.optmem),bl\(.backlog),d\(.drops))" end)]
	| join(" ")' | sort
}

# A line a unix socket: netid state queues path inode peer skmem
unix_from_ss()
{
	in_namespace "$NS" ss -xaemHO | awk '{
		skmem = "-"
		for (i = 9; i <= NF; i++)
			if (sub(/^skmem:/, "", $i)) skmem = $i
		print $1, $2, $3, $4, $5, $6, $8, skmem
	}' | sort
}

unix_from_nettune()
{
	in_namespace "$NS" "$NETTUNE" -j --source "$1" sockets -ax | jq -r '
	.[] | [.netid, {established: "ESTAB", unconnected: "UNCONN", listening: "LISTEN"}[.state],
	       .recv_q, .send_q, .local.addr // "*", .inode, .peer_inode // 0,
	       "(r\(.rmem_alloc),rb\(.rcvbuf),t\(.wmem_alloc),tb\(.sndbuf),f\(.fwd_alloc)," +
	       "w\(.wmem_queued),o\(.optmem),bl\(.backlog),d\(.drops))"]
	| join(" ")' | sort
}

same_unix()
{
	unix_from_ss >"$TMP/ss.unix"
	unix_from_nettune "$1" >"$TMP/nettune.unix"
	diff -u --label ss --label nettune "$TMP/ss.unix" "$TMP/nettune.unix"
}

# ss and a source agree, in one of three tries: a stuck sender's probes are
# counted as drops meanwhile.
same()
{
	local i

	for i in 1 2 3; do
		from_ss >"$TMP/ss"
		from_nettune "$1" >"$TMP/nettune"
		cmp -s "$TMP/ss" "$TMP/nettune" && return
	done
	diff -u --label ss --label nettune "$TMP/ss" "$TMP/nettune" | head -n 30
	return 1
}

need_module
namespace "$NS"
load "$NS" "$TMP/root.json" accept=2 unread=5000 stuck udp=7 syn=16:5 timewait=5 \
	closewait=5 idle=20 udpidle=3 raw=2 unix=3:2000 unix=1 \
	-6 accept=2 unread=10 stuck=20000 udp=3 syn=16:5 timewait=5 \
	closewait=5 idle=20 udpidle=3 raw=1 || { result 1 "load generator"; finish; }
cp "$NT_LOAD" "$TMP/nt_load" && chmod 755 "$TMP" "$TMP/nt_load"
NT_LOAD="$TMP/nt_load"
load_as_user()
{
	in_namespace "$NS" setpriv --reuid=1000 --regid=1000 --clear-groups \
		"$NT_LOAD" --daemon accept=1 unread=1 udp=1 >"$TMP/user.json" &&
		LOADS+=("$(jq .pid "$TMP/user.json")")
}
load_as_user || { result 1 "load generator, not as root"; finish; }
# The half-open connections are renewed all the time: not now.
mapfile -t renewers < <(jq '.made[].child? // empty' "$TMP/root.json")
kill -STOP "${renewers[@]}"
passes "module: every field of every socket is as ss has it" same module
passes "diag: every field of every socket is as ss has it" same diag
is "raw sockets among them" "$(grep -c ^raw "$TMP/ss")" 5
for source in module diag; do
	passes "$source: every field of every unix socket is as ss has it" same_unix $source
done
is "as many unix sockets as were made" "$(wc -l <"$TMP/ss.unix")" 20
# With -w it does not heed states.
is "as many as ss -wa" "$(in_namespace "$NS" "$NETTUNE" sockets -Hwa | wc -l)" \
	"$(in_namespace "$NS" ss -Hnwa | wc -l)"
is "as many as ss -xl" "$(in_namespace "$NS" "$NETTUNE" sockets -Hxl | wc -l)" \
	"$(in_namespace "$NS" ss -Hxl | wc -l)"
is "as many as ss -x" "$(in_namespace "$NS" "$NETTUNE" sockets -Hx | wc -l)" \
	"$(in_namespace "$NS" ss -Hx | wc -l)"
is "as many sockets as were made" "$(($(wc -l <"$TMP/ss") > 150))" 1
is "of another user too" "$(awk '$9 == 1000' "$TMP/nettune" | wc -l)" \
	"$(awk '$9 == 1000' "$TMP/ss" | wc -l)"

# The same meaning of the flags as in ss, and the same default.
for protocol in tu t u; do
	for rest in "" 4 6 l a 6l; do
		is "as many as ss -$protocol$rest" \
			"$(in_namespace "$NS" "$NETTUNE" --source module sockets -H "-$protocol$rest" | wc -l)" \
			"$(in_namespace "$NS" ss -Hn "-$protocol$rest" | wc -l)"
	done
done
# What counts goes on counting meanwhile.
which()
{
	in_namespace "$NS" "$NETTUNE" --source module sockets -H "$@" | awk '{ print $1, $2, $5, $6 }'
}
is "no flag means -tu" "$(which)" "$(which -tu)"
finish
