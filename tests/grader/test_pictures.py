"""The pictures of README and docs: there, small, and with words for those who do not see them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
SHOWN = [
    (document.name, words, document.parent / path)
    for document in (ROOT / "README.md", *(ROOT / "docs").glob("*.md"))
    for words, path in _PICTURE.findall(document.read_text(encoding="utf-8"))
]


def test_a_visitor_sees_board_class_student_and_lesson():
    there = {path.stem for name, _, path in SHOWN if name == "README.md"}

    assert there >= {"board", "class", "student", "lesson"}


@pytest.mark.parametrize(("document", "words", "path"), SHOWN, ids=[path.stem for _, _, path in SHOWN])
def test_a_picture_is_small_and_has_words(document: str, words: str, path: Path):
    assert path.read_bytes().startswith(b"\x89PNG")
    assert path.stat().st_size < 150_000
    assert len(words.split()) >= 10


def test_no_picture_is_there_for_nothing():
    assert {path.name for path in (ROOT / "docs" / "pictures").glob("*.png")} == {path.name for *_, path in SHOWN}
