#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Does what tools/doctor/README.md tells: adds the rule that it has as an
# example to a copy of the tree, builds it, and has it judged.
#
# shellcheck source-path=SCRIPTDIR source=../lib.sh
. "$(dirname "$0")/../lib.sh"
TOP=$(cd "$HERE/.." && pwd)

# What is built already need not be built again.
mkdir -p "$TMP/tree/selftests/unit/obj"
cp -rp "$TOP/tools" "$TOP/include" "$TMP/tree"
cp -p "$TOP"/selftests/unit/*.[ch] "$TOP/selftests/unit/Makefile" "$TMP/tree/selftests/unit"
mkdir -p "$TMP/tree/module/tests"

# Blocks of the text go where the comment above them says.
cat >"$TMP/follow.py" <<'END'
import re
import sys

text = open(sys.argv[1], encoding="utf-8").read()
steps = re.findall(r"<!-- (file|after) (\S+) ?(.*?) ?-->\n```c\n(.*?)```", text, re.S)
for how, name, line, code in steps:
    path = sys.argv[2] + "/" + name
    old = "" if how == "file" else open(path, encoding="utf-8").read()
    if how == "after":
        if old.count(line + "\n") != 1:
            sys.exit(f"{name} has no single line {line!r}")
        code = old.replace(line + "\n", line + "\n" + code)
    open(path, "w", encoding="utf-8").write(code)
print(len(steps))
END

is "the text has six pieces" \
	"$("${PYTHON:-python3}" "$TMP/follow.py" "$TOP/tools/doctor/README.md" "$TMP/tree")" 6
build()
{
	make -s -j2 -C "$TMP/tree/selftests/unit" obj/doctor_test obj/explain_test
}
passes "what it says builds" build
for test in doctor explain; do
	passes "$test: the rule speaks where it must, and is explained" \
		"$TMP/tree/selftests/unit/obj/${test}_test"
done
"$TMP/tree/selftests/unit/obj/doctor_test" >/dev/null 2>&1 &&
	sed -i 's/TcpExtOfoPruned=0>500/TcpExtOfoPruned=0>0/' \
		"$TMP/tree/selftests/unit/doctor_cases.h"
build >/dev/null
! "$TMP/tree/selftests/unit/obj/doctor_test" >/dev/null 2>&1
result $? "a rule that is silent where it must speak is noticed"

finish
