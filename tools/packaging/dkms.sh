#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Usage: dkms.sh install|remove
#
# Gives the module's source to DKMS, which builds it for the kernels that are
# here, with their headers, and for those to come; or takes it away again, with
# all that was built.
set -euo pipefail
cd "$(dirname "$0")/../.."

VERSION=$(sed -n 's/^PACKAGE_VERSION="\(.*\)"$/\1/p' dkms.conf)
SOURCE=/usr/src/nettune-$VERSION
# Where Debian's kernel packages look for what to run.
HOOKS=(/etc/kernel/postinst.d /etc/kernel/header_postinst.d)

die()
{
	echo "nettune: $*" >&2
	exit 1
}

versions()
{
	dkms status -m nettune | sed -n 's|^nettune/\([^,: ]*\).*|\1|p' | sort -u
}

remove()
{
	local version folder

	for version in $(versions); do
		dkms remove "nettune/$version" --all >&2
		rm -rf "/usr/src/nettune-$version"
	done
	rm -rf "$SOURCE"
	for folder in "${HOOKS[@]}"; do
		rm -f "$folder/nettune-dkms"
	done
}

give_source()
{
	local folder

	mkdir -p "$SOURCE"
	# Without what building has left there.
	tar -c --exclude='*.o' --exclude='.*' --exclude='*.o.d' Kbuild dkms.conf LICENSE module \
		include | tar -x --no-same-owner -C "$SOURCE"
	for folder in "${HOOKS[@]}"; do
		[ ! -d "$folder" ] ||
			install -m 0755 tools/packaging/kernel-hook "$folder/nettune-dkms"
	done
	dkms add "nettune/$VERSION" >&2
}

# For all kernels that there are headers of; at least one is to be had.
build()
{
	local headers kernel built=() failed=()

	for headers in /lib/modules/*/build/include; do
		[ -e "$headers" ] || continue
		kernel=${headers%/build/include}
		kernel=${kernel##*/}
		if dkms install "nettune/$VERSION" -k "$kernel" >&2; then
			built+=("$kernel")
		else
			failed+=("$kernel")
		fi
	done
	[ ${#failed[@]} = 0 ] || echo "nettune: no module for: ${failed[*]} (see above)" >&2
	[ ${#built[@]} -gt 0 ] ||
		die "no module yet: install linux-headers-$(uname -r), and DKMS will build it"
	echo "nettune: module for: ${built[*]}"
	[[ " ${built[*]} " = *" $(uname -r) "* ]] ||
		echo "nettune: note: none for the running kernel, $(uname -r)"
}

[ "$(id -u)" = 0 ] || die "DKMS wants root: run this as root or with sudo"
command -v dkms >/dev/null || die "dkms is missing: 'apt install dkms'"
! dpkg-query -W -f '${db:Status-Status}' nettune-dkms 2>/dev/null | grep -qx installed ||
	die "the package nettune-dkms does that here: 'apt remove nettune-dkms' first"
case ${1-} in
install)
	remove
	give_source
	build
	;;
remove) remove ;;
*) die "usage: dkms.sh install|remove" ;;
esac
