#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Which process has a socket open: as owned knows it, and as ss -p sees it.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

NS=nt-owner-$$
OWNED=${OWNED:-$HERE/owned}

# A line a socket that was made, "0<TAB>name" or "1<TAB>name<TAB>difference".
# shellcheck disable=SC2016 # jq's variables
COMPARE='. as $seen | $made[0][] | . as $want
	| if .proc or $all then {pid, comm} else {pid: null, comm: null} end
	| . as $owner
	| [$seen[] | select(.netid == $want.netid and .local.port == $want.sport and
			    .peer.port == $want.dport)]
	| if length != 1 then "1\t\($want.name)\tseen \(length) times"
	  elif (.[0] | {pid, comm}) == $owner then "0\t\($want.name)"
	  else "1\t\($want.name)\t\(.[0] | {pid, comm} | tojson), not \($owner | tojson)" end'

# make_owned COMMAND...: sockets anew; some of them do not last
make_owned()
{
	"$@" "$OWNED" >"$TMP/made.json" || { result 1 "owned"; finish; }
	made=$(jq '.[0].pid' "$TMP/made.json")
	LOADS+=("$made")
}

end_owned()
{
	kill "$made" 2>/dev/null
	wait_for test ! -e "/proc/$made"
}

# compare NAME ALL: $out with what was made; ALL: not only what /proc shows?
compare()
{
	local failed name why

	jq -r --slurpfile made "$TMP/made.json" --argjson all "$2" "$COMPARE" \
		<<<"$out" >"$TMP/compared"
	is "$1: all that were made were compared" "$(wc -l <"$TMP/compared")" \
		"$(jq length "$TMP/made.json")"
	while IFS=$'\t' read -r failed name why; do
		result "$failed" "$1: $name"
		[ -z "$why" ] || note "$why"
	done <"$TMP/compared"
}

test_sources()
{
	local source

	for source in module diag; do
		make_owned in_namespace "$NS"
		run in_namespace "$NS" "$NETTUNE" -j --source $source sockets -ap
		is "$source: exit status" "$status" 0
		is "$source: nothing on stderr" "$err" ""
		compare $source "$([ $source = module ] && echo true || echo false)"
		[ $source = module ] || run in_namespace "$NS" \
			"$NETTUNE" -j --source $source sockets -a
		end_owned
	done
	is "without -p there are none" "$(jq -c 'map(.pid, .comm) | unique' <<<"$out")" "[null]"
}

