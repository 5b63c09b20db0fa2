"""Say which files a guest may read, and take all others from a process of ours that works for one.

A lent function of the course's may take the name of a file: what a guest reads or writes by it must be no more than
what it may read and write itself, but for the libraries that such a function imports.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from grader.sandbox.wire import frames

_SYSTEMS = ("/usr/lib", "/usr/lib64", "/lib", "/lib64")  # where libraries lie that packages link to


def readable_paths(packages: Sequence[Path], folders: Sequence[Path]) -> list[str]:
    """Return what a guest needs to read: the standard library and packages, never a whole site-packages.

    Args:
        packages: where the packages lie that a submission may import: folders, and files of one module.
        folders: of public data.
    """
    library = Path(os.__file__).parent
    parts = [part for part in library.iterdir() if part.name not in ("site-packages", "dist-packages")]
    for package in packages:
        parts += [package, package.with_name(f"{package.name}.libs")] if package.is_dir() else [package]
    return [str(path) for path in [*parts, *folders] if path.exists()]


def confine(readable: Iterable[str], secret: Path) -> None:
    """Let this process open for good these files and folders and the libraries, to read, and nothing to write.

    Args:
        secret: a folder of the course's; a place of libraries that it lies in is not opened.

    Raises:
        OSError: the kernel refuses.
    """
    import landlockpy  # here, because a run without a jail works on systems without it

    to_read = landlockpy.AccessFS.READ_FILE | landlockpy.AccessFS.EXECUTE
    with landlockpy.Ruleset() as rules:
        for path in (*readable, *_libraries(secret)):
            rules.allow_path(path, to_read | landlockpy.AccessFS.READ_DIR if os.path.isdir(path) else to_read)
        rules.restrict()


def _libraries(secret: Path) -> list[str]:
    ours = Path(frames.__file__).parents[2]
    places = [Path(path) for path in (*sys.path, *_SYSTEMS, str(ours)) if path]
    return [str(place) for place in places if place.is_dir() and not secret.resolve().is_relative_to(place.resolve())]
