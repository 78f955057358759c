#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Usage: selftest.sh [SERIES]...
#
# Tests the harness in this folder itself, on those kernels (default: 6.1 and
# 6.12), and speaks TAP.
set -uo pipefail

HERE=$(dirname "$(realpath "$0")")
WORK=$(mktemp -d -t nettune-selftest.XXXXXX)
COUNT=0
FAILED=0
# All but the first test know already, and need not find out.
ACCEL=${NETTUNE_VM_ACCEL-}

trap 'rm -rf "$WORK"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# vm EXPECTED [run.sh's arguments]: fails if the exit status is another one.
vm()
{
	local expected=$1 status=0

	shift
	# Through a variable, so that what is left behind can be looked for.
	TMPDIR=$WORK/tmp NETTUNE_VM_ACCEL=$ACCEL "$HERE/run.sh" -k "$SERIES" \
		"$@" >"$WORK/out" 2>"$WORK/err" || status=$?
	[ "$status" -eq "$expected" ] || {
		echo "# exit status $status instead of $expected"
		return 1
	}
}

# The command's output without the line on the machine.
output()
{
	tail -n +2 "$WORK/out"
}

err_has()
{
	grep -q -- "$1" "$WORK/err"
}

# check NAME FUNCTION
check()
{
	COUNT=$((COUNT + 1))
	if "$2"; then
		echo "ok $COUNT - $SERIES: $1"
	else
		FAILED=$((FAILED + 1))
		echo "not ok $COUNT - $SERIES: $1"
		tail -n 20 "$WORK/out" | sed 's/^/# out: /'
		tail -n 40 "$WORK/err" | sed 's/^/# err: /'
	fi
}

# --- tests ----------------------------------------------------------------

test_names_machine()
{
	local v

	v=$("$HERE/kernel.sh" version "$SERIES") || return
	vm 0 -c 2 -- uname -r || return
	ACCEL=$(sed -n "1s/^# vm: $v, \\(kvm\\|tcg\\), 2 cpus\$/\\1/p" \
		"$WORK/out")
	[ -n "$ACCEL" ] && [ "$(output)" = "$v" ]
}

test_without_kvm()
{
	local ACCEL=tcg

	vm 0 -c 1 -- nproc && grep -q '^# vm: .*, tcg, 1 cpus$' "$WORK/out" &&
		[ "$(output)" = 1 ]
}

test_status()
{
	vm 7 -e 'GREETING=a  b"c' -d "$HERE" -- \
		bash -c '[ "$GREETING" = "a  b\"c" ] && [ -f selftest.sh ] &&
			[ "$1" = "x  y" ] && exit 7' bash "x  y"
}

test_output_intact()
{
	head -c 1000000 /dev/urandom | base64 >"$WORK/text"
	printf 'no newline\r\n\0\xff' >>"$WORK/text"
	# Opening /dev/stdout anew shall work as well.
	vm 0 -- bash -c 'cat "$1"; echo late >/dev/stderr' bash "$WORK/text" ||
		return
	echo late >>"$WORK/text"
	output | cmp - "$WORK/text"
}

test_streams()
{
	local mark=$WORK/streamed

	# The first line must arrive while the command still runs.
	TMPDIR=$WORK/tmp NETTUNE_VM_ACCEL=$ACCEL "$HERE/run.sh" -k "$SERIES" \
		-- sh -c 'echo one; sleep 3; echo two' 2>"$WORK/err" |
		while read -r line; do
			echo "$SECONDS $line"
		done >"$mark"
	cp "$mark" "$WORK/out"
	awk '$2 == "one" { one = $1 } $2 == "two" { two = $1 }
		END { exit !(two - one >= 2) }' "$mark"
}

test_machine()
{
	# shellcheck disable=SC2016 # for the guest's shell
	vm 0 -- bash -euc '
		modprobe tun
		modprobe veth
		test -c /dev/net/tun
		ip link add veth-a type veth peer name veth-b
		grep -q . <(ip -o link show up dev lo)
		test -d /sys/kernel/debug/virtio-ports
		test -e /sys/fs/cgroup/cgroup.procs
		test "$HOME $(hostname)" = "/root nettune-vm"
		touch /tmp/x /run/x /root/x /dev/shm/x'
}

