"""Read beginners.txt, the table of beginners' mistakes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_TABLE = Path(__file__).with_name("beginners.txt")


@dataclass(frozen=True)
class Row:
    """One situation. `says`: parts of what is read, in any order; `never`: what would be wrong or a riddle there."""

    situation: str
    exercise: str
    code: str
    says: tuple[str, ...]
    never: tuple[str, ...]
    old: str
    new: str

    def file(self, stub: str) -> str:
        """Return the student's file: the stub with the code in the place of one `raise`."""
        assert self.old in stub, self.situation
        stub = stub.replace(self.old, self.new, 1) if self.old else stub
        line = next(line for line in stub.splitlines() if f'"{self.exercise} is not written yet"' in line)
        return stub.replace(line, self.code)


def _row(block: str) -> Row:
    head, *lines = block.splitlines()
    found = re.fullmatch(r"\[(.+)\] (\w+)", head)
    assert found is not None, head
    of = {mark: [line[2:] for line in lines if line.startswith(f"{mark} ")] for mark in ("-", "+", ">", "!", " ")}
    code = "\n".join(f"  {line}" for line in of[" "])
    old, new = ("".join(f"{line}\n" for line in of[mark]) for mark in "-+")
    return Row(found[1], found[2], code, tuple(of[">"]), tuple(of["!"]), old, new)


ROWS = [_row(block) for block in _TABLE.read_text(encoding="utf-8").strip().split("\n\n")[1:]]
