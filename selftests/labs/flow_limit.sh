# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: GPL-2.0-or-later
# One flow that comes in bursts, and a CPU that limits flows.
WANTS=netdev-flow-limit
OBJECT="cpu 1"
ON_HOST=1

# It takes a while until so many were of one flow that it is limited; until
# then the backlog is full.
is_limiting()
{
	local line

	{
		read -r _
		read -ra line
	} </proc/net/softnet_stat
	((16#${line[10]} > 200))
}

inject()
{
	on_host net.core.netdev_max_backlog=60 net.core.flow_limit_cpu_bitmap=2 &&
		cable &&
		in_namespace "$NS" unshare --mount sh -c 'mount -t sysfs sysfs /sys &&
			echo 2 >/sys/class/net/veth0/queues/rx-0/rps_cpus' &&
		ip netns exec "$NS2" tc qdisc add dev veth1 root netem slot 100ms &&
		lab -a 10.9.0.1 sink 9000 0 20 &&
		lab_in "$NS2" -a 10.9.0.1 flood 9000 1000 100 20 &&
		wait_for is_limiting
}
