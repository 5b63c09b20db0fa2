"""What happens to hand-ins on their way: one situation each, as files that a student or a system left."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Files = Mapping[str, Any]  # a text, bytes, or a function that is given the path


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """Pack files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def write(folder: Path, files: Files) -> None:
    """Write files below a folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if callable(content):
            content(path)
        else:
            path.write_bytes(content.encode() if isinstance(content, str) else content)


@dataclass(frozen=True)
class Situation:
    """`files` takes a student's name; `is_read` says that the work must be read as it was meant."""

    files: Callable[[str], Files]
    is_read: bool = True
    asks: bool = False


def situations(work: Mapping[str, str], stubs: Mapping[str, str]) -> dict[str, Situation]:
    """Return each situation of a hand-in whose modules are `work`, by a short name.

    Args:
        stubs: the same modules as they were handed out.
    """
    one = next(iter(work))
    stem = one.removesuffix(".py")
    rest = {name: text for name, text in work.items() if name != one}

    def below(prefix: str, files: Mapping[str, str] = work) -> dict[str, str]:
        return {f"{prefix}{name}": text for name, text in files.items()}

    venv = {f".venv/lib/{number}/{one}": "" for number in range(2000)}
    return {
        "folder": Situation(lambda who: below(f"{who}/")),
        "zip": Situation(lambda who: {f"{who}.zip": zipped(work)}),
        "deep": Situation(lambda who: below(f"{who}/a/b/c/exercises/")),
        "repository": Situation(
            lambda who: below(f"{who}/exercises/") | {f"{who}/.git/HEAD": "x", f"{who}/LICENSE": "x"}
        ),
        "zip beside a report": Situation(lambda who: {f"{who}/hw.zip": zipped(work), f"{who}/report.pdf": "%PDF"}),
        "zip in a zip": Situation(lambda who: {f"{who}.zip": zipped({"hw.zip": zipped(work), "report.pdf": "%PDF"})}),
        "zip with a venv": Situation(lambda who: {f"{who}.zip": zipped(venv | below("work/"))}),
        "GitHub zip": Situation(lambda who: {f"{who}.zip": zipped(below(f"{who}-main/exercises/"))}),
        "zip from a Mac": Situation(
            lambda who: {f"{who}.zip": zipped(below(f"{who}/") | {"__MACOSX/._x": "", f"{who}/.DS_Store": ""})}
        ),
        "folder called as the module": Situation(
            lambda who: below(f"{who}/", rest) | {f"{who}/{one}/{one}": work[one]}
        ),
        "capital letters": Situation(lambda who: below(f"{who}/", rest) | {f"{who}/{one.upper()}": work[one]}),
        "among the data": Situation(lambda who: below(f"{who}/", rest) | {f"{who}/data/{one}": work[one]}),
        "a damaged zip and a good one": Situation(
            lambda who: {f"{who}/a.zip": b"junk", f"{who}/b.zip": zipped(work)}, asks=True
        ),
        "a rar and a zip": Situation(lambda who: {f"{who}.rar": b"Rar!", f"{who}.zip": zipped(work)}, asks=True),
        "stubs beside the work": Situation(lambda who: below(f"{who}/", stubs) | below(f"{who}/final/"), asks=True),
        "hard link": Situation(
            lambda who: (
                below(f"{who}/", rest)
                | {f"{who}/old.txt": work[one], f"{who}/{one}": lambda path: os.link(path.parent / "old.txt", path)}
            ),
            asks=True,
        ),
        "copy of a download": Situation(
            lambda who: below(f"{who}/", rest) | {f"{who}/{stem} (1).py": work[one]}, is_read=False, asks=True
        ),
        "final": Situation(
            lambda who: below(f"{who}/", rest) | {f"{who}/{one}": stubs[one], f"{who}/{stem}_final.py": work[one]},
            is_read=False,
            asks=True,
        ),
        "text file": Situation(
            lambda who: below(f"{who}/", rest) | {f"{who}/{one}.txt": work[one]}, is_read=False, asks=True
        ),
        "in one file of another name": Situation(
            lambda who: {f"{who}/homework.py": "\n".join(work.values())}, is_read=False, asks=True
        ),
        "rar": Situation(lambda who: {f"{who}.rar": b"Rar!"}, is_read=False, asks=True),
        "damaged zip": Situation(lambda who: {f"{who}.zip": zipped(work)[:-40]}, is_read=False, asks=True),
        "link": Situation(
            lambda who: below(f"{who}/", rest) | {f"{who}/{one}": lambda path: path.symlink_to("/etc/passwd")},
            is_read=False,
            asks=True,
        ),
        "pipe": Situation(lambda who: below(f"{who}/", rest) | {f"{who}/{one}": os.mkfifo}, is_read=False, asks=True),
        "UTF-16": Situation(
            lambda who: below(f"{who}/", rest) | {f"{who}/{one}": work[one].encode("utf-16")}, is_read=False, asks=True
        ),
        "two versions": Situation(
            lambda who: below(f"{who}/a/") | below(f"{who}/b/", {one: work[one] + "# newer\n"}),
            is_read=False,
            asks=True,
        ),
    }
