#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# softnet is what /proc/net/softnet_stat says, by the module and without it.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

# /proc/net/softnet_stat as lines "cpu processed dropped squeezed rps flow_limit"
from_proc()
{
	local fields

	while read -ra fields; do
		printf '%d %d %d %d %d %d\n' "0x${fields[12]}" "0x${fields[0]}" \
			"0x${fields[1]}" "0x${fields[2]}" "0x${fields[9]}" "0x${fields[10]}"
	done </proc/net/softnet_stat
}

from_nettune()
{
	"$NETTUNE" -j --source "$1" softnet | jq -r '.[] |
		"\(.cpu) \(.processed) \(.dropped) \(.time_squeeze) \(.received_rps) \(.flow_limit)"'
}

# The counters move: believe a reading between two equal ones.
same_as_proc()
{
	local before seen i

	for ((i = 0; i < 50; i++)); do
		before=$(from_proc)
		seen=$(from_nettune "$1")
		[ "$before" = "$(from_proc)" ] && break
	done
	is "$1: equal to /proc/net/softnet_stat" "$seen" "$before"
}

need_module
# Loopback traffic goes through the backlog, so there is something to count.
ping -q -c 20 -i 0.01 127.0.0.1 >/dev/null 2>&1 ||
	timeout 5 bash -c 'for i in {1..50}; do : >/dev/udp/127.0.0.1/9; done' 2>/dev/null
for source in module diag; do
	same_as_proc $source
	is "$source: max_backlog" \
		"$("$NETTUNE" -j --source $source softnet | jq -c 'map(.max_backlog) | unique')" \
		"[$(cat /proc/sys/net/core/netdev_max_backlog)]"
done
is "something was processed" "$(from_nettune module | awk '{ n += $2 } END { print (n > 0) }')" 1
is "all fields are there" "$("$NETTUNE" -j softnet | jq -c '.[0] | keys_unsorted')" \
	'["cpu","input_qlen","process_qlen","max_backlog","processed","dropped","time_squeeze","received_rps","flow_limit","peak","avg10","avg60","avg300"]'
before=$(cat /proc/sys/net/core/netdev_max_backlog)
echo 1234 >/proc/sys/net/core/netdev_max_backlog
is "a changed limit is seen" \
	"$("$NETTUNE" -j --source module softnet | jq '.[0].max_backlog')" 1234
echo "$before" >/proc/sys/net/core/netdev_max_backlog
finish
