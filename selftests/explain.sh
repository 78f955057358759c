#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What explain names is there: every counter and setting in this kernel, unless
# its entry says that it is newer, older, or comes with something else. Values
# are those that /proc has.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

RELEASE=$(uname -r | grep -oE '^[0-9]+\.[0-9]+')

# at_least VERSION: is this kernel as new?
at_least()
{
	[ "$(printf '%s\n' "$1" "$RELEASE" | sort -V | head -1)" = "$1" ]
}

# there SINCE UNTIL: should this kernel have it, if nothing else is needed?
there()
{
	{ [ "$1" = - ] || at_least "$1"; } && { [ "$2" = - ] || ! at_least "$2"; }
}

# entries KIND: name, since, until and needs of each, "-" for none
entries()
{
	jq -r --arg kind "$1" '.[] | select(.kind == $kind) |
		[.name, .since // "-", .until // "-", .needs // "-"] | @tsv' "$TMP/all"
}

# /proc as nstat names its counters
counters()
{
	awk '$1 == prefix {
		sub(":", "", prefix)
		for (i = 2; i <= NF; i++)
			print prefix name[i]
	}
	{ prefix = $1; split($0, name) }' /proc/net/snmp /proc/net/netstat
	awk '{ print $1 }' /proc/net/snmp6
}

# in_initial_netns: also of the settings that only that one has
in_initial_netns()
{
	[ -e /proc/sys/net/core/netdev_max_backlog ]
}

# wrong_settings: those that are there and should not be, or the other way
wrong_settings()
{
	local name since until needs path

	while IFS=$'\t' read -r name since until needs; do
		path=/proc/sys/${name//.//}
		case $needs in
		"the initial network namespace") in_initial_netns || continue ;;
		"the module "*) [ -d "/sys/module/${needs#the module }" ] || continue ;;
		esac
		if there "$since" "$until"; then
			[ -e "$path" ] || echo "missing: $name"
		elif [ "$until" != - ] && at_least "$until"; then
			[ ! -e "$path" ] || echo "still there: $name"
		fi
	done < <(entries sysctl)
}

wrong_counters()
{
	local name since until

	while IFS=$'\t' read -r name since until _; do
		there "$since" "$until" || continue
		grep -qx "$name" "$TMP/counters" || echo "missing: $name"
	done < <(entries counter)
}

passes "explain -j" "$NETTUNE" -j explain
"$NETTUNE" -j explain >"$TMP/all"
counters >"$TMP/counters"
is "it has entries" "$(jq 'length >= 150' "$TMP/all")" true
is "/proc has counters" "$(grep -cx TcpExtListenOverflows "$TMP/counters")" 1
is "every counter is one of $RELEASE" "$(wrong_counters)" ""
is "every setting is one of $RELEASE" "$(wrong_settings)" ""

# Values
is "a counter that has no value here" \
	"$(jq -r '.[] | select(.kind == "counter" and .value == null) | .name' "$TMP/all" |
		grep -xFf "$TMP/counters")" ""
is "a setting as it is" "$("$NETTUNE" -j explain tcp_rmem | jq -c '.[0].value')" \
	"[$(tr '\t' , </proc/sys/net/ipv4/tcp_rmem)]"
is "a setting that is text" \
	"$("$NETTUNE" -j explain tcp_congestion_control | jq -r '.[0].value')" \
	"$(cat /proc/sys/net/ipv4/tcp_congestion_control)"
is "a setting for people" "$("$NETTUNE" explain somaxconn | sed -n 's/^  Here now *//p')" \
	"$(cat /proc/sys/net/core/somaxconn)"
is "a column of all CPUs" \
	"$("$NETTUNE" -j explain softnet.dropped | jq '.[0].value | type')" '"number"'

# Another namespace has settings of its own.
if [ "$(id -u)" = 0 ] && namespace "nt-explain-$$" 2>/dev/null; then
	in_namespace "nt-explain-$$" sysctl -qw net.core.somaxconn=77
	is "in another namespace" \
		"$("$NETTUNE" -N "nt-explain-$$" -j explain somaxconn | jq '.[0].value')" 77
else
	skip "in another namespace" "needs root and network namespaces"
fi

# What it says when it does not know
run "$NETTUNE" explain ListenOverflow
is "not known: exit status" "$status" 1
is "not known: nothing is shown" "$out" ""
has "not known: what may have been meant" "$err" "did you mean TcpExtListenOverflows"
run "$NETTUNE" -j explain xyzzyxyzzy
is "not known: JSON is whole" "$(jq -c . <<<"$out")" "[]"
is "not known: status with JSON" "$status" 1
run "$NETTUNE" explain xyzzyxyzzy EMFILE
is "one of two is known: exit status" "$status" 4
has "one of two is known: it is shown" "$out" "^EMFILE$"
run "$NETTUNE" explain accept queue
is "two words, one name" "$(head -1 <<<"$out")" accept-queue
is "80 columns" "$("$NETTUNE" explain --list | awk 'length > 80'
	"$NETTUNE" explain EMFILE | awk 'length > 80')" ""
finish
