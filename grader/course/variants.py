"""Numbers of one's own: which variant of an exercise each student has, drawn by a keyed hash of the student's id.

The key lies beside course.yaml. Who has it, and nobody else, can say which numbers belong to whom; with another key
everybody has other numbers. So it is made once, kept, and never made anew in silence.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from grader.course.loading import CourseError
from grader.course.model import Course
from grader.files import write_private

MODULE = "variant"  # what students and suites import
KEY_FILE = "variants.key"
EXAMPLE = "an example"  # no student is called that: whose numbers stand in exercises/
_LENGTH = 32  # bytes, as hexadecimal digits

Numbers = Mapping[str, SimpleNamespace]  # by exercise


def has_variants(course: Course) -> bool:
    """Does any exercise have numbers that differ from student to student?"""
    return any(e.variant for m in course.modules for e in m.exercises)


def key_of(course: Course) -> bytes:
    """Return the key of a course; an empty one before `make_key`, with which a course can be proven as well.

    Raises:
        CourseError: the file is no key.
    """
    path = course.root / KEY_FILE
    try:
        text = path.read_text(encoding="ascii").strip() if path.exists() else ""
        key = bytes.fromhex(text)
    except OSError as error:
        raise CourseError(f"{path}: cannot be read: {error.strerror}") from error
    except ValueError:
        text = "damaged"
    if text and (text == "damaged" or len(key) != _LENGTH):
        raise CourseError(
            f"{path}: expected {2 * _LENGTH} digits from 0 to f, got something else: take it from a backup, since with "
            "another key all students have other numbers"
        )
    return key


def need_key(course: Course) -> None:
    """Refuse to grade variants with a key that nobody's numbers were drawn with.

    Raises:
        CourseError: there is no key.
    """
    if has_variants(course) and not key_of(course):
        raise CourseError(
            f"{course.root / KEY_FILE}: expected the key that the students' numbers were drawn with, got no file: copy "
            "it from where `grader variants` was run, or run that if no student has numbers yet"
        )


def make_key(course: Course) -> Path | None:
    """Make the key of a course, readable by its owner alone; return its file, None if it was there.

    Raises:
        CourseError: no exercise of the course has variants.
    """
    if not has_variants(course):
        raise CourseError(
            f"{course.root / 'course.yaml'}: expected an exercise with a variant, such as "
            "variant: {speed: [2, 3, 5]}, got none"
        )
    path = course.root / KEY_FILE
    if key_of(course):
        return None
    write_private(path, f"{secrets.token_hex(_LENGTH)}\n".encode())
    return path


def numbers_of(course: Course, key: bytes, student: str) -> Numbers:
    """Return the numbers of one student, by exercise."""
    return {
        exercise.name: SimpleNamespace(
            **{
                name: _drawn(key, f"{exercise.name}\0{name}\0{student}", values)
                for name, values in exercise.variant.items()
            }
        )
        for module in course.modules
        for exercise in module.exercises
        if exercise.variant
    }


def as_module(numbers: Numbers, whose: str) -> bytes:
    """Return variant.py: the numbers as a student reads and imports them."""
    first = next(iter(numbers))
    value = next(iter(vars(numbers[first])))
    lines = [f"{exercise} = SimpleNamespace({_shown(values)})" for exercise, values in numbers.items()]
    return f'''"""The numbers of {whose}.

In your code: `import {MODULE}`, and then for example `{MODULE}.{first}.{value}`. Leave this file as it is, beside the
exercises: who grades has a copy of it.
"""

from types import SimpleNamespace

{chr(10).join(lines)}
'''.encode()


def example(course: Course) -> bytes:
    """Return the variant.py that lies in exercises/ until a student puts the own one in its place."""
    whose = "nobody: put the file of this name that you were given in place of this one"
    return as_module(numbers_of(course, b"", EXAMPLE), whose)


def _shown(values: SimpleNamespace) -> str:
    return ", ".join(f"{name}={value!r}" for name, value in vars(values).items())


def _drawn(key: bytes, what: str, values: Any) -> Any:
    number = int.from_bytes(hmac.digest(key, what.encode("utf-8", "surrogatepass"), "sha256"))
    return values[number % len(values)]
