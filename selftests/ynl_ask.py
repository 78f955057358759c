#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Ask by the kernel's own netlink client, which takes long to start.

Usage: ynl_ask.py KERNEL_SOURCE SPEC FILE

Reads lines "do|dump OPERATION [JSON]". What each is answered goes to FILE, as
JSON or as the text of the error; then a line says "0" or "1", as cli.py exits.
"""
import json
import sys


def json_of(value):
    """As cli.py has what JSON has not."""
    if isinstance(value, bytes):
        return value.hex()
    return sorted(value) if isinstance(value, set) else str(value)


def main():
    source, spec, file = sys.argv[1:]
    sys.path.append(source + "/tools/net/ynl")
    from lib import NlError, YnlFamily  # pylint: disable=import-outside-toplevel

    # Without a schema: cli.py has held the spec against it.
    ynl = YnlFamily(spec, "")
    for line in sys.stdin:
        how, operation, attributes = (line.split(maxsplit=2) + ["{}"])[:3]
        try:
            answer = getattr(ynl, how)(operation, json.loads(attributes))
            status, text = 0, json.dumps(answer, default=json_of)
        except NlError as error:
            status, text = 1, str(error)
        with open(file, "w", encoding="utf-8") as output:
            print(text, file=output)
        print(status, flush=True)


main()
