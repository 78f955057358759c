# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: GPL-2.0-or-later
# How long a card waits before it interrupts, as ethtool says.
WHAT="a card's rx-usecs"
BETTER=less

coalescing()
{
	ethtool -c "$1" 2>/dev/null | awk '$1 == "rx-usecs:" && $2 != "n/a" { print $2 }'
}

prepare()
{
	local device

	modprobe -qa e1000e vmxnet3
	for device in /sys/class/net/*; do
		card=${device##*/}
		[[ $(realpath "$device") != */virtual/* ]] && [ -n "$(coalescing "$card")" ] && return
	done
	NEEDS="a card that coalesces"
	return 1
}

measure()
{
	coalescing "$card"
}
