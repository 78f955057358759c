# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: GPL-2.0-or-later
# Datagrams as fast as they are read.
inject()
{
	lab sink 9000 0 20 && lab flood 9000 500 1000 20
}
