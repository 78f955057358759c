# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: GPL-2.0-or-later
# Request and response through a card, if somebody answers behind it.
WHAT="round trip through a card, us"
BETTER=told

prepare()
{
	command -v ping >/dev/null || {
		NEEDS="ping"
		return 1
	}
	gateway=$(ip -4 route show default | awk '{ print $3; exit }')
	if [ -z "$gateway" ] || ! ping -c 1 -W 2 "$gateway"; then
		NEEDS="a card with a default route"
		return 1
	fi
}

measure()
{
	ping -q -c 200 -i 0.01 "$gateway" |
		awk -F '[/ ]' '/^rtt/ { for (i = 1; i <= NF; i++) if ($i == "=") print int($(i + 2) * 1000) }'
}
