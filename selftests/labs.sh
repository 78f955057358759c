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
# the whole machine run alone. A file sets WANTS (the id, or "" for a healthy
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

NT_LAB=${NT_LAB:-$HERE/nt_lab}
NT_LABS_AT_ONCE=${NT_LABS_AT_ONCE:-6}
SILENT=198.19.255.254
TRIES=6

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
}

lab()
{
	lab_in "$NS" "$@"
}

# Whose privileges don't help where there is nothing left.
lab_as_nobody()
{
	local pid

	pid=$(in_namespace "$NS" setpriv --reuid 65534 --regid 65534 --clear-groups \
		"$NT_LAB" "$@") || return
	PIDS+=("$pid")
}

host_lab()
{
	local pid

	pid=$("$NT_LAB" "$@") || return
	PIDS+=("$pid")
}

all_gone()
{
	local pid

	for pid; do
		! kill -0 "$pid" 2>/dev/null || return
	done
}

# End what makes load, all of it or the processes that are named.
end_labs()
{
	[ $# != 0 ] || set -- "${PIDS[@]}"
	kill "$@" 2>/dev/null
	wait_for all_gone "$@"
}

# keep SETTING=VALUE...: set them where the doctor looks, until the lab is over
keep()
{
	if [ -n "$ON_HOST" ]; then
		on_host "$@"
	else
		there sysctl -qw "$@"
	fi
}

# on_host SETTING=VALUE...: of the machine, whose only namespace has them
on_host()
{
	local setting

	for setting; do
		KEPT+=("${setting%%=*}=$(sysctl -n "${setting%%=*}")")
	done
	sysctl -qw "$@"
}

# A second namespace on the other end of a cable: 10.9.0.1 and 10.9.0.2
cable()
{
	namespace "$NS2" &&
		ip -n "$NS" -b - <<-END &&
			link add veth0 type veth peer name veth1 netns $NS2
			addr add 10.9.0.1/24 dev veth0
			link set veth0 up
		END
		ip -n "$NS2" -b - <<-END
			addr add 10.9.0.2/24 dev veth1
			link set veth1 up
		END
}

# Hosts that never answer: what is sent to them vanishes. $SILENT is their
# neighbour; the kernel sends nothing to others from a loopback address.
silent_hosts()
{
	ip -n "$NS" -b - <<-END
		link add silent0 type dummy
		link set silent0 up arp off
		addr add $SILENT/15 dev silent0
	END
}

# number WORDS: the number that follows these words in the fix
number()
{
	grep -oP "$1 \K[0-9]+" <<<"$FIX" | head -n 1
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

# Each source's doctor at the same time: its exit code goes to doctor-SOURCE,
# what it prints beside that.
ask_doctors()
{
	local source

	meanwhile first
	meanwhile &
	for source; do
		{
			there "$NETTUNE" -j --source "$source" doctor \
				--interval "$INTERVAL" \
				>"$TMP/found-$source" 2>"$TMP/said-$source"
			echo $? >"$TMP/doctor-$source"
		} &
	done
	wait
}

# found SOURCE: sets $ids, $object, $fix; what goes wrong is not nothing that
# is found
found()
{
	local status lines

	status=$(<"$TMP/doctor-$1")
	ids=unreadable object='' fix=''
	if lines=$(jq -r '(map(.id) | join(" ")), .[0].object // "", .[0].fix' "$TMP/found-$1"); then
		ids=$(head -n 1 <<<"$lines")
		object=$(sed -n 2p <<<"$lines")
		fix=$(tail -n +3 <<<"$lines")
	fi
	case $status:$ids in
	0: | 3:?*) ;;
	*) ids="status-$status${ids:+ $ids}" ;;
	esac
}

