# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What the suites that run in a debug kernel share. The module is in
# $NETTUNE_KO, the programs in $HAMMER. A process more costs half a second here,
# so what can be done by the shell itself is.

# shellcheck source-path=SCRIPTDIR source=../lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"

DEBUGFS=/sys/kernel/debug

# verdicts: the lines "ok NAME: ...", "not ok ...", "skip ..." on stdin
verdicts()
{
	local line seen=0

	while IFS= read -r line; do
		case $line in
		"ok "*) result 0 "${line#ok }" ;;
		"not ok "*) result 1 "${line#not ok }" ;;
		"skip "*": "*)
			line=${line#skip }
			skip "${line%%:*}" "${line#*: }"
			;;
		*) note "$line" ;;
		esac
		seen=$((seen + 1))
	done
	[ $seen -gt 0 ] || result 1 "nothing was said"
}

# Takes as long as a leaked object must have been one to be told.
leak_scan()
{
	sleep 6
	echo scan >$DEBUGFS/kmemleak
}

# no_leaks NAME: an object may hide in a register from one scan, not from two
no_leaks()
{
	local line found=

	if ! leak_scan || ! leak_scan; then
		result 1 "$1: kmemleak does not work"
		return
	fi
	while IFS= read -r line; do
		found+="# $line"$'\n'
	done <$DEBUGFS/kmemleak
	[ -z "$found" ]
	result $? "$1"
	printf %s "$found"
}

module_answers()
{
	module_load && "$HAMMER/nt_hammer" -n 5 sockets softnet
}
