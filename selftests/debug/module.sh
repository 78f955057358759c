#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Usage: module.sh KIND
#
# Builds the module, its KUnit suites if it has any, and nt_control.ko for a
# kernel of the debug tier, instrumented as that is. From a copy, in
# selftests/build/KIND, whose path it prints; what the compiler said is in the
# file "log" there.
set -euo pipefail
TOP=$(cd "$(dirname "$0")/../.." && pwd)

kdir=$("$TOP/selftests/debug/kernel.sh" kdir "$1")
build=$TOP/selftests/build/$1
mkdir -p "$build"
rm -rf "${build:?}"/*
cp -r "$TOP/Kbuild" "$TOP/dkms.conf" "$TOP/module" "$TOP/include" "$build"
find "$build" -name '*.o' -delete
cp -r "$TOP/selftests/debug/control" "$build"
kunit=
! grep -q '^CONFIG_KUNIT=' "$kdir/.config" || kunit=1
for dir in "$build" "$build/control"; do
	if ! make -C "$kdir" M="$dir" NETTUNE_KUNIT=$kunit -j"$(nproc)" modules >>"$build/log" 2>&1; then
		cat "$build/log" >&2
		exit 1
	fi
done
echo "$build"