# "INODE PID" for each process and socket; a name may have newlines in it.
from_ss()
{
	in_namespace "$NS" ss -tunapeHO | awk '
	function flush(  ino, rest) {
		if (match(record, / ino:[0-9]+/)) {
			ino = substr(record, RSTART + 5, RLENGTH - 5)
			rest = record
			while (match(rest, /",pid=[0-9]+,fd=/)) {
				print ino, substr(rest, RSTART + 6, RLENGTH - 10)
				rest = substr(rest, RSTART + RLENGTH)
			}
		}
		record = ""
	}
	/^(tcp|udp) / { flush() }
	{ record = record " " $0 }
	END { flush() }' | sort -u
}

# Every socket that ss knows a process of has one here, one that ss knows too.
test_ss()
{
	local inode pid ours wrong=0 found=0

	make_owned in_namespace "$NS"
	from_ss >"$TMP/ss"
	for source in module diag; do
		in_namespace "$NS" "$NETTUNE" -j --source $source sockets -ap |
			jq -r '.[] | select(.pid) | "\(.inode) \(.pid)"' | sort >"$TMP/ours"
		is "$source: those that ss knows a process of" \
			"$(cut -d ' ' -f 1 "$TMP/ss" | sort -u | comm -23 - <(cut -d ' ' -f 1 "$TMP/ours" | sort) | wc -l)" 0
		wrong=$(comm -13 "$TMP/ss" "$TMP/ours" | wc -l)
		# The process without its first thread is out of ss's sight.
		is "$source: ss knows the same processes" "$wrong" \
			"$([ $source = module ] && echo 1 || echo 0)"
		found=$(wc -l <"$TMP/ours")
		[ "$found" -gt 300 ]
		result $? "$source: many were compared"
	done
	end_owned
}

# The sockets with the highest values, which the module looks for by name.
test_top()
{
	local source

	make_owned in_namespace "$NS"
	for source in module diag; do
		run in_namespace "$NS" "$NETTUNE" -j --source $source sockets -p \
			--sport "$(jq '.[] | select(.name == "passed to another process").sport' "$TMP/made.json")" \
			--top 3 --by rmem
		is "$source: --top finds the process as well" "$(jq -c 'map(.comm)' <<<"$out")" \
			'["own receiver"]'
	done
	end_owned
}

test_table()
{
	local source

	make_owned in_namespace "$NS"
	for source in module diag; do
		run in_namespace "$NS" "$NETTUNE" --source $source sockets -ap
		has "$source: the table has a column" "$(head -n 1 <<<"$out")" ' Process *$'
		has "$source: ... with name and number" "$out" "own first\\($made\\) *\$"
		has "$source: ... made harmless" "$out" \
			' a\\x0a\\x1b\[1m\\xff"\\\) \(\([0-9]+\) *$'
	done
	end_owned
}

as_nobody()
{
	in_namespace "$NS" setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
}

test_rights()
{
	local own

	# nobody must be able to reach them, wherever the tree stands.
	cp "$OWNED" "$NETTUNE" "$TMP" && chmod 755 "$TMP" "$TMP/owned" "$TMP/nettune"
	make_owned in_namespace "$NS"
	as_nobody "$TMP/owned" >"$TMP/theirs.json" || { result 1 "owned"; finish; }
	own=$(jq '.[0].pid' "$TMP/theirs.json")
	LOADS+=("$own")
	run as_nobody "$TMP/nettune" -j sockets -ap
	is "not root: exit status" "$status" 0
	has "... says what is missing" "$err" '^nettune: note: [0-9]+ process(es)? '
	is "... nobody's processes are shown" \
		"$(jq --argjson pid "$own" 'any(.[]; .pid == $pid)' <<<"$out")" true
	is "... root's are not" "$(jq --argjson pid "$made" 'any(.[]; .pid == $pid)' <<<"$out")" false
	kill "$own"

	# CAP_NET_ADMIN alone lets one ask the module, but not for processes.
	run in_namespace "$NS" setpriv --bounding-set=-sys_ptrace --inh-caps=-sys_ptrace \
		"$NETTUNE" -j --source module sockets -ap
	is "without CAP_SYS_PTRACE: exit status" "$status" 0
	is "... the sockets are shown" \
		"$(jq --slurpfile made "$TMP/made.json" '[.[].local.port] as $seen |
		[$made[0][].sport | IN($seen[])] | all' <<<"$out")" true
	has "... says what is missing" "$err" '^nettune: note: [0-9]+ process(es)? '
	end_owned
}

# A container numbers its processes itself and does not see others.
test_pid_namespace()
{
	local source outside inside

	make_owned in_namespace "$NS"
	outside=$made
	cp "$TMP/made.json" "$TMP/outside.json"
	for source in module diag; do
		# shellcheck disable=SC2016 # for the inner shell
		run in_namespace "$NS" unshare --pid --fork --mount-proc sh -c \
			'"$1" >"$2" && "$3" -j --source "$4" sockets -ap' sh \
			"$OWNED" "$TMP/made.json" "$NETTUNE" $source
		is "$source, in a pid namespace: exit status" "$status" 0
		inside=$(jq '.[0].pid' "$TMP/made.json")
		[ "$inside" -lt 20 ]
		result $? "... processes have small numbers"
		compare "$source, in a pid namespace" "$([ $source = module ] && echo true || echo false)"
		is "... and nothing is seen of those outside" \
			"$(jq --slurpfile made "$TMP/outside.json" \
			'[$made[0][] | select(.netid == "udp").sport] as $ports |
			[.[] | select(.netid == "udp" and (.local.port | IN($ports[])))] |
			[length > 5, all(.pid == null)] | all' <<<"$out")" true
	done
	made=$outside
	end_owned
}

need_module
namespace "$NS"
test_sources
test_ss
test_top
test_table
test_rights
test_pid_namespace
finish
