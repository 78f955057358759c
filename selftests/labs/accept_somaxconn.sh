# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: GPL-2.0-or-later
# The application asks for a long queue, and somaxconn does not let it have one.
WANTS=accept-queue-somaxconn
OBJECT="tcp 127.0.0.1:8080"

inject()
{
	keep net.core.somaxconn=10
	lab accept 8080 4096 -1 && lab connect 8080 40 500
}

mend()
{
	end_labs
	lab accept 8080 4096 -1 && lab connect 8080 40 500
}
