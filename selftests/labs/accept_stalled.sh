# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: GPL-2.0-or-later
# A listener that does not accept.
WANTS=accept-queue-stalled
OBJECT="tcp 127.0.0.1:8080"

inject()
{
	lab accept 8080 16 0 && lab connect 8080 20 100
}

mend()
{
	end_labs
	lab accept 8080 1024 -1 && lab connect 8080 20 100
}
