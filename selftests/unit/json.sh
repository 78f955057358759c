#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The JSON contract: what every command prints with -j fits the schema, here and
# from captures, with and without anything to show. NETTUNE is the binary to
# test, obj/json_samples has what only the module could tell.

here=$(cd "$(dirname "$0")" && pwd)
export NETTUNE=${NETTUNE:-$here/../../tools/nettune}
TMP=$(mktemp -d) || exit 1
trap 'rm -rf "$TMP"' EXIT

# Sockets, devices and processes of its own.
ALONE=(unshare --net --pid --mount --fork --kill-child --mount-proc)

[ -x "$NETTUNE" ] || { echo "Bail out! $NETTUNE is not there"; exit 1; }
echo "TAP version 13"
if [ "$(id -u)" != 0 ] || ! "${ALONE[@]}" true 2>/dev/null; then
	echo "ok 1 - JSON contract # SKIP may not make namespaces here"
	echo "1..1"
	exit
fi
timeout 120 "${ALONE[@]}" "${PYTHON:-python3}" "$here/json_contract.py" \
	"$here/../../tools/schema/nettune.schema.json" "$here/obj/json_samples" "$TMP"
