#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Usage: dkms.sh [SERIES [SERIES]]
#
# make dkms-install and dkms-remove, by Debian's dkms, on a machine that has a
# kernel and gets another one: an overlay of this machine, on which nothing is
# left. Then the modules are tried on these kernels, in the VM.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
TOP=$(cd "$HERE/.." && pwd)
VERSION=$(sed -n 's/^PACKAGE_VERSION="\(.*\)"$/\1/p' "$TOP/dkms.conf")
OLD=5.4.0-1-amd64
BROKEN=99.9.0-1-amd64

# The machine's own: what dkms and the kernel's packages have there is hidden.
make_machine()
{
	local folder

	mkdir -p "$1" && mount -t tmpfs none "$1" || return
	mkdir "$1/upper" "$1/work" "$1/root" || return
	mount -t overlay none "$1/root" \
		-o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" || return
	for folder in lib/modules usr/src var/lib/dkms etc/kernel; do
		rm -rf "$1/root/${folder:?}" && mkdir -p "$1/root/$folder" || return
	done
	mkdir "$1"/root/etc/kernel/{postinst,header_postinst,prerm}.d || return
	for folder in postinst header_postinst prerm; do
		cp "/etc/kernel/$folder.d/dkms" "$1/root/etc/kernel/$folder.d" || return
	done
	mount_apis "$1/root"
}

# add_kernel RELEASE IMAGE HEADERS: of which the image stays as it is
add_kernel()
{
	local modules=$MACHINE/root/lib/modules/$1

	mkdir -p "$modules" "$MACHINE/upper-$1" "$MACHINE/work-$1" &&
		mount -t overlay none "$modules" -o \
		"lowerdir=$2/lib/modules/$1,upperdir=$MACHINE/upper-$1,workdir=$MACHINE/work-$1" &&
		ln -sfn "$3" "$modules/build"
}

# One with headers of which nothing can be built, and the configuration of others.
add_broken_kernel()
{
	local headers=$MACHINE/root/lib/modules/$1/build

	mkdir -p "$headers/include" && cp "$2/.config" "$headers" &&
		printf 'modules:\n\t@echo broken >&2; false\nclean:\n' >"$headers/Makefile" &&
		: >"$headers/../modules.order" && : >"$headers/../modules.builtin"
}

there()
{
	chroot "$MACHINE/root" "$@"
}

# The rest of make's output are not messages.
by_make()
{
	there make -s -C "$TOP" "$@"
}

# It complains of headers without a kernel beside them.
status()
{
	there dkms status -m nettune 2>/dev/null
}

is_for()
{
	is "$1" "$(status | sed 's/^[^,]*, \([^,]*\),.*: installed.*/\1/' |
		sort | xargs)" "$2"
}

# kernel_package FOLDER RELEASE: what dpkg runs, which must not fail
kernel_package()
{
	run there run-parts --exit-on-error --arg="$2" "/etc/kernel/$1.d"
}

# Its file, whatever it is compressed with.
module_of()
{
	compgen -G "$MACHINE/root/lib/modules/$1/updates/dkms/nettune.ko*"
}

leaves_nothing()
{
	is "$1" "$(cd "$MACHINE/root" && find usr/src var/lib/dkms etc/kernel lib/modules \
		-name '*nettune*')" ""
}

first_kernel()
{
	passes "make dkms-install" by_make dkms-install
	is_for "... builds for the kernel that is here" "$RELEASE1"
	is "... the module of this version" \
		"$(modinfo -F version "$(module_of "$RELEASE1")")" "$VERSION"
	has "... signed by DKMS" "$(modinfo -F signer "$(module_of "$RELEASE1")")" '^DKMS'
	is "... which modprobe will find" \
		"$(there modprobe -S "$RELEASE1" --show-depends nettune | grep -o 'updates/dkms/nettune')" \
		updates/dkms/nettune
	is "... from sources alone" "$(find "$MACHINE/root/usr/src/nettune-$VERSION" -type f \
		! -name '*.[ch]' ! -name '*.yaml' -printf '%f ' | xargs -n 1 | sort | xargs)" \
		"Kbuild LICENSE dkms.conf"
}

