#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Usage: dropin.sh SERIES
#
# This folder, copied into a kernel tree as tools/testing/selftests/nettune,
# builds, installs and runs there, by the kernel's own lib.mk and runner. Needs
# the module built for SERIES, and the command.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

SERIES=$1
TREE=$HERE/build/tree
HOME_IN_TREE=$TREE/tools/testing/selftests/nettune

plant()
{
	local kernel

	kernel=$("$HERE/vm/kernel.sh" source 6.12) || return
	rm -rf "$TREE"
	mkdir -p "$HOME_IN_TREE" "$TREE/scripts" "$TREE/include/uapi/linux" &&
		cp "$HERE/../include/uapi/linux/nettune.h" "$TREE/include/uapi/linux" &&
		cp -r "$kernel/tools/testing/selftests/." "$TREE/tools/testing/selftests" &&
		cp -r "$kernel/scripts/." "$TREE/scripts" &&
		tar -C "$HERE" --exclude=./build --exclude='*.o' --exclude=./nt_load --exclude=./nt_fuzz \
			--exclude=./nt_truth \
			--exclude='*.so' -cf - . | tar -C "$HOME_IN_TREE" -xf -
}

run_there()
{
	out=$("$HERE/vm/run.sh" -k "$SERIES" -t 600 -d "$HOME_IN_TREE" -e NETTUNE="$NETTUNE" \
		-e NETTUNE_KO="$HERE/build/$SERIES/nettune.ko" -- make run_tests TEST_PROGS=netns.sh)
	echo "$out"
	grep -q '^ok 1 selftests: nettune: netns.sh' <<<"$out"
}

passes "copied into a kernel tree" plant
passes "builds there" make -C "$HOME_IN_TREE"
is "names its tests" "$(make -s -C "$HOME_IN_TREE" emit_tests COLLECTION=nettune | wc -w)" \
	"$(make -s -C "$HERE" list | wc -w)"
passes "installs" make -C "$HOME_IN_TREE" install INSTALL_PATH="$HERE/build/installed"
passes "... its tests and what they need" test -x "$HERE/build/installed/nt_load" \
	-a -x "$HERE/build/installed/ss.sh" -a -f "$HERE/build/installed/lib.sh"
passes "runs there" run_there
rm -rf "$TREE" "$HERE/build/installed"
finish
