"""Where the packages lie that a course lets hand-ins import."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from pathlib import Path

from grader.sandbox.wire import frames


def place_of(name: str) -> Path:
    """Return where a package lies: its folder, or the one file that it is, whose neighbours are not the guests'.

    Raises:
        ModuleNotFoundError: it is not installed; the message says what to do.
    """
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(
            f"the course lets submissions import {name}, which is not installed: pip install {name}"
        )
    return Path(spec.origin).parent if spec.submodule_search_locations else Path(spec.origin)


def import_paths(places: Sequence[Path]) -> list[str]:
    """Return where the fork server finds its imports: these packages, ours, and the libraries of jail and wire."""
    found = [Path(frames.__file__).parents[3], *(place.parent for place in places)]
    for name in ("landlockpy", "pyseccomp", "msgpack"):
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.origin is not None:
            origin = Path(spec.origin)
            found.append(origin.parent.parent if origin.name == "__init__.py" else origin.parent)
    return list(dict.fromkeys(str(path) for path in found))
