#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Manuals: well formed, of the same options as --help, with examples that run.
# NETTUNE is the binary to test.
#
# shellcheck source-path=SCRIPTDIR source=../lib.sh
. "$(dirname "$0")/../lib.sh"

MAN=$(cd "$HERE/../tools/man" && pwd)
NETTUNE=$(realpath "$NETTUNE")
export NETTUNE_PROFILES NETTUNE_STATE=$TMP/state
NETTUNE_PROFILES=$(cd "$HERE/../tools/profiles" && pwd)
mkdir "$TMP/bin" "$TMP/state"
ln -s "$NETTUNE" "$TMP/bin/nettune"
PATH=$TMP/bin:$PATH

# What it says of pages of other packages depends on which ones are installed.
lint()
{
	local out

	out=$(mandoc -Tlint -W style "$1" 2>/dev/null |
	      grep -v 'STYLE: referenced manual not found')
	echo "$out"
	[ -z "$out" ]
}

# Every page that ours refer to as one of nettune's.
references()
{
	local page missing=""

	while read -r name section; do
		page=$MAN/$name.$section
		[ -e "$page" ] || missing+="$page "
	done < <(cat "$MAN"/*.[0-9] | sed -nE 's/^\.Xr (nettune[a-z-]*) ([0-9]).*/\1 \2/p' | sort -u)
	echo "$missing"
	[ -z "$missing" ]
}

# Options in a help text, and what each takes, but those of every command.
help_options()
{
	sed -E '/^Common options:/,$d; /^ {2,6}-/!d
		s/^ +//; s/  .*//; s/, / /; s/\[=(.*)\]/ \1/' | sort
}

# manual_options PAGE START: of what follows START up to the next heading
manual_options()
{
	awk -v start="$2" '/^\.S[sh] / { on = $0 == start; next } on' "$1" |
	sed -E '/^\.It Fl /!d; s/^\.It //; s/ , / /; s/Fl -/--/; s/Fl (.)/-\1/
		s/ Ns Op = Ns Ar / /; s/ Ns \| Ns /|/g; s/(Ar|Cm) //g' | sort
}

# same_options COMMAND PAGE START [LESS...]
same_options()
{
	diff <("$NETTUNE" help "$1" | help_options | grep -vxF -e "${4:-nothing}") \
		<(manual_options "$2" "$3")
}

for page in "$MAN"/*.[0-9]; do
	passes "${page##*/}: mandoc has no remark" lint "$page"
done
passes "pages of ours that are referred to are there" references

# Those by which sockets are chosen are told once.
chosen=$("$NETTUNE" help listeners | help_options |
	grep -vE -- '--(columns|numeric|processes|no-headings)')
for cmd in $("$NETTUNE" complete help "" | cut -f1); do
	[ "$cmd" != help ] || continue
	page=$(grep -lx ".Ss nettune $cmd" "$MAN"/*.8)
	# A page for several commands that have no options of their own.
	case $cmd in
	listeners|top) less=$chosen ;;
	*) less= ;;
	esac
	passes "$cmd: manual and --help have the same options" \
		same_options "$cmd" "$page" ".Ss nettune $cmd" "$less"
	passes "$cmd: nettune(8) names it" grep -qE "^(\.It )?\.?Cm $cmd\$|^\.It Cm $cmd\$" "$MAN/nettune.8"
done
passes "options of every command: likewise" diff \
	<("$NETTUNE" --help | sed -n '/^Options,/,$p' | help_options) \
	<(manual_options "$MAN/nettune.8" ".Ss Options")
passes "exit codes are those of --help" sh -c '
	"$0" --help | grep -q "0 done, 1 failed, 2 usage, 3 findings, 4 partly" &&
	sed -n "/^.Sh EXIT/,/^.Sh EX/p" "$1" | grep "^.It [0-9]" | tr -d "\n" |
		grep -qx ".It 0.It 1.It 2.It 3.It 4"' "$NETTUNE" "$MAN/nettune.8"

# Formulas and facts that a profile may use, as the code has them.
for word in $(sed -nE 's/^\t\{ "([a-z_]+)", OF_.*/\1/p' "$HERE/../tools/tune/formula_facts.c") \
	$(sed -nE 's/^\t\{ "([a-z0-9_]+)", [0-9], [0-9], do_.*/\1/p' "$HERE/../tools/tune/functions.c") \
	$(sed -nE 's/^\t\{ "([a-z_]+)", TUNE_.*/\1/p' "$HERE/../tools/tune/net_keys.c"); do
	passes "nettune-profile(5) has $word" grep -qw -- "$word" "$MAN/nettune-profile.5"
done

# An example may find something, or lack the rights to see all.
example()
{
	(cd "$TMP" && timeout 60 unshare -n bash -c "$1" >"$TMP/out" 2>"$TMP/err" </dev/null)
	case $? in
	0|3|4) [ -s "$TMP/out" ] || [ -s "$TMP/today.json" ] || [ -n "$2" ] ;;
	*) cat "$TMP/err"; false ;;
	esac
}

while IFS= read -r line; do
	passes "example: $line" example "$line" "$([[ $line =~ watch|lint ]] && echo quiet)"
done < <(cat "$MAN"/*.8 | sed -nE 's/^\.Dl (nettune .*)/\1/p')

# The profile in the manual is one.
awk '/^\.Bd -literal/ { on = 1; next } /^\.Ed/ { on = 0 } on' \
	"$MAN/nettune-profile.5" >"$TMP/manual.conf"
passes "the profile in nettune-profile(5) is without fault" \
	"$NETTUNE" lint "$TMP/manual.conf"

finish
