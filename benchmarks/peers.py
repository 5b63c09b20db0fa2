"""Beside the peers: the same ten exercises, assertions and hand-ins with otter-grader, nbgrader and gradescope-utils.

    python benchmarks/peers.py [-n 50] [--few 50] [--only NAME ...] [--no-hostile] > benchmarks/peers.md

As root, on Linux: every grader works as an ordinary user (uid 65534) in a folder that is deleted afterwards, with
limits on memory, files and processes, and whatever a hostile hand-in leaves behind is ended. Each grader is installed
in an environment of its own. Slow ones grade only the first hand-ins (--few).
"""

from __future__ import annotations

import argparse
import os
import platform
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from peer.exercises import EXERCISES, hand_in, hand_ins
from peer.graders import GRADERS, Grader, Nbgrader, Ours
from peer.hostile import ATTACKS, hostile
from peer.report import table_of_attacks, table_of_costs, words
from peer.running import MOST_MEMORY, NOBODY, Ran, run

_SLOW = ("nbgrader", "otter-grader")
_PATIENCE = 3600.0  # seconds for a class
_PATIENCE_WITH_HOSTILE = 180.0  # and for two hand-ins, on a machine that may be busy


@dataclass(frozen=True)
class Cost:
    """What one class cost with one grader."""

    grader: Grader
    version: str
    ran: Ran
    start: Ran  # of one hand-in
    number: int
    agree: int  # hand-ins with the marks that are due


def main() -> None:
    """Measure, and print a page."""
    options = _options()
    if os.geteuid() != 0:
        sys.exit("hostile hand-ins run as an ordinary user: start this as root")
    with tempfile.TemporaryDirectory(prefix="grader-peers-") as folder:
        place = Path(folder)
        place.chmod(0o755)
        costs = []
        for kind in GRADERS:
            if options.only and kind.name not in options.only:
                continue
            grader, version = _installed(kind, place)
            number = options.few if kind.name in _SLOW else options.number
            costs.append(_cost(grader, version, place, number))
            _say(f"{kind.name}: {costs[-1].ran}, {costs[-1].agree} of {number} as they should be")
        graders = [cost.grader for cost in costs] if options.hostile else []
        verdicts = _verdicts(graders, place, options.at_once)
    print(words(datetime.now(UTC), _machine(), shlex.join(["python", *sys.argv])))
    print(table_of_costs(costs, options.number))
    if verdicts:
        print(table_of_attacks(verdicts))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("-n", "--number", type=int, default=50, help="hand-ins in the class")
    parser.add_argument("--few", type=int, default=50, help="how many of them the slow ones grade")
    parser.add_argument("--only", action="append", help="this grader alone")
    parser.add_argument("--at-once", type=int, default=2, help="attacks at a time; costs are measured one by one")
    parser.add_argument("--no-hostile", dest="hostile", action="store_false", help="leave the attacks out")
    return parser.parse_args()


def _installed(kind: type[Grader], place: Path) -> tuple[Grader, str]:
    """Install a grader in an environment that every user can run."""
    home = place / f"environment of {kind.name}".replace(" ", "-")
    base = getattr(sys, "_base_executable", sys.executable)
    subprocess.run([str(Path(base).resolve()), "-m", "venv", str(home)], check=True, stdout=sys.stderr)
    python = home / "bin" / "python"
    uv = shutil.which("uv")
    install = (
        [uv, "pip", "install", "-q", "--python", str(python)] if uv else [str(python), "-m", "pip", "install", "-q"]
    )
    subprocess.run([*install, *kind.packages], check=True, stdout=sys.stderr)
    name = "fundamentals-grader" if kind is Ours else kind.packages[0]
    asked = f"from importlib.metadata import version; print(version({name!r}))"
    version = subprocess.run([str(python), "-c", asked], capture_output=True, text=True, check=True).stdout.strip()
    return kind(home / "bin"), version


def _cost(grader: Grader, version: str, place: Path, number: int) -> Cost:
    wanted = {name: right for name, _, right in hand_ins(number)}
    sources = {name: source for name, source, _ in hand_ins(number)}
    first = next(iter(sources))
    with _scratch(grader, place, {first: sources[first]}) as scratch:
        start = run(grader.commands(scratch), scratch / "home", _PATIENCE)
    with _scratch(grader, place, sources) as scratch:
        ran = run(grader.commands(scratch), scratch / "home", _PATIENCE)
        found = _marks(grader, scratch)
    return Cost(grader, version, ran, start, number, sum(found.get(name) == right for name, right in wanted.items()))


