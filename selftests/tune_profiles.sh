#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Each of the six profiles on a real kernel: what sysctl and ethtool say before
# an apply and after its revert is the same to the byte, and what they say
# between is what 'nettune diff' has told, and nothing else.
#
# It changes the machine, so it is meant for the VM. Devices come as for nic.sh.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

export NETTUNE_STATE=$TMP/state
export LC_ALL=C
NT_LAB=${NT_LAB:-$HERE/nt_lab}
LISTENER=
SHIPPED=(high-conn throughput low-latency udp-ingest web balanced)
SIM=

# What changes by itself: drawn anew at each read; counters of files, of
# inodes, of processes, of terminals, of tracked connections; what the kernel
# lowers when interrupts of perf take long.
BY_ITSELF='^(kernel\.random\.(uuid|entropy_avail)|fs\.(dentry-state|file-nr|inode-nr|inode-state)'
BY_ITSELF+='|kernel\.(ns_last_pid|pty\.nr|perf_event_max_sample_rate)'
BY_ITSELF+='|net\.netfilter\.nf_conntrack_count) '

# snapshot FILE: every setting of the machine, as others print them; what the
# link's ends have agreed on is none
snapshot()
{
	{
		sysctl -a | grep -vE "$BY_ITSELF"
		ethtool -g '*'
		ethtool -c '*'
		ethtool -l '*'
		ethtool -a '*' | grep -v negotiated
		ethtool -k '*'
	} >"$1" 2>/dev/null
}

# A snapshot as sorted lines "KIND DEVICE NAME VALUE", of the current values, with
# the names that the kernel has for them.
LINES='
function line(name, value) { print kind, device, name, value }
BEGIN {
	kind = "sysctl"; device = "-"
	kinds["Ring"] = "ring"; kinds["Coalesce"] = "coalesce"
	kinds["Channel"] = "channels"; kinds["Pause"] = "pause"
	kinds["Features"] = "features"
	alias["rx-checksumming"] = "rx-checksum"
	alias["generic-receive-offload"] = "rx-gro"
	alias["large-receive-offload"] = "rx-lro"
	alias["receive-hashing"] = "rx-hashing"
	alias["ntuple-filters"] = "rx-ntuple-filter"
	alias["rx-vlan-offload"] = "rx-vlan-hw-parse"
	alias["tx-vlan-offload"] = "tx-vlan-hw-insert"
	alias["generic-segmentation-offload"] = "tx-generic-segmentation"
	# What ethtool makes of several features.
	split("tx-checksumming scatter-gather tcp-segmentation-offload", many, " ")
	for (i in many) sums[many[i]]
}
/^(Ring parameters|Coalesce parameters|Channel parameters|Pause parameters|Features) for .*:$/ {
	kind = kinds[$1]; device = $NF; sub(":$", "", device); max = 0; next
}
kind == "sysctl" {
	# Another name of net.netfilter.nf_conntrack_max.
	if ($1 == "net.nf_conntrack_max") next
	name = value = $0
	sub(" = .*", "", name); sub("^[^=]* = ", "", value); gsub("\t", " ", value)
	line(name, value); next
}
/maximums/ { max = 1; next }
/Current/ { max = 0; next }
/^Adaptive RX:/ { line("adaptive-rx", $3); line("adaptive-tx", $5); next }
/^CQE mode RX:/ { line("cqe-mode-rx", $4); line("cqe-mode-tx", $6); next }
max || !/:/ { next }
{
	name = value = $0
	gsub("^[ \t]*|:.*$", "", name)
	gsub("^[^:]*:[ \t]*|[ \t]*(\\[.*)?$", "", value)
	if (kind != "features") {
		name = tolower(name); gsub(" ", "-", name)
	} else if (name in sums) {
		next
	} else if (name in alias) {
		name = alias[name]
	}
	if (value != "n/a" && value != "") line(name, value)
}'

# lines SNAPSHOT
lines()
{
	awk "$LINES" "$1" | sort
}

