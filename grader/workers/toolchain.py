"""What grades on a machine besides the course: the same hand-in gets the same document only from the same tools."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import packages_distributions, version
from pathlib import Path

_CODE = (".py", ".ini")


def toolchain(packages: Sequence[str]) -> dict[str, str]:
    """Return the tools of this machine by name, each with its version.

    Args:
        packages: what the course lets hand-ins import, besides numpy.
    """
    return {
        "system": f"{platform.system()} on {platform.machine()}",  # a processor rounds in its own way
        "Python": platform.python_version(),
        **{name: version(name) for name in _distributions(packages)},
        "the code of the grader": _own_digest(),
    }


def differences(wanted: Mapping[str, str], found: Mapping[str, str]) -> Iterator[str]:
    """Yield what another machine has instead of ours, in words."""
    for name in dict.fromkeys([*wanted, *found]):
        ours, theirs = wanted.get(name, "nothing"), found.get(name, "nothing")
        if ours != theirs:
            yield f"{name} is {theirs[:40]} there and {ours[:40]} here"


def _distributions(packages: Sequence[str]) -> list[str]:
    """Return what a suite and a hand-in import, as it is called where it is installed from."""
    names = {"numpy", "pytest"}
    if others := set(packages) - names:
        known = packages_distributions()
        names |= {distribution for package in others for distribution in known.get(package, [])}
    return sorted(names)


def _own_digest() -> str:
    digest = hashlib.sha256()
    root = Path(__file__).parents[1]
    for path in sorted(path for path in root.rglob("*") if path.suffix in _CODE):
        digest.update(f"{path.relative_to(root).as_posix()}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
