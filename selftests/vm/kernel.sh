#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Usage: kernel.sh image|version|headers|source|fullsource SERIES
#        kernel.sh make SERIES DIR [ARG]...
#
# Fetches what the tests need of a Debian kernel, without installing it, and
# prints one path (or the version) on stdout. SERIES is e.g. 6.1 or 6.12, or
# "newest" for the newest kernel that Debian offers. Those that this machine's
# release does not have come from the release that has them (see apt.sh).
#
#   image       folder with boot/vmlinuz-V and lib/modules/V
#   version     V, e.g. 6.1.0-56-amd64
#   headers     KDIR, the headers that "make" uses
#   make        builds the module in DIR: "make -C KDIR M=DIR ARG...", with the
#               compiler and tools of the release that the kernel is from
#   source      folder with the parts of linux-source that tests use
#   fullsource  folder with the whole unpacked linux-source
#
# All of it lives in $NETTUNE_CACHE (default: ~/.cache/nettune), which may be
# removed at any time. What is there already is used without the network.
set -euo pipefail
umask 022
PATH=$PATH:/usr/sbin:/sbin

CACHE=${NETTUNE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/nettune}
KERNELS=$CACHE/kernels
TMP=
PROVIDED=

# shellcheck source-path=SCRIPTDIR source=apt.sh
. "$(dirname "$0")/apt.sh"
# shellcheck source-path=SCRIPTDIR source=buildroot.sh
. "$(dirname "$0")/buildroot.sh"

# The parts of linux-source that tests use. Not every series has them all.
SOURCE_PARTS=(
	COPYING CREDITS Kbuild MAINTAINERS Makefile README
	Documentation/dev-tools/checkpatch.rst
	Documentation/netlink
	drivers/net/netdevsim
	scripts
	tools/net/ynl
	tools/testing/kunit
	tools/testing/selftests/gen_kselftest_tar.sh
	tools/testing/selftests/kselftest
	tools/testing/selftests/kselftest.h
	tools/testing/selftests/kselftest_deps.sh
	tools/testing/selftests/kselftest_harness.h
	tools/testing/selftests/kselftest_install.sh
	tools/testing/selftests/kselftest_module.h
	tools/testing/selftests/ksft_runner.sh
	tools/testing/selftests/lib.mk
	tools/testing/selftests/net/lib
	tools/testing/selftests/net/lib.sh
	tools/testing/selftests/run_kselftest.sh
)

say()
{
	echo "kernel.sh: $*" >&2
}

die()
{
	say "$*"
	exit 1
}

usage()
{
	sed -n '4,/^[^#]/{/^#/s/^# \{0,1\}//p}' "$0"
}

need()
{
	local tool

	for tool; do
		command -v "$tool" >/dev/null || die "$tool is missing"
	done
}

cleanup()
{
	[ -z "$TMP" ] || rm -rf "$TMP"
}

# --- the cache ------------------------------------------------------------

# The newest entry of a kind and series in the cache.
newest_cached()
{
	local kind=$1 series=$2

	find "$KERNELS" -mindepth 1 -maxdepth 1 -name "${kind}-${series}[._]*" \
		2>/dev/null | sort -V | tail -n 1 | grep .
}

# provide NAME FILL [ARG...]: sets PROVIDED to the path of entry NAME. If that
# is not there, FILL DIR FINAL ARG... makes it in DIR, to be renamed to FINAL.
# (It does not print the path: in a subshell, cleanup would not know TMP.)
provide()
{
	local name=$1 fill=$2

	shift 2
	PROVIDED=$KERNELS/$name
	[ ! -e "$PROVIDED" ] || return 0
	mkdir -p "$KERNELS/.lock"
	exec 9>"$KERNELS/.lock/$name"
	flock 9
	# Another one may have made it while we waited for the lock.
	if [ ! -e "$PROVIDED" ]; then
		TMP=$(mktemp -d "$KERNELS/.tmp.XXXXXX")
		mkdir "$TMP/debs" "$TMP/tree"
		chmod 755 "$TMP" "$TMP/tree"
		"$fill" "$TMP/tree" "$PROVIDED" "$@"
		mv -T "$TMP/tree" "$PROVIDED"
		cleanup
		TMP=
	fi
	exec 9>&-
}

unpack_debs()
{
	local deb

	for deb in "$TMP"/debs/*.deb; do
		dpkg-deb -x "$deb" "$1"
	done
}

# Newer kernels come in several packages, and in /usr.
fill_image()
{
	local tree=$1 package=$3 v=${3#linux-image-} parts

	parts=$(dependencies "$package" | grep -E '^linux-[a-z]+-[0-9]' |
		sed "s/$/=$4/") || true
	# shellcheck disable=SC2086 # one word per package
	download "$TMP/debs" "$package=$4" $parts
	unpack_debs "$tree"
	if [ -d "$tree/usr/lib/modules" ]; then
		mkdir -p "$tree/lib"
		mv "$tree/usr/lib/modules" "$tree/lib/modules"
	fi
	if [ ! -e "$tree/boot/vmlinuz-$v" ]; then
		mkdir -p "$tree/boot"
		mv "$tree/lib/modules/$v/vmlinuz" "$tree/boot/vmlinuz-$v"
	fi
	depmod -b "$tree" "$v"
}

# Debian's header packages name each other by absolute paths: in the Makefile
# of the architecture, and in some symlinks.
relocate()
{
	local tree=$1 final=$2 link target

	sed -i "s|^include /usr/src/|include $final/usr/src/|" \
		"$tree"/usr/src/linux-headers-*/Makefile
	find "$tree" -type l -lname '/*' | while read -r link; do
		target=$(readlink "$link")
		ln -sfn "$final$target" "$link"
	done
}

