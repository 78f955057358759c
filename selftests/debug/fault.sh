#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Allocations that fail, in a debug kernel: each one of each request, of each
# file in debugfs and of loading, by its number; then any in the module's own
# code at random, whatever context that runs in, under load.

# shellcheck source-path=SCRIPTDIR source=guest.sh
. "$(dirname "$0")/guest.sh"
need_module
INJECTORS=(failslab fail_page_alloc)
seconds=${FAULT_SECONDS:-20}
seed=${STRESS_SEED:-$RANDOM}

# knobs PROBABILITY: per cent, wherever no stack filter says otherwise
knobs()
{
	local injector

	for injector in "${INJECTORS[@]}"; do
		(
			cd "$DEBUGFS/$injector" || exit
			echo "$1" >probability
			echo -1 >./times
			# Each one injected would fill the log.
			echo 0 >verbose
			echo N >ignore-gfp-wait
			echo 32 >stacktrace-depth
		) || return
	done
	echo 0 >"$DEBUGFS/fail_page_alloc/min-order"
}

# within START END: only where a function between those addresses has called
within()
{
	local injector

	for injector in "${INJECTORS[@]}"; do
		printf '%#x\n' "$1" >"$DEBUGFS/$injector/require-start" || return
		printf '%#x\n' "$2" >"$DEBUGFS/$injector/require-end" || return
	done
}

# The module's own code; anywhere else, the guest's files would suffer.
within_module()
{
	local start size

	start=$(</sys/module/nettune/sections/.text)
	size=$(readelf -SW "$NETTUNE_KO" |
		sed -n 's/.* \.text  *PROGBITS  *[^ ]*  *[^ ]*  *\([^ ]*\) .*/0x\1/p')
	[ -n "$size" ] && [ $((size)) -gt 4096 ] && within $((start)) $((start + size))
}

# What a module does when it is loaded, and not what the kernel does to load it.
# (The kernel is where it was linked to be: tinyconfig does not move it.)
within_init()
{
	local start end

	read -r start end < <(awk '
		$3 == "do_init_module" { start = $1; next }
		start { print "0x" start, "0x" $1; exit }' "$SYSTEM_MAP")
	[ -n "$end" ] && within $((start)) $((end))
}

files()
{
	local file

	for file in "$DEBUGFS"/nettune/*; do
		echo "$file"
	done
}

passes "the knobs of fault injection" knobs 0
mapfile -t paths < <(files)
verdicts < <("$HAMMER/nt_fault" "$NETTUNE_KO" "${paths[@]}" 2>&1)
passes "only what loading the module does" within_init
verdicts < <("$HAMMER/nt_fault" "$NETTUNE_KO" 2>&1)
passes "then the module answers" module_answers

passes "only the module's allocations" within_module
actors=()
while read -r verdict name _; do
	[ "$verdict" != serves ] || [ "$name" = module ] || [ "$name" = cpu ] || actors+=("$name")
done < <("$HAMMER/nt_hammer" -p)
note "seed $seed, $seconds s"
passes "they shall fail now" knobs 20
verdicts < <("$HAMMER/nt_hammer" -f -s "$seconds" -r "$seed" "${actors[@]}" 2>&1)
passes "they shall no more" knobs 0
passes "then the module answers" module_answers
passes "... and can be unloaded" rmmod nettune
no_leaks "... and nothing has leaked"
finish
