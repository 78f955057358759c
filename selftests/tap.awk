# SPDX-License-Identifier: GPL-2.0-or-later
#
# Counts the TAP documents of one log: "passed failed skipped" on stdout, what
# is wrong with the log itself on stderr (it counts as a failure). -v status=N
# is the exit status of what wrote it.

/^ok / { if (/ # SKIP/) skipped++; else passed++ }
/^not ok / { failed++ }
/^1\.\.[0-9]+/ {
	plans++
	planned += substr($1, 4)
	if (/^1\.\.0 .*SKIP/) skipped_all++
}

function wrong(text)
{
	print "not ok - " text >"/dev/stderr"
	failed++
}

END {
	seen = passed + failed + skipped
	if (!plans)
		wrong("no plan: it did not run to its end")
	else if (planned != seen)
		wrong(seen + 0 " results, " planned " were planned")
	if (status && !failed)
		wrong("exit status " status " although nothing failed")
	print passed + 0, failed + 0, skipped + skipped_all + 0
}
