# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The kernel's own netlink client, which knows only our spec.
#
# $KERNEL_SOURCE is a kernel tree with tools/net/ynl (6.12 has it); $NS the
# namespace to ask in.

KERNEL_SOURCE=${KERNEL_SOURCE:-$HERE/../../../..}
SPEC=$(lib_first "$HERE/../include/netlink/specs/nettune.yaml" \
	"$KERNEL_SOURCE/Documentation/netlink/specs/nettune.yaml")

ynl()
{
	in_namespace "$NS" "${PYTHON:-python3}" "$KERNEL_SOURCE/tools/net/ynl/cli.py" \
		--spec "$SPEC" --output-json \
		--schema "$KERNEL_SOURCE/Documentation/netlink/genetlink-legacy.yaml" "$@"
}

need_ynl()
{
	[ -e "$KERNEL_SOURCE/tools/net/ynl/cli.py" ] ||
		skip_all "no tools/net/ynl in KERNEL_SOURCE=$KERNEL_SOURCE"
	[ -e "$SPEC" ] || skip_all "no netlink spec at $SPEC"
}
