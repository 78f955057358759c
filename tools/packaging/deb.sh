#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Usage: deb.sh FOLDER
#
# Builds Debian's source and binary packages from a copy of the tree, and leaves
# them in FOLDER. DEBFULLNAME and DEBEMAIL say who does it.
set -euo pipefail
cd "$(dirname "$0")/../.."

VERSION=$(sed -n 's/^PACKAGE_VERSION="\(.*\)"$/\1/p' dkms.conf)
MAINTAINER="${DEBFULLNAME:-nettune} <${DEBEMAIL:-nettune@$(hostname -f 2>/dev/null || hostname)}>"

die()
{
	echo "nettune: $*" >&2
	exit 1
}

[ $# = 1 ] || die "usage: deb.sh FOLDER"
command -v dh >/dev/null || die "debhelper is missing: 'apt install debhelper dpkg-dev'"
mkdir -p "$1"
out=$(realpath "$1")
tree=$out/nettune-$VERSION
rm -rf "$tree" "$out"/nettune_* "$out"/nettune-dkms_* "$out"/nettune-dbgsym_*
mkdir "$tree"
# What is in the tree, without what was built there.
tar -c --exclude-vcs --exclude='*.o' --exclude='*.ko' --exclude='.*.cmd' --exclude='*.mod*' \
	--exclude='obj' --exclude='obj-*' --exclude='selftests' --exclude='tools/nettune' \
	Kbuild Makefile README.md LICENSE dkms.conf include module tools | tar -x -C "$tree"
cp -r tools/packaging/debian "$tree/debian"
rm -rf "$tree/tools/packaging/debian"
date=$(date -R -r dkms.conf)
grep -rlE '@(VERSION|MAINTAINER|DATE)@' "$tree/debian" | xargs sed -i \
	-e "s/@VERSION@/$VERSION/; s/@MAINTAINER@/$MAINTAINER/; s/@DATE@/$date/"
cd "$tree"
dpkg-buildpackage -us -uc -F "-j${JOBS:-$(nproc)}"
rm -rf "$tree"
