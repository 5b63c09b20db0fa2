"""How learning platforms name what they let an instructor download: whose it is, which attempt, and what it was called.

Each platform puts the owner in front of a name, so that nothing a student chose can come before it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# Moodle, in folders or not: Ada Lovelace_3312_assignsubmission_file_/forward.py. The number is of the hand-in.
_MOODLE = re.compile(r"(?P<name>[^/]+?)_(?P<number>\d+)_assignsubmission_(?P<kind>[a-z]+)(?:_(?P<file>.*))?", re.DOTALL)
# Canvas: lovelaceada_LATE_101_9001_forward-1.py, where 101 is the user and forward-1.py the second forward.py; what
# was typed has no number of a file: lovelaceada_101_text.html. Without names: LATE_anon_pRq5X_9001_forward.py.
_CANVAS = re.compile(
    r"(?P<name>[^_/]+)(?P<late>_LATE)?_(?P<number>\d+)_(?:\d+_(?P<file>.+)|(?P<typed>(?:text|link)\.html))", re.DOTALL
)
_CANVAS_ANONYMOUS = re.compile(
    r"(?P<late>LATE_)?(?P<name>anon_[0-9A-Za-z]{3,12})_(?:\d+_(?P<file>.+)|(?P<typed>(?:text|link)\.html))", re.DOTALL
)
_CANVAS_VERSION = re.compile(r"-(\d+)(?=\.\w+$)")
_CANVAS_TYPED = re.compile(r"(?:text|link|media)\.html?")
# Brightspace, in folders or not: 13394-80551 - Ada Lovelace - Oct 1, 2026 605 PM - forward.py.
_BRIGHTSPACE = re.compile(
    r"(?P<number>\d+-\d+) - (?P<name>.+?) - "
    r"(?P<when>[^/]{0,20}(?<!\d)(?:19|20)\d\d(?!\d)[^/]{0,14}?\d[^/]{0,8}?)(?: - (?P<file>.+))?",
    re.DOTALL,
)
# Blackboard: Exercise 1_ada_attempt_2026-10-01-18-05-00_forward.py, and its own .txt beside, without a file's name. The
# word for an attempt is that of the instructor's language.
_BLACKBOARD = re.compile(
    r"(?P<work>.+?)_(?P<name>[^/]+?)_[^\W\d_]+_(?P<when>\d{4}(?:-\d\d){5})(?:_(?P<file>.+)|\.txt)", re.DOTALL
)
# nbgrader's inbound folder: ada+shapes+2026-10-01 18:05:00.123456 UTC+c2VjcmV0; no disk of Windows holds the colons.
_NBGRADER = re.compile(
    r"(?P<name>[^+/]+)\+[^+/]+\+(?P<day>\d{4}-\d\d-\d\d) (?P<time>\d\d\D?\d\d\D?\d\d)(?P<rest>\.\d+)? \w+(?:\+[^+/]+)?"
)
# How months begin in the languages that Brightspace speaks; what is not among them cannot be sorted, and is said.
_MONTHS = {
    start: number
    for number, starts in enumerate(
        "jan ene gen|feb fev fév|mar mär mae mrz mrt maa|apr abr avr|may mai maj mei mag|jun juin giu|jul juil lug|"
        "aug ago aou aoû|sep set|oct okt ott out|nov|dec dez dic des déc".split("|"),
        start=1,
    )
    for start in starts.split()
}
_SORTABLE = re.compile(r"\d{4}(?:-\d\d){4}")
_MOST_HYPHENS = 10
_LONGEST = 255  # bytes of a name on any disk


@dataclass(frozen=True)
class Download:
    """What a name says.

    `number` is the platform's for this user, where it tells; `hand_in` its number for this hand-in; `file` what the
    student called it, '' for a folder of theirs; `attempt` sorts the attempts of one student. `is_typed` is a text
    typed into a form, and `is_note` what the platform wrote itself.
    """

    owner: str
    file: str = ""
    number: str = ""
    hand_in: str = ""
    attempt: str = ""
    version: int = 0
    is_late: bool = False
    is_typed: bool = False
    is_note: bool = False


def read_name(name: str, *, folder: bool = False) -> Download | None:
    """Take the name of a downloaded file or folder apart; None if no platform gave it.

    Canvas and Blackboard make no folders, so that a folder of such a name is what somebody called it.
    """
    return next(iter(readings(name, folder=folder).values()), None)


def readings(name: str, *, folder: bool = False) -> dict[str, Download]:
    """Return what a name says if this or that platform gave it, those first that are stricter about their names.

    Behind a platform's own part stands what the student called the file, and that may look like another platform's.
    Who knows the other names beside it knows which platform gave all of them.
    """
    found: dict[str, Download] = {}
    if len(name) > _LONGEST:
        return found
    if match := _MOODLE.fullmatch(name):
        typed = match["kind"] != "file"
        found["Moodle"] = Download(match["name"], match["file"] or "", hand_in=match["number"], is_typed=typed)
    if folder and (match := _NBGRADER.fullmatch(name)):
        hour, minute, second = re.findall(r"\d\d", match["time"])
        when = f"{match['day']}-{hour}-{minute}-{second}{match['rest'] or ''}"
        found["nbgrader"] = Download(match["name"], attempt=when)
    if not folder and (match := _BLACKBOARD.fullmatch(name)):
        is_note = match["file"] is None
        found["Blackboard"] = Download(match["name"], match["file"] or "", attempt=match["when"], is_note=is_note)
    if match := _BRIGHTSPACE.fullmatch(name):
        when = _sortable(match["when"])
        found["Brightspace"] = Download(match["name"], match["file"] or "", hand_in=match["number"], attempt=when)
    if not folder and (match := _CANVAS_ANONYMOUS.fullmatch(name) or _CANVAS.fullmatch(name)):
        found["Canvas"] = _of_canvas(match)
    return found


def _of_canvas(match: re.Match[str]) -> Download:
    file = match["file"] or match["typed"]
    version = _CANVAS_VERSION.search(file)
    return Download(
        match["name"],
        _CANVAS_VERSION.sub("", file),
        match.groupdict().get("number", ""),
        version=int(version[1][:9]) if version else 0,
        is_late=bool(match["late"]),
        is_typed=bool(_CANVAS_TYPED.fullmatch(file)),
    )


def moodle_group_and_name(owner: str) -> list[tuple[str, str]]:
    """Return in which ways this may be a group of Moodle's and a member: a hyphen parts them, and may be in both."""
    parts = owner.split("-")
    splits = (("-".join(parts[:size]), "-".join(parts[size:])) for size in range(1, min(len(parts), _MOST_HYPHENS)))
    return [(group, name) for group, name in splits if group.strip() and name.strip()]


