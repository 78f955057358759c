#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Listen by the kernel's own netlink client until something is heard.

Usage: ynl_listen.py KERNEL_SOURCE SPEC GROUP SECONDS

Joins the multicast group, asks for the configuration (older kernels do not
tell a family of a new listener), says "listening" on stderr, and prints the
first messages as JSON; fails when there were none for SECONDS.
"""
import json
import sys
import time


def text_of(value):
    return value.hex() if isinstance(value, bytes) else str(value)


def main():
    source, spec, group, seconds = sys.argv[1:]
    sys.path.append(source + "/tools/net/ynl")
    from lib import YnlFamily  # pylint: disable=import-outside-toplevel

    # Without a schema: cli.py has held the spec against it.
    ynl = YnlFamily(spec, "")
    ynl.ntf_subscribe(group)
    ynl.do("config-get", {})
    print("listening", file=sys.stderr, flush=True)
    end = time.monotonic() + float(seconds)
    while not ynl.async_msg_queue and time.monotonic() < end:
        time.sleep(0.1)
        ynl.check_ntf()
    print(json.dumps(ynl.async_msg_queue, default=text_of))
    sys.exit(0 if ynl.async_msg_queue else 1)


main()
