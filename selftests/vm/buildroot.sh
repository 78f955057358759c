# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# For kernel.sh: building modules for a kernel of another release of Debian.
# Its headers want that release's compiler, and their tools its C library, so
# all of it is unpacked, not installed, into a root of its own. The rest of the
# functions and TMP are kernel.sh's.

# What kbuild runs besides the compiler, and sparse.
BUILDROOT_TOOLS=(bash coreutils findutils gawk grep make perl-base sed sparse)

# The compiler packages that headers depend on.
compilers_of()
{
	dependencies "linux-headers-$1" |
		grep -E '^(linux-compiler-)?gcc-[0-9]' | sort -u
}

fill_buildroot()
{
	local tree=$1 v=$3 headers compilers

	headers=$(dependencies "linux-headers-$v" |
		grep -E '^linux-headers-.*-common$') ||
		die "apt does not tell what linux-headers-$v needs"
	compilers=$(compilers_of "$v") ||
		die "apt does not tell which compiler linux-headers-$v needs"
	# Not with all dependencies: some want the kernel installed.
	download "$TMP/debs" "linux-headers-$v" "$headers"
	# shellcheck disable=SC2046,SC2086 # one word per package
	download_all "$TMP/debs" $compilers "${BUILDROOT_TOOLS[@]}" \
		$(dependencies "linux-headers-$v" | grep '^linux-kbuild-')
	say "unpacking $(find "$TMP/debs" -name '*.deb' | wc -l) packages"
	unpack_buildroot "$tree"
	# Only what building needs: this is a third of it.
	rm -rf "$tree"/usr/share/{doc,man,locale,info}
	mkdir -p "$tree/dev" "$tree/mnt" "$tree/proc" "$tree/tmp"
	: >"$tree/dev/null"
	# What installing would have done.
	[ -e "$tree/bin/sh" ] || ln -s bash "$tree/bin/sh"
	[ -e "$tree/usr/bin/awk" ] || ln -s gawk "$tree/usr/bin/awk"
}

# A release where /bin and /lib are links into /usr has them in a package,
# which others must not find taken: it goes first.
unpack_buildroot()
{
	local tree=$1 deb

	for deb in "$TMP"/debs/usr-is-merged_*.deb "$TMP"/debs/base-files_*.deb "$TMP"/debs/*.deb; do
		[ ! -e "$deb" ] || dpkg-deb -x "$deb" "$tree"
	done
}

# make_in_buildroot ROOT KDIR DIR [ARG]...: DIR is /mnt there.
make_in_buildroot()
{
	local root=$1 kdir=$2 dir=$3 as=(--mount)

	shift 3
	[ "$(id -u)" -eq 0 ] || as+=(--user --map-root-user)
	# shellcheck disable=SC2016 # for the inner shell
	unshare "${as[@]}" sh -ec '
		root=$1 dir=$2
		shift 2
		mount --bind "$dir" "$root/mnt"
		mount --bind /dev/null "$root/dev/null"
		mount --rbind /proc "$root/proc"
		exec chroot "$root" /usr/bin/env -i PATH=/usr/bin:/bin \
			LC_ALL=C "$@"
	' sh "$root" "$dir" make -C "$kdir" M=/mnt "$@"
}
