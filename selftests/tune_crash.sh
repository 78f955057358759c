#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Usage: tune_crash.sh [STEP]
#
# apply and revert are killed at each of their system calls, and each of those
# that write fails once: from what is on disk then, revert gets all back. With
# STEP only every so manieth place. Needs no module. In the VM, where a program
# takes long to start, only rings and coalescing, which need netdevsim there,
# and only some places: CRASH_WHAT and CRASH_STEP say otherwise.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
NS=nt-crash-$$
if [ -n "${NETTUNE_VM-}" ]; then
	WHAT=${CRASH_WHAT:-rings}
	STEP=${1:-${CRASH_STEP:-20}}
	ERROR_STEP=5
	ERRORS=EIO:5
else
	WHAT=${CRASH_WHAT:-sysctls device rings}
	STEP=${1:-${CRASH_STEP:-1}}
	ERROR_STEP=1
	ERRORS="EIO:5 ENOSPC:28 EROFS:30"
fi
NT_CRASH=${NT_CRASH:-$HERE/nt_crash}

crash()
{
	in_namespace "$NS" nice -n 5 "$NT_CRASH" "$@"
}

# survives NAME OPTION... : with $what as the profile and $watched as files
survives()
{
	local name=$1

	shift
	mkdir -p "$TMP/journals"
	passes "$name" crash "$@" "$NETTUNE" "$TMP/journals" "${watched[@]}" -- apply "${how[@]}" "$TMP/$what.conf"
	note "$(tail -1 "$TMP/passes")"
}

every_way()
{
	local name=$1

	shift
	how=()
	survives "$name: apply is killed" -s "$STEP" "$@"
	survives "$name: revert is killed" -s "$STEP" -r "$@"
	for error in $ERRORS; do
		survives "$name: apply meets ${error%:*}" -s "$ERROR_STEP" -e "${error#*:}" "$@"
		survives "$name: revert meets ${error%:*}" -s "$ERROR_STEP" -r -e "${error#*:}" "$@"
	done
	how=(--confirm=1)
	survives "$name: apply is killed, its guardian reverts" -s "$((STEP * 3))" -w "$@"
}

wanted()
{
	[[ " $WHAT " = *" $1 "* ]]
}

new_namespace()
{
	ip netns del "$NS" 2>/dev/null
	ip netns add "$NS" && in_namespace "$NS" ip link add nt0 type veth peer name nt1
}

crash_sysctls()
{
	printf '%s\n' "[main]" "summary=sysctls" "[sysctl]" "net.core.somaxconn = 20000" \
		"net.ipv4.tcp_rmem = 8192 65536 12582912" \
		"net.ipv4.ip_local_port_range = 15000 65000" \
		"net.ipv4.tcp_retries2 = 8" >"$TMP/sysctls.conf"
	watched=(/proc/sys/net/core/somaxconn /proc/sys/net/ipv4/tcp_rmem
		 /proc/sys/net/ipv4/ip_local_port_range /proc/sys/net/ipv4/tcp_retries2
		 /proc/sys/net/ipv4/tcp_fin_timeout /proc/sys/net/ipv4/tcp_wmem)
	what=sysctls
	every_way sysctls

	# It would be noticed.
	printf '#!/bin/sh\n[ "$1" != revert ] || exit 0\nexec %s "$@"\n' "$NETTUNE" >"$TMP/never"
	chmod +x "$TMP/never"
	run crash -s 250 "$TMP/never" "$TMP/journals" "${watched[@]}" -- apply "$TMP/sysctls.conf"
	is "a revert that does nothing: noticed" "$status" 1
	has "... and what it left" "$out" "after revert: /proc/sys/net/core/somaxconn is 20000"
	new_namespace
}

# Settings of a device, over netlink: two features are one message.
crash_device()
{
	printf '%s\n' "[main]" "summary=device" "[sysctl]" "net.core.somaxconn = 20000" \
		"[net]" "devices=nt0" "mtu=9000" "txqueuelen=500" \
		"features=rx-gro-list on rx-udp-gro-forwarding on" >"$TMP/device.conf"
	watched=(/proc/sys/net/core/somaxconn "!ip -o link show dev nt0; ethtool -k nt0")
	what=device
	every_way device -b
}

simulate()
{
	modprobe -q psample
	[ -e /sys/bus/netdevsim/new_device ] || insmod "${NETDEVSIM_KO:-}" 2>/dev/null ||
		modprobe netdevsim 2>/dev/null || return
	in_namespace "$NS" sh -c 'echo "77 1 4" >/sys/bus/netdevsim/new_device' || return
	dev=$(ip -n "$NS" -j link | jq -r '.[].ifname | select(test("^(lo|nt0|nt1)$") | not)')
	in_namespace "$NS" ethtool -G "$dev" rx 128 tx 128
}

crash_rings()
{
	simulate || { skip "rings and coalescing" "no netdevsim (NETDEVSIM_KO, modprobe)"; return; }
	printf '%s\n' "[main]" "summary=ring" "[sysctl]" "net.core.somaxconn = 20000" \
		"[net]" "devices=$dev" "ring=rx 1024 tx 512" \
		"coalesce=rx-usecs 50 tx-usecs 20" >"$TMP/ring.conf"
	watched=(/proc/sys/net/core/somaxconn "!ethtool -g $dev; ethtool -c $dev")
	what=ring
	every_way "rings and coalescing" -b
	echo 77 >/sys/bus/netdevsim/del_device
}

need_root
[ -x "$NT_CRASH" ] || skip_all "no nt_crash"
NAMESPACES+=("$NS")
new_namespace || skip_all "no network namespaces"
# It is run for minutes, in which another may be built.
cp "$NETTUNE" "$TMP/nettune" && NETTUNE=$TMP/nettune
for kind in sysctls device rings; do
	! wanted $kind || "crash_$kind"
done
finish
