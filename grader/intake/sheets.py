"""Read a CSV as spreadsheets and platforms write it, whatever parts its columns and however its letters are coded."""

from __future__ import annotations

import codecs
import csv
import io
import re
from pathlib import Path

from grader.outcome import MustAct

_MOST_BYTES = 10 << 20
_SEPARATOR_LINE = re.compile(r"\A\ufeff?sep=.\r?\n")  # how a file tells Excel what parts its columns
_DELIMITERS = ",;\t|"
# A first line whose columns stand in one cell: in quotes, or with separators of the other kind at the end alone.
_IN_ONE = re.compile(r'(?:"[^"]*[,;\t][^"]*"|[^";]*,[^";,]*(?=;)|[^",]*;[^",;]*(?=,))(?P<more>;*|,*)')
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_WIDE = {1: "utf-16-le", 0: "utf-16-be"}  # by where the first NUL is, in a file without a mark
_WORKBOOKS = (b"PK\3\4", b"\xd0\xcf\x11\xe0")  # of Excel, LibreOffice and Numbers; of an old Excel


class RosterError(MustAct):
    """The class list cannot be used; the instructor must act, and the message says how."""


def read_sheet(path: Path) -> tuple[str, str]:
    """Read a CSV as spreadsheets and platforms write it: return its text, and what parts its columns.

    Raises:
        RosterError: it cannot be read.
    """
    text = _SEPARATOR_LINE.sub("\n", _text(path))
    text, head = _of_first_column(text, _head(text))
    return text, max(_DELIMITERS, key=head.count)  # the comma, unless the first line has more of another


def _head(text: str) -> str:
    return text.lstrip("\r\n").partition("\n")[0].rstrip("\r")


def _of_first_column(text: str, head: str) -> tuple[str, str]:
    """Return a sheet and its first line, of the first column if all columns are in there.

    A spreadsheet that expects `;` between columns saves a list with `,` so, each line as one cell; and the other way.
    """
    found = _IN_ONE.fullmatch(head)
    if not found:
        return text, head
    outer = (found["more"] or ",")[0]
    try:
        lines = [row[0] if row else "" for row in csv.reader(io.StringIO(text, newline=""), delimiter=outer)]
    except csv.Error:
        return text, head  # which will be said of its line
    return "\n".join(lines), _head("\n".join(lines))


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            raw = file.read(_MOST_BYTES)
        if raw.startswith(_WORKBOOKS):
            raise RosterError(f"{path}: a workbook, and no text: save the class list as CSV UTF-8")
        return raw.decode("utf-16" if raw.startswith(_UTF16) else _WIDE.get(raw[:2].find(0), "utf-8-sig"))
    except OSError as error:
        raise RosterError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise RosterError(f"{path}: expected UTF-8 text: save the class list as CSV UTF-8") from error
