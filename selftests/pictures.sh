#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Usage: pictures.sh [FOLDER]
#
# Draws what `nettune status` and `nettune top` show on a real kernel with the
# module, under load, as FOLDER/status.svg and top.svg (tools/pictures).
set -euo pipefail
cd "$(dirname "$0")/.."
SERIES=${SERIES:-6.12}
WIDTH=100

# In the VM, as root: what is printed goes to the pictures.
guest()
{
	local load

	insmod "selftests/build/$SERIES/nettune.ko"
	ip link set lo up
	ulimit -n 65536
	load=$(mktemp)
	selftests/nt_load --daemon accept=511:300 syn=64:48 unread=60000 unread=110000 udp=25 \
		stuck idle=200 >"$load"
	# An application that does not accept, and more clients than it has room for.
	selftests/nt_lab accept 8080 65535 0 >/dev/null
	selftests/nt_lab hold 8080 4200 >/dev/null 2>&1
	export COLUMNS=$WIDTH LINES=32
	echo "=status"
	tools/nettune --color always status
	echo "=top"
	tools/nettune --color always top --once
	echo "=end"
}

if [ "${1:-}" = guest ]; then
	guest
	exit
fi

folder=${1:-tools/pictures}
selftests/deps.sh pictures
make -s tools load
make -s -C selftests nt_lab
selftests/build.sh "$SERIES" >/dev/null
screens=$(mktemp)
trap 'rm -f "$screens"' EXIT
selftests/vm/run.sh -k "$SERIES" -m 2048 -t 200 -e SERIES="$SERIES" -- \
	selftests/pictures.sh guest >"$screens"
for name in status top; do
	tr -d '\r' <"$screens" | awk -v name="=$name" '/^=/ { on = $0 == name; next } on' |
		/usr/bin/python3 selftests/pictures/draw.py --title "nettune $name" \
			--width "$WIDTH" >"$folder/$name.svg.new"
	mv "$folder/$name.svg.new" "$folder/$name.svg"
	echo "$folder/$name.svg"
done
