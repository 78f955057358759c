#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The README, read literally: its commands run, its links and targets are there.
# NETTUNE is the binary to test.
#
# shellcheck source-path=SCRIPTDIR source=../lib.sh
. "$(dirname "$0")/../lib.sh"
TOP=$(cd "$HERE/.." && pwd)
README=$TOP/README.md
NETTUNE=$(realpath "$NETTUNE")

need_root
# Where the module can be had it is there, as for its users.
LOADED=
[ -z "${NETTUNE_VM-}" ] || { module_load && LOADED=y; }
mkdir "$TMP/bin" "$TMP/state" "$TMP/profiles" "$TMP/here"
ln -s "$NETTUNE" "$TMP/bin/nettune"
export PATH=$TMP/bin:$PATH NETTUNE_STATE=$TMP/state
export NETTUNE_PROFILES=$TMP/profiles:$TOP/tools/profiles

# Its profile is the one that it applies.
awk '/^    \[main\]/ { on = 1 } on && /^[^ ]/ { exit } on { sub(/^    /, ""); print }' \
	"$README" >"$TMP/profiles/relay.conf"
passes "its profile is without fault" nettune lint "$TMP/profiles/relay.conf"

# Away from this machine: what is typed without a namespace is in one of its own,
# whose neighbour is called blue.
inside()
{
	cd "$TMP/here" && unshare -nm --propagation private bash -c '
		mkdir -p /run/netns && mount -t tmpfs none /run/netns &&
			ip netns add blue && ip link set lo up &&
			ip netns exec blue ip link set lo up || exit
		while IFS= read -r line; do
			echo "+ $line"
			timeout 20 bash -o pipefail -c "$line" </dev/null >out 2>err
			status=$?
			echo "= $status $(head -c 200 err | tr "\n" " ")"
		done'
}

# Lines that are commands, without prompts and comments. What goes on until it
# is ended is ended: by timeout, which tells 124.
commands()
{
	sed -nE '/^    ([#$] )?(nettune|ip netns exec blue) /{s/^    ([#$] )?//; s/ +# .*//; p}' \
		"$README" |
	sed -E 's/^nettune watch$/nettune watch --duration 1/
		s/^nettune top$/nettune top --once/
		s/--sample=10/--sample=1/
		s/^(nettune export prometheus --listen).*/\1 0/
		/^nettune module (load|unload)/d'
}

commands >"$TMP/commands"
[ "$(wc -l <"$TMP/commands")" -gt 25 ]
result $? "it has commands: $(wc -l <"$TMP/commands")"
inside <"$TMP/commands" >"$TMP/ran"
while IFS= read -r line && IFS= read -r status; do
	fine=$([[ $status =~ ^=\ ([034]|124)\  || -z $LOADED && $status == *"no nettune module in"* ]] &&
		echo y)
	[ -n "$fine" ]
	result $? "${line#+ }"
	[ -n "$fine" ] || note "$status"
done <"$TMP/ran"
is "all of them were run" "$(grep -c '^+' "$TMP/ran")" "$(wc -l <"$TMP/commands")"

missing=""
while IFS= read -r link; do
	case $link in
	'#'*)
		sed -nE 's/^##+ //p' "$README" | tr 'A-Z ' 'a-z-' | tr -cd 'a-z0-9\n-' |
			grep -qx -- "${link#?}" || missing+="$link "
		;;
	*) [ -e "$TOP/$link" ] || missing+="$link " ;;
	esac
done < <(grep -oE '\]\([^)]+\)' "$README" | sed 's/^](//; s/)$//')
is "what it links to is there" "$missing" ""

missing=""
while read -r target; do
	grep -q "^$target:" "$TOP/Makefile" || missing+="$target "
done < <(grep -oE '(^    |`)make [a-z][a-z-]*' "$README" | sed 's/.*make //' | sort -u)
is "the targets that it names are there" "$missing" ""
unnamed=""
while read -r target; do
	grep -qw -- "make $target" "$README" || unnamed+="$target "
done < <(sed -nE 's/^([a-z-]+):.*##.*/\1/p' "$TOP/Makefile" |
	 grep -vxE 'all|modules|tools|load|clean|help')
is "targets for users are in it" "$unnamed" ""

missing=""
for profile in "$TOP"/tools/profiles/*.conf; do
	profile=${profile##*/}
	grep -q "^| \`${profile%.conf}\` |" "$README" || missing+="$profile "
done
is "each profile is in it" "$missing" ""

finish
