# SPDX-License-Identifier: GPL-2.0-or-later
#
# Reads what one KUnit suite left in debugfs, in KTAP, and says of each case
# "pass NAME", "skip NAME # why" or "fail NAME # why"; and, of whatever is wrong
# with the document itself, "fail SUITE # why". -v suite=NAME is the suite that
# it shall be the result of.

function wrong(text)
{
	print "fail " suite " # " text
	bad = 1
}

# Four blanks a level; what is deeper than cases are their parameters, which a
# case sums up.
{
	text = $0
	level = 0
	while (sub(/^    /, "", text))
		level++
}

!started {
	started = 1
	if (text != "KTAP version 1" || level) {
		wrong("it does not begin with \"KTAP version 1\"")
		exit
	}
	next
}

level == 1 && text ~ /^# Subtest: / {
	name = substr(text, 12)
	if (name != suite)
		wrong("it is the result of \"" name "\"")
}

level == 1 && text ~ /^1\.\.[0-9]+$/ {
	if (planned != "")
		wrong("it has two plans")
	planned = substr(text, 4) + 0
}

level == 1 && text ~ /^(not )?ok [0-9]/ {
	verdict = text ~ /^ok/ ? "pass" : "fail"
	sub(/^(not )?ok /, "", text)
	number = text + 0
	sub(/^[0-9]+ (- )?/, "", text)
	if (number != ++cases)
		wrong("case " cases " has the number " number)
	if (verdict == "fail")
		failed++
	else if (text ~ / # SKIP/)
		verdict = "skip"
	print verdict " " suite ": " text
}

level == 0 && text ~ /^(not )?ok [0-9]/ {
	ended++
	passed = text ~ /^ok/
	sub(/^(not )?ok [0-9]+ (- )?/, "", text)
	sub(/ # .*/, "", text)
	if (text != suite)
		wrong("it ends as \"" text "\"")
}

END {
	if (!started)
		wrong("it is empty")
	else if (bad)
		;
	else if (planned == "")
		wrong("it has no plan")
	else if (!planned)
		wrong("it has no case")
	else if (cases + 0 != planned)
		wrong(cases + 0 " of " planned " cases have a result")
	else if (ended != 1)
		wrong("it is cut off before its own result")
	else if (!passed && !failed)
		wrong("it failed although no case did")
	else if (passed && failed)
		wrong("it passed although a case failed")
}
