"""Write a class that nobody attends: 20 hand-ins that work through a track, with the mistakes that beginners make.

An instructor grades it before the first student comes, and sees the marks, the flags and the pages as they will be.
Every hand-in is made from the course's own solutions, stubs and catalogued mistakes, and is the same in every run.
"""

from __future__ import annotations

import ast
import random
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.authoring.files import parsed
from grader.authoring.mutants import Mistakes
from grader.authoring.stubs import stub
from grader.course.loading import CourseError
from grader.course.model import Course, Exercise, Module

STUDENTS = 20
_SEED = 1958
_FASTEST_SHARE = 1.0  # of the track that the fastest student has begun, and the slowest
_SLOWEST_SHARE = 0.15
_MOST_WRONG = 0.35  # of what the weakest student began


@dataclass(frozen=True)
class Work:
    """What one student did: exercises begun, and the mistake made in some of them."""

    begun: frozenset[str]
    mistakes: dict[str, str]


def rehearse(course: Course, track: str, folder: Path) -> list[Path]:
    """Write the hand-ins FOLDER/student-NN/MODULE.py, and return their folders.

    Raises:
        KeyError: the course has no such track.
        CourseError: a solution or a file of mistakes cannot be read, or something else is in the folder.
        OSError: the folder cannot be written.
    """
    folders = [folder / f"student-{number:02d}" for number in range(1, STUDENTS + 1)]
    _refuse_foreign(folder, folders, course)
    sources = {module.name: Sources(course, module) for module in course.modules}
    for path, work in zip(folders, works(course, track), strict=True):
        path.mkdir(parents=True, exist_ok=True)
        for module in course.modules:
            (path / f"{module.name}.py").write_bytes(sources[module.name].of(work))
    return folders


def works(course: Course, track: str) -> Iterator[Work]:
    """Yield what each of the students does: some come to the end, some hardly begin, and most get something wrong."""
    modules = course.on_track(track).modules
    exercises = [exercise for module in modules for exercise in module.exercises]
    known = {module.name: mistakes_of(course, module) for module in modules}
    mistakes = {e.name: known[m.name].get(e.name, []) for m in modules for e in m.exercises}
    chance = random.Random(_SEED)
    order = chance.sample(range(STUDENTS), STUDENTS)  # or the class would stand sorted from strong to weak
    for place in order:
        strength = 1 - place / (STUDENTS - 1)
        share = _SLOWEST_SHARE + (_FASTEST_SHARE - _SLOWEST_SHARE) * strength
        begun = _begun(exercises, share)
        wrong = [name for name in begun if mistakes[name] and chance.random() < _MOST_WRONG * (1 - strength)]
        yield Work(frozenset(begun), {name: _typical(mistakes[name], chance) for name in wrong})


def _begun(exercises: list[Exercise], share: float) -> list[str]:
    """Return the exercises that are begun when a share of the track's minutes has passed."""
    time = share * sum(exercise.minutes for exercise in exercises)
    begun = []
    for exercise in exercises:
        time -= exercise.minutes
        if time < -1e-9:
            break
        begun.append(exercise.name)
    return begun


def _typical(mistakes: list[str], chance: random.Random) -> str:
    """Return one of an exercise's mistakes: the catalogue's first ones are made most often."""
    return mistakes[min(int(chance.expovariate(0.7)), len(mistakes) - 1)]


def mistakes_of(course: Course, module: Module) -> dict[str, list[str]]:
    """Return the names of the mistakes of each exercise, in the order of the catalogue."""
    path = course.root / "tests" / "mistakes" / f"{module.name}.py"
    found: dict[str, list[str]] = {}
    for node in parsed(path).body if path.is_file() else []:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and "__" in node.name.strip("_"):
            found.setdefault(node.name.partition("__")[0], []).append(node.name)
    return found


class Sources:
    """One module's solution, from which hand-ins are made."""

    def __init__(self, course: Course, module: Module) -> None:
        solution = course.root / "solutions" / f"{module.name}.py"
        self._stub = stub(solution, module)
        self._solution = _without_markers(solution.read_text(encoding="utf-8"))
        self._mistakes = course.root / "tests" / "mistakes" / f"{module.name}.py"
        self._exercises = [exercise.name for exercise in module.exercises]

    def of(self, work: Work) -> bytes:
        """Return the file of a student who did this work: right answers, mistakes, and stubs of what is not begun."""
        begun = [name for name in self._exercises if name in work.begun]
        if not begun:
            return self._stub.encode("utf-8")
        source = _with_stubs(self._solution, self._stub, set(self._exercises) - set(begun)).encode("utf-8")
        for name in begun:
            if mistake := work.mistakes.get(name):
                source = Mistakes(self._mistakes).written(source, name, mistake)
        return source


def _without_markers(text: str) -> str:
    return "".join(line for line in text.splitlines(keepends=True) if not line.strip().startswith("### "))


def _with_stubs(solution: str, stubs: str, names: Collection[str]) -> str:
    """Return a solution in which the functions and classes of these names are as they were handed out."""
    lines, handed_out = solution.splitlines(keepends=True), stubs.splitlines(keepends=True)
    places = _places(stubs)
    for name, (first, last) in sorted(_places(solution).items(), key=lambda item: -item[1][0]):
        if name in names:
            start, end = places[name]
            lines[first:last] = handed_out[start:end]
    return "".join(lines)


def _places(source: str) -> dict[str, tuple[int, int]]:
    """Return the index of the first line of each function and class, and of the line after its last."""
    found = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            found[node.name] = (first - 1, node.end_lineno or node.lineno)
    return found


def _refuse_foreign(folder: Path, ours: list[Path], course: Course) -> None:
    files = {path / f"{module.name}.py" for path in ours for module in course.modules}
    there = sorted(path for path in folder.rglob("*") if not path.is_dir()) if folder.is_dir() else []
    if foreign := [path for path in there if path not in files]:
        raise CourseError(f"{folder}: expected a new folder, got one that holds {foreign[0].name}: choose another")
