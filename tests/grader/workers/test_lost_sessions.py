"""What a hand-in makes the grader do costs that hand-in a test at most; what explains it costs no marks at all."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from grader.grade.document import Grade
from grader.sandbox.host.isolation import Isolation
from grader.submission import Submission
from grader.workers.process import GradingProcess

REPEATS = '''

@pytest.mark.exercise("slope")
def test_slope_of_something_slow():
    """slope may ask for as many repetitions as it likes"""
    def repeated(x):
        for _ in range(int(x)):  # a right slope asks for three
            pass
        return 2.0 * x
    expect.close(vectors.slope(repeated, 3.0), 2.0, rtol=1e-6)
'''
FRAGILE = '''

@pytest.mark.exercise("slope")
@pytest.mark.parametrize("number", range(4))
def test_slope_of_something_fragile(number):
    """slope asks for numbers alone"""
    def fragile(x):
        if x != x:
            import os
            os._exit(3)  # as numpy may where it is given what it cannot bear
        return 2.0 * x
    expect.close(vectors.slope(fragile, 3.0), 2.0, rtol=1e-6)
'''
NEVER_ENDS = '''

def double__never_ends(x):
    """Does it end?"""
    return sum(iter(int, 1))  # no signal of Python's reaches this


def double__loops(x):
    """Does the loop end?"""
    while True:
        pass


def double__leaves(x):
    """Does it stay?"""
    raise SystemExit


def slope__crashes(f, x):
    """Does it crash?"""
    import os
    os._exit(7)


def slope__twice(f, x):
    """Is the step counted once?"""
    h = 1e-5
    return (f(x + h) - f(x - h)) / h
'''
ENDLESS = "def slope(f, x):\n    return f(1e18)\n"
NEVER_ENDS_ON_WRONG = '''

@pytest.mark.exercise("double")
def test_double_of_what_the_suite_waits_for():
    """double is looked at by a loop of the suite's that only right answers end"""
    came = vectors.double(3.0)
    while came != 6.0:
        pass