second_kernel()
{
	add_kernel "$RELEASE2" "$IMAGE2" "$HEADERS2" || return
	kernel_package postinst "$RELEASE2"
	is "another kernel is installed" "$status" 0
	is_for "... it is built for both" "$RELEASE1 $RELEASE2"
	kernel_package header_postinst "$RELEASE2"
	is "... and their headers after that" "$status" 0
	# As where kernels come without such hooks.
	rm "$MACHINE"/root/etc/kernel/*/nettune-dkms
	there dkms uninstall "nettune/$VERSION" -k "$RELEASE2" >/dev/null 2>&1
	passes "dkms autoinstall, without the hook" there dkms autoinstall -k "$RELEASE2"
	is_for "... installs it as well" "$RELEASE1 $RELEASE2"
	install -m 755 "$TOP/tools/packaging/kernel-hook" \
		"$MACHINE/root/etc/kernel/postinst.d/nettune-dkms"
}

# Their packages must not suffer.
other_kernels()
{
	add_broken_kernel "$OLD" "$HEADERS1" && add_broken_kernel "$BROKEN" "$HEADERS1" || return
	kernel_package postinst "$OLD"
	is "a kernel too old: its package installs" "$status" 0
	has "... and says that there is no module" "$err" "^nettune: kernel $OLD is none"
	kernel_package postinst "$BROKEN"
	is "a kernel that it does not build for: its package installs" "$status" 0
	has "... and says that there is no module" "$err" "^nettune: no module for kernel $BROKEN"
	is_for "... the others keep theirs" "$RELEASE1 $RELEASE2"
}

# For the VM, which is not in this namespace.
keep_trees()
{
	cp -a "$MACHINE/upper-$RELEASE1" "$1" && cp -a "$MACHINE/upper-$RELEASE2" "$1"
}

removal()
{
	kernel_package prerm "$RELEASE2"
	is "the second kernel is removed" "$status" 0
	is_for "... its module with it" "$RELEASE1"
	passes "make dkms-remove" by_make dkms-remove
	leaves_nothing "... leaves nothing"
	is "... in DKMS's own view as well" "$(status)" ""
	passes "... again: nothing to do" by_make dkms-remove
}

# inside MACHINE KEPT: in a mount namespace
inside()
{
	MACHINE=$1
	if ! make_machine "$1" || ! add_kernel "$RELEASE1" "$IMAGE1" "$HEADERS1"; then
		result 1 "a machine to try it on"
		return
	fi
	first_kernel
	second_kernel
	other_kernels
	keep_trees "$2"
	removal
}

# tree RELEASE IMAGE: of modules as they were there
tree()
{
	local tree=$TMP/tree-$1/lib/modules

	mkdir -p "$tree" || return
	cp -al "$2/lib/modules/$1" "$tree" 2>/dev/null ||
		{ rm -rf "${tree:?}/$1" && cp -a "$2/lib/modules/$1" "$tree"; } || return
	# Files of the image are links to the cache: replaced, not written.
	cp -a --remove-destination "$TMP/kept/upper-$1/." "$tree/$1"
}

# On the kernel itself: see guest() below.
boot()
{
	"$HERE/vm/run.sh" -K "$2/boot/vmlinuz-$1" -M "$TMP/tree-$1" -t 600 \
		-e "NETTUNE=$NETTUNE" -- "$HERE/dkms.sh" --guest
}

guest()
{
	local kernel

	kernel=$(uname -r)

	passes "$kernel: modprobe finds it" modprobe nettune
	run "$NETTUNE" -j module status
	is "... and it answers" "$(jq -r '"\(.family.name) \(.path)"' <<<"$out")" \
		"nettune $(echo "/lib/modules/$kernel/updates/dkms"/nettune.ko*)"
	passes "... module unload" "$NETTUNE" module unload
	passes "... module load" "$NETTUNE" module load
	passes "... module unload" "$NETTUNE" module unload
	passes "... the kernel loads it for who asks" "$NETTUNE" --source module listeners
	passes "... module unload" "$NETTUNE" module unload
	# As with Secure Boot: the firmware has not been told of DKMS's key.
	echo 1 >/sys/module/module/parameters/sig_enforce
	mkdir -p /var/lib/dkms && touch /var/lib/dkms/mok.pub
	run "$NETTUNE" module load
	is "... where only signed modules are taken: fails" "$status" 1
	has "... and says what to do" "$err" \
		"^nettune: module: load: key was rejected.*'mokutil --import /var/lib/dkms/mok.pub'"
}

in_vm()
{
	{ tree "$1" "$2" && boot "$1" "$2"; } >"$TMP/vm" 2>&1
	note "exit $? of the VM"
	grep -q '^1\.\.' "$TMP/vm" || result 1 "a VM with kernel $1"
	count_on "$TMP/vm"
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
command -v dkms >/dev/null || skip_all "no dkms"
[ -e "$NETTUNE" ] || skip_all "the command is not built"
{ [ $# = 2 ] && [ "$1" != "$2" ]; } || set -- 6.1 6.12
for i in 1 2; do
	declare -x "IMAGE$i=$("$HERE/vm/kernel.sh" image "${!i}")" || exit
	declare -x "HEADERS$i=$("$HERE/vm/kernel.sh" headers "${!i}")" || exit
	declare -x "RELEASE$i=$("$HERE/vm/kernel.sh" version "${!i}")" || exit
done
mkdir "$TMP/kept"
# shellcheck disable=SC2153 # declared above
unshare --mount --propagation private "$HERE/dkms.sh" --inside "$TMP/machine" "$TMP/kept" \
	>"$TMP/inside" 2>&1 || note "exit $?"
count_on "$TMP/inside"
in_vm "$RELEASE1" "$IMAGE1"
in_vm "$RELEASE2" "$IMAGE2"
finish
