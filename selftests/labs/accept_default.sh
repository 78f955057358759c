# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: GPL-2.0-or-later
# As accept_listen, with the length that a library has chosen.
WANTS=accept-queue-default
OBJECT="tcp 127.0.0.1:8080"

inject()
{
	lab accept 8080 5 -1 && lab connect 8080 40 500
}

mend()
{
	end_labs
	lab accept 8080 "$(number 'listen\(\) with')" -1 && lab connect 8080 40 500
}