# told PROFILE...: the lines that it says it would change, as diff has it; the
# kernel makes whole pages of the buckets, which are a pointer each
told()
{
	"$NETTUNE" -j diff "$@" | jq -r --argjson page "$(getconf PAGESIZE)" '
		.[] | select(.action == "set" or .action == "clamped") |
		if .key == "net.netfilter.nf_conntrack_buckets" then
			.wanted |= (. / ($page / 8) | ceil) * ($page / 8) else . end |
		if .device then (.key | split(" ")) as [$kind, $name] |
			"\($kind) \(.device) \($name) \(.wanted)"
		else "sysctl - \(.key) \(.wanted)" end' | sort
}

# round NAME PROFILE...: diff, apply, verify, apply again, revert; leaves what has
# changed in $TMP/changed
round()
{
	local name=$1

	shift
	told "$@" >"$TMP/told"
	run "$NETTUNE" apply "$@"
	is "$name: apply" "$status" 0
	[ "$status" = 0 ] || note "$err"
	echo "$out" >"$TMP/applied"
	snapshot "$TMP/after"
	comm -13 "$TMP/before.lines" <(lines "$TMP/after") >"$TMP/changed"
	passes "$name: what diff said has changed, and nothing else" \
		diff "$TMP/told" "$TMP/changed"
	run "$NETTUNE" verify "$@"
	is "$name: verify" "$status" 0
	[ "$status" = 0 ] || note "$out"
	run "$NETTUNE" -j apply "$@"
	is "$name: a second apply has nothing to do" \
		"$status $(jq -c '[.id, ([.steps[].action] - ["keep", "absent"] | unique)]' <<<"$out")" \
		"0 [null,[]]"
	run "$NETTUNE" revert
	is "$name: revert" "$status" 0
	as_before "$name: all is as before, to the byte"
}

# as_before NAME
as_before()
{
	snapshot "$TMP/now"
	passes "$1" diff "$TMP/before" "$TMP/now"
}

# brings NAME LINE...: those are among what has changed
brings()
{
	local name=$1

	shift
	is "$name" "$(printf '%s\n' "$@" | grep -vxFf "$TMP/changed")" ""
}

