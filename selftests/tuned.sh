#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Usage: tuned.sh
#
# Profiles as tuned reads them: all that Debian's package ships, some that go
# into corners (tuned/profiles), and ours as 'nettune export tuned' prints them,
# come to what tuned itself would set. The package is fetched and unpacked beside
# everything else, not installed.
set -u
cd "$(dirname "$0")" || exit

CACHE=${NETTUNE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/nettune}
TMP=$(mktemp -d) || exit
trap 'rm -rf "$TMP"' EXIT

say()
{
	echo "# $*"
}

die()
{
	echo "Bail out! $*"
	exit 1
}

# shellcheck source-path=SCRIPTDIR source=vm/apt.sh
. ./vm/apt.sh

fetch()
{
	mkdir -p "$CACHE/tuned" || die "no cache at $CACHE"
	[ -n "$(find "$CACHE/tuned" -name 'tuned_*.deb')" ] ||
		download "$CACHE/tuned" tuned
	dpkg-deb -x "$(find "$CACHE/tuned" -name 'tuned_*.deb' | sort -V | tail -1)" \
		"$TMP/root" || die "the package of tuned can't be unpacked"
}

# export_one PROFILE: what we say to tuned
export_one()
{
	mkdir "$TMP/profiles/nettune-$1"
	NETTUNE_PROFILES=../tools/profiles ../tools/nettune export tuned \
		-o "$TMP/profiles/nettune-$1/tuned.conf" "$1" 2>"$TMP/said" ||
		die "export tuned $1: $(cat "$TMP/said")"
}

# One folder with all profiles, whose files of variables are found in there.
gather()
{
	local file

	cp -r "$TMP/root/usr/lib/tuned" "$TMP/profiles"
	[ ! -d "$TMP/root/usr/lib/tuned/profiles" ] ||
		cp -r "$TMP/root/usr/lib/tuned/profiles/." "$TMP/profiles"
	cp -r tuned/profiles/. "$TMP/profiles"
	for file in ../tools/profiles/*.conf; do
		export_one "$(basename "$file" .conf)"
	done
	for file in "$TMP"/profiles/*/tuned.conf; do
		sed -i "s|/etc/tuned/|$TMP/root/etc/tuned/|" "$file"
	done
}

names()
{
	(cd "$1" && find . -mindepth 2 -maxdepth 2 -name tuned.conf | cut -d/ -f2 | sort)
}

fetch
gather
make -s -C unit obj/tuned_wants || die "wants.c can't be built"
mapfile -t all < <(names "$TMP/profiles")
[ "${#all[@]}" -gt 40 ] || die "there are only ${#all[@]} profiles"
"${PYTHON:-python3}" tuned/compare.py "$TMP/root/usr/lib/python3/dist-packages" \
	"$TMP/profiles" unit/obj/tuned_wants "${all[@]}"
