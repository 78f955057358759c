#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Usage: lint.sh [SERIES...]
#
# What compilers and checkers say of the source: nothing.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
cd "$HERE/.." || exit

# Remarks of checkpatch that mean the kernel and not a command:
# fixed-width types of C, and libc's functions.
NOT_FOR_TOOLS=PREFER_KERNEL_TYPES,ENOSYS,STRCPY,STRNCPY,PREFER_FALLTHROUGH

quiet()
{
	local output

	output=$("$@" 2>&1)
	local status=$?

	echo "$output"
	[ "$status" = 0 ] && [ -z "$output" ]
}

# The module's log without the lines that say what is done.
module_quiet()
{
	local log

	"$HERE/build.sh" "$1" >/dev/null || return
	log=$(grep -vE '^(make|  [A-Z]+ (\[M\])? |Skipping BTF)' "$HERE/build/$1/log")
	echo "$log"
	[ -z "$log" ]
}

checkpatch()
{
	local ignore=$1

	shift
	quiet perl "$SOURCE/scripts/checkpatch.pl" --no-tree --strict --quiet \
		--no-summary --max-line-length=100 --ignore "$ignore" -f "$@"
}

build_tools()
{
	make -s -C tools clean && quiet make -s -C tools CC="$1" && make -s -C tools clean
}

build_load()
{
	quiet make -s -C selftests -B nt_load CC="$1" EXTRA_CFLAGS=-Werror
}

abi_header()
{
	echo '#include <linux/nettune.h>' |
		quiet "$@" -Wall -Wextra -Werror -Iinclude/uapi -fsyntax-only -
}

spec_agrees()
{
	"${PYTHON:-python3}" selftests/abi/spec_asserts.py include/netlink/specs/nettune.yaml \
		>"$TMP/asserts.c" &&
		quiet gcc -std=gnu11 -Wall -Wextra -Werror -Iinclude/uapi -fsyntax-only "$TMP/asserts.c"
}

# A spec that says something else is noticed.
spec_drift()
{
	sed "$1" include/netlink/specs/nettune.yaml >"$TMP/drift.yaml"
	! cmp -s "$TMP/drift.yaml" include/netlink/specs/nettune.yaml || return 2
	"${PYTHON:-python3}" selftests/abi/spec_asserts.py "$TMP/drift.yaml" >"$TMP/drift.c" &&
		! gcc -std=gnu11 -Werror=switch -Iinclude/uapi -fsyntax-only "$TMP/drift.c" 2>/dev/null
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
	find selftests .ci -name build -prune -o \( -name '*.sh' -o -path .ci/run \) -print
}

for series in "$@"; do
	passes "module for $series: W=1 and sparse are silent" module_quiet "$series"
done
if SOURCE=$("$HERE/vm/kernel.sh" source 6.12); then
	passes "module, include: checkpatch --strict is silent" \
		checkpatch NONE module/*.[ch] include/uapi/linux/*.h include/nettune/*.h
	mapfile -t files < <(find tools selftests -name build -prune -o -name '*.[ch]' -print)
	passes "tools, selftests: checkpatch --strict is silent" \
		checkpatch $NOT_FOR_TOOLS "${files[@]}"
else
	result 1 "checkpatch: no kernel source to take it from"
fi
for compiler in gcc clang; do
	passes "tools: $compiler is silent" build_tools $compiler
	passes "load generator: $compiler is silent" build_load $compiler
done
mapfile -t files < <(scripts)
passes "scripts: shellcheck is silent" quiet shellcheck "${files[@]}"
passes "ABI header compiles alone, as C90" abi_header gcc -xc -std=c90 -pedantic
passes "ABI header compiles alone, as C++" abi_header gcc -xc++
passes "ABI header and netlink spec agree" spec_agrees
passes "... a spec with another offset is noticed" spec_drift '0,/name: rcvbuf$/s//name: sndbuf2/'
passes "... a spec with an attribute less is noticed" spec_drift '/name: families/,/enum-as-flags/d'
passes "... a spec with a flag less is noticed" spec_drift '/- pressure/d'
if git rev-parse --git-dir >/dev/null 2>&1; then
	passes "the top level holds what was agreed" top_level
fi
finish
