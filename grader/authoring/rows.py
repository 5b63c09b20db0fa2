"""Say how wide a formula will be, before any browser draws it, and cut a wide one into rows."""

from __future__ import annotations

import re

_WIDEST = 30  # signs that surely fit on one line of a slide in the size of formulas
_LAST_POINT = re.compile(r"(?<!\\)[\s,.;]+$")  # of a sentence that ends with the formula
_WORD = re.compile(r"\\(?:text|texttt|operatorname|mathrm)\{([^{}]*)\}")
_FRACTION = re.compile(r"\\t?frac\{([^{}]*)\}\{([^{}]*)\}")
_NO_SIGN = re.compile(r"\\(?:begin|end)\{\w+\}|\\(?:[bB]ig[lr]|left|right|[dt]isplaystyle)(?![A-Za-z])|\\[,;:! ]")
_NAME = re.compile(r"\\(log|exp|max|min|sin|cos|tan|tanh)\b")


def in_rows(tex: str) -> list[str]:
    """Return a formula, with or without its dollar signs, in rows: a wide one that has gaps is cut at them."""
    tex = tex.strip().strip("$")
    if not is_wide(tex) or r"\begin" in tex:
        return [_LAST_POINT.sub("", tex)]
    rows, depth = [""], 0
    for piece in re.split(r"(\\q?quad\b|[{}])", tex):
        depth += (piece == "{") - (piece == "}")
        if "quad" in piece and depth == 0:
            rows.append("")
        else:
            rows[-1] += piece
    return [_LAST_POINT.sub("", row) for row in rows if row.strip()]


def is_wide(tex: str) -> bool:
    """Would a formula need smaller letters to fit on one line?"""
    return max(map(_signs, tex.split(r"\\"))) > _WIDEST


def _signs(tex: str) -> int:
    """Return how many signs stand beside each other; of a fraction, above or below the line."""
    tex = re.sub(r"\\q?quad\b", "xxx", _WORD.sub(r"\1", tex))
    tex = _NAME.sub(r"\1", _NO_SIGN.sub("", tex))
    before = ""
    while before != tex:
        before = tex
        tex = _FRACTION.sub(lambda found: max(found[1], found[2], key=len), tex)
        tex = re.sub(r"([_^])\{([^{}]*)\}", r"\1\2", tex)
    return len(re.sub(r"[{}_^&\s]", "", re.sub(r"\\[A-Za-z]+", "x", tex)))
