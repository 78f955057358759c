#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Usage: races.sh CONSOLE [JUSTIFIED]
#
# Judges what KCSAN reported in a console's log: a race with nettune's code
# fails unless exactly that pair of functions is in races.txt. Those of the rest
# of the kernel are counted.

# shellcheck source-path=SCRIPTDIR source=../lib.sh
. "$(dirname "$0")/../lib.sh"
console=$1
justified=${2:-$HERE/debug/races.txt}
others=0

# nt_control.ko has that one.
awk -f "$HERE/debug/races.awk" "$console" | grep -q '^kernel nt_control_race'
result $? "the race that is there on purpose was found"
while IFS= read -r line; do
	case $line in
	"module "*)
		pair=${line#module }
		reason=$(awk -F '\t' -v pair="$pair" '$1 == pair { print $2 }' "$justified")
		[ -n "$reason" ]
		result $? "race: $pair"
		[ -z "$reason" ] || note "$reason"
		;;
	"kernel nt_control"*) ;;
	"kernel "*)
		others=$((others + 1))
		note "not of the module: ${line#kernel }"
		;;
	*) echo "$line" ;;
	esac
done < <(awk -v full=1 -f "$HERE/debug/races.awk" "$console")
note "$others races among others"
finish
