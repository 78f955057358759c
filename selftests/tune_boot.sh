#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What 'nettune apply --persist' brings back: systemd boots in namespaces of its
# own, with the units, the rule and the file of sysctl.d that were written, on a
# kernel whose values are those of a boot again, and with /var mounted late; then
# devices are plugged in, and the exporter is asked. Once more with a profile that
# is gone, and with a module that can't be loaded.
#
# It writes to /etc, so it is meant for the VM. Devices come as for nic.sh.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

SYSTEMD=$(lib_first /usr/lib/systemd/systemd /lib/systemd/systemd)
UNITS=$HERE/../tools/systemd
CGROUP=/sys/fs/cgroup/nettune-boot
LIST=/etc/nettune/persist.conf
SYSCTL=/etc/sysctl.d/99-zz-nettune.conf
WRITTEN="$LIST $SYSCTL /etc/udev/rules.d/99-nettune.rules"
PROFILE=/etc/nettune/profiles/boot.conf
KEYS=(net.core.somaxconn net.ipv4.tcp_slow_start_after_idle net.ipv4.tcp_rmem)
URL=http://127.0.0.1:9992/metrics
# One that is there before the boot.
DEVICE=
INIT=

# What was written to /etc since the beginning, but what systemd writes at boot.
files()
{
	find /etc -xdev -newercm "$TMP/begin" ! -type d ! -name machine-id ! -name .pwd.lock |
		sort | xargs
}

values()
{
	sysctl -n "${KEYS[@]}" | tr '\t' ' ' | paste -sd,
}

ring()
{
	ethtool -g "$1" 2>/dev/null | awk '/^RX:/ { ring = $2 } END { print ring }'
}

has_values()
{
	[ "$(values)" = "$1" ]
}

has_ring()
{
	[ "$(ring "$1")" = "$2" ]
}

# What there was when the machine came up.
fresh_values()
{
	local i

	for i in "${!KEYS[@]}"; do
		sysctl -qw "${KEYS[i]}=${FRESH[i]}"
	done
	[ -z "$DEVICE" ] || ethtool -G "$DEVICE" rx 64
}

# plug NUMBER: a device, whose name is what udev makes of it
plug()
{
	echo "$1 1 4" >/sys/bus/netdevsim/new_device
}

name_of()
{
	local folder

	for folder in "/sys/bus/netdevsim/devices/netdevsim$1/net"/*; do
		[ ! -d "$folder" ] || echo "${folder##*/}"
	done
}

simulate()
{
	modprobe psample 2>/dev/null
	[ -e /sys/bus/netdevsim/new_device ] || insmod "${NETDEVSIM_KO:-}" 2>/dev/null ||
		modprobe netdevsim 2>/dev/null
	plug 1 || return
	wait_for test -d /sys/bus/netdevsim/devices/netdevsim1/net
	DEVICE=$(name_of 1)
}

