# SPDX-License-Identifier: GPL-2.0-or-later
# Of profiles: each sysctl that they set, the most that it is set to as far as
# that is a number there ("16384", "min(64M,...)"; else 0), and the profile.
FNR == 1 {
	profile = FILENAME
	sub(/.*\//, "", profile)
	sub(/\.conf$/, "", profile)
	inside = 0
}

/^\[/ { inside = /^\[sysctl\]/ }

inside && /^[a-z][^ =]*[ \t]*=/ {
	key = value = $0
	sub(/[ \t]*=.*/, "", key)
	sub(/^[^=]*=[><]?[ \t]*/, "", value)
	sub(/[ \t]+$/, "", value)
	if (value ~ /^min\([0-9]+[KMG]?,/) {
		sub(/^min\(/, "", value)
		sub(/,.*/, "", value)
	}
	most = 0
	if (value ~ /^[0-9]+[KMG]?$/) {
		most = value + 0
		most *= value ~ /K$/ ? 1024 : value ~ /M$/ ? 1048576 : value ~ /G$/ ? 1073741824 : 1
	}
	printf "%s %d %s\n", key, most, profile
}
