# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: GPL-2.0-or-later
# One connection over a long way, whose link carries 9 MB each round trip of a
# second: far less than the machine can, far more than windows are by default.
# Both ends get the profile. Nothing is sent at first but what the receiver
# takes: how a sender finds its rate is not what is measured.
RATE=9000000
WHAT="kB/s over a way of 1 s"
GAIN="factor"

# limit NAME: the most that autotuning gives, the smaller of both ends
limit()
{
	local here there

	here=$(sysctl -n net.ipv4.tcp_rmem | awk '{ print $3 }')
	there=$(in_namespace "$NS" sysctl -n net.ipv4.tcp_wmem | awk '{ print $3 }')
	echo $((here < there ? here : there))
}

prepare()
{
	cable || return
	if ! tc qdisc replace dev nt-eff0 root netem delay 500ms limit 200000 ||
		! tc -n "$NS" qdisc replace dev veth1 root netem delay 500ms \
			rate $((RATE * 8)) limit 200000; then
		NEEDS="netem"
		return 1
	fi
	ip -n "$NS" route change 10.9.0.0/24 dev veth1 src 10.9.0.2 initcwnd 10000
}

arrived()
{
	cat /sys/class/net/nt-eff0/statistics/rx_bytes
}

# Windows double each round trip; then four of them.
measure()
{
	local begin bytes

	lab -a 10.9.0.1 serve 8081 0 -1 &&
		far_lab -a 10.9.0.1 feed 8081 1 65536 -1 || return
	sleep 11
	bytes=$(arrived)
	begin=${EPOCHREALTIME/./}
	sleep 4
	echo $((($(arrived) - bytes) * 1000 / (${EPOCHREALTIME/./} - begin)))
	limit >"$TMP/limit"
}

# What windows allow: a round trip's worth of the link, or the limit.
expect()
{
	local old=$1 new=$2

	awk -v rate=$RATE -v old="$old" -v new="$new" \
		'BEGIN { printf "%.2f\n", (new < rate ? new : rate) / old }'
}
