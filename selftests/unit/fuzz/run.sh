#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Usage: run.sh [EXPR_RUNS CAPTURE_RUNS PROFILE_RUNS [SEED]]
#
# Runs the fuzzers by a seed, beginning with what is in corpus, and prints TAP.
# What a fuzzer stumbled over is left in obj/.
set -u
cd "$(dirname "$0")" || exit

EXPR_RUNS=${1:-1000000}
CAPTURE_RUNS=${2:-25000}
PROFILE_RUNS=${3:-10000}
SEED=${4:-1}
tests=0 failures=0
TMP=$(mktemp -d) || exit 1
trap 'rm -rf "$TMP"' EXIT

# fuzz NAME RUNS CORPUS OPTION...: it must have done all of them
fuzz()
{
	local name=$1 runs=$2 corpus=$3 start=$SECONDS log=$TMP/log

	shift 3
	mkdir -p "$TMP/$corpus"
	# What it finds new is not added to the sources.
	"obj/${corpus}_fuzz" -seed="$SEED" -runs="$runs" -timeout=25 -rss_limit_mb=2048 \
		-artifact_prefix=obj/ "$@" "$TMP/$corpus" "corpus/$corpus" >"$log" 2>&1
	local status=$? count

	count=$(sed -n 's/^Done \([0-9]*\) runs in .*/\1/p' "$log")
	tests=$((tests + 1))
	if [ $status = 0 ] && [ "${count:-0}" -ge "$runs" ]; then
		echo "ok $tests - $name: $count runs, nothing found"
	else
		echo "not ok $tests - $name: ${count:-not all} runs, exit $status"
		tail -n 60 "$log" | sed 's/^/# /'
		failures=$((failures + 1))
	fi
	grep -E '^#[0-9]+.*(INITED|DONE)' "$log" | sed 's/^/# /'
	echo "# $((SECONDS - start)) s, seed $SEED"
}

echo "TAP version 13"
fuzz "expressions" "$EXPR_RUNS" expr -max_len=512 -dict=expr.dict
fuzz "captures" "$CAPTURE_RUNS" capture -max_len=12288
fuzz "profiles" "$PROFILE_RUNS" profile -max_len=512 -dict=profile.dict
echo "1..$tests"
[ $failures = 0 ]
