"""Ask two questions about a student's own function, once it is right: `pytest --why NAME`. No marks, nothing is kept.

The questions are made of runs of that function, so that each answer can be tried. While its file stays as it is, they
stay the same, which is how an answer on the command line finds its question.
"""

from __future__ import annotations

import random
import textwrap
import zlib
from collections.abc import Callable
from pathlib import Path

from .course import Course, did_you_mean
from .progress import done_before, finished
from .questions import Question, questions_about
from .trials import facts_about

_LETTERS = "abcd"
_WIDTH = 96


def why(folder: Path, course: Course, name: str, letters: str | None, ask: Callable[[str], str] | None) -> None:
    """Print the questions, and what the answers to them are worth.

    Args:
        letters: the answers, a letter each; None: they are asked for.
        ask: reads an answer after showing a text; None where nobody can type one.

    Raises:
        LookupError: there is no such exercise, it is not right yet, or there is nothing to ask; or no such answer.
    """
    if not name:
        print(_list(done_before(course, folder)))
        return
    exercise = next((e for e in course.exercises if e.name == name), None)
    if exercise is None:
        near = did_you_mean(name, (e.name for e in course.exercises)) or "; those that can be asked about: pytest --why"
        raise LookupError(f"there is no exercise {name}{near}")
    finished(exercise, course, folder)
    file = f"{exercise.module}.py"
    seed = zlib.crc32((folder / file).read_bytes())
    facts = facts_about(folder, exercise, seed)
    if any(facts.get("said", ())):
        raise LookupError(f"{name} is not right: pytest -k {name}")
    questions = questions_about(name, file, facts, random.Random(seed)) if facts else []
    if not questions:
        raise LookupError(f"there is nothing to ask about {name}: it is too short, or takes too long to run")
    if letters is not None:
        print("\n".join(_checked(questions, letters)))
        return
    print(f"about your own {name}: no marks, and nothing is kept")
    for number, question in enumerate(questions, 1):
        print("\n" + _shown(number, question))
        if ask is not None:
            print(_answered(question, _one_of(question, ask)))
    if ask is None:
        example = "".join(_LETTERS[: len(questions)])
        print(f"\n  a letter for each answers them: pytest --why {name} --answer {example}")


def _list(names: list[str]) -> str:
    if not names:
        raise LookupError("nothing is right yet: `pytest` says what comes first")
    lines = textwrap.wrap(", ".join(names), _WIDTH, initial_indent="    ", subsequent_indent="    ")
    return "\n".join(
        ["there are questions about what is right", "", *lines, "", "  for two of them: pytest --why NAME"]
    )


def _shown(number: int, question: Question) -> str:
    lines = _wrapped(question.text, f"  {number}. ")
    for letter, option in zip(_LETTERS, question.options, strict=False):
        lines += _wrapped(option, f"     {letter}) ")
    return "\n".join(lines)


def _wrapped(text: str, start: str) -> list[str]:
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=start,
        subsequent_indent=" " * len(start),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _one_of(question: Question, ask: Callable[[str], str]) -> str:
    letters = _LETTERS[: len(question.options)]
    while True:
        typed = ask(f"     your answer ({', '.join(letters)}): ").strip().lower()
        if len(typed) == 1 and typed in letters:
            return typed


def _answered(question: Question, letter: str) -> str:
    right = _LETTERS[question.right]
    if letter == right:
        return "     right"
    lines = _wrapped(f"no, {right}: {question.options[question.right]}", "     ")
    return "\n".join([*lines, *_wrapped(f"see it yourself: {question.see}", "     ")])


def _checked(questions: list[Question], letters: str) -> list[str]:
    typed = [letter for letter in letters.lower() if letter not in " ,"]
    if len(typed) != len(questions) or any(
        t not in _LETTERS[: len(q.options)] for t, q in zip(typed, questions, strict=True)
    ):
        example = "".join(_LETTERS[: len(questions)])
        raise LookupError(f"an answer is a letter for each question, as in --answer {example}")
    lines = []
    for number, (letter, question) in enumerate(zip(typed, questions, strict=True), 1):
        lines += [f"  {number}. {letter}", _answered(question, letter)]
    return lines
