#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# nettune profiles and lint from outside: a corpus of broken profiles, each
# refused with a place and a reason; the shipped ones; JSON. NETTUNE is the
# binary to test.

# shellcheck source-path=SCRIPTDIR source=../lib.sh
. "$(dirname "$0")/../lib.sh"
SHIPPED=$(cd "$HERE/../tools/profiles" && pwd)
mkdir "$TMP/etc" "$TMP/broken"
export NETTUNE_PROFILES=$TMP/etc:$SHIPPED NETTUNE_STATE=$TMP/state
APPLIES=$(unshare -n echo y 2>/dev/null)

# run ARG...: sets status, out, err
run()
{
	timeout 30 "$NETTUNE" "$@" >"$TMP/out" 2>"$TMP/err"
	status=$?
	out=$(<"$TMP/out")
	err=$(<"$TMP/err")
}

# refused NAME FILE LINE WORDS: one line on stderr, nothing else, exit 1; lint
# has it as a finding
refused()
{
	local name=$1 place=$2:$3: words=$4 bad=""

	[ "$3" != 0 ] || place=$2:
	run profiles show "$TMP/broken/$2"
	[ "$status" = 1 ] || bad+="exit $status; "
	[ -z "$out" ] || bad+="something on stdout; "
	[ "$(wc -l <"$TMP/err")" = 1 ] || bad+="not one line on stderr; "
	[[ $err == "nettune: profiles: "*"$place "*"$words"* ]] ||
		bad+="it says: $err; "
	run -j lint "$TMP/broken/$2"
	[ "$status" = 3 ] || bad+="lint: exit $status; "
	jq -e --arg words "$words" 'any(.rule == "broken" and (.why | contains($words)))' \
		"$TMP/out" >/dev/null || bad+="lint: $out; "
	[ -z "$APPLIES" ] || bad+=$(not_applied "$TMP/broken/$2" "$place" "$words")
	[ -z "$bad" ]
	result $? "refused: $name"
	[ -z "$bad" ] || note "$bad"
}

# not_applied FILE PLACE WORDS: apply says the same, in a namespace of its own
not_applied()
{
	timeout 30 unshare -n "$NETTUNE" apply "$1" >"$TMP/out" 2>"$TMP/err"
	[ $? = 1 ] && [ ! -s "$TMP/out" ] && [ "$(wc -l <"$TMP/err")" = 1 ] &&
		[[ $(<"$TMP/err") == "nettune: apply: "*"$2 "*"$3"* ]] &&
		[ ! -e "$NETTUNE_STATE" ] || echo "apply: $(<"$TMP/err")"
}

broken()
{
	printf '%b' "$2" >"$TMP/broken/$1"
}

corpus()
{
	broken cut.conf '[main]\nsummary=x\n[sysc'
	broken nul.conf '[main]\nsummary=a\0b\n'
	broken elf.conf '\177ELF\002\001\001\0\0\0'
	broken utf16.conf '\377\376[\0m\0'
	broken noeq.conf '[main]\nsummary\n'
	broken nosection.conf 'a=1\n[main]\n'
	broken cycle.conf '[main]\ninclude=cycle\n'
	printf '[main]\ninclude=second\n' >"$TMP/etc/first.conf"
	printf '[main]\ninclude=first\n' >"$TMP/etc/second.conf"
	broken traversal.conf '[main]\ninclude=../../../etc/passwd\n'
	broken dots.conf '[main]\ninclude=..\n'
	broken slash.conf '[main]\ninclude=/etc/passwd\n'
	broken missing.conf '[main]\ninclude=nothing-of-that-name\n'
	broken function.conf '[sysctl]\na=${f:no_such_function:1}\n'
	broken run.conf '[main]\ninclude=${f:exec:touch:'"$TMP"'/ran}\n'
	broken variable.conf '[sysctl]\na=${nothing}\n'
	broken overflow.conf '[sysctl]\nnet.core.rmem_max=9223372036854775807+1\n'
	broken multiply.conf '[sysctl]\nnet.core.rmem_max=8388608T\n'
	broken zero.conf '[sysctl]\nnet.core.rmem_max=5/(3-3)\n'
	broken name.conf '[sysctl]\nnet/../../../etc/passwd=5\n'
	broken crlf.conf '[main]\r\nsummary=x\r\n[sysctl]\r\nnet.core.rmem_max=x\r\n'
	broken bom.conf '\357\273\277[main]\n[sysctl]\nnet.core.rmem_max=x\n'
	broken escape.conf '[sysctl]\nnet.core.rmem_max=\033[31m5\n'
	broken key.conf '[net]\nrings=rx 5\n'
	{ echo "[main]"; echo "a = $(printf 'x%.0s' {1..5000})"; } >"$TMP/broken/line.conf"
	head -c 10485760 /dev/zero | tr '\0' '#' >"$TMP/broken/big.conf"
	{ echo "[variables]"; echo "v0=xxxxxxxxxxxxxxxx"
	  for i in {1..40}; do echo "v$i=\${v$((i - 1))}\${v$((i - 1))}"; done
	} >"$TMP/broken/bomb.conf"
}

