# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: GPL-2.0-or-later
# How long a card waits before it interrupts, as ethtool has it: it has been set
# up by somebody who wanted few interrupts.
WHAT="us that a card waits to interrupt"
GAIN="none"

waits()
{
	ethtool -c "$card" | awk '$1 == "rx-usecs:" { print $2 }'
}

prepare()
{
	wire && usecs=$(waits) && ethtool -C "$card" rx-usecs 1000
}

measure()
{
	waits
}

restore()
{
	ethtool -C "$card" rx-usecs "$usecs"
	unwire
}
