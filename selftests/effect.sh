#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Usage: effect.sh [PROFILE...]
#
# What the profiles that come with nettune do for the loads that they are for:
# each load is measured before and after its profile is applied, in the same
# boot, and a table is printed. Numbers that are facts (connections, datagrams,
# windows) have to become better, or may not become worse; those that depend on
# how fast the machine is are only told.
#
# It applies profiles to the machine, so it is meant for the VM.
#
# Each file of effect/ is a load. It sets
#   WHAT      what is measured, for the table
#   BETTER    more, less, or told: nothing is asked of the number
# and has the functions
#   prepare   what is there for both measurements
#   measure   prints the number; what it starts is ended afterwards
# NEEDS may say what is missing for it.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

need_root
[ -n "${NETTUNE_VM-}${NETTUNE_EFFECT-}" ] ||
	skip_all "applies profiles to this machine: for the VM (or NETTUNE_EFFECT=1)"
NT_LAB=${NT_LAB:-$HERE/nt_lab}
NS=nt-effect-$$
export NETTUNE_STATE=$TMP/state
if [ -d "$HERE/../tools/profiles" ]; then
	NETTUNE_PROFILES=${NETTUNE_PROFILES:-$HERE/../tools/profiles}
	export NETTUNE_PROFILES
fi
ROWS=()
ulimit -n 65536

# The loads of each profile: those that it is for must gain, others may not lose.
declare -A GAINS=([high-conn]=accept_burst [udp-ingest]=udp_burst [throughput]=bulk_window
	[web]="ports" [low-latency]="" [balanced]="")
declare -A KEEPS=([high-conn]="" [udp-ingest]="" [throughput]=bulk_rate [web]=""
	[low-latency]="ping interrupts" [balanced]="accept_burst udp_burst bulk_window ports ping")

# lab KIND PORT NUMBER...: a load; measurements run in a shell of their own, so
# that a file tells which are to be ended
lab()
{
	"$NT_LAB" "$@" 2>"$TMP/lab" >>"$TMP/pids"
}

# ... and the same on the other end of the cable
far_lab()
{
	in_namespace "$NS" "$NT_LAB" "$@" 2>"$TMP/lab" >>"$TMP/pids"
}

gone()
{
	! kill -0 "$1" 2>/dev/null
}

end_labs()
{
	local one

	[ -e "$TMP/pids" ] || return
	while read -r one; do
		kill "$one" 2>/dev/null
		wait_for gone "$one"
	done <"$TMP/pids"
	rm "$TMP/pids"
}

# A machine at the other end of a cable: 10.9.0.1 here, 10.9.0.2 there.
cable()
{
	namespace "$NS" &&
		ip link add nt-eff0 type veth peer name veth1 netns "$NS" &&
		ip addr add 10.9.0.1/24 dev nt-eff0 &&
		ip -n "$NS" addr add 10.9.0.2/24 dev veth1 &&
		ip link set nt-eff0 up && ip -n "$NS" link set veth1 up
}

# counter NAME: as nstat has it, since boot
counter()
{
	nstat -asz "$1" | awk -v name="$1" '$1 == name { print $2 }'
}

# The settings that a profile may touch, as others see them.
settings()
{
	sysctl -a 2>/dev/null | grep -E '^(net|fs\.(file-max|nr_open))' |
		grep -vE 'random|stat|_key|conf\.nt-eff|neigh\.nt-eff'
}

# One measurement, whose number is in $number.
take()
{
	number=$(measure) || number=
	end_labs
	[[ $number =~ ^[0-9]+(\.[0-9]+)?$ ]] || number=
}

# compare BEFORE AFTER GAIN: is that what was asked for?
compare()
{
	[ -n "$1" ] && [ -n "$2" ] || return
	case $BETTER:$3 in
	more:gain) awk "BEGIN { exit !($2 > $1) }" ;;
	less:gain) awk "BEGIN { exit !($2 < $1) }" ;;
	more:keep) awk "BEGIN { exit !($2 >= 0.8 * $1) }" ;;
	less:keep) awk "BEGIN { exit !($2 <= 1.25 * $1) }" ;;
	told:*) true ;;
	esac
}

# run_load PROFILE LOAD gain|keep: the measurement before, the profile, the same after
run_load()
{
	local profile=$1 load=$2 before after

	WHAT='' BETTER=more NEEDS=''
	prepare() { :; }
	# shellcheck source=/dev/null
	. "$HERE/effect/$load.sh"
	prepare >"$TMP/prepare" 2>&1 || NEEDS=${NEEDS:-"a load that starts: $(tail -n 1 "$TMP/prepare")"}
	if [ -n "$NEEDS" ]; then
		end_labs
		ip link del nt-eff0 2>/dev/null
		ip netns del "$NS" 2>/dev/null
		skip "$profile: $WHAT" "needs $NEEDS"
		return
	fi
	take
	before=$number
	settings >"$TMP/before"
	passes "$profile: applied" "$NETTUNE" apply --force "$profile"
	passes "$profile: verified" "$NETTUNE" verify "$profile"
	take
	after=$number
	passes "$profile: reverted" "$NETTUNE" revert
	settings >"$TMP/after"
	passes "$profile: all is as it was" diff "$TMP/before" "$TMP/after"
	compare "$before" "$after" "$3"
	result $? "$profile: $WHAT: ${before:-none} before, ${after:-none} after"
	ROWS+=("$profile|$WHAT|${before:--}|${after:--}")
	ip link del nt-eff0 2>/dev/null
	ip netns del "$NS" 2>/dev/null
}

[ -x "$NT_LAB" ] || skip_all "no nt_lab"
[ $# != 0 ] || set -- high-conn throughput low-latency udp-ingest web balanced
for profile in "$@"; do
	if ! "$NETTUNE" diff "$profile" >"$TMP/diff" 2>&1; then
		result 1 "$profile: is there: $(tail -n 1 "$TMP/diff")"
		continue
	fi
	for load in ${GAINS[$profile]}; do
		run_load "$profile" "$load" gain
	done
	for load in ${KEEPS[$profile]}; do
		run_load "$profile" "$load" keep
	done
done
note "$(printf '%s\n' "Profile|Load|Before|After" "${ROWS[@]}" | column -t -s '|' -R 3,4 |
	sed '2,$s/^/# /')"
finish
