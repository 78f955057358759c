#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What an expression selects is what it selects in ss: the same words go to
# both, and the cookies (of unix sockets: the inodes) of what comes out are
# compared. Runs without the module too; then only sock_diag is asked.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

NS=nt-ssf-$$
CGROUP=/sys/fs/cgroup/nt-ssf-$$
PYTHON=${PYTHON:-python3}

# A line a case: the words for both, @CGROUP standing for a cgroup's path.
cases()
{
	grep -v '^#' <<-'END'
	-ta
	-tua
	-t
	-ta sport = :80
	-ta sport = 80
	-ta sport = :http
	-ta sport == :80
	-ta sport eq :80
	-ta sport :80
	-ta sport != :80
	-ta sport ne :80
	-ta sport neq :80
	-ta sport > :80
	-ta sport gt :80
	-ta sport >= :443
	-ta sport ge :443
	-ta sport geq :443
	-ta sport < :443
	-ta sport lt :443
	-ta sport <= :80
	-ta sport le :80
	-ta sport leq :80
	-ta dport = :443
	-ta dport != :0
	-ta dport > 1024
	-ta sport = 0x50
	-ta not dport = :80
	-ta ! dport = :80
	-ta ! ! dport = :80
	-ta dst 127.0.0.1
	-ta dst = 127.0.0.1
	-ta src 127.0.0.0/8
	-ta src 127/8
	-ta src 127.0.0.0/255.0.0.0
	-ta src 10.1.2.3
	-ta src 10.1.2.3:80
	-ta src 10.0.0.0/8:80
	-ta src *:80
	-ta src *
	-ta src :80
	-ta dst any
	-ta src [::1]
	-ta src [::1]:8080
	-ta dst [2001:db8::/32]
	-ta dst 2001:db8::/32
	-ta src 0.0.0.0/0
	-ta dst [::ffff:127.0.0.1]
	-ta dst [::/0]
	-ta not dst [2001:db8::/32]
	-ta not src 127.0.0.1
	-ta not dst 10.1.2.3
	-ta src inet:127.0.0.1
	-ta src inet6:[::1]
	-ta src inet:*
	-ta sport = inet6::5432
	-4ta sport = :5432
	-6ta sport = :5432
	-ta src 10.1.2.3 or dst 10.1.2.3
	-ta sport = :80 or sport = :443
	-ta sport = :80 | sport = :443
	-ta sport = :80 || sport = :443
	-ta src 10.1.2.3 and sport = :80
	-ta src 10.1.2.3 & sport = :80
	-ta src 10.1.2.3 && sport = :80
	-ta src 10.1.2.3 sport = :80
	-ta sport = :80 or sport = :443 and dst 10.1.2.3
	-ta sport = :80 or sport = :443 dst 10.1.2.3
	-ta sport = :80 or ( sport = :443 and dst 127.0.0.2 )
	-ta ( sport = :80 or sport = :443 ) and dst 127.0.0.0/8
	-ta ( dport = :5432 or sport = :5432 ) dst 10.0.0.0/8
	-ta not ( sport = :80 or sport = :443 )
	-ta not sport = :80 not sport = :443
	-ta not ( not sport = :80 and not dport = :80 )
	-ta ( ( sport = :80 ) )
	-ta sport >= :80 and sport <= :443
	-ta sport = :80 sport = :443
	-ta dev lo
	-ta dev = lo
	-ta dev != lo
	-ta not dev lo
	-ta dev 1
	-tua fwmark 7
	-tua fwmark = 0x10
	-tua fwmark = 0x10/0x10
	-tua exclude time-wait fwmark != 0x10/0x10
	-tua fwmark 0x10/0xff or fwmark 0x20
	-ta cgroup @CGROUP
	-ta cgroup != @CGROUP
	-ta cgroup = @CGROUP and sport = :80
	-ta state listening
	-ta state LISTENING
	-ta state established
	-ta state close-wait state fin-wait-2
	-ta state connected
	-ta state synchronized
	-ta state bucket
	-ta state big
	-ta state all
	-ta exclude listening
	-ta excl listening exclude established
	-ta state connected exclude time-wait
	-ta state closed
	-ta state established ( dport = :5432 or sport = :5432 ) dst 10.0.0.0/8
	-t state listening sport = :80
	-t dst 127.0.0.1
	-tl sport = :80
	-tu dst 127.0.0.1
	-ua sport = :53
	-ua sport = :domain
	-ua dport = :53
	-ua src [::1]
	-ul sport > :500
	-ua state established
	-tua sport = :53 or sport = :80
	-tua dport < 1024 and dport > 0
	-wa src 127.0.0.1
	END
}

