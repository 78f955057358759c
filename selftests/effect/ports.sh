# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: GPL-2.0-or-later
# More connections to one server behind than there are ports: the next connect()
# fails with EADDRNOTAVAIL. The range is a narrow one, so that this does not take
# minutes under emulation; with EFFECT_FULL it is the kernel's own.
WANTED=5000
RANGE="60000 60999"
if [ -n "${EFFECT_FULL-}" ]; then
	WANTED=45000
	RANGE="32768 60999"
fi
WHAT="connections to one server, of $WANTED"
GAIN="more"
EXPECTED=$WANTED

prepare()
{
	range=$(sysctl -n net.ipv4.ip_local_port_range)
	sysctl -qw net.ipv4.ip_local_port_range="$RANGE"
}

measure()
{
	lab leak 8082 && lab hold 8082 "$WANTED" || return
	sed -n 's/^nt_lab: \([0-9]*\) of .*/\1/p' "$TMP/lab"
}

restore()
{
	sysctl -qw net.ipv4.ip_local_port_range="$range"
}
