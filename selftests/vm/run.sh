#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Usage: run.sh [OPTION]... -- COMMAND [ARG]...
#        run.sh -i [OPTION]...
#
# Boots a kernel in QEMU and runs a command there as root. The guest sees the
# host's files, at the same paths; what it writes vanishes with it.
#
#   -k SERIES   Debian's stock kernel of that series (default: 6.1)
#   -K BZIMAGE  this kernel instead (needs 9p, virtio, overlay)
#   -M DIR      with its modules, in DIR/lib/modules; else all is built in
#   -m MB       memory (default: 1024)
#   -c CPUS     processors (default: 2)
#   -t SECONDS  limit for the command, in the host's time (default: 120)
#   -a TEXT     more for the kernel's command line
#   -e VAR=VAL  environment for the command, which has none of the host's but
#               PATH; NETTUNE_VM is the kernel's release
#   -d DIR      working folder (default: the current one)
#   -o FILE     keep the console's log
#   -F FILE     an awk program that takes out of the console's log what is to
#               be expected there, before it is judged
#   -i          a shell, or COMMAND, on this terminal, without a limit
#
# Exit status: that of the command, or
#   99   the kernel complained (see console.sh), whatever the command said
#   124  the command took too long
#   125  the guest did not boot, or died, or run.sh was used wrongly
#
# $NETTUNE_VM_ACCEL (kvm or tcg) spares finding out whether KVM works, and
# $NETTUNE_VM_BOOT_LIMIT is for the boot what -t is for the command;
# $NETTUNE_VM_QEMU is more for qemu's command line, in words.
set -euo pipefail
umask 022

HERE=$(dirname "$(realpath "$0")")
# shellcheck source-path=SCRIPTDIR source=console.sh
. "$HERE/console.sh"
# shellcheck source-path=SCRIPTDIR source=qemu.sh
. "$HERE/qemu.sh"

SERIES=6.1
KERNEL=
MODULES=
VERSION=
MEMORY=1024
CPUS=2
LIMIT=120
CMDLINE=
DIR=$PWD
LOG=
FILTER=(1)
INTERACTIVE=
VARIABLES=()
COMMAND=()
ACCEL=${NETTUNE_VM_ACCEL-}
TTY_STATE=
WORK=

say()
{
	echo "run.sh: $*" >&2
}

die()
{
	say "$*"
	exit 125
}

usage()
{
	sed -n '4,/^[^#]/{/^#/s/^# \{0,1\}//p}' "$0"
}

