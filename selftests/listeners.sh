#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# "nettune listeners": the fullest first, whose they are, and where their limits
# come from before and after somaxconn is changed. Runs without the module too.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

NS=nt-listen-$$

listeners()
{
	in_namespace "$NS" "$NETTUNE" --source "$source" "$@"
}

# Limit and origin of each listener, by limit.
origins()
{
	listeners -j listeners |
		jq -c 'map([.accept_max, .limit_from, .limit_outdated]) | sort'
}

somaxconn()
{
	in_namespace "$NS" sysctl -qw net.core.somaxconn="$1"
}

need_root
SOURCES=(diag)
if (need_module) >/dev/null 2>&1; then
	SOURCES+=(module)
fi
namespace "$NS" || { result 1 "namespace"; finish; }
somaxconn 100
load "$NS" "$TMP/load.json" accept=2 accept=4:2 accept=500 udp=1 -6 accept=8:1 ||
	{ result 1 "load generator"; finish; }
full=$(jq '[.made[].sockets[]? | select(.role == "listener")][0].local.port' "$TMP/load.json")

for source in "${SOURCES[@]}"; do
	somaxconn 100
	is "$source: the fullest first" "$(listeners -j listeners | jq -c 'map(.accept_max)')" \
		"[2,100,4,8]"
	is "$source: what ss has as limits" "$(listeners listeners -Ho acceptq | tr -d ' ' | cut -d/ -f2 | sort -n)" \
		"$(in_namespace "$NS" ss -Hltn | awk '{ print $3 }' | sort -n)"
	is "$source: whose they are" "$(listeners -j listeners | jq -c 'map(.comm) | unique')" '["nt_load"]'
	is "$source: limits of listen() and of somaxconn" "$(origins)" \
		'[[2,"listen",false],[4,"listen",false],[8,"listen",false],[100,"somaxconn",false]]'
	somaxconn 50
	is "$source: a limit from before somaxconn was lowered" "$(origins | jq -c '.[3]')" '[100,null,true]'
	has "$source: ... is named" "$(listeners listeners 2>/dev/null)" '/100 .* old somaxconn '
	run listeners listeners
	has "$source: ... and what to do" "$err" '^nettune: note: 1 listener has .* lowered to 50 \(restart'
	is "$source: a filter" "$(listeners -j listeners sport = ":$full" | jq -c 'map([.accept_q, .accept_max])')" '[[3,2]]'
	is "$source: a predicate" "$(listeners -j listeners 'acceptq > 0' and not sport = ":$full" |
		jq -c 'map(.accept_max)')" '[100,4,8]'
	is "$source: none" "$(listeners -j listeners sport = :1 | jq -c .)" '[]'
done
run "$NETTUNE" listeners bogus
is "a filter that is none" "$status" 2
finish
