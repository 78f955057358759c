#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What may know what: every #include of the command and the module goes only to
# layers that stand before its own. And what grows too large to be read.
#
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
cd "$HERE/.." || exit

# A layer of the command, and those it may know besides itself and the ABI.
declare -A KNOWS=(
	[model]=""
	[transport]=""
	[nic]="model transport"
	[source]="model transport nic"
	[doctor]="model"
	[explain]="model"
	[tune]="model transport nic source"
	[view]="model doctor explain tune"
	[cmd]="model transport nic source doctor explain tune view"
)

# strays LAYER: includes that it should not have, as FILE: INCLUDED
strays()
{
	local file included word known

	while IFS=: read -r file included; do
		known=""
		for word in "$1" ${KNOWS[$1]}; do
			[[ $included != "$word" && $included != "$word"/* ]] || known=y
		done
		[ -n "$known" ] || echo "$file: $included"
	done < <(grep -HoE '^#include "[a-z]+/[a-z_]+\.h"' tools/"$1"/*.[ch] |
		 sed 's/#include "//; s/"$//')
}

# Rules that module and command share include no more than the ABI.
shared_strays()
{
	grep -E '^#[[:space:]]*include' include/nettune/*.h |
		grep -vE '<linux/|<string.h>|<nettune/'
}

# long_functions LINES FILE...: FILE: LINES, of those that are longer
long_functions()
{
	awk -v most="$1" '
		FNR == 1 { start = 0 }
		/^{$/ { start = FNR }
		/^}/ && start {
			if (FNR - start - 1 > most)
				print FILENAME ":" start ": " FNR - start - 1 " lines"
			start = 0
		}' "${@:2}"
}

long_files()
{
	wc -l "${@:2}" | awk -v most="$1" '$1 > most && $2 != "total" { print $2 ": " $1 " lines" }'
}

# ours COMMAND...: of all source files
ours()
{
	"$@" module/*.[ch] include/nettune/*.h tools/*.[ch] \
		tools/{cmd,model,transport,nic,source,doctor,explain,tune,view}/*.[ch]
}

empty()
{
	local out

	out=$("$@")
	echo "$out"
	[ -z "$out" ]
}

for layer in tools/*/; do
	layer=${layer#tools/}
	layer=${layer%/}
	compgen -G "tools/$layer/*.c" >/dev/null || continue
	[[ $layer != obj* ]] || continue
	[ -n "${KNOWS[$layer]+known}" ]
	result $? "tools/$layer is a layer that is known"
	passes "tools/$layer knows only what stands before it" empty strays "$layer"
done
passes "rules that are shared know only the ABI" empty shared_strays
passes "functions of module and command fit a screen" empty ours long_functions 50
passes "files of module and command fit in the head" empty ours long_files 450

# That it notices.
mkdir -p "$TMP/tools/model"
printf '#include "view/view.h"\nint f(void)\n{\n%s}\n' "$(printf '\tg();\n%.0s' {1..51})
" >"$TMP/tools/model/x.c"
cd "$TMP" || exit
is "an include against the order is noticed" "$(strays model)" \
	"tools/model/x.c: view/view.h"
is "a long function is noticed" "$(long_functions 50 tools/model/x.c)" \
	"tools/model/x.c:3: 51 lines"

finish
