#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Runs the KUnit suites of $KUNIT_KO in this kernel, and gives each case as TAP.
# Which suites there have to be is taken from the sources, module/tests.

# shellcheck source-path=SCRIPTDIR source=guest.sh
. "$(dirname "$0")/guest.sh"

# The names of the suites that sources define.
suites_wanted()
{
	sed -n '/^static struct kunit_suite /,/^};/s/^\t\.name[ \t]*= "\(.*\)",$/\1/p' "$@"
}

# suite NAME: its cases
suite()
{
	local file=$DEBUGFS/kunit/$1/results before=$FAILS verdict text

	if [ ! -e "$file" ]; then
		result 1 "$1: the suite is not there"
		return
	fi
	while read -r verdict text; do
		case $verdict in
		pass) result 0 "$text" ;;
		skip) skip "${text%% # SKIP*}" "${text#* # SKIP }" ;;
		*) result 1 "$text" ;;
		esac
	done < <(awk -v suite="$1" -f "$HERE/debug/ktap.awk" "$file")
	[ "$FAILS" = "$before" ] || sed 's/^/# /' "$file"
}

mapfile -t sources < <(find "$HERE/../module/tests" -name '*.[ch]')
mapfile -t wanted < <(suites_wanted "${sources[@]}")
[ ${#wanted[@]} -gt 0 ]
result $? "the sources define suites"
passes "the suites can be loaded" insmod "$KUNIT_KO"
for name in "${wanted[@]}"; do
	suite "$name"
done
passes "... and unloaded" rmmod "$(basename "$KUNIT_KO" .ko)"
finish
