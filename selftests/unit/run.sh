#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Usage: run.sh PROGRAM...
#
# Runs programs that print TAP, shows what they print, and sums it up in a last
# line. Fails when a test failed, a program did, or its plan was not kept.

passed=0 failed=0 skipped=0

count()
{
	grep -cE "$1" <<<"$out"
}

for program in "$@"; do
	echo "# $(basename "$program")"
	out=$(CMOCKA_MESSAGE_OUTPUT=TAP "$program" 2>&1)
	status=$?
	echo "$out"
	skips=$(count '^ok .*# SKIP')
	ok=$(count '^ok ')
	bad=$(count '^not ok ')
	plan=$(sed -n 's/^1\.\.\([0-9]*\).*/\1/p' <<<"$out" | head -1)
	if [ "$((ok + bad))" != "${plan:-none}" ] ||
	   { [ $status != 0 ] && [ "$bad" = 0 ]; }; then
		echo "not ok - $(basename "$program") ended early (status $status)"
		bad=$((bad + 1))
	fi
	passed=$((passed + ok - skips))
	failed=$((failed + bad))
	skipped=$((skipped + skips))
done
echo "# $passed passed, $failed failed, $skipped skipped"
[ $failed = 0 ]
