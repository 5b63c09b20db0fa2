"""Weakened hidden tests of the second course: what a mistake needs is noticed, what nothing needs is reported."""

from __future__ import annotations

import ast
import shutil
from pathlib import Path

import pytest

from grader.authoring.build import build
from grader.authoring.softened import softened
from grader.authoring.weaken import Weakened, weakened
from grader.course.loading import load_course
from grader.grading import Settings

SECOND = Path(__file__).parents[2] / "second_course" / "course"
SUITE = "tests/hidden/test_bank.py"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = Path(shutil.copytree(SECOND, tmp_path / "course"))
    build(load_course(root))
    return root


def _weakened(root: Path, *names: str) -> dict[str, Weakened]:
    return {part.exercise: part for part in weakened(load_course(root), Settings(jobs=1), names)}


def test_what_no_mistake_needs_is_reported_and_nothing_else(root):
    suite = root / SUITE
    before = suite.read_text(encoding="utf-8")
    more = "    expect.that(account.balance < 1000, 'too rich')\n"
    suite.write_text(before + more, encoding="utf-8")

    found = _weakened(root, "Account")

    (account,) = found.values()  # what the module's tests share is judged with all its exercises alone
    assert account.total == 4
    last = len((before + more).splitlines())
    name = "bank.account_never_falls_below_zero#"  # who gives too much is told by the error and by the balance
    assert account.told == [
        f"{SUITE}: line {line}: {name}{place}: an expectation dropped: no mistake notices"
        for line, place in ((last - 2, 1), (last, 3))
    ]
    assert suite.read_text(encoding="utf-8") == before + more


def test_what_is_argued_is_explained_as_long_as_nothing_notices_it(root):
    suite = root / SUITE
    suite.write_text(
        suite.read_text(encoding="utf-8") + "    expect.that(account.balance < 1000, 'too rich')\n", encoding="utf-8"
    )
    name = "bank.account_never_falls_below_zero#"
    argued = f'[[loose]]\nbecause = "in words"\nweakenings = ["{name}1", "{name}2", "{name}3"]\n'
    (root / "tests/hidden/redundant.toml").write_text(argued, encoding="utf-8")

    account = _weakened(root, "Account")["Account"]

    assert account.explained == 2
    assert [line.partition(": ")[2].partition(": ")[2] for line in account.told] == [
        f"{name}2: a mistake notices it: take it out of redundant.toml"
    ]


def test_a_parametrized_test_is_weakened_to_its_first_case(root):
    compound = _weakened(root, "compound")["compound"]

    assert not any("only the first case left" in line for line in compound.told)  # of one year, both kinds are equal


def test_the_usual_tolerance_is_one_weakening_of_a_module(root):
    shared = _weakened(root)[""]

    assert shared.total == 1
    assert shared.told == [f"{SUITE}: bank.usual: the usual tolerance a thousand times as wide: no mistake notices"]
    text = (root / "tests/mistakes/bank.py").read_text(encoding="utf-8")
    rounded = '\n\ndef compound__cents(amount, rate, years):\n    """Which digits do you cut off?"""\n'
    rounded += "    return round(amount * (1 + rate) ** years, 3)\n"
    (root / "tests/mistakes/bank.py").write_text(text + rounded, encoding="utf-8")

    assert _weakened(root)[""].told == []


@pytest.mark.parametrize(
    ("body", "places"),
    [
        pytest.param("    expect.close(bank.f(), 1, rtol=1e-3)", ["a tolerance", "an expectation dropped"], id="both"),
        pytest.param("    expect.close(bank.f(), 1, rtol=0, atol=0)", ["an expectation dropped"], id="exact"),
        pytest.param("    x = bank.f()\n    assert x == 1", ["an expectation dropped"], id="assert of a result"),
        pytest.param("    x = len('abc')\n    assert x == 3", [], id="assert of the author's own"),
        pytest.param("    _same(bank.f())", ["an expectation dropped"], id="the suite's own function"),
        pytest.param(
            "    with expect.no_warnings():\n        bank.f()", ["an expectation dropped"], id="a watching expectation"
        ),
        pytest.param(
            "    try:\n        expect.that(bank.f(), '')\n    except ValueError:\n        pass", [], id="tried"
        ),
    ],
)
def test_what_counts_as_an_expectation(body, places):
    suite = "import bank\nimport pytest\n\n\ndef _same(x):\n    y = expect.number(x)\n    return y\n\n\n"
    suite += f"@pytest.mark.exercise('f')\ndef test_f():\n{body}\n"

    found = softened(ast.parse(suite), ["bank"])

    own = [weak.what for weak in found.weakenings if weak.function == "test_f"]
    assert len(own) == len(places)
    assert all(what.startswith(start) for what, start in zip(own, places, strict=True))