# write_units FOLDER: only what has to do with it
write_units()
{
	local unit

	for unit in /lib/systemd/system/multi-user.target.wants/*; do
		ln -s /dev/null "$1/${unit##*/}"
	done
	cat >"$1/multi-user.target" <<-'UNIT'
		[Unit]
		DefaultDependencies=no
		AllowIsolate=yes
		Wants=systemd-journald.service systemd-sysctl.service systemd-udevd.service
		Wants=boot-ready.service
	UNIT
	cat >"$1/boot-ready.service" <<-UNIT
		[Unit]
		DefaultDependencies=no
		After=nettune-apply.service systemd-sysctl.service systemd-udevd.service
		[Service]
		Type=oneshot
		ExecStart=/bin/sh -c 'echo up >$TMP/ready'
	UNIT
	cp "$TMP"/more/* "$1/" 2>/dev/null
}

# The next boot, as far as programs can tell: other namespaces, a folder /run that
# is new. What is in $TMP/more is added to the units.
boot()
{
	local up='' outer

	rm -rf "$TMP/units" && mkdir "$TMP/units" && write_units "$TMP/units"
	mkdir -p "$CGROUP"
	# shellcheck disable=SC2016
	setsid env -i container=nettune PATH="$PATH" bash -c '
		echo $$ >"$1/cgroup.procs"
		exec unshare --pid --mount --cgroup --fork --kill-child bash -c "
			mount -t tmpfs tmpfs /run && mkdir -p /run/systemd/system &&
			cp -a $2/units/. /run/systemd/system &&
			mount -t proc proc /proc &&
			umount -l /sys/fs/cgroup && mount -t cgroup2 cgroup2 /sys/fs/cgroup &&
			exec $3 --system --unit=multi-user.target --log-target=journal --show-status=no"
		' bash "$CGROUP" "$TMP" "$SYSTEMD" </dev/null >"$TMP/log" 2>&1 &
	outer=$!
	LOADS+=("$outer")
	read -r -t 500 up <>"$TMP/ready"
	is "$1: systemd comes up" "$up" up
	[ -n "$up" ] || sed 's/^/# /' "$TMP/log"
	INIT=$(pgrep -P "$outer")
}

in_boot()
{
	nsenter --target "$INIT" --mount --pid --cgroup -- "$@"
}

halt()
{
	kill -KILL "$INIT"
	wait "${LOADS[-1]}" 2>/dev/null
	unset 'LOADS[-1]'
}

# Once it has run: it is a while until udev has told systemd.
has_ended()
{
	local i

	for ((i = 0; i < 100; i++)); do
		[[ $(of "$1" ExecMainExitTimestampMonotonic ActiveState) != [1-9]*\ @(inactive|failed) ]] ||
			return 0
		sleep 0.5
	done
	return 1
}

# of UNIT PROPERTY...: what systemd says of it, one blank between
of()
{
	local unit=$1 property arguments=()

	shift
	for property in "$@"; do
		arguments+=(-P "$property")
	done
	in_boot systemctl show "${arguments[@]}" "$unit" | xargs
}

# said UNIT: in the journal
said()
{
	in_boot journalctl --no-pager -b -q -o cat -u "$1" 2>&1
}

# What is to be had at most once a second.
metrics()
{
	sleep 1
	in_boot curl -s -m 60 "$URL" >"$TMP/metrics"
}

# failing: collectors that could not read what they are for
failing()
{
	sed -n 's/^nettune_collector_success{collector="\(.*\)"} 0$/\1/p' "$TMP/metrics" | xargs
}

# settings: how many of the profile are as set, and have drifted
settings()
{
	sed -n 's/^nettune_profile_settings{profile="boot",state="\(ok\|drift\)"} //p' \
		"$TMP/metrics" | xargs
}

# told WHAT SOURCE LOADED IN-WORDS: all that may be, and by whom
told()
{
	metrics
	has "$1" "$(<"$TMP/metrics")" "^nettune_source_info\{source=\"$2\"\} 1\$"
	is "... the module is $4" "$(grep ^nettune_module_loaded "$TMP/metrics")" \
		"nettune_module_loaded $3"
	is "... but for what is only root's to know, all of it could be read" "$(failing)" descriptors
	has "... its own listener is among them" "$(<"$TMP/metrics")" \
		'^nettune_listener_accept_queue_limit.*port="9992"'
}

need_root
[ -n "${NETTUNE_VM-}" ] || skip_all "writes to /etc: for the VM"
[ -x "$SYSTEMD" ] || skip_all "no systemd"
# Where units may run it from: nothing of /tmp or /home is there for the exporter.
cp "$NETTUNE" /usr/sbin/nettune
NETTUNE=/usr/sbin/nettune
# None of this machine's units, and what it wants at boot; and the exporter's.
mount -t tmpfs tmpfs /etc/systemd/system
mkdir -p /etc/nettune/profiles "$TMP/more"
mkfifo "$TMP/ready"
chmod 755 "$TMP"
simulate
cat >"$PROFILE" <<-'END'
	[sysctl]
	net.core.somaxconn => 16384
	net.ipv4.tcp_slow_start_after_idle = 0
	net.ipv4.tcp_rmem => - - 67108864
	net.netfilter.nf_conntrack_tcp_loose = 0
	[net]
	ring => rx max
END
mapfile -t FRESH < <(sysctl -n "${KEYS[@]}")
fresh_values
FIRST=$(values)
read -r least first _ <<<"${FRESH[2]}"
TUNED="16384,0,$least $first 67108864"
touch "$TMP/begin"
# This is another boot than those to come.
cat /proc/sys/kernel/random/uuid >"$TMP/id"
mount --bind "$TMP/id" /proc/sys/kernel/random/boot_id

run "$NETTUNE" apply --persist --confirm=1 boot
is "apply --persist --confirm, which nobody confirms" "$status" 0
passes "... is undone" wait_for has_values "$FIRST"
[ -z "$DEVICE" ] || passes "... the ring, too" wait_for has_ring "$DEVICE" 64
run "$NETTUNE" confirm
is "... it is too late then" "$status:$(files)" 1:

run "$NETTUNE" apply --persist --confirm=600 boot
is "apply --persist --confirm" "$status" 0
is "... sets it" "$(values)" "$TUNED"
is "... and writes nothing to /etc yet" "$(files)" ""
run "$NETTUNE" confirm
is "confirm" "$status" 0
is "... writes what is for the boot, and nothing else" "$(files)" "$WRITTEN"
# What is in the tmpfs is not of that file system.
units=$(cd /etc/systemd/system && find . ! -type d | sort | xargs)
is "... and the units" "$units" \
	"./multi-user.target.wants/nettune-apply.service ./nettune-apply.service ./nettune-apply@.service"
# shellcheck disable=SC2086
sums=$(cksum $WRITTEN)
cp "$UNITS/nettune-export.service" "$TMP/more/"

umount /proc/sys/kernel/random/boot_id

# What is there before the boot is in /var as well, which is not there at first.
mkdir -p "$TMP/var/lib" "$TMP/var/tmp"
mv /var/lib/nettune "$TMP/var/lib/"
# As it once was: only root could look into it.
chmod 700 "$TMP/var/lib/nettune"
cat >"$TMP/more/var.mount" <<-UNIT
	[Unit]
	DefaultDependencies=no
	Requires=late.service
	After=late.service
	[Mount]
	What=$TMP/var
	Where=/var
	Type=none
	Options=bind
UNIT
cat >"$TMP/more/late.service" <<-'UNIT'
	[Unit]
	DefaultDependencies=no
	[Service]
	Type=oneshot
	ExecStart=/bin/sleep 2
UNIT
fresh_values
boot "/var is late"
is "... nettune-apply.service has done it" \
	"$(of nettune-apply.service Result ExecMainStatus)" "success 0"
is "... the values are back" "$(values)" "$TUNED"
has "... what comes with a module that is not there is left" \
	"$(said nettune-apply.service)" '^absent +net\.netfilter\.nf_conntrack_tcp_loose'
is "... its journal is where /var is then" "$(ls -A /var/lib/nettune 2>/dev/null)" ""
is "... which others may look into" "$(stat -c %a "$TMP/var/lib/nettune")" 755
is "... that before is told apart" \
	"$(in_boot nettune -j history | jq -r '[.[].state] | join(" ")')" \
	"reverted before_reboot${DEVICE:+ applied}"
run in_boot nettune verify
is "... verify finds all as it was before the boot" "$status:$out" \
	"0:$((3${DEVICE:++1})) as wanted."
if [ -n "$DEVICE" ]; then
	is "... with the ring of a device that was there" "$(ring "$DEVICE")" 4096
	# Both at once, so that one waits for the other.
	plug 2
	plug 3
	wait_for test -d /sys/bus/netdevsim/devices/netdevsim3/net
	in_boot udevadm settle
	for number in 2 3; do
		name=$(name_of $number)
		passes "$name is plugged in: its unit runs" has_ended "nettune-apply@$name.service"
		is "... and has done it" \
			"$(of "nettune-apply@$name.service" Result ExecMainStatus)" "success 0"
		is "... the ring is set" "$(ring "$name")" 4096
	done
	run in_boot nettune verify
	is "... verify finds the rest as it was, too" "$status" 0
else
	skip "a device that is plugged in gets its ring" "no netdevsim"
fi

# Its unit, as it is when it is enabled, but for what it waits for.
module_unload
in_boot systemctl start --job-mode=ignore-dependencies nettune-export.service
passes "nettune-export.service listens" wait_for in_boot curl -s -o /dev/null "$URL"
is "... as a user of its own" \
	"$(($(in_boot stat -c %u "/proc/$(of nettune-export.service MainPID)") >= 61184))" 1
told "... without the module" diag 0 "not loaded"
is "... no setting has drifted" "$(settings)" "$((3${DEVICE:++3})) 0"
sysctl -qw net.core.somaxconn=1000
if module_load; then
	told "... with the module" module 1 loaded
else
	skip "... with the module" "no module for this kernel"
	metrics
fi
is "... a setting that systemd-sysctl has set has drifted" "$(settings)" \
	"$((2${DEVICE:++3})) 1"
in_boot systemctl stop nettune-export.service
is "... it ends when it is told to" \
	"$(of nettune-export.service Result ExecMainStatus ActiveState)" "success 0 inactive"
is "... and has said where it listens, and nothing else" \
	"$(said nettune-export.service | grep -v "nettune-export\.service")" "nettune: metrics are at $URL"
module_unload
halt

mv "$TMP/var/lib/nettune" /var/lib/
rm "$TMP"/more/*
mv "$PROFILE" "$TMP/boot.conf"
fresh_values
boot "a profile is gone"
is "... nettune-apply.service fails" "$(of nettune-apply.service Result ExecMainStatus)" "exit-code 1"
has "... and says why" "$(said nettune-apply.service)" "^nettune: apply: there is no profile 'boot' \(looked in "
is "... which is told of the machine" "$(in_boot systemctl is-system-running --wait)" degraded
is "... what is in sysctl.d is there" "$(values)" "$TUNED"
sed 's/^net.core.somaxconn.*/net.ipv4.tcp_congestion_control = nosuch/' "$TMP/boot.conf" >"$PROFILE"
in_boot systemctl restart nettune-apply.service 2>/dev/null
is "a module can't be loaded: it fails" "$(of nettune-apply.service Result ExecMainStatus)" "exit-code 1"
has "... and says of which setting" "$(said nettune-apply.service)" \
	'^nettune: apply: setting net\.ipv4\.tcp_congestion_control to nosuch: the kernel has nothing of that name'
