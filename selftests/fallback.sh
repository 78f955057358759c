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

# forbid_raw_diag: a kernel without it, until the test ends
forbid_raw_diag()
{
	local modprobe

	# The others are loaded as they are asked for.
	"$NETTUNE" --source diag sockets -atuwx >/dev/null 2>&1
	if "$NETTUNE" --source diag sockets -w >/dev/null 2>&1; then
		modprobe=$(sysctl -n kernel.modprobe) || return
		# shellcheck disable=SC2064 # as it is now
		trap "sysctl -qw kernel.modprobe=$modprobe; cleanup" EXIT
		sysctl -qw kernel.modprobe=/bin/false && rmmod raw_diag 2>/dev/null
	fi
	! "$NETTUNE" --source diag sockets -w >/dev/null 2>&1
}

# What sock_diag does not tell of is missing, and nothing else.
test_without_raw()
{
	local question

	for question in "-tuw" "-aw -x" "-uw --summary" "-uw --group-by port" \
		"-tw --top 2" "-auw -p"; do
		# shellcheck disable=SC2086 # the words of an option
		run in_namespace "$NS" "$NETTUNE" --source diag sockets $question
		is "without raw_diag: sockets $question: exit status" "$status" 4
		is "... why" "$err" "nettune: note: this kernel has no raw_diag: those sockets are missing"
		# shellcheck disable=SC2086 # the words of an option
		is "... all that there is otherwise" "$out" "$(in_namespace "$NS" \
			"$NETTUNE" --source diag sockets ${question/w/} 2>/dev/null)"
	done
	run in_namespace "$NS" "$NETTUNE" --source diag -j sockets -aw
	is "without raw_diag: nothing else was asked for: exit status" "$status" 1
	is "... JSON" "$(jq -c . <<<"$out")" "[]"
	has "... why" "$err" "^nettune: sockets: .*this kernel has no raw_diag$"
	run in_namespace "$NS" "$NETTUNE" --source diag -j status --interval 0
	is "without raw_diag: status: exit status" "$status" 0
}

if forbid_raw_diag; then
	test_without_raw
else
	skip "without raw_diag" "this kernel can't do without it"
fi

run "$NETTUNE" --source diag sockets
is "--source diag: no note, it was asked for" "$status $err" "0 "
finish
