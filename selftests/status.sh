#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# status says what nstat, /proc and ss say, by the module and without it.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

NS=nt-status-$$
SOURCES=diag

# A stage of $rows, through a jq filter.
stage()
{
	jq -c ".[] | select(.stage == \"$1\") | $2" <<<"$rows"
}

# take NAMESPACE SOURCE [OPTION...]: sets $rows
take()
{
	local name=$1 source=$2

	shift 2
	run in_namespace "$name" "$NETTUNE" -j --source "$source" status "$@"
	rows=$out
}

# counters NAMESPACE NAME...: their sum by nstat
counters()
{
	local name=$1

	shift
	in_namespace "$name" nstat -asz 2>/dev/null | awk -v names="$*" '
		BEGIN { split(names, list); for (i in list) wanted[list[i]] = 1 }
		$1 in wanted { n += $2 }
		END { print n + 0 }'
}

# Counters move: what is told lies between a reading before and one after.
same_counters()
{
	local source=$1 which=$2 before after told

	shift 2
	before=$(counters "$NS" "$@")
	take "$NS" "$source" --interval 0
	after=$(counters "$NS" "$@")
	told=$(stage "$which" .loss_total)
	note "$told, of $before to $after"
	[ "$told" -ge "$before" ] && [ "$told" -le "$after" ]
	result $? "$source: $which: lost since boot, as nstat has it"
}

test_shape()
{
	local source=$1

	take "$NS" "$source" --interval 0.1
	is "$source: exit status" "$status" 0
	is "$source: 15 stages in path order" "$(jq -c 'map(.stage)' <<<"$rows")" \
		'["ring","napi","netdev-backlog","reassembly","syn-queue","accept-queue","sock-backlog","receive-buffer","out-of-order","send-buffer","qdisc","protocol-memory","connections","ports","descriptors"]'
	is "$source: the keys of each" "$(jq -c 'map(keys_unsorted) | unique' <<<"$rows")" \
		'[["stage","title","depth","limit","fullness_pct","loss_total","loss_rate","object","knob","unit","unknown"]]'
	is "$source: no depth without a reason" \
		"$(jq 'map(select((.depth == null) != (.unknown != null))) | length' <<<"$rows")" 0
	is "$source: rates are known where losses are" \
		"$(jq -c 'map(select(.loss_total != null and .loss_rate == null) | .stage)' <<<"$rows")" '[]'
}

test_figures()
{
	local source=$1

	same_counters "$source" accept-queue TcpExtListenOverflows
	same_counters "$source" receive-buffer UdpRcvbufErrors Udp6RcvbufErrors \
		TcpExtTCPRcvQDrop TcpExtRcvPruned TcpExtTCPZeroWindowDrop
	same_counters "$source" syn-queue TcpExtTCPReqQFullDrop TcpExtTCPReqQFullDoCookies
	same_counters "$source" reassembly IpReasmFails Ip6ReasmFails
	same_counters "$source" send-buffer TcpRetransSegs UdpSndbufErrors Udp6SndbufErrors
	is "$source: the accept queue is the listener's, as ss has it" \
		"$(stage accept-queue '"\(.depth) \(.limit)"')" \
		"\"$(in_namespace "$NS" ss -Hltn | awk '$2 > $3 { print $2, $3 }')\""
	has "$source: and it is named, with its owner" "$(stage accept-queue .object)" \
		"^\"tcp 127.0.0.1:[0-9]+ nt_load\\([0-9]+\\)\"$"
	is "$source: fullness is depth by limit" "$(stage accept-queue '.fullness_pct == 150')" true
	is "$source: the fullest receive buffer is that of ss" "$(stage receive-buffer .depth)" \
		"$(in_namespace "$NS" ss -Hanum | sed -n 's/.*(r\([0-9]*\),rb.*/\1/p' | sort -n | tail -1)"
	is "$source: reassembly has the namespace's limit" \
		"$(stage reassembly '[.limit, .unit]')" \
		"[$(in_namespace "$NS" cat /proc/sys/net/ipv4/ipfrag_high_thresh),\"bytes\"]"
	is "$source: TIME_WAIT has the namespace's limit" "$(stage connections .limit)" \
		"$(in_namespace "$NS" cat /proc/sys/net/ipv4/tcp_max_tw_buckets)"
}

