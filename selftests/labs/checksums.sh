# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: GPL-2.0-or-later
# The path damages packets.
WANTS=checksum-errors

inject()
{
	cable && ip netns exec "$NS2" tc qdisc add dev veth1 root netem corrupt 50% &&
		lab -a 10.9.0.1 sink 9000 0 20 &&
		lab_in "$NS2" -a 10.9.0.1 flood 9000 100 1000 20
}

mend()
{
	ip netns exec "$NS2" tc qdisc del dev veth1 root
}
