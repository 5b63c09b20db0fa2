"""Run a test that needs no setting up without pytest's phases for that: they take longer than most tests do.

Only what has nothing to set up goes this way: no fixture, no parameters, no mark that skips, and no other plugin that
listens. Every other test takes pytest's own way as if the former were not there, so that what a file's tests share is
made once.
"""

from __future__ import annotations

from collections.abc import Iterable
from types import ModuleType
from typing import Any

import pytest
from _pytest.runner import call_and_report, runtestprotocol

_PLAIN_MARKS = frozenset({"exercise", "filterwarnings"})
_LISTENERS = ("pytest_runtest_setup", "pytest_runtest_teardown", "pytest_runtest_logreport")


class Protocol:
    """How each test of a run is run."""

    def __init__(self, config: pytest.Config) -> None:
        option = config.option
        is_watched = any(getattr(option, name, None) for name in ("setuponly", "setupshow", "setupplan", "xmlpath"))
        has_logging = config.pluginmanager.hasplugin("logging")  # its part of the call needs what its set-up noted
        self._may_be_short = not (is_watched or has_logging) and all(_is_known(i.plugin) for i in _listeners(config))
        self._following: dict[pytest.Item, pytest.Item | None] = {}

    def plan(self, items: Iterable[pytest.Item], own: Iterable[pytest.Item]) -> None:
        """Look at the tests that will run; those of the student's own files all take pytest's own way."""
        following: pytest.Item | None = None
        theirs = set(own)
        for item in reversed([*items]):
            if item in theirs or not (self._may_be_short and _is_plain(item)):
                self._following[item] = following
                following = item

    def run(self, item: pytest.Item) -> bool:
        """Run one test."""
        hook = item.ihook
        hook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
        if item in self._following:
            runtestprotocol(item, nextitem=self._following[item])
        else:
            call_and_report(item, "call")
        hook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
        return True


def _is_plain(item: pytest.Item) -> bool:
    if type(item) is not pytest.Function or hasattr(item, "callspec") or item.fixturenames:
        return False
    return all(mark.name in _PLAIN_MARKS for mark in item.iter_markers())


def _listeners(config: pytest.Config) -> list[Any]:
    return [impl for name in _LISTENERS for impl in getattr(config.hook, name).get_hookimpls()]


def _is_known(plugin: Any) -> bool:
    home = plugin.__name__ if isinstance(plugin, ModuleType) else type(plugin).__module__
    return home.startswith(("_pytest.", "kit."))
