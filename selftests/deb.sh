#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Usage: deb.sh [SERIES]
#
# make deb: the packages are built and looked at by lintian, then installed and
# purged on a Debian 12 that has nothing else, with the headers of a kernel: here,
# in an overlay of its folder, and in the VM, on that kernel.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
TOP=$(cd "$HERE/.." && pwd)
VERSION=$(sed -n 's/^PACKAGE_VERSION="\(.*\)"$/\1/p' "$TOP/dkms.conf")

there()
{
	chroot "$ROOT" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 \
		DEBIAN_FRONTEND=noninteractive "$@"
}

# mount_root LOWER FOLDER: an overlay in FOLDER/root, written to FOLDER/upper
mount_root()
{
	ROOT=$2/root
	mkdir -p "$ROOT" "$2/upper" "$2/work" &&
		mount -t overlay none "$ROOT" -o "lowerdir=$1,upperdir=$2/upper,workdir=$2/work"
}

# Without what dpkg and DKMS themselves keep.
files()
{
	find "$ROOT" -xdev ! -type d -printf '/%P\n' |
		grep -vE '^/var/(lib/(dpkg|dkms/mok\.)|log/|cache/)|^/run/' | sort
}

is_installed()
{
	there dpkg-query -W -f '${db:Status-Abbrev}' "$1" 2>/dev/null | grep -q '^ii'
}

profile_names()
{
	(cd "$TOP/tools/profiles" && ls -d -- *.conf) | sed 's/\.conf$//' | sort
}

# leaves_nothing NAME
leaves_nothing()
{
	is "$1: what was there before is there, and nothing else" \
		"$(files | diff "$TMP/before" - | grep '^[<>]')" ""
	is "... and no folder" "$(cd "$ROOT" && find etc lib usr var -xdev -name '*nettune*' ! -path 'var/log/*')" ""
}

check_command()
{
	passes "nettune installs" there dpkg -i "/packages/nettune_${VERSION}_$ARCH.deb"
	run there nettune --version
	has "... it runs" "$out" "^nettune $VERSION"
	run there nettune -j profiles
	is "... has its profiles" "$(jq -r '.[].name' <<<"$out" | sort)" "$(profile_names)"
	passes "... its units are right" there systemd-analyze verify --man=no \
		nettune-apply.service nettune-apply@eth0.service nettune-export.service
	is "... and none of them starts by itself" \
		"$(there systemctl is-enabled nettune-apply.service nettune-export.service | xargs)" \
		"disabled disabled"
	has "... an upgrade starts a running exporter anew, and a removal ends it" \
		"$(cd "$ROOT/var/lib/dpkg/info" && cat nettune.postinst nettune.prerm | tr -d \' | tr '\n' ' ')" \
		"invoke ._dh_action nettune-export.service.*invoke stop nettune-export.service"
}

check_dkms()
{
	local modules=$ROOT/lib/modules/$RELEASE

	passes "nettune-dkms installs without a kernel" \
		there dpkg -i "/packages/nettune-dkms_${VERSION}_all.deb"
	is "... DKMS has its source" "$(there dkms status -m nettune)" "nettune/$VERSION: added"
	mkdir -p "$modules" && ln -s "$HEADERS" "$modules/build" &&
		: >"$modules/modules.order" && : >"$modules/modules.builtin"
	passes "... a kernel comes" there run-parts --arg="$RELEASE" /etc/kernel/postinst.d
	is "... and it is built for that" \
		"$(there dkms status -m nettune 2>/dev/null)" \
		"nettune/$VERSION, $RELEASE, x86_64: installed"
	passes "... it is upgraded" \
		there dpkg -i "/packages/nettune-dkms_${VERSION}_all.deb"
	is "... and built again" "$(there dkms status -m nettune 2>/dev/null)" \
		"nettune/$VERSION, $RELEASE, x86_64: installed"
}

