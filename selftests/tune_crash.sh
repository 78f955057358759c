#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Usage: tune_crash.sh
#
# apply and revert are killed at their system calls, and each of those that
# write fails once: from what is on disk then, revert gets all back, and nothing
# else has changed. Needs no module.
#
# Of sysctls, in a namespace here, each system call is a place to be killed at.
# Of devices, and in the VM, where a program takes long to start, those are that
# bring something to the kernel or to the disk: between two of them nothing is
# there to be seen; in the VM each third of those. CRASH_FULL=y takes each of all
# everywhere ("make check-full"); CRASH_WHAT says of what: sysctls, device, rings
# (netdevsim), e1000e, vmxnet3, and CRASH_STEP how many at a time.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
NS=nt-crash-$$
if [ -n "${NETTUNE_VM-}" ]; then
	WHAT=${CRASH_WHAT:-e1000e vmxnet3}
	STEP=${CRASH_STEP:-3}
	ERRORS=EIO:5
else
	WHAT=${CRASH_WHAT:-sysctls device rings}
	STEP=${CRASH_STEP:-1}
	ERRORS="EIO:5 ENOSPC:28 EROFS:30"
fi
# Of devices: only at some calls.
SOME=(-m)
if [ -n "${CRASH_FULL-}" ]; then
	[ -z "${NETTUNE_VM-}" ] || WHAT=${CRASH_WHAT:-e1000e rings vmxnet3}
	STEP=${CRASH_STEP:-1}
	ERRORS="EIO:5 ENOSPC:28 EROFS:30"
	SOME=()
fi
NT_CRASH=${NT_CRASH:-$HERE/nt_crash}
forced=()

crash()
{
	in_namespace "$NS" "$NT_CRASH" "$@"
}

# survives NAME OPTION... : with $what as the profile and $watched as files
survives()
{
	local name=$1 start=$SECONDS

	shift
	mkdir -p "$TMP/journals"
	passes "$name" crash "$@" "$NETTUNE" "$TMP/journals" "${watched[@]}" -- apply "${how[@]}" "$TMP/$what.conf"
	note "$(tail -1 "$TMP/passes"), $((SECONDS - start)) s"
}

# New rings take a link down for a while.
links_are_there()
{
	! ip -n "$NS" -o link | grep -q NO-CARRIER
}

# Every sysctl of the namespace, every setting of its devices.
everything()
{
	wait_for links_are_there
	in_namespace "$NS" sh -c 'cd /proc/sys && grep -rs . net/core net/ipv4 net/ipv6
		for device in $(ls -A net/ipv4/conf | grep -vE "^(all|default|lo)$"); do
			ip -o link show dev "$device"
			ethtool -g "$device"
			ethtool -c "$device"
			ethtool -k "$device"
		done 2>/dev/null' | grep -vE 'tcp_fastopen_key|/flush:|fib_multipath_hash_seed|stable_secret' | sort
}

# every_way NAME OPTION...: with $what as the profile, $watched as files, and
# $forced of apply
every_way()
{
	local name=$1

	shift
	everything >"$TMP/everything"
	how=("${forced[@]}")
	survives "$name: apply is killed" -s "$STEP" "$@"
	survives "$name: revert is killed" -s "$STEP" -r "$@"
	# What differs by the kernel is not how it ends.
	[ -n "${NETTUNE_VM-}" ] || survives "$name: apply is asked to end" -m -s "$STEP" -t
	for error in $ERRORS; do
		survives "$name: apply meets ${error%:*}" -s "$STEP" -e "${error#*:}"
		survives "$name: revert meets ${error%:*}" -s "$STEP" -r -e "${error#*:}"
	done
	how=("${forced[@]}" --confirm=1)
	survives "$name: apply is killed, its guardian reverts" -m -s "$((3 * STEP))" -w
	everything >"$TMP/afterwards"
	passes "$name: nothing else has changed" diff "$TMP/everything" "$TMP/afterwards"
}

# noticed NAME PATTERN OPTION...: what $what sets would be, if it were not undone;
# it is not
noticed()
{
	local name=$1 left=$2

	shift 2
	printf '#!/bin/sh\n[ "$1" != revert ] || exit 0\nexec %s "$@"\n' "$NETTUNE" >"$TMP/never"
	chmod +x "$TMP/never"
	run crash "$@" "$TMP/never" "$TMP/journals" "${watched[@]}" -- apply "$TMP/$what.conf"
	is "$name: a revert that does nothing: noticed" "$status" 1
	has "... and what it left" "$out" "after revert: $left"
}

new_namespace()
{
	ip netns del "$NS" 2>/dev/null
	ip netns add "$NS" && ip -n "$NS" link add nt0 numtxqueues 4 numrxqueues 4 \
		type veth peer name nt1 numtxqueues 4 numrxqueues 4
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

	# One is refused when it is written, and the others stay.
	sed 's/^net.ipv4.tcp_rmem/net.ipv4.tcp_congestion_control = no-such\n&/' "$TMP/sysctls.conf" >"$TMP/refused.conf"
	watched+=(/proc/sys/net/ipv4/tcp_congestion_control)
	forced=(--force)
	what=refused
	every_way "sysctls, --force" "${SOME[@]}"
	forced=()

	what=sysctls
	noticed sysctls "/proc/sys/net/core/somaxconn is 20000" -s 250
	new_namespace
}