'''
CRASHING = "def slope(f, x):\n    return f(float('nan'))\n"


def changed_course(tiny: Path, course: Path, more: dict[str, str]) -> Path:
    """Copy the tiny course with more text behind some of its files."""
    for path in tiny.rglob("*.*"):
        if path.is_file():
            (course / path.relative_to(tiny)).parent.mkdir(parents=True, exist_ok=True)
            (course / path.relative_to(tiny)).write_bytes(path.read_bytes())
    for name, text in more.items():
        with (course / name).open("a") as file:
            file.write(text)
    return course


@pytest.fixture(scope="module")
def worker(tiny: Path, tmp_path_factory) -> Iterator[GradingProcess]:
    """A worker of a course whose suite can be kept busy, and whose mistakes are worse than a hand-in's."""
    more = {"tests/hidden/test_vectors.py": REPEATS, "tests/mistakes/vectors.py": NEVER_ENDS}
    course = changed_course(tiny, tmp_path_factory.mktemp("slow"), more)
    with closing(GradingProcess(course / "course.yaml", Isolation.JAIL, None)) as process:
        process.ready()
        yield process


def graded(worker: GradingProcess, vectors: str) -> Grade:
    return worker.grade(Submission("ada", {"vectors": vectors.encode()}))


def outcomes(grade: Grade, exercise: str) -> list[str]:
    return [str(test.outcome) for test in grade.exercise(exercise).tests]


@dataclass(frozen=True)
class KeptBusy:
    """What came of a hand-in that keeps the suite busy, and of right ones before and after it."""

    before: Grade
    grade: Grade
    seconds: float
    after: Grade


@pytest.fixture(scope="module")
def kept_busy(worker, solutions) -> KeptBusy:
    before = graded(worker, solutions["vectors"])
    start = time.monotonic()
    grade = graded(worker, solutions["vectors"] + ENDLESS)
    return KeptBusy(before, grade, time.monotonic() - start, graded(worker, solutions["vectors"]))


def test_a_function_of_the_suite_that_is_kept_busy_costs_its_own_test(kept_busy):
    right, grade = kept_busy.before, kept_busy.grade

    assert kept_busy.seconds < 90
    assert outcomes(grade, "slope")[2] == "timeout"
    assert "did not end on what your code passed to it" in grade.exercise("slope").tests[2].message
    assert grade.exercise("double").points == right.exercise("double").points > 0
    assert grade.exercise("Tally").points == right.exercise("Tally").points > 0
    assert not grade.needs_human
    assert any("slope was stopped" in flag for flag in grade.flags)


def test_the_next_hand_in_is_graded_as_alone(kept_busy):
    assert kept_busy.after.to_json() == kept_busy.before.to_json()


@pytest.mark.parametrize("wrong", ["return x + 1", "return 3 * x"])
def test_a_mistake_of_the_course_that_never_ends_costs_no_marks(worker, solutions, wrong):
    grade = graded(worker, solutions["vectors"] + f"\ndef double(x):\n    {wrong}\n")

    assert grade.exercise("slope").status == "passed" or grade.exercise("slope").points > 0
    assert grade.exercise("Tally").status == "passed"
    assert any("double was not diagnosed: took too long" in flag for flag in grade.flags)
    assert not grade.needs_human


def test_an_endless_loop_of_one_mistake_does_not_hide_another(tiny, solutions, tmp_path):
    loops = '\n\ndef double__loops(x):\n    """Does it end?"""\n    while True:\n        pass\n'
    course = changed_course(tiny, tmp_path / "course", {"tests/mistakes/vectors.py": loops})
    with closing(GradingProcess(course / "course.yaml", Isolation.JAIL, None)) as process:
        process.ready()
        grade = graded(process, solutions["vectors"].replace("2.0 * np.asarray(x)", "np.asarray(x) ** 2"))

    found = grade.exercise("double").diagnosis
    assert found is not None
    assert found.mistake == "squares"
    assert not any("not diagnosed" in flag for flag in grade.flags)


def test_a_mistake_of_the_course_that_ends_its_process_loses_its_own_explanation_alone(worker, solutions):
    wrong = "\ndef slope(f, x):\n    return 2.5 * x\n\ndef double(x):\n    return x + 1\n"

    grade = graded(worker, solutions["vectors"] + wrong)

    assert grade.exercise("Tally").status == "passed"
    assert any("slope was not diagnosed: ended with 7" in flag for flag in grade.flags)
    assert any("double was not diagnosed" in flag for flag in grade.flags)


LAST = FRAGILE.replace('"slope"', '"mean"').replace("test_slope", "test_mean").replace("slope asks", "mean asks")
LAST = LAST.replace("vectors.slope(fragile, 3.0)", "training.mean(fragile)")
PASSES_NAN = "\n\n_right = mean\n\ndef mean(x):\n    return x(float('nan')) if callable(x) else _right(x)\n"


def test_a_session_that_is_lost_in_the_last_test_of_all_costs_that_test(tiny, solutions, tmp_path):
    fragile = LAST.replace("range(4)", "range(1)")
    course = changed_course(tiny, tmp_path / "course", {"tests/hidden/test_training.py": fragile})
    with closing(GradingProcess(course / "course.yaml", Isolation.JAIL, None)) as process:
        process.ready()
        sources = {"vectors": solutions["vectors"].encode(), "training": (solutions["training"] + PASSES_NAN).encode()}
        grade = process.grade(Submission("ada", sources))

    assert outcomes(grade, "mean")[-1] == "crashed"
    assert outcomes(grade, "mean")[0] == "passed"
    assert grade.exercise("double").points > 0


def test_a_suite_that_is_lost_on_wrong_answers_alone_is_not_to_blame(tiny, solutions, tmp_path):
    course = changed_course(tiny, tmp_path / "course", {"tests/hidden/test_vectors.py": NEVER_ENDS_ON_WRONG})
    with closing(GradingProcess(course / "course.yaml", Isolation.JAIL, None)) as process:
        process.ready()
        right = graded(process, solutions["vectors"])
        grade = graded(process, solutions["vectors"] + "\ndef double(x):\n    return 3.0 * x\n")

    assert outcomes(right, "double")[-1] == "passed"
    assert outcomes(grade, "double")[-1] == "timeout"
    assert (
        "cannot be used as a right answer can: the hidden test did not end"
        in grade.exercise("double").tests[-1].message
    )
    assert grade.exercise("Tally").points == right.exercise("Tally").points
    assert not any("failed by itself" in flag for flag in grade.flags)


def test_a_suite_that_never_ends_by_itself_costs_its_exercise_alone(tiny, solutions, tmp_path):
    endless = NEVER_ENDS_ON_WRONG.replace("6.0", "7.0")
    more = NEVER_ENDS_ON_WRONG.replace("_waits_for", "_looks_at_later")
    course = changed_course(tiny, tmp_path / "course", {"tests/hidden/test_vectors.py": endless + more})
    with closing(GradingProcess(course / "course.yaml", Isolation.JAIL, None)) as process:
        process.ready()
        grade = graded(process, solutions["vectors"])

    *before, lost, later = grade.exercise("double").tests
    assert {test.outcome for test in before} == {"passed"}
    assert re.search(r"the hidden test itself failed: it did not end within 10 s of CPU time: is a loop", lost.message)
    assert later.message == "not run, because another hidden test of its exercise did not end"
    assert grade.exercise("slope").status == grade.exercise("Tally").status == "passed"
    assert grade.needs_human


def test_second_tries_that_were_given_up_ask_for_a_human(tiny, solutions, tmp_path):
    fragile = LAST.replace("range(4)", "range(2)")  # lost twice in the first pass, and once more in the second
    course = changed_course(tiny, tmp_path / "course", {"tests/hidden/test_training.py": fragile})
    wrong = solutions["vectors"] + "\ndef double(x):\n    return 3.0 * x\n"
    with closing(GradingProcess(course / "course.yaml", Isolation.JAIL, None)) as process:
        process.ready()
        sources = {"vectors": wrong.encode(), "training": (solutions["training"] + PASSES_NAN).encode()}
        grade = process.grade(Submission("ada", sources))

    assert grade.needs_human
    assert any(flag.startswith("not all was run") and "not tried again" in flag for flag in grade.flags)


def test_tests_that_were_given_up_ask_for_a_human_by_name(tiny, solutions, tmp_path):
    course = changed_course(tiny, tmp_path / "course", {"tests/hidden/test_vectors.py": FRAGILE})
    with closing(GradingProcess(course / "course.yaml", Isolation.JAIL, None)) as process:
        process.ready()
        grade = graded(process, solutions["vectors"] + CRASHING)

    assert outcomes(grade, "slope")[-4:] == ["crashed"] * 4
    assert grade.exercise("double").points > 0
    assert grade.needs_human
    assert any(flag.startswith("not all was run") and "slope" in flag for flag in grade.flags)


SLOW_TO_IMPORT = "\nimport time\ntime.sleep(0.4)\n\ndef double(x):\n    return x + 1\n"


@pytest.fixture(scope="module")
def plain_worker(tiny: Path) -> Iterator[GradingProcess]:
    with closing(GradingProcess(tiny / "course.yaml", Isolation.JAIL, None)) as process:
        process.ready()
        yield process


@pytest.fixture(scope="module")
def undisturbed(plain_worker, solutions) -> bytes:
    """The grade of a hand-in while whose functions nobody is killed."""
    return graded(plain_worker, solutions["vectors"] + SLOW_TO_IMPORT).to_json()


@pytest.mark.parametrize(
    ("which", "number"),
    [
        ("guest", signal.SIGKILL),
        ("guest", signal.SIGTERM),
        ("session", signal.SIGKILL),
        ("fork server", signal.SIGKILL),
    ],
)
def test_who_is_killed_from_outside_is_nobodys_fault(plain_worker, solutions, undisturbed, which, number):
    with ThreadPoolExecutor() as others:
        killed = others.submit(_kill_one, which, plain_worker._process.pid, number)
        grade = graded(plain_worker, solutions["vectors"] + SLOW_TO_IMPORT)

    assert killed.result()
    assert grade.to_json() == undisturbed


def _kill_one(which: str, worker: int, number: int) -> bool:
    """Wait for a guest of this worker, then kill it, or whoever grades or forks."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        families = _families()
        for guest, parent in families.items():
            if families.get(parent) == worker and "\nSeccomp:\t2\n" in _of(guest, "status"):
                sessions = [pid for pid, its in families.items() if its == worker and pid != parent]
                os.kill({"guest": guest, "fork server": parent, "session": sessions[0]}[which], number)
                return True
        time.sleep(0.005)
    return False


def _families() -> dict[int, int]:
    """Return all processes, and whose children they are."""
    found = {int(path.name): _of(path.name, "stat").rpartition(")")[2].split() for path in Path("/proc").glob("[0-9]*")}
    return {pid: int(fields[1]) for pid, fields in found.items() if fields}


def _of(pid: int | str, name: str) -> str:
    try:
        return Path(f"/proc/{pid}/{name}").read_text()
    except OSError:  # it has just ended
        return ""
