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
# A file sets WANTS (the id, or "" for a healthy load) and may set
#   OBJECT    what its object must begin with, a pattern
#   BY_DIAG   the id that sock_diag is enough for, "-" = it can't know
#   BY_DIAG_OBJECT    the object that sock_diag can tell, where it differs, "-" = none
#   ON_HOST   1: the doctor looks at the initial namespace
#   INTERVAL  seconds between the doctor's two looks
# and has the functions
#   inject    break it; "lab" starts what makes load
#   meanwhile what happens while the doctor looks; "first" = before that
#   mend      what the fix asks the administrator to do by hand; $FIX has it

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

NT_LAB=${NT_LAB:-$HERE/nt_lab}
NS=nt-lab-$$
NS2=nt-lab2-$$
SILENT=198.19.255.254
TRIES=6
PIDS=()
KEPT=()
MATRIX=()

# there COMMAND...: where the doctor looks
there()
{
	if [ -n "$ON_HOST" ]; then
		"$@"
	else
		in_namespace "$NS" "$@"
	fi
}

# lab KIND PORT NUMBER...: a load in the namespace; lab_in NAMESPACE KIND...
lab_in()
{
	local name=$1 pid

	shift
	pid=$(in_namespace "$name" "$NT_LAB" "$@") || return
	PIDS+=("$pid")
	LOADS+=("$pid")
}

lab()
{
	lab_in "$NS" "$@"
}

host_lab()
{
	local pid

	pid=$("$NT_LAB" "$@") || return
	PIDS+=("$pid")
	LOADS+=("$pid")
}

gone()
{
	! kill -0 "$1" 2>/dev/null
}

# End what makes load, all of it or the processes that are named.
end_labs()
{
	local pid

	[ $# != 0 ] || set -- "${PIDS[@]}"
	for pid in "$@"; do
		kill "$pid" 2>/dev/null
	done
	for pid in "$@"; do
		wait_for gone "$pid"
	done
}

# keep SETTING VALUE: set it where the doctor looks, until the lab is over
keep()
{
	[ -z "$ON_HOST" ] || KEPT+=("$1=$(sysctl -n "$1")")
	there sysctl -qw "$1=$2"
}

# on_host SETTING VALUE: of the machine, whose only namespace that has it
on_host()
{
	KEPT+=("$1=$(sysctl -n "$1")")
	sysctl -qw "$1=$2"
}

# A second namespace on the other end of a cable: 10.9.0.1 and 10.9.0.2
cable()
{
	namespace "$NS2" &&
		ip -n "$NS" link add veth0 type veth peer name veth1 netns "$NS2" &&
		ip -n "$NS" addr add 10.9.0.1/24 dev veth0 &&
		ip -n "$NS2" addr add 10.9.0.2/24 dev veth1 &&
		ip -n "$NS" link set veth0 up && ip -n "$NS2" link set veth1 up
}

# Hosts that never answer: what is sent to them vanishes. $SILENT is their
# neighbour; the kernel sends nothing to others from a loopback address.
silent_hosts()
{
	ip -n "$NS" link add silent0 type dummy && ip -n "$NS" link set silent0 up &&
		ip -n "$NS" addr add "$SILENT/15" dev silent0 &&
		ip -n "$NS" link set silent0 arp off
}

# number WORDS: the number that follows these words in the fix
number()
{
	grep -oP "$1 \K[0-9]+" <<<"$FIX" | head -n 1
}

# doctor SOURCE: sets $found, $ids; what goes wrong is not nothing that is found
doctor()
{
	local status

	meanwhile first
	meanwhile &
	found=$(there "$NETTUNE" -j --source "$1" doctor --interval "$INTERVAL" 2>"$TMP/doctor.err")
	status=$?
	wait $!
	ids=$(jq -r 'map(.id) | join(" ")' <<<"$found" 2>/dev/null) || ids=unreadable
	case $status:$ids in
	0: | 3:?*) ;;
	*) ids="status-$status${ids:+ $ids}" ;;
	esac
}

