#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What 'nettune apply --persist' brings back: systemd boots in namespaces of its
# own, with the units, the rule and the file of sysctl.d that were written, on a
# kernel whose values are those of a boot again. Then a device is plugged in.
#
# It writes to /etc, so it is meant for the VM. Devices come as for nic.sh.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

SYSTEMD=$(lib_first /usr/lib/systemd/systemd /lib/systemd/systemd)
BOOT=/run/nettune-boot
CGROUP=/sys/fs/cgroup/nettune-boot
LIST=/etc/nettune/persist.conf
KEYS=(net.core.somaxconn net.ipv4.tcp_slow_start_after_idle net.ipv4.tcp_rmem)

# What was written to /etc since the beginning, but what systemd writes at boot.
files()
{
	find /etc -xdev -newercm "$TMP/begin" ! -type d ! -name machine-id | sort | xargs
}

values()
{
	sysctl -n "${KEYS[@]}" | tr '\t' ' ' | paste -sd,
}

# What there was when the machine came up.
fresh_values()
{
	local i

	for i in "${!KEYS[@]}"; do
		sysctl -qw "${KEYS[i]}=${FRESH[i]}"
	done
}

simulate()
{
	modprobe psample 2>/dev/null
	[ -e /sys/bus/netdevsim/new_device ] || insmod "${NETDEVSIM_KO:-}" 2>/dev/null ||
		modprobe netdevsim 2>/dev/null
}

# Only what has to do with it; what it finds is in files of $BOOT.
write_units()
{
	local unit

	mkdir -p /run/systemd/system "$BOOT"
	for unit in /lib/systemd/system/multi-user.target.wants/*; do
		ln -s /dev/null "/run/systemd/system/${unit##*/}"
	done
	cat >/run/systemd/system/multi-user.target <<-'UNIT'
		[Unit]
		DefaultDependencies=no
		Wants=systemd-sysctl.service systemd-udevd.service nettune-boot.service
	UNIT
	cat >/run/systemd/system/nettune-boot.service <<-UNIT
		[Unit]
		DefaultDependencies=no
		After=nettune-apply.service systemd-sysctl.service systemd-udevd.service
		[Service]
		Type=oneshot
		Environment=PATH=$PATH
		ExecStart=/bin/bash $BOOT/look
	UNIT
	cat >"$BOOT/look" <<-LOOK
		systemctl show -P Result -P ExecMainStatus nettune-apply.service >$BOOT/result
		sysctl -n ${KEYS[*]} | tr '\\t' ' ' | paste -sd, >$BOOT/values
		if [ -e /sys/bus/netdevsim/new_device ]; then
			echo "8 1 4" >/sys/bus/netdevsim/new_device
			for i in {1..60}; do
				# udev gives it another name.
				device=\$(ls /sys/bus/netdevsim/devices/netdevsim8/net)
				ring=\$(ethtool -g \$device | awk '/^RX:/ { ring = \$2 } END { print ring }')
				[ "\$ring" != 4096 ] || break
				sleep 1
			done
			echo "\$ring" >$BOOT/ring
		fi
		touch $BOOT/done
	LOOK
}

# The next boot, as far as programs can tell.
boot()
{
	write_units
	mkdir -p "$CGROUP"
	cat /proc/sys/kernel/random/uuid >"$BOOT/id"
	# shellcheck disable=SC2016
	setsid env -i container=nettune PATH="$PATH" bash -c '
		echo $$ >"$1/cgroup.procs"
		exec unshare --pid --mount --cgroup --fork --kill-child bash -c "
			mount -t proc proc /proc &&
			mount --bind $2/id /proc/sys/kernel/random/boot_id &&
			umount -l /sys/fs/cgroup && mount -t cgroup2 cgroup2 /sys/fs/cgroup &&
			exec $3 --system --unit=multi-user.target --log-target=journal --show-status=no"
		' bash "$CGROUP" "$BOOT" "$SYSTEMD" </dev/null >"$BOOT/log" 2>&1 &
	LOADS+=($!)
	for ((i = 0; i < 240; i++)); do
		[ ! -e "$BOOT/done" ] || break
		sleep 1
	done
	[ -e "$BOOT/done" ]
	result $? "systemd comes up"
	[ -e "$BOOT/done" ] || sed 's/^/# /' "$BOOT/log"
	kill -KILL $!
	unset 'LOADS[-1]'
	wait $! 2>/dev/null
}

need_root
[ -n "${NETTUNE_VM-}" ] || skip_all "writes to /etc: for the VM"
[ -x "$SYSTEMD" ] || skip_all "no systemd"
if [ -d "$HERE/../tools/profiles" ]; then
	mkdir -p /usr/share/nettune
	cp -r "$HERE/../tools/profiles" /usr/share/nettune/
fi
# None of this machine's units, and what it wants at boot.
mount -t tmpfs tmpfs /etc/systemd/system
simulate
mkdir -p /etc/nettune/profiles
cat >/etc/nettune/profiles/boot.conf <<-'PROFILE'
	[sysctl]
	net.core.somaxconn => 16384
	net.ipv4.tcp_slow_start_after_idle = 0
	net.ipv4.tcp_rmem => - - 67108864
	[net]
	ring => rx max
PROFILE
mapfile -t FRESH < <(sysctl -n "${KEYS[@]}")
read -r least first _ <<<"${FRESH[2]}"
TUNED="16384,0,$least $first 67108864"
touch "$TMP/begin"

run "$NETTUNE" apply --persist --confirm=600 boot
is "apply --persist --confirm" "$status" 0
is "... sets it" "$(values)" "$TUNED"
is "... and writes nothing to /etc yet" "$(files)" ""
run "$NETTUNE" confirm
is "confirm" "$status" 0
written=("$LIST" /etc/sysctl.d/99-zz-nettune.conf /etc/udev/rules.d/99-nettune.rules)
is "... writes what is for the boot, and nothing else" "$(files)" "${written[*]}"
# What is in the tmpfs is not of that file system.
units=$(cd /etc/systemd/system && find . ! -type d | sort | xargs)
is "... and the units" "$units" \
	"./multi-user.target.wants/nettune-apply.service ./nettune-apply.service ./nettune-apply@.service"
sums=$(cksum "${written[@]}")

fresh_values
boot
is "nettune-apply.service has done it" "$(xargs <"$BOOT/result")" "success 0"
is "... the values are back" "$(cat "$BOOT/values")" "$TUNED"
if [ -e "$BOOT/ring" ]; then
	is "a device that is plugged in gets its ring" "$(cat "$BOOT/ring")" 4096
else
	skip "a device that is plugged in gets its ring" "no netdevsim"
fi
is "nothing of /etc has changed by that" "$(files)$(cksum "${written[@]}")" "${written[*]}$sums"
run "$NETTUNE" verify
is "verify finds all as it was applied before the boot" "$status" 0
run "$NETTUNE" revert --persist
is "revert --persist" "$status" 0
is "... leaves nothing of it in /etc" \
	"$(files)$(find /etc/systemd/system ! -type d)$(ls /etc/nettune)" profiles
finish
