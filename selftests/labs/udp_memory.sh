# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: GPL-2.0-or-later
# Datagrams that together hold more than udp_mem lets them.
WANTS=udp-memory
OBJECT="udp 127.0.0.1:19000"
ON_HOST=1

# It reads seldom: a look just after that finds nothing where most lies.
inject()
{
	on_host net.core.rmem_max=33554432 net.ipv4.udp_mem="100 200 400" &&
		start_lab sink 19000 16000000 3000 && start_lab flood 19000 3000 1000 20
}
