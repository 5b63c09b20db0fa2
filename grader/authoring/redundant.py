"""Hidden tests that catch no catalogued mistake alone: listed with a reason, or worth a second look.

The list stands in tests/hidden/redundant.toml: names of tests (without test_), in groups of one reason; and those of
weakenings that `grader check --weaken` finds and no mistake notices.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from grader.course.loading import CourseError, read_toml
from grader.course.model import Course

_LIST = "tests/hidden/redundant.toml"


class UniqueKills:
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


def unlisted(course: Course, redundant: Sequence[str]) -> Iterator[str]:
    """Yield a complaint for each redundant test that is not listed, and for each listed name that is no such test.

    Raises:
        CourseError: the list cannot be read.
    """
    kept = reasons_of(course).tests
    names = [_short(name) for name in redundant]
    for name in names:
        if name not in kept:
            yield (
                f"{_LIST}: {name} catches no mistake that no other test of its exercise catches: "
                f"list it with the reason it stays, or add a mistake that it alone can catch"
            )
    for name in dict.fromkeys(kept):
        if kept.count(name) > 1:
            yield f"{_LIST}: {name} stands {kept.count(name)} times"
        if name not in names:
            yield f"{_LIST}: {name} is no redundant test (any more): take it out"


@dataclass(frozen=True)
class Reasons:
    """What stays though no mistake needs it: whole tests, and single weakenings of `grader check --weaken`."""

    tests: list[str]
    weakenings: list[str]


def reasons_of(course: Course) -> Reasons:
    """Return the names that stand in the list, each as often as it does.

    Raises:
        CourseError: the list cannot be read.
    """
    path = course.root / _LIST
    try:
        raw = read_toml(path) if path.is_file() else {}
        kept, loose = raw.pop("kept", []), raw.pop("loose", [])
        if raw:
            raise KeyError
        for group, names in [*((g, g["tests"]) for g in kept), *((g, g["weakenings"]) for g in loose)]:
            if not group["because"].strip():
                raise CourseError(f"{path}: expected a reason in `because` for {', '.join(names)}, got none")
        return Reasons([n for g in kept for n in g["tests"]], [n for g in loose for n in g["weakenings"]])
    except (KeyError, TypeError, AttributeError):
        text = "groups [[kept]] with `because` and a list `tests`, and [[loose]] with `because` and a list `weakenings`"
        raise CourseError(f"{path}: expected {text}") from None


def _function(name: str) -> str:
    return name.partition("[")[0]


def _short(name: str) -> str:
    return name.removeprefix("test_")
