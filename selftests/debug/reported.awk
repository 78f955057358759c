# SPDX-License-Identifier: GPL-2.0-or-later
#
# A filter for vm/run.sh -F, for the kernel that looks for data races: those are
# judged by races.sh.

!/BUG: KCSAN: (data-race|assert: race) in /
