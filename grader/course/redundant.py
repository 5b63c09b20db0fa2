"""Hidden tests that catch no catalogued mistake alone: listed with a reason, or worth a second look.

The list stands in tests/hidden/redundant.toml, in groups of one reason each. `grader check --list-redundant`
brings the names up to date and keeps the reasons; a group without a reason is a complaint.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from grader.course.loading import CourseError
from grader.course.model import Course

_HEAD = """\
# Hidden tests that catch no mistake of tests/mistakes alone, each group with the reason why it stays.
# Written by `grader check --list-redundant`, which keeps the reasons.
"""


class LonelyTests:
    """Which hidden tests are the only one of their exercise to catch some mistake.

    The cases of a parametrized test count as one test.
    """

    def __init__(self) -> None:
        self._all: dict[str, None] = {}  # in the order of the suites
        self._needed: set[str] = set()

    def there_are(self, names: Iterable[str]) -> None:
        """Take in the names of an exercise's tests."""
        self._all.update(dict.fromkeys(map(_function, names)))

    def caught(self, names: Iterable[str]) -> None:
        """Take in the tests that refused one mistake."""
        functions = set(map(_function, names))
        if len(functions) == 1:
            self._needed |= functions

    def redundant(self) -> list[str]:
        """Return the tests without which every mistake would still be caught, each taken alone."""
        return [name for name in self._all if name not in self._needed]


def out_of_step(course: Course, redundant: Sequence[str]) -> Iterator[str]:
    """Yield a complaint for each test that is redundant and not listed with a reason, or the other way round."""
    listed = _read(_path(course))
    where = _path(course).relative_to(course.root)
    for name in redundant:
        if not listed.get(name):
            yield (
                f"{where}: {name} catches no mistake that no other test of its exercise catches: "
                f"{'give the reason it stays' if name in listed else 'run `grader check --list-redundant`'}"
            )
    for name in listed:
        if name not in redundant:
            yield f"{where}: {name} is not redundant (any more): run `grader check --list-redundant`"


def write_list(course: Course, redundant: Sequence[str]) -> Path:
    """Bring the list up to date; tests that are new in it get the empty reason."""
    path = _path(course)
    listed = _read(path)
    groups: dict[str, list[str]] = {reason: [] for reason in [*listed.values(), ""]}
    for name in redundant:
        groups[listed.get(name, "")].append(name)
    text = [_HEAD]
    for reason, names in groups.items():
        if names:
            lines = "".join(f"    {json.dumps(name)},\n" for name in names)
            text.append(f"[[group]]\nreason = {json.dumps(reason, ensure_ascii=False)}\ntests = [\n{lines}]\n")
    path.write_text("\n".join(text), encoding="utf-8")
    return path


def _path(course: Course) -> Path:
    return course.root / "tests" / "hidden" / "redundant.toml"


def _read(path: Path) -> dict[str, str]:
    """Return the listed tests with their reasons."""
    try:
        listed = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
        return {str(name): str(group["reason"]) for group in listed.get("group", []) for name in group["tests"]}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CourseError(f"{path}: {error}") from error
    except (KeyError, TypeError) as error:
        raise CourseError(f"{path}: expected groups with a reason and tests, got something else") from error


def _function(name: str) -> str:
    return name.partition("[")[0]
