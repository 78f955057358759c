# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: GPL-2.0-or-later
# More clients at once than the accept queue takes, while the server is away.
# Whether it would take them later does not matter: the queue has them or not.
WHAT="connections lost, of a burst of 6000"
GAIN="none"

# The listener is a new one each time, as after the restart that it takes.
measure()
{
	lab accept 8080 65535 0 && lab hold 8080 6000 || return
	ss -Hltn sport = 8080 | awk '{ print 6000 - $2 }'
}
