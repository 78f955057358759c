#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Prints a folder that holds Debian 12 with what nettune's packages depend on,
# for tests to put overlays on. Made by debootstrap, as root, and kept in
# $NETTUNE_CACHE: some 350 MB, and only one of it.
set -euo pipefail
umask 022

CACHE=${NETTUNE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/nettune}/debian
PACKAGES=(
	dkms gcc-12 kmod libelf1 libinih1 libjson-c5 libkmod2 libncursesw6
	libnl-3-200 libnl-genl-3-200 libpcre2-8-0 libssl3 make openssl pahole systemd udev
)
# What nobody looks at there.
NEEDLESS=(usr/share/doc usr/share/locale usr/share/man var/cache/apt/archives var/lib/apt/lists)
TMP=

say()
{
	echo "debroot.sh: $*" >&2
}

die()
{
	say "$*"
	exit 1
}

cleanup()
{
	[ -z "$TMP" ] || rm -rf --one-file-system "$TMP"
}

# shellcheck source-path=SCRIPTDIR source=vm/apt.sh
. "$(dirname "$0")/vm/apt.sh"

make_root()
{
	local uri packages

	uri=$(mirror) || die "apt has no source of Debian's"
	packages=$(IFS=,; echo "${PACKAGES[*]}")
	TMP=$(mktemp -d "$CACHE/.tmp.XXXXXX")
	say "unpacking Debian 12 into $CACHE"
	# What it mounts there goes with it, however it ends.
	unshare --mount --propagation private debootstrap --variant=minbase \
		--include="$packages" bookworm "$TMP/root" "$uri" >"$CACHE/log" 2>&1 ||
		die "debootstrap has failed: see $CACHE/log"
	(cd "$TMP/root" && rm -rf "${NEEDLESS[@]}" && mkdir -p var/lib/apt/lists/partial)
	rm -rf --one-file-system "$CACHE"/bookworm-*
	mv -T "$TMP/root" "$1"
}

root=$CACHE/bookworm-$(echo "${PACKAGES[*]}" | sha256sum | cut -c 1-12)
mkdir -p "$CACHE"
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
exec 9>"$CACHE/lock"
flock 9
[ -d "$root" ] || make_root "$root"
echo "$root"
