"""Bytes that can be Python source pass as they are; others are refused with the line and the cure."""

from __future__ import annotations

import codecs

import pytest

FINE = {
    "carriage returns and line feeds": b"x = 1\r\ny = 2\r\n",
    "carriage returns alone": b"x = 1\ry = 2\r",
    "byte order mark": codecs.BOM_UTF8 + "x = 'é'".encode(),
    "tabs": b"if 1:\n\tx = 1\n        y = 2\n",
    "utf-8": "# für 福島\n".encode(),
    "a coding line": "# -*- coding: latin-1 -*-\nx = 'é'\n".encode("latin-1"),
    "a coding line on line 2": "#!/usr/bin/env python\n# vim: set fileencoding=cp1252 :\nx = 'é'\n".encode("cp1252"),
    "a coding line between carriage returns": b"#\r# coding: latin-1\rx = '\xe9'",
    "a coding line after a byte order mark, which Python judges": codecs.BOM_UTF8 + b"# coding: latin-1\n\xe9",
    "a syntax error, which Python judges": b"def (:",
}


@pytest.mark.parametrize("content", FINE.values(), ids=FINE)
def test_every_way_to_write_python_passes_unchanged(hand_in, content):
    submission = hand_in({"forward.py": content})

    assert submission.sources == {"forward": content}
    assert not submission.needs_human


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(
            b"x = 1\r\ny = 2\r# caf\xe9\r\n", "line 3: byte 0xe9 is not UTF-8: save the file as UTF-8", id="latin-1"
        ),
        pytest.param(
            b"x = 1\ny = 2\n# coding: latin-1\n\xff", "line 4: byte 0xff is not UTF-8", id="a coding line too late"
        ),
        pytest.param(
            b"x = 1\n# coding: latin-1\n\xff", "line 3: byte 0xff is not UTF-8", id="a coding line after code"
        ),
        pytest.param(b"# coding: utf8\n\xff", "line 2: byte 0xff is not UTF-8", id="a coding line that is wrong"),
        pytest.param("x".encode("utf-16"), "saved as UTF-16 or UTF-32: save the file as UTF-8", id="utf-16"),
        pytest.param(codecs.BOM_UTF16_BE + b"\0x", "saved as UTF-16", id="utf-16, big end first"),
        pytest.param("x".encode("utf-32"), "saved as UTF-16 or UTF-32", id="utf-32"),
        pytest.param(
            b"x = 1\ny = \0", "line 2: a NUL byte, so this is no text, or not UTF-8: save the file as UTF-8", id="NUL"
        ),
        pytest.param(bytes(900), "nothing but zero bytes, as after a crash, or before a cloud brought it", id="zeros"),
        pytest.param(b"# coding: latin-1\n\0", "line 2: a NUL byte", id="NUL after a coding line"),
        pytest.param(
            b'\n{"cells": [], "nbformat": 4}',
            "a notebook, not Python code: hand in the .py that came with the exercises",
            id="notebook",
        ),
    ],
)
def test_other_bytes_are_refused_with_the_line_and_the_cure(hand_in, content, sentence):
    submission = hand_in({"forward.py": content})

    assert submission.sources == {}
    assert submission.refused["forward"].startswith(f"forward.py: {sentence}")
    assert submission.needs_human
