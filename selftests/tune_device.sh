#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The real target of a profile, tools/tune/host.c: what it reads and writes is
# what ethtool, ip and /proc say before and after, what it is refused leaves
# all as it was, and what was changed is put back to the last byte.
#
# It changes devices, so it is meant for the VM. Devices come as for nic.sh.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

NT_TUNE=${NT_TUNE:-$HERE/nt_tune}
export NETTUNE_STATE=$TMP/state
INNER=nt-tune-$$
SIM=

# ask LINE...: sets $reply to what the target answers
ask()
{
	echo "$*" >&"${TARGET[1]}"
	IFS= read -r reply <&"${TARGET[0]}"
}

# gets NAME KEY WANTED, where KEY is "KIND DEVICE PARAMETER"
gets()
{
	ask "get $2"
	is "$1" "$reply" "$3"
}

# value KEY: sets $reply to the value alone
value()
{
	ask "get $1"
	reply=${reply%% *}
}

# sets NAME ARGUMENTS
sets()
{
	ask "set $2"
	is "$1" "$reply" ok
}

# refused NAME ARGUMENTS PATTERN
refused()
{
	ask "set $2"
	[[ $reply =~ ^'! '$3 ]]
	local status=$?

	result $status "$1"
	[ $status = 0 ] || note "no /$3/ in: $reply"
}

# settings_of DEVICE FLAG...: what ethtool says by these flags, and ip
settings_of()
{
	local device=$1 flag file

	shift
	for flag in "$@"; do
		ethtool "$flag" "$device" 2>&1
	done
	ip -j link show dev "$device" | jq '.[0] | [.mtu, .txqlen]'
	for file in gro_flush_timeout napi_defer_hard_irqs; do
		echo "$file $(<"/sys/class/net/$device/$file")"
	done
}

# before DEVICE FLAG...
before()
{
	FLAGS=("${@:2}")
	settings_of "$@" >"$TMP/before"
}

# as_before DEVICE NAME
as_before()
{
	passes "$1: $2" diff "$TMP/before" <(settings_of "$1" "${FLAGS[@]}")
}

# ethtool_value FLAG DEVICE "LABEL": of the current ones
ethtool_value()
{
	ethtool -"$1" "$2" 2>/dev/null | awk -F ':[\t ]*' -v label="$3" \
		'/Current/ { found = "" } $1 == label { found = $2 } END { print found }'
}

# How many messages have changed rings, coalescing, channels, pause frames.
changes()
{
	awk '/^Ring/ { ring++ } /^Coalesce/ { coalesce++ } /^Channel/ { channels++ }
		/^Pause/ { pause++ }
		END { print ring, coalesce, channels, pause }' "$TMP/monitor"
}

