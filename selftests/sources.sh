#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The same questions to every source, of sockets that stay as they are: the
# module, sock_diag, and captures of what either told say the same. sources.jq
# knows what only the module can tell.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

NS=nt-sources-$$
ANSWERS=$TMP/answers

questions()
{
	cat <<'END_OF_QUESTIONS'
sockets -tuax
sockets -tuap
sockets -tl
sockets -a recvq > 500
sockets -a sport >= 1 and not dst 0.0.0.0
sockets -ta state close-wait
sockets -ta acceptq >= 50% or rmem > 1%
sockets -ua drops > 0
sockets -a comm = nt_load and uid = 0
sockets --src 127.0.0.0/8 --sport 1-65535
sockets --top 5 --by recvq
sockets --top 3 --by drops
sockets --top 2 --by accept
sockets --summary --histogram
sockets --group-by port
sockets --group-by listener
sockets --group-by state --histogram
sockets --group-by cgroup
sockets --group-by uid
sockets --group-by netns
sockets --group-by protocol -a rmem < 50%
listeners
softnet
status --interval 0
END_OF_QUESTIONS
}

# ask SOURCE OPTION...: one line of JSON for each question
ask()
{
	local source=$1 words question answer

	shift
	while read -r question; do
		read -ra words <<<"$question"
		answer=$("$NETTUNE" -j "$@" "${words[@]}" 2>"$TMP/stderr")
		printf '{"question":"%s","source":"%s","status":%d,"answer":%s}\n' \
			"$question" "$source" $? "${answer:-[]}"
		[ ! -s "$TMP/stderr" ] || note "$source: $question: $(<"$TMP/stderr")" >&3
	done < <(questions) 3>&1 >>"$ANSWERS"
}

ask_live_and_captured()
{
	ask "$1" -N "$NS" --source "$1"
	"$NETTUNE" -N "$NS" --source "$1" capture --interval 0 -o "$TMP/$1.json"
	ask "capture of $1" --from "$TMP/$1.json"
}

need_module
namespace "$NS"
load "$NS" "$TMP/load.json" accept=4:5 unread=1000 udp=3 idle=4 closewait=3 ||
	{ result 1 "load generator"; finish; }
ask_live_and_captured module
ask_live_and_captured diag
while IFS=$'\t' read -r status name detail; do
	result "$status" "$name"
	[ "$status" = 0 ] || note "$detail"
done < <(jq -rs -f "$HERE/sources.jq" "$ANSWERS" 2>&1 || printf '1\tsources.jq: exit %d\n' $?)
is "every question was asked, and compared three times" "$TESTS" \
	$((3 * $(questions | wc -l)))
finish
