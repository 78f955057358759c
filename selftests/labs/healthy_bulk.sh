# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: GPL-2.0-or-later
# A few transfers that go as fast as they can.
ALONE=1

inject()
{
	lab serve 8080 0 -1 && lab feed 8080 2 65536 -1
}
