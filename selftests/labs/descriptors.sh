# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: GPL-2.0-or-later
# A server that is out of descriptors, so that it can't accept.
WANTS=fd-limit
OBJECT="pid "
ALONE=1

inject()
{
	lab hoard 8080 64 && lab connect 8080 20 100
}
