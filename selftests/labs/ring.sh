# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: GPL-2.0-or-later
# A receive ring with room for less than what comes at once, on two cards of the
# VM that a wire connects. The one sends in bursts, since netem holds packets.
WANTS=nic-ring-full
ALONE=1

# card DRIVER: the first one that it has
card()
{
	local path

	for path in /sys/class/net/*/device/driver; do
		[ "$path" -ef "/sys/bus/pci/drivers/$1" ] || continue
		path=${path%/device/driver}
		echo "${path##*/}"
		return
	done
}

possible()
{
	[ -n "${NETTUNE_VM-}" ] || { echo "outside of the VM"; return 1; }
	modprobe -a e1000e vmxnet3
	[ -n "$(card e1000e)" ] && [ -n "$(card vmxnet3)" ] && return
	echo "no e1000e and vmxnet3 on one wire (NETTUNE_VM_QEMU)"
	return 1
}

inject()
{
	local from to

	from=$(card e1000e) to=$(card vmxnet3)
	OBJECT="$to\$"
	namespace "$NS2" &&
		ip link set "$from" netns "$NS2" && ip link set "$to" netns "$NS" &&
		in_namespace "$NS" ethtool -G "$to" rx 32 &&
		ip -n "$NS2" addr add 10.9.0.2/24 dev "$from" &&
		ip -n "$NS" addr add 10.9.0.1/24 dev "$to" &&
		ip -n "$NS2" link set "$from" up && ip -n "$NS" link set "$to" up &&
		ip netns exec "$NS2" tc qdisc add dev "$from" root netem slot 100ms &&
		lab -a 10.9.0.1 sink 9000 0 20 &&
		lab_in "$NS2" -a 10.9.0.1 flood 9000 600 100 20
}
