"""Each student's numbers: a folder per student, with the file that takes the place of variant.py, and who has which.

One file per student, and not a released copy of everything: the exercises are the same for all, so they can be handed
out, corrected and handed out again in whichever way a class is used to; only these few lines are personal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from grader.course.model import Course
from grader.course.variants import MODULE, as_module, has_variants, key_of, numbers_of
from grader.files import OnceEach, make_private_folder, write_private
from grader.intake import result_file_name

_FEWEST_NAMES, _MOST_NAMES = 3, 50  # whose numbers are tried; among 50 every choice of a short list is met


def write_variants(course: Course, students: Sequence[str], folder: Path) -> list[Path]:
    """Write STUDENT/variant.py for each of these students, by their ids of the class list.

    Raises:
        OSError: the folder cannot be written, or two students would have the same file.
    """
    key, files = key_of(course), OnceEach()
    written = []
    for student in students:
        path = folder / result_file_name(student) / f"{MODULE}.py"
        make_private_folder(path.parent)
        files.note(path.parent)
        write_private(path, as_module(numbers_of(course, key, student), student))
        written.append(path)
    return written


def who_have_all_numbers(course: Course) -> Iterator[tuple[str, str]]:
    """Yield the reference's name, and further ones until each choice of a list was met, each with its numbers."""
    key, met = key_of(course), set[str]()
    for number in range(_MOST_NAMES if has_variants(course) else 1):
        someone = f"reference {number}" if number else "reference"
        numbers = numbers_of(course, key, someone)
        theirs = [f"variant.{e}.{name} = {value!r}" for e in numbers for name, value in vars(numbers[e]).items()]
        chosen = {text for text in theirs if text.partition(" = ")[0] not in _ranges(course)}
        if number < _FEWEST_NAMES or not met.issuperset(chosen):
            yield someone, f" with {', '.join(theirs)}" if theirs else ""
        met |= chosen


def _ranges(course: Course) -> set[str]:
    """Return which numbers are drawn from too many to meet them all."""
    exercises = [e for m in course.modules for e in m.exercises]
    return {f"variant.{e.name}.{name}" for e in exercises for name, of in e.variant.items() if isinstance(of, range)}
