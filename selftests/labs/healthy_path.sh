# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: GPL-2.0-or-later
# A transfer over a path with a delay and a little loss, as paths have.
ALONE=1

inject()
{
	cable && ip netns exec "$NS" tc qdisc add dev veth0 root netem delay 20ms loss 0.1% &&
		lab -a 10.9.0.1 serve 8080 0 -1 &&
		lab_in "$NS2" -a 10.9.0.1 feed 8080 1 65536 -1
}
