# A copy of the kit's grader/handout/kit/scene.py, written by `grader build`: a change made here is lost.
"""Where in the student's code something happened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

_MOST_NAMES = 4


@dataclass(frozen=True)
class Scene:
    """Where it happened: the student's line, the part of it that failed, and the variables that it could use."""

    line: str = ""
    part: str = ""
    local: dict[str, Any] = field(default_factory=dict)
    known: dict[str, Any] = field(default_factory=dict)  # those of the file

    def named(self) -> Iterator[tuple[str, Any]]:
        """Yield the variables of the function that the line names, in order."""
        for name in dict.fromkeys(re.findall(r"(?<![\w.'\"])[A-Za-z_]\w*(?![\w'\"]|\s*\()", self.part or self.line)):
            if name in self.local:
                yield name, self.local[name]

    def shapes(self) -> str:
        """Return ": here x has the shape (2, 3), w (3,)" for the arrays of the line, '' if there are none."""
        found = [(name, value.shape) for name, value in self.named() if hasattr(value, "shape")]
        texts = [f"{name} {shape}" for name, shape in found[:_MOST_NAMES]]
        return f": here the shapes are {', '.join(texts)}" if texts else ""
