#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The module's answers, cut short at every place: one clear line, exit code 1,
# valid JSON; never a crash, never a wrong value. $NETTUNE_SAN is the command
# built with sanitizers, if there is one.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

NS=nt-replies-$$
COMMAND=${NETTUNE_SAN:-$NETTUNE}
SHIM=${TRUNC_PRELOAD:-$HERE/trunc_preload.so}

# cut BYTES RECEIVE: the command, with bytes missing from that receive on
cut_answer()
{
	run in_namespace "$NS" env LD_PRELOAD="$SHIM" ASAN_OPTIONS=verify_asan_link_order=0 \
		NT_TRUNC_BYTES="$1" NT_TRUNC_FROM="$2" "$COMMAND" -j --source module sockets -a
}

# What a cut may lead to: a refusal in one line, or nothing, if all was read.
harmless()
{
	if [ "$status" = 0 ]; then
		[ -z "$err" ] && [ "$out" = "$WHOLE" ]
	else
		refused=$((refused + 1))
		[ "$status" = 1 ] && [ "$(wc -l <<<"$err")" = 1 ] &&
			[[ $err = "nettune: sockets: "*"answer"* ]] &&
			{ [ -z "$out" ] || jq -e 'type == "array"' <<<"$out" >/dev/null; }
	fi
}

need_module
[ -e "$SHIM" ] || skip_all "$SHIM is not built"
namespace "$NS"
load "$NS" "$TMP/load.json" accept=2 unread=10 udp=2 || { result 1 "load generator"; finish; }

cut_answer 0 1
is "nothing cut: all is well" "$status $err" "0 "
WHOLE=$out
refused=0
for receive in 1 2 3 4 5 6; do
	for bytes in 1 3 4 8 17 20 36 52 100 300 100000; do
		cut_answer $bytes $receive
		harmless && continue
		result 1 "receive $receive, $bytes bytes cut"
		note "exit $status: $err"
	done
	result 0 "receive $receive, cut in many ways"
done
# The search for the family, the first question and the sockets: all of them.
is "many were cut" "$((refused >= 33))" 1
finish
