#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Usage: effect.sh [PROFILE...]
#
# What the profiles that come with nettune do for the loads that they are for:
# each load is measured before and after its profile is applied, in the same
# boot, and a table is printed.
#
# It applies profiles to the machine, so it is meant for the VM. Cards come as
# for nic.sh: an e1000e, and another one on the same wire.
#
# Each file of effect/ is a load. It sets
#   WHAT      what is measured, for the table
#   GAIN      what has to come of it:
#               none     nothing, where there was something before
#               more     more; all of EXPECTED if it is given
#               calm     no more, as far as that can be told on a busy machine:
#                        less than three times as much
#               factor   half of what expect() says at least
#   ROUNDS    how often; the best number counts, since all that disturbs makes
#             it worse
# and has the functions
#   prepare   what is there for both measurements
#   measure   prints the number; what it starts is ended afterwards
#   expect    prints how many times as much it should be, of the numbers that
#             measure left in $TMP/limit before and after
#   restore   undoes what prepare did to the machine
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
ulimit -n 200000

# What each profile is for, and what it may not make worse.
declare -A GAINS=([high-conn]=accept_burst [udp-ingest]=udp_burst [throughput]=bulk
	[web]=ports [low-latency]=coalescing [balanced]="")
declare -A KEEPS=([low-latency]=ask [balanced]="accept_burst udp_burst bulk ports ask")

# lab KIND PORT NUMBER...: a load; measurements run in a shell of their own, so
# that a file tells which are to be ended
lab()
{
	"$NT_LAB" "$@" 2>"$TMP/lab" >>"$TMP/pids"
}

# ... and the same on the other end of the cable, or of the wire
far_lab()
{
	"$NT_LAB" -n "$NS" "$@" 2>"$TMP/lab" >>"$TMP/pids"
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

driver_of()
{
	basename "$(readlink "/sys/class/net/$1/device/driver")"
}

# A machine at the other end of a wire, 10.9.1.2 there, and a card here. Sets
# $card, and $far for the other one.
wire()
{
	local device

	modprobe -qa e1000e vmxnet3
	card='' far=''
	for device in /sys/class/net/*/device; do
		device=$(basename "$(dirname "$device")")
		case $(driver_of "$device") in
		e1000e) card=$device ;;
		vmxnet3) far=$device ;;
		esac
	done
	if [ -z "$card" ] || [ -z "$far" ]; then
		NEEDS="an e1000e and a vmxnet3 on one wire"
		return 1
	fi
	namespace "$NS" && ip link set "$far" netns "$NS" &&
		ip -n "$NS" addr add 10.9.1.2/24 dev "$far" &&
		ip -n "$NS" link set "$far" up &&
		ip addr add 10.9.1.1/24 dev "$card" && ip link set "$card" up
}

# New rings take the link down for a while.
wire_is_up()
{
	wait_for grep -q 1 "/sys/class/net/$card/carrier"
}

unwire()
{
	ip addr flush dev "$card"
	ip link set "$card" down
	ip -n "$NS" link set "$far" netns $$
}

# counter NAME: as nstat has it, since boot
counter()
{
	nstat -asz "$1" | awk -v name="$1" '$1 == name { print $2 }'
}

# take BEST-SO-FAR: one measurement; sets $number
take()
{
	number=$(measure) || number=
	end_labs
	[[ $number =~ ^[0-9]+$ ]] || number=
	[ -n "$number" ] && [ -n "$1" ] || return
	case $GAIN in
	calm | none) number=$((number < $1 ? number : $1)) ;;
	*) number=$((number > $1 ? number : $1)) ;;
	esac
}

# holds CONDITION: of numbers
holds()
{
	awk "BEGIN { exit !($1) }"
}

# judge BEFORE AFTER gain|keep: is that what was asked for?
judge()
{
	local factor

	[ -n "$1" ] && [ -n "$2" ] || return
	case $GAIN:$3 in
	none:gain) [ "$1" -gt 0 ] && [ "$2" = 0 ] ;;
	more:gain) [ "$2" -gt "$1" ] && [ "$2" -ge "${EXPECTED:-0}" ] ;;
	factor:gain)
		factor=$(expect "${LIMITS[@]}")
		note "windows allow $factor times as much"
		holds "$2 / $1 >= $factor / 2 && $2 > $1"
		;;
	calm:*) [ "$2" -lt $((3 * $1)) ] ;;
	none:keep) [ "$2" -le "$1" ] ;;
	more:keep | factor:keep) holds "$2 >= 0.8 * $1" ;;
	esac
}

nettune_there()
{
	! ip netns list | grep -q "^$NS\b" || "$NETTUNE" -N "$NS" "$@"
}

# The measurement before, the profile, the same after. Sets $before, $after.
one_round()
{
	take "$before"
	before=$number
	LIMITS=("$(cat "$TMP/limit" 2>/dev/null)")
	passes "$profile: applied" "$NETTUNE" apply --force "$profile"
	nettune_there apply --force "$profile" >"$TMP/there" 2>&1
	take "$after"
	after=$number
	LIMITS+=("$(cat "$TMP/limit" 2>/dev/null)")
	nettune_there revert >"$TMP/there" 2>&1
	passes "$profile: reverted" "$NETTUNE" revert
}

# run_load LOAD gain|keep
run_load()
{
	local load=$1 before='' after='' i

	WHAT='' GAIN="more" NEEDS='' EXPECTED='' ROUNDS=1
	prepare() { :; }
	restore() { :; }
	rm -f "$TMP/limit"
	# shellcheck source=/dev/null
	. "$HERE/effect/$load.sh"
	if prepare >"$TMP/prepare" 2>&1; then
		for ((i = 0; i < ROUNDS; i++)); do
			one_round
		done
		judge "$before" "$after" "$2"
		result $? "$profile: $WHAT: ${before:-none} before, ${after:-none} after"
		ROWS+=("$profile|$WHAT|${before:--}|${after:--}")
		restore
	else
		skip "$profile: $WHAT" "needs ${NEEDS:-a load that starts: $(tail -n 1 "$TMP/prepare")}"
	fi
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
		run_load "$load" gain
	done
	for load in ${KEEPS[$profile]-}; do
		run_load "$load" keep
	done
done
note "$(printf '%s\n' "Profile|Load|Before|After" "${ROWS[@]}" | column -t -s '|' -R 3,4 |
	sed '2,$s/^/# /')"
finish
