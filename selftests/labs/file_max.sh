# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: GPL-2.0-or-later
# The machine has no open files left for those who are not root.
WANTS=file-max-reached
ALONE=1

inject()
{
	local open

	read -r open _ </proc/sys/fs/file-nr
	on_host fs.file-max=$((open + 100)) &&
		lab_as_nobody hoard 8080 4096 && lab connect 8080 20 100
}
