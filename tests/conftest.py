"""For all tests: which of them cannot run here, and which of them stay together on one core."""

from __future__ import annotations

import os
from collections import Counter
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

from grader.processes import cores
from tests.needs import NEEDS

# The tests start thousands of processes that import numpy; each would start threads that wait in a busy loop.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
_MISSING: pytest.StashKey[dict[str, int]] = pytest.StashKey()
_TOGETHER = ("attacks", "e2e")  # folders whose tests share what takes a minute to make
_SLOW = tuple(  # they start graders, notebooks, browsers, nbgrader or students' runs: minutes; the longest first
    f"tests/{name}"
    for name in """
        attacks e2e grader/workers lessons grader/nbgrader grader/suite grader/report/test_browser.py
        grader/authoring/test_broken_courses.py grader/authoring/test_check.py
        grader/authoring/test_decks.py grader/authoring/test_rehearsal.py
        grader/authoring/test_example_courses.py grader/authoring/test_init.py grader/authoring/test_weaken.py
        grader/handout/test_plugin.py grader/handout/test_plugin_faults.py grader/handout/test_progress.py
        grader/handout/test_why.py grader/handout/test_commands.py grader/handout/test_readme.py
        grader/handout/test_brackets.py grader/sandbox/host/test_any_history.py grader/sandbox/host/test_refusal.py
        grader/sandbox/guest/test_ordinary_user.py grader/test_anywhere.py grader/test_bad_values.py
        grader/test_covered.py grader/test_cli.py grader/test_examples_agree.py grader/test_grading.py
        grader/test_kill.py grader/test_marked_again.py grader/test_started_from.py grader/test_surroundings.py
        grader/test_trust.py grader/test_variants.py
    """.split()
)


def pytest_configure(config: pytest.Config) -> None:
    """Refuse a CI run that could not run everything."""
    config.stash[_MISSING] = {}
    missing = [sentence for is_met, sentence in NEEDS.values() if not is_met()]
    if missing and os.environ.get("CI") == "true":
        raise pytest.UsageError(f"CI=true, and this machine lacks {'; '.join(missing)}")
    config.pluginmanager.register(_FromWorkers(config))


class _ByWhatTheyShare(LoadScopeScheduling):  # type: ignore[misc]  # pytest-xdist has no type hints
    """Gives all tests of a file, or of such a folder, to one process: others would make again what they share."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return next((name for name in _TOGETHER if file.startswith(f"tests/{name}/")), file)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Return one more than there are cores: some tests wait for a clock or a browser."""
    return cores() + 1


@pytest.hookimpl(tryfirst=True, optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    """Distribute the tests in their order: slow ones first, so that all cores have something to do until the end."""
    config.option.loadscopereorder = False
    return _ByWhatTheyShare(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Say which tests are slow, and leave out what cannot run here."""
    here = {name: is_met() for name, (is_met, _) in NEEDS.items()}
    missing: Counter[str] = Counter()
    kept: list[pytest.Item] = []
    left_out: list[pytest.Item] = []
    for item in items:
        if _place(item) < len(_SLOW):
            item.add_marker(pytest.mark.slow)
        lacking = [name for mark in item.iter_markers("needs") for name in mark.args if not here[name]]
        missing.update(lacking[:1])
        (left_out if lacking else kept).append(item)
    config.stash[_MISSING].update(missing)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
    is_shared_out = hasattr(config, "workerinput")
    items[:] = sorted(kept, key=_place) if is_shared_out else kept


def _place(item: pytest.Item) -> int:
    """Return which of the slow files and folders has a test; those that are not slow come last."""
    file = item.path.relative_to(item.config.rootpath).as_posix()
    return next((place for place, name in enumerate(_SLOW) if file.startswith(name)), len(_SLOW))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Tell the process that started this one what was left out."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["missing"] = session.config.stash[_MISSING]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say what was not run, and what it needs."""
    for name, count in config.stash[_MISSING].items():
        terminalreporter.write_line(f"not run: {count} test{'' if count == 1 else 's'} that need {NEEDS[name][1]}")


class _FromWorkers:
    def __init__(self, config: pytest.Config) -> None:
        self._config = config

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Take over what one worker left out: each of them collects all tests."""
        self._config.stash[_MISSING].update(getattr(node, "workeroutput", {}).get("missing", {}))
