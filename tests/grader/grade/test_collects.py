"""How many hand-ins an exercise took until it was done, and how long: from what each run has seen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from grader.grade.collects import UntilDone, collects, note_states
from grader.grade.document import Grade
from grader.grade.results import Status
from grader.grade.runs import forget
from grader.grade.score import ungraded
from grader.submission import Submission

MONDAY = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)
STATES = {"o": Status.NOT_STARTED, "w": Status.FAILED, "h": Status.PARTIAL, "d": Status.PASSED, "e": Status.ERROR}
See = Callable[..., None]


@pytest.fixture
def see(tiny_course, tmp_path) -> See:
    """Note a run some days after Monday: see(2, ada=("a", "dwo")) is a file and how vectors' exercises stand."""

    def grade(student: str, file: str, letters: str) -> Grade:
        whole = ungraded(tiny_course, Submission(student, {}), "a test", "process", None)
        vectors, *others = whole.modules
        pairs = zip(vectors.exercises, letters, strict=True)
        exercises = tuple(e.model_copy(update={"status": STATES[letter]}) for e, letter in pairs)
        digest = file * 64 if file else None
        modules = (vectors.model_copy(update={"sha256": digest, "exercises": exercises}), *others)
        return whole.model_copy(update={"modules": modules})

    def _see(day: float, **students: tuple[str, str]) -> None:
        note_states(tmp_path, [grade(name, *told) for name, told in students.items()], MONDAY + timedelta(days=day))

    return _see


def double(tmp_path, *students: str) -> UntilDone | None:
    found = collects(tmp_path, students)
    assert found is not None
    return found.until_done.get(("vectors", "double"))


def test_tries_and_time_count_from_the_hand_in_in_which_it_was_begun(see, tmp_path):
    see(0, ada=("", "ooo"))
    see(1, ada=("a", "woo"))
    see(2, ada=("b", "hoo"))
    see(5, ada=("c", "dwo"))
    see(6, ada=("d", "ddo"))

    assert double(tmp_path, "ada") == UntilDone(1, 3, timedelta(days=4))
    found = collects(tmp_path, ["ada"])
    assert found is not None
    assert found.until_done["vectors", "slope"] == UntilDone(1, 2, timedelta(days=1))
    assert (found.runs, found.since) == (5, MONDAY)


def test_of_a_class_the_median_is_told_and_who_is_not_done_does_not_count(see, tmp_path):
    see(0, ada=("a", "doo"), hopper=("a", "woo"), boole=("a", "woo"), noether=("a", "woo"))
    see(2, ada=("a", "doo"), hopper=("b", "doo"), boole=("b", "woo"), noether=("b", "woo"))
    see(8, ada=("a", "doo"), hopper=("b", "doo"), boole=("c", "doo"), noether=("c", "woo"))

    assert double(tmp_path, "ada", "hopper", "boole", "noether") == UntilDone(3, 2, timedelta(days=2))
    assert double(tmp_path, "ada", "boole") == UntilDone(2, 2, timedelta(days=4))
    assert double(tmp_path, "noether") is None


def test_the_same_file_with_other_results_is_no_new_try(see, tmp_path):
    see(0, ada=("a", "woo"))
    see(3, ada=("a", "doo"))  # a test was wrong, and was changed

    assert double(tmp_path, "ada") == UntilDone(1, 1, timedelta(0))


def test_a_run_that_sees_nothing_new_is_not_noted_and_one_run_alone_says_nothing(see, tmp_path):
    see(0, ada=("a", "doo"))
    see(1, ada=("a", "doo"))

    assert collects(tmp_path, ["ada"]) is None


def test_a_damaged_note_is_left_out(see, tmp_path):
    see(0, ada=("a", "woo"))
    see(1, ada=("b", "doo"))
    for name, text in {"2026-10-06T000000Z": "{", "2026-10-07T000000Z": '{"students": {"ada": 3}}', "x": "{}"}.items():
        (tmp_path / ".grader" / "runs" / f"{name}.states").write_text(text)

    assert double(tmp_path, "ada") == UntilDone(1, 2, timedelta(days=1))


def test_who_is_forgotten_is_in_no_note(see, tmp_path):
    see(0, ada=("a", "woo"), hopper=("a", "woo"))
    see(1, ada=("b", "doo"), hopper=("b", "doo"))

    gone = forget(tmp_path, "ada", "ada")

    assert len(gone) == 2
    assert not any("ada" in path.read_text() for path in tmp_path.rglob("*.states"))
    assert double(tmp_path, "hopper") == UntilDone(1, 2, timedelta(days=1))
