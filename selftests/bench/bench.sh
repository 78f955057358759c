#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Usage: bench.sh [-i] [-k SERIES] [-n SOCKETS,...] [-r ROUNDS]
#
# What nettune's requests cost beside those of others, in CPU time, on one
# kernel in one run: medians over interleaved rounds, with the targets beside
# them. In a VM, with Debian's kernel of that series (default: 6.12), at each
# of these numbers of connected sockets (default: 10000,100000,200000). What was
# measured is left in selftests/build/bench-SERIES.tsv; exits with 0 when all
# was measured, whatever the result.
#
#   -i   count instructions: the VM's clock advances by 1 ns with each. Nothing
#        else that the machine does disturbs that, and 3 rounds are plenty; but
#        one that locks or misses the cache counts as any other
set -euo pipefail
cd "$(dirname "$0")/../.."

SERIES=6.12
SOCKETS=10000,100000,200000
ROUNDS=
UNIT=ns
VM=()
# A socket takes 4.1 KB, all in. The rest is there for the kernel to make its
# table of connections as large as a server's: 65536 buckets.
MEMORY_BASE=4200
LIMIT=3600
# Strings of bytes are copied and cleared by instructions that a processor runs
# by cache lines, but an emulator byte by byte: let the kernel not use them.
CMDLINE=clearcpuid=erms,fsrm

usage()
{
	sed -n '4,/^[^#]/{/^#/s/^# \{0,1\}//p}' "$0"
}

die()
{
	echo "bench.sh: $*" >&2
	exit 1
}

while getopts ik:n:r:h option; do
	case $option in
	i) UNIT=instructions ;;
	k) SERIES=$OPTARG ;;
	n) SOCKETS=$OPTARG ;;
	r) ROUNDS=$OPTARG ;;
	h) usage; exit 0 ;;
	*) usage >&2; exit 2 ;;
	esac
done
if [ $UNIT = instructions ]; then
	export NETTUNE_VM_ACCEL=tcg NETTUNE_VM_QEMU="-icount shift=0"
	export NETTUNE_VM_BOOT_LIMIT=${NETTUNE_VM_BOOT_LIMIT:-300}
	VM=(-c 1)
	ROUNDS=${ROUNDS:-3}
fi
ROUNDS=${ROUNDS:-7}
[[ $ROUNDS =~ ^[1-9][0-9]*$ ]] || die "-r $ROUNDS: not a number of rounds"
[[ $SOCKETS =~ ^[1-9][0-9]*(,[1-9][0-9]*)*$ ]] || die "-n $SOCKETS: not a list of numbers"
mapfile -t sizes < <(tr , '\n' <<<"$SOCKETS" | sort -nu)
[ "${sizes[0]}" -gt 1000 ] || die "-n $SOCKETS: less than 2000 sockets tell nothing"
most=${sizes[-1]}

selftests/deps.sh bench
make -s load
make -s -C selftests/bench
selftests/build.sh "$SERIES" >/dev/null
RESULTS=selftests/build/bench-$SERIES.tsv
selftests/vm/run.sh -k "$SERIES" -m $((MEMORY_BASE + most * 5 / 1000)) -t $LIMIT \
	-a "$CMDLINE" "${VM[@]}" -o "selftests/build/bench-$SERIES.console" \
	-e NETTUNE_KO="$PWD/selftests/build/$SERIES/nettune.ko" -- \
	selftests/bench/guest.sh $UNIT "$ROUNDS" "${sizes[@]}" | tee "$RESULTS.new" |
	sed -un 's/^# at /bench: at /p' >&2
mv "$RESULTS.new" "$RESULTS"
echo "# selftests/bench/bench.sh$([ $UNIT = ns ] || echo " -i") -k $SERIES -n $SOCKETS -r $ROUNDS"
awk -f selftests/bench/table.awk "$RESULTS"
