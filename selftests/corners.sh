#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Usage: corners.sh [CORNER...]
#
# Compiles the module for kernels configured without things that it uses, a
# corner each; W=1 warnings are errors, and symbols that such a kernel does not
# have must not be asked for. Only what modules need of those kernels is built,
# and kept in $NETTUNE_CACHE; so is what is compiled, to compile it anew only
# where the source has changed.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
TOP=$(cd "$HERE/.." && pwd)
SERIES=6.12
CACHE=${NETTUNE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/nettune}
JOBS=-j$(nproc)

# On in all corners but the one that is without it.
OPTIONS=(
	64BIT SMP SYSFS PROC_FS SYSCTL MULTIUSER MODULES MODULE_UNLOAD PRINTK
	HIGH_RES_TIMERS FTRACE ENABLE_DEFAULT_TRACERS TRACEPOINTS
	NAMESPACES NET_NS USER_NS PID_NS CGROUPS CGROUP_NET_PRIO SOCK_CGROUP_DATA
	NET UNIX INET IPV6 RPS DEBUG_FS
)

# The options that a corner is without: all that end up off with the first.
without()
{
	case $1 in
	all) ;;
	IPV6 | RPS | DEBUG_FS | NET_NS) echo "$1" ;;
	SMP) echo SMP RPS ;;
	CGROUPS) echo CGROUPS CGROUP_NET_PRIO SOCK_CGROUP_DATA ;;
	NAMESPACES) echo NAMESPACES NET_NS USER_NS PID_NS ;;
	TRACEPOINTS) echo FTRACE ENABLE_DEFAULT_TRACERS TRACEPOINTS ;;
	esac
}

# What a kernel of that corner does not export.
absent()
{
	case $1 in
	IPV6) echo '^(raw_v6_|inet6_|ipv6_|tcpv6_|udpv6_)' ;;
	DEBUG_FS) echo '^debugfs_' ;;
	CGROUPS) echo '^cgroup_' ;;
	NET_NS | NAMESPACES) echo '^(__put_net|get_net_ns_by_.*)$' ;;
	TRACEPOINTS) echo '^(tracepoint_|__tracepoint_|for_each_kernel_tracepoint)' ;;
	esac
}

# is_on OPTION FILE
is_on()
{
	grep -qx "CONFIG_$1=y" "$2"
}

configure()
{
	local corner=$1 out=$2 option off

	off=" $(without "$corner" | tr '\n' ' ') "
	if [ -e "$out/tiny" ]; then
		cp "$out/tiny" "$out/.config" || return
	else
		make -s -C "$SOURCE" O="$out" tinyconfig && cp "$out/.config" "$out/tiny" || return
	fi
	for option in "${OPTIONS[@]}"; do
		if [[ $off = *" $option "* ]]; then
			echo "# CONFIG_$option is not set"
		else
			echo "CONFIG_$option=y"
		fi
	done >>"$out/.config"
	# The default of 64 bits; tinyconfig starts from 32.
	echo CONFIG_FRAME_WARN=2048 >>"$out/.config"
	make -s -C "$SOURCE" O="$out" olddefconfig || return
	# Kconfig drops without a word what does not fit the rest.
	for option in "${OPTIONS[@]}"; do
		[[ $off = *" $option "* ]] || is_on "$option" "$out/.config" || {
			echo "$option did not stay on"
			return 1
		}
	done
	for option in $off; do
		! is_on "$option" "$out/.config" || { echo "$option did not stay off"; return 1; }
	done
}

# kernel CORNER OUT: what building modules needs, once
kernel()
{
	local corner=$1 out=$2 first

	[ ! -e "$out/ready" ] || return 0
	rm -rf "$out"
	# The tools, and what all configurations begin with, are made for the first.
	first=$(compgen -G "$ROOT/*/ready" | head -n 1)
	if [ -n "$first" ]; then
		cp -a "${first%/ready}" "$out" && rm -rf "$out/ready" "$out/nettune"
	else
		mkdir -p "$out"
	fi
	configure "$corner" "$out" &&
		make -s -C "$SOURCE" O="$out" "$JOBS" modules_prepare &&
		touch "$out/ready"
}

# By content: a fresh checkout is not compiled anew.
copy_module()
{
	mkdir -p "$1" && cd "$TOP" &&
		rsync -rcR --delete --exclude='*.o' --exclude='.*' --exclude='*.mod' \
			Kbuild dkms.conf module include "$1"
}

# Only the objects: to link a module takes a whole kernel.
compiles()
{
	local out=$ROOT/$1 output status

	kernel "$1" "$out" && copy_module "$out/nettune" || return
	rm -f "$out/nettune/nettune.o"
	output=$(make -s -C "$SOURCE" O="$out" M="$out/nettune" "$JOBS" W=1 KCFLAGS=-Werror \
		nettune.o 2>&1)
	status=$?
	echo "$output"
	[ "$status" = 0 ] && [ -z "$output" ]
}

asks_for_nothing_absent()
{
	local wanted found

	wanted=$(nm -u "$ROOT/$1/nettune/nettune.o") || return
	found=$(awk '{ print $2 }' <<<"$wanted" | grep -E "$(absent "$1")")
	echo "$found"
	[ -z "$found" ]
}

[ $# -gt 0 ] || set -- all IPV6 RPS DEBUG_FS CGROUPS NET_NS NAMESPACES TRACEPOINTS SMP
SOURCE=$("$HERE/vm/kernel.sh" fullsource $SERIES) ||
	{ result 1 "no kernel source"; finish; }
KEY=$(declare -p OPTIONS && declare -f without configure kernel)
ROOT=$CACHE/corners/${SOURCE##*/}-$(sha256sum <<<"$KEY" | cut -c1-12)
mkdir -p "$ROOT"
exec 9>"$ROOT/.lock"
flock 9
for corner in "$@"; do
	name=$corner=n
	[ "$corner" != all ] || name="nothing off"
	passes "$name: compiles, W=1 is silent" compiles "$corner"
	[ -z "$(absent "$corner")" ] ||
		passes "$name: asks for nothing that is absent" asks_for_nothing_absent "$corner"
done
finish
