# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: GPL-2.0-or-later
# More connections to one destination than there are local ports.
WANTS=ports-exhausted
OBJECT="tcp to 127.0.0.1:8080"

inject()
{
	keep net.ipv4.ip_local_port_range="20000 20199" &&
		lab serve 8080 0 -1 500 && lab hold 8080 250
}
