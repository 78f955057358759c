#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Usage: build.sh SERIES
#
# Builds the module for Debian's kernel of that series, from a copy, so that
# several kernels do not get into each other's way. Prints the module's path;
# what the compiler said is in the file "log" beside it. W=1, and sparse where
# it is installed.
set -euo pipefail
TOP=$(cd "$(dirname "$0")/.." && pwd)

series=$1
kernel=$TOP/selftests/vm/kernel.sh
# Fetched first, so that the log has nothing but what the build says.
"$kernel" headers "$series" >/dev/null
build=$TOP/selftests/build/$series
mkdir -p "$build"
rm -rf "${build:?}"/*
cp -r "$TOP/Kbuild" "$TOP/dkms.conf" "$TOP/module" "$TOP/include" "$build"
find "$build" -name '*.o' -delete
sparse=()
# Newer kernels refuse today's sparse: it does not know their C. Of the oldest
# lint.sh does not ask what it says.
[[ $series = newest || $series = [57-9].* ]] || ! command -v sparse >/dev/null ||
	sparse=(C=1 CF=-D__CHECK_ENDIAN__)
if ! "$kernel" make "$series" "$build" W=1 "${sparse[@]}" modules >"$build/log" 2>&1; then
	cat "$build/log" >&2
	exit 1
fi
echo "$build/nettune.ko"
