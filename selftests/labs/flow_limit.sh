# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: GPL-2.0-or-later
# One flow that comes in bursts, and CPUs that limit flows: it is the one that
# hands a packet to the other that does.
WANTS=netdev-flow-limit
OBJECT="cpu 1"
ON_HOST=1

# It takes a while until so many were of one flow that it is limited; until
# then the backlog is full.
is_limiting()
{
	local line limited=0

	while read -ra line; do
		limited=$((limited + 16#${line[10]}))
	done </proc/net/softnet_stat
	((limited > 200))
}

inject()
{
	on_host net.core.netdev_max_backlog=60 net.core.flow_limit_cpu_bitmap=3 &&
		cable &&
		in_namespace "$NS" unshare --mount sh -c 'mount -t sysfs sysfs /sys &&
			echo 2 >/sys/class/net/veth0/queues/rx-0/rps_cpus' &&
		ip netns exec "$NS2" tc qdisc add dev veth1 root netem slot 100ms &&
		lab -a 10.9.0.1 sink 9000 0 20 &&
		lab_in "$NS2" -a 10.9.0.1 flood 9000 1000 100 20 &&
		wait_for is_limiting
}
