"""Where the kernel cannot keep the promise a run refuses in one sentence, and says how to go on without a jail.

A seccomp filter takes the calls away from the whole run, as an older kernel or a container would.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.attacks.conftest import HONEST, World

WITHOUT = {
    "landlock": "filter.add_rule(ERRNO(errno.ENOSYS), 'landlock_create_ruleset')",
    "landlock switched off": "filter.add_rule(ERRNO(errno.EOPNOTSUPP), 'landlock_create_ruleset')",
    "seccomp": "filter.add_rule(ERRNO(errno.ENOSYS), 'seccomp'); "
    "filter.add_rule(ERRNO(errno.EINVAL), 'prctl', Arg(0, EQ, 22))",
}
LAUNCH = """
import errno, os, sys
from pyseccomp import ALLOW, EQ, ERRNO, Arg, SyscallFilter
filter = SyscallFilter(ALLOW)
{rules}
filter.load()
os.execv(sys.executable, [sys.executable, "-m", "grader", *sys.argv[1:]])
"""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A class of one; each run writes its results elsewhere."""
    world = World(tmp_path_factory.mktemp("world"))
    world.plant()
    world.hand_in("ada", {f"{name}.py": source for name, source in HONEST.items()})
    return world


@pytest.mark.parametrize("missing", list(WITHOUT))
def test_a_run_refuses_without(missing: str, world: World, tmp_path: Path):
    done = run_without(WITHOUT[missing], world, tmp_path)

    assert done.returncode == 2, done.stderr
    assert done.stderr.startswith("grader: ")
    assert done.stderr.count("\n") == 1
    assert "--isolation process" in done.stderr
    assert not list(tmp_path.glob("*.json"))


@pytest.mark.parametrize("missing", list(WITHOUT))
def test_without_a_jail_every_result_says_so(missing: str, world: World, tmp_path: Path):
    done = run_without(WITHOUT[missing], world, tmp_path, "--isolation", "process")

    assert done.returncode == 0, done.stderr
    assert "not jailed" in done.stdout
    (result,) = tmp_path.glob("*.json")
    grade = json.loads(result.read_bytes())
    assert grade["isolation"] == "process"
    assert grade["points"] == grade["max_points"] > 0


def run_without(rules: str, world: World, out: Path, *options: str) -> subprocess.CompletedProcess[str]:
    launcher = [sys.executable, "-c", LAUNCH.format(rules=rules)]
    command = [*launcher, "run", str(world.hand_ins), "--out", str(out), "--jobs", "1", *options]
    return subprocess.run(
        command, cwd=world.course, capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL
    )
