#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Usage: labs.sh [LAB...]
#
# Each file of labs/ breaks something for real, in network namespaces of its own
# where the kernel lets that be. 'nettune doctor' must name that and nothing
# else, by every source that can know; and when what it prints is pasted, and the
# application is changed as it says, it must have nothing to say any more.
#
# Most of a lab is waiting, so several run at a time; those that change or load
# the whole machine run alone. $NT_LABS_AT_ONCE says how many; $NT_LABS_MEND which
# of them are mended after they are judged: all, or every other (even, odd), for
# two kernels to share what takes long. A file sets WANTS (the id, or "" for a healthy
# load) and may set
#   OBJECT    what its object must begin with, a pattern
#   BY_DIAG   the id that sock_diag is enough for, "-" = it can't know
#   BY_DIAG_OBJECT    the object that sock_diag can tell, where it differs, "-" = none
#   ON_HOST   1: the doctor looks at the initial namespace, and the lab is alone
#   ALONE     1: the lab is alone
#   INTERVAL  seconds between the doctor's two looks
# and has the functions
#   possible  does this machine have what it takes? Says what not
#   inject    break it; "lab" starts what makes load
#   meanwhile what happens while the doctor looks; "first" = before that
#   mend      what the fix asks the administrator to do by hand; $FIX has it

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=labs_lib.sh
. "$HERE/labs_lib.sh"

NT_LAB=${NT_LAB:-$HERE/nt_lab}
NT_LABS_AT_ONCE=${NT_LABS_AT_ONCE:-2}
NT_LABS_MEND=${NT_LABS_MEND:-all}
TRIES=6

# read_found SOURCE...: what their doctors have found, one line each
read_found()
{
	jq -r '[(map(.id) | join(" ")), (.[0] | .object // "", .fix // "" | gsub("\n"; "\u001e"))]
		| join("\u001f")' "${@/#/$TMP/found-}"
}

# note_found SOURCE: exit code and finding agree, or that is what is found
note_found()
{
	local status

	read -r status <"$TMP/doctor-$1"
	case $status:${IDS[$1]} in
	0: | 3:?*) ;;
	*) IDS[$1]="status-$status${IDS[$1]:+ ${IDS[$1]}}" ;;
	esac
}

