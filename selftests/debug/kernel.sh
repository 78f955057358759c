#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Usage: kernel.sh image|kdir KIND
#
# Builds, once, a kernel of the debug tier from Debian's linux-source, and
# prints one path on stdout. KIND is kasan or kcsan: frag.KIND, with frag.base,
# says what is in it.
#
#   image   the bzImage, for vm/run.sh -K
#   kdir    KDIR for "make -C KDIR M=..."
#
# Kept in $NETTUNE_CACHE (default: ~/.cache/nettune), by the versions of source
# and compiler and the fragments; it may be removed at any time.
set -euo pipefail
umask 022

HERE=$(cd "$(dirname "$0")" && pwd)
SERIES=6.12
CACHE=${NETTUNE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/nettune}
KERNELS=$CACHE/kernels
PARTIAL=

say()
{
	echo "debug/kernel.sh: $*" >&2
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

cleanup()
{
	[ -z "$PARTIAL" ] || rm -rf "$PARTIAL"
}

# The lines of the fragments that set something.
settings()
{
	grep -hE '^(CONFIG_[A-Z0-9_]+=|# CONFIG_[A-Z0-9_]+ is not set$)' \
		"$HERE/frag.base" "$HERE/frag.$1"
}

# quiet LOG COMMAND...: what it says goes to the log, shown if it fails.
quiet()
{
	local log=$1

	shift
	"$@" >>"$log" 2>&1 </dev/null || { tail -n 30 "$log" >&2; die "failed: $*"; }
}

# Kconfig drops without a word what depends on something that is off.
verify()
{
	local line symbol missed=0

	while read -r line; do
		symbol=${line#\# }
		symbol=${symbol%%[= ]*}
		case $line in
		\#*) ! grep -q "^$symbol=" "$2/.config" ;;
		*) grep -qxF -- "$line" "$2/.config" ;;
		esac || { say "not honoured: $line"; missed=1; }
	done < <(settings "$1")
	[ $missed = 0 ] || die "the fragments do not fit this source"
}

configure()
{
	local kind=$1 source=$2 out=$3

	quiet "$out/log" make -C "$source" O="$out" tinyconfig
	# Later lines win.
	settings "$kind" >>"$out/.config"
	quiet "$out/log" make -C "$source" O="$out" olddefconfig
	verify "$kind" "$out"
}

# What building modules does not need goes: 9 of 10 bytes.
shrink()
{
	local out=$1

	find "$out" -mindepth 1 -maxdepth 1 \
		! -name .config ! -name Makefile ! -name Module.symvers ! -name System.map \
		! -name arch ! -name include ! -name scripts ! -name tools ! -name log \
		-exec rm -rf {} +
	find "$out" -type f \( -name '*.o' -o -name '*.a' -o -name 'vmlinux*' -o -name '.*.cmd' \) -delete
}

# build KIND SOURCE OUT FINAL
build()
{
	local kind=$1 source=$2 out=$3 final=$4 start=$SECONDS

	say "configuring a $kind kernel from ${source##*/}"
	configure "$kind" "$source" "$out"
	say "building it with $(nproc) jobs, for minutes; the log is $out/log"
	KBUILD_BUILD_TIMESTAMP=1 KBUILD_BUILD_USER=nettune KBUILD_BUILD_HOST=nettune \
		quiet "$out/log" make -C "$source" O="$out" -j"$(nproc)" bzImage modules
	mv "$out/arch/x86/boot/bzImage" "$out/include/bzImage"
	shrink "$out"
	mv "$out/include/bzImage" "$out/bzImage"
	# It was configured under one path and is used under another.
	find "$out" -name Makefile -exec sed -i "s|$out|$final|g" {} +
	say "$kind kernel built in $((SECONDS - start)) s"
}

# Sets FINAL.
provide()
{
	local kind=$1 source key

	source=$("$HERE/../vm/kernel.sh" fullsource $SERIES) || die "no source of Linux $SERIES"
	key=$({ echo "${source##*/}"; gcc --version | head -n 1; settings "$kind"; } | sha256sum)
	FINAL=$KERNELS/$kind-$SERIES-${key:0:16}
	[ ! -e "$FINAL" ] || return 0
	mkdir -p "$KERNELS/.lock"
	exec 9>"$KERNELS/.lock/${FINAL##*/}"
	flock 9
	if [ ! -e "$FINAL" ]; then
		PARTIAL=$(mktemp -d "$KERNELS/.tmp.XXXXXX")
		chmod 755 "$PARTIAL"
		# The lock is not for what might outlive this script.
		build "$kind" "$source" "$PARTIAL" "$FINAL" 9>&-
		mv -T "$PARTIAL" "$FINAL"
		PARTIAL=
	fi
	exec 9>&-
}

main()
{
	local tool FINAL

	case ${1-} in
	-h | --help)
		usage
		exit 0
		;;
	esac
	[ $# -eq 2 ] || { usage >&2; exit 2; }
	[ -e "$HERE/frag.$2" ] || die "no such kind: $2"
	for tool in gcc make flex bison bc flock sha256sum; do
		command -v $tool >/dev/null || die "$tool is missing: selftests/deps.sh debug"
	done
	trap cleanup EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM
	case $1 in
	image)
		provide "$2"
		echo "$FINAL/bzImage"
		;;
	kdir)
		provide "$2"
		echo "$FINAL"
		;;
	*) die "no such subcommand: $1 (see --help)" ;;
	esac
}

# In one line: the file may be replaced while it runs.
main "$@"; exit
