# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: GPL-2.0-or-later
# Connections that come and go.
inject()
{
	lab accept 8080 4096 -1 && lab turnover 8080 50 && lab connect 8080 20 100
}
