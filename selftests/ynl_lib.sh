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

# By the client's own command line.
ynl_cli()
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

# In $NS, which has to be there; ends with what it is asked by.
start_ynl()
{
	mkfifo "$TMP/questions" "$TMP/verdicts"
	in_namespace "$NS" "${PYTHON:-python3}" "$HERE/ynl_ask.py" "$KERNEL_SOURCE" "$SPEC" \
		"$TMP/answer" <"$TMP/questions" >"$TMP/verdicts" &
	exec {QUESTIONS}>"$TMP/questions" {VERDICTS}<"$TMP/verdicts"
}

# ynl --do|--dump OPERATION [--json ATTRIBUTES]: as cli.py, without its start; or
# --listen GROUP, --hear SECONDS
ynl()
{
	local verdict

	echo "${1#--} $2 ${4-}" >&"$QUESTIONS"
	read -r verdict <&"$VERDICTS" || return
	cat "$TMP/answer"
	return "$verdict"
}