# Settings of devices, over netlink: two features are one message. veth has
# channels, and a tap moderates by packets.
crash_device()
{
	printf '%s\n' "[main]" "summary=device" "[sysctl]" "net.core.somaxconn = 20000" \
		"[net]" "devices=nt0" "channels=rx 2 tx 3" "mtu=9000" "txqueuelen=500" \
		"features=rx-gro-list on rx-udp-gro-forwarding on" \
		"[tap]" "type=net" "devices=nt2" "coalesce=rx-frames 5" >"$TMP/device.conf"
	watched=(/proc/sys/net/core/somaxconn "!ip -o link; ethtool -k nt0; ethtool -l nt0; ethtool -c nt2 2>&1")
	ip -n "$NS" tuntap add nt2 mode tap 2>/dev/null || note "no tap, which would have coalescing"
	what=device
	every_way device "${SOME[@]}"
}

simulate()
{
	modprobe -q psample
	[ -e /sys/bus/netdevsim/new_device ] || insmod "${NETDEVSIM_KO:-}" 2>/dev/null ||
		modprobe netdevsim 2>/dev/null || return
	in_namespace "$NS" sh -c 'echo "77 1 4" >/sys/bus/netdevsim/new_device' || return
	dev=$(ip -n "$NS" -j link | jq -r '.[].ifname | select(test("^(lo|nt.*)$") | not)')
	in_namespace "$NS" ethtool -G "$dev" rx 128 tx 128
}

crash_rings()
{
	simulate || { skip "rings and coalescing" "no netdevsim (NETDEVSIM_KO, modprobe)"; return; }
	printf '%s\n' "[main]" "summary=ring" "[sysctl]" "net.core.somaxconn = 20000" \
		"[net]" "devices=$dev" "ring=rx 1024 tx 512" \
		"coalesce=rx-usecs 50 tx-usecs 20" >"$TMP/ring.conf"
	watched=("%$dev" /proc/sys/net/core/somaxconn)
	what=ring
	every_way "rings and coalescing" "${SOME[@]}"
	noticed "rings and coalescing" "%$dev is rings .* 1024 .* 512 coalescing 50 " -m -s 30
	echo 77 >/sys/bus/netdevsim/del_device
	new_namespace
}

# move_card DRIVER: its device into the namespace; sets $dev
move_card()
{
	modprobe -q "$1"
	for dev in /sys/class/net/*/device/driver; do
		[ "$(basename "$(readlink "$dev")")" = "$1" ] || continue
		dev=${dev#/sys/class/net/} dev=${dev%%/*}
		# Two may have the same name, each in its namespace.
		ip link set "$dev" down
		ip link set "$dev" name "nt-$1"
		dev=nt-$1
		ip link set "$dev" netns "$NS" && ip -n "$NS" link set "$dev" up
		return
	done
	return 1
}

# rounds NAME ASKED MADE VALUE: what the profile $what asks for is made another
# number, which is no failure; what COMMAND... prints is what it was after revert.
rounds()
{
	local name=$1 asked=$2 made=$3 before

	shift 3
	before=$("$@")
	run in_namespace "$NS" env NETTUNE_STATE="$TMP/rounded" "$NETTUNE" -j apply "$TMP/$what.conf"
	is "$name: what is rounded is no failure" "$status" 0
	has "... is told" "$err" "is $made now: $asked was asked for"
	is "... as clamped" "$(jq -c "[.steps[] | select(.wanted == $made) | .action]" <<<"$out")" '["clamped"]'
	run in_namespace "$NS" env NETTUNE_STATE="$TMP/rounded" "$NETTUNE" -j apply "$TMP/$what.conf"
	is "... once more: there is nothing to be done" "$status $(jq -c "[.id, (.steps[] | select(.current == $made) | .action)]" <<<"$out")" '0 [null,"keep"]'
	run in_namespace "$NS" env NETTUNE_STATE="$TMP/rounded" "$NETTUNE" -j verify "$TMP/$what.conf"
	is "... verify: it is as wanted" "$status $(jq -c "[.[] | select(.found == $made) | .state, .wanted]" <<<"$out")" "0 [\"ok\",$asked]"
	run in_namespace "$NS" env NETTUNE_STATE="$TMP/rounded" "$NETTUNE" revert
	is "... reverted" "$status" 0
	is "... it is as it was" "$("$@")" "$before"
}

rings_of()
{
	in_namespace "$NS" ethtool -g "$1"
	in_namespace "$NS" ethtool -c "$1" 2>&1
}

# Rings that the hardware has, of which each change takes the link down. This one
# makes them a multiple of 8, the next one of 32.
crash_e1000e()
{
	move_card e1000e || { skip "e1000e" "no such card (NETTUNE_VM_QEMU)"; return; }
	printf '%s\n' "[main]" "summary=card" "[net]" "devices=$dev" \
		"ring=rx 100 tx 512" "coalesce=rx-usecs 50" >"$TMP/card.conf"
	watched=("%$dev")
	what=card
	rounds e1000e 100 104 rings_of "$dev"
	every_way "e1000e" "${SOME[@]}"
}

crash_vmxnet3()
{
	move_card vmxnet3 || { skip "vmxnet3" "no such card (NETTUNE_VM_QEMU)"; return; }
	printf '%s\n' "[main]" "summary=card" "[net]" "devices=$dev" \
		"ring=rx 100 tx 1024" >"$TMP/card.conf"
	watched=("%$dev")
	what=card
	rounds vmxnet3 100 128 rings_of "$dev"
	[ -z "${CRASH_FULL-}" ] || every_way "vmxnet3"
}

need_root
[ -x "$NT_CRASH" ] || skip_all "no nt_crash"
NAMESPACES+=("$NS")
new_namespace || skip_all "no network namespaces"
# It is run for minutes, in which another may be built.
cp "$NETTUNE" "$TMP/nettune" && NETTUNE=$TMP/nettune
for kind in $WHAT; do
	"crash_$kind"
done
finish
