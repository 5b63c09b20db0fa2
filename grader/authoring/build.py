"""Write exercises/: exactly what a student gets, made from the solutions, the public tests and the handout.

Nothing in that folder is written by hand. Equal sources give equal bytes on every system (UTF-8, LF), so
`drift` can say which file is out of step. The list of generated files travels in course.json; a file that is
on no such list is never overwritten or removed.
"""

from __future__ import annotations

import difflib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath
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

TARGET = "exercises"
_FACTS = "course.json"
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
class _File:
    content: bytes
    origin: str  # where to change it instead


def build(course: Course, target: Path | None = None, *, with_answers: bool = False) -> list[Path]:
    """Write the student's folder, atomically file by file, and remove generated files that are no part of it now.

    Args:
        course: a course with solutions/ and tests/public/ beside its course.yaml.
        target: the folder to write; None: exercises/ of the course.
        with_answers: for self-study, where marks say nothing: `pytest --solution` shows a model answer.

    Returns:
        The files that were written or removed; those that were right already are left alone.

    Raises:
        CourseError: a solution or a public test is missing or broken, or a file is in the way that
            `grader build` did not write.
    """
    target = target or course.root / TARGET
    files = _plan(course, with_answers)
    generated = _generated(target)
    _refuse_foreign(target, files, generated)
    changed = []
    for name, file in files.items():
        if not _is_in_step(target / name, file):
            _write(target / name, file.content)
            changed.append(target / name)
    for name in sorted(generated - files.keys()):
        if (target / name).is_file():
            (target / name).unlink()
            changed.append(target / name)
    return changed


def drift(course: Course) -> list[str]:
    """Return one sentence for each file of exercises/ that is not what `build` would write.

    Raises:
        CourseError: as `build`.
    """
    target = course.root / TARGET
    files = _plan(course)
    generated = _generated(target)
    sentences = []
    for name, file in files.items():
        if not (target / name).is_file():
            sentences.append(f"{TARGET}/{name} is missing: run `grader build`")
        elif not _is_in_step(target / name, file):
            sentences.append(f"{TARGET}/{name} differs from {file.origin}: run `grader build`")
    for name in sorted(_present(target) - files.keys()):
        if name in generated:
            sentences.append(f"{TARGET}/{name} is no part of the course any more: run `grader build`")
        else:
            sentences.append(f"{TARGET}/{name} was not written by `grader build`: move it away")
    return sentences


def _plan(course: Course, with_answers: bool = False) -> dict[str, _File]:
    files: dict[str, _File] = {}
    for module in course.modules:
        files[f"{module.name}.py"] = files[f"kit/stubs/{module.name}.txt"] = _stub_of(module, course)  # for --reset
        files[f"test_{module.name}.py"] = _public_test_of(module, course)
    kit = resources.files("grader")
    for name, source in _tree(kit / "handout"):
        if name == "__init__.py":  # makes the folder a package here; a student's folder is none
            continue
        origin = f"grader/handout/{name}"
        if name.endswith(".j2"):
            text = _rendered(source, course, with_answers)
            files[name.removesuffix(".j2")] = _File(text, f"course.yaml and {origin}")
        elif name in _HIDDEN:
            files[_HIDDEN[name]] = _copy(source, origin)
        else:
            files[name] = _copy(source, origin)
    data = course.root / "solutions" / "data"
    if data.is_dir():
        for name, source in _tree(data):
            files[f"data/{name}"] = _File(source.read_bytes(), f"solutions/data/{name}")
    files.update(_lessons(course))
    files.update(_where_asked_for(course, with_answers))
    facts = {**facts_of(course), "generated": sorted([*files, _FACTS])}
    files[_FACTS] = _File(_json(facts), "course.yaml")
    return dict(sorted(files.items()))


def _where_asked_for(course: Course, with_answers: bool) -> Iterator[tuple[str, _File]]:
    if has_variants(course):
        yield f"{MODULE}.py", _File(example(course), "course.yaml")
    if levels := hints_of(course):
        yield "kit/hints.json", _File(_json(levels), "solutions/lessons")
    if with_answers:
        yield "kit/answers.txt", _File(packed(course), "solutions")


def _lessons(course: Course) -> Iterator[tuple[str, _File]]:
    """Return a notebook for each lesson, and what else stands beside the lessons, such as their pictures, as it is.

    A lesson is a text with cells of code. One that leads to exercises is named after their module; one without, such
    as a warm-up, has a name of its own. Any other text, such as a glossary, is copied.
    """
    folder = course.root / "solutions" / "lessons"
    if not folder.is_dir():
        return
    for name, source in _tree(folder):
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
            yield f"{lesson}.ipynb", _File(_lines(notebook(folder / name)), origin)


def _refuse_stray(path: Path, modules: list[str]) -> None:
    """Refuse a lesson with exercises, or with nearly the name of a module, that belongs to no module.

    Raises:
        CourseError: it does.
    """
    is_like_one = bool(difflib.get_close_matches(path.stem, modules, n=1, cutoff=0.75))  # above glossary and loss
    if path.stem not in modules and (is_like_one or hints(path)):
        known = ", ".join(modules)
        raise CourseError(f"{path}: expected a lesson named after a module ({known}), got {path.stem!r}")


def _stub_of(module: Module, course: Course) -> _File:
    origin = f"solutions/{module.name}.py"
    return _File(_lines(stub(course.root / origin, module)), origin)


def _public_test_of(module: Module, course: Course) -> _File:
    origin = f"tests/public/test_{module.name}.py"
    return _File(_lines(read_text(course.root / origin, "students need it")), origin)


def _copy(source: Traversable, origin: str) -> _File:
    text = source.read_text(encoding="utf-8")
    is_code = origin.endswith(".py")
    return _File(_lines((_COPIED.format(name=origin) if is_code else "") + text), origin)


def _tree(folder: Path | Traversable, prefix: str = "") -> Iterator[tuple[str, Traversable]]:
    """Return the files of a folder and its folders, by name, without caches and hidden files."""
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.startswith(".") or entry.name in _LEFT_BY_RUNS:
            continue
        if entry.is_dir():
            yield from _tree(entry, f"{prefix}{entry.name}/")
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


def _generated(target: Path) -> set[str]:
    """Return the names that an earlier build noted; a name that leads out of the folder is none of them."""
    try:
        names = json.loads((target / _FACTS).read_text(encoding="utf-8"))["generated"]
    except (OSError, ValueError, KeyError, TypeError):
        return set()
    paths = [PurePosixPath(name) for name in names if isinstance(name, str)]
    return {str(path) for path in paths if not path.is_absolute() and ".." not in path.parts}


def _refuse_foreign(target: Path, files: dict[str, _File], generated: set[str]) -> None:
    for name, file in files.items():
        if name not in generated and (target / name).exists() and not _is_in_step(target / name, file):
            raise CourseError(f"{target / name}: expected a file that `grader build` wrote, got another: move it away")


def _present(target: Path) -> set[str]:
    return {name for name, _ in _tree(target)} if target.is_dir() else set()


def _is_in_step(path: Path, file: _File) -> bool:
    return path.is_file() and not path.is_symlink() and path.read_bytes() == file.content


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        fresh.write_bytes(content)
        os.replace(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)
