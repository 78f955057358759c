#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Draw what a terminal shows: text with escape sequences in, SVG out."""
import argparse
import re
import sys

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--title", required=True)
    parser.add_argument("--width", type=int, default=100, help="columns")
    args = parser.parse_args()

    with open("/dev/null", "w", encoding="utf-8") as nowhere:
        console = Console(record=True, width=args.width, file=nowhere,
                          force_terminal=True, legacy_windows=False)
        for line in sys.stdin.read().rstrip("\n").split("\n"):
            console.print(Text.from_ansi(line), soft_wrap=False, no_wrap=True,
                          crop=True, overflow="crop")
        svg = console.export_svg(title=args.title, theme=MONOKAI,
                                 unique_id="nettune")
    # Nothing is fetched to look at it: the viewer's own font will do.
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.S)
    svg = re.sub(r"<!--.*?-->\s*", "", svg, flags=re.S)
    # Blanks at either end count.
    sys.stdout.write(svg.replace("<text ", '<text xml:space="preserve" '))


if __name__ == "__main__":
    main()