# What no driver has a say in.
test_sim()
{
	local channels coalesce monitor

	before "$SIM" -g -c -l -k -a
	stdbuf -oL ethtool --monitor "$SIM" >"$TMP/monitor" &
	monitor=$!
	LOADS+=("$monitor")
	wait_for grep -q listening "$TMP/monitor"
	gets "a ring and the most that it can be" "ring $SIM rx" "0 max 4096"
	sets "both rings in one message" "ring $SIM rx 1000 tx 500"
	is "rings as ethtool sees them" \
		"$(ethtool_value g "$SIM" RX) $(ethtool_value g "$SIM" TX)" "1000 500"
	gets "a ring that was set" "ring $SIM tx" "500 max 4096"
	refused "a ring beyond the maximum, in the kernel's words" "ring $SIM rx 5000 tx 600" \
		"EINVAL the kernel says on rx: requested ring size exceeds maximum"
	gets "... after which the other one has not changed either" "ring $SIM tx" "500 max 4096"
	gets "no ring at all" "ring $SIM usecs" "! ENOENT # ethtool knows no such parameter of rings"
	refused "no number" "ring $SIM rx many" "EINVAL rx is a number"
	refused "more than 32 bits" "ring $SIM rx 4294967296" "EINVAL rx is a number"
	sets "rings as they were" "ring $SIM rx 0 tx 0"

	value "coalesce $SIM adaptive-rx"
	is "adaptive-rx is off at first" "$reply" off
	coalesce=$(ethtool -c "$SIM")
	sets "coalescing: three parameters at once" "coalesce $SIM rx-usecs 77 tx-usecs 78 rx-frames-irq 3"
	is "coalescing as ethtool sees it, and nothing else has changed" \
		"$(ethtool -c "$SIM")" \
		"$(sed 's/^rx-usecs: .*/rx-usecs: 77/; s/^tx-usecs: .*/tx-usecs: 78/; s/^rx-frames-irq: .*/rx-frames-irq: 3/' <<<"$coalesce")"
	sets "adaptive-rx, which is named" "coalesce $SIM adaptive-rx on"
	gets "what does not count while it is on" "coalesce $SIM rx-usecs" \
		"77 # without effect while adaptive-rx is on"
	gets "... what counts" "coalesce $SIM tx-usecs" 78
	sets "rx-usecs does not switch it off" "coalesce $SIM rx-usecs 11"
	gets "... it is on" "coalesce $SIM adaptive-rx" on
	refused "a switch that is neither on nor off" "coalesce $SIM adaptive-rx 1" \
		"EINVAL adaptive-rx is on or off"
	sets "coalescing as it was" "coalesce $SIM rx-usecs 0 tx-usecs 0 rx-frames-irq 0 adaptive-rx off"

	value "channels $SIM combined"
	channels=$reply
	sets "channels" "channels $SIM combined 3"
	is "channels as ethtool sees them" "$(ethtool_value l "$SIM" Combined)" 3
	refused "more channels than there are" "channels $SIM combined 5" \
		"EINVAL the kernel says on combined: requested channel count exceeds maximum"
	refused "no channel" "channels $SIM combined 0" \
		"EINVAL the kernel says on combined: requested channel counts would result in no RX"
	gets "channels of another kind" "channels $SIM rx" \
		"! EOPNOTSUPP # the driver has combined channels instead"
	refused "... are refused, not left out" "channels $SIM rx 1 tx 1" \
		"EINVAL the kernel says on (rx|tx): requested channel count exceeds maximum"
	sets "channels as they were" "channels $SIM combined $channels"

	sets "pause frames" "pause $SIM rx on tx on"
	is "pause frames as ethtool sees them" \
		"$(ethtool_value a "$SIM" RX) $(ethtool_value a "$SIM" TX)" "on on"
	sets "pause frames as they were" "pause $SIM rx off tx off"
	as_before "$SIM" "all as before"
	wait_for eval '[[ $(changes) == *" 2" ]]'
	is "one message for each change, whatever it has" "$(changes)" "2 4 2 2"
	kill "$monitor"
}

# Features follow each other, which the kernel does not call an error.
test_features()
{
	local gro

	before "$1" -k
	value "features $1 rx-gro"
	gro=$reply
	gets "a feature" "features $1 tx-generic-segmentation" on
	sets "two features at once" "features $1 tx-generic-segmentation off rx-gro off"
	is "features as ethtool sees them" \
		"$(ethtool -k "$1" | awk '/^generic-(seg|rec)/ { print $2 }' | xargs)" "off off"
	gets "a feature that is not the driver's to change" "features $1 rx-vlan-filter" \
		"off fixed # the driver has it fixed"
	refused "... and the other one with it" "features $1 rx-gro on rx-vlan-filter on" \
		"EOPNOTSUPP rx-vlan-filter can't be changed"
	gets "... is as it was" "features $1 rx-gro" off
	gets "no feature" "features $1 rx-wings" "! ENOENT # the kernel knows no such feature"
	sets "features as they were" "features $1 tx-generic-segmentation on rx-gro $gro"

	sets "one that others need" "features $1 tx-scatter-gather off"
	refused "those others" "features $1 tx-scatter-gather off tx-generic-segmentation on" \
		"EOPNOTSUPP tx-generic-segmentation stays off"
	sets "all together" "features $1 tx-scatter-gather on"
	as_before "$1" "features as before"
}

