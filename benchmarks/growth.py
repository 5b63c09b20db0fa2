"""What a class of 100, of 1,000 and of 10,000 costs: does the time grow in line, and the memory not at all?

    python benchmarks/growth.py 100 1000                            # the whole course
    python benchmarks/growth.py 100 1000 10000 --course examples/courses/algorithms      # a small course
    python benchmarks/growth.py 100 1000 10000 --reuse 100          # the whole course, of which 100 are really graded

For each N it makes a class of hand-ins of every kind (right, half done, with catalogued mistakes, in another style, as
handed out, zipped, badly named, broken, crashing, hanging, and those of examples/class), grades it, runs again with
nothing to grade, writes the report and exports. With --reuse M only M hand-ins are graded; the others are the same
files under other names, and get a copy of the document. So everything but the grading itself is measured at N.

Seconds are of the wall clock, CPU is of all processes. Peak memory is the grader's own process (its high-water mark);
"beside it" is what the workers and their guests hold together at most (proportional set size: shared pages count once).
Descriptors, processes and memory beside it are looked at all the time: the last tenth but one of a run is compared with
the second, for what leaks grows.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader.authoring.rehearsal import Sources, Work, mistakes_of
from grader.course.loading import load_course
from grader.course.model import Course
from grader.grade.store import Store
from grader.grading import Settings, course_key, key_of
from grader.intake import read_class, result_file_name

_GLANCE = 0.1  # seconds between two looks
_ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Measure and print a line per class and command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("numbers", type=int, nargs="+", help="hand-ins")
    parser.add_argument("--course", type=Path, default=_ROOT)
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--reuse", type=int, default=0, metavar="M", help="grade M, and let the others be the same")
    parser.add_argument("--scratch", type=Path, help="a folder on a disk with room: 10,000 take 6 GB")
    options = parser.parse_args()
    course = load_course(options.course)
    print("| hand-ins | command | seconds | CPU s | ms each | peak MB | beside it MB | files | MB on disk |")
    print("|---:|---|---:|---:|---:|---:|---:|---:|---:|")
    for number in options.numbers:
        with tempfile.TemporaryDirectory(dir=options.scratch) as folder:
            _measure(course, number, options.jobs, options.reuse, Path(folder))


def _measure(course: Course, number: int, jobs: int, reuse: int, folder: Path) -> None:
    graded = min(number, reuse or number)
    _Class(course, folder / "hand-ins").write(graded)
    results, report = folder / "results", folder / "report"
    run = ["run", folder / "hand-ins", "--course", course.root, "--out", results, "--jobs", jobs]
    first = _watched(run)
    _say(graded, "run", first, results)
    if graded < number:
        _multiply(course, folder / "hand-ins", results, graded, number)
    _say(number, "run, nothing to grade", _watched(run), results)
    for form, to in (("csv", folder / "marks.csv"), ("table", folder / "table.csv"), ("gradescope", folder / "scope")):
        _say(number, f"export {form}", _watched(["export", form, results, "--to", to]), to)
    about = ["--course", course.root, "--hand-ins", folder / "hand-ins"]
    _say(number, "report", _watched(["report", results, "--out", report, *about]), report)
    print(f"\nwhile {graded:,} were graded, {first.growth()}\n", flush=True)


class _Class:
    """Writes hand-ins of every kind, the same ones in every run."""

    def __init__(self, course: Course, folder: Path) -> None:
        self._course, self._folder = course, folder
        self._sources = {module.name: Sources(course, module) for module in course.modules}
        self._exercises = [e.name for m in course.modules for e in m.exercises]
        self._mistakes = {k: v for m in course.modules for k, v in mistakes_of(course, m).items()}
        self._examples = sorted((course.root / "examples" / "class").glob("*"))
        self._styles = sorted((course.root / "tests" / "alternatives").glob("*"))

    def write(self, number: int) -> None:
        """Write so many: most half done, a fifth odd in some way, one in 100 crashing, one in 1,000 hanging."""
        for place in range(number):
            chance = random.Random(place)
            target = self._folder / f"student{place:05}"
            target.mkdir(parents=True)
            kind = _Class._hanging if place % 1000 == 84 else self._KINDS.get(place % 100)
            if kind is not None:
                kind(self, target, chance)
            elif self._examples and place % 100 < 50:
                self._example(target, self._examples[place % 100 % len(self._examples)])
            else:
                self._half_done(target, chance)

    def _half_done(self, target: Path, chance: random.Random) -> None:
        begun = self._exercises[: chance.randrange(len(self._exercises) + 1)]
        wrong = [name for name in begun if self._mistakes.get(name) and chance.random() < 0.2]
        self._work(target, Work(frozenset(begun), {name: chance.choice(self._mistakes[name]) for name in wrong}))

    def _right(self, target: Path, chance: random.Random) -> None:
        self._work(target, Work(frozenset(self._exercises), {}))

    def _untouched(self, target: Path, chance: random.Random) -> None:
        self._work(target, Work(frozenset(), {}))

    def _work(self, target: Path, work: Work) -> None:
        for name, sources in self._sources.items():
            (target / f"{name}.py").write_bytes(sources.of(work) + f"# by {target.name}\n".encode())

    def _another_style(self, target: Path, chance: random.Random) -> None:
        self._right(target, chance)
        for path in chance.choice(self._styles).glob("*.py") if self._styles else ():
            shutil.copy(path, target)

    def _example(self, target: Path, example: Path) -> None:
        if example.is_dir():
            shutil.copytree(example, target, dirs_exist_ok=True)
        else:
            shutil.copy(example, target.with_suffix(example.suffix))
            target.rmdir()

    def _zipped(self, target: Path, chance: random.Random) -> None:
        self._half_done(target, chance)
        with zipfile.ZipFile(target.with_suffix(".zip"), "w", zipfile.ZIP_DEFLATED) as packed:
            for path in target.iterdir():
                packed.write(path, f"work/{path.name}")
        shutil.rmtree(target)

    def _badly_named(self, target: Path, chance: random.Random) -> None:
        self._half_done(target, chance)
        first = target / f"{self._course.modules[0].name}.py"
        first.rename(first.with_name(f"{first.stem} (1)_final.py"))

    def _nothing(self, target: Path, chance: random.Random) -> None:
        (target / "notes.txt").write_text("I was ill.")

    def _with_helpers(self, target: Path, chance: random.Random) -> None:
        self._right(target, chance)
        (target / "helpers.py").write_text("def twice(x):\n    return 2 * x\n")
        self._append(target, "import helpers\n")

    def _broken(self, target: Path, chance: random.Random) -> None:
        self._right(target, chance)
        self._append(target, "def half(:\n")

    def _crashing(self, target: Path, chance: random.Random) -> None:
        self._right(target, chance)
        self._append(target, self._instead("import os; os._exit(1)"))

    def _hanging(self, target: Path, chance: random.Random) -> None:
        self._right(target, chance)
        self._append(target, self._instead("while True: pass"))

    def _talking(self, target: Path, chance: random.Random) -> None:
        self._right(target, chance)
        self._append(target, self._instead(f"print('here', {chance.random()}); raise ValueError({target.name!r})"))

    def _instead(self, body: str) -> str:
        return f"def {self._exercises[0]}(*args, **settings):\n    {body}\n"

    def _append(self, target: Path, code: str) -> None:
        with (target / f"{self._course.modules[0].name}.py").open("a") as file:
            file.write(code)

    _KINDS = {  # noqa: RUF012  # by the place in a hundred; the others are examples and half done
        **dict.fromkeys((0, 10, 20, 30, 40, 60, 70, 80), _right),
        **dict.fromkeys((50, 51, 52, 53), _another_style),
        **dict.fromkeys((54, 55, 56, 57), _untouched),
        **dict.fromkeys((61, 62, 63, 64, 65), _zipped),
        **dict.fromkeys((66, 67, 68), _badly_named),
        **dict.fromkeys((71, 72), _nothing),
        **dict.fromkeys((73, 74, 75), _with_helpers),
        **dict.fromkeys((76, 77, 78), _broken),
        **dict.fromkeys((81, 82), _talking),
        83: _crashing,
    }


def _multiply(course: Course, hand_ins: Path, results: Path, graded: int, number: int) -> None:
    """Hand in what is graded again under other names, and keep the same documents for it."""
    of_course, store = course_key(course, Settings()), Store(results)
    known = {submission.student: submission for submission in read_class(hand_ins, course)}
    names = sorted(path.name for path in hand_ins.iterdir())
    grades = {
        student: store.find(result_file_name(student), key_of(of_course, submission))
        for student, submission in known.items()
    }
    for place in range(graded, number):
        name = names[place % graded]
        new = f"student{place:05}{Path(name).suffix}"
        (shutil.copytree if (hand_ins / name).is_dir() else shutil.copy)(hand_ins / name, hand_ins / new)
        submission, grade = known[Path(name).stem], grades[Path(name).stem]
        assert grade is not None
        student = Path(new).stem
        copy = grade.model_copy(update={"student": student})
        store.keep(result_file_name(student), key_of(of_course, replace(submission, student=student)), copy)


@dataclass
class _Watched:
    """What a command took, and what was seen of it and its processes all the time."""

    seconds: float = 0.0
    cpu: float = 0.0
    peak_mb: float = 0.0
    beside_mb: list[float] = field(default_factory=list)
    descriptors: list[int] = field(default_factory=list)
    processes: list[int] = field(default_factory=list)
    own_mb: list[float] = field(default_factory=list)

    def growth(self) -> str:
        """Say how the last tenth of a run differs from the second."""

        def change(what: str, seen: Sequence[float]) -> str:
            tenth = len(seen) // 10
            early, late = (
                statistics.median(seen[tenth : 2 * tenth] or seen),
                statistics.median(seen[-2 * tenth : -tenth]),
            )
            return f"{what} {early:.0f} to {late:.0f}"

        return "from the second tenth to the last but one: " + ", ".join(
            [
                change("own memory, MB,", self.own_mb),
                change("memory beside it, MB,", self.beside_mb),
                change("processes", self.processes),
                change("open descriptors of all", self.descriptors),
            ]
        )


def _watched(arguments: Sequence[object]) -> _Watched:
    seen = _Watched()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    command = [sys.executable, "-m", "grader", *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=_ROOT) as process:
        while process.poll() is None:
            _look(process.pid, seen)
            time.sleep(_GLANCE)
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    seen.seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seen.cpu = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return seen


def _look(pid: int, seen: _Watched) -> None:
    own = _field(pid, "status", "VmHWM")
    if own:  # it has not ended
        seen.peak_mb = max(seen.peak_mb, own / 1024)
        others = _descendants(pid)
        seen.own_mb.append(_field(pid, "status", "VmRSS") / 1024)
        seen.beside_mb.append(sum(_field(other, "smaps_rollup", "Pss") for other in others) / 1024)
        seen.processes.append(1 + len(others))
        seen.descriptors.append(sum(_descriptors(one) for one in (pid, *others)))


def _field(pid: int, file: str, name: str) -> int:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/{file}").read_text().splitlines():
            if line.startswith(f"{name}:"):
                return int(line.split()[1])
    return 0


def _descriptors(pid: int) -> int:
    with contextlib.suppress(OSError):
        return len(os.listdir(f"/proc/{pid}/fd"))
    return 0


def _descendants(pid: int) -> list[int]:
    found = []
    with contextlib.suppress(OSError):
        for task in os.listdir(f"/proc/{pid}/task"):
            for child in Path(f"/proc/{pid}/task/{task}/children").read_text().split():
                found += [int(child), *_descendants(int(child))]
    return found


def _say(number: int, command: str, seen: _Watched, written: Path) -> None:
    files = [path for path in written.rglob("*") if path.is_file()] if written.is_dir() else [written]
    size = sum(path.stat().st_size for path in files) / 1e6
    print(
        f"| {number:,} | {command} | {seen.seconds:.1f} | {seen.cpu:.1f} | {seen.cpu / number * 1e3:.1f} "
        f"| {seen.peak_mb:.0f} | {max(seen.beside_mb):.0f} | {len(files):,} | {size:.1f} |",
        flush=True,
    )


if __name__ == "__main__":
    main()