def _verdicts(graders: Sequence[Grader], place: Path, at_once: int) -> dict[str, dict[str, str]]:
    with ThreadPoolExecutor(at_once) as threads:
        asked = {
            (grader.name, attack): threads.submit(_verdict, grader, attack, place)
            for grader in graders
            for attack in ATTACKS
        }
        return {grader.name: {attack: asked[grader.name, attack].result() for attack in ATTACKS} for grader in graders}


def _verdict(grader: Grader, attack: str, place: Path) -> str:
    """Grade an honest hand-in and a hostile one together; say what came of it, in a few words."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        called = threading.Event()
        threading.Thread(target=_listen, args=(listener, called), daemon=True).start()
        with _scratch(grader, place, {}) as scratch:
            pass  # only for its name: the hand-in is to know where it is
        port = listener.getsockname()[1]
        sources = {"ada": hand_in(), "mallory": hostile(attack, scratch, port, [e.name for e in EXERCISES])}
        with _scratch(grader, place, sources, scratch) as scratch:
            ran = run(grader.commands(scratch), scratch / "home", _PATIENCE_WITH_HOSTILE)
            marks = _marks(grader, scratch)
            harm = list(_harm(ran, scratch, called))
    told = _told(ran, marks, harm)
    _say(f"{grader.name}: {attack}: {told} ({marks}, {ran})")
    return told


def _told(ran: Ran, marks: dict[str, float], harm: list[str]) -> str:
    due = float(len(EXERCISES) - 1)
    if ran.hung:
        harm.insert(0, "never ends")
    if not ran.hung and marks.get("ada") != len(EXERCISES):
        harm.append("the honest neighbour loses marks")
    if marks.get("mallory", 0.0) > due:
        harm.append("earns the mark")
    if harm:
        return f"no: {', '.join(harm)}"
    if marks.get("mallory") == due:
        return "yes"
    return f"in part: {marks['mallory']:g} of its nine marks" if "mallory" in marks else "in part: it has no result"


def _harm(ran: Ran, scratch: Path, called: threading.Event) -> Iterator[str]:
    if ran.peak_mb > MOST_MEMORY / 2**20 / 2:
        yield f"takes {ran.peak_mb / 1024:.1f} GB, until the benchmark's limit"
    if ran.stayed:
        yield "a process stays"
    if not (scratch / "precious" / "file").exists():
        yield "the files are gone"
    if (scratch / "found").exists():
        yield "has read the tests"
    if called.wait(0.2):
        yield "was connected"


def _listen(listener: socket.socket, called: threading.Event) -> None:
    try:
        listener.accept()
        called.set()
    except OSError:
        pass


def _marks(grader: Grader, scratch: Path) -> dict[str, float]:
    if isinstance(grader, Nbgrader):
        run([grader.finish(scratch)], scratch / "home", _PATIENCE_WITH_HOSTILE)
    return grader.marks(scratch)


@contextmanager
def _scratch(grader: Grader, place: Path, sources: dict[str, str], scratch: Path | None = None) -> Iterator[Path]:
    """Lay out a class in a folder of nobody's."""
    scratch = scratch or Path(tempfile.mkdtemp(dir=place))
    scratch.mkdir(exist_ok=True)
    try:
        (scratch / "home").mkdir()
        (scratch / "precious").mkdir()
        (scratch / "precious" / "file").write_text("of somebody else")
        if sources:
            before = grader.prepare(scratch, sources)
            subprocess.run(["chown", "-R", f"{NOBODY}:{NOBODY}", str(scratch)], check=True)
            run(before, scratch / "home", _PATIENCE_WITH_HOSTILE)
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _machine() -> str:
    names = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    kind = names[0].partition(":")[2].strip() if names else platform.machine()
    load = os.getloadavg()[1]
    python = platform.python_version()
    kernel, _, _ = platform.release().partition("-")
    return f"{os.cpu_count()} cores ({kind}), Linux {kernel}, Python {python}, load {load:.0f}"


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
