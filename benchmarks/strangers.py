"""Put versions that other people wrote through the hidden suites, and see which of them pass.

A folder has wrong/ and right/; each file in them is called EXERCISE__what_it_is.py and defines functions that take
the place of the solution's. A module's suite is collected once under plain pytest; each version then runs the tests
of its exercise in a fork of that session, where its code is executed inside the module that plays the student's.

    python benchmarks/strangers.py forward FOLDER         # exit 1: a wrong one passes, or a right one does not
    python benchmarks/strangers.py forward FOLDER -v      # says of each version which tests refused it
    python benchmarks/strangers.py forward --catalogue    # the mistakes of tests/mistakes instead
"""

from __future__ import annotations

import argparse
import os
import resource
import select
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

_ROOT = Path(__file__).resolve().parents[1]
_SECONDS = 20.0  # of wall clock, for one version: every suite needs less than 5 in all
_MEMORY = 8 << 30  # bytes of address space: a wrong shape may ask for more than there is


@dataclass(frozen=True)
class Version:
    """One function that somebody wrote: which exercise it is for, whether it is right, and its code."""

    exercise: str
    name: str
    right: bool
    code: str


def main(arguments: list[str]) -> int:
    """Run the versions of one module; return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("module")
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--catalogue", action="store_true", help="the mistakes of tests/mistakes")
    parser.add_argument("-v", "--verbose", action="store_true", help="name the tests that refuse a version")
    asked = parser.parse_args(arguments)
    versions = list(_catalogued(asked.module) if asked.catalogue else _written(asked.folder))
    plugin = _Strangers(asked.module, versions)
    sys.path[:0] = [str(_ROOT / "solutions"), str(_ROOT)]
    suite = str(_ROOT / "tests" / "hidden" / f"test_{asked.module}.py")
    options = ["-o", "addopts=--import-mode=importlib", "-p", "no:cacheprovider", "-p", "no:terminal"]
    pytest.main([suite, *options, f"--rootdir={_ROOT}"], plugins=[plugin])
    if plugin.refused.keys() != set(versions):
        missing = next(version.name for version in versions if version not in plugin.refused)
        print(f"{missing} was never run: is the name before __ that of an exercise of {asked.module}?")
        return 2
    surprises = 0
    for version in versions:
        refused_by = plugin.refused[version]
        surprise = version.right == bool(refused_by)
        surprises += surprise
        if surprise or asked.verbose:
            kind = "right" if version.right else "wrong"
            verdict = f"refused by {', '.join(refused_by)}" if refused_by else "passes"
            print(f"{'!!' if surprise else '  '} {kind} {version.name}: {verdict}")
    for right, kind, verdict in ((False, "wrong", "pass"), (True, "right", "are refused")):
        own = [v for v in versions if v.right is right]
        odd = [v for v in own if right == bool(plugin.refused[v])]
        print(f"{asked.module}: {len(odd)} of {len(own)} {kind} versions {verdict}")
    return 1 if surprises else 0


def _written(folder: Path) -> Iterator[Version]:
    for kind in ("wrong", "right"):
        for path in sorted((folder / kind).glob("*__*.py")):
            yield Version(path.stem.partition("__")[0], path.stem, kind == "right", path.read_text(encoding="utf-8"))


def _catalogued(module: str) -> Iterator[Version]:
    path = _ROOT / "tests" / "mistakes" / f"{module}.py"
    source = path.read_text(encoding="utf-8")
    names: dict[str, Any] = {}
    exec(compile(source, str(path), "exec"), names)
    for name, value in names.items():
        exercise, separator, _ = name.partition("__")
        if exercise and separator and callable(value):
            right = name in names["ACCEPTED"]
            yield Version(exercise, name, right, f"{source}\n{exercise} = {name}\n")


class _Strangers:
    """Runs the collected tests of an exercise once per version, in a fork."""

    def __init__(self, module: str, versions: list[Version]) -> None:
        self.refused: dict[Version, list[str]] = {}
        self._module, self._versions = module, versions
        self._failed: set[str] = set()

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        for version in self._versions:
            own = [item for item in session.items if _exercise(item) == version.exercise]
            if own:
                self.refused[version] = self._verdict(own, version)
        return True

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport:
        if call.excinfo is not None:
            self._failed.add(item.name.removeprefix("test_"))
        phase: Any = call.when
        return pytest.TestReport(item.nodeid, item.location, {}, "passed", None, phase, duration=0.0)

    def _verdict(self, tests: list[pytest.Item], version: Version) -> list[str]:
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(reading)
            self._become(tests, version, writing)
        os.close(writing)
        said = b""
        while select.select([reading], [], [], _SECONDS)[0]:
            part = os.read(reading, 65536)
            if not part:
                break
            said += part
        os.close(reading)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        return said.decode().split("\n")[:-2] if said.endswith(b"end\n") else ["the clock, or the end of the process"]

    def _become(self, tests: list[pytest.Item], version: Version, writing: int) -> None:
        """Be the version: exec its code into the module that the suite holds, and run the tests."""
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        nowhere = os.open(os.devnull, os.O_RDWR)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        try:
            exec(compile(version.code, f"{version.name}.py", "exec"), vars(sys.modules[self._module]))
            for item in tests:
                item.ihook.pytest_runtest_protocol(item=item, nextitem=None)
            os.write(writing, ("".join(f"{name}\n" for name in sorted(self._failed)) + "end\n").encode())
        finally:  # what cannot be imported says nothing, and is refused
            os._exit(0)


def _exercise(item: pytest.Item) -> str:
    mark = item.get_closest_marker("exercise")
    return str(mark.args[0]) if mark else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