# By rtnetlink and by files.
test_link()
{
	local txqueuelen

	before "$1"
	value "link $1 txqueuelen"
	txqueuelen=$reply
	sets "mtu and txqueuelen in one message" "link $1 mtu 1400 txqueuelen 77"
	is "... as ip sees them" \
		"$(ip -j link show dev "$1" | jq -c '.[0] | [.mtu, .txqlen]')" "[1400,77]"
	refused "an mtu that is too small, in the kernel's words" "link $1 mtu 1" \
		"EINVAL the kernel says: mtu less than device minimum"
	gets "no property of a link" "link $1 colour" "! ENOENT # no property of a link"
	sets "NAPI" "napi $1 gro_flush_timeout 20000 napi_defer_hard_irqs 2"
	is "... as sysfs has it" \
		"$(cat "/sys/class/net/$1"/{gro_flush_timeout,napi_defer_hard_irqs} | xargs)" "20000 2"
	refused "NAPI: no number" "napi $1 gro_flush_timeout x" EINVAL
	sets "NAPI as it was" "napi $1 gro_flush_timeout 0 napi_defer_hard_irqs 0"
	sets "the link as it was" \
		"link $1 mtu 1500 txqueuelen $txqueuelen"
	as_before "$1" "all as before"
}

# Real drivers round, and have limits that they do not tell.
test_card()
{
	local device=$1 driver old new

	driver=$(ethtool -i "$device" | sed -n 's/^driver: //p')
	ip link set "$device" up
	wait_for grep -q 1 "/sys/class/net/$device/carrier"
	before "$device" -g -c -l
	value "ring $device rx"
	old=$reply
	gets "$driver: its ring" "ring $device rx" \
		"$(ethtool_value g "$device" RX) max $(ethtool -g "$device" | awk '/^RX:/ { print $2; exit }')"
	ask "set ring $device rx 100"
	note "$driver: ring rx 100: $reply, then $(ethtool_value g "$device" RX)"
	new=$(ethtool_value g "$device" RX)
	case $driver:$reply in
	virtio_net:!*)
		is "$driver: a ring that it refuses is as it was" "$new" "$old"
		;;
	*)
		is "$driver: a ring is set" "$reply" ok
		[ "$new" -ge 100 ] && [ "$new" -lt 256 ]
		result $? "$driver: and is what the driver makes of it"
		value "ring $device rx"
		is "$driver: which is what we say" "$reply" "$new"
		;;
	esac
	refused "$driver: beyond the hardware" "ring $device rx 1048576" \
		"EINVAL the kernel says on rx: requested ring size exceeds maximum"
	sets "$driver: the ring as it was" "ring $device rx $old"
	test_card_"$driver" "$device"
	as_before "$device" "$driver: all as before"
}

test_card_e1000e()
{
	local old

	value "coalesce $1 rx-usecs"
	old=$reply
	sets "e1000e: rx-usecs" "coalesce $1 rx-usecs 50"
	is "e1000e: rx-usecs as ethtool sees it" "$(ethtool_value c "$1" rx-usecs)" 50
	sets "e1000e: rx-usecs as it was" "coalesce $1 rx-usecs $old"
	gets "e1000e: what it does not moderate by" "coalesce $1 rx-frames" \
		"! EOPNOTSUPP # the driver has no rx-frames"
	refused "e1000e: ... is refused" "coalesce $1 rx-frames 8" "(EINVAL|EOPNOTSUPP) "
	gets "e1000e: a ring that it does not have" "ring $1 rx-mini" \
		"! EOPNOTSUPP # the driver has no rx-mini"
	gets "e1000e: no channels" "channels $1 combined" "! EOPNOTSUPP # the driver does not tell"
	refused "e1000e: ... are refused" "channels $1 combined 1" "EOPNOTSUPP the driver can't"
}

