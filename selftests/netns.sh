#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# A network namespace sees its own sockets and no others.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

ONE=nt-one-$$
TWO=nt-two-$$
CHILD=nt-child-$$

# nt_load can't tell the cookies of what nobody has accepted yet.
SEEN='map(select(.inode) | .cookie) | sort'

cookies()
{
	jq -c '[.made[].sockets[].cookie] | sort' "$1"
}

# only NAME FILE SOURCE: it sees what FILE says was made, and nothing else
only()
{
	is "$3: $1 sees its own sockets only" \
		"$(in_namespace "$1" "$NETTUNE" -j --source "$3" sockets -a |
			jq -c "$SEEN")" "$(cookies "$2")"
	is "$3: $1: they carry its inode" \
		"$(in_namespace "$1" "$NETTUNE" -j --source "$3" sockets -a |
			jq -c 'map(.netns) | unique')" "[$(jq .netns "$2")]"
}

need_module
namespace $ONE
namespace $TWO
load $ONE "$TMP/one.json" accept=2 udp=1 unread=10 -6 accept=2 udp=1 unread=10 ||
	{ result 1 "load generator"; finish; }
load $TWO "$TMP/two.json" accept=5 udp=1 -6 udp=2 unread=1 ||
	{ result 1 "load generator"; finish; }
for source in module diag; do
	only $ONE "$TMP/one.json" $source
	only $TWO "$TMP/two.json" $source
done
is "-N shows that namespace" \
	"$("$NETTUNE" -j -N $ONE sockets -a | jq -c "$SEEN")" "$(cookies "$TMP/one.json")"
"$NETTUNE" -j sockets -a >"$TMP/here.json"
is "neither's sockets are seen from outside" "$(jq -c --slurpfile one "$TMP/one.json" \
	--slurpfile two "$TMP/two.json" '[.[].cookie] as $seen |
	[$one[0], $two[0] | .made[].sockets[].cookie | select(IN($seen[]))]' "$TMP/here.json")" "[]"

# A namespace with a hash table of its own (6.1 and later)
before=$(cat /proc/sys/net/ipv4/tcp_child_ehash_entries)
echo 1024 >/proc/sys/net/ipv4/tcp_child_ehash_entries
namespace $CHILD
echo "$before" >/proc/sys/net/ipv4/tcp_child_ehash_entries
load $CHILD "$TMP/child.json" accept=1 unread=7 -6 unread=8 ||
	{ result 1 "load generator"; finish; }
only $CHILD "$TMP/child.json" module
finish