[ -z "$DEVICE" ] || is "... and sets nothing" "$(ring "$DEVICE")" 64
cp -p "$LIST" "$TMP/list"
sed -i 's/^OPTIONS=.*/OPTIONS=--force/' "$LIST"
in_boot systemctl restart nettune-apply.service
is "with --force it does the rest, and has not failed" \
	"$(of nettune-apply.service Result ExecMainStatus ActiveState)" "success 4 inactive"
has "... says what is left out" "$(said nettune-apply.service)" \
	'^nettune: apply: net\.ipv4\.tcp_congestion_control: refused, stays at '
[ -z "$DEVICE" ] || is "... and sets the ring" "$(ring "$DEVICE")" 4096
in_boot nettune revert >/dev/null
cp -p "$TMP/list" "$LIST"
cp "$TMP/boot.conf" "$PROFILE"
in_boot systemctl restart nettune-apply.service
is "all is there again: it does it" "$(of nettune-apply.service Result ExecMainStatus)" "success 0"
[ -z "$DEVICE" ] || is "... the ring, too" "$(ring "$DEVICE")" 4096
halt

is "... nothing else is in /etc" "$(files)" "${WRITTEN/ / $PROFILE }"
# shellcheck disable=SC2086
is "... and what was written is as it was" "$(cksum $WRITTEN)" "$sums"
run "$NETTUNE" revert --persist
is "revert --persist leaves nothing of it in /etc" \
	"$status:$(files)$(find /etc/systemd/system ! -type d)$(ls /etc/nettune)" "0:${PROFILE}profiles"
finish
