"""What exercises/ consists of: each file, and where to change it instead."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import jinja2

from grader.authoring.answers import packed
from grader.authoring.hints import hints, hints_of
from grader.authoring.lessons import is_lesson, notebook
from grader.authoring.stubs import stub
from grader.authoring.student_course import facts_of, on_track
from grader.course.loading import CourseError, read_text
from grader.course.model import Course, Module, Tier
from grader.course.variants import MODULE, example, has_variants

FACTS = "course.json"  # holds the list of all files
_LEFT_BY_RUNS = {"__pycache__", ".pytest_cache", ".ipynb_checkpoints", ".venv", ".DS_Store"}
_HIDDEN = {"vscode.json": ".vscode/settings.json"}  # kept here under a name that can be seen
_DISTRIBUTIONS = {  # import name -> what pip installs, where the two differ
    "sklearn": "scikit-learn", "skimage": "scikit-image", "PIL": "pillow", "cv2": "opencv-python-headless",
    "yaml": "pyyaml", "bs4": "beautifulsoup4", "dateutil": "python-dateutil",
}  # fmt: skip
_HEAD = 300  # bytes of a text, in which a lesson says that it is one
_HEAD_OF_ONE = re.compile(rb"^\s*jupytext:", re.MULTILINE)
_COPIED = "# A copy of the kit's {name}, written by `grader build`: a change made here is lost.\n"


@dataclass(frozen=True)
class File:
    """One file of exercises/."""

    content: bytes
    origin: str  # where to change it instead


def contents(course: Course, with_answers: bool = False) -> dict[str, File]:
    """Return the files by their names.

    Raises:
        CourseError: a solution, a public test or a lesson is missing or broken.
    """
    files: dict[str, File] = {}
    for module in course.modules:
        files[f"{module.name}.py"] = files[f"kit/stubs/{module.name}.txt"] = _stub_of(module, course)  # for --reset
        files[f"test_{module.name}.py"] = _public_test_of(module, course)
    kit = resources.files("grader")
    for name, source in tree(kit / "handout"):
        if name == "__init__.py":  # makes the folder a package here; a student's folder is none
            continue
        origin = f"grader/handout/{name}"
        if name.endswith(".j2"):
            text = _rendered(source, course, with_answers)
            files[name.removesuffix(".j2")] = File(text, f"course.yaml and {origin}")
        elif name in _HIDDEN:
            files[_HIDDEN[name]] = _copy(source, origin)
        else:
            files[name] = _copy(source, origin)
    data = course.root / "solutions" / "data"
    if data.is_dir():
        for name, source in tree(data):
            files[f"data/{name}"] = File(source.read_bytes(), f"solutions/data/{name}")
    files.update(_lessons(course))
    files.update(_where_asked_for(course, with_answers))
    facts = {**facts_of(course), "generated": sorted([*files, FACTS])}
    files[FACTS] = File(_json(facts), "course.yaml")
    return dict(sorted(files.items()))


def _where_asked_for(course: Course, with_answers: bool) -> Iterator[tuple[str, File]]:
    if has_variants(course):
        yield f"{MODULE}.py", File(example(course), "course.yaml")
    if levels := hints_of(course):
        yield "kit/hints.json", File(_json(levels), "solutions/lessons")
    if with_answers:
        yield "kit/answers.txt", File(packed(course), "solutions")


def _lessons(course: Course) -> Iterator[tuple[str, File]]:
    """Return a notebook for each lesson, and what else stands beside the lessons, such as their pictures, as it is.

    A lesson is a text with cells of code. One that leads to exercises is named after their module; one without, such
    as a warm-up, has a name of its own. Any other text, such as a glossary, is copied.
    """
    folder = course.root / "solutions" / "lessons"
    if not folder.is_dir():
        return
    for name, source in tree(folder):
        origin = f"solutions/lessons/{name}"
        lesson = name.removesuffix(".md")
        could_be_one = lesson != name and "/" not in name
        if could_be_one and not is_lesson(folder / name) and _HEAD_OF_ONE.search(source.read_bytes()[:_HEAD]):
            raise CourseError(
                f"{folder / name}: expected the head of a lesson, `---` and `jupyter:` in its first two lines, got "
                f"another text: copy the head of a lesson that works"
            )
        if not could_be_one or not is_lesson(folder / name):
            yield name, _copy(source, origin)
        else:
            _refuse_stray(folder / name, [module.name for module in course.modules])
            yield f"{lesson}.ipynb", File(_lines(notebook(folder / name)), origin)


def _refuse_stray(path: Path, modules: list[str]) -> None:
    """Refuse a lesson with exercises, or with nearly the name of a module, that belongs to no module.

    Raises:
        CourseError: it does.
    """
    is_like_one = bool(difflib.get_close_matches(path.stem, modules, n=1, cutoff=0.75))  # above glossary and loss
    if path.stem not in modules and (is_like_one or hints(path)):
        known = ", ".join(modules)
        raise CourseError(f"{path}: expected a lesson named after a module ({known}), got {path.stem!r}")


def _stub_of(module: Module, course: Course) -> File:
    origin = f"solutions/{module.name}.py"
    return File(_lines(stub(course.root / origin, module)), origin)


def _public_test_of(module: Module, course: Course) -> File:
    origin = f"tests/public/test_{module.name}.py"
    return File(_lines(read_text(course.root / origin, "students need it")), origin)


def _copy(source: Traversable, origin: str) -> File:
    text = source.read_text(encoding="utf-8")
    is_code = origin.endswith(".py")
    return File(_lines((_COPIED.format(name=origin) if is_code else "") + text), origin)


def tree(folder: Path | Traversable, prefix: str = "") -> Iterator[tuple[str, Traversable]]:
    """Return the files of a folder and its folders, by name, without caches and hidden files."""
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.startswith(".") or entry.name in _LEFT_BY_RUNS:
            continue
        if entry.is_dir():
            yield from tree(entry, f"{prefix}{entry.name}/")
        else:
            yield prefix + entry.name, entry


def _rendered(template: Traversable, course: Course, with_answers: bool) -> bytes:
    environment = jinja2.Environment(
        undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    tracks = {name: on_track(course, name) for name in course.tracks}
    first = next(e for m in course.modules[:1] for e in m.exercises if e.tier is not Tier.STRETCH)
    folder = course.root / "solutions" / "lessons"
    lessons = [m.name for m in course.modules if (folder / f"{m.name}.md").is_file()]
    text = environment.from_string(template.read_text(encoding="utf-8")).render(
        course=course,
        distributions=[_DISTRIBUTIONS.get(name, name) for name in course.packages if name != "numpy"],
        tracks=tracks,
        lessons=lessons,
        besides={path.stem for path in folder.glob("*.md")} - set(lessons),
        hints=first.name in hints_of(course),
        first=first,
        with_answers=with_answers,
        has_variants=has_variants(course),
        module=course.modules[0],
        stretch=Tier.STRETCH,
    )
    return _lines(text)


def _json(value: dict[str, Any]) -> bytes:
    return _lines(json.dumps(value, indent=1, ensure_ascii=False) + "\n")


def _lines(text: str) -> bytes:
    return text.replace("\r\n", "\n").encode("utf-8")
