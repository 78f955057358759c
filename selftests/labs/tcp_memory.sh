# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: GPL-2.0-or-later
# Connections that together hold more than tcp_mem likes.
WANTS=tcp-memory
OBJECT="tcp 127.0.0.1:18080 to 127.0.0.1:"
ON_HOST=1

inject()
{
	on_host net.ipv4.tcp_mem="200 400 100000" &&
		start_lab serve 18080 0 0 && start_lab feed 18080 300 32768 0
}
