# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: GPL-2.0-or-later
# A peer that is gone, without a word.
WANTS=peer-dead
OBJECT="tcp 10.9.0.1:[0-9]+ to 10.9.0.2:8080"
BY_DIAG=sender-stuck

inject()
{
	local mac

	cable && mac=$(in_namespace "$NS2" ip -j link show veth1 | jq -r '.[0].address') &&
		ip -n "$NS" neigh replace 10.9.0.2 lladdr "$mac" dev veth0 nud permanent &&
		lab_in "$NS2" -a 10.9.0.2 serve 8080 0 -1 &&
		lab -a 10.9.0.2 feed 8080 1 1000 1000 &&
		ip -n "$NS2" addr del 10.9.0.2/24 dev veth1
}

mend()
{
	end_labs
	ip -n "$NS2" addr add 10.9.0.2/24 dev veth1
	lab_in "$NS2" -a 10.9.0.2 serve 8080 0 -1 && lab -a 10.9.0.2 feed 8080 1 1000 20
}
