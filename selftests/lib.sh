# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What the test programs share: TAP, the things under test, namespaces, load.
#
# Found, in this order: the command in $NETTUNE, ../tools/nettune or PATH; the
# module in $NETTUNE_KO, ../nettune.ko or by modprobe; the load generator in
# $NT_LOAD or ./nt_load.

set -u
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
TMP=$(mktemp -d "${TMPDIR:-/tmp}/nettune-test.XXXXXX")
TESTS=0
FAILS=0
LOADS=()
NAMESPACES=()

lib_first()
{
	local file

	for file in "$@"; do
		[ -e "$file" ] && { echo "$file"; return; }
	done
	echo "${!#}"
}

NETTUNE=${NETTUNE:-$(lib_first "$HERE/../tools/nettune" "$(command -v nettune)")}
NETTUNE_KO=${NETTUNE_KO:-$(lib_first "$HERE/../nettune.ko" "")}
NT_LOAD=${NT_LOAD:-$HERE/nt_load}

cleanup()
{
	local name pid

	for pid in "${LOADS[@]}"; do
		kill "$pid" 2>/dev/null
	done
	for name in "${NAMESPACES[@]}"; do
		ip netns del "$name" 2>/dev/null
	done
	# Never into what is mounted there.
	rm -rf --one-file-system "$TMP"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

# TAP

note()
{
	echo "# $*"
}

# result STATUS NAME: one line of TAP; what failed may say why on stdin
result()
{
	TESTS=$((TESTS + 1))
	if [ "$1" = 0 ]; then
		echo "ok $TESTS - $2"
	else
		FAILS=$((FAILS + 1))
		echo "not ok $TESTS - $2"
	fi
}

skip()
{
	TESTS=$((TESTS + 1))
	echo "ok $TESTS - $1 # SKIP $2"
}

skip_all()
{
	echo "1..0 # SKIP $*"
	exit 4
}

# is NAME GOT WANTED
is()
{
	[ "$2" = "$3" ]
	local status=$?

	result $status "$1"
	[ $status = 0 ] || { note "got:    $2"; note "wanted: $3"; }
}

# passes NAME COMMAND...: it exits 0; what it printed is shown if it does not
passes()
{
	local name=$1
	local status

	shift
	"$@" >"$TMP/passes" 2>&1
	status=$?
	result $status "$name"
	[ $status = 0 ] || { note "exit $status of: $*"; sed 's/^/# /' "$TMP/passes"; }
}

# has NAME TEXT PATTERN: a line of the text matches
has()
{
	grep -qE -- "$3" <<<"$2"
	local status=$?

	result $status "$1"
	[ $status = 0 ] || { note "no /$3/ in: ${2//$'\n'/$'\n# '}"; }
}

# run COMMAND...: sets $out, $err, $status
run()
{
	out=$("$@" 2>"$TMP/stderr")
	status=$?
	err=$(<"$TMP/stderr")
}

# count_on FILE: what a part of the test printed, elsewhere, with numbers as of here
count_on()
{
	sed -E "s/^((not )?ok) [0-9]+/\1/; /^1\.\./d" "$1" | awk -v n="$TESTS" '
		/^(not )?ok/ { n++; sub(/ok/, "ok " n) } { print }'
	TESTS=$((TESTS + $(grep -cE '^(not )?ok' "$1")))
	FAILS=$((FAILS + $(grep -c '^not ok' "$1")))
}

finish()
{
	echo "1..$TESTS"
	[ $FAILS = 0 ]
	exit
}

# A pipe that nothing is written to.
exec {NEVER}<> <(:)

# Wait until a command succeeds, 15 s at most. What soon is so is soon seen; what
# is not shall not have all of an emulated processor meanwhile.
wait_for()
{
	local i

	for ((i = 0; i < 70; i++)); do
		"$@" >/dev/null 2>&1 && return 0
		# Sleeps without a process.
		if ((i < 10)); then
			read -rt 0.05 -u "$NEVER"
		else
			read -rt 0.25 -u "$NEVER"
		fi
	done
	return 1
}

# simulated ID: makes a device of netdevsim, of four queues, and sets it up. Prints
# its name; fails if there can be none.
simulated()
{
	local port

	modprobe psample 2>/dev/null
	[ -e /sys/bus/netdevsim/new_device ] || insmod "${NETDEVSIM_KO:-}" 2>/dev/null ||
		modprobe netdevsim 2>/dev/null || return
	echo "$1 1 4" >/sys/bus/netdevsim/new_device || return
	wait_for test -d "/sys/bus/netdevsim/devices/netdevsim$1/net" || return
	for port in "/sys/bus/netdevsim/devices/netdevsim$1/net"/*; do
		echo "${port##*/}"
		ip link set "${port##*/}" up
	done
}

# jq FILTER...: gojq speaks the same language and starts ten times as fast, which
# under emulation is most of what an answer costs. It always sorts the keys of
# objects, so that it can neither be told to nor what their order was, and has
# none of what jq has for itself.
if command -v gojq >/dev/null; then
	jq()
	{
		local argument jq_words=()

		for argument; do
			case $argument in
			*keys_unsorted* | *_nwise*)
				command jq "$@"
				return
				;;
			-S) ;;
			*) jq_words+=("$argument") ;;
			esac
		done
		gojq "${jq_words[@]}"
	}
fi

# The things under test

need_root()
{
	[ "$(id -u)" = 0 ] || skip_all "needs root"
}

module_loaded()
{
	grep -q '^nettune ' /proc/modules
}

module_load()
{
	module_loaded && return 0
	if [ -n "$NETTUNE_KO" ]; then
		insmod "$NETTUNE_KO"
	else
		modprobe nettune
	fi
}

# A request that is being answered holds it for a moment.
module_unload()
{
	! module_loaded || wait_for rmmod nettune
}

need_module()
{
	need_root
	module_load || skip_all "no module for this kernel (NETTUNE_KO, ../nettune.ko, modprobe)"
}

# namespace NAME: a network namespace with loopback up, gone at the end
namespace()
{
	ip netns add "$1" && NAMESPACES+=("$1") &&
		ip -n "$1" link set lo up
}

# Not by "ip netns exec", which puts a new /sys over that with the cgroups.
in_namespace()
{
	local name=$1

	shift
	nsenter --net="/run/netns/$name" -- "$@"
}

# mount_apis ROOT: /proc, /sys and /dev there, where nothing of this machine's can
# be written or removed; in a mount namespace of one's own
mount_apis()
{
	local node

	mount -o bind,ro /proc "$1/proc" && mount -o bind,ro /sys "$1/sys" &&
		mount -t tmpfs none "$1/dev" && ln -s /proc/self/fd "$1/dev/fd" || return
	for node in null zero full random urandom; do
		: >"$1/dev/$node" && mount --bind "/dev/$node" "$1/dev/$node" || return
	done
}

# load NAMESPACE FILE SPEC...: sockets in known states; says in FILE which
load()
{
	local name=$1 file=$2

	shift 2
	in_namespace "$name" "$NT_LOAD" --daemon "$@" >"$file" || return
	LOADS+=("$(jq .pid "$file")")
}
