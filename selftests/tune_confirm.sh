#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# apply --confirm: what nobody confirms is undone, whatever happens to the
# command, its terminal, or the machine's clock. Needs no module; the clock is
# set only in the VM.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
NS=nt-confirm-$$
KEY=net.core.somaxconn
export NETTUNE_STATE=$TMP/state

tune()
{
	run "$NETTUNE" -N "$NS" "$@"
}

value()
{
	in_namespace "$NS" cat "/proc/sys/${KEY//.//}"
}

has_value()
{
	[ "$(value)" = "$1" ]
}

state_of()
{
	"$NETTUNE" -j history | jq -r ".[] | select(.id == $1) | .state"
}

last()
{
	"$NETTUNE" -j history | jq -r "last.$1"
}

# Who undid the last one?
undone_by()
{
	jq -r 'select(.record == "revert") | .by' "$TMP/state/$(printf %06d "$(last id)").jsonl"
}

# Process numbers of guardians that belong to this test.
guardians()
{
	local pid

	for pid in $(pgrep -x nettune-guard); do
		grep -qz "^NETTUNE_STATE=$TMP/state$" "/proc/$pid/environ" 2>/dev/null && echo "$pid"
	done
}

no_guardian()
{
	[ -z "$(guardians)" ]
}

# reverted NAME: the guardian does it, and ends
reverted()
{
	passes "$1: reverted" wait_for has_value 4096
	passes "... the guardian ends" wait_for no_guardian
	is "... and says in the journal that it did it" "$(undone_by)" guardian
	is "... in the history" "$(last state)" reverted
}

need_root
ip netns add "$NS" || skip_all "no network namespaces"
NAMESPACES+=("$NS")
in_namespace "$NS" sh -c "echo 4096 >/proc/sys/${KEY//.//}"
printf '%s\n' "[main]" "summary=test" "[sysctl]" "$KEY = 16384" >"$TMP/web.conf"

tune confirm
is "confirm: nothing yet" "$status" 1
for bad in 0 -1 x 1x 100000; do
	tune apply --confirm=$bad "$TMP/web.conf"
	is "--confirm=$bad: usage" "$status" 2
done

tune apply --confirm=1 "$TMP/web.conf"
is "apply --confirm=1: exit status" "$status" 0
has "... says what to do" "$out" "unless 'nettune -N $NS confirm'"
reverted "not confirmed in time"
tune confirm
is "confirm: too late" "$status" 1

tune apply --confirm=60 "$TMP/web.conf"
is "apply --confirm=60: it waits" "$(value) $(last state)" "16384 to_be_confirmed"
tune apply "$TMP/web.conf"
is "apply while another waits: exit status" "$status" 1
has "... and says what to do" "$err" "nettune -N $NS confirm"
tune confirm
is "confirm: exit status" "$status" 0
passes "... the guardian ends" wait_for no_guardian
is "... it stays" "$(value) $(last state)" "16384 applied"
tune revert
is "... and can be reverted later" "$(value)" 4096

tune apply --confirm=60 "$TMP/web.conf"
tune revert
is "revert before: exit status" "$status" 0
passes "... the guardian ends" wait_for no_guardian
is "... who did it" "$(undone_by)" command

# Its session: no terminal, its own group, nothing of the command is open.
tune apply --confirm=60 "$TMP/web.conf"
pid=$(guardians)
read -r _ _ _ parent group session tty _ <"/proc/$pid/stat"
is "guardian: terminal" "$tty" 0
is "... its session is not the command's" "$([ "$session" != "$(ps -o sid= $$ | xargs)" ] && echo so)" so
is "... nor is it the leader of one" "$([ "$session" != "$pid" ] && [ "$group" = "$session" ] && echo so)" so
is "... nobody waits for it" "$([ "$parent" != $$ ] && echo so)" so
is "... standard streams" "$(readlink /proc/"$pid"/fd/[012] | sort -u)" /dev/null
is "... the lock is free" "$(flock -n "$TMP/state/lock" echo free)" free
kill -HUP "$pid"
kill -INT "$pid"
kill -PIPE "$pid"
sleep 0.2
is "... heeds no hangup" "$(guardians) $(value)" "$pid 16384"
kill -TERM "$pid"
reverted "guardian is asked to end"

# Another namespace's is not confirmed by the way.
ip netns add "$NS-b" && NAMESPACES+=("$NS-b")
tune apply --confirm=60 "$TMP/web.conf"
run "$NETTUNE" -N "$NS-b" confirm
is "confirm from another namespace: refused" "$status $(last state)" "1 to_be_confirmed"
has "... and says where" "$err" "in another network namespace"
tune revert
passes "... the guardian ends" wait_for no_guardian

# Nothing can be done about that one: the change waits, and that can be seen.
tune apply --confirm=5 "$TMP/web.conf"
kill -KILL "$(guardians)"
passes "guardian is killed with SIGKILL" wait_for no_guardian
sleep 5.2
is "... it stays, to be confirmed or reverted" "$(value) $(last state)" "16384 to_be_confirmed"
tune apply "$TMP/web.conf"
is "... nothing is put on top of it" "$status" 1
tune revert
is "... revert" "$status $(value) $(last state)" "0 4096 reverted"

# Its session gets a hangup, with all that is in it.
{ setsid bash -c "$NETTUNE -N $NS apply --confirm=60 $TMP/web.conf; kill -HUP 0; sleep 60" \
	>/dev/null 2>&1 </dev/null; } 2>/dev/null
is "session ends by a hangup: it is still there" "$(value) $(guardians | wc -l)" "16384 1"
kill -TERM "$(guardians)"
reverted "... asked to end"

# on_terminal SECONDS: apply there, and take the terminal away with all on it
on_terminal()
{
	local pid

	script -qfc "$NETTUNE -N $NS apply --confirm=$1 $TMP/web.conf; sleep 60" "$TMP/typescript" \
		>/dev/null 2>&1 </dev/null &
	pid=$!
	wait_for grep -q "unless" "$TMP/typescript"
	result $? "apply --confirm=$1 on a terminal, which is killed"
	kill -KILL $pid
	wait $pid 2>/dev/null
	rm "$TMP/typescript"
}

if command -v script >/dev/null; then
	on_terminal 60
	is "... the change is still there" "$(value) $(last state)" "16384 to_be_confirmed"
	is "... and its guardian" "$(guardians | wc -l)" 1
	tune revert
	passes "... until it is reverted" wait_for no_guardian
	on_terminal 1
	reverted "... not confirmed in time"
else
	skip "terminal killed" "no script(1)"
fi

# The clock is set: what has gone by counts, not what it shows.
if [ -n "${NETTUNE_VM-}" ]; then
	now=$(date +%s)
	start=$(cut -d. -f1 /proc/uptime)
	tune apply --confirm=8 "$TMP/web.conf"
	date -s "@$((now + 86400))" >/dev/null
	# Unless this machine took so long for it.
	found=$(value)
	[ "$found" = 16384 ] || [ $(($(cut -d. -f1 /proc/uptime) - start)) -ge 8 ]
	result $? "clock a day ahead: it waits"
	date -s "@$((now - 86400))" >/dev/null
	reverted "clock a day back"
	took=$(($(cut -d. -f1 /proc/uptime) - start))
	is "... after the time that was asked for" "$([ $took -ge 7 ] && echo so)" so
	date -s "@$now" >/dev/null
else
	skip "the clock is set" "not in a VM"
fi

tune revert
is "at the end all is as it was" "$(value)" 4096
finish
