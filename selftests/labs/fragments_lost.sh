# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: GPL-2.0-or-later
# Packets of which only the first fragment comes.
WANTS=fragments-lost

inject()
{
	keep net.ipv4.ipfrag_time=1 && lab fragments 9000 50
}

mend()
{
	end_labs
	lab sink 9000 0 20 && lab flood 9000 50 3000 20
}
