#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Usage: initramfs.sh [MODULES_DIR VERSION]
#
# Prints the path of an initramfs with busybox and the modules that
# guest/init and guest/session need of MODULES_DIR/lib/modules/VERSION; without
# arguments, for a kernel that has them built in. It lies in $NETTUNE_CACHE,
# named by its content. The init itself is not in it: run.sh appends that.
set -euo pipefail
umask 022
PATH=$PATH:/usr/sbin:/sbin

CACHE=${NETTUNE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/nettune}/initramfs
MODULES=(virtio_pci virtio_console 9pnet_virtio 9p overlay)
TMP=

die()
{
	echo "initramfs.sh: $*" >&2
	exit 1
}

cleanup()
{
	[ -z "$TMP" ] || rm -rf "$TMP"
}

# The files of the modules, in the order to load them; none for built-in ones.
module_files()
{
	modprobe -a -d "$1" -S "$2" --show-depends "${MODULES[@]}" |
		awk '$1 == "insmod" && !seen[$2]++ { print $2 }'
}

# As the kernel takes them: busybox does not decompress.
copy_module()
{
	case $1 in
	*.xz) xz -dc "$1" ;;
	*.zst) zstd -qdc "$1" ;;
	*.gz) gzip -dc "$1" ;;
	*) cat "$1" ;;
	esac >"$2"
}

# build OUTPUT FILE...
build()
{
	local output=$1 file number=100

	shift
	TMP=$(mktemp -d "$CACHE/.tmp.XXXXXX")
	mkdir -p "$TMP/root/bin" "$TMP/root/modules"
	cp "$BUSYBOX" "$TMP/root/bin/busybox"
	for file; do
		copy_module "$file" "$TMP/root/modules/$((number++)).ko"
	done
	(cd "$TMP/root" && find . | cpio -o -H newc -R 0:0 --quiet) >"$TMP/cpio"
	mv "$TMP/cpio" "$output"
}

main()
{
	local files=() list key

	case ${1-} in
	-h | --help)
		sed -n '4,/^[^#]/{/^#/s/^# \{0,1\}//p}' "$0"
		exit 0
		;;
	esac
	trap cleanup EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM
	BUSYBOX=$(command -v busybox) || die "busybox is missing"
	if [ $# -eq 2 ]; then
		list=$(module_files "$1" "$2") ||
			die "$1/lib/modules/$2 lacks some of: ${MODULES[*]}"
		[ -z "$list" ] || mapfile -t files <<<"$list"
	fi
	# The modules' names have the version in them.
	key=$(stat -L -c '%n %s %y' "$0" "$BUSYBOX" "${files[@]}" | sha256sum)
	key=$CACHE/${2:-builtin}-${key:0:16}.cpio
	mkdir -p "$CACHE"
	[ -e "$key" ] || build "$key" "${files[@]}"
	echo "$key"
}

# In one line: the file may be replaced while it runs.
main "$@"; exit
