"""Right and wrong hand-ins to the capstone, which is built on modules that are the student's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from grader.course.loading import load_course
from grader.outcome import Outcome
from grader.sandbox.host.isolation import Isolation
from grader.submission import Submission
from grader.workers.process import GradingProcess

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def worker() -> Iterator[GradingProcess]:
    process = GradingProcess(ROOT / "course.yaml", Isolation.JAIL, None)
    process.ready()
    yield process
    process.close()


@pytest.fixture
def failed_with(worker: GradingProcess) -> Callable[[str], list[str]]:
    """Say which tests of `train` refuse the solutions with one function of optimizer.py written anew."""

    def _failed_with(code: str) -> list[str]:
        names = [module.name for module in load_course(ROOT).modules]
        sources = {name: (ROOT / "solutions" / f"{name}.py").read_bytes() for name in names}
        sources["optimizer"] += dedent(code).encode()
        grade = worker.grade(Submission("ada", sources), ("train",))
        return [test.name for test in grade.tests if test.outcome is not Outcome.PASSED]

    return _failed_with


def test_train_is_right_with_any_order_of_the_batches_that_minibatches_may_give(failed_with):
    assert not failed_with(
        """
        def minibatches(X, y, batch_size, seed=None):
            order = np.arange(len(X)) if seed is None else np.random.default_rng([seed, 7]).permutation(len(X))[::-1]
            parts = [order[i : i + batch_size] for i in range(0, len(X), batch_size)]
            return [(X[part], y[part]) for part in parts]
        """
    )


def test_train_on_batches_that_miss_a_row_is_refused(failed_with):
    failed = failed_with(
        """
        _right_batches = minibatches
        def minibatches(X, y, batch_size, seed=None):
            batches = _right_batches(X, y, batch_size, seed)
            return batches if len(batches) == 1 else [*batches[:-1], batches[0]]
        """
    )

    assert {"test_train_for_one_epoch", "test_train_for_three_epochs"} <= set(failed)


def test_train_that_waits_for_minibatches_is_failed_where_the_order_counts(failed_with):
    failed = failed_with(
        'def minibatches(X, y, batch_size, seed=None):\n    raise NotImplementedError("minibatches")\n'
    )

    assert "test_train_for_one_epoch" in failed
