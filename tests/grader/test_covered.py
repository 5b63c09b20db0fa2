"""The figure of coverage counts what runs in the fork server, and in a guest that may write nothing."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path

import coverage

from grader.sandbox.forkserver import main
from grader.sandbox.guest import jail
from tests.at_home import environment

ROOT = Path(__file__).parents[2]
SCRIPT = """
from pathlib import Path
from grader.sandbox.host.budget import Budget
from grader.sandbox.host.forkserver import ForkServer
from grader.sandbox.host.isolation import Isolation
from grader.sandbox.host.submission import RunningSubmission

server = ForkServer(
    isolation=Isolation.JAIL, packages=["numpy"], public_folder=None, secret_folder=Path("secret").resolve(),
    memory_mb=2048, cpu_seconds=60,
).ready()
student = RunningSubmission(server, {"work": b"def double(x): return 2 * x"}, budget=Budget(30, 60, 60))
assert student.call("work", "double", (21,), {}) == 42
student.close()
server.close()
"""


def test_what_a_jailed_guest_runs_is_counted(tmp_path):
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "test_work.py").write_text("secret = 1\n")
    (tmp_path / "script.py").write_text(SCRIPT)
    settings = [f"--rcfile={ROOT / 'pyproject.toml'}", f"--data-file={tmp_path / '.coverage'}"]
    done = subprocess.run(
        [sys.executable, "-m", "coverage", "run", *settings, f"--source={ROOT / 'grader'}", "script.py"],
        cwd=tmp_path,
        env=environment(PYTHONPATH=str(ROOT)),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr

    found = coverage.Coverage(data_file=str(tmp_path / ".coverage"), config_file=False)
    found.combine()

    for function in (main._ForkServer._serve_one, jail.Jail.lock_up):  # the second is called by guests alone
        seen = set(found.get_data().lines(inspect.getfile(function)) or ())
        lines, first = inspect.getsourcelines(function)
        assert seen & set(range(first + 1, first + len(lines)))
