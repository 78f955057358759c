#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Sockets that are opened, filled, drained and closed at random, against what
# the module says of them. NETTUNE_ROUNDS says how long, NETTUNE_SEED what is
# done; the seed is printed.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

NT_TRUTH=${NT_TRUTH:-$HERE/nt_truth}
[ -x "$NT_TRUTH" ] || skip_all "nt_truth needs linux/nettune.h to be built"
NS=nt-truth-$$

need_module
namespace "$NS"
seed=${NETTUNE_SEED:-$(date +%s)}
in_namespace "$NS" "$NT_TRUTH" "${NETTUNE_ROUNDS:-40}" "$seed" >"$TMP/truth"
status=$?
grep '^#' "$TMP/truth"
while read -r ok _ name; do
	case $ok in
	ok) result 0 "${name#- }" ;;
	not) result 1 "${name#- }" ;;
	Bail) result 1 "nt_truth: $ok $name" ;;
	esac
done <"$TMP/truth"
result $status "nt_truth ran to its end (seed $seed)"
finish