# What only the module can know is known there, and null elsewhere.
test_syn()
{
	case $1 in
	module)
		is "module: SYN queue" "$(stage syn-queue '[.depth, .unknown]')" "[5,null]" ;;
	diag)
		is "diag: no SYN queue" "$(stage syn-queue .depth)" null
		has "diag: and why" "$(stage syn-queue .unknown)" "module" ;;
	esac
}

test_host()
{
	local source=$1 file

	rows=$("$NETTUNE" -j --source "$source" status --interval 0)
	is "$source: host: netdev backlog's limit" "$(stage netdev-backlog .limit)" \
		"$(cat /proc/sys/net/core/netdev_max_backlog)"
	is "$source: host: NAPI's budget" "$(stage napi .limit)" \
		"$(cat /proc/sys/net/core/netdev_budget)"
	read -ra file </proc/sys/net/ipv4/tcp_mem
	is "$source: host: TCP's or UDP's memory" \
		"$(stage protocol-memory "(.limit == ${file[2]}) or .object == \"UDP\"")" true
}

# A process that has used up its descriptors is the fullest there is.
test_descriptors()
{
	local source=$1 pid fds

	bash -c 'ulimit -Sn 20; for i in {3..19}; do eval "exec $i</dev/null"; done
		 echo ready; read -r' >"$TMP/ready" < <(sleep 60) &
	pid=$!
	LOADS+=("$pid")
	wait_for grep -q ready "$TMP/ready"
	take "$NS" "$source" --interval 0
	fds=("/proc/$pid/fd/"*)
	is "$source: descriptors of the fullest process" \
		"$(stage descriptors '"\(.depth) \(.limit) \(.object)"')" \
		"\"${#fds[@]} 20 bash($pid)\""
	kill "$pid"
}

# The table: it fits, it is marked, it is plain where nobody looks.
test_table()
{
	local width

	for width in 40 80 200; do
		run env COLUMNS=$width LC_ALL=C "$NETTUNE" -N "$NS" --source diag status --interval 0
		is "$width columns: exit status" "$status" 0
		is "$width columns: 15 stages" "$(grep -cE '^[ >!] [A-Za-z]' <<<"$out")" 16
		is "$width columns: no line is longer" \
			"$(awk -v width=$width 'length($0) > width' <<<"$out")" ""
		is "$width columns: the full queue is marked" "$(grep -c '^[>!] accept queue' <<<"$out")" 1
		is "$width columns: plain ASCII in the C locale" "$(LC_ALL=C grep -c '[^ -~]' <<<"$out")" 0
	done
	run env LC_ALL=C.UTF-8 "$NETTUNE" -N "$NS" --source diag status --interval 0
	has "a bar in a UTF-8 locale" "$out" "█"
	is "piped: without colour" "$(grep -c $'\033' <<<"$out")" 0
	run env LC_ALL=C "$NETTUNE" --color always -N "$NS" --source diag status --interval 0
	has "with colour if it is wanted" "$out" $'\033\\[31m'
}

test_usage()
{
	run "$NETTUNE" status --interval soon
	is "an interval that makes no sense: exit status" "$status" 2
	run "$NETTUNE" status --interval -1
	is "an interval below 0: exit status" "$status" 2
	run "$NETTUNE" --all-netns status
	is "--all-netns: exit status" "$status" 2
	run "$NETTUNE" status more
	is "an argument: exit status" "$status" 2
}

need_root
if module_load 2>/dev/null; then
	SOURCES="module diag"
else
	note "no module for this kernel: sock_diag and /proc only"
fi
namespace "$NS"
load "$NS" "$TMP/load.json" accept=2 syn=8:5 udp=3 unread=10 ||
	{ result 1 "load generator"; finish; }
for source in $SOURCES; do
	test_shape "$source"
	test_figures "$source"
	test_syn "$source"
	test_host "$source"
	test_descriptors "$source"
done
test_table
test_usage
# Before Linux 6.2 no process has much open here, which is no failure.
passes "export prometheus: root can tell of descriptors" sh -c '
	"$0" export prometheus 2>/dev/null |
		grep -qx "nettune_collector_success{collector=\"descriptors\"} 1"' "$NETTUNE"

finish
