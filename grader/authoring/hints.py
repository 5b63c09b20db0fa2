"""Take the hints for an exercise out of its lesson, for `pytest --hint`.

Their one source is the list in the fold below the exercise's box: the notebook shows it as a whole, a terminal one
line after the other. A terminal has no formulas and perhaps no Greek letters, so hints become plain ASCII.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from grader.course.loading import CourseError, read_text
from grader.course.model import Course, Module

_BOX = re.compile(r"^> \*\*Exercise: `(?P<name>\w+)`\*\*", re.MULTILINE)
_FOLD = re.compile(r"^<details>.*?</summary>(?P<list>.*?)^</details>", re.MULTILINE | re.DOTALL)
_PIECES = re.compile(r"(?P<code>`[^`]*`)|\$(?P<formula>[^$]*)\$|(?P<prose>[^`$]+|[`$])")
_LEAST = 2  # of one hint there are no levels

_SPELLED = {
    "cdot": "*", "times": "*", "le": "<=", "ge": ">=", "ne": "!=", "approx": "~", "to": "->", "leftarrow": "<-",
    "infty": "infinity", "varepsilon": "epsilon", "ldots": "...", "dots": "...", "quad": " ", "qquad": " ",
}  # fmt: skip
_AS_WRITTEN = set(
    "alpha beta gamma delta epsilon eta theta lambda mu nu pi rho sigma tau phi chi psi omega Delta Sigma partial "
    "log exp sin cos tan tanh max min".split()
)
_LETTERS = str.maketrans({"\u201c": '"', "\u201d": '"', "\u2018": "'", "\u2019": "'", "\u2013": "-", "\u2026": "..."})


def hints(lesson: Path) -> dict[str, list[str]]:
    """Return the hints of each exercise that a lesson has a box for, the least telling first.

    Raises:
        CourseError: the lesson cannot be read, or a hint holds what plain text cannot show.
    """
    return {
        name: [plain(row, f"{lesson}: line {line}: the hints for {name}") for row in rows]
        for name, line, rows in _written(read_text(lesson))
    }


def hints_as_written(lesson: Path) -> dict[str, list[str]]:
    """Return the hints of each exercise as Markdown, for what can show it; raises where the lesson cannot be read."""
    return {name: rows for name, _, rows in _written(read_text(lesson))}


def hints_of(course: Course) -> dict[str, list[str]]:
    """Return the hints of all exercises of the course that have some; raises as `hints`."""
    found: dict[str, list[str]] = {}
    for module in course.modules:
        lesson = _lesson_of(course, module)
        there = hints(lesson) if lesson.is_file() else {}
        found |= {e.name: there[e.name] for e in module.exercises if there.get(e.name)}
    return found


def missing_hints(course: Course) -> Iterator[str]:
    """Return a sentence for each exercise that its module's lesson gives no levels of hints; raises as `hints`."""
    with_lesson = [module for module in course.modules if _lesson_of(course, module).is_file()]
    for module in with_lesson:  # a module may do without a lesson, and its students without hints
        there = hints(_lesson_of(course, module))
        where = f"solutions/lessons/{module.name}.md"
        for exercise in module.exercises:
            if exercise.name not in there:
                yield f"{where}: expected a box `> **Exercise: `{exercise.name}`**` with hints below it, got none"
            elif len(there[exercise.name]) < _LEAST:
                yield (
                    f"{where}: expected at least {_LEAST} hints for {exercise.name}, as a list between <details> and "
                    f"</details> below its box, got {len(there[exercise.name])}"
                )


def plain(row: str, where: str) -> str:
    """Return a line of Markdown as every terminal can show it, formulas as a programmer would write them.

    Raises:
        CourseError: it holds what plain text cannot show; `where` begins the message.
    """
    pieces = []
    for piece in _PIECES.finditer(row):
        if piece["formula"] is not None:
            pieces.append(_formula(piece["formula"], where))
        elif piece["code"] is not None:
            pieces.append(piece["code"])
        else:
            pieces.append(re.sub(r"\*+([^*]+)\*+", r"\1", piece["prose"]).translate(_LETTERS))
    text = "".join(pieces)
    if not text.isascii():
        odd = next(letter for letter in text if not letter.isascii())
        raise CourseError(f"{where}: expected letters that every terminal can show, got {odd!r}")
    return text


def _lesson_of(course: Course, module: Module) -> Path:
    return course.root / "solutions" / "lessons" / f"{module.name}.md"


def _written(text: str) -> Iterator[tuple[str, int, list[str]]]:
    """Yield each box's exercise, the line where it begins, and its hints."""
    for name, start, end in _boxes(text):
        fold = _FOLD.search(text, start, end)
        yield name, text.count("\n", 0, start) + 1, _rows(fold["list"]) if fold else []


def _boxes(text: str) -> Iterator[tuple[str, int, int]]:
    """Return each box's exercise, where the box begins, and where the next one does."""
    boxes = list(_BOX.finditer(text))
    bounds = [*(box.start() for box in boxes), len(text)]
    for box, end in zip(boxes, bounds[1:], strict=True):
        yield box["name"], box.start(), end


def _rows(text: str) -> list[str]:
    """Return the entries of a Markdown list, each as one line."""
    return [" ".join(entry.split()) for entry in re.split(r"^- ", text, flags=re.MULTILINE)[1:]]


def _formula(formula: str, where: str) -> str:
    """Write a formula of LaTeX as a programmer would."""
    formula = re.sub(r"\\(?:text|mathrm)\{([^{}]*)\}", r"\1", formula)
    formula = re.sub(r"\\hat\s*\{?(\w)\}?", r"\1hat", formula)
    formula = re.sub(r"\\sqrt\s*(?:\{([^{}]*)\}|(\w))", lambda m: f"sqrt({m[1] or m[2]})", formula)
    formula = re.sub(r"\\[,;: !]", " ", formula)

    def spelled(command: re.Match[str]) -> str:
        word = command[1]
        if word in _SPELLED or word in _AS_WRITTEN:
            return _SPELLED.get(word, word)
        raise CourseError(f"{where}: expected a formula that plain text can show, got \\{word}: say it in other words")

    formula = re.sub(r"\\([A-Za-z]+|.)", spelled, formula)
    while "{" in formula:
        simpler = re.sub(r"\{(\w*)\}", r"\1", formula)
        simpler = re.sub(r"\{([^{}]*)\}", r"(\1)", simpler)
        if simpler == formula:
            raise CourseError(f"{where}: expected a closing brace in the formula ${formula}$, got none")
        formula = simpler
    return " ".join(formula.split())
