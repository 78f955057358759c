# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# What counts as a complaint of the kernel in its console log.

# How a message starts: time and, with CONFIG_PRINTK_CALLER, who.
CONSOLE_START='^(\[[ 0-9.]+\])?(\[ *[TC][0-9]+\])? *'

# Extended regular expressions. "WARNING" only at the start of a message, as
# some sound boots have it within one ("RETBleed: WARNING: Spectre v2 ...").
CONSOLE_COMPLAINTS=(
	'BUG: '
	"${CONSOLE_START}WARNING: "
	'kernel BUG at '
	'DEBUG_LOCKS_WARN_ON'
	'Oops: '
	'general protection fault'
	'double fault: '
	'stack segment: '
	'divide error: '
	'invalid opcode: '
	'KASAN: '
	'KCSAN: '
	'KFENCE: '
	'KMSAN: '
	'UBSAN: '
	'ODEBUG: '
	'INFO: task .* blocked for more than'
	'INFO: rcu'
	'rcu: INFO: '
	'INFO: trying to register non-static key'
	'suspicious RCU usage'
	'possible recursive locking'
	'possible circular locking'
	'possible irq lock inversion'
	'inconsistent lock state'
	'lock held when returning to user space'
	'bad unlock balance'
	'(soft|hard) (lockup|LOCKUP)'
	'workqueue lockup'
	'refcount_t: '
	'ref_tracker: '
	'list_(add|del) corruption'
	'unreferenced object'
	'kmemleak: .* new suspected memory leak'
	'unregister_netdevice: waiting for'
	'scheduling while atomic'
	'sleeping function called'
	'irq .*: nobody cared'
	'Bad page state'
	'Out of memory: '
	'Call Trace:'
	'Kernel panic'
)

# console_complaints FILE: prints them with what is around; fails without any.
console_complaints()
{
	local pattern found

	pattern=$(IFS='|'; echo "${CONSOLE_COMPLAINTS[*]}")
	found=$(tr -d '\r' <"$1" |
		grep -aE -B 3 -A 25 "$pattern" | head -n 150) || true
	[ -n "$found" ] && printf '%s\n' "$found"
}
