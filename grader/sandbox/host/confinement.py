"""Take the machine's files away from a process of ours that calls the course's code with what a guest chose.

A function of the course's may take the name of a file: what a guest reads or writes by it must be no more than what it
may read and write itself, but for the libraries that such a function imports.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from grader.sandbox.wire import frames

_SYSTEMS = ("/usr/lib", "/usr/lib64", "/lib", "/lib64")  # where libraries lie that packages link to


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
