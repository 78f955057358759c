#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Usage: deps.sh [demo|check|debug|bench|pictures]
#
# Installs the Debian packages that building and running the demo, all the
# tests, or those on debug kernels need. Says what it installs; does nothing
# when nothing is missing.
set -euo pipefail

DEMO=(
	bash gcc libc6-dev make pkg-config
	libnl-3-dev libnl-genl-3-dev libjson-c-dev libkmod-dev
	libncurses-dev libinih-dev libpcre2-dev libmicrohttpd-dev
	gcc-12 pahole cpio kmod xz-utils busybox-static qemu-system-x86
	iproute2 jq
)
CHECK=(
	clang sparse shellcheck perl libcmocka-dev python3 python3-yaml
	python3-jsonschema rsync util-linux ethtool tmux udev procps
	bash-completion mandoc zsh gojq curl
)

# To install and to build packages.
PACKAGING=(debhelper debootstrap dkms dpkg-dev kmod lintian openssl systemd)

# To build kernels.
DEBUG=(bc binutils bison flex libelf-dev)
BENCH=(clang libbpf-dev)
PICTURES=(python3-rich)

die()
{
	echo "deps.sh: $*" >&2
	exit 1
}

missing()
{
	local package

	for package in "$@"; do
		dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null |
			grep -qx installed || echo "$package"
	done
}

case ${1:-check} in
demo) packages=("${DEMO[@]}") ;;
check) packages=("${DEMO[@]}" "${CHECK[@]}" "${PACKAGING[@]}") ;;
pictures) packages=("${DEMO[@]}" "${PICTURES[@]}") ;;
debug) packages=("${DEMO[@]}" "${DEBUG[@]}") ;;
bench) packages=("${DEMO[@]}" "${BENCH[@]}") ;;
*) die "unknown set '$1' (demo, check, debug, bench or pictures)" ;;
esac

command -v dpkg-query >/dev/null || die "this is not Debian; needed are: ${packages[*]}"
mapfile -t wanted < <(missing "${packages[@]}")
[ ${#wanted[@]} -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" != 0 ]; then
	command -v sudo >/dev/null ||
		die "run as root, or install: ${wanted[*]}"
	as_root=(sudo)
fi
echo "nettune: installing from Debian: ${wanted[*]}"
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -q >/dev/null
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q \
	--no-install-recommends "${wanted[@]}" >/dev/null
