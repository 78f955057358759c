#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The sums, maxima and histograms of --summary are those of the list of all
# sockets, for each way of grouping, by the module and by sock_diag.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

NS=nt-summary-$$
EMPTY=nt-empty-$$

# What the command says, in the form of summary.jq.
# shellcheck disable=SC2016 # jq's variables
AS_ADDED_UP='map({key: (
	if .special then .special
	elif $by == "port" then [.netid, .local.port]
	elif $by == "state" then [.netid, .state]
	elif $by == "uid" then .uid
	elif $by == "cgroup" then [.cgroup]
	elif $by == "netns" then .netns
	elif $by == "protocol" then [.netid, .family]
	else "all" end)}
	+ (.states |= with_entries(select(.value > 0))
	| del(.group_by, .special, .netid, .family, .state, .local, .ifname, .uid, .cgroup,
	      .netns, .syn_q, .max.syn_pct)
	| .histograms |= map_values(map(.sockets)))) | sort_by(.key | tojson)'

# sockets SOURCE ARGUMENT...
sockets()
{
	local source=$1

	shift
	in_namespace "$NS" "$NETTUNE" -j --source "$source" sockets "$@"
}

# added_up SOURCE BY: in one of three tries; a stuck sender's drops change
added_up()
{
	local i

	for i in 1 2 3; do
		sockets "$1" -atuwx | jq -S --arg by "$2" -f "$HERE/summary.jq" >"$TMP/wanted" || return
		sockets "$1" -tuwx --group-by "$2" --histogram |
			jq -S --arg by "$2" "$AS_ADDED_UP" >"$TMP/got" || return
		cmp -s "$TMP/wanted" "$TMP/got" && return
	done
	diff -u "$TMP/wanted" "$TMP/got" | head -n 40
	return 1
}

# listener_groups SOURCE: of each listener its port and how many sockets are its
listener_groups()
{
	sockets "$1" -ta --group-by listener |
		jq -c 'map(select(.special == null) | [.family, .local, .sockets, .listeners, .accept_q]) | sort'
}

# In one of three tries: a half-open connection may give up in between.
syn_queues_added_up()
{
	local i sum all

	for i in 1 2 3; do
		sum=$(sockets module --summary | jq '.[0].syn_q')
		all=$(sockets module -l | jq 'map(.syn_q // 0) | add')
		[ "$sum" = "$all" ] && [ "$sum" -gt 0 ] && return
	done
	echo "$sum in the summary, $all in the list"
	return 1
}

load_as_user()
{
	in_namespace "$NS" setpriv --reuid=1000 --regid=1000 --clear-groups \
		"$TMP/nt_load" --daemon unread=1 udp=1 >"$TMP/user.json" &&
		LOADS+=("$(jq .pid "$TMP/user.json")")
}

need_module
namespace "$NS"
namespace "$EMPTY"
load "$NS" "$TMP/load.json" accept=2 syn=8:5 unread=60000 stuck udp=25 idle=50 timewait=4 \
	closewait=3 unix=2:3000 raw=2 -6 accept=5:4 unread=100 udp=3 idle=5 raw=1 ||
	{ result 1 "load generator"; finish; }
# The half-open connections are renewed all the time: not now.
mapfile -t renewers < <(jq '.made[].child? // empty' "$TMP/load.json")
kill -STOP "${renewers[@]}"
cp "$NT_LOAD" "$TMP/nt_load" && chmod 755 "$TMP" "$TMP/nt_load"
load_as_user || { result 1 "load generator, not as root"; finish; }

for source in module diag; do
	for by in none port state uid cgroup netns protocol; do
		passes "$source: by $by, all is added up" added_up $source $by
	done
	is "$source: by listener: its connections are its" "$(listener_groups $source)" \
		"$(sockets $source -ta | jq -c '. as $all |
			map(select(.state == "listening") | . as $l | [.family, .local,
				($all | map(select(.local == $l.local)) | length), 1, .accept_q]) | sort')"
	is "$source: by listener: what has none is one group" \
		"$(sockets $source -ta --group-by listener | jq -c 'map(select(.special == "none")) | length')" 1
	is "$source: of connections only: by listener all the same" \
		"$(sockets $source --state established --group-by listener |
			jq -c 'map(select(.special == null) | .sockets) | sort')" \
		"$(sockets $source -t --state established,listening | jq -c 'map(.local) as $all |
			map(select(.state == "listening") | .local as $l |
				$all | map(select(. == $l)) | length - 1 | select(. > 0)) | sort')"
	is "$source: two groups and one for the others hold all" \
		"$(sockets $source -tux --group-by port --max-groups 2 |
			jq -c '[(map(select(.special == null)) | length), (map(select(.special == "other")) | length)]')" \
		"[2,1]"
	is "... counted once each" "$(sockets $source -tux --group-by port --max-groups 2 | jq 'map(.sockets) | add')" \
		"$(sockets $source -atux | jq length)"
	is "$source: a filter counts before the groups do" \
		"$(sockets $source -l -6 --group-by protocol | jq -c 'map([.netid, .family, .sockets]) | sort')" \
		"$(sockets $source -l -6 | jq -c 'group_by(.netid) | map([.[0].netid, .[0].family, length])')"
done
passes "module: the SYN queues are added up" syn_queues_added_up
is "diag: they are not known, not 0" "$(sockets diag --summary | jq -c '.[0] | [.syn_q, .max.syn_pct]')" \
	"[null,null]"

# Nothing to add up is an answer too.
for source in module diag; do
	run in_namespace "$EMPTY" "$NETTUNE" -j --source $source sockets --summary
	is "$source: no sockets: one group" "$status $err $(jq -c 'map([.sockets, .rmem_alloc, .rmem_pct, .max.rmem_pct])' <<<"$out")" \
		"0  [[0,0,null,null]]"
	run in_namespace "$EMPTY" "$NETTUNE" -j --source $source sockets --group-by port
	is "$source: no sockets: no groups" "$status $err $(jq -c . <<<"$out")" "0  []"
	run in_namespace "$NS" "$NETTUNE" --source $source sockets --histogram
	is "$source: table and bars fit 80 columns" "$status $err $(awk 'length > 80' <<<"$out")" "0  "
	has "... bars are drawn" "$out" "^ +<[0-9]+% +[0-9]+ #"
done
finish
