#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Usage: lint.sh [SERIES...]
#
# What compilers and checkers say of the source: nothing.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
TOP=$(cd "$HERE/.." && pwd)
cd "$TOP" || exit
CACHE=${NETTUNE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/nettune}

# Remarks of checkpatch that do not hold for a command: types and macros that
# only the kernel has, and the names of other libraries (cmocka's CMUnitTest).
NOT_FOR_TOOLS=PREFER_KERNEL_TYPES,PREFER_DEFINED_ATTRIBUTE_MACRO,CAMELCASE

quiet()
{
	local output

	output=$("$@" 2>&1)
	local status=$?

	echo "$output"
	[ "$status" = 0 ] && [ -z "$output" ]
}

# is_built SERIES: the module that is there is of this source
is_built()
{
	[ -e "$HERE/build/$1/nettune.ko" ] &&
		[ -z "$(find Kbuild dkms.conf module include \
			\( -name '*.[ch]' -o -name Kbuild -o -name dkms.conf \) \
			-newer "$HERE/build/$1/nettune.ko" -print -quit)" ]
}

# The module's log without the lines that say what is done.
module_quiet()
{
	local log

	is_built "$1" || "$HERE/build.sh" "$1" >/dev/null || return
	log=$(grep -vE '^(make|  [A-Z]+( +\[M\])? |Skipping BTF)' "$HERE/build/$1/log")
	echo "$log"
	[ -z "$log" ]
}

# checkpatch REMARKS FILE...: those that it has said nothing of, as they are and as
# it is, are not looked at again; it takes minutes for all.
checkpatch()
{
	local ignore=$1 known sums files=() file

	shift
	known=$({ echo "$ignore"; cat "$SOURCE"/scripts/{checkpatch.pl,const_structs.checkpatch,spelling.txt}; } |
		sha256sum)
	known=$CACHE/checkpatch-${known:0:16}
	mkdir -p "$CACHE" && touch "$known" || return
	sums=$(sha256sum "$@" | grep -vxFf "$known")
	[ -n "$sums" ] || return 0
	while read -r _ file; do
		files+=("$TOP/$file")
	done <<<"$sums"
	# It leaves a file where it stands.
	(
		cd "$TMP" &&
			quiet perl "$SOURCE/scripts/checkpatch.pl" --no-tree --root "$SOURCE" \
				--strict --quiet --no-summary --max-line-length=100 \
				--ignore "$ignore" -f "${files[@]}"
	) && echo "$sums" >>"$known"
}

# With what make makes (-Werror: it is there, or says why not), and with what the
# fuzzers are made of, and need.
build_tools()
{
	case $1 in
	gcc) quiet make -s -C tools ;;
	clang)
		quiet make -s -C tools CC=clang OBJ=obj-fuzz EXTRA_CFLAGS="$FUZZ_CFLAGS" \
			obj-fuzz/libnettune.a obj-fuzz/nettune.o
		;;
	esac
}

build_load()
{
	mkdir "$TMP/$1" &&
		quiet make -s -C selftests nt_load CC="$1" OUTPUT="$TMP/$1" EXTRA_CFLAGS=-Werror
}

abi_header()
{
	echo '#include <linux/nettune.h>' |
		quiet "$@" -Wall -Wextra -Werror -Iinclude/uapi -fsyntax-only -
}

# agrees FOLDER: the ABI header and the netlink spec in it say the same.
agrees()
{
	"${PYTHON:-python3}" selftests/abi/spec_asserts.py "$1/netlink/specs/nettune.yaml" \
		>"$TMP/asserts.c" &&
		quiet gcc -std=gnu11 -Wall -Wextra -Werror -I"$1/uapi" -fsyntax-only "$TMP/asserts.c"
}

# drift_noticed FILE SED: once that edit is made, they do not.
drift_noticed()
{
	rm -rf "$TMP/include" && cp -r include "$TMP" && sed -i "$2" "$TMP/include/$1" &&
		! cmp -s "include/$1" "$TMP/include/$1" && ! agrees "$TMP/include" >/dev/null 2>&1
}

top_level()
{
	local extra

	extra=$(git ls-files | cut -d/ -f1 | sort -u | grep -vxE \
		'Kbuild|Makefile|module|tools|include|selftests|dkms\.conf|README\.md|LICENSE|\.ci|\.clang-format|\.gitignore')
	echo "$extra"
	[ -z "$extra" ]
}

scripts()
{
	find selftests .ci tools/packaging -name build -prune -o \( -name '*.sh' -o -path .ci/run \
		-o -name kernel-hook -o -name '*.p*inst' -o -name '*.p*rm' \) -print
}

for series in "$@"; do
	passes "module for $series: W=1 and sparse are silent" module_quiet "$series"
done
if SOURCE=$("$HERE/vm/kernel.sh" source 6.12); then
	passes "module, include: checkpatch --strict is silent" \
		checkpatch NONE module/*.[ch] module/tests/*.[ch] include/uapi/linux/*.h include/nettune/*.h
	# Not what a build has made.
	mapfile -t files < <(find tools selftests \( -name build -o -name 'obj*' \) -prune -o \
		-name '*.[ch]' -print)
	passes "tools, selftests: checkpatch --strict is silent" \
		checkpatch $NOT_FOR_TOOLS "${files[@]}"
else
	result 1 "checkpatch: no kernel source to take it from"
fi
FUZZ_CFLAGS=$(make -s -C selftests/unit/fuzz cflags) || exit
for compiler in gcc clang; do
	passes "tools: $compiler is silent" build_tools $compiler
	passes "load generator: $compiler is silent" build_load $compiler
done
mapfile -t files < <(scripts)
passes "scripts: shellcheck is silent" quiet shellcheck "${files[@]}"
passes "ABI header compiles alone, as C90" abi_header gcc -xc -std=c90
passes "ABI header compiles alone, as C++" abi_header clang -xc++
passes "ABI header and netlink spec agree" agrees include
spec=netlink/specs/nettune.yaml
header=uapi/linux/nettune.h
passes "... a spec with another field is noticed" drift_noticed $spec '0,/name: rcvbuf$/s//name: rcv/'
passes "... a spec with a flag less is noticed" drift_noticed $spec '/- pressure/d'
passes "... a header with an attribute more is noticed" \
	drift_noticed $header 's/^\tNETTUNE_A_SOCKET_OWNER,/&\n\tNETTUNE_A_SOCKET_MORE,/'
passes "... a header with a field more is noticed" \
	drift_noticed $header 's/^\t__u32\tavg300;/&\n\t__u32\tavg900;/'
passes "... a header with another value is noticed" \
	drift_noticed $header 's/NETTUNE_GROUP_OWNER = 8/NETTUNE_GROUP_OWNER = 64/'
passes "... a header with an entry more is noticed" \
	drift_noticed $header 's/^\tNETTUNE_KEY_RETRANS,/&\n\tNETTUNE_KEY_MORE,/'
passes "... a header with another limit is noticed" \
	drift_noticed $header 's/^#define NETTUNE_LIMIT_MAX\t10000/#define NETTUNE_LIMIT_MAX\t1000/'
if git rev-parse --git-dir >/dev/null 2>&1; then
	passes "the top level holds what was agreed" top_level
fi
finish
