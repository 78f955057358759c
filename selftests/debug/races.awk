# SPDX-License-Identifier: GPL-2.0-or-later
#
# Reads a console's log and gives each pair of functions that KCSAN caught in a
# data race once: "module A / B" when nettune's code was on either stack,
# "kernel A / B" when it was not; with -v full=1 also the reports, of those of
# the module, as lines with "# ".

function end_report()
{
	if (pair == "")
		return
	kind = ours ? "module" : "kernel"
	if (!((kind, pair) in seen)) {
		seen[kind, pair] = 1
		print kind " " pair
		if (full && ours)
			printf "%s", text
	}
	pair = ""
}

{
	sub(/\r$/, "")
	# A report is printed by one task in one go, others may come between.
	caller = match($0, /\[ *[TC][0-9]+\]/) ? substr($0, RSTART, RLENGTH) : ""
	line = $0
	sub(/^(\[[ 0-9.]+\])?(\[ *[TC][0-9]+\])? ?/, "", line)
}

line ~ /^BUG: KCSAN: / {
	end_report()
	pair = line
	sub(/^BUG: KCSAN: [a-z-]+ in /, "", pair)
	who = caller
	ours = pair ~ /\[nettune\]/
	gsub(/ *\[(nettune|nt_control)\]/, "", pair)
	text = ""
}

pair != "" && caller == who {
	if (line ~ /^=+$/ && text != "") {
		end_report()
		next
	}
	if (line ~ /\[nettune\]/)
		ours = 1
	text = text "# " line "\n"
}

END { end_report() }
