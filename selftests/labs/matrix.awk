# SPDX-License-Identifier: GPL-2.0-or-later
# From lines "LAB WANTED FOUND...": rows are labs, columns what was found, "-" is
# nothing; exits with 0 if nothing but what was wanted was found, each time.
function column(id) {
	if (!(id in at)) {
		at[id] = ++columns
		ids[columns] = id
	}
	return at[id]
}
!($1 in row) { row[$1] = ++rows; labs[rows] = $1 }
{
	column($2)
	for (i = 3; i <= NF; i++)
		count[row[$1], column($i)]++
	wrong += NF != 3 || $3 != $2
}
END {
	letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	print "# which lab (row), and what was found (column) how often"
	for (c = 1; c <= columns; c++)
		printf "#   %s = %s\n", substr(letters, c, 1),
		       ids[c] == "-" ? "nothing" : ids[c]
	printf "# %-21s", ""
	print substr(letters, 1, columns)
	for (r = 1; r <= rows; r++) {
		printf "# %-21s", labs[r]
		for (c = 1; c <= columns; c++)
			printf "%s", count[r, c] ? count[r, c] : "."
		print ""
	}
	exit wrong > 0 || !rows
}
