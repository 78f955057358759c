#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Usage: check.sh [--quick|--labs|--effects|--boot|--full] [SERIES...]
#
# The tests, or
#	--quick    those that need no VM
#	--labs     faults for the doctor to find
#	--effects  what the profiles do for the loads that they are for
#	--boot     what comes back when systemd boots, which else is tried on one only
#	--full     what is killed at each of its system calls
# on Debian's kernels of SERIES all, on the oldest and the newest that the module
# is for a few, on debug kernels the debug tier. Ends with a line "N passed,
# N failed, N skipped"; exits with 0 only if none failed. What the suites printed
# is in selftests/build/log.
set -u
cd "$(dirname "$0")/.." || exit

quick='' only=''
case ${1:-} in
--quick) quick=y; shift ;;
--labs) only=labs.sh; shift ;;
--effects) only=effect.sh; shift ;;
--boot) only=tune_boot.sh; shift ;;
--full) only=tune_crash.sh; export CRASH_FULL=y; shift ;;
esac
[ $# -gt 0 ] || set -- 6.1 6.12
LOG=selftests/build/log
# The oldest and the newest kernel of Debian's that the module is for.
EDGES="5.10 newest"
# What the command and its surroundings decide, whatever the kernel: on the last
# of SERIES only. (ss_filter.sh compares how words are understood; what the module
# makes of filters is filter.sh's. effect.sh on all: check.sh --effects.)
ANY_KERNEL=(
	ss_filter.sh replies.sh owner.sh capture.sh top.sh tune_confirm.sh tune_crash.sh
	effect.sh
)
PASSED=0
FAILED=0
SKIPPED=0
LANES=()
# Network cards with rings, for nic.sh and labs.sh, two of them on one wire.
CARDS="-device virtio-net-pci,romfile=
	-netdev hubport,id=wire0,hubid=0 -device e1000e,romfile=,netdev=wire0
	-netdev hubport,id=wire1,hubid=0 -device vmxnet3,romfile=,netdev=wire1"
CARDS=${CARDS//[$'\n\t']/ }

# Sets CPU: hundredths of a second that this shell's children have taken so far.
cpu_used()
{
	local fields

	read -r fields <"/proc/$BASHPID/stat"
	read -ra fields <<<"${fields##*) }"
	CPU=$((fields[13] + fields[14]))
}

# count NAME STATUS SECONDS CPU: what its log says, in TAP
count()
{
	local log=$LOG/${1//[ \/]/-} counts passed failed skipped

	counts=$(awk -v status="$2" -f selftests/tap.awk "$log" 2>&1 >"$log.counts")
	[ -z "$counts" ] || echo "$counts"
	echo "# $1: $3 s, $(($4 / 100)) s of CPU"
	read -r passed failed skipped <"$log.counts"
	PASSED=$((PASSED + passed))
	FAILED=$((FAILED + failed))
	SKIPPED=$((SKIPPED + skipped))
}

# suite NAME COMMAND...: run it, show its TAP, count it
suite()
{
	local name=$1 log=$LOG/${1//[ \/]/-} start=$SECONDS before status

	shift
	echo "== $name"
	cpu_used
	before=$CPU
	"$@" 2>&1 | tee "$log"
	status=${PIPESTATUS[0]}
	cpu_used
	count "$name" "$status" $((SECONDS - start)) $((CPU - before))
}

summary()
{
	echo "$PASSED passed, $FAILED failed, $SKIPPED skipped"
	[ $FAILED = 0 ]
}

# What can run beside the others does so in lanes, each of which is one after the
# other; what a suite there printed is shown when it has ended.

# aside NAME COMMAND...: as suite(), but nothing is shown yet
aside()
{
	local log=$LOG/${1//[ \/]/-} start=$SECONDS before status

	shift
	cpu_used
	before=$CPU
	"$@" >"$log" 2>&1 </dev/null
	status=$?
	cpu_used
	echo "$status $((SECONDS - start)) $((CPU - before))" >"$log.part"
	mv "$log.part" "$log.ended"
}

# These have what the others leave of the machine. What takes longest has the most
# of it, so that it is not alone in the end, with one processor idle.
debug_lane()
{
	renice -n 2 "$BASHPID" >/dev/null
	aside "debug kernels: memory" selftests/debug.sh kasan
}

races_lane()
{
	renice -n 5 "$BASHPID" >/dev/null
	aside "kernel configurations" selftests/corners.sh
	aside "debug kernels: races" selftests/debug.sh kcsan
	aside "tuning: crash" selftests/tune_crash.sh
}

# Under emulation a VM keeps no more than one CPU busy; labs mostly wait. The
# first of SERIES has its kselftests elsewhere.
kernels_lane()
{
	local series readme

	for series in "$@"; do
		readme=
		[ "$series" != "${*: -1}" ] || readme=unit/readme.sh
		# shellcheck disable=SC2086 # one or none
		aside "labs on $series" in_vm "$series" labs.sh $readme
	done
	for series in "${@:2}"; do
		aside "kselftests on $series" kselftests "$series" "${*: -1}"
	done
}

# With a command that has no libraries to find; natively it has.
crash_lane()
{
	local series

	for series in "$@"; do
		aside "tune_crash.sh on $series" in_vm "$series" tune_crash.sh
	done
}

packages_lane()
{
	renice -n 5 "$BASHPID" >/dev/null
	aside "DKMS" selftests/dkms.sh "$1" "${@: -1}"
	aside "Debian packages" selftests/deb.sh "${@: -1}"
	aside "systemd on ${*: -1}" in_vm "${@: -1}" tune_boot.sh
}

# start_lane FUNCTION [ARG...]: sets LANE, of which show_aside is told
start_lane()
{
	# A group of its own, to be stopped as a whole.
	set -m
	"$@" &
	set +m
	LANE=$!
	LANES+=("-$LANE")
}

stop_lanes()
{
	[ ${#LANES[@]} = 0 ] || kill -- "${LANES[@]}" 2>/dev/null
}

# show_aside LANE NAME: when it has ended
show_aside()
{
	local log=$LOG/${2//[ \/]/-} status seconds cpu

	echo "== $2"
	while [ ! -e "$log.ended" ] && kill -0 "$1" 2>/dev/null; do
		sleep 1
	done
	# A lane that ended early has not begun it.
	touch "$log"
	cat "$log"
	read -r status seconds cpu 2>/dev/null <"$log.ended" || status=1 seconds=0 cpu=0
	count "$2" "$status" "$seconds" "$cpu"
}

# modules SERIES...: for the VMs
modules()
{
	local series

	for series in "$@"; do
		selftests/build.sh "$series" >/dev/null &&
			selftests/netdevsim.sh "$series" >/dev/null || return
	done
}

prepare()
{
	local building=

	if [ -z "$quick" ]; then
		modules "$@" &
		building=$!
	fi
	make -s -C tools VERSION="$VERSION" && make -s -C selftests &&
		make -s -C tools SAN=1 VERSION="$VERSION"
	local status=$?

	[ -z "$building" ] || wait "$building" || status=1
	return $status
}

# in_vm SERIES [TEST...]
in_vm()
{
	local series=$1 console=$LOG/console-$1${2:+-${2%.sh}}

	shift
	NETTUNE_VM_QEMU="$CARDS" \
		selftests/vm/run.sh -k "$series" -m 3072 -t "${CRASH_FULL:+3}5400" -o "$console" \
		-e NETTUNE_KO="$PWD/selftests/build/$series/nettune.ko" \
		-e NETDEVSIM_KO="$PWD/selftests/build/netdevsim-$series/netdevsim.ko" \
		-e NETTUNE_SAN="$PWD/tools/obj-san/nettune" -e KERNEL_SOURCE="$SOURCE" \
		-e PYTHON=/usr/bin/python3 -e EFFECT_FULL="${EFFECT_FULL-}" \
		${CRASH_FULL:+-e CRASH_FULL=y -e NETTUNE="$PWD/selftests/nettune-static"} -- \
		selftests/run.sh "$@"
}

# kselftests SERIES LAST: those that are for this kernel
kselftests()
{
	local tests

	read -ra tests < <(make -s -C selftests list)
	[ "$1" = "$2" ] || mapfile -t tests < <(printf '%s\n' "${tests[@]}" |
		grep -vxFf <(printf '%s\n' "${ANY_KERNEL[@]}"))
	[ ${#tests[@]} -gt 0 ] && in_vm "$1" "${tests[@]}"
}

# A kernel at the edge of what the module is for: it builds, loads, and answers.
at_the_edge()
{
	if ! selftests/build.sh "$1" >/dev/null; then
		echo "not ok 1 - module for $1"
		echo "1..1"
		return
	fi
	in_vm "$1" module.sh sockets.sh softnet.sh netns.sh
}

# What is killed at each call: two kernels at a time.
crash_all()
{
	local first series

	make -s -C selftests nettune-static || exit
	start_lane crash_lane "$1"
	first=$LANE
	start_lane crash_lane "${@:2}"
	suite "tune_crash.sh, natively" selftests/tune_crash.sh
	show_aside "$first" "tune_crash.sh on $1"
	for series in "${@:2}"; do
		show_aside "$LANE" "tune_crash.sh on $series"
	done
}

mkdir -p "$LOG"
selftests/deps.sh check || exit
# That Python has the modules from Debian's packages, whatever PATH has first.
export PYTHON=/usr/bin/python3
VERSION=$(sed -n 's/^PACKAGE_VERSION="\(.*\)"$/\1/p' dkms.conf)
rm -f "$LOG"/*.ended
trap stop_lanes EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
if [ -n "$only" ]; then
	prepare "$@" || { echo "check: building failed" >&2; exit 1; }
	SOURCE=
	if [ -n "${CRASH_FULL-}" ]; then
		crash_all "$@"
	else
		for series in "$@"; do
			suite "$only on $series" in_vm "$series" "$only"
		done
	fi
	summary
	exit
fi
if [ -z "$quick" ]; then
	selftests/deps.sh debug || exit
	start_lane debug_lane
	DEBUG_LANE=$LANE
	start_lane races_lane
	RACES_LANE=$LANE
fi
if ! prepare "$@"; then
	suite "lint" selftests/lint.sh "$@"
	echo "check: building failed" >&2
	exit 1
fi
if [ -z "$quick" ]; then
	SOURCE=$(selftests/vm/kernel.sh source 6.12) || exit
	start_lane kernels_lane "$@"
	KERNELS_LANE=$LANE
fi
suite "lint" selftests/lint.sh "$@"
suite "layers" selftests/layers.sh
suite "unit tests" make -s -C selftests/unit run
suite "a rule by its manual" selftests/unit/rule_example.sh
suite "fuzzers" make -s -C selftests/unit/fuzz check
suite "command line" env NETTUNE="$PWD/tools/nettune" selftests/unit/cli.sh
suite "profiles" env NETTUNE="$PWD/tools/obj-san/nettune" selftests/unit/profiles.sh
suite "profiles of tuned" selftests/tuned.sh
for test in apply confirm verify; do
	suite "tuning: $test" selftests/tune_$test.sh
done
suite "command line, sanitized" env NETTUNE="$PWD/tools/obj-san/nettune" selftests/unit/cli.sh
suite "completion" env NETTUNE="$PWD/tools/nettune" selftests/unit/complete.sh
suite "manuals" env NETTUNE="$PWD/tools/nettune" selftests/unit/manual.sh
suite "README" env NETTUNE="$PWD/tools/nettune" selftests/unit/readme.sh
suite "screens" env NETTUNE="$PWD/tools/nettune" \
	selftests/top.sh keys filter freeze signals colors
suite "installing" selftests/install.sh
suite "JSON contract" selftests/unit/json.sh
suite "Prometheus" env NETTUNE="$PWD/tools/nettune" selftests/prometheus.sh
if [ -z "$quick" ]; then
	suite "VM harness" selftests/vm/selftest.sh "${*: -1}"
	suite "in a kernel tree" selftests/dropin.sh "${*: -1}"
	start_lane packages_lane "$@"
	PACKAGES_LANE=$LANE
	suite "kselftests on $1" kselftests "$1" "${*: -1}"
	for series in $EDGES; do
		suite "kselftests on $series" at_the_edge "$series"
	done
	for series in "$@"; do
		show_aside "$KERNELS_LANE" "labs on $series"
	done
	for series in "${@:2}"; do
		show_aside "$KERNELS_LANE" "kselftests on $series"
	done
	show_aside "$PACKAGES_LANE" "DKMS"
	show_aside "$PACKAGES_LANE" "Debian packages"
	show_aside "$PACKAGES_LANE" "systemd on ${*: -1}"
	show_aside "$RACES_LANE" "kernel configurations"
	show_aside "$RACES_LANE" "debug kernels: races"
	show_aside "$RACES_LANE" "tuning: crash"
	show_aside "$DEBUG_LANE" "debug kernels: memory"
fi
summary
