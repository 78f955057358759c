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

# show COMMAND...: as typed at a prompt
show()
{
	printf '\n\033[1m# %s\033[0m\n' "${*##*/}"
	"$@"
}

say()
{
	printf '\n\033[36m%s\033[0m\n' "$*"
}

# In a network namespace of its own, with the module loaded.
scenes()
{
	local load nettune=$PWD/tools/nettune

	ip link set lo up
	load=$(mktemp)
	selftests/nt_load --daemon accept=2 syn=8:5 unread=60000 udp=25 stuck idle=50 \
		-6 accept=5:4 >"$load"
	show "$nettune" module status
	say "Listeners. One accepted nothing and is over its limit (3/2); one has" \
		"half-open connections in its SYN queue, which no other tool can show:"
	show "$nettune" sockets -tl
	say "Connections, without the idle ones: a reader that does not read, and its" \
		"sender; Rmem% is what fills the buffer, with the kernel's overhead:"
	show "$nettune" sockets -t | awk 'NR <= 3 || $3 > 0 || $4 > 0'
	say "UDP: datagrams lost because the buffer was full, on the socket that lost them:"
	show "$nettune" sockets -ua
	say "The same for programs (the socket with the drops):"
	show "$nettune" -j sockets -ua | jq -c '.[] | select(.drops > 0)'
	say "And the backlog of each CPU:"
	show "$nettune" softnet
	kill "$(jq .pid "$load")"
	rm -f "$load"
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
if loads_here; then
	trap 'rmmod nettune' EXIT
	echo "nettune: the module is loaded into this kernel, $(uname -r)"
	unshare -n "$0" scenes
else
	echo "nettune: this kernel does not take the module; starting Debian's $SERIES in a VM"
	selftests/build.sh "$SERIES" >/dev/null
	selftests/vm/run.sh -k "$SERIES" -t 150 -- selftests/demo.sh guest "$SERIES"
fi
