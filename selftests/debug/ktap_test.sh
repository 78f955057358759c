#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# That ktap.awk believes a good result and no bad one.

# shellcheck source-path=SCRIPTDIR source=../lib.sh
. "$(dirname "$0")/../lib.sh"

# converts NAME WANTED COMMAND...: what becomes of a good document that went
# through the command
converts()
{
	local name=$1 wanted=$2

	shift 2
	is "$name" "$(good | "$@" | awk -v suite=lamp -f "$HERE/debug/ktap.awk")" "$wanted"
}

good()
{
	cat <<-END
	KTAP version 1
	1..1
	    KTAP version 1
	    # Subtest: lamp
	    1..4
	    # module: lamp_kunit
	    ok 1 lights
	        KTAP version 1
	        # Subtest: colours
	        ok 1 red
	        not ok 2 ultraviolet # SKIP invisible
	    # colours: pass:1 fail:0 skip:1 total:2
	    ok 2 colours
	    ok 3 heats # SKIP no thermometer
	    # ok 9 is only remarked
	    ok 4 goes out
	# lamp: pass:3 fail:0 skip:1 total:4
	# Totals: pass:4 fail:0 skip:2 total:6
	ok 1 lamp
	END
}

cases="pass lamp: lights
pass lamp: colours"
skipped="skip lamp: heats # SKIP no thermometer"
last="pass lamp: goes out"

converts "a good result" "$cases
$skipped
$last" cat

converts "a case that failed" "$cases
$skipped
fail lamp: goes out" sed 's/^    ok 4 /    not ok 4 /; s/^ok 1 /not ok 1 /'

converts "a case that failed in a suite that says it passed" "$cases
$skipped
fail lamp: goes out
fail lamp # it passed although a case failed" sed 's/^    ok 4 /    not ok 4 /'

converts "a suite that failed by itself" "$cases
$skipped
$last
fail lamp # it failed although no case did" sed 's/^ok 1 /not ok 1 /'

converts "a case less than planned" "$cases
$skipped
fail lamp # 3 of 4 cases have a result" sed '/goes out/d'

converts "a case twice" "$cases
$skipped
$last
fail lamp # case 5 has the number 4
$last" sed '/goes out/p'

converts "a case missing in the middle" "$cases
fail lamp # case 3 has the number 4
$last" sed '/heats/d'

converts "no plan" "$cases
$skipped
$last
fail lamp # it has no plan" sed '/1\.\.4/d'

converts "two plans" "fail lamp # it has two plans
$cases
$skipped
$last" sed '/1\.\.4/p'

converts "cut off among the cases" "pass lamp: lights
fail lamp # 1 of 4 cases have a result" head -n 8

converts "cut off before the suite's result" "$cases
$skipped
$last
fail lamp # it is cut off before its own result" head -n 17

converts "another suite's" "fail lamp # it is the result of \"candle\"
$cases
$skipped
$last
fail lamp # it ends as \"candle\"" sed 's/lamp$/candle/'

converts "without a head" \
	'fail lamp # it does not begin with "KTAP version 1"' tail -n +2

converts "nothing at all" "fail lamp # it is empty" head -n 0

converts "a suite without a case" "fail lamp # it has no case" \
	sed '/^    \(ok\|    \)/d; s/1\.\.4/1..0/'
finish
