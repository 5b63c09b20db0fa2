"""`grader run` may be killed at any moment: nothing of it stays behind, and the next run ends as if nothing had been.

GRADER_KILLS=20 tries twenty moments instead of three.
"""

from __future__ import annotations

import os
import random
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

MOMENTS = int(os.environ.get("GRADER_KILLS", "3"))
HAND_INS = 12


@pytest.fixture(scope="module")
def folder(tmp_path_factory, solutions, stubs) -> Path:
    """A class: right, wrong, unstarted and broken, in turn."""
    folder = tmp_path_factory.mktemp("kill") / "class"
    kinds = [solutions, {"vectors": "def double(x):\n    return x\n"}, stubs, {"training": "1 / 0\n"}]
    for number in range(HAND_INS):
        for module, text in kinds[number % len(kinds)].items():
            path = folder / f"student{number}" / f"{module}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    return folder


@pytest.fixture(scope="module")
def undisturbed(tiny, folder) -> tuple[dict[str, bytes], float]:
    """What a run leaves when nobody disturbs it, and how many seconds it takes."""
    start = time.monotonic()
    process = _start(tiny, folder, folder.parent / "undisturbed")
    process.communicate(timeout=120)
    assert process.returncode == 0
    return _files(folder.parent / "undisturbed"), time.monotonic() - start


@pytest.mark.parametrize("seed", range(MOMENTS))
def test_a_killed_run_leaves_nothing_behind_and_the_next_one_goes_on(tiny, folder, undisturbed, tmp_path, seed):
    whole, seconds = undisturbed
    chance = random.Random(seed)
    lines = chance.randint(0, HAND_INS)
    moment = chance.uniform(0, 0.3) if lines else chance.uniform(0, seconds / 2)
    process = _start(tiny, folder, tmp_path / "results")
    killed = _kill_after(process, lines, moment)

    assert _left_after(process, seconds=20) == []
    after_kill = _files(tmp_path / "results")
    for name in whole.keys() & after_kill.keys():
        assert after_kill[name] == whole[name], f"{name} is not whole"

    again = _start(tiny, folder, tmp_path / "results", jobs=1)
    again.communicate(timeout=120)
    assert again.returncode == 0
    assert _files(tmp_path / "results") == whole
    print(f"{moment:.2f} s after line {lines}: killed: {killed}; {len(after_kill)} of {len(whole)} files were there")


def _start(tiny: Path, folder: Path, out: Path, jobs: int = 2) -> subprocess.Popen[bytes]:
    given = [str(folder), "--course", str(tiny), "--out", str(out), "--jobs", str(jobs)]
    return subprocess.Popen(
        [sys.executable, "-m", "grader", "run", *given], stdout=subprocess.PIPE, start_new_session=True
    )


def _kill_after(process: subprocess.Popen[bytes], lines: int, seconds: float) -> bool:
    """Kill a run with SIGKILL so long after so many lines of progress; say whether it was still at work."""
    assert process.stdout is not None
    with process.stdout:
        for _ in range(lines):
            process.stdout.readline()
        return _kill(process, seconds)


def _kill(process: subprocess.Popen[bytes], seconds: float) -> bool:
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
        return True
    return False


def _left_after(process: subprocess.Popen[bytes], seconds: float) -> list[int]:
    """Return what of the run's session is still there when it has had time to end."""
    deadline = time.monotonic() + seconds
    while (left := list(_members(process.pid))) and time.monotonic() < deadline:
        try:
            ends = os.pidfd_open(left[0])
        except ProcessLookupError:
            continue
        select.select([ends], [], [], max(0.0, deadline - time.monotonic()))
        os.close(ends)
    return left


def _members(session: int) -> Iterator[int]:
    """Yield the living processes of a session: workers, warm processes and guests are all in the run's."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                state, *_, number = (entry / "stat").read_text().rpartition(")")[2].split()[:4]
            except OSError:  # it has just ended
                continue
            if int(number) == session and state != "Z":
                yield int(entry.name)


def _files(results: Path) -> dict[str, bytes]:
    """Return every file but the lock and what is kept of runs, which knows of times and places.

    Also whatever a kill may have left of a file that was being written.
    """
    found = {path.relative_to(results).as_posix(): path for path in results.rglob("*") if path.is_file()}
    return {
        name: path.read_bytes()
        for name, path in found.items()
        if not name.endswith(("/lock", ".points", ".states", "/origin.json"))
    }
