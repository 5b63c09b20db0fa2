"""Grade a class with every attack in it, and once more with honest work in the attackers' place."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.attacks.techniques import Attack, all_attacks

collect_ignore = ["course"]  # hidden suites of its own, which a grading process collects

_HERE = Path(__file__).parent
_COURSE = _HERE / "course"
SHARED = [Path(folder) for folder in ("/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue") if os.path.isdir(folder)]


@dataclass
class World:
    """A folder with a course, a class and a home, each with a secret of its own planted in it."""

    root: Path
    canaries: dict[str, str] = field(default_factory=dict)

    @property
    def course(self) -> Path:
        return self.root / "course"

    @property
    def hand_ins(self) -> Path:
        return self.root / "class"

    def plant(self) -> None:
        """Copy the course; put a canary into every suite, solution and mistake, the home and the environment."""
        for source in sorted(_COURSE.rglob("*")):
            if source.is_file() and source.suffix != ".pyc":
                target = self.course / source.relative_to(_COURSE)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(source.read_text().replace("{canary}", self._canary(source.stem)))
        for name in ("data/numbers.csv", "kit/answers.txt", "results/ada.json", "hand-ins/ada/forward.py"):
            path = self.course / "exercises" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("1, 2\n" if path.suffix == ".csv" else self._canary(f"exercises_{path.parent.name}"))
        (self.root / "home").mkdir()
        (self.root / "home" / ".netrc").write_text(self._canary("home"))
        home = {**os.environ, "HOME": str(self.root / "home")}  # the course's own figures make caches there, once
        subprocess.run([sys.executable, "-c", "import matplotlib.pyplot"], env=home, check=True)
        self._canary("environment")

    def _canary(self, place: str) -> str:
        return self.canaries.setdefault(place, f"canary{place.replace('_', '')}{os.urandom(8).hex()}")

    def hand_in(self, student: str, files: dict[str, Any]) -> None:
        """Write a hand-in: text and bytes as files; a function is called with the path and makes what it likes."""
        for name, content in files.items():
            path = self.hand_ins / student / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if callable(content):
                content(path)
            elif isinstance(content, bytes):
                path.write_bytes(content)
            else:
                path.write_text(content)

    def run(self, *options: str) -> Run:
        """Run `grader run` as its users do, in a session of its own, and look at what it leaves behind."""
        out = self.root / "results"
        environment = {
            **os.environ,
            "HOME": str(self.root / "home"),
            "GRADER_SECRET": self.canaries["environment"],
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        before = self.files()
        others = set(_all_processes())  # to read of each of them ten times a second takes a tenth of a core
        start = time.monotonic()
        with open(self.root / "said", "w+b") as said:  # a pipe would stay open in a process that is left over
            process = subprocess.Popen(
                [sys.executable, "-m", "grader", "run", str(self.hand_ins), "--out", str(out), *options],
                cwd=self.course,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            most_guests = 0
            while process.poll() is None and time.monotonic() < start + 600:
                most_guests = max(most_guests, len(guests_of(process.pid, others)))
                time.sleep(0.1)
            code = process.wait(timeout=1)
            said.seek(0)
            text = said.read().decode("utf-8", "replace")
        results = {path.stem: path.read_bytes() for path in sorted(out.glob("*.json"))}
        left = [path for path in self.files() - before if not path.is_relative_to(out) and path.name != "said"]
        return Run(code, text, results, time.monotonic() - start, left, processes_of(process.pid), most_guests)

    def files(self) -> set[Path]:
        """Return all files of this world; and in folders that all users share, those an attack would make."""
        found = set(self.root.rglob("*"))
        for folder in SHARED:
            found |= {Path(entry.path) for entry in os.scandir(folder) if "mallory" in entry.name}
        return found


@dataclass(frozen=True)
class Run:
    """What one run of the grader gave and left behind."""

    code: int
    text: str
    results: dict[str, bytes]
    seconds: float
    left_files: list[Path]
    left_processes: list[int]
    most_guests: int


def processes_of(session: int, others: Collection[int] = ()) -> list[int]:
    """Return the processes that still belong to a session; `others` are known not to."""
    found = []
    for pid in _all_processes():
        if pid in others:
            continue
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session and fields[0] != "Z":
            found.append(pid)
    return found


def guests_of(session: int, others: Collection[int] = ()) -> list[int]:
    """Return those of them that are in jail."""
    found = []
    for pid in processes_of(session, others):
        try:
            status = Path(f"/proc/{pid}/status").read_text()
        except OSError:
            continue
        if "\nSeccomp:\t2\n" in status:
            found.append(pid)
    return found


def _all_processes() -> list[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def shared_memory() -> dict[str, str]:
    """Return the System V objects there are, as the kernel lists them."""
    folder = Path("/proc/sysvipc")
    return {name: (folder / name).read_text() for name in ("shm", "sem", "msg") if (folder / name).exists()}


HONEST = {
    name: (_COURSE / "solutions" / f"{name}.py").read_text().replace("{canary}", "")
    for name in ("forward", "backward", "hands_on", "values")
}
NEIGHBOURS = {
    "aaron": {f"{name}.py": source for name, source in HONEST.items()},
    "zuse": {"forward.py": HONEST["forward"].replace("np.maximum(x, 0.0)", "np.abs(x)")},
}


@pytest.fixture(scope="session")
def new_world(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], World]:
    """Make a world with two honest neighbours, whose names put them before and after everybody else."""

    def make() -> World:
        world = World(tmp_path_factory.mktemp("world"))
        world.plant()
        for student, files in NEIGHBOURS.items():
            world.hand_in(student, files)
        return world

    return make


@pytest.fixture(scope="session")
def attacks() -> list[Attack]:
    """Return every variant of every technique."""
    return all_attacks()


@pytest.fixture(scope="session")
def attacked(new_world: Callable[[], World], attacks: list[Attack]) -> tuple[World, Run]:
    """Grade the class with the attackers in it."""
    return _graded(new_world(), ((attack.student, attack.files) for attack in attacks))


@pytest.fixture(scope="session")
def honest(new_world: Callable[[], World], attacks: list[Attack]) -> Run:
    """Grade the class with an honest hand-in in each attacker's place: a stub, or the part that is their own work."""
    return _graded(new_world(), ((attack.student, attack.honest) for attack in attacks))[1]


def _graded(world: World, hand_ins: Iterable[tuple[str, dict[str, Any]]]) -> tuple[World, Run]:
    for student, files in hand_ins:
        world.hand_in(student, files)
    run = world.run("--jobs", "2")
    shutil.rmtree(world.hand_ins)  # some hand-ins are large
    return world, run
