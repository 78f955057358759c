#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Usage: check.sh [--quick] [SERIES...]
#
# The tests, or with --quick those that need no VM: on Debian's kernels of
# SERIES all, on the oldest and the newest that the module is for a few, on
# debug kernels the debug tier. Ends with a line "N passed, N failed, N skipped";
# exits with 0 only if none failed. What the suites printed is in
# selftests/build/log.
set -u
cd "$(dirname "$0")/.." || exit

quick=
[ "${1:-}" != --quick ] || { quick=y; shift; }
[ $# -gt 0 ] || set -- 6.1 6.12
LOG=selftests/build/log
# The oldest and the newest kernel of Debian's that the module is for.
EDGES="5.10 newest"
PASSED=0
FAILED=0
SKIPPED=0
# Network cards with rings, for nic.sh.
CARDS="-device e1000e,romfile= -device virtio-net-pci,romfile= -device vmxnet3,romfile="

# count NAME STATUS SECONDS: what its log says, in TAP
count()
{
	local log=$LOG/${1//[ \/]/-} counts passed failed skipped

	counts=$(awk -v status="$2" -f selftests/tap.awk "$log" 2>&1 >"$log.counts")
	[ -z "$counts" ] || echo "$counts"
	echo "# $1: $3 s"
	read -r passed failed skipped <"$log.counts"
	PASSED=$((PASSED + passed))
	FAILED=$((FAILED + failed))
	SKIPPED=$((SKIPPED + skipped))
}

# suite NAME COMMAND...: run it, show its TAP, count it
suite()
{
	local name=$1 log=$LOG/${1//[ \/]/-} start=$SECONDS

	shift
	echo "== $name"
	"$@" 2>&1 | tee "$log"
	count "$name" "${PIPESTATUS[0]}" $((SECONDS - start))
}

# What takes long and can wait runs beside the others, with what they leave of
# the machine, one after the other; it is shown when they are done.

# run_aside NAME COMMAND...: as suite(), but nothing is shown yet
run_aside()
{
	local log=$LOG/${1//[ \/]/-} start=$SECONDS

	shift
	"$@" >"$log" 2>&1 </dev/null
	echo "$? $((SECONDS - start))" >"$log.part"
	mv "$log.part" "$log.ended"
}

all_aside()
{
	renice -n 10 "$BASHPID" >/dev/null
	run_aside "kernel configurations" selftests/corners.sh
	run_aside "debug kernels: memory" selftests/debug.sh kasan
	run_aside "debug kernels: races" selftests/debug.sh kcsan
}

start_aside()
{
	rm -f "$LOG"/*.ended
	# A group of its own, to be stopped as a whole.
	set -m
	all_aside &
	set +m
	ASIDE=$!
	trap 'kill -- -$ASIDE 2>/dev/null' EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM
}

# show_aside NAME: when it has ended
show_aside()
{
	local log=$LOG/${1//[ \/]/-} status seconds

	echo "== $1"
	while [ ! -e "$log.ended" ] && kill -0 "$ASIDE" 2>/dev/null; do
		sleep 1
	done
	cat "$log"
	read -r status seconds 2>/dev/null <"$log.ended" || status=1 seconds=0
	count "$1" "$status" "$seconds"
}

prepare()
{
	local series

	make -s -C tools VERSION="$VERSION" && make -s -C selftests || return
	make -s -C tools SAN=1 VERSION="$VERSION" || return
	[ -z "$quick" ] || return 0
	for series in "$@"; do
		# The lint suite has built it, unless it is broken.
		[ -e "selftests/build/$series/nettune.ko" ] || return
		selftests/netdevsim.sh "$series" >/dev/null || return
	done
}

# in_vm SERIES [TEST...]
in_vm()
{
	local series=$1

	shift
	NETTUNE_VM_QEMU="$CARDS" \
		selftests/vm/run.sh -k "$series" -m 3072 -t 2400 -o "$LOG/console-$series" \
		-e NETTUNE_KO="$PWD/selftests/build/$series/nettune.ko" \
		-e NETDEVSIM_KO="$PWD/selftests/build/netdevsim-$series/netdevsim.ko" \
		-e NETTUNE_SAN="$PWD/tools/obj-san/nettune" -e KERNEL_SOURCE="$SOURCE" \
		-e PYTHON=/usr/bin/python3 -- \
		selftests/run.sh "$@"
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

mkdir -p "$LOG"
selftests/deps.sh check || exit
# That Python has the modules from Debian's packages, whatever PATH has first.
export PYTHON=/usr/bin/python3
VERSION=$(sed -n 's/^PACKAGE_VERSION="\(.*\)"$/\1/p' dkms.conf)
if [ -z "$quick" ]; then
	selftests/deps.sh debug || exit
	start_aside
fi
suite "lint" selftests/lint.sh "$@"
prepare "$@" || { echo "check: building failed" >&2; exit 1; }
suite "unit tests" make -s -C selftests/unit run
suite "command line" env NETTUNE="$PWD/tools/nettune" selftests/unit/cli.sh
suite "profiles" env NETTUNE="$PWD/tools/obj-san/nettune" selftests/unit/profiles.sh
suite "profiles of tuned" selftests/tuned.sh
suite "command line, sanitized" env NETTUNE="$PWD/tools/obj-san/nettune" selftests/unit/cli.sh
if [ -z "$quick" ]; then
	SOURCE=$(selftests/vm/kernel.sh source 6.12) || exit
	suite "VM harness" selftests/vm/selftest.sh "${*: -1}"
	suite "in a kernel tree" selftests/dropin.sh "${*: -1}"
	for series in "$@"; do
		suite "kselftests on $series" in_vm "$series"
	done
	for series in $EDGES; do
		suite "kselftests on $series" at_the_edge "$series"
	done
	show_aside "kernel configurations"
	show_aside "debug kernels: memory"
	show_aside "debug kernels: races"
fi
echo "$PASSED passed, $FAILED failed, $SKIPPED skipped"
[ $FAILED = 0 ]
