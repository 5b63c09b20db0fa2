"""How learning platforms name what they let an instructor download: whose it is, and what it was called before."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_MOODLE = re.compile(r"(?P<name>.+?)_(?P<number>\d+)_assignsubmission_(?:file|onlinetext)_?(?P<file>.*)", re.DOTALL)
_ONLINE_TEXT = re.compile(r".+_\d+_assignsubmission_onlinetext_?", re.DOTALL)
_CANVAS = re.compile(r"(?P<name>[^_]+)(?P<late>_LATE)?_(?P<number>\d+)_\d+_(?P<file>.+)", re.DOTALL)
_CANVAS_VERSION = re.compile(r"-(\d+)(?=\.\w+$)")  # forward-2.py is the third forward.py of this student


@dataclass(frozen=True)
class Download:
    """What a name says. `number` is the platform's for this user, where it tells; `file` what the student called it."""

    owner: str
    number: str
    is_late: bool
    file: str


def read_name(name: str) -> Download:
    """Take the name of a downloaded file or folder apart; one that no platform gave is its owner's."""
    if match := _MOODLE.fullmatch(name):
        return Download(match["name"], "", False, match["file"])  # its number is of the hand-in, not of the user
    if match := _CANVAS.fullmatch(name):
        return Download(match["name"], match["number"], bool(match["late"]), _CANVAS_VERSION.sub("", match["file"]))
    return Download(Path(name).stem if name.lower().endswith(".zip") else name, "", False, name)


def is_of_platform(name: str) -> bool:
    """Did Moodle or Canvas give this name?"""
    return bool(_MOODLE.fullmatch(name) or _CANVAS.fullmatch(name))


def is_typed(name: str) -> bool:
    """Is this the folder of a text that was typed into Moodle's form, which is no place for a .py?"""
    return bool(_ONLINE_TEXT.fullmatch(name))


def version(name: str) -> tuple[int, str]:
    """Return what sorts the versions of a file as they were handed in, the last one last."""
    match = _CANVAS_VERSION.search(name)
    return (int(match[1]) if match else 0), name
