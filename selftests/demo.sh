#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Usage: demo.sh
#
# The main job on a real kernel: load the module, put sockets into trouble, and
# let nettune show where. Runs here if the running kernel takes the module,
# else in a VM with Debian's stock kernel (always with DEMO_VM=1).
set -euo pipefail
cd "$(dirname "$0")/.."
SERIES=${SERIES:-6.12}

# In the VM the output is no terminal: what it is here is passed on.
[ ! -t 1 ] || export DEMO_COLOR=always
if [ -n "${DEMO_COLOR:-}" ]; then
	BOLD=$'\033[1m' BLUE=$'\033[36m' PLAIN=$'\033[0m'
else
	BOLD='' BLUE='' PLAIN=''
fi

prompt()
{
	printf '\n%s# %s%s\n' "$BOLD" "$*" "$PLAIN"
}

# show ARGUMENT...: run nettune, as typed at a prompt
show()
{
	prompt "nettune $*"
	tools/nettune --color "${DEMO_COLOR:-never}" "$@"
}

say()
{
	printf '\n%s%s%s\n' "$BLUE" "$(fold -s -w 78 <<<"$*" | sed "s/ *\$//")" "$PLAIN"
}

# In a network namespace of its own, with the module loaded.
scenes()
{
	local load

	ip link set lo up
	load=$(mktemp)
	selftests/nt_load --daemon accept=2 syn=8:5 unread=60000 udp=25 stuck idle=50 \
		-6 accept=5:4 >"$load"
	show module status
	say "Listeners. One is over its accept queue's limit (3/2): its application" \
		"does not accept. One has half-open connections in its SYN queue, which" \
		"no other tool can show:"
	show sockets -tl
	say "Connections that have something queued: a reader that does not read, and" \
		"a sender that can't send for that. Rmem% is how full the receive buffer" \
		"is, with the kernel's overhead:"
	prompt "nettune sockets -t | awk 'NR == 1 || \$3 + \$4 > 0'"
	tools/nettune sockets -t | awk 'NR == 1 || $3 + $4 > 0'
	say "UDP. Datagrams were lost because the buffer was full; the row tells which:"
	show sockets -ua
	say "The same for programs:"
	prompt "nettune -j sockets -ua | jq '.[] | select(.drops > 0)'"
	tools/nettune -j sockets -ua | jq -c '.[] | select(.drops > 0)'
	kill "$(jq .pid "$load")"
	rm -f "$load"
	tuning
}

# A server that is too slow for a burst of clients, before and after a profile.
burst()
{
	SERVER=$(selftests/nt_lab accept 8080 65535 100)
	CLIENTS=$(selftests/nt_lab hold 8080 6000 1 2>/dev/null)
}

end_burst()
{
	kill "$SERVER" "$CLIENTS"
	while kill -0 "$SERVER" 2>/dev/null || kill -0 "$CLIENTS" 2>/dev/null; do
		sleep 0.1
	done
}

tuning()
{
	NETTUNE_STATE=$(mktemp -d)
	export NETTUNE_STATE NETTUNE_PROFILES=$PWD/tools/profiles

	ulimit -n 8192 2>/dev/null || true
	say "Now 6000 clients come at once to a server that takes 100 a second. Where" \
		"on the way is something full?"
	burst
	show status
	show sockets --top 5 --by accept
	say "Whose it is, and what helps:"
	show doctor || true
	say "A profile says what it would change here, and why. It is applied so that it" \
		"reverts by itself unless that is confirmed in time:"
	show apply high-conn --confirm=60 || true
	show confirm
	say "The service is started anew, since a listener keeps its old limit, and the" \
		"same clients come:"
	end_burst
	burst
	show listeners
	show doctor || true
	end_burst
	say "And back:"
	show history
	show revert
	rm -rf "$NETTUNE_STATE"
}

loads_here()
{
	[ -z "${DEMO_VM:-}" ] && [ "$(id -u)" = 0 ] &&
		[ -d "/lib/modules/$(uname -r)/build" ] &&
		make -s modules >/dev/null 2>&1 && insmod nettune.ko 2>/dev/null
}

case ${1:-} in
scenes)
	scenes
	exit
	;;
guest)
	insmod "selftests/build/$2/nettune.ko"
	scenes
	exit
	;;
esac

selftests/deps.sh demo
make -s tools load
make -s -C selftests nt_lab
if loads_here; then
	trap 'rmmod nettune' EXIT
	echo "nettune: the module is loaded into this kernel, $(uname -r)"
	unshare -n "$0" scenes
else
	echo "nettune: this kernel does not take the module; starting Debian's $SERIES in a VM"
	selftests/build.sh "$SERIES" >/dev/null
	selftests/vm/run.sh -k "$SERIES" -t 300 -m 2048 \
		-e DEMO_COLOR="${DEMO_COLOR:-}" -- selftests/demo.sh guest "$SERIES"
fi