# Each source's doctor, all at the same time: sets IDS, OBJECTS and FIXES.
ask_doctors()
{
	local source found=()

	ASKED=$((ASKED + 1))
	WHERE=()
	[ -n "$ON_HOST" ] || WHERE=(-N "$NS")
	for source; do
		: >"$TMP/pid-$source"
	done
	meanwhile first
	meanwhile &
	for source; do
		{
			"$NETTUNE" -j "${WHERE[@]}" --source "$source" doctor \
				--interval "$INTERVAL" \
				>"$TMP/found-$source" 2>"$TMP/said-$source" &
			echo $! >"$TMP/pid-$source"
			wait $!
			echo $? >"$TMP/doctor-$source"
		} &
	done
	wait
	for source; do
		IDS[$source]='' OBJECTS[$source]='' FIXES[$source]=''
		# Most often there is nothing, and jq takes its time.
		read -r -n 3 <"$TMP/found-$source"
		[ "$REPLY" = "[]" ] || found+=("$source")
	done
	if [ ${#found[@]} != 0 ] && read_found "${found[@]}" >"$TMP/found"; then
		for source in "${found[@]}"; do
			IFS=$'\x1f' read -r "IDS[$source]" "OBJECTS[$source]" "FIXES[$source]"
		done <"$TMP/found"
	else
		for source in "${found[@]}"; do
			IDS[$source]=unreadable
		done
	fi
	for source; do
		note_found "$source"
	done
}

has_found()
{
	[ -n "${IDS[$1]}" ] || [ -z "${WANTED[$1]}" ]
}

is_well()
{
	[ -z "${IDS[$1]}" ]
}

# ask_until CONDITION SOURCE...: those of which it is not true are asked again
ask_until()
{
	local condition=$1 i source waiting

	shift
	for ((i = 0; i < TRIES; i++)); do
		[ $# != 0 ] || break
		ask_doctors "$@"
		waiting=()
		for source; do
			"$condition" "$source" || waiting+=("$source")
		done
		set -- "${waiting[@]}"
	done
}

show_state()
{
	jq -c . "$TMP/found-$1"
	cat "$TMP/said-$1"
	there ss -tunm | head -n 20
	there nstat -as | grep -iE "listen|req|drop|prune|error|reasm|timeout|cookie|retrans"
} 2>&1

# judge SOURCE: what it found is what was broken, and only that
judge()
{
	local wanted=${WANTED[$1]} ids=${IDS[$1]} pattern=$OBJECT

	echo "$LAB ${wanted:--} ${ids:--}" >>"$MATRIX"
	is "$LAB, $1: ${wanted:-nothing} is found" "$ids" "$wanted"
	[ "$ids" = "$wanted" ] || show_state "$1" | sed 's/^/# /'
	[ -n "$wanted" ] || return
	# The first one that knows says what helps.
	FIX=${FIX:-${FIXES[$1]//$'\x1e'/$'\n'}}
	if [ "$1" = diag ] && [ -n "$BY_DIAG_OBJECT" ]; then
		pattern=${BY_DIAG_OBJECT#-}
		pattern=${pattern:-$}
	fi
	[[ ${OBJECTS[$1]} =~ ^$pattern ]]
	result $? "... of '${pattern#$}'"
	[[ ${OBJECTS[$1]} =~ ^$pattern ]] || note "of '${OBJECTS[$1]}'"
}

# What is a command is pasted, what is a comment is done by mend.
paste_fix()
{
	note "fix: ${FIX//$'\n'/$'\n#   '}"
	there bash -e <<<"$FIX" >"$TMP/paste" 2>&1
	local status=$?

	result $status "... the fix can be pasted"
	[ $status = 0 ] || sed 's/^/# /' "$TMP/paste"
	mend
}

# By its number among those that run: the even ones and the odd ones are all.
is_mended()
{
	case $NT_LABS_MEND in
	even) ((NUMBER % 2 == 0)) ;;
	odd) ((NUMBER % 2)) ;;
	esac
}

diagnose()
{
	local source knowing=()

	for source in "${SOURCES[@]}"; do
		WANTED[$source]=$WANTS
	done
	[ -z "$BY_DIAG" ] || WANTED[diag]=${BY_DIAG#-}
	for source in "${SOURCES[@]}"; do
		[ -z "${WANTED[$source]}" ] || knowing+=("$source")
	done
	ask_until has_found "${SOURCES[@]}"
	for source in "${SOURCES[@]}"; do
		judge "$source"
	done
	[ ${#knowing[@]} != 0 ] && is_mended || return
	paste_fix
	ask_until is_well "${knowing[@]}"
	for source in "${knowing[@]}"; do
		is "... and ends it, $source" "${IDS[$source]}" ""
		is_well "$source" || show_state "$source" | sed 's/^/# /'
	done
}

tidy_lab()
{
	[ ${#PIDS[@]} = 0 ] || end_labs
	[ ${#KEPT[@]} = 0 ] || sysctl -qw "${KEPT[@]}"
	[ ${#NAMESPACES[@]} = 0 ] || printf 'netns del %s\n' "${NAMESPACES[@]}" | ip -b -
}

# nap SECONDS: without a program
nap()
{
	read -rt "$1" -u "$CLOCK"
}

# In a process of its own: what a file sets is gone with it.
run_lab()
{
	local why

	LAB=$2 START=$SECONDS
	TMP=$TMP/$LAB
	mkdir "$TMP"
	NS=nt-lab-$$-$LAB NS2=$NS-2
	ASKED=0 WANTS='' OBJECT='' BY_DIAG='' BY_DIAG_OBJECT='' ON_HOST='' FIX=''
	INTERVAL=2 PIDS=() KEPT=() NAMESPACES=()
	declare -A WANTED IDS OBJECTS FIXES
	possible() { :; }
	mend() { :; }
	meanwhile() { :; }
	trap tidy_lab EXIT
	trap 'exit 130' INT TERM
	# shellcheck source=/dev/null
	. "$1"
	if ! why=$(possible); then
		skip "$LAB" "$why"
	elif namespace "$NS" && inject; then
		# What is full has to be so at the first of two looks as well.
		nap 1
		diagnose
	else
		result 1 "$LAB: what it needs"
	fi
}

# print_lab LAB: with numbers that go on
print_lab()
{
	local line

	while IFS= read -r line; do
		case $line in
		"ok "* | "not ok "*)
			[[ $line = ok* ]]
			result $? "${line#*- }"
			;;
		*)
			echo "$line"
			;;
		esac
	done <"$TMP/$1.tap"
}

# print_ended: those at the front of what runs; one that did not get to its end
# has no result, and that is one
print_ended()
{
	local name

	while [ ${#RUNNING[@]} != 0 ] && ! kill -0 "${RUNNING[0]%:*}" 2>/dev/null; do
		name=${RUNNING[0]#*:}
		RUNNING=("${RUNNING[@]:1}")
		print_lab "$name"
		[ -e "$TMP/$name/ended" ] || result 1 "$name: gets to its end"
	done
}

count_running()
{
	local entry

	RUN=0
	for entry in "${RUNNING[@]}"; do
		! kill -0 "${entry%:*}" 2>/dev/null || RUN=$((RUN + 1))
	done
}

# run_some AT_ONCE FILE...: what they print comes in their order, as soon as can be
run_some()
{
	local at_once=$1 file name RUN RUNNING=()

	shift
	for file; do
		count_running
		while [ "$RUN" -ge "$at_once" ]; do
			wait -n
			print_ended
			count_running
		done
		name=${file##*/}
		name=${name%.sh}
		NUMBER=$((NUMBER + 1))
		{
			run_lab "$file" "$name"
			note "$LAB: $((SECONDS - START)) s, $ASKED rounds"
			: >"$TMP/ended"
		} >"$TMP/$name.tap" 2>&1 &
		RUNNING+=("$!:$name")
	done
	while [ ${#RUNNING[@]} != 0 ]; do
		wait -n
		print_ended
	done
}

print_matrix()
{
	sort "$MATRIX" | awk -f "$HERE/labs/matrix.awk"
	result "${PIPESTATUS[1]}" "the confusion matrix is perfect ($(wc -l <"$MATRIX") diagnoses)"
}

end_all()
{
	local pid

	for pid in $(jobs -p); do
		kill "$pid" 2>/dev/null
	done
	wait
	cleanup
}

need_root
[ -x "$NT_LAB" ] || skip_all "no nt_lab (make)"
SOURCES=(diag)
if module_load 2>/dev/null; then
	SOURCES=(module diag)
else
	note "no module for this kernel: sock_diag only"
fi
trap end_all EXIT
[ $# != 0 ] || set -- "$HERE"/labs/*.sh
FILES=() ALONE=()
for file; do
	[ -e "$file" ] || file=$HERE/labs/$file.sh
	if grep -qE '^(ON_HOST|ALONE)=1' "$file"; then
		ALONE+=("$file")
	else
		FILES+=("$file")
	fi
done
NUMBER=0
exec {CLOCK}<> <(:)
MATRIX=$TMP/matrix
: >"$MATRIX"
run_some "$NT_LABS_AT_ONCE" "${FILES[@]}"
for file in "${ALONE[@]}"; do
	run_some 1 "$file"
done
print_matrix
finish