corpus
find "$TMP" -path "$TMP/broken*" -printf '%p %s %T@\n' | sort >"$TMP/before"
refused "cut off" cut.conf 3 "section"
refused "a NUL" nul.conf 2 "not text"
refused "a program" elf.conf 1 "not text"
refused "UTF-16" utf16.conf 1 "not text"
refused "no '='" noeq.conf 2 "neither"
refused "no section" nosection.conf 1 "ahead of any section"
refused "a circle" cycle.conf 2 "includes itself"
run profiles show first
is "refused: a circle of two" "$status ${err#*"$TMP"/}" \
	"1 etc/second.conf:2: include: 'first' includes itself: $TMP/etc/first.conf is what is being read"
refused "a path in include" traversal.conf 2 "can't be the name"
refused "dots in include" dots.conf 2 "can't be the name"
refused "a root in include" slash.conf 2 "can't be the name"
refused "an include that is not there" missing.conf 2 "there is no profile"
refused "an unknown function" function.conf 2 "unknown function"
refused "a program in include" run.conf 2 "left to tuned"
refused "an unknown variable" variable.conf 2 "'nothing' is not defined"
refused "an overflow" overflow.conf 2 "exceeds 64 bits"
refused "an overflow by a unit" multiply.conf 2 "exceeds 64 bits"
refused "a division by zero" zero.conf 2 "divides by zero"
refused "a sysctl outside of /proc/sys" name.conf 2 "not the name of a sysctl"
refused "ends of lines from elsewhere" crlf.conf 4 "no fact 'x'"
refused "a byte order mark" bom.conf 3 "no fact 'x'"
refused "an escape" escape.conf 2 "not text"
refused "an unknown key" key.conf 2 "no such key"
refused "a long line" line.conf 2 "too long"
refused "10 MB" big.conf 0 "too large"
refused "variables that double" bomb.conf 14 "longer than"
rm "$TMP/etc/first.conf" "$TMP/etc/second.conf"
find "$TMP" -path "$TMP/broken*" -printf '%p %s %T@\n' | sort >"$TMP/after"
passes "nothing was written, nothing was run" \
	sh -c "cmp '$TMP/before' '$TMP/after' && [ ! -e '$TMP/ran' ]"

printf '\357\273\277[main]\r\nsummary=x\r\n[sysctl]\r\n# why\r\nnet.core.rmem_max => 5M\r\n' \
	>"$TMP/etc/dos.conf"
run -j profiles show dos
is "taken: a byte order mark, ends of lines from elsewhere" \
	"$status $(jq -c 'map([.wanted, .reason, .line])' "$TMP/out")" '0 [["5242880","why",5]]'
rm "$TMP/etc/dos.conf"

printf '[sysctl]\n# why\nnet.core.somaxconn=>5\nnet.core.somaxconn=>6 # why\n' >"$TMP/etc/twice.conf"
run -j lint twice
is "a key twice: found, in its line" "$status $(jq -c 'map([.rule, .line])' "$TMP/out")" \
	'3 [["duplicate",4]]'
run -j profiles show twice
is "... and the last one counts" "$(jq -r '.[].wanted' "$TMP/out")" 6
printf '[sysctl]\n# \033[31mwhy\nx=1\n' >"$TMP/etc/red.conf"
run profiles show red
is "an escape in a comment is refused" "$status" 1

run profiles
is "profiles: listed by name" "$status $(awk '{print $1}' "$TMP/out" | head -2 | xargs)" \
	"0 balanced high-conn"
run -j profiles
is "profiles: as JSON" "$(jq -c 'map(.name)' "$TMP/out")" \
	'["balanced","high-conn","low-latency","red","throughput","twice","udp-ingest","web"]'
for file in "$SHIPPED"/*.conf; do
	name=$(basename "$file" .conf)
	run -j profiles show "$name"
	is "$name: each value has a reason and a place" "$status $(jq 'length > 0 and
		all(.reason != null and .line > 0 and (.wanted != null) != (.note != null))' "$TMP/out")" \
		"0 true"
	run lint "$file"
	is "$name: lint finds nothing" "$status$out$err" 0
done
run profiles show
is "show: nothing named" "$status $err" \
	"2 nettune: profiles: which profile? (see 'nettune profiles')"
run profiles show none
is "show: not there" "$status ${err%% (*}" "1 nettune: profiles: there is no profile 'none'"
run profiles list
is "an unknown word" "$status" 2
run lint
is "lint: nothing named" "$status" 2
run lint "$TMP/none.conf"
is "lint: not there" "$status $err" "1 nettune: lint: $TMP/none.conf: No such file or directory"
run -j lint web
is "lint: nothing found, as JSON" "$status $(jq -c . "$TMP/out")" "0 []"
(cd "$TMP/etc" && "$NETTUNE" lint twice.conf >/dev/null 2>&1)
is "lint: a file here" $? 3
finish
