# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: GPL-2.0-or-later
# A server that forgets to close what its peers have closed.
WANTS=close-wait-leak
OBJECT="tcp port 8080"

inject()
{
	lab leak 8080 && lab connect 8080 60 100
}

mend()
{
	end_labs
	lab accept 8080 4096 -1 && lab connect 8080 20 100
}
