#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Usage: native.sh [-n SOCKETS] [-r ROUNDS]
#
# What the command costs beside ss, without the module, on the kernel that is
# running: CPU time of both on the same sockets, in turns, and the ratio that it
# may have. SOCKETS (default: 100000) connected ones are made, over loopback, in
# a network namespace that goes with them. Ends with 0 only if every target is
# met; other load on the machine disturbs both sides, but not quite alike.
set -euo pipefail

usage()
{
	sed -n '4,/^[^#]/{/^#/s/^# \{0,1\}//p}' "$0"
}

die()
{
	echo "native.sh: $*" >&2
	exit 1
}

# sockets SPEC...: of the load generator, until the end
sockets()
{
	"$NT_LOAD" --daemon --hold 3600 "$@" >"$TMP/load.json" || die "the load generator failed"
	LOADS+=("$(jq .pid "$TMP/load.json")")
}

cleanup()
{
	[ ${#LOADS[@]} = 0 ] || kill "${LOADS[@]}" 2>/dev/null || :
	rm -rf "$TMP"
}

# connect NUMBER: so many connected sockets; of every 200 one has data that nobody reads
connect()
{
	local i unread=$(($1 / 400)) specs=()

	for ((i = 0; i < unread; i++)); do
		specs+=("unread=$((i * 7919 % 16000 + 1))")
	done
	sockets "idle=$(($1 / 2 - unread))" "${specs[@]}"
}

measure()
{
	local i listeners=()

	ip link set lo up
	for ((i = 0; i < LISTENERS; i++)); do
		listeners+=(accept=128:0)
	done
	sockets "${listeners[@]}"
	connect $FEW
	mapfile -t memory < <("$HERE/nt_native" "$NETTUNE")
	connect $((SOCKETS - FEW))
	echo "# $(uname -r), $(nproc) CPUs, $(ss -V), load $(cut -d' ' -f1-3 /proc/loadavg)"
	echo "# $SOCKETS sockets connected, $LISTENERS listening; few: $FEW; $ROUNDS rounds"
	"$HERE/nt_native" "$NETTUNE" "$SOCKETS" $LISTENERS "$ROUNDS" "${memory[@]}"
}

SOCKETS=100000
ROUNDS=5
LISTENERS=1000
FEW=10000
HERE=$(cd "$(dirname "$0")" && pwd)
NETTUNE=$HERE/../../tools/nettune
NT_LOAD=$HERE/../nt_load

while getopts n:r:h option; do
	case $option in
	n) SOCKETS=$OPTARG ;;
	r) ROUNDS=$OPTARG ;;
	h) usage; exit 0 ;;
	*) usage >&2; exit 2 ;;
	esac
done
[[ $SOCKETS =~ ^[1-9][0-9]*$ && $SOCKETS -ge $((2 * FEW)) ]] ||
	die "-n $SOCKETS: at least $((2 * FEW)) sockets are needed"
[[ $ROUNDS =~ ^[1-9][0-9]?$ ]] || die "-r $ROUNDS: not a number of rounds, 1 to 99"

if [ -z "${NETTUNE_BENCH_INSIDE:-}" ]; then
	"$HERE/../deps.sh" demo
	make -s -C "$HERE/../../tools"
	make -s -C "$HERE/.." nt_load
	make -s -C "$HERE" native
	as_root=()
	[ "$(id -u)" = 0 ] || as_root=(--map-root-user)
	NETTUNE_BENCH_INSIDE=y exec unshare "${as_root[@]}" --net -- "$0" -n "$SOCKETS" -r "$ROUNDS"
fi

LOADS=()
TMP=$(mktemp -d "${TMPDIR:-/tmp}/nettune-bench.XXXXXX")
trap cleanup EXIT
trap 'exit 130' INT TERM
measure
