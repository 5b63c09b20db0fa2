"""Make hostile text printable: what a student, a file name or a broken library said is shown through this."""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"0x[0-9a-fA-F]{6,}")  # differs from run to run


def clean(text: str, most: int = 500) -> str:
    """Return hostile text as it may be shown: one line, no control characters, no addresses, capped.

    What Unicode calls printable stays. Everything else (control and format characters, such as those that turn
    the direction of writing, halves of surrogates, private and unassigned ones) becomes a replacement character.
    """
    text = " ".join(_ADDRESS.sub("0x…", text[: 2 * most]).split())
    text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
    return text if len(text) <= most else text[: most - 1] + "…"
