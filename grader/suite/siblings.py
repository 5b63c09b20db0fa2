"""Which other exercises a function of a hand-in mentions: read as text, for a parser could be made to crash."""

from __future__ import annotations

import re
from collections.abc import Collection

_TOP = re.compile(r"^(?:def|class)[ \t]+(\w+)", re.MULTILINE)
_WORD = re.compile(r"\w+")
_RENAMED = re.compile(r"\b(\w+)[ \t]+as[ \t]+(\w+)")
_MOST = 1 << 20  # characters of a file worth reading


def mentioned(source: bytes, function: str, names: Collection[str]) -> list[str]:
    """Return those of `names` that occur in a function, or in what it uses of its own file; in the order of `names`.

    A name that is imported as another one counts where the other occurs. In doubt a name is returned: it says only
    that a second look is worth it.
    """
    text = source[:_MOST].decode("utf-8", "replace")
    blocks = _blocks(text)
    renamed = {new: old for old, new in _RENAMED.findall(text)}
    found: set[str] = set()
    ahead, seen = [function], {function}
    while ahead:
        for word in set(_WORD.findall(blocks.get(ahead.pop(), ""))):
            found |= {word, renamed.get(word, word)}
            if word in blocks and word not in seen and word not in names:  # an exercise is graded by itself
                seen.add(word)
                ahead.append(word)
    return [name for name in names if name in found and name != function]


def _blocks(text: str) -> dict[str, str]:
    """Return the text of each function and class at the top of a file, by name."""
    starts = list(_TOP.finditer(text))
    ends = [start.start() for start in starts[1:]] + [len(text)]
    return {start[1]: text[start.end() : end] for start, end in zip(starts, ends, strict=False)}  # no start, no end