parse_options()
{
	local option

	[ "${1-}" != --help ] || { usage; exit 0; }
	while getopts k:K:M:m:c:t:a:e:d:o:F:ih option; do
		case $option in
		k) SERIES=$OPTARG ;;
		K) KERNEL=$(realpath -e "$OPTARG") ;;
		M) MODULES=$(realpath -e "$OPTARG") ;;
		m) MEMORY=$OPTARG ;;
		c) CPUS=$OPTARG ;;
		t) LIMIT=$OPTARG ;;
		a) CMDLINE=$OPTARG ;;
		e) VARIABLES+=("$OPTARG") ;;
		d) DIR=$OPTARG ;;
		o) LOG=$OPTARG ;;
		F) FILTER=(-f "$(realpath -e "$OPTARG")") ;;
		i) INTERACTIVE=y ;;
		h) usage; exit 0 ;;
		*) usage >&2; exit 125 ;;
		esac
	done
	shift $((OPTIND - 1))
	COMMAND=("$@")
	DIR=$(realpath -e "$DIR")
	[ -z "$INTERACTIVE" ] || [ $# -gt 0 ] || COMMAND=(bash -l)
	[ ${#COMMAND[@]} -gt 0 ] || { usage >&2; exit 125; }
	[ -z "$INTERACTIVE" ] || [ -t 0 ] || die "-i needs a terminal"
}

cleanup()
{
	# Nothing of the guest is worth keeping.
	stop_qemu
	[ -z "$RELAY" ] || kill "$RELAY" 2>/dev/null || true
	[ -z "$TTY_STATE" ] || stty "$TTY_STATE"
	[ -n "$WORK" ] || return 0
	[ -z "$LOG" ] || [ ! -e "$WORK/console" ] ||
		tr -d '\r' <"$WORK/console" >"$LOG"
	rm -rf "$WORK"
}

# --- preparing ------------------------------------------------------------

find_kernel()
{
	local offset

	if [ -z "$KERNEL" ]; then
		MODULES=$("$HERE/kernel.sh" image "$SERIES") ||
			die "no kernel $SERIES"
		KERNEL=$(echo "$MODULES"/boot/vmlinuz-*)
	fi
	# The boot protocol: at 0x20e where the release is, less 0x200.
	offset=$(od -An -t u2 -j $((0x20e)) -N 2 "$KERNEL")
	VERSION=$(tail -c +$((offset + 0x201)) "$KERNEL" | head -c 100 |
		tr '\0' ' ' | cut -d ' ' -f 1) || true
	[ -n "$VERSION" ] || die "$KERNEL is not a bzImage"
}

# What guest/session reads, as a second archive behind the cached initramfs.
build_initrd()
{
	local job=$WORK/initrd/job initramfs terminal=

	mkdir -p "$job"
	[ -z "$INTERACTIVE" ] || terminal=$(stty size)
	cp "$HERE/guest/init" "$WORK/initrd/init"
	cp "$HERE/guest/session" "$job/session"
	printf '%s=%q\n' MODULES "$MODULES" DIR "$DIR" TERMINAL "$terminal" \
		>"$job/settings"
	{
		echo "export PATH=$(printf %q "$PATH"):/usr/sbin:/sbin HOME=/root"
		echo "export USER=root LOGNAME=root LANG=C.UTF-8"
		echo "export TERM=$(printf %q "${TERM:-dumb}")"
		echo "export NETTUNE_VM=$(printf %q "$VERSION")"
		[ ${#VARIABLES[@]} -eq 0 ] ||
			printf 'export %q\n' "${VARIABLES[@]}"
		printf 'exec'
		printf ' %q' "${COMMAND[@]}"
		echo
	} >"$job/command"
	initramfs=$("$HERE/initramfs.sh" ${MODULES:+"$MODULES" "$VERSION"}) ||
		die "no initramfs"
	(cd "$WORK/initrd" && find . | cpio -o -H newc -R 0:0 --quiet) |
		cat "$initramfs" - >"$WORK/initrd.cpio"
}

# --- running --------------------------------------------------------------

boot_once()
{
	start_qemu
	wait_for saw_ready "$BOOT_LIMIT"
}

# A boot that does not come to the command is no fault of what is tested (under
# emulation a timer may get lost), and is tried once more.
boot()
{
	boot_once && return
	stop_qemu
	show_console "the guest did not boot with $ACCEL; once again"
	ACCEL=tcg
	boot_once
}

# Sets RESULT to ended, dead or late.
run_command()
{
	boot || { RESULT=dead; return; }
	echo "# vm: $VERSION, $ACCEL, $CPUS cpus"
	[ -z "$INTERACTIVE" ] || LIMIT=0
	start_relay
	RESULT=ended
	wait_for saw_exit "$LIMIT" || case $? in
	124) RESULT=late ;;
	*) RESULT=dead ;;
	esac
	[ $RESULT = late ] || wait_for qemu_gone 20 ||
		say "the guest does not end, killing it"
	stop_qemu
	end_relay
}

# --- the verdict ----------------------------------------------------------

show_console()
{
	say "$1; the end of its console:"
	tr -d '\r' <"$WORK/console" | tail -n 30 >&2
	cat "$WORK/errors" >&2
}

# The exit status by what the guest said last: "exit STATUS BYTES".
judge()
{
	local word status sent

	awk "${FILTER[@]}" "$WORK/console" >"$WORK/judged" || return 125
	if console_complaints "$WORK/judged" >"$WORK/complaints"; then
		say "$VERSION complained:"
		cat "$WORK/complaints" >&2
		[ "$RESULT" != late ] || say "and there was no end in $LIMIT s"
		return 99
	fi
	case $RESULT in
	late)
		show_console "timed out after $LIMIT s"
		return 124
		;;
	dead)
		show_console "the guest died${WORK:+: $(tail -n 1 "$WORK/status")}"
		return 125
		;;
	esac
	read -r word status sent < <(tail -n 1 "$WORK/status")
	if [ "$(stat -c %s "$WORK/out")" -lt "$sent" ]; then
		say "output lost: $sent bytes sent"
		return 125
	fi
	if ! grep -aq 'nettune-vm: end' "$WORK/console"; then
		show_console "the console's log is cut off ($word)"
		return 125
	fi
	return "$status"
}

main()
{
	local RESULT tool

	parse_options "$@"
	for tool in qemu-system-x86_64 cpio busybox setpriv; do
		command -v $tool >/dev/null || die "$tool is missing"
	done
	trap cleanup EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM HUP
	[ -z "$INTERACTIVE" ] || TTY_STATE=$(stty -g)
	WORK=$(mktemp -d -t nettune-vm.XXXXXX)
	mkfifo "$WORK/clock"
	exec 3<>"$WORK/clock"
	find_kernel
	choose_accel
	build_initrd
	run_command
	judge
}

# In one line: the file may be replaced while it runs.
main "$@"; exit