fill_headers()
{
	local tree=$1 final=$2 v=$3 wanted

	wanted=$(dependencies "linux-headers-$v" |
		grep -E '^linux-(headers-.*-common|kbuild-.*)$' | sort -u) ||
		die "apt knows no linux-headers-$v: run apt-get update"
	# shellcheck disable=SC2086 # one word per package
	download "$TMP/debs" "linux-headers-$v" $wanted
	unpack_debs "$tree"
	relocate "$tree" "$final"
}

# The tar ball inside linux-source is kept: "source" and "fullsource" share it.
fill_tarball()
{
	local tree=$1 package=$3

	download "$TMP/debs" "$package=$4"
	mkdir "$TMP/deb"
	unpack_debs "$TMP/deb"
	mv "$TMP/deb/usr/src/$package.tar.xz" "$tree/linux.tar.xz"
}

fill_source()
{
	local tree=$1 tarball=$3 top=linux-source-$4

	say "unpacking the parts of $top that tests use"
	# tar complains about the parts that a series does not have.
	LC_ALL=C tar -xJf "$tarball" -C "$tree" --strip-components=1 \
		"${SOURCE_PARTS[@]/#/$top/}" 2>"$TMP/errors" || true
	if grep -Ev ': Not found in archive$|: Exiting with failure' \
		"$TMP/errors" >&2; then
		die "cannot unpack $tarball"
	fi
	sed -n 's/^tar: \(.*\): Not found in archive$/without \1/p' \
		"$TMP/errors" >&2
	# By these folders checkpatch.pl knows a kernel tree.
	(cd "$tree" && mkdir -p arch include fs init ipc kernel lib)
}

fill_fullsource()
{
	say "unpacking linux-source-$4"
	tar -xJf "$3" -C "$1" --strip-components=1
}

# --- subcommands ----------------------------------------------------------

# Sets package and revision, and v; without apt's help from what is cached.
resolve_image()
{
	local series=$1 cached

	if lookup image "$series"; then
		:
	elif cached=$(newest_cached image "$series"); then
		cached=${cached##*/image-}
		package=linux-image-${cached%_*}
		revision=${cached##*_}
	else
		die "apt knows no image of Linux $series: run apt-get update"
	fi
	v=${package#linux-image-}
}

cmd_version()
{
	resolve_image "$1"
	echo "$v"
}

cmd_image()
{
	resolve_image "$1"
	need depmod
	provide "image-${v}_$revision" fill_image "$package" "$revision"
	echo "$PROVIDED"
}

cmd_headers()
{
	resolve_image "$1"
	if [ -n "$(release_of "$1")" ]; then
		provide "buildroot-${v}_$revision" fill_buildroot "$v"
	else
		provide "headers-${v}_$revision" fill_headers "$v"
	fi
	echo "$PROVIDED/usr/src/linux-headers-$v"
}

cmd_make()
{
	local series=$1 dir gcc kdir

	dir=$(realpath -e "$2")
	shift 2
	cmd_headers "$series" >/dev/null
	kdir=/usr/src/linux-headers-$v
	if [ -n "$(release_of "$series")" ]; then
		make_in_buildroot "$PROVIDED" "$kdir" "$dir" "$@"
		return
	fi
	kdir=$PROVIDED$kdir
	gcc=$(sed -n 's/^CC = .*)\(gcc[-0-9]*\)$/\1/p' "$kdir/.kernelvariables")
	[ -z "$gcc" ] || command -v "$gcc" >/dev/null ||
		die "modules for $v need $gcc: apt-get install $gcc"
	make -C "$kdir" M="$dir" "$@"
}

cmd_source()
{
	local kind=$1 series=$2 id tarball

	if lookup source "$series"; then
		id=${series}_$revision
	elif PROVIDED=$(newest_cached "$kind" "$series"); then
		id=${PROVIDED##*/"$kind"-}
	else
		die "apt knows no linux-source-$series: run apt-get update"
	fi
	if [ ! -e "$KERNELS/$kind-$id" ]; then
		provide "tarball-$id" fill_tarball "$package" "${id#*_}"
		tarball=$PROVIDED/linux.tar.xz
		provide "$kind-$id" "fill_$kind" "$tarball" "$series"
	fi
	echo "$KERNELS/$kind-$id"
}

main()
{
	local package revision v

	case ${1-} in
	-h | --help)
		usage
		exit 0
		;;
	esac
	[ $# -eq 2 ] || [ "${1-}" = make ] || { usage >&2; exit 2; }
	need apt-cache apt-get dpkg-deb flock tar xz
	trap cleanup EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM
	case $1 in
	image | version | headers) "cmd_$1" "$2" ;;
	source | fullsource) cmd_source "$1" "$2" ;;
	make)
		[ $# -ge 3 ] || { usage >&2; exit 2; }
		shift
		cmd_make "$@"
		;;
	*) die "no such subcommand: $1 (see --help)" ;;
	esac
}

# In one line: the file may be replaced while it runs.
main "$@"; exit
