#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Ask by the kernel's own netlink client, which takes long to start.

Usage: ynl_ask.py KERNEL_SOURCE SPEC FILE

Reads lines:
  do|dump OPERATION [JSON]  ask, with these attributes
  listen GROUP              join a multicast group
  hear SECONDS              what it was told, as soon as that is something
What each is answered goes to FILE, as JSON or as the text of the error; then a
line says "0" or "1", as cli.py exits.
"""
import json
import sys
import time


def json_of(value):
    """As cli.py has what JSON has not."""
    if isinstance(value, bytes):
        return value.hex()
    return sorted(value) if isinstance(value, set) else str(value)


class Client:
    """Answers lines. What is heard has a socket of its own: the client takes
    no notification while it waits for an answer."""

    def __init__(self, family, spec):
        # Without a schema: cli.py has held the spec against it.
        self.start = lambda: family(spec, "")
        self.asking = self.start()
        self.hearing = None

    def listen(self, group):
        self.hearing = self.start()
        self.hearing.ntf_subscribe(group)

    def hear(self, seconds):
        end = time.monotonic() + seconds
        while not self.hearing.async_msg_queue and time.monotonic() < end:
            time.sleep(0.1)
            self.hearing.check_ntf()
        return self.hearing.async_msg_queue

    def answer(self, how, what, attributes="{}"):
        """Return: the exit status, and what is answered."""
        if how == "listen":
            return 0, self.listen(what)
        if how == "hear":
            heard = self.hear(float(what))
            return 0 if heard else 1, heard
        return 0, getattr(self.asking, how)(what, json.loads(attributes))


def main():
    source, spec, file = sys.argv[1:]
    sys.path.append(source + "/tools/net/ynl")
    from lib import NlError, YnlFamily  # pylint: disable=import-outside-toplevel

    client = Client(YnlFamily, spec)
    for line in sys.stdin:
        try:
            status, told = client.answer(*line.split(maxsplit=2))
            text = json.dumps(told, default=json_of)
        except NlError as error:
            status, text = 1, str(error)
        with open(file, "w", encoding="utf-8") as output:
            print(text, file=output)
        print(status, flush=True)


main()
