# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: GPL-2.0-or-later
# Thousands of connections, some of them busy.
inject()
{
	lab serve 8080 0 -1 500 && lab hold 8080 2000 && lab feed 8080 20 1000 10
}
