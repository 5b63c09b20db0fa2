"""Start a course: one module with a function and a class, suites, a lesson, two hand-ins, which pass `grader check`.

The files are rendered once and belong to their author from then on. What stays ours, the student's kit in exercises/,
is written anew by every `grader build`, so there is nothing that a template tool would have to update.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from importlib import metadata, resources
from importlib.resources.abc import Traversable
from pathlib import Path

import jinja2
from pydantic import TypeAdapter, ValidationError

from grader.authoring.build import build
from grader.course.loading import COURSES_INSIDE, FILE_NAME, CourseError, load_course
from grader.course.model import ModuleName

_MOST_LETTERS = 80  # of a subject: it is a title


def new_course(folder: Path, subject: str | None = None) -> list[Path]:
    """Write a small course into a folder, and build what its students get.

    Args:
        folder: is made if need be; what is in it stays as it is.
        subject: the course's title, of which its first module has its name; None: the name of the folder.

    Returns:
        The files written, those of exercises/ apart.

    Raises:
        CourseError: the subject cannot be a module's name, the folder lies in another course, or a file is in the way.
    """
    folder = folder.resolve()
    title = subject if subject is not None else folder.name.replace("_", " ").replace("-", " ").strip()
    module = _module_of(title, "--subject" if subject is not None else f"the name of the folder {folder.name!r}")
    _refuse_inside_another(folder)
    values = {
        "title": title,
        "module": module,
        "name": module.replace("_", "-"),
        "version": metadata.version("fundamentals-grader"),
    }
    files = {folder / name.replace("MODULE", module): text for name, text in _rendered(values)}
    for path in files:
        if path.exists() or path.is_symlink():
            raise CourseError(f"{path}: expected no file of that name yet, got one: choose an empty folder")
    for path, text in sorted(files.items(), key=lambda item: item[0].name == FILE_NAME):  # a course only when whole
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
    build(load_course(folder))
    return sorted(files)


def _module_of(title: str, where: str) -> str:
    """Return the module's name for a title: "Linear algebra" becomes linear_algebra, "数学" first_steps."""
    if len(title) > _MOST_LETTERS or not title.isprintable():
        raise CourseError(f"{where}: expected a title of at most {_MOST_LETTERS} letters in one line")
    ascii_only = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "_", ascii_only.lower()).strip("_")
    cure = 'choose another with --subject, such as --subject "Linear algebra"'
    if not name and any(map(str.isalpha, title)):  # in Greek, Chinese and others
        return "first_steps"
    if not name:
        raise CourseError(f"{where}: expected a title with letters, got {title!r}: {cure}")
    try:
        TypeAdapter(ModuleName).validate_python(name)
    except ValidationError as error:
        wanted = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise CourseError(
            f"{where}: the first module is named after the subject: expected {wanted}, got {name!r}: {cure}"
        ) from None
    return name


def _refuse_inside_another(folder: Path) -> None:
    for above in (folder, *folder.parents):
        is_meant = folder.is_relative_to(above / COURSES_INSIDE) and folder != above
        if (above / FILE_NAME).exists() and not is_meant:
            where = "is a course already" if above == folder else f"lies inside the course {above}"
            raise CourseError(f"{folder}: {where}: choose another folder, or add a module with `grader new`")


def _rendered(values: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each file of a course."""
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined, keep_trailing_newline=True)
    for name, source in _tree(resources.files("grader.authoring") / "templates" / "course"):
        text = source.read_text(encoding="utf-8").replace("\r\n", "\n")
        if name.endswith(".j2"):
            name, text = name.removesuffix(".j2"), environment.from_string(text).render(values)
        if "dot_" in name:  # a wheel takes along only what does not hide, and of .txt and others only those
            name = re.sub(r"(^|/)dot_", r"\1.", name).removesuffix(".txt")
        yield name, text


def _tree(folder: Traversable, prefix: str = "") -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _tree(entry, f"{prefix}{entry.name}/")
        elif not entry.name.endswith(".pyc"):
            yield prefix + entry.name, entry
