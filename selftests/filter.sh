#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What a filter lets through, and what --top chooses, is what jq chooses from
# the list of all sockets; and it is the same whoever is asked.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

NS=nt-filter-$$
OTHER=nt-other-$$
CGROUP=/sys/fs/cgroup/nt-filter-$$

# sockets SOURCE ARGUMENT...
sockets()
{
	local source=$1

	shift
	in_namespace "$NS" "$NETTUNE" -j --source "$source" sockets "$@"
}

# all_sockets SOURCE: those that there are, in $TMP/all.SOURCE
all_sockets()
{
	sockets "$1" -atuwx >"$TMP/all.$1"
}

# chosen SOURCE JQ ARGUMENT...: what was asked for, and what jq makes of it, are
# the same as what it makes of all; a stuck sender's probes change its drops, so
# that these are asked for again then.
chosen()
{
	local source=$1 jq=$2 got wanted i

	shift 2
	for i in 1 2 3; do
		[ "$i" = 1 ] && [ -s "$TMP/all.$source" ] || all_sockets "$source" || return
		wanted=$(jq -c "$jq" "$TMP/all.$source") || return
		sockets "$source" -tuwx "$@" >"$TMP/answer" || return
		got=$(jq -c "$jq" "$TMP/answer") || return
		[ "$got" != "$wanted" ] || break
	done
	echo "$got" >"$TMP/got"
	[ "$i" != 3 ] || diff <(echo "$wanted") "$TMP/got"
}

# filtered NAME JQ ARGUMENT...: by both sources; JQ says which sockets are meant
filtered()
{
	local name=$1 jq="map(select($2) | [.netid, .cookie]) | sort | length, ." source
	local count

	shift 2
	for source in module diag; do
		passes "$source: $name" chosen $source "$jq" "$@"
		read -r count <"$TMP/got"
		is "... and there are some, and not all" "$((count > 0 && count < ALL))" 1
	done
}

# top KEY VALUE: the five highest by KEY, of what has such a VALUE (in jq)
top()
{
	local jq="map($2 | select(. != null)) | sort | reverse | .[:5]" source

	for source in module diag; do
		passes "$source: --top by $1" chosen $source "$jq" --top 5 --by "$1"
		is "... is that many, the highest first" \
			"$(jq "map($2) | length == 5 and . == (sort | reverse)" "$TMP/answer")" true
	done
}

load_as_user()
{
	in_namespace "$NS" setpriv --reuid=1000 --regid=1000 --clear-groups \
		"$TMP/nt_load" --daemon accept=1 unread=1 udp=1 >"$TMP/user.json" &&
		LOADS+=("$(jq .pid "$TMP/user.json")")
}

# shellcheck disable=SC2016 # for the inner shell
load_in_cgroup()
{
	mkdir "$CGROUP" &&
		in_namespace "$NS" bash -c 'echo $$ >"$0" && exec "$@"' "$CGROUP/cgroup.procs" \
			"$NT_LOAD" --daemon udp=2 unread=2 >"$TMP/cgroup.json" &&
		LOADS+=("$(jq .pid "$TMP/cgroup.json")")
}

# A line for each socket of both namespaces, whosever it is.
OWNERS='map(select(.netns | IN($ours[])) | select(.inode) | [.netns, .cookie]) | sort | .[] | @tsv'

# of_namespaces SOURCE: netns and cookie of the sockets of both, by --all-netns
of_namespaces()
{
	in_namespace "$NS" "$NETTUNE" -j --source "$1" --all-netns sockets -a |
		jq -r --argjson ours "$OURS" "$OWNERS"
}

# The same, by asking in each.
one_by_one()
{
	local name

	for name in "$NS" "$OTHER"; do
		"$NETTUNE" -j -N "$name" --source diag sockets -a |
			jq -r --argjson ours "$OURS" "$OWNERS"
	done
}

need_module
namespace "$NS"
namespace "$OTHER"
load "$NS" "$TMP/load.json" accept=2 accept=4:2 unread=60000 unread=3000 stuck udp=25 idle=10 \
	closewait=3 unix=2:3000 raw=2 -6 accept=3 unread=100 udp=3 ||
	{ result 1 "load generator"; finish; }
load "$OTHER" "$TMP/there.json" accept=2 udp=1 unread=10 -6 unread=5 ||
	{ result 1 "load generator"; finish; }
cp "$NT_LOAD" "$TMP/nt_load" && chmod 755 "$TMP" "$TMP/nt_load"
load_as_user || { result 1 "load generator, not as root"; finish; }
load_in_cgroup || { result 1 "load generator, in a cgroup"; finish; }
all_sockets diag
ALL=$(jq length "$TMP/all.diag")

