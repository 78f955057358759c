#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Usage: vm.sh SERIES
#
# A root shell in a VM with Debian's kernel of that series, the module loaded
# and the command in PATH. The root file system is this machine's, read-only;
# what is written in the VM is gone when it ends.
set -euo pipefail
cd "$(dirname "$0")/.."

selftests/deps.sh demo
make -s tools load
selftests/build.sh "$1" >/dev/null
exec selftests/vm/run.sh -k "$1" -m 2048 -t 86400 -i -- bash -c \
	"insmod selftests/build/$1/nettune.ko; PATH=\$PWD/tools:\$PWD/selftests:\$PATH exec bash -i"
