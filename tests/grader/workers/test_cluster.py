"""`grader run --scheduler`: the same documents as on one machine, whatever becomes of one, by proven workers."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.grader.conftest import write_tree
from tests.grader.workers.cluster import Cluster, another_grader, until

pytestmark = [pytest.mark.needs("cluster"), pytest.mark.slow]

HAND_INS = 7
SLOW = "import time\ntime.sleep(0.4)\n"
WITHOUT_LANDLOCK = """
import errno, os, sys
from pyseccomp import ALLOW, ERRNO, SyscallFilter
filter = SyscallFilter(ALLOW)
filter.add_rule(ERRNO(errno.ENOSYS), 'landlock_create_ruleset')
filter.load()
os.execv(sys.executable, [sys.executable, "-m", "dask", *sys.argv[1:]])
"""


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """A scheduler without workers."""
    (tmp_path / "cluster").mkdir()
    cluster = Cluster(tmp_path / "cluster")
    yield cluster
    cluster.close()


@pytest.fixture(scope="module")
def folder(solutions, stubs, tmp_path_factory) -> Path:
    """A class that takes a few seconds: right, wrong, unstarted, hostile, broken and telling where it lies, in turn."""
    kinds = [
        {name: SLOW + text for name, text in solutions.items()},
        {"vectors": SLOW + "def double(x):\n    return x\n"},
        stubs,
        {"vectors": SLOW + "import os\ndef double(x):\n    os._exit(0)\n"},
        {
            "vectors": SLOW
            + "class Trap:\n    def __reduce__(self): return print, ()\ndef double(x):\n    return Trap()\n"
        },
        {"training": SLOW + "1 / 0\n"},
        {"vectors": SLOW + "print(__file__)\ndef double(x):\n    return open(__file__ + '/weights.csv')\n"},
    ]
    place = tmp_path_factory.mktemp("class")
    for number in range(HAND_INS):
        files = {f"{name}.py": text for name, text in kinds[number % len(kinds)].items()}
        write_tree(place / f"student{number}", files)
    return place


@pytest.fixture(scope="module")
def here(folder, tiny, tmp_path_factory) -> Path:
    """The results of that class from one machine; not for changing."""
    out = tmp_path_factory.mktemp("here") / "results"
    given = [str(folder), "--course", str(tiny), "--out", str(out), "--jobs", "1"]
    subprocess.run([sys.executable, "-m", "grader", "run", *given], check=True, capture_output=True, timeout=240)
    return out


@pytest.fixture
def begun(folder, tiny, tmp_path) -> Callable[[Cluster], subprocess.Popen[str]]:
    """Begin a run on a cluster, to disturb it: its lines of progress come over standard output."""

    def _begun(cluster: Cluster) -> subprocess.Popen[str]:
        given = [str(folder), "--course", str(tiny), "--out", str(tmp_path / "results"), "--scheduler", cluster.address]
        return subprocess.Popen(
            [sys.executable, "-m", "grader", "run", *given], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    return _begun


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM], ids=["power cut", "ended by a batch system"])
def test_a_worker_that_is_lost_in_the_middle_loses_nothing(cluster, begun, here, tmp_path, how):
    cluster.hire("ada")
    cluster.hire("hopper")
    with begun(cluster) as process:
        for _ in range(3):
            process.stdout.readline()
        until(lambda: len(cluster.members("hopper")) > 3)  # a session of its grading process is at work
        cluster.kill("hopper", how)
        _, complaints = process.communicate(timeout=240)

    assert (process.returncode, complaints) == (0, "")
    assert files(tmp_path / "results") == files(here)
    assert len(list(here.glob("*.json"))) == HAND_INS
    until(lambda: cluster.members("hopper") == [])
    until(lambda: len(cluster.members("ada")) == 1)
    assert [place for place in cluster.courses() if place.is_relative_to(worker_folder(cluster, "ada"))] == []


def test_what_one_machine_has_graded_is_not_graded_again_by_many(cluster, folder, run, here, tmp_path):
    shutil.copytree(here, tmp_path / "results")

    done = run(folder, "--scheduler", cluster.address, jobs=None)

    assert done.code == 0, done.err
    assert done.out.count(": unchanged\n") == HAND_INS


@pytest.mark.parametrize(
    ("how", "why"),
    [
        pytest.param("no jail", "--isolation process", id="without a jail"),
        pytest.param("other code", "would grade differently: the code of the grader is", id="with another grader"),
    ],
)
def test_a_worker_that_cannot_grade_as_we_do_refuses_and_is_named(cluster, folder, run, here, tmp_path, how, why):
    if how == "no jail":
        cluster.hire("minsky", launcher=("-c", WITHOUT_LANDLOCK))
    else:
        cluster.hire("minsky", PYTHONPATH=another_grader(tmp_path / "other"))
    refused = run(folder, "--scheduler", cluster.address, out=tmp_path / "refused", jobs=None)
    cluster.hire("ada")
    done = run(folder, "--scheduler", cluster.address, jobs=None)

    assert refused.code == 2
    assert "none of its 1 workers can grade: see above" in refused.err
    assert refused.results == {}
    for said in (refused.err, done.err):
        assert "grader: the worker minsky (tcp://127.0.0.1:" in said
        assert why in said
    assert done.code == 0
    assert files(tmp_path / "results") == files(here)


def test_a_worker_that_joins_later_takes_over(cluster, begun, tmp_path):
    cluster.hire("ada")
    with begun(cluster) as process:
        process.stdout.readline()
        cluster.kill("ada")
        cluster.hire("hopper")
        process.communicate(timeout=240)

    assert process.returncode == 0
    assert len(files(tmp_path / "results")) == 2 * HAND_INS


def test_workers_forget_the_course_of_a_run_that_was_killed(cluster, begun):
    cluster.hire("ada")
    with begun(cluster) as process:
        process.stdout.readline()
        assert len(cluster.courses()) == 1
        process.send_signal(signal.SIGKILL)

    until(lambda: cluster.courses() == [])
    until(lambda: len(cluster.members("ada")) == 1)


def test_a_scheduler_that_is_gone_ends_the_run_which_goes_on_at_the_next(cluster, folder, begun, run, here, tmp_path):
    cluster.hire("ada")
    with begun(cluster) as process:
        process.stdout.readline()
        cluster.scheduler.kill()
        _, said = process.communicate(timeout=240)
    again = run(folder)

    assert process.returncode == 2
    assert said.count("\n") == 1, said
    assert "run the same command again to go on" in said
    assert again.out.count("unchanged") >= 1
    assert files(tmp_path / "results") == files(here)


def test_a_course_that_cannot_be_used_is_told_as_on_one_machine(cluster, folder, own_course, run, tmp_path):
    (own_course / "tests" / "hidden" / "test_vectors.py").write_text("import nothing_of_that_name\n")
    cluster.hire("ada")

    there = run(folder, "--scheduler", cluster.address, course=own_course, jobs=None)

    assert (there.code, there.err) == (2, run(folder, course=own_course).err)


def test_nobody_to_grade_is_one_sentence(cluster, folder, run):
    cluster.scheduler.kill()

    nobody = run(folder, "--scheduler", cluster.address, jobs=None)
    both = run(folder, "--scheduler", cluster.address, jobs=2)

    assert (nobody.code, both.code) == (2, 2)
    assert nobody.err.startswith(f"grader: {cluster.address}: expected a scheduler there, got none: start one with")
    assert "give --jobs or --scheduler" in both.err


@pytest.mark.parametrize(
    "address", ["", "here", "tcp://", "tcp://here", "xyz://here:1", "tcp://127.0.0.1:8786/x", "--fresh"]
)
def test_an_address_that_is_none_is_one_sentence(folder, run, address):
    done = run(folder, f"--scheduler={address}", jobs=None)

    assert done.code == 2
    assert done.err == f"grader: expected the address of a scheduler, such as tls://10.0.0.1:8786, got {address!r}\n"


@pytest.mark.needs("openssl")
def test_with_certificates_nobody_else_can_ask(folder, run, tmp_path, monkeypatch):
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=ada"]
    subprocess.run([*made, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    tls = {f"DASK_DISTRIBUTED__COMM__TLS__{who}__CERT": str(certificate) for who in ("SCHEDULER", "WORKER", "CLIENT")}
    tls |= {f"DASK_DISTRIBUTED__COMM__TLS__{who}__KEY": str(key) for who in ("SCHEDULER", "WORKER", "CLIENT")}
    tls |= {
        "DASK_DISTRIBUTED__COMM__TLS__CA_FILE": str(certificate),
        "DASK_DISTRIBUTED__COMM__REQUIRE_ENCRYPTION": "true",
    }
    (tmp_path / "cluster").mkdir()
    cluster = Cluster(tmp_path / "cluster", tls, protocol="tls")
    try:
        cluster.hire("ada")
        stranger = run(folder, "--scheduler", cluster.address, jobs=None)
        for name, value in tls.items():
            monkeypatch.setenv(name, value)
        done = run(folder, "--scheduler", cluster.address, jobs=None)
    finally:
        cluster.close()

    assert cluster.address.startswith("tls://")
    assert stranger.code == 2
    assert stranger.err.count("\n") == 1
    assert "expected a key and certificates to show, but dask's settings name none: see docs/cluster.md" in stranger.err
    assert (done.code, done.err, len(done.results)) == (0, "", HAND_INS)


def files(results: Path) -> dict[str, bytes]:
    """Return every file but the lock and what is kept of runs, which knows of times and places."""
    found = {path.relative_to(results).as_posix(): path for path in results.rglob("*") if path.is_file()}
    return {
        name: path.read_bytes()
        for name, path in found.items()
        if not name.endswith(("/lock", ".points", ".states", "/origin.json"))
    }


def worker_folder(cluster: Cluster, name: str) -> Path:
    """Return the folder that dask has given a worker."""
    line = next(line for line in cluster.log(name).splitlines() if "Local Directory:" in line)
    return Path(line.rpartition("Local Directory: ")[2].strip())
