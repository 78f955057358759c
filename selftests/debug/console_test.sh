#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# That the filters of consoles take away what they shall and nothing else, and
# that data races are read and judged rightly.

# shellcheck source-path=SCRIPTDIR source=../lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source-path=SCRIPTDIR source=../vm/console.sh
. "$HERE/vm/console.sh"

# filtered FILTER: how many complaints it leaves of the console on stdin
filtered()
{
	awk -f "$HERE/debug/$1" >"$TMP/console"
	console_complaints "$TMP/console" | grep -cE 'Call Trace:|KASAN|KCSAN|WARNING'
}

injected()
{
	cat <<-END
	[   10.000001][  T506] nt_fault: vmalloc error: size 77200, vm_struct allocation failed, mode:0xcc0
	[   10.000002][  T506] CPU: 1 UID: 0 PID: 506 Comm: nt_fault Not tainted 6.12.0 #1
	[   10.000003][  T506] Call Trace:
	[   10.000004][  T506]  <TASK>
	[   10.000005][  T506]  dump_stack_lvl+0x9a/0xd0
	END
}

is "an injected failure is no complaint" "$(injected | filtered injected.awk)" 0
is "... a second one neither" "$({ injected; injected; } | filtered injected.awk)" 0
is "... but the trace of another task is" \
	"$(injected | sed '3s/T506/T507/' | filtered injected.awk)" 1
is "... and a second trace" \
	"$({ injected; injected | sed 1,2d; } | filtered injected.awk)" 1
is "... and a use after free at the same time" \
	"$({ injected | head -n 2
		echo '[   10.2][    C0] BUG: KASAN: slab-use-after-free in nt_walk+0x1/0x2'
		injected | tail -n 3; } | filtered injected.awk)" 1
is "a page that could not be had is no complaint" \
	"$(injected | sed 's/vmalloc error: .*/page allocation failure: order:0/' |
		filtered injected.awk)" 0
is "... nor is a tracker of references that has no memory" \
	"$(echo '[   69.6][    C0] ref_tracker: memory allocation failure, unreliable refcount tracker.' |
		awk -f "$HERE/debug/injected.awk" | wc -l)" 0

race()
{
	cat <<-END
	[   20.000001][  T$1] ==================================================================
	[   20.000001][  T$1] BUG: KCSAN: data-race in $2
	[   20.000002][  T$1]
	[   20.000003][  T$1] write to 0xffff888003a48a80 of 4 bytes by task 90 on cpu 1:
	[   20.000004][  T$1]  $3
	[   20.000005][  T$1]  do_syscall_64+0x9d/0x1b0
	[   20.000006][  T$1]
	[   20.000007][  T$1] read to 0xffff888003a48a80 of 4 bytes by task 91 on cpu 0:
	[   20.000008][  T$1]  $4
	[   20.000009][  T$1]  netlink_dump+0x2b0/0x5a0
	[   20.000010][  T$1]
	[   20.000011][  T$1] Reported by Kernel Concurrency Sanitizer on:
	[   20.000012][  T$1] ==================================================================
	END
}

console()
{
	race 89 "nt_control_race [nt_control] / nt_control_race [nt_control]" \
		"nt_control_race+0x1/0x2 [nt_control]" "nt_control_race+0x1/0x2 [nt_control]"
	race 90 "nt_fill [nettune] / tcp_ack" "tcp_ack+0x1/0x2" "nt_fill+0x1/0x2 [nettune]"
	echo "[   20.1][   T33] hello"
	race 91 "tcp_ack / tcp_poll" "tcp_ack+0x1/0x2" "tcp_poll+0x1/0x2"
	race 90 "nt_fill [nettune] / tcp_ack" "tcp_ack+0x1/0x2" "nt_fill+0x1/0x2 [nettune]"
	race 92 "kfree / kmalloc" "kfree+0x1/0x2" "kmalloc+0x1/0x2
[   20.000009][  T92]  nt_open+0x1/0x2 [nettune]"
}

is "races are told apart, each once" "$(console | awk -f "$HERE/debug/races.awk")" \
	"kernel nt_control_race / nt_control_race
module nt_fill / tcp_ack
kernel tcp_ack / tcp_poll
module kfree / kmalloc"
is "reported races are no complaint" "$(console | filtered reported.awk)" 0
is "... but what else is reported" \
	"$({ console; echo '[    1.0][    T1] WARNING: CPU: 0 at x'; } | filtered reported.awk)" 1

# judged LINE...: what races.sh makes of that console, with those justified
judged()
{
	printf '%b\n' "$@" >"$TMP/justified"
	console >"$TMP/console"
	"$HERE/debug/races.sh" "$TMP/console" "$TMP/justified" | grep -E '^(not )?ok'
}

is "races of the module fail" "$(judged "")" "ok 1 - the race that is there on purpose was found
not ok 2 - race: nt_fill / tcp_ack
not ok 3 - race: kfree / kmalloc"
is "... unless a reason is given for that pair" \
	"$(judged 'nt_fill / tcp_ack\ta snapshot' 'kfree\tno pair')" \
	"ok 1 - the race that is there on purpose was found
ok 2 - race: nt_fill / tcp_ack
not ok 3 - race: kfree / kmalloc"
is "... a pair without a reason fails" "$(judged 'nt_fill / tcp_ack' | sed -n 2p)" \
	"not ok 2 - race: nt_fill / tcp_ack"
is "a console without that race fails" \
	"$(console() { race 91 "tcp_ack / tcp_poll" a b; }; judged "")" \
	"not ok 1 - the race that is there on purpose was found"
finish
