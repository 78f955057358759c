# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: GPL-2.0-or-later
# SO_RCVBUF is set to less than what fits the path. Its way back takes so long that
# what a slow machine adds to it does not count.
WANTS=rcvbuf-locked-low
OBJECT="tcp 10.9.0.1:8080 to 10.9.0.2:"
BY_DIAG=-

inject()
{
	cable && ip netns exec "$NS" tc qdisc add dev veth0 root netem delay 200ms &&
		lab -a 10.9.0.1 serve 8080 16384 -1 &&
		lab_in "$NS2" -a 10.9.0.1 feed 8080 1 65536 -1
}

mend()
{
	end_labs
	lab -a 10.9.0.1 serve 8080 0 -1 && lab_in "$NS2" -a 10.9.0.1 feed 8080 1 16384 10
}
