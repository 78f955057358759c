# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: GPL-2.0-or-later
# A softirq that may take one packet at a time.
WANTS=napi-budget
ON_HOST=1

inject()
{
	on_host net.core.netdev_budget=1 &&
		lab sink 9000 0 20 && lab flood 9000 500 100 20
}
