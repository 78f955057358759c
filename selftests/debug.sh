#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Usage: debug.sh [kasan|kcsan]...
#
# The debug tier: the module in kernels that check what it does (default: both).
# Prints TAP, one document a suite. Those kernels are built when they are not
# yet in the cache, which takes minutes; see debug/kernel.sh.
#
#   kasan   KUnit, stress, failing allocations; memory errors, lock order, RCU,
#           leaks, lifetimes
#   kcsan   the same stress; data races
#
# $STRESS_SECONDS (default: 60) is how long the stress lasts, $FAULT_SECONDS
# (20) that with failing allocations; $STRESS_SEED (random) repeats one. The
# consoles' logs are in selftests/build/log.
set -u
TOP=$(cd "$(dirname "$0")/.." && pwd)
cd "$TOP" || exit
LOG=$TOP/selftests/build/log
DEBUG=$TOP/selftests/debug
# An emulated boot with all those checks, on a machine that does other things.
export NETTUNE_VM_BOOT_LIMIT=${NETTUNE_VM_BOOT_LIMIT:-900}
LIMIT=${DEBUG_LIMIT:-3600}
STATUS=0

suite()
{
	echo "# $1"
	shift
	"$@" || STATUS=1
}

# guest KIND NAME [run.sh's options] -- COMMAND: in that kernel. A failure that
# the TAP does not show, such as a complaint of the kernel, becomes part of it.
guest()
{
	local kind=$1 name=$2 status

	shift 2
	selftests/vm/run.sh -K "$KERNEL" -m 1024 -t "$LIMIT" -a pci=noacpi \
		-o "$LOG/console-$kind-$name" -e HAMMER="$TOP/selftests/build/$kind" \
		-e NETTUNE_KO="$TOP/selftests/build/$kind/nettune.ko" \
		-e KUNIT_KO="$TOP/selftests/build/$kind/nettune_kunit.ko" \
		-e SYSTEM_MAP="${KERNEL%/*}/System.map" \
		-e CONTROL_KO="$TOP/selftests/build/$kind/control/nt_control.ko" \
		-e STRESS_SECONDS="${STRESS_SECONDS:-60}" \
		-e FAULT_SECONDS="${FAULT_SECONDS:-20}" \
		-e STRESS_SEED="${STRESS_SEED:-$RANDOM}" "$@"
	status=$?
	case $status in
	0) echo "ok - $kind $name: the kernel has nothing to complain of" ;;
	99) echo "not ok - $kind $name: the kernel complained" ;;
	*) echo "not ok - $kind $name: exit status $status" ;;
	esac
	echo "1..1"
	return "$status"
}

# build KIND: the kernel, the module and the programs for it. Sets KERNEL.
build()
{
	local kind=$1 start=$SECONDS result

	KERNEL=$("$DEBUG/kernel.sh" image "$kind") &&
		"$DEBUG/module.sh" "$kind" >/dev/null &&
		make -s -C "$DEBUG" OUTPUT="$TOP/selftests/build/$kind"
	result=$?
	[ "$result" = 0 ] || printf 'not '
	echo "ok - $kind: kernel and module are built"
	echo "1..1"
	echo "# in $((SECONDS - start)) s"
	return "$result"
}

kasan()
{
	suite "reading KTAP" "$DEBUG/ktap_test.sh"
	suite "reading consoles" "$DEBUG/console_test.sh"
	suite "building for KASAN" build kasan || return
	suite "KUnit" guest kasan kunit -- "$DEBUG/kunit.sh"
	suite "stress with KASAN" guest kasan stress -- "$DEBUG/stress.sh"
	suite "failing allocations" guest kasan fault -F "$DEBUG/injected.awk" -- "$DEBUG/fault.sh"
}

kcsan()
{
	suite "building for KCSAN" build kcsan || return
	suite "stress with KCSAN" guest kcsan stress -F "$DEBUG/reported.awk" -- "$DEBUG/stress.sh"
	suite "data races" "$DEBUG/races.sh" "$LOG/console-kcsan-stress"
}

[ $# -gt 0 ] || set -- kasan kcsan
selftests/deps.sh debug || exit
mkdir -p "$LOG"
for kind; do
	case $kind in
	kasan | kcsan)
		start=$SECONDS
		$kind
		echo "# $kind: $((SECONDS - start)) s"
		;;
	*)
		sed -n '4,/^[^#]/{/^#/s/^# \{0,1\}//p}' "$0"
		[ "$kind" = --help ]
		exit
		;;
	esac
done
exit $STATUS
