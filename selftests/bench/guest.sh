#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Usage: guest.sh UNIT ROUNDS SOCKETS...
#
# In the VM: makes the sockets, more and more of them, measures at each size,
# and prints what table.awk reads. UNIT is what the VM's nanoseconds are; SOCKETS
# ascend.

# shellcheck source-path=SCRIPTDIR source=../lib.sh
. "$(dirname "$0")/../lib.sh"
# lib.sh stands a folder above.
NT_BENCH=$HERE/bench/nt_bench
TRACING=/sys/kernel/tracing
HOLD=7200
LISTENERS=1000
# With so few, the listeners are what a question about listeners costs.
FEW=1000
# Of so many sockets one has data that nobody reads.
UNREAD_EVERY=200
# Connections of one look at what the idle module costs.
ECHOES=1000

die()
{
	echo "bench: $*" >&2
	exit 1
}

# sockets NAME SPEC...: in the initial namespace, as any server's
sockets()
{
	local file=$TMP/$1.json

	shift
	"$NT_LOAD" --daemon --hold $HOLD "$@" >"$file" || die "the load generator failed"
	LOADS+=("$(jq .pid "$file")")
}

listen()
{
	local i specs=()

	for ((i = 0; i < LISTENERS; i++)); do
		specs+=(accept=128:0)
	done
	sockets listeners "${specs[@]}"
}

# connect NUMBER: so many connected sockets more
connect()
{
	local i unread=$(($1 / UNREAD_EVERY)) specs=()

	for ((i = 0; i < unread; i++)); do
		specs+=("unread=$((i * 7919 % 16000 + 1))")
	done
	sockets "connected-$1" "idle=$(($1 / 2 - unread))" "${specs[@]}"
}

measure_sizes()
{
	local size there=0

	listen
	for size in $FEW "$@"; do
		connect $((size - there))
		there=$size
		if [ "$size" = $FEW ]; then
			"$NT_BENCH" -n "$size" -l $LISTENERS -r "$ROUNDS" -v listeners
		else
			"$NT_BENCH" -n "$size" -l $LISTENERS -r "$ROUNDS"
		fi || die "measuring $size sockets failed"
		note "at $size sockets: $SECONDS s since the start, $(free -m |
			awk '/^Mem:/ { print $7 }') MB left"
	done
}

# echo_cost STATE LOOP
echo_cost()
{
	printf 'echo\t%s\t%s\t%s\n' "$1" "$2" "$("$NT_BENCH" -e $ECHOES)" || die "echo failed"
}

# With the module and without it, in turns.
measure_idle()
{
	local i

	"$NT_BENCH" -e $ECHOES >/dev/null || die "echo failed"
	for ((i = 1; i <= 2 * ROUNDS; i++)); do
		echo_cost without "$i"
		module_load || die "the module does not load"
		echo_cost with "$i"
		echo_cost with "$i"
		module_unload || die "the module does not unload"
		echo_cost without "$i"
	done
}

# calls NAME COMMAND...: how often a function of the module runs meanwhile
calls()
{
	local name=$1

	shift
	if ! echo ':mod:nettune' >$TRACING/set_ftrace_filter ||
		! echo function >$TRACING/current_tracer; then
		die "the kernel does not trace functions"
	fi
	: >$TRACING/trace
	"$@" >/dev/null || die "$* failed"
	sleep 2
	printf 'calls\t%s\t%s\n' "$name" "$(grep -vc '^#' $TRACING/trace)"
	echo nop >$TRACING/current_tracer
	echo >$TRACING/set_ftrace_filter
}

# probes NAME: how many tracepoints have one
probes()
{
	local list

	list=$("$NT_BENCH" -t) || die "cannot look at the tracepoints"
	printf 'probes\t%s\t%s\n' "$1" "$(grep -c . <<<"$list")"
}

# That what looks for probes finds one.
probes_control()
{
	local event=$TRACING/events/sock/sock_rcvqueue_full/enable

	echo 1 >"$event" || die "cannot use a tracepoint"
	probes control
	echo 0 >"$event"
}

measure_presence()
{
	probes without
	probes_control
	module_load || die "the module does not load"
	probes with
	printf 'timers\t%s\n' "$(grep -c nettune /proc/timer_list)"
	calls idle "$NT_BENCH" -e 500
	calls asked cat /sys/kernel/debug/nettune/version
	module_unload || die "the module does not unload"
}

UNIT=$1
ROUNDS=$2
shift 2
echo "# $(uname -r), $(nproc) CPUs, $(sysctl -n net.ipv4.tcp_ehash_entries) buckets for connections"
echo "# BPF JIT $(sysctl -n net.core.bpf_jit_enable), $(ss -V)"
printf 'unit\t%s\nlisteners\t%s\n' "$UNIT" $LISTENERS
measure_presence
measure_idle
module_load || die "the module does not load"
measure_sizes "$@"
