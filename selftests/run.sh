#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Usage: run.sh [TEST...]
#
# Runs the kselftests one after the other, here and now, and prints their TAP.
# Needs root; meant for the VM, where a test may do as it likes.
set -u
cd "$(dirname "$0")" || exit

status=0
if [ $# = 0 ]; then
	read -ra tests < <(make -s list)
	set -- "${tests[@]}"
fi
for test in "$@"; do
	start=$SECONDS
	echo "# $test"
	# So that a complaint in the kernel's log can be told to belong to it.
	[ ! -w /dev/kmsg ] || echo "nettune test: $test" >/dev/kmsg
	./"$test"
	case $? in
	0 | 4) ;;
	*) status=1 ;;
	esac
	echo "# $test: $((SECONDS - start)) s"
done
exit $status