# What is set is the kernel's now: without the command it only stays.
remove_applied()
{
	local before

	before=$(sysctl net.core net.ipv4 2>/dev/null | grep -v random)
	run there dpkg --remove nettune
	is "nettune is removed while profiles are applied" "$status" 0
	has "... what stays is told, and the way back" "$(tr '\n' ' ' <<<"$out$err")" \
		"applied at boot.*apt-get install nettune && nettune revert --persist"
	is "... all stays as it is set" \
		"$(sysctl net.core net.ipv4 2>/dev/null | grep -v random)" "$before"
	passes "... journals, too" ls "$ROOT"/var/lib/nettune/*.jsonl
}

# inside FOLDER: in a mount namespace. FOLDER is not in this shell's TMP, which is
# removed while all of this is mounted.
inside()
{
	local headers=${HEADERS%/usr/src/*}

	# The headers where they say that they are.
	if ! mount_root "$BASE" "$1" || ! mount_apis "$ROOT" ||
		! mkdir -p "$ROOT/packages" "$ROOT$headers" ||
		! mount -o bind,ro "$PACKAGES" "$ROOT/packages" ||
		! mount -o bind,ro "$headers" "$ROOT$headers"; then
		result 1 "a Debian to try it on"
		return
	fi
	files >"$TMP/before"
	check_command
	check_dkms
	cp -a "$1/upper" "$KEPT"
	passes "nettune and nettune-dkms are purged" there dpkg --purge nettune nettune-dkms
	rm -rf --one-file-system "${ROOT:?}/lib/modules/$RELEASE"
	leaves_nothing "both"
}

# In the VM: KEPT is how it was there, with both packages.
guest()
{
	local profile folder caps='-all,+net_admin,+sys_admin'

	mount_root "$KEPT:$BASE" /run/debian || { result 1 "a Debian to try it on"; return; }
	for folder in proc sys dev; do
		mount --rbind "/$folder" "$ROOT/$folder" || return
	done
	files | grep -v /lib/modules/ >"$TMP/before"
	passes "$RELEASE: modprobe finds the module" there modprobe nettune
	run there nettune -j module status
	is "... and it answers" "$(jq -r '"\(.family.name) \(.version)"' <<<"$out")" \
		"nettune $VERSION"
	ip link add nt0 type dummy && ip link set nt0 up
	for profile in $(profile_names); do
		# With the rights that nettune-apply.service leaves it.
		passes "$profile is applied with the unit's rights" there setpriv \
			--no-new-privs --bounding-set "$caps" nettune apply --force "$profile"
	done
	passes "apply --persist" there nettune apply --force --persist web
	is "... the package's unit is enabled" \
		"$(there systemctl is-enabled nettune-apply.service)" enabled
	remove_applied
	passes "both are purged" there dpkg --purge nettune nettune-dkms
	is "... nothing is applied at boot any more" "$(cd "$ROOT" &&
		find etc var/lib usr lib -xdev -name '*nettune*' ! -path 'var/lib/dpkg/*')" ""
}

case ${1-} in
--guest)
	guest
	finish
	;;
--inside)
	shift
	inside "$@"
	finish
	;;
esac

need_root
for tool in dh lintian debootstrap dpkg-deb; do
	command -v $tool >/dev/null || skip_all "no $tool"
done
series=${1:-6.12}
BASE=$("$HERE/debroot.sh") || exit
HEADERS=$("$HERE/vm/kernel.sh" headers "$series") || exit
RELEASE=$("$HERE/vm/kernel.sh" version "$series") || exit
ARCH=$(dpkg --print-architecture)
PACKAGES=$TMP/packages
KEPT=$TMP/kept
export BASE HEADERS RELEASE ARCH PACKAGES KEPT

passes "make deb" make -s -C "$TOP" deb DEB="$PACKAGES" DEBEMAIL=nettune@example.org
is "... the packages" "$(find "$PACKAGES" \( -name '*.deb' -o -name '*.dsc' \) \
	! -name '*dbgsym*' -printf '%f\n' | sort | xargs)" \
	"nettune-dkms_${VERSION}_all.deb nettune_$VERSION.dsc nettune_${VERSION}_$ARCH.deb"
passes "... lintian finds no error" lintian --no-cfg --allow-root --fail-on error \
	"$PACKAGES/nettune_${VERSION}_$ARCH.changes"

unshare --mount --propagation private "$HERE/deb.sh" --inside "$TMP/overlay" \
	>"$TMP/inside" 2>&1
count_on "$TMP/inside"
grep -q '^1\.\.' "$TMP/inside" || result 1 "what was done there"
"$HERE/vm/run.sh" -k "$series" -m 2048 -t 1200 -e BASE="$BASE" -e KEPT="$KEPT" \
	-e RELEASE="$RELEASE" -- "$HERE/deb.sh" --guest >"$TMP/vm" 2>&1
note "exit $? of the VM"
count_on "$TMP/vm"
grep -q '^1\.\.' "$TMP/vm" || result 1 "a VM with kernel $RELEASE"
finish