# Ports that the kernel has chosen: of a listener, of a UDP receiver.
port=$(jq '[.made[].sockets[]? | select(.role == "listener")][0].local.port' "$TMP/load.json")
udp=$(jq '[.made[].sockets[]? | select(.role == "receiver" and .netid == "udp")][0].local.port' "$TMP/load.json")
low=$((port - 1000))
high=$((port + 1000))
filtered "--sport PORT" ".local.port == $port" -a --sport "$port"
filtered "--sport PORT,PORT" ".local.port | IN($port, $udp)" -a --sport "$port,$udp"
filtered "--sport twice adds up" ".local.port | IN($port, $udp)" -a --sport "$port" --sport "$udp"
filtered "--dport FROM-TO" ".peer.port >= $low and .peer.port <= $high" -a --dport "$low-$high"
filtered "--sport and --dport: both" ".local.port == $port and .peer.port > 0" \
	-a --sport "$port" --dport 1-65535
filtered "--src ADDRESS/LENGTH" '.family == "inet" and (.local.addr | startswith("127."))' \
	-a --src 127.0.0.0/8
filtered "--src ADDRESS of IPv6" '.local.addr == "::1"' -a --src ::1
filtered "--dst of both families" '.peer.addr | IN("::1", "127.0.0.1")' -a --dst ::1,127.0.0.1
filtered "--state A,B" '.state | IN("close-wait", "listening")' --state close-wait,listening
filtered "--uid NUMBER" '.uid == 1000' -a --uid 1000
filtered "--cgroup PATH" ".cgroup == \"/${CGROUP##*/}\"" -a --cgroup "/${CGROUP##*/}"
filtered "--cgroup of the folder" ".cgroup == \"/${CGROUP##*/}\"" -a --cgroup "$CGROUP"
filtered "--min in percent" '.rmem_pct >= 20 and .state != "listening"' --min rmem=20%
filtered "--min in bytes" '.recv_q >= 2048 and .state != "listening"' --min recvq=2K
filtered "--min of memory in bytes" '.rmem_alloc >= 2048 and .state != "listening"' --min rmem=2K
filtered "--min of drops" '.drops >= 3' --min drops=3
filtered "--min of the accept queue" '.accept_pct >= 100' --min acceptq=100%
filtered "--min twice: both" '.recv_q >= 1 and .drops >= 1 and .state != "listening"' \
	--min recvq=1 --min drops=1
filtered "-4" '.family | IN("inet", "unix")' -a -4
filtered "-6 without unix sockets" '.family == "inet6" and .netid != "raw"' -a -6 --sport 1-65535
top rmem 'select(.state != "listening") | .rmem_pct'
top recvq 'select(.state != "listening") | .recv_q'
top sendq 'select(.state != "listening") | .send_q'
top drops .drops
top wmem 'select(.state != "listening") | .wmem_pct'
top accept_q .accept_q
is "syn queue: the module orders by it" "$(sockets module --top 1 --by syn | jq -c 'map(.state)')" \
	'["listening"]'
is "module: no socket is bound to lo" "$(sockets module -a --ifname lo | jq -c .)" "[]"
is "diag: no socket is bound to lo" "$(sockets diag -a --ifname lo | jq -c .)" "[]"

OURS=$(jq -sc 'map(.netns)' "$TMP/load.json" "$TMP/there.json")
for source in module diag; do
	is "$source: --all-netns sees the sockets of both namespaces, and whose they are" \
		"$(of_namespaces $source | sort)" "$(one_by_one | sort)"
	is "... of both" "$(of_namespaces $source | cut -f1 | sort -u | wc -l)" 2
	is "... and the unix sockets" \
		"$(in_namespace "$OTHER" "$NETTUNE" -j --source $source --all-netns sockets -xl |
			jq --argjson ours "$OURS" 'map(select(.netns == $ours[0] and .accept_max == 2) | .accept_q)[0]')" 3
done

run sockets diag --top 1 --by syn
is "diag: what it does not know it does not order by" "$status $out" "1 "
has "... and says why" "$err" "only the nettune module knows"
run sockets module --ifname no-such-device
is "a device that is not there: exit status" "$status $out" "1 "
has "... is named" "$err" "network device 'no-such-device': "
run sockets module --cgroup /no/such/group
is "a cgroup that is not there: exit status" "$status $out" "1 "
has "... is named" "$err" "cgroup '/no/such/group': No such file"
run setpriv --reuid=65534 --regid=65534 --clear-groups unshare -r -n \
	"$NETTUNE" -j --source module --all-netns sockets -a
is "--all-netns is refused to root of a user namespace" "$status" 1
has "... and says what it needs" "$err" "CAP_NET_ADMIN in the initial user namespace"

# The cgroup goes when the last of its processes is gone.
kill "$(jq .pid "$TMP/cgroup.json")"
wait_for rmdir "$CGROUP"
finish