test_card_vmxnet3()
{
	local channel=combined old

	refused "vmxnet3: channels, which it only tells" "channels $1 rx 1" "EOPNOTSUPP the driver can't"

	# Whether they can be set is known only when they are.
	[[ $(ethtool_value l "$1" RX) = [1-9]* ]] && channel=rx
	old=$(ethtool_value g "$1" RX)
	printf '%s\n' "[main]" "summary=card" "[net]" "devices=$1" "channels=$channel 0" \
		"ring=rx $((2 * old))" "txqueuelen=777" >"$TMP/card.conf"
	run "$NETTUNE" apply "$TMP/card.conf"
	is "vmxnet3: a profile, of which it refuses channels" "$status" 1
	has "... which, and why" "$err" "setting $1 channels $channel to 0: the driver can't"
	as_before "$1" "... nothing has changed"
	run "$NETTUNE" -j apply --force "$TMP/card.conf"
	is "... --force: the rest" "$status $(ethtool_value g "$1" RX) $(cat "/sys/class/net/$1/tx_queue_len")" \
		"4 $((2 * old)) 777"
	is "... what is refused, and why" \
		"$(jq -c '[.steps[] | select(.action == "refused") | .key, .note]' <<<"$out")" \
		"[\"channels $channel\",\"the driver can't\"]"
	run "$NETTUNE" verify
	is "... verify" "$status" 0
	run "$NETTUNE" revert
	is "... revert" "$status" 0
}

test_card_virtio_net()
{
	refused "virtio_net: rx-usecs, which this one has not" "coalesce $1 rx-usecs 8" \
		"(EINVAL|EOPNOTSUPP) "
	gets "virtio_net: ... nor does its host offer it" "coalesce $1 rx-usecs" \
		"! EOPNOTSUPP # the host of this machine offers no rx-usecs"
}

