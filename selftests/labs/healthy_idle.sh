# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: GPL-2.0-or-later
# Nothing happens.
inject()
{
	lab accept 8080 128 -1
}