# Nobody but sock_diag knows who chose a port, and which mark a connection has
# that is in TIME_WAIT; so it is asked if it is left to the command.
diag_cases()
{
	grep -v '^#' <<-'END'
	-ta autobound
	-ta not autobound
	-tua autobound or sport = :80
	-ta autobound and dst 127.0.0.1
	-tua fwmark != 0x10/0x10
	-ta state time-wait fwmark = 0
	END
}

unix_cases()
{
	cat <<-'END'
	-xa
	-x
	-xl
	-xa src /*
	-xa src *nt-ss*
	-xa src unix:@NT-ss*
	-xa not src /*
	-xa autobound
	-xa not autobound
	-xa state established
	-xa src /* or autobound
	-xa dst *
	END
}

# What to ask: the words, of which kind of sockets, by which sources. Starting
# programs is what takes time, in a VM above all: so all is asked, then compared.
WORDS=()
KINDS=()
ASKED=()

# add KIND "SOURCE...": every line of words on stdin
add()
{
	local words

	while read -r words; do
		[[ $words = *@CGROUP* && $CGROUP = none ]] && continue
		[[ $words = -w* && $RAW = no ]] && continue
		KINDS+=("$1")
		ASKED+=("$2")
		WORDS+=("${words//@CGROUP/$CGROUP}")
	done
}

# Of each case, with tabs between: number, kind, sources, words
lines_of()
{
	local i

	for i; do
		printf '%s\t%s\t%s\t%s\n' "$i" "${KINDS[i]}" "${ASKED[i]}" "${WORDS[i]}"
	done
}

# Asks what is on stdin, where it is run: a file for each answer.
ask_all()
{
	local number kind sources source to said words flags column

	while IFS=$'\t' read -r number kind sources words; do
		to=$TMP/cases/$number
		said=$TMP/said/$number
		flags=-HOnem column=cookie
		[ "$kind" = inet ] || flags=-HOnm column=inode
		read -r -a words <<<"$words"
		ss "$flags" "${words[@]}" >"$to.ss" 2>"$said" </dev/null ||
			echo "exit $?" >>"$to.ss"
		for source in $sources; do
			"$NETTUNE" --source "$source" sockets -Ho "$column" "${words[@]}" \
				>"$to.$source" 2>>"$said" </dev/null ||
				echo "exit $?" >>"$to.$source"
		done
	done
}

# Of each case on stdin and source: "NUMBER SOURCE LINES IDENTITY...": how many
# ss had, and the cookies or inodes that only one of both had.
# shellcheck disable=SC2016 # for awk
COMPARE='
BEGIN { FS = "\t" }
FILENAME == "-" { order[++cases] = $1; kind[$1] = $2; sources[$1] = $3; next }
FNR == 1 { split(FILENAME, name, "."); number = name[1]; who = name[2] }
{
	if ($0 ~ /^exit / || who != "ss")
		id = $0
	else if (kind[number] == "unix")
		id = (words = split($0, word, / +/)) > 4 ? word[words - 3] : $0
	else
		id = match($0, /sk:[0-9a-f]+/) ? substr($0, RSTART + 3, RLENGTH - 3) : $0
	gsub(/ +/, "", id)
	if (!((number, id) in known)) {
		known[number, id]
		ids[number, ++seen[number]] = id
	}
	had[number, who, id]++
	if (who == "ss")
		lines[number]++
}
END {
	for (i = 1; i <= cases; i++) {
		number = order[i]
		n = split(sources[number], list, " ")
		for (j = 1; j <= n; j++) {
			printf "%s %s %d", number, list[j], lines[number]
			for (k = 1; k <= seen[number]; k++) {
				id = ids[number, k]
				if (had[number, "ss", id] + 0 != had[number, list[j], id] + 0)
					printf " %s", id
			}
			print ""
		}
	}
}'

# try CASE...: ask and compare
try()
{
	lines_of "$@" >"$TMP/lines"
	in_namespace "$NS" bash -c ask_all <"$TMP/lines"
	(cd "$TMP/cases" && awk "$COMPARE" - [0-9]*.*) <"$TMP/lines" >"$TMP/compared"
}

# A result for each case and source. A socket may have gone between two answers:
# what differs is asked again.
judge()
{
	local again number source rest i

	mkdir "$TMP/cases" "$TMP/said"
	export -f ask_all
	export TMP NETTUNE
	try "${!WORDS[@]}"
	for i in 1 2; do
		mapfile -t again < <(awk 'NF > 3 && !seen[$1]++ { print $1 }' "$TMP/compared")
		[ ${#again[@]} -gt 0 ] || break
		grep -vE "^($(IFS='|' && echo "${again[*]}")) " "$TMP/compared" >"$TMP/same"
		try "${again[@]}"
		cat "$TMP/same" >>"$TMP/compared"
	done
	sort -n "$TMP/compared" >"$TMP/results"
	while read -r number source i rest; do
		is "$source: ${WORDS[number]}" "$rest" ""
		[ -z "$rest" ] || sed 's/^/# /' "$TMP/said/$number"
	done <"$TMP/results"
}

# Cases in which ss chose some sockets of the kind, but not all there are.
proper()
{
	lines_of "${!WORDS[@]}" >"$TMP/lines"
	awk 'FNR == 1 { pass++ }
		pass == 1 { lines[$1] = $3; next }
		pass == 2 && lines[$1] > all[$2] { all[$2] = lines[$1] }
		pass == 3 && lines[$1] && lines[$1] < all[$2] { n++ }
		END { print n + 0 }' "$TMP/results" "$TMP/lines" "$TMP/lines"
}

# json SOURCE WORD...: what is told of the sockets that these choose
json()
{
	local source=$1

	shift
	in_namespace "$NS" "$NETTUNE" -j --source "$source" sockets "$@" </dev/null
}

# What ss does not have is judged by what jq makes of all sockets: a meaning in
# jq, and the words.
PREDICATES=(
	'.state != "listening" and .rmem_pct > 1' 'rmem > 1%'
	'.state != "listening" and .recv_q > 50000' 'recvq>48K and recvq > 50000'
	'.state != "listening" and .recv_q != null and .recv_q < 11' 'recvq lt 11'
	'.accept_pct >= 50' 'acceptq >= 50%'
	'.accept_q == 0 and .accept_max > 50 or .peer.port == 443'
	'acceptq < 1 sport = :443 or dport = :443'
	'.drops == 0 and .state != null' 'drops = 0'
	'.uid == 0' 'uid root'
	'.uid == 0 and .state != "listening"' 'exclude listening uid = 0'
	'.netns == $netns and .local.port == 80' "netns $NS sport :80"
)

judge_predicates()
{
	local source words got wanted i
	local program='. as $got | $got[0] | ['

	for ((i = 0; i < ${#PREDICATES[@]}; i += 2)); do
		program+="map(select(${PREDICATES[i]})),"
	done
	program+='null] | .[:-1] | to_entries[] |
		([$got[.key + 1], .value] | map(map(.cookie) | sort))[] | tojson'
	for source in "${SOURCES[@]}"; do
		json "$source" -atu
		for ((i = 1; i < ${#PREDICATES[@]}; i += 2)); do
			read -r -a words <<<"${PREDICATES[i]}"
			json "$source" -atu "${words[@]}"
		done
	done >"$TMP/json"
	jq -nr --argjson netns "$(stat -Lc %i "/run/netns/$NS")" \
		"[inputs] | _nwise(${#PREDICATES[@]} / 2 + 1) | $program" "$TMP/json" >"$TMP/judged"
	for source in "${SOURCES[@]}"; do
		for ((i = 1; i < ${#PREDICATES[@]}; i += 2)); do
			read -r got && read -r wanted
			is "$source: ${PREDICATES[i]}" "$got" "$wanted"
			is "... chooses some" "$((${#got} > 2))" 1
		done
	done <"$TMP/judged"
}

# What is left to evaluate here is ordered, added up and grouped all the same:
# the words, what is told, and what it should be by the sockets themselves.
# shellcheck disable=SC2016 # for jq
SHAPES=(
	'--top 3 --by recvq @SOME'
	'map(.recv_q)' '$some | queues | .[:3]'
	'--summary @SOME'
	'.[0] | [.sockets, .recv_q]' '$some | [length, (queues | add)]'
	'--group-by state @SOME'
	'map(.sockets) | sort' '$some | group_by(.state) | map(length) | sort'
	'--group-by listener @SOME'
	'map(.sockets) | add' '$some | length'
	'comm = @COMM*'
	'map(.cookie) | sort' '$ours | map(.cookie) | sort'
	'comm = @COMM*'
	'length > 10' 'true'
	'--top 2 --by recvq comm = @COMM* @SOME'
	'map(.recv_q)' '($ours | map(.cookie)) as $own | $some |
		map(select(.cookie as $cookie | $own | index($cookie))) | queues | .[:2]'
)

judge_shapes()
{
	local source words got wanted i comm=${PYTHON##*/}
	local some='( sport = :80 or dport = :80 ) and not dst 10.1.2.3'
	local program='def queues: map(select(.state != "listening") | .recv_q |
			select(. != null)) | sort | reverse;
		. as $told | $told[0] as $some |
		($told[1] | map(select(.comm // "" | startswith($comm)))) as $ours | ['

	read -r -a words <<<"$some"
	for ((i = 0; i < ${#SHAPES[@]}; i += 3)); do
		program+="(\$told[$((i / 3 + 2))] | ${SHAPES[i + 1]}), (${SHAPES[i + 2]}),"
	done
	for source in "${SOURCES[@]}"; do
		json "$source" -ta "${words[@]}"
		json "$source" -tap
		for ((i = 0; i < ${#SHAPES[@]}; i += 3)); do
			got=${SHAPES[i]//@COMM/$comm}
			read -r -a got <<<"-ta ${got//@SOME/$some}"
			json "$source" "${got[@]}"
		done
	done >"$TMP/json"
	jq -nr --arg comm "$comm" "[inputs] | _nwise(${#SHAPES[@]} / 3 + 2) | $program null][:-1][] | tojson" \
		"$TMP/json" >"$TMP/judged"
	for source in "${SOURCES[@]}"; do
		for ((i = 0; i < ${#SHAPES[@]}; i += 3)); do
			read -r got && read -r wanted
			is "$source: ${SHAPES[i]}: ${SHAPES[i + 1]}" "$got" "$wanted"
		done
	done <"$TMP/judged"
}

# Marks and devices are those that ss tells, live and of a capture. Here: cookie,
# mark and device of each socket that has one of both.
judge_marks()
{
	local source wanted kind options

	wanted=$(in_namespace "$NS" ss -HOatune | awk '
		{ mark = "0x0"; device = "-"; cookie = "" }
		match($5, /%[^:]*/) && substr($5, RSTART + 1, RLENGTH - 1) != "*" {
			device = substr($5, RSTART + 1, RLENGTH - 1) }
		{ for (i = 7; i <= NF; i++) {
			if (sub(/^fwmark:/, "", $i)) mark = $i
			if (sub(/^sk:/, "", $i)) cookie = $i } }
		mark != "0x0" || device != "-" { print cookie, mark, device }' | sort)
	is "ss tells of marks and of devices" \
		"$(grep -c ' 0x[1-9]' <<<"$wanted") $(grep -c ' lo$' <<<"$wanted")" "5 3"
	for source in "${SOURCES[@]}"; do
		"$NETTUNE" -N "$NS" --source "$source" capture --interval 0 -o "$TMP/capture.$source" \
			2>"$TMP/stderr"
		for kind in live captured; do
			options=(-N "$NS" --source "$source")
			[ $kind = live ] || options=(--from "$TMP/capture.$source")
			is "$source, $kind: marks and devices" "$("$NETTUNE" "${options[@]}" \
				sockets -atuHo cookie,mark,device | awk '{ $1 = $1 }
				$2 ~ /^0x[1-9a-f]/ || $3 != "-"' | sort)" "$wanted"
			is "... JSON" "$("$NETTUNE" "${options[@]}" -j sockets -atu |
				jq -c '[(map(.mark | select(. != null and . > 0)) | sort), (map(.ifname | values) | unique)]')" \
				'[[7,16,17,19,32],["lo"]]'
		done
	done
}

need_root
command -v ss >/dev/null || skip_all "ss is not there"
SOURCES=(diag)
if (need_module) >/dev/null 2>&1; then
	SOURCES+=(module)
fi
namespace "$NS" || { result 1 "namespace"; finish; }
ip -n "$NS" addr add 10.1.2.3/32 dev lo
ip -n "$NS" addr add 2001:db8::1/128 dev lo nodad
in_cgroup=()
if [ "$(stat -fc %T /sys/fs/cgroup 2>/dev/null)" = cgroup2fs ] && mkdir "$CGROUP"; then
	# shellcheck disable=SC2016 # for the inner shell
	in_cgroup=(bash -c 'echo $$ >"$0" && exec "$@"' "$CGROUP/cgroup.procs")
else
	note "no cgroup v2 here: nothing is asked about cgroups"
	CGROUP=none
fi
RAW=yes
in_namespace "$NS" "$NETTUNE" --source diag sockets -wH >"$TMP/out" 2>&1 || {
	note "raw sockets are left out: $(cat "$TMP/out")"
	RAW=no
}
mkfifo "$TMP/hold"
in_namespace "$NS" "${in_cgroup[@]}" "$PYTHON" "$HERE/ss_sockets.py" "$TMP/named" \
	<"$TMP/hold" >"$TMP/ready" 2>"$TMP/stderr" &
LOADS+=($!)
exec 9>"$TMP/hold"
wait_for grep -q ready "$TMP/ready" || { note "$(cat "$TMP/stderr")"; result 1 "sockets"; finish; }

# From a file, as ss reads it: comments, several lines, more on the command line.
printf '# a comment\nsport = :80\n\tor sport = :443\n#\n' >"$TMP/filter"
add inet "${SOURCES[*]}" < <(cases)
add inet "auto diag" < <(diag_cases)
add inet diag <<<"-taF $TMP/filter"
add inet diag <<<"-taF $TMP/filter dst 127.0.0.1 or"
add unix "${SOURCES[*]}" < <(unix_cases)
judge
is "most cases choose some sockets and not all ($(proper))" "$(($(proper) >= 90))" 1
is "-F -" "$(in_namespace "$NS" "$NETTUNE" --source diag sockets -taHF - <"$TMP/filter" | wc -l)" \
	"$(in_namespace "$NS" ss -taHF "$TMP/filter" | wc -l)"
judge_predicates
judge_shapes
judge_marks

run in_namespace "$NS" "$NETTUNE" --source diag sockets -ta 'synq >= 0'
is "what is not known matches nothing: exit status" "$status $(wc -l <<<"$out")" "4 1"
has "... and that is said" "$err" "^nettune: note: .* only the nettune module knows"
run "$NETTUNE" sockets -ta sport = :no-such-service
is "a name that is not there: exit status" "$status" 1
has "... is named" "$err" "^nettune: sockets: filter: 'no-such-service': "

exec 9>&-
wait "${LOADS[0]}"
[ "$CGROUP" = none ] || wait_for rmdir "$CGROUP"
finish
