"""Write docs/attacks.md from the docstrings of the attacks: python -m tests.attacks.table"""

from __future__ import annotations

from pathlib import Path

from tests.attacks.techniques import all_techniques

FILE = Path(__file__).parents[2] / "docs" / "attacks.md"

_HEAD = """\
# Attacks, and what stops them

Each row is a technique, kept as real submissions in `tests/attacks/techniques/`. Every run of the tests grades a
class with all of them between two honest neighbours and checks that an attack earns no more than honest work in its
place, that none of the planted secrets appears in a result or on the terminal, that the neighbours' results are the
same bytes as in a run without attackers, and that no process, file or shared memory is left.

This page is written by `python -m tests.attacks.table` from the files' docstrings; do not edit it by hand.

| # | Technique | What is tried | What stops it | Variants |
|--:|---|---|---|--:|
"""


def page() -> str:
    """Return the page."""
    return _HEAD + "".join(
        f"| {t.number} | {_cell(t.title)} | {_cell(t.tried)} | {_cell(t.stopped)} | {len(t.variants)} |\n"
        for t in all_techniques()
    )


def _cell(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("*", "\\*").replace("_", "\\_").replace("<", "&lt;")


if __name__ == "__main__":
    FILE.write_text(page(), encoding="utf-8")