test_cards()
{
	local device driver found=

	for driver in e1000e virtio_net vmxnet3; do
		modprobe $driver 2>/dev/null
	done
	for device in /sys/class/net/*/device; do
		device=$(basename "$(dirname "$device")")
		[ "$device" != "$SIM" ] || continue
		found=y
		test_card "$device"
	done
	[ -n "$found" ] || skip "real rings" "no device (NETTUNE_VM_QEMU)"
}

test_sysctl()
{
	local range

	range=$(xargs </proc/sys/net/ipv4/ip_local_port_range)
	gets "a vector" "sysctl - net.ipv4.ip_local_port_range" "$range"
	sets "... is set" "sysctl - net.ipv4.ip_local_port_range 20000_30000"
	is "... as /proc has it" "$(xargs </proc/sys/net/ipv4/ip_local_port_range)" "20000 30000"
	refused "values that make no sense" "sysctl - net.ipv4.ip_local_port_range 30000_20000" \
		"EINVAL the kernel takes no such value"
	sets "... is as it was" "sysctl - net.ipv4.ip_local_port_range ${range// /_}"
	refused "more numbers than there are" "sysctl - net.ipv4.tcp_fin_timeout 60_61" \
		"EINVAL the kernel took only '60 '"
	gets "one that is only read" "sysctl - net.ipv4.tcp_available_congestion_control" \
		"$(cat /proc/sys/net/ipv4/tcp_available_congestion_control) fixed"
	gets "one of a device with a dot in its name" "sysctl - net.ipv4.conf.nt/7.rp_filter" \
		"$(cat /proc/sys/net/ipv4/conf/nt.7/rp_filter)"
	sets "... is set" "sysctl - net/ipv4/conf/nt.7/rp_filter 2"
	is "... there" "$(cat /proc/sys/net/ipv4/conf/nt.7/rp_filter)" 2
	gets "one that is not there" "sysctl - net.ipv4.tcp_tw_recycle" "! ENOENT"
	gets "one that is only written" "sysctl - net.ipv4.route.flush" "! EACCES"
	gets "a folder" "sysctl - net.ipv4" "! ENOENT # a folder of settings"
	refused "a way out of the folder" "sysctl - net/../../self/comm x" "EINVAL not the name of a sysctl"
}

test_hashsize()
{
	local old

	if ! [ -e /sys/module/nf_conntrack ]; then
		gets "conntrack that is not loaded" "nf_conntrack_hashsize - hashsize" \
			"! ENOENT # the module nf_conntrack is not loaded"
		modprobe nf_conntrack 2>/dev/null ||
			{ skip "conntrack's table" "no nf_conntrack"; return; }
	fi
	old=$(cat /sys/module/nf_conntrack/parameters/hashsize)
	gets "the size of conntrack's table" "nf_conntrack_hashsize - hashsize" "$old"
	sets "... is set" "nf_conntrack_hashsize - hashsize 4000"
	is "... and rounded up to whole pages" \
		"$(cat /sys/module/nf_conntrack/parameters/hashsize)" 4096
	sets "... is as it was" "nf_conntrack_hashsize - hashsize $old"
	is "... as sysfs has it" "$(cat /sys/module/nf_conntrack/parameters/hashsize)" "$old"
	is "in another namespace it is refused" \
		"$(echo "set nf_conntrack_hashsize - hashsize 4000" | "$NT_TUNE" "$INNER")" \
		"! EOPNOTSUPP only in the first network namespace"
}

test_namespace()
{
	local said backlog

	backlog=$(cat /proc/sys/net/ipv4/tcp_fin_timeout)
	said=$("$NT_TUNE" "$INNER" <<-LINES
		set sysctl - net.ipv4.tcp_fin_timeout 17
		set napi ntin1 gro_flush_timeout 30000
		get napi ntin1 gro_flush_timeout
		set link ntin1 txqueuelen 55
		get napi $1 gro_flush_timeout
		get sysctl - net.core.netdev_max_backlog
		devices
	LINES
	)
	is "in a namespace: set, NAPI too, and only its own" \
		"$(head -6 <<<"$said" | xargs)" \
		"ok ok 30000 ok ! ENODEV ! ENOENT"
	is "... its devices" "$(awk 'NR > 6 && !/\./ { print $1, $2 }' <<<"$said" | xargs)" \
		"lo virtual ntin1 virtual"
	is "... as it sees it" \
		"$(in_namespace "$INNER" bash -c 'cat /proc/sys/net/ipv4/tcp_fin_timeout; ip -j link show dev ntin1 | jq .[0].txqlen' | xargs)" \
		"17 55"
	is "... and nothing here has changed" "$(cat /proc/sys/net/ipv4/tcp_fin_timeout)" "$backlog"
}

test_rights()
{
	is "without root: read, not written" \
		"$(setpriv --reuid=65534 --regid=65534 --clear-groups "$NT_TUNE" <<-LINES
			get ring $1 rx
			set ring $1 rx 9
			set features $1 rx-gro off
			set link $1 mtu 1400
			set sysctl - net.core.somaxconn 9
			set napi $1 gro_flush_timeout 9
		LINES
		)" \
		"$(ask "get ring $1 rx"; echo "$reply")
! EPERM not permitted (needs root)
! EPERM not permitted (needs root)
! EPERM not permitted (needs root)
! EACCES not permitted (needs root)
! EACCES not permitted (needs root)"
}

test_machine()
{
	local said virt device matched

	said=$(echo machine | "$NT_TUNE")
	is "memory" "$(awk '/^mem_bytes/ { print $2 / 1024 }' <<<"$said")" \
		"$(awk '/^MemTotal/ { print $2 }' /proc/meminfo)"
	is "processors, pages, nodes" "$(grep -E '^(cpus|page_size|numa_nodes) ' <<<"$said" | xargs)" \
		"cpus $(nproc --all) numa_nodes $(find /sys/devices/system/node -name 'node[0-9]*' | wc -l) page_size $(getconf PAGESIZE)"
	# Two ticks, by default.
	is "ticks" "$(awk '/^hz/ { print 2000000 / $2 }' <<<"$said")" \
		"$(cat /proc/sys/net/core/netdev_budget_usecs)"
	is "the kernel" "$(sed -n 's/^uname //p' <<<"$said")" "$(uname -snrvm)"
	if virt=$(systemd-detect-virt 2>/dev/null); [ -n "$virt" ]; then
		is "what it runs on" "$(sed -n 's/^virt //p' <<<"$said")" "$virt"
	else
		skip "what it runs on" "no systemd-detect-virt"
	fi

	said=$(echo devices | "$NT_TUNE")
	is "which devices have no hardware" \
		"$(awk '$2 == "virtual" { print $1 }' <<<"$said" | sort | xargs)" \
		"$(for device in /sys/class/net/*; do readlink "$device"; done |
			grep /virtual/ | sed 's|.*/||' | sort | xargs)"
	for device in /sys/class/net/*/device; do
		device=$(basename "$(dirname "$device")")
		is "$device: its permanent address" \
			"$(awk -v device="$device" '$1 == device { print $3 }' <<<"$said")" \
			"$(ethtool -P "$device" | sed 's/.*: //; s/^not set$//; s/^00:00:00:00:00:00$//')"
		has "$device: what the kernel tells udev" "$said" "^$device\.INTERFACE=$device\$"
	done
	# Where udev has put what it knows of the device of that number.
	mkdir -p /run/udev/data
	echo 'E:ID_PATH=nowhere-7' >>"/run/udev/data/n$(<"/sys/class/net/$SIM/ifindex")"
	is "what udev made of it" "$(printf '%s\n' devices 'match bus:nowhere-*' | "$NT_TUNE" |
		sed -n "/^$SIM.ID_PATH=/p; \$p" | xargs)" \
		"$SIM.ID_PATH=nowhere-7 $SIM"
	matched=$(printf '%s\n' 'match driver:netdevsim' 'match bus:netdevsim7' 'match driver:*sim' \
		"match $SIM" 'match mac:ff:*' | "$NT_TUNE" | sed 's/ $//')
	is "devices by driver, bus, name and address" "$(xargs <<<"$matched")" "$SIM $SIM $SIM $SIM"
}

# A device that goes is no longer there, and that is all.
test_gone()
{
	ip link del nt.7
	gets "a device that is gone" "link nt.7 mtu" "! ENODEV"
	refused "... can't be set" "link nt.7 mtu 1400" "ENODEV there is no such device"
	refused "... nor its rings" "ring nt.7 rx 9" "ENODEV "
	gets "... its sysctls are gone" "sysctl - net.ipv4.conf.nt/7.rp_filter" "! ENOENT"
}

need_root
[ -x "$NT_TUNE" ] || skip_all "no nt_tune (make)"
for tool in ethtool ip jq; do
	command -v $tool >/dev/null || skip_all "no $tool"
done
coproc TARGET { exec "$NT_TUNE"; }
LOADS+=("$TARGET_PID")
namespace "$INNER"
ip link add nt.7 type veth peer name ntin1 netns "$INNER"
SIM=$(simulated 7) || skip "netdevsim" "no netdevsim (NETDEVSIM_KO, modprobe)"
if [ -n "$SIM" ]; then
	test_sim
	test_rights "$SIM"
	test_machine
fi
test_features nt.7
test_link nt.7
test_cards
test_sysctl
test_hashsize
test_namespace nt.7
test_gone
[ -z "$SIM" ] || echo 7 >/sys/bus/netdevsim/del_device
finish
