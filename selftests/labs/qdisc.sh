# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: GPL-2.0-or-later
# A queue in front of a device that has room for hardly anything.
WANTS=qdisc-full
OBJECT=veth0

inject()
{
	cable && ip netns exec "$NS" tc qdisc add dev veth0 root tbf rate 200kbit burst 4000 limit 4000 &&
		lab_in "$NS2" -a 10.9.0.2 sink 9000 0 20 &&
		lab -a 10.9.0.2 flood 9000 200 1000 20
}

mend()
{
	ip netns exec "$NS" tc qdisc del dev veth0 root
}