# examine SOURCE...: until each has found something that can find it
examine()
{
	local i source waiting

	for ((i = 0; i < TRIES; i++)); do
		[ $# != 0 ] || break
		ask_doctors "$@"
		waiting=()
		for source; do
			found "$source"
			if [ -z "$ids" ] && [ -n "$(wanted_of "$source")" ]; then
				waiting+=("$source")
			fi
		done
		set -- "${waiting[@]}"
	done
}

# recover SOURCE...: until they find nothing any more
recover()
{
	local i source waiting

	for ((i = 0; i < TRIES; i++)); do
		[ $# != 0 ] || break
		ask_doctors "$@"
		waiting=()
		for source; do
			found "$source"
			[ -z "$ids" ] || waiting+=("$source")
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
	local wanted pattern

	wanted=$(wanted_of "$1")
	found "$1"
	echo "$LAB ${wanted:--} ${ids:--}" >>"$TMP/matrix"
	is "$LAB, $1: ${wanted:-nothing} is found" "$ids" "$wanted"
	[ "$ids" = "$wanted" ] || show_state "$1" | sed 's/^/# /'
	[ -n "$wanted" ] || return
	FIX=${FIX:-$fix}
	pattern=$OBJECT
	if [ "$1" = diag ] && [ -n "$BY_DIAG_OBJECT" ]; then
		pattern=${BY_DIAG_OBJECT#-}
		pattern=${pattern:-$}
	fi
	has "... of '${pattern#$}'" "$object" "^$pattern"
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

diagnose()
{
	local source knowing=()

	for source in $(sources); do
		[ -z "$(wanted_of "$source")" ] || knowing+=("$source")
	done
	# shellcheck disable=SC2046
	examine $(sources)
	# The first one that knows says what helps.
	for source in $(sources); do
		judge "$source"
	done
	[ ${#knowing[@]} != 0 ] || return
	paste_fix
	recover "${knowing[@]}"
	for source in "${knowing[@]}"; do
		found "$source"
		is "... and ends it, $source" "$ids" ""
		[ -z "$ids" ] || show_state "$source" | sed 's/^/# /'
	done
}

tidy_lab()
{
	local name

	[ ${#PIDS[@]} = 0 ] || end_labs
	[ ${#KEPT[@]} = 0 ] || sysctl -qw "${KEPT[@]}"
	for name in "${NAMESPACES[@]}"; do
		ip netns del "$name"
	done
}

# In a process of its own: what a file sets is gone with it.
run_lab()
{
	local why

	LAB=$(basename "$1" .sh) START=$SECONDS
	TMP=$TMP/$LAB
	mkdir "$TMP"
	NS=nt-lab-$$-$LAB NS2=$NS-2
	WANTS='' OBJECT='' BY_DIAG='' BY_DIAG_OBJECT='' ON_HOST='' FIX=''
	INTERVAL=2 PIDS=() KEPT=() NAMESPACES=()
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
	cat "$TMP/$1/matrix" >>"$TMP/matrix" 2>/dev/null
}

# A lab that does not get to its end has no result, and that is one.
run_some()
{
	local at_once=$1 file name pids=()

	shift
	for file; do
		while [ "$(jobs -rp | wc -l)" -ge "$at_once" ]; do
			wait -n
		done
		name=$(basename "$file" .sh)
		{
			run_lab "$file"
			note "$LAB: $((SECONDS - START)) s"
			touch "$TMP/ended"
		} >"$TMP/$name.tap" 2>&1 &
		pids+=($!)
	done
	for file; do
		wait "${pids[0]}"
		pids=("${pids[@]:1}")
		name=$(basename "$file" .sh)
		print_lab "$name"
		[ -e "$TMP/$name/ended" ] || result 1 "$name: gets to its end"
	done
}

# Rows are labs, columns what was found: only what was broken may be.
print_matrix()
{
	awk '
		function column(id) {
			if (!(id in at)) {
				at[id] = ++columns
				ids[columns] = id
			}
			return at[id]
		}
		!($1 in row) { row[$1] = ++rows; labs[rows] = $1 }
		{
			column($2)
			for (i = 3; i <= NF; i++)
				count[row[$1], column($i)]++
			wrong += NF != 3 || $3 != $2
		}
		END {
			letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
			print "# which lab (row), and what was found (column) how often"
			for (c = 1; c <= columns; c++)
				printf "#   %s = %s\n", substr(letters, c, 1),
				       ids[c] == "-" ? "nothing" : ids[c]
			printf "# %-21s", ""
			print substr(letters, 1, columns)
			for (r = 1; r <= rows; r++) {
				printf "# %-21s", labs[r]
				for (c = 1; c <= columns; c++)
					printf "%s", count[r, c] ? count[r, c] : "."
				print ""
			}
			exit wrong > 0 || !rows
		}' "$TMP/matrix"
	result $? "the confusion matrix is perfect ($(wc -l <"$TMP/matrix") diagnoses)"
}

end_all()
{
	local pid

	for pid in $(jobs -p); do
		kill "$pid"
	done
	wait
	cleanup
}

need_root
[ -x "$NT_LAB" ] || skip_all "no nt_lab (make)"
HAVE_MODULE=
if module_load 2>/dev/null; then
	HAVE_MODULE=1
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
touch "$TMP/matrix"
run_some "$NT_LABS_AT_ONCE" "${FILES[@]}"
for file in "${ALONE[@]}"; do
	run_some 1 "$file"
done
print_matrix
finish
