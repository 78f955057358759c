# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: GPL-2.0-or-later
# A CPU that gets packets from another one, and has room for hardly any.
WANTS=netdev-backlog-full
OBJECT="cpu 1"
ON_HOST=1

inject()
{
	on_host net.core.netdev_max_backlog=1 &&
		in_namespace "$NS" unshare --mount sh -c 'mount -t sysfs sysfs /sys &&
			echo 2 >/sys/class/net/lo/queues/rx-0/rps_cpus' &&
		lab sink 9000 0 20 &&
		lab flood 9000 1000 100 100 && taskset -pc 0 "${PIDS[-1]}" >/dev/null
}
