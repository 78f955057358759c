#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Usage: netdevsim.sh SERIES
#
# Builds netdevsim, the kernel's simulated network device, for Debian's kernel
# of that series, which has none. Prints the module's path.
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)

series=$1
kernel=$HERE/vm/kernel.sh
source=$("$kernel" source "$series")
build=$HERE/build/netdevsim-$series
mkdir -p "$build"
rm -rf "${build:?}"/*
cp "$source"/drivers/net/netdevsim/* "$build"
if ! "$kernel" make "$series" "$build" CONFIG_NETDEVSIM=m modules >"$build/log" 2>&1; then
	cat "$build/log" >&2
	exit 1
fi
echo "$build/netdevsim.ko"
