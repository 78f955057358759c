# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: GPL-2.0-or-later
# Connections that were closed while their peer still had data to read.
WANTS=tcp-orphans
ON_HOST=1

inject()
{
	on_host net.ipv4.tcp_max_orphans=40 && cable &&
		lab_in "$NS2" -a 10.9.0.2 serve 8080 0 0 &&
		lab -a 10.9.0.2 orphans 8080 40
}
