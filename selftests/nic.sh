#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# nic says of every network device what ethtool, ip and tc say.
#
# It changes devices, so it is meant for the VM. Devices with rings come with it
# (NETTUNE_VM_QEMU="-device e1000e,romfile= -device virtio-net-pci,romfile="),
# or from netdevsim, whose module is $NETDEVSIM_KO or found by modprobe.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

INNER=nt-nic-$$
# One order for sort and jq.
export LC_ALL=C
SIM=

# nettune_of DEVICE FILTER: what we say of a device
nettune_of()
{
	"$NETTUNE" -j nic "$1" | jq -cr ".[0] | $2"
}

# As lines "name value", in order; what is not known is not there.
LINES='to_entries[] | select(.value != null) | "\(.key) \(.value)"'

lines_of()
{
	nettune_of "$1" "$2 | $LINES" | sort
}

# ethtool's "Name: value" lines as ours.
ring_lines()
{
	ethtool -g "$1" 2>/dev/null | awk -F ':[\t ]*' '
		/maximums/ { max = "_max" }
		/Current/ { max = "" }
		/^(RX|TX):/ && $2 != "n/a" && (!max || $2 > 0) { print tolower($1) max, $2 }' | sort
}

channel_lines()
{
	ethtool -l "$1" 2>/dev/null | awk -F ':[\t ]*' '
		/maximums/ { max = "_max" }
		/Current/ { max = "" }
		/^(RX|TX|Other|Combined):/ && $2 != "n/a" { print tolower($1) max, $2 }' | sort
}

coalesce_lines()
{
	ethtool -c "$1" 2>/dev/null | sed -E 's/^Adaptive RX: (.*)  TX: /adaptive-rx: \1\nadaptive-tx: /
		s/^CQE mode RX: (.*)  TX: /cqe-mode-rx: \1\ncqe-mode-tx: /
		s/frame-(low|high)/frames-\1/' | awk -F ': *' '
		NF == 2 && $2 != "n/a" && $2 != "" {
			gsub("-", "_", $1)
			print $1, $2 == "on" ? 1 : $2 == "off" ? 0 : $2
		}' | sort
}

tc_root()
{
	tc -j -s qdisc show dev "$1" | jq -cr '[.[] | select(.root)][0] |
		if . == null or .drops == null then {} else {
			qdisc_drops: .drops, qdisc_requeues: .requeues,
			qdisc_overlimits: .overlimits } end | '"$LINES" | sort
}

# Counters of the driver that we tell, as ethtool has them. vmxnet3 has the same
# names for each of its queues.
driver_lines()
{
	ethtool -S "$1" 2>/dev/null | sed 's/^ *//' | awk -F ': ' '
		NR == FNR { sub(/ [^ ]*$/, ""); ours[$0]; next }
		{ value = $NF; sub(": " value "$", "") }
		$0 in ours { sum[$0] += value }
		END { for (name in sum) print name, sum[name] }' \
		<(echo "${told[nettune driver]-}") - | sort
}

# CPUs on which interrupts arrive, from the files that tell it.
irq_cpus()
{
	local device=/sys/class/net/$1/device irq

	[ -e "$device" ] || return
	[[ $(readlink "$device/subsystem") != */virtio ]] || device+=/..
	for irq in "$device"/msi_irqs/*; do
		[ -e "$irq" ] || { cat "/proc/irq/$(cat "$device/irq" 2>/dev/null || echo none)/effective_affinity_list"; break; }
		cat "/proc/irq/${irq##*/}/effective_affinity_list"
	done 2>/dev/null | tr , '\n' | awk -F - 'NF { for (i = $1; i <= $NF; i++) cpus[i] } END { for (i in cpus) n++; print n + 0 }'
}

# What JSON tells of a device: lines "who|what|line". Of some features ethtool has
# names that are older than the kernel's. Debian 12's ethtool has no tx_aggr_*.
TOLD='
def lines: [to_entries[] | select(.value != null) | "\(.key) \(.value)"] | sort;
def counters: { qdisc_drops, qdisc_requeues, qdisc_overlimits };
def told($who; $what): "\($who)|\($what)|" + (if type == "array" then .[] else . end);
{ "rx-checksumming": "rx-checksum", "generic-receive-offload": "rx-gro",
  "large-receive-offload": "rx-lro", "receive-hashing": "rx-hashing",
  "ntuple-filters": "rx-ntuple-filter", "rx-vlan-offload": "rx-vlan-hw-parse",
  "generic-segmentation-offload": "tx-generic-segmentation" } as $old |
