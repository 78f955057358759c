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
PROPER=0

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
	-tua fwmark != 0x10/0x10
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

# Asked of sock_diag alone: nobody else knows who chose a port.
diag_cases()
{
	grep -v '^#' <<-'END'
	-ta autobound
	-ta not autobound
	-tua autobound or sport = :80
	-ta autobound and dst 127.0.0.1
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

from_ss()
{
	in_namespace "$NS" ss -HOnem "$@" >"$TMP/out" || return
	grep -o '\bsk:[0-9a-f]*' "$TMP/out" | cut -d: -f2 | sort
}

from_nettune()
{
	local source=$1

	shift
	in_namespace "$NS" "$NETTUNE" -j --source "$source" sockets "$@" >"$TMP/out" || return
	jq -r 'def hex: if . < 16 then "0123456789abcdef"[.:. + 1]
		else (. / 16 | floor | hex) + (. % 16 | hex) end;
		.[].cookie | hex' "$TMP/out" | sort
}

unix_from_ss()
{
	in_namespace "$NS" ss -HOnm "$@" >"$TMP/out" || return
	awk '{ print $(NF - 3) }' "$TMP/out" | sort
}

unix_from_nettune()
{
	local source=$1

	shift
	in_namespace "$NS" "$NETTUNE" -j --source "$source" sockets "$@" >"$TMP/out" || return
	jq -r '.[].inode' "$TMP/out" | sort
}

# same KIND SOURCE WORD...: KIND is "" or "unix_"; a socket may go meanwhile.
same()
{
	local kind=$1 source=$2 i

	shift 2
	for i in 1 2 3; do
		"${kind}from_ss" "$@" >"$TMP/ss" || return
		"${kind}from_nettune" "$source" "$@" >"$TMP/nettune" || return
		cmp -s "$TMP/ss" "$TMP/nettune" && break
	done
	[ "$i" = 1 ] || diff -u --label ss --label nettune "$TMP/ss" "$TMP/nettune"
}

# check KIND SOURCE...: every case on stdin, by each of the sources
check()
{
	local kind=$1 all source words

	shift
	all=$(in_namespace "$NS" ss -HOn "$([ -n "$kind" ] && echo -xa || echo -tua)" | wc -l)
	while read -r -a words; do
		[[ "${words[*]}" = *@CGROUP* && $CGROUP = none ]] && continue
		[[ ${words[0]} = -w* && $RAW = no ]] && continue
		words=("${words[@]/@CGROUP/$CGROUP}")
		for source in "$@"; do
			passes "$source: ${words[*]}" same "$kind" "$source" "${words[@]}" </dev/null
		done
		[ -s "$TMP/ss" ] && [ "$(wc -l <"$TMP/ss")" -lt "$all" ] && PROPER=$((PROPER + 1))
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

check "" "${SOURCES[@]}" < <(cases)
check "" diag < <(diag_cases)
check unix_ "${SOURCES[@]}" < <(unix_cases)
is "most cases choose some sockets and not all ($PROPER)" "$((PROPER >= 90))" 1

# From a file, as ss reads it: comments, several lines, more on the command line.
printf '# a comment\nsport = :80\n\tor sport = :443\n#\n' >"$TMP/filter"
passes "-F FILE" same "" diag -taF "$TMP/filter"
is "... chooses some" "$((0 < $(wc -l <"$TMP/ss")))" 1
passes "-F FILE and words" same "" diag -taF "$TMP/filter" dst 127.0.0.1 or
# shellcheck disable=SC2016 # not for the shell
is "-F -" "$(in_namespace "$NS" "$NETTUNE" --source diag sockets -taHF - <"$TMP/filter" | wc -l)" \
	"$(in_namespace "$NS" ss -taHF "$TMP/filter" | wc -l)"

# What ss does not have, by what jq makes of all sockets.
predicate()
{
	local jq=$1 source

	shift
	for source in "${SOURCES[@]}"; do
		in_namespace "$NS" "$NETTUNE" -j --source "$source" sockets -atu >"$TMP/all" &&
			in_namespace "$NS" "$NETTUNE" -j --source "$source" sockets -atu "$@" >"$TMP/got"
		is "$source: $*" "$(jq -c 'map(.cookie) | sort' "$TMP/got")" \
			"$(jq -c "map(select($jq) | .cookie) | sort" "$TMP/all")"
		is "... chooses some" "$(jq length "$TMP/got" | grep -c '^[1-9]')" 1
	done
}

predicate '.state != "listening" and .rmem_pct > 1' 'rmem > 1%'
predicate '.state != "listening" and .recv_q > 50000' 'recvq>48K' and 'recvq > 50000'
predicate '.state != "listening" and .recv_q != null and .recv_q < 11' recvq lt 11
predicate '.accept_pct >= 50' 'acceptq >= 50%'
predicate '.accept_q == 0 and .accept_max > 50 or .peer.port == 443' \
	'acceptq < 1 sport = :443 or dport = :443'
predicate '.drops == 0 and .state != null' drops = 0
predicate '.uid == 0' uid root
predicate '.uid == 0 and .state != "listening"' exclude listening uid = 0
predicate ".netns == $(stat -Lc %i "/run/netns/$NS") and .local.port == 80" netns "$NS" sport :80

# Whatever is left to evaluate here, what is chosen and added up is right.
for source in "${SOURCES[@]}"; do
	ask() { in_namespace "$NS" "$NETTUNE" -j --source "$source" sockets "$@"; }
	words=('( sport = :80 or dport = :80 ) and not dst 10.1.2.3')
	is "$source: --top of an expression" \
		"$(ask -ta --top 3 --by recvq "${words[@]}" | jq -c 'map(.recv_q)')" \
		"$(ask -ta "${words[@]}" | jq -c 'map(select(.state != "listening") | .recv_q | select(. != null)) | sort | reverse | .[:3]')"
	is "$source: --summary of an expression" \
		"$(ask -ta --summary "${words[@]}" | jq -c '.[0] | [.sockets, .recv_q]')" \
		"$(ask -ta "${words[@]}" | jq -c '[length, (map(select(.state != "listening") | .recv_q // 0) | add)]')"
	is "$source: --group-by of an expression" \
		"$(ask -ta --group-by state "${words[@]}" | jq -c 'map(.sockets) | sort')" \
		"$(ask -ta "${words[@]}" | jq -c 'group_by(.state) | map(length) | sort')"
	is "$source: --group-by listener of an expression" \
		"$(ask -ta --group-by listener "${words[@]}" | jq -c 'map(.sockets) | add')" \
		"$(ask -ta "${words[@]}" | jq -c length)"
	is "$source: comm" "$(ask -ta "comm = ${PYTHON##*/}*" | jq 'map(.cookie) | sort')" \
		"$(ask -tap | jq --arg comm "${PYTHON##*/}" 'map(select(.comm // "" | startswith($comm)) | .cookie) | sort')"
	is "... chooses some" "$(ask -ta "comm = ${PYTHON##*/}*" | jq 'length > 10')" true
	is "$source: --top with comm" \
		"$(ask -ta --top 2 --by recvq "comm = ${PYTHON##*/}*" "${words[@]}" | jq -c 'map(.recv_q)')" \
		"$(ask -ta "${words[@]}" "comm = ${PYTHON##*/}*" | jq -c 'map(select(.state != "listening") | .recv_q | select(. != null)) | sort | reverse | .[:2]')"
done

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