# Sets CARD[DRIVER] to the name of such a device.
find_cards()
{
	local device driver

	for driver in e1000e virtio_net vmxnet3; do
		modprobe $driver 2>/dev/null
	done
	for device in /sys/class/net/*/device/driver; do
		driver=$(readlink "$device")
		device=${device#/sys/class/net/}
		CARD[${driver##*/}]=${device%%/*}
		ip link set "${device%%/*}" up
	done
}

# What each of them is for, reckoned here.
expect()
{
	local mem pages

	mem=$(($(awk '/^MemTotal/ { print $2 }' /proc/meminfo) * 1024))
	pages=$((mem / $(getconf PAGESIZE)))
	case $1 in
	high-conn)
		echo "sysctl - net.core.somaxconn 16384"
		echo "sysctl - net.ipv4.tcp_mem $((pages * 6 / 100)) $((pages * 9 / 100)) $((pages / 8))"
		;;
	throughput)
		echo "sysctl - net.ipv4.tcp_slow_start_after_idle 0"
		echo "sysctl - net.core.rmem_max 16777216"
		;;
	low-latency)
		echo "sysctl - net.core.busy_read 50"
		;;
	udp-ingest)
		echo "sysctl - net.core.rmem_max $((mem / 256 < 67108864 ? mem / 256 : 67108864))"
		;;
	web)
		echo "sysctl - net.ipv4.ip_local_port_range 15000 64999"
		;;
	balanced)
		echo "sysctl - net.ipv4.tcp_mtu_probing 1"
		;;
	esac
}

# expect_ring PROFILE: of the card that has 256 of 4096
expect_ring()
{
	[ -n "${CARD[e1000e]-}" ] || return
	case $1 in
	high-conn) echo "ring ${CARD[e1000e]} rx 2048" ;;
	throughput | udp-ingest) echo "ring ${CARD[e1000e]} rx 4096" ;;
	balanced) echo "ring ${CARD[e1000e]} rx 1024" ;;
	esac
}

# A server that asks for more than it got, as a unit of systemd.
listen()
{
	local unit=/sys/fs/cgroup/system.slice/nt-web.service

	[ -x "$NT_LAB" ] && LISTENER=$("$NT_LAB" accept 8080 65535 -1) || return
	LOADS+=("$LISTENER")
	mkdir -p "$unit" && echo "$LISTENER" >"$unit/cgroup.procs"
}

test_listener()
{
	if [ -z "$LISTENER" ]; then
		skip "high-conn: a listener is to be restarted" "no nt_lab"
		return
	fi
	has "high-conn: a listener is to be restarted, whose unit is told" \
		"$(cat "$TMP/applied")" "^127\.0\.0\.1:8080 +4096 nt_lab\($LISTENER\) +nt-web\.service *$"
	is "high-conn: all of that in 80 columns" "$(awk 'length > 80' "$TMP/applied")" ""
}

test_shipped()
{
	local profile expected

	for profile in "${SHIPPED[@]}"; do
		round "$profile" "$profile"
		mapfile -t expected < <(expect "$profile"; expect_ring "$profile")
		brings "$profile: what it is for" "${expected[@]}"
		[ "$profile" != high-conn ] || test_listener
	done
	round "two together" high-conn udp-ingest
	mapfile -t expected < <(expect high-conn; expect udp-ingest; expect_ring udp-ingest)
	brings "two together: what both are for" "${expected[@]}"
}

# One that changes all that the devices let one change.
test_devices()
{
	mkdir "$TMP/profiles"
	cat >"$TMP/profiles/devices.conf" <<-PROFILE
		[variables]
		ring = rx max tx max/2
		coalesce = adaptive-rx off rx-usecs 60
		features = gro off gso off
		[sim]
		type = net
		devices = ${SIM:-none}
		ring => \${ring}
		coalesce = \${coalesce}
		features = \${features}
		channels = combined max/2
		[net]
		ring => \${ring}
		coalesce = \${coalesce}
		features = \${features}
	PROFILE
	NETTUNE_PROFILES=$TMP/profiles round "devices" devices
	[ -z "$SIM" ] || brings "netdevsim: rings, coalescing, channels, features" \
		"ring $SIM rx 4096" "ring $SIM tx 2048" "coalesce $SIM rx-usecs 60" \
		"channels $SIM combined 2" "features $SIM rx-gro off"
	[ -z "${CARD[e1000e]-}" ] || brings "e1000e: rings, coalescing, features" \
		"ring ${CARD[e1000e]} rx 4096" "ring ${CARD[e1000e]} tx 2048" \
		"coalesce ${CARD[e1000e]} rx-usecs 60" "features ${CARD[e1000e]} rx-gro off"
	[ -z "${CARD[vmxnet3]-}" ] || brings "vmxnet3: rings, features" \
		"ring ${CARD[vmxnet3]} rx 4096" "features ${CARD[vmxnet3]} rx-gro off"
	[ -z "${CARD[virtio_net]-}" ] || brings "virtio_net: features" \
		"features ${CARD[virtio_net]} rx-gro off"
}

test_rights()
{
	run setpriv --reuid=65534 --regid=65534 --clear-groups \
		env -u NETTUNE_STATE "$NETTUNE" apply balanced
	is "without root: refused" "$status:$out" "1:"
	has "... with the reason" "$err" "^nettune: apply: .*(run as root|needs root)"
	as_before "... and nothing has changed"
}

need_root
[ -n "${NETTUNE_VM-}" ] || skip_all "applies profiles to this machine: for the VM"
for tool in ethtool ip jq sysctl; do
	command -v $tool >/dev/null || skip_all "no $tool"
done
if [ -d "$HERE/../tools/profiles" ]; then
	NETTUNE_PROFILES=${NETTUNE_PROFILES:-$HERE/../tools/profiles}
	export NETTUNE_PROFILES
fi
declare -A CARD
modprobe nf_conntrack 2>/dev/null
SIM=$(simulated 9) || skip "netdevsim" "no netdevsim (NETDEVSIM_KO, modprobe)"
find_cards
[ -n "${CARD[*]}" ] || skip "real rings" "no device (NETTUNE_VM_QEMU)"
listen
snapshot "$TMP/before"
lines "$TMP/before" >"$TMP/before.lines"
as_before "nothing else changes meanwhile"
test_shipped
test_devices
test_rights
[ -z "$SIM" ] || echo 9 >/sys/bus/netdevsim/del_device
finish
