"""A student's modules come from memory alone, with lines that tracebacks can quote."""

from __future__ import annotations

import importlib
import sys
import traceback
from collections.abc import Callable, Iterator

import pytest

from grader.sandbox.guest.imports import StudentFinder


@pytest.fixture
def finder() -> Iterator[Callable[..., StudentFinder]]:
    """Put a finder in front of all others for a while, as a guest does."""
    before = sys.meta_path[:], set(sys.modules)

    def _finder(lend=(), extras=(), **sources: str | bytes) -> StudentFinder:
        raw = {name: text.encode() if isinstance(text, str) else text for name, text in sources.items()}
        told: list[str] = []
        beside = {name: raw.pop(name) for name in extras}
        made = StudentFinder(raw, beside, lend, lambda module, name: lambda *args: (module, name, *args), told.append)
        made.told = told  # type: ignore[attr-defined]  # for the test alone
        sys.meta_path.insert(0, made)
        return made

    yield _finder
    sys.meta_path[:] = before[0]
    for name in set(sys.modules) - before[1]:
        del sys.modules[name]


def test_modules_import_each_other_and_each_is_announced_before_it_runs(finder):
    made = finder(work_a="import work_b\nx = work_b.x + 1", work_b="x = 1")

    assert importlib.import_module("work_a").x == 2
    assert made.told == ["work_a", "work_b"]


@pytest.mark.parametrize("first", ["work_a", "work_b", "work_c"])
def test_files_that_import_each_other_are_begun_where_they_can_be_begun(finder, first):
    made = finder(
        work_a="from work_b import y\nx = 1", work_b="from work_c import z\ny = 2", work_c="import work_a\nz = 3"
    )

    assert made.import_(first) is sys.modules[first]
    assert [sys.modules[name].__dict__[value] for name, value in (("work_a", "x"), ("work_b", "y"))] == [1, 2]
    assert made.failed is None


def test_of_files_that_cannot_be_begun_at_all_the_one_that_asked_for_too_much_is_to_blame(finder):
    made = finder(work_a="from work_b import y\nx = 1", work_b="from work_a import x\ny = 2")

    with pytest.raises(ImportError, match="'x' from partially initialized module 'work_a'"):
        made.import_("work_a")

    assert made.failed == "work_b"


def test_another_failure_behind_a_circle_is_not_tried_again(finder):
    made = finder(work_a="import work_b\nx = 1", work_b="import work_a\n1 / 0")

    with pytest.raises(ZeroDivisionError):
        made.import_("work_a")

    assert made.told == ["work_a", "work_b"]


def test_an_own_module_is_imported_and_the_module_that_wanted_it_is_to_blame(finder):
    made = finder(
        extras=["helpers"], work_a="import helpers\nx = helpers.x", work_b="1 / 0", helpers="x = 1\nimport work_b"
    )

    with pytest.raises(ZeroDivisionError):
        importlib.import_module("work_a")

    assert made.told == ["work_a", "work_b"]
    assert made.failed == "work_b"


def test_a_failure_in_an_own_module_is_its_importers(finder):
    made = finder(extras=["helpers"], work_a="import helpers", helpers="1 / 0")

    with pytest.raises(ZeroDivisionError):
        importlib.import_module("work_a")

    assert made.failed == "work_a"


def test_a_folder_of_own_modules_is_a_package(finder):
    made = finder(work_a="from tools import plots\nimport tools.sums\nx = plots.x + tools.sums.x")
    made.__init__(
        made.sources, {"tools.plots": b"x = 1", "tools.sums": b"from . import plots\nx = plots.x"}, [], None, print
    )

    assert importlib.import_module("work_a").x == 2


@pytest.mark.parametrize(
    "folder",
    [
        pytest.param("os.path.join(os.path.dirname(os.path.abspath(__file__)), 'lib')", id="absolute"),
        pytest.param("'lib'", id="relative"),
        pytest.param("'./lib/'", id="with a slash"),
        pytest.param("pathlib.Path(__file__).parent / 'lib'", id="a path"),
    ],
)
def test_a_folder_on_the_path_is_searched_as_at_home(finder, folder, monkeypatch):
    monkeypatch.setattr(sys, "path", [*sys.path])
    source = f"import os, pathlib, sys\nsys.path.insert(0, {folder})\nimport own_sums\nx = own_sums.x"
    made = finder(work_a=source)
    made.__init__(made.sources, {"lib.own_sums": b"x = 1", "other.own_plots": b""}, [], None, print)

    assert importlib.import_module("work_a").x == 1
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("own_plots")


def test_a_students_file_shadows_no_package(finder):
    finder(work_a="import numpy\nversion = numpy.__version__")

    assert importlib.import_module("work_a").version


@pytest.mark.parametrize(
    ("source", "value"),
    [
        pytest.param(b"\xef\xbb\xbfx = 1", 1, id="byte order mark"),
        pytest.param(b"x = 1\r\ny = 2\r\n", 1, id="CRLF"),
        pytest.param("# -*- coding: latin-1 -*-\nx = 'é'".encode("latin-1"), "é", id="coding line"),
        pytest.param(b"from __future__ import annotations\nx = 1", 1, id="future import"),
        pytest.param(b"x = __name__", "work_a", id="name"),
        pytest.param(b"if __name__ == '__main__': 1 / 0\nx = 1", 1, id="main part"),
    ],
)
def test_source_is_read_as_python_reads_it(finder, source, value):
    finder(work_a=source)

    assert importlib.import_module("work_a").x == value


def test_a_traceback_quotes_the_line(finder):
    finder(work_a="def f():\n    return 1 / 0  # here\n")

    with pytest.raises(ZeroDivisionError) as caught:
        importlib.import_module("work_a").f()

    assert traceback.extract_tb(caught.value.__traceback__)[-1].line == "return 1 / 0  # here"


def test_the_innermost_failing_import_is_the_one_to_blame(finder):
    made = finder(work_a="import work_b", work_b="1 / 0")

    with pytest.raises(ZeroDivisionError):
        importlib.import_module("work_a")

    assert made.failed == "work_b"


def test_a_lent_module_answers_by_calls_and_hides_what_is_private(finder):
    finder(lend=["work_b"], work_a="from work_b import relu\nimport work_b\nx = relu(1)")

    assert importlib.import_module("work_a").x == ("work_b", "relu", 1)
    with pytest.raises(AttributeError, match="module 'work_b' has no attribute '_secret'"):
        sys.modules["work_b"]._secret  # noqa: B018  # asking is the point
