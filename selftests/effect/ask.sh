# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: GPL-2.0-or-later
# Request and response through a card, as its driver sets it up.
WHAT="round trip through a card, us"
GAIN="calm"
ROUNDS=3

prepare()
{
	wire
}

# Half of the requests take longer.
measure()
{
	wire_is_up && lab -a 10.9.1.1 answer 9001 &&
		in_namespace "$NS" "$NT_LAB" -a 10.9.1.1 ask 9001 100
}

restore()
{
	unwire
}