test_writes_vanish()
{
	echo host >"$WORK/file"
	vm 0 -- sh -c 'echo guest >"$1"; cat "$1"' sh "$WORK/file" &&
		[ "$(output)" = guest ] && [ "$(cat "$WORK/file")" = host ]
}

test_background()
{
	# What the command leaves behind shall not keep the guest.
	vm 0 -- bash -c 'sleep 1000 & echo over' && [ "$(output)" = over ]
}

test_timeout()
{
	vm 124 -t 3 -- sleep 1000 && err_has 'timed out after 3 s' &&
		err_has 'nettune-vm: init'
}

test_complaint()
{
	# shellcheck disable=SC2016
	vm 99 -o "$WORK/console" -- \
		sh -c 'echo "BUG: test of the harness" >/dev/kmsg; echo fine' &&
		err_has 'BUG: test of the harness' &&
		[ "$(output)" = fine ] &&
		grep -q 'BUG: test of the harness' "$WORK/console"
}

test_panic()
{
	vm 99 -- sh -c 'echo c >/proc/sysrq-trigger; sleep 60' &&
		err_has 'Kernel panic'
}

test_death()
{
	# Gone without a word of the kernel: yet no pass.
	vm 125 -- sh -c 'echo b >/proc/sysrq-trigger; sleep 60' &&
		err_has 'guest died'
}

test_no_init()
{
	NETTUNE_VM_BOOT_LIMIT=20 vm 99 -a 'init_on_alloc=0 rdinit=/nowhere' \
		-- true && err_has 'once again' && ! output | grep -q .
}

test_misuse()
{
	vm 125 && vm 125 -k 1.0 -- true && vm 125 -d /proc/self/fd -- true
}

test_interrupt()
{
	local pid status=0

	TMPDIR=$WORK/tmp NETTUNE_VM_ACCEL=$ACCEL "$HERE/run.sh" -k "$SERIES" \
		-- sleep 1000 >"$WORK/out" 2>"$WORK/err" &
	pid=$!
	sleep 4
	kill -TERM "$pid"
	wait "$pid" || status=$?
	[ "$status" -eq 143 ]
}

test_no_remains()
{
	local file

	# Each run had this folder in the arguments of its qemu.
	for file in /proc/[0-9]*/cmdline; do
		if tr '\0' ' ' 2>/dev/null <"$file" | grep -q "^[^ ]*qemu.*$(
			basename "$WORK")"; then
			echo "# ${file%/cmdline} is left"
			return 1
		fi
	done
	[ -z "$(ls -A "$WORK/tmp")" ]
}

all_tests()
{
	check "names the machine" test_names_machine
	check "runs without KVM" test_without_kvm
	check "passes arguments, environment, folder, status" test_status
	check "passes output unchanged" test_output_intact
	check "passes output at once" test_streams
	check "the machine is set up, modprobe works" test_machine
	check "writes do not reach the host" test_writes_vanish
	check "does not wait for background processes" test_background
	check "a command that takes too long" test_timeout
	check "a complaint of the kernel" test_complaint
	check "a panic" test_panic
	check "a guest that dies silently" test_death
	check "a guest that does not boot" test_no_init
	check "wrong use" test_misuse
	check "ends when told to" test_interrupt
	check "leaves nothing behind" test_no_remains
}

main()
{
	[ "${1-}" != --help ] || {
		sed -n '4,/^[^#]/{/^#/s/^# \{0,1\}//p}' "$0"
		exit 0
	}
	[ $# -gt 0 ] || set -- 6.1 6.12
	mkdir "$WORK/tmp"
	echo "TAP version 13"
	for SERIES; do
		all_tests
	done
	echo "1..$COUNT"
	[ "$FAILED" -eq 0 ]
}

# In one line: the file may be replaced while it runs.
main "$@"; exit
