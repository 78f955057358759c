#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Turn a netlink spec into C that compiles only if the ABI header agrees.

Usage: spec_asserts.py SPEC.yaml > asserts.c
Compile with -Werror=switch: an entry that only the header has is a case that
the generated switch does not handle.
"""
import sys

import yaml

SIZES = {"u8": 1, "u16": 2, "u32": 4, "s32": 4, "u64": 8}


def c_name(*words):
    return "_".join(words).replace("-", "_")


def equal(left, right):
    print(f'_Static_assert({left} == {right}, "{left}");')


def const(family, definition):
    equal(c_name(family, definition["name"]).upper(), definition["value"])


def no_other(name, entries):
    """The header's enum has these entries, and no more."""
    cases = " ".join(f"case {entry}:" for entry in entries)
    print(f"int {name}_all(enum {name} e)"
          f" {{ switch (e) {{ {cases} return 1; }} return 0; }}")


def flags(family, definition):
    name = c_name(family, definition["name"])
    entries = [c_name(name, entry).upper() for entry in definition["entries"]]
    for bit, entry in enumerate(entries):
        equal(entry, 1 << bit)
    no_other(name, entries)


def enum(family, definition):
    name = c_name(family, definition["name"])
    entries = [c_name(name, entry).upper() for entry in definition["entries"]]
    first = definition.get("value-start", 0)
    for number, entry in enumerate(entries, first):
        equal(entry, number)
    last = c_name(name, "max").upper()
    equal(last, first + len(entries) - 1)
    no_other(name, entries + ["__" + last])


def struct(family, definition):
    name = "struct " + c_name(family, definition["name"])
    offset = 0
    for member in definition["members"]:
        size = member.get("len") or SIZES[member["type"]]
        field = c_name(member["name"])
        equal(f"offsetof({name}, {field})", offset)
        equal(f"sizeof((({name} *)0)->{field})", size)
        offset += size
    equal(f"sizeof({name})", offset)


def numbered(prefix, names, last):
    for number, name in enumerate(names, 1):
        equal(c_name(prefix, name).upper(), number)
    equal(last, len(names))


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        spec = yaml.safe_load(file)
    family = spec["name"]
    print("#include <stddef.h>\n#include <linux/nettune.h>")
    equal("sizeof(NETTUNE_FAMILY_NAME)", f'sizeof("{family}")')
    equal("NETTUNE_FAMILY_VERSION", spec["version"])
    kinds = {"const": const, "enum": enum, "flags": flags, "struct": struct}
    for definition in spec["definitions"]:
        kinds[definition["type"]](family, definition)
    for attrs in spec["attribute-sets"]:
        prefix = c_name(family, "a", attrs["name"])
        numbered(prefix, [attr["name"] for attr in attrs["attributes"]],
                 prefix.upper() + "_MAX")
    numbered(c_name(family, "cmd"),
             [op["name"] for op in spec["operations"]["list"]],
             "NETTUNE_CMD_MAX")
    for group in spec["mcast-groups"]["list"]:
        define = c_name(family, "mcgrp", group["name"]).upper()
        equal(f"sizeof({define})", f'sizeof("{group["name"]}")')


main()