# examine SOURCE: until it says something
examine()
{
	local i

	for ((i = 0; i < TRIES; i++)); do
		doctor "$1"
		[ -z "$ids" ] || return
	done
}

# recover SOURCE: until it says nothing any more
recover()
{
	local i

	for ((i = 0; i < TRIES; i++)); do
		doctor "$1"
		[ -n "$ids" ] || return
	done
}

sources()
{
	[ -z "$HAVE_MODULE" ] || echo module
	echo diag
}

wanted_of()
{
	if [ "$1" = diag ] && [ -n "$BY_DIAG" ]; then
		echo "${BY_DIAG#-}"
	else
		echo "$WANTS"
	fi
}

# judge SOURCE: what it finds is what was broken, and only that
judge()
{
	local wanted object

	wanted=$(wanted_of "$1")
	if [ -n "$wanted" ]; then
		examine "$1"
	else
		doctor "$1"
	fi
	MATRIX+=("$LAB $1 ${wanted:--} ${ids:--}")
	is "$LAB, $1: ${wanted:-nothing} is found" "$ids" "$wanted"
	[ "$ids" = "$wanted" ] || {
		note "$(jq -c . <<<"$found")"
		note "$(cat "$TMP/doctor.err")"
		there ss -tunm | head -n 20 | sed 's/^/# /'
		there nstat -as 2>/dev/null | grep -iE "listen|req|drop|prune|error|reasm|timeout|cookie|retrans" | sed 's/^/# /'
	}
	[ -n "$wanted" ] || return
	FIX=$(jq -r '.[0].fix' <<<"$found")
	object=$OBJECT
	if [ "$1" = diag ] && [ -n "$BY_DIAG_OBJECT" ]; then
		object=${BY_DIAG_OBJECT#-}
		object=${object:-$}
	fi
	has "... of '${object#$}'" "$(jq -r '.[0].object' <<<"$found")" "^$object"
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

run_lab()
{
	local source wanted='' setting

	LAB=$(basename "$1" .sh)
	WANTS='' OBJECT='' BY_DIAG='' BY_DIAG_OBJECT='' ON_HOST='' FIX='' INTERVAL=3
	PIDS=() KEPT=()
	mend() { :; }
	meanwhile() { :; }
	# shellcheck source=/dev/null
	. "$1"
	namespace "$NS" || { result 1 "$LAB: a namespace"; return; }
	if inject; then
		for source in $(sources); do
			judge "$source"
			[ -z "$(wanted_of "$source")" ] || wanted=$source
		done
		if [ -n "$WANTS" ] && [ -n "$wanted" ]; then
			paste_fix
			recover "$wanted"
			is "... and ends it" "$ids" ""
			[ -z "$ids" ] || note "$(jq -c . <<<"$found")"
		fi
	else
		result 1 "$LAB: what it needs"
	fi
	end_labs
	for setting in "${KEPT[@]}"; do
		sysctl -qw "$setting"
	done
	ip netns del "$NS"
	ip netns del "$NS2" 2>/dev/null
	NAMESPACES=()
}

# What was broken, and what was found: only the diagonal may have numbers.
print_matrix()
{
	note "broken -> found: how often"
	printf '%s\n' "${MATRIX[@]}" | awk '
		{ n = $3 " -> " $4; for (i = 5; i <= NF; i++) n = n " " $i; count[n]++ }
		{ wrong += NF != 4 || $3 != $4 }
		END {
			for (n in count) printf "#   %-50s %d\n", n, count[n] | "sort"
			close("sort")
			exit wrong > 0
		}'
	result $? "the confusion matrix is perfect (${#MATRIX[@]} diagnoses)"
}

need_root
[ -x "$NT_LAB" ] || skip_all "no nt_lab (make)"
HAVE_MODULE=
if module_load 2>/dev/null; then
	HAVE_MODULE=1
else
	note "no module for this kernel: sock_diag only"
fi
[ $# != 0 ] || set -- "$HERE"/labs/*.sh
for file; do
	[ -e "$file" ] || file=$HERE/labs/$file.sh
	run_lab "$file"
done
print_matrix
finish