input[0] as $ours | input[0] as $features | input[0] as $link |
([input[] | select(.root)][0] // {}) as $root |
($ours |
	(.ring // {} | lines | told("nettune"; "ring")),
	(.channels // {} | lines | told("nettune"; "channels")),
	(.coalesce // {} | lines | map(select(startswith("tx_aggr_") | not)) |
		told("nettune"; "coalesce")),
	(.features // {} | lines | told("nettune"; "features")),
	(.drops | counters | lines | told("nettune"; "qdisc")),
	(.drops | del(.rx_dropped, .tx_dropped, .rx_no_buffer, .qdisc_drops,
		.qdisc_requeues, .qdisc_overlimits) | lines | told("nettune"; "link")),
	(.driver_drops // {} | lines | told("nettune"; "driver")),
	([.ifindex, .mtu, .qdisc, .queues.txqueuelen] | tojson | told("nettune"; "numbers")),
	([.queues.rx_queues, .queues.tx_queues] | tojson | told("nettune"; "queues")),
	(.driver // "" | told("nettune"; "name")),
	(.speed | tojson | told("nettune"; "speed")),
	(.queues.irq_cpus // 0 | tojson | told("nettune"; "irqs"))),
($features | with_entries(.key |= ($old[.] // .) | select($ours.features[.key] != null) |
	.value |= (if .active then 1 else 0 end)) | lines | told("other"; "features")),
($root | if .drops == null then [] else { qdisc_drops: .drops, qdisc_requeues: .requeues,
	qdisc_overlimits: .overlimits } | lines end | told("other"; "qdisc")),
($link | ([.ifindex, .mtu, .qdisc, .txqlen] | tojson | told("other"; "numbers")),
	(.stats64 | { rx_missed: .rx.missed_errors, rx_fifo: .rx.fifo_errors,
		rx_over: .rx.over_errors, rx_crc: .rx.crc_errors, rx_errors: .rx.errors,
		tx_errors: .tx.errors, tx_carrier: .tx.carrier_errors } |
		lines | told("other"; "link")))'

# same DEVICE: all that others can tell
same()
{
	local who what line speed
	local -A told=()

	while IFS='|' read -r who what line; do
		told[$who $what]+=${told[$who $what]+$'\n'}$line
	done < <({ "$NETTUNE" -j nic "$1"; ethtool --json -k "$1"
		ip -j -s -s link show dev "$1"; tc -j -s qdisc show dev "$1"; } | jq -nr "$TOLD")
	told[other ring]=$(ring_lines "$1")
	told[other channels]=$(channel_lines "$1")
	told[other coalesce]=$(coalesce_lines "$1")
	told[other driver]=$(driver_lines "$1")
	told[other name]=$(ethtool -i "$1" 2>/dev/null | sed -n 's/^driver: //p')
	speed=$(ethtool "$1" 2>/dev/null | sed -n 's/^\tSpeed: \([0-9]*\)Mb.*/\1/p')
	told[other speed]=${speed:-null}
	told[other queues]="[$(count_of "/sys/class/net/$1/queues/rx-"*),$(count_of "/sys/class/net/$1/queues/tx-"*)]"
	told[other irqs]=$(irq_cpus "$1" | sed 's/^$/0/;$!d' | grep . || echo 0)
	for what in ring channels coalesce features link driver qdisc numbers name speed queues irqs; do
		is "$1: $what" "${told[nettune $what]:-nothing}" "${told[other $what]:-nothing}"
	done
}

# count_of FILE...: how many of them are there
count_of()
{
	[ -e "$1" ] && echo $# || echo 0
}

# What is set by ethtool is seen, and what is refused is not.
test_sim()
{
	SIM=$(simulated 1) || { skip "netdevsim" "no netdevsim (NETDEVSIM_KO, modprobe)"; return; }
	same "$SIM"
	ethtool -G "$SIM" rx 1000 tx 500
	ethtool -C "$SIM" rx-usecs 77 tx-usecs 78 adaptive-rx on
	ethtool -L "$SIM" combined 3
	is "$SIM: rings that were set" "$(nettune_of "$SIM" .ring)" \
		'{"rx":1000,"rx_max":4096,"tx":500,"tx_max":4096}'
	is "$SIM: coalescing that was set" \
		"$(nettune_of "$SIM" '.coalesce | [.rx_usecs, .tx_usecs, .adaptive_rx]')" "[77,78,1]"
	is "$SIM: channels that were set" \
		"$(nettune_of "$SIM" '.channels | [.combined, .combined_max]')" "[3,4]"
	has "$SIM: all of that in one line" "$("$NETTUNE" nic | tr -s ' ')" \
		"^$SIM netdevsim .* 1000/4096 500/4096 3/4 adaptive "
	same "$SIM"
}

# Real rings, as far as there is such a device.
test_hardware()
{
	local device driver ring found=

	for driver in e1000e virtio_net vmxnet3; do
		modprobe $driver 2>/dev/null
	done
	for device in /sys/class/net/*/device; do
		[ -e "$device" ] || continue
		device=$(basename "$(dirname "$device")")
		[ "$device" != "$SIM" ] || continue
		found=y
		ip link set "$device" up
		wait_for grep -q 1 "/sys/class/net/$device/carrier"
		same "$device"
		ring=$(ring_lines "$device" | sed -n 's/^rx //p')
		if ethtool -G "$device" rx 128 2>/dev/null; then
			is "$device: a ring that was set" "$(nettune_of "$device" .ring.rx)" \
				"$(ring_lines "$device" | sed -n 's/^rx //p')"
			ethtool -G "$device" rx "$ring"
		fi
	done
	[ -n "$found" ] || skip "real rings" "no device (NETTUNE_VM_QEMU)"
}

test_virtual()
{
	local device

	ip link add ntv0 type veth peer name ntv1
	ip link set ntv0 up
	ip link set ntv1 up
	for device in dummy bridge; do
		modprobe $device 2>/dev/null
		ip link add "nt$device" type $device && ip link set "nt$device" up
	done
	for device in lo ntv0 ntdummy ntbridge; do
		[ -e /sys/class/net/$device ] || { skip $device "not in this kernel"; continue; }
		same $device
	done
	is "a virtual device has its kind" "$(nettune_of ntv0 .kind)" veth
	is "a device that is down has no link" \
		"$(ip link set ntv1 down && nettune_of ntv1 '[.up, .link]')" "[false,false]"
	is "its peer has none either" "$(nettune_of ntv0 '[.up, .link]')" "[true,false]"
	ip link set ntv1 up
	echo 3 >/sys/class/net/ntv0/queues/rx-0/rps_cpus
	is "a queue with RPS" "$(nettune_of ntv0 .queues.rps_queues)" 1
	echo 0 >/sys/class/net/ntv0/queues/rx-0/rps_cpus
	is "a queue without" "$(nettune_of ntv0 .queues.rps_queues)" 0
}

# A qdisc with room for 5 packets, and what it loses.
test_qdisc()
{
	local i

	modprobe sch_netem 2>/dev/null
	# Nothing but ours shall be sent: IPv6 looks for routers by itself.
	echo 1 >/proc/sys/net/ipv6/conf/ntv0/disable_ipv6
	tc qdisc add dev ntv0 root netem delay 30s limit 5 2>/dev/null ||
		{ skip "a full qdisc" "no netem"; return; }
	ip addr add 192.0.2.1/24 dev ntv0
	ip neigh add 192.0.2.2 lladdr 02:00:00:00:00:02 dev ntv0
	for ((i = 0; i < 50; i++)); do
		echo x >/dev/udp/192.0.2.2/9
	done 2>/dev/null
	is "a full qdisc: depth and limit" \
		"$(nettune_of ntv0 '.queues | [.qdisc_qlen, .qdisc_limit]')" "[5,5]"
	is "a full qdisc: what it lost" "$(lines_of ntv0 '.drops | {qdisc_drops, qdisc_requeues, qdisc_overlimits}')" \
		"$(tc_root ntv0)"
	is "that is 45 and more" "$(nettune_of ntv0 '.drops.qdisc_drops >= 45')" true
	has "a virtual device that lost something is shown unasked" "$("$NETTUNE" nic 2>&1)" '^ntv0 '
	is "and in words" "$("$NETTUNE" nic ntv0 | sed -n 's/.*qdisc_drops \([0-9]*\).*/\1/p')" \
		"$(nettune_of ntv0 .drops.qdisc_drops)"
	for i in "pfifo limit 9" "fq_codel limit 77" "fq limit 66"; do
		# shellcheck disable=SC2086 # words
		tc qdisc replace dev ntv0 root $i 2>/dev/null || { skip "limit of $i" "no such qdisc"; continue; }
		is "limit of $i" "$(nettune_of ntv0 .queues.qdisc_limit)" "${i##* }"
	done
	tc qdisc replace dev ntv0 root bfifo limit 5000
	is "a limit of bytes is none of packets" \
		"$(nettune_of ntv0 '.queues | [.qdisc_limit, .qdisc_limit_bytes]')" "[null,5000]"
	tc qdisc del dev ntv0 root
}

test_choice()
{
	is "JSON has all devices" "$("$NETTUNE" -j nic | jq -c 'map(.ifname)')" \
		"$(ip -j link | jq -c 'sort_by(.ifindex) | map(.ifname)')"
	is "-a has all devices" "$("$NETTUNE" nic -a | awk 'NR > 1 { print $1 }' | sort)" \
		"$(ip -j link | jq -r '.[].ifname' | sort)"
	is "a glob" "$("$NETTUNE" -j nic 'ntv*' | jq -c 'map(.ifname) | sort')" '["ntv0","ntv1"]'
	ip link property add dev ntv0 altname nt-another-name-of-ntv0
	is "another name of a device" \
		"$("$NETTUNE" -j nic 'nt-another-*' | jq -c 'map(.ifname)')" '["ntv0"]'
	run "$NETTUNE" nic ntv0 nonesuch
	is "a device that is not there: exit status and output" "$status:$out" 1:
	has "a device that is not there: which one" "$err" "^nettune: nic: no network device 'nonesuch'"
	run "$NETTUNE" --all-netns nic
	is "--all-netns is refused" "$status" 2
	is "the table fits 80 columns" "$("$NETTUNE" nic -v | awk 'length > 80' | head -3)" ""
	if ip link add $'nt\e[2J' type dummy 2>/dev/null; then
		is "no control character of a name is printed" \
			"$("$NETTUNE" nic -a | tr -d '\n' | tr -cd '[:cntrl:]' | wc -c)" 0
		is "JSON with such a name is valid" "$("$NETTUNE" -j nic | jq 'map(select(.ifname == "nt\u001b[2J")) | length')" 1
		ip link del $'nt\e[2J'
	fi
}

test_namespace()
{
	namespace "$INNER"
	ip link add ntin0 type veth peer name ntin1 netns "$INNER"
	in_namespace "$INNER" bash -c 'ip link set ntin1 up'
	is "-N: its devices, and no others" "$("$NETTUNE" -N "$INNER" -j nic | jq -c 'map(.ifname)')" \
		'["lo","ntin1"]'
	in_namespace "$INNER" unshare -m bash -c 'mount -t sysfs none /sys &&
		echo 1 >/sys/class/net/ntin1/queues/rx-0/rps_cpus'
	is "-N: RPS is that of its device" \
		"$("$NETTUNE" -N "$INNER" -j nic ntin1 | jq -c '.[0].queues | [.rx_queues, .rps_queues]')" "[1,1]"
	# The /sys that is mounted is that of another namespace.
	is "without root in a namespace: what sysfs would tell is not known" \
		"$(in_namespace "$INNER" setpriv --reuid=65534 --regid=65534 --clear-groups \
			"$NETTUNE" -j nic ntin1 | jq -c '.[0] | [.ifname, .mtu, .queues.rps_queues]')" \
		'["ntin1",1500,null]'
	ip link del ntin0
}

# Devices that come and go are no error.
test_vanishing()
{
	local i bad=0

	(
		while :; do
			ip link add ntgone0 type veth peer name ntgone1 &&
				ip link del ntgone0
			sleep 0.02
		done
	) >/dev/null 2>&1 &
	LOADS+=($!)
	for ((i = 0; i < 10; i++)); do
		if ! "$NETTUNE" -j nic >"$TMP/seen" 2>"$TMP/said" ||
		   ! jq -e 'map(select(.ifname == "lo")) | length == 1' "$TMP/seen" >/dev/null; then
			bad=$((bad + 1))
			note "$(cat "$TMP/said")"
		fi
	done
	is "devices come and go: no error, whole answers" "$bad" 0
	kill "${LOADS[-1]}"
	unset 'LOADS[-1]'
	wait 2>/dev/null
	ip link del ntgone0 2>/dev/null
}

need_root
for tool in ethtool ip tc; do
	command -v $tool >/dev/null || skip_all "no $tool"
done
test_sim
test_hardware
test_virtual
test_qdisc
test_choice
is "without root: the same as with it" \
	"$(setpriv --reuid=65534 --regid=65534 --clear-groups "$NETTUNE" -j nic)" "$("$NETTUNE" -j nic)"
test_namespace
test_vanishing
ip link del ntv0
for device in ntdummy ntbridge; do
	ip link del $device 2>/dev/null
done
[ -z "$SIM" ] || echo 1 >/sys/bus/netdevsim/del_device
finish
