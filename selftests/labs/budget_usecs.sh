# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: GPL-2.0-or-later
# A softirq that may not even take as long as its first packets do.
WANTS=napi-budget-usecs
ON_HOST=1

# Newer kernels take no less than two ticks of their clock.
possible()
{
	local before

	before=$(sysctl -n net.core.netdev_budget_usecs)
	if sysctl -qw net.core.netdev_budget_usecs=0 2>/dev/null; then
		sysctl -qw net.core.netdev_budget_usecs="$before"
	else
		echo "this kernel takes no low net.core.netdev_budget_usecs"
		return 1
	fi
}

inject()
{
	on_host net.core.netdev_budget_usecs=0 &&
		lab sink 9000 0 20 && lab flood 9000 500 100 20
}
