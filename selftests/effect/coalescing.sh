# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: GPL-2.0-or-later
# How long a card waits before it interrupts, as ethtool has it.
WHAT="us that a card may wait to interrupt"
GAIN="none"

prepare()
{
	wire
}

measure()
{
	ethtool -c "$card" | awk '$1 == "rx-usecs:" { print $2 }'
}

restore()
{
	unwire
}
