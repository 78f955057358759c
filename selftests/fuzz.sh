#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Hostile netlink messages. NETTUNE_FUZZ says how many (20000), NETTUNE_SEED
# which; the seed is printed.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

NT_FUZZ=${NT_FUZZ:-$HERE/nt_fuzz}
[ -x "$NT_FUZZ" ] || skip_all "nt_fuzz needs linux/nettune.h to be built"
NS=nt-fuzz-$$
ENTRIES=net.ipv4.tcp_child_ehash_entries

# A table of its own, and a small one, so that a dump takes no time.
before=$(sysctl -n $ENTRIES)
sysctl -qw $ENTRIES=256
need_module
namespace "$NS"
sysctl -qw "$ENTRIES=$before"
# As long as a million messages take.
load "$NS" "$TMP/load.json" --hold 7200 accept=2 unread=100 udp=3 idle=20 ||
	{ result 1 "load generator"; finish; }

seed=${NETTUNE_SEED:-$(date +%s)}
in_namespace "$NS" "$NT_FUZZ" "${NETTUNE_FUZZ:-20000}" "$seed" >"$TMP/fuzz"
status=$?
grep '^#' "$TMP/fuzz"
result $status "hostile messages: each ends as it must (seed $seed)" <"$TMP/fuzz"
is "the module answers afterwards" \
	"$(in_namespace "$NS" "$NETTUNE" -j --source module sockets | jq 'length > 40')" true
finish
