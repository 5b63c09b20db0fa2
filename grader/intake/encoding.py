"""Tell whether a file's bytes can be Python source at all, and if not, on which line and what cures it."""

from __future__ import annotations

import codecs
import re

_CODING_LINE = re.compile(rb"[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")  # PEP 263
_COMMENT_OR_BLANK = re.compile(rb"[ \t\f]*(?:#.*)?$")
_LINE_BREAK = re.compile(rb"\r\n|\r|\n")
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)  # UTF-32 LE starts as UTF-16 LE


def complaint(source: bytes) -> str | None:
    """Return what keeps these bytes from being Python source, or None.

    Line ends of any kind, a byte order mark, tabs and an empty file are all fine. A declared encoding other
    than UTF-8 is left to Python, in the student's own process.
    """
    if source.startswith(_WIDE_MARKS):
        return "saved as UTF-16 or UTF-32: save the file as UTF-8"
    if source and not source.strip(b"\0"):
        return "nothing but zero bytes, as after a crash, or before a cloud brought it: save it once more"
    if b"\0" in source:
        line = _line_of(source, source.index(b"\0"))
        return f"line {line}: a NUL byte, so this is no text, or not UTF-8: save the file as UTF-8"
    if source.lstrip().startswith(b"{") and b'"nbformat"' in source:
        return "a notebook, not Python code: hand in the .py that came with the exercises"
    declared = _declared_encoding(source)
    if declared is not None and declared.replace("_", "-") not in ("utf-8", "utf8", "utf-8-sig"):
        return None
    try:
        source.decode("utf-8")
    except UnicodeDecodeError as error:
        line = _line_of(source, error.start)
        return f"line {line}: byte {source[error.start]:#04x} is not UTF-8: save the file as UTF-8"
    return None


def _declared_encoding(source: bytes) -> str | None:
    for line in _LINE_BREAK.split(source.removeprefix(codecs.BOM_UTF8), maxsplit=2)[:2]:
        if match := _CODING_LINE.match(line):
            return match[1].decode("ascii", "replace").lower()
        if not _COMMENT_OR_BLANK.match(line):
            return None
    return None


def _line_of(source: bytes, position: int) -> int:
    return 1 + len(_LINE_BREAK.findall(source, 0, position))
