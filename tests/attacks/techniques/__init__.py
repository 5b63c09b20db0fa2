"""The catalogue of attacks: one file for each technique, named after its number.

To add one, write `tNN_a_few_words.py`. Its docstring is what docs/attacks.md publishes: a title, a paragraph
that starts with "Tried:" and one that starts with "Stopped:". VARIANTS maps a short name to the files of a real
hand-in: a text or bytes, or a function that is given the path and makes what it likes. HONEST, if some of the
work is real, maps a variant to the same hand-in without the attack; elsewhere an untouched stub is the measure.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Files = dict[str, str | bytes | Callable[[Path], Any]]

STUB: Files = {
    "forward.py": "def relu(x):\n    raise NotImplementedError\n\ndef softmax(x):\n    raise NotImplementedError\n"
}


@dataclass(frozen=True)
class Technique:
    """One technique: what is tried, what stops it, and the ways to try it."""

    number: int
    title: str
    tried: str
    stopped: str
    variants: dict[str, Files]
    honest: dict[str, Files]


@dataclass(frozen=True)
class Attack:
    """One variant: a hand-in, and the honest one that its marks are measured by."""

    student: str
    files: Files
    honest: Files


def all_techniques() -> list[Technique]:
    """Return the catalogue in the order of its numbers."""
    return [_technique(path) for path in sorted(Path(__file__).parent.glob("t[0-9][0-9]_*.py"))]


def all_attacks() -> list[Attack]:
    """Return every variant of every technique."""
    return [
        Attack(f"t{technique.number:02}-{name.replace(' ', '-')}", files, technique.honest.get(name, STUB))
        for technique in all_techniques()
        for name, files in technique.variants.items()
    ]


def _technique(path: Path) -> Technique:
    module = importlib.import_module(f"tests.attacks.techniques.{path.stem}")
    title, tried, stopped = (" ".join(part.split()) for part in (module.__doc__ or "").strip().split("\n\n"))
    return Technique(
        int(path.stem[1:3]),
        title,
        tried.removeprefix("Tried: "),
        stopped.removeprefix("Stopped: "),
        module.VARIANTS,
        getattr(module, "HONEST", {}),
    )