def moodle_prefix(name: str) -> str:
    """Return what Moodle puts in front of a student's file, '' where the name is not of Moodle's giving."""
    match = _MOODLE.fullmatch(name) if len(name) <= _LONGEST else None
    return f"{match['name']}_{match['number']}_assignsubmission_{match['kind']}_" if match else ""


def is_of_canvas(name: str) -> bool:
    """Does this name hold the number of a user, as Canvas gives it to a file?"""
    known = read_name(name)
    return known is not None and bool(known.number)


def shorter_owners(owner: str) -> list[str]:
    """Return what else this owner may be called: a user's name may hold the underscore that parts it from the work."""
    parts = owner.split("_")
    return ["_".join(parts[start:]) for start in range(1, len(parts))]


def is_sortable(attempt: str) -> bool:
    """Can attempts be put in order by this?"""
    return bool(_SORTABLE.match(attempt))


def _sortable(when: str) -> str:
    """Return a date such as "Oct 1, 2026 605 PM" in a form that sorts by time; as it is where it has another form."""
    text = re.sub(r"\b([ap])\.\s?m\b", r"\1m", unicodedata.normalize("NFC", when).casefold())  # 6:05 p.m.
    words = re.findall(r"[^\W\d_]+|\d+", text.replace(".", " "))
    numbers = [word for word in words if word.isdecimal()]
    months = [known for word in words if (known := _MONTHS.get(word[:4], _MONTHS.get(word[:3])))]
    year = next((place for place, word in enumerate(numbers) if len(word) == 4 and word[:2] in ("19", "20")), None)
    if year == 0 and not months and len(numbers) > 3:  # 2026-10-01 18.05
        months, numbers = [int(numbers[1])], [numbers[2], numbers[0], *numbers[3:]]
        year = 1
    if not months or year is None or len(numbers) < year + 2:
        return when
    day = numbers[0] if year else "0"
    clock = numbers[year + 1 :]
    hour, minute = (clock[0][:-2], clock[0][-2:]) if len(clock[0]) > 2 else (clock[0], clock[1] if clock[1:] else "0")
    hours = int(hour or 0)
    if "pm" in words or "am" in words:
        hours = hours % 12 + (12 if "pm" in words else 0)
    return f"{numbers[year]}-{months[0]:02}-{int(day):02}-{hours:02}-{int(minute):02}"
