"""Say what this machine can do: one line each, ok or the cure."""

from __future__ import annotations

import errno
import importlib.metadata
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement

from grader.authoring import printing
from grader.course.loading import CourseError, load_course
from grader.intake.found_course import load_found_course
from grader.processes import cores
from grader.sandbox.host.forkserver import ForkServer
from grader.sandbox.host.isolation import Isolation, SandboxError
from grader.sandbox.host.limits import lift
from grader.workers.process import need_processes

_PACKAGE = "fundamentals-grader"


@dataclass(frozen=True)
class Finding:
    """One line: what was looked at, what was seen, and what to do if that is not enough."""

    what: str
    seen: str
    cure: str = ""

    def __str__(self) -> str:
        return f"{self.what}: {self.seen}" + (f": {self.cure}" if self.cure else ": ok")


def examine(course_path: Path | None, out: Path) -> list[Finding]:
    """Look at everything `grader run` needs."""
    return [*_interpreter(), *_packages(), *_jail(), _cores(), _course(course_path), _output(out), *_slides()]


def _interpreter() -> Iterator[Finding]:
    version = platform.python_version()
    cure = "" if sys.version_info >= (3, 11) else "install Python 3.11 or newer"
    yield Finding("Python", f"{version} on {platform.system()} {platform.release()}", cure)


def _packages() -> Iterator[Finding]:
    for requirement in _required():
        try:
            version = importlib.metadata.version(requirement.name)
        except importlib.metadata.PackageNotFoundError:
            yield Finding(requirement.name, "missing", f"pip install '{requirement.name}{requirement.specifier}'")
            continue
        fits = requirement.specifier.contains(version, prereleases=True)
        yield Finding(
            requirement.name, version, "" if fits else f"pip install '{requirement.name}{requirement.specifier}'"
        )


def _required(extra: str = "") -> Iterator[Requirement]:
    for requirement in map(Requirement, importlib.metadata.requires(_PACKAGE) or []):
        is_for_an_extra = "extra ==" in str(requirement.marker)
        is_asked_for = requirement.marker is None or requirement.marker.evaluate({"extra": extra})
        if is_asked_for and is_for_an_extra == bool(extra):
            yield requirement


def _slides() -> Iterator[Finding]:
    """Look at what a session in a room needs besides; who only grades does without, so nothing of it wants a cure."""
    missing = [r.name for r in _required("slides") if not _is_installed(r.name)]
    how = f"to build them, pip install '{_PACKAGE}[slides]' (missing: {', '.join(missing)})"
    yield Finding("slides", how if missing else "can be built")
    found = printing.browser()
    yield Finding("slides as PDF", f"printed by {found}" if found else "to print them here, install chromium")


def _is_installed(distribution: str) -> bool:
    try:
        importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def _jail() -> Iterator[Finding]:
    try:
        from grader.sandbox.guest import jail

        abi = jail.landlock_abi()
    except (ImportError, TypeError, OSError):  # no system for it, or one that refuses to say
        abi = 0
    cure = (
        ""
        if abi
        else "use Linux 5.13 or newer with Landlock, or grade with --isolation process, which trusts the hand-ins"
    )
    yield Finding("Landlock", f"ABI {abi}" if abi else "missing", cure)
    with tempfile.TemporaryDirectory() as secret:
        Path(secret, "hidden.py").write_text("a guest that reads this has escaped\n")
        try:
            need_processes()
            lift()
            ForkServer(
                isolation=Isolation.JAIL,
                packages=["numpy"],
                public_folder=None,
                secret_folder=Path(secret),
                memory_mb=1536,
                cpu_seconds=60,
            ).ready().close()
        except SandboxError as error:
            yield Finding("jail", "not usable", str(error))
        else:
            yield Finding("jail", "Landlock and seccomp hold in a trial from inside")


def _cores() -> Finding:
    return Finding("cores", str(cores()))


def _course(path: Path | None) -> Finding:
    try:
        course = load_course(path) if path else load_found_course(Path.cwd())
    except CourseError as error:
        return Finding("course", "not usable", str(error))
    exercises = sum(len(module.exercises) for module in course.modules)
    return Finding("course", f"{course.name} in {course.root}, {len(course.modules)} modules, {exercises} exercises")


def _output(out: Path) -> Finding:
    nearest = next(path for path in (out, *out.resolve().parents) if os.path.lexists(path))
    try:
        if not nearest.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        with tempfile.TemporaryFile(dir=nearest):
            pass
    except OSError as error:
        return Finding("results", f"{out} cannot be written ({error.strerror})", "choose another folder with --out")
    return Finding("results", f"{out} can be written")
