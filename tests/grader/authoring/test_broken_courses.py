"""What an author breaks by accident ends in a sentence: where, what was expected, what came, and the cure.

Each row is one fault in a course as `grader init` writes it. A fault that ends everything is tried in a course of its
own; those that a check lists beside others share a course, in which each has a module of its own.
"""

# ruff: noqa: E501  # a table of one fault a line
from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.authoring.boxes import faults_of_lessons
from grader.authoring.build import build
from grader.authoring.check import check
from grader.authoring.exchanged import exchanged
from grader.authoring.files import faults_of_files
from grader.authoring.init import new_course
from grader.authoring.mutants import Mistakes
from grader.authoring.public import public_tests
from grader.course.loading import load_course
from grader.course.model import Course
from grader.grading import Settings
from grader.outcome import MustAct
from grader.workers import patience

YAML, SOLUTION, LESSON = "course.yaml", "solutions/geometry.py", "solutions/lessons/geometry.md"
HIDDEN, PUBLIC, PROMISES = (
    f"tests/{name}" for name in ("hidden/test_geometry.py", "public/test_geometry.py", "hidden/promises_geometry.toml")
)
MISTAKES, ALTERNATIVE = "tests/mistakes/geometry.py", "tests/alternatives/other_words/geometry.py"
Change = Callable[[Path], object]


def swap(old: str, new: str) -> Change:
    def change(path: Path) -> None:
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is no part of {path} any more"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def whole(text: str | bytes) -> Change:
    return lambda path: path.write_bytes(text if isinstance(text, bytes) else text.encode())


def more(text: str | bytes) -> Change:
    return lambda path: path.write_bytes(path.read_bytes() + (text if isinstance(text, bytes) else text.encode()))


def at_top(code: str) -> Change:
    """Put code between the docstring of a file and the first definition."""

    def change(path: Path) -> None:
        text = path.read_text(encoding="utf-8")
        place = re.search(r"\n\n\n(?=def |class |@)", text)
        assert place
        path.write_text(f"{text[: place.start()]}\n\n{code}{text[place.start() :]}", encoding="utf-8")

    return change


def called(name: str) -> Change:
    return lambda path: path.rename(path.with_name(name))


gone: Change = Path.unlink
LATIN = more("# caf\xe9\n".encode("latin-1"))
RAISES_TEST = '    expect.raises(ValueError, geometry.average, [], because="nothing has no mean")\n'

# id, file, change, a part of the one sentence that `build` and `check` end with; no code of the course runs before
AT_ONCE = [
    ("a tab", YAML, swap("  - name: geometry", "\t- name: geometry"), r"line 11, column 1: expected spaces in front of a line, got a tab: indent"),
    ("a colon in a title", YAML, swap('"Geometry"', "Geometry: a start"), r"line 3, column 16: expected one key and its value on a line, got a second colon"),
    ("an open quotation mark", YAML, swap('"Geometry"', '"Geometry'), r"line \d+.* or is a quotation mark left open above\?"),
    ("an open brace", YAML, swap("minutes: 15}", "minutes: 15"), r"line 1\d, column \d+: expected ',' or '}', but got ':': is a bracket left open"),
    ("an indentation", YAML, swap("    weight: 10", "   weight: 10"), r"line 1\d, column \d+: expected a line that is indented like those around it"),
    ("a key with a typo", YAML, swap("minutes: 15", "minuts: 15"), r"exercises\[1\]\.minuts: expected no such key \(did you mean 'minutes'\?\), got 15"),
    ("a missing key", YAML, swap(", minutes: 15", ""), r"exercises\[1\]\.minutes: expected a value for this key, got none"),
    ("a key twice", YAML, swap("late:\n", "late:\n  percent_per_day: 5\n"), r"line 25, column 3: expected each key once, got 'percent_per_day' twice"),
    ("points as text", YAML, swap("points: 2", "points: two"), r"exercises\[1\]\.points: expected a number, got the text 'two'"),
    ("points below zero", YAML, swap("points: 2", "points: -2"), r"exercises\[1\]\.points: expected a number greater than 0, got -2"),
    ("a tier", YAML, swap("tier: core", "tier: cor"), r"tier: expected one of 'express', 'core' or 'stretch', got the text 'cor'"),
    ("an exercise twice", YAML, swap("name: Tally", "name: average"), r"name: expected each exercise name once, got 'average' a second time"),
    ("an exercise called like a function of Python", YAML, swap("name: Tally", "name: sum"), r"expected a name that Python's own functions do not have, got the text 'sum'"),
    ("a module called like one of Python", YAML, swap("- name: geometry", "- name: statistics"), r"expected a module name that no file of Python, of the kit or of a known package has"),
    ("an unknown module", YAML, swap("modules: [geometry]", "modules: [geometri]"), r"expected the name of a module, got 'geometri' \(did you mean 'geometry'\?\)"),
    ("a day without a time", YAML, swap("due: null", "due: 2027-01-31"), r"due: expected a date and time in UTC, such as .*, got 2027-01-31 without a time"),
    ("packages that are no list", YAML, swap("packages: []", "packages: numpy"), r"packages: expected a list, got the text 'numpy'"),
    ("a limit beyond the hand-in's", YAML, swap("minutes: 15}", "minutes: 15, seconds: 1000}"), r"seconds: expected at most the 240 s of a hand-in"),
    ("a variant of one value", YAML, swap("minutes: 15}", "minutes: 15, variant: {n: 3}}"), r"variant\.n: expected at least two values such as \[2, 3, 5\]"),
    ("an empty course.yaml", YAML, whole(""), r"expected keys such as name and modules, got an empty file"),
    ("course.yaml in UTF-16", YAML, whole("name: x\n".encode("utf-16")), r"course\.yaml: expected UTF-8 text, got byte 0xff in line 1: save it as UTF-8"),
    ("no course.yaml", YAML, gone, r"course\.yaml: cannot be read: No such file"),
    ("an exercise that is not written", YAML, swap("name: Tally", "name: Talley"), r"solutions/geometry\.py: expected the exercise Talley as a function or class, got none"),
    ("no solution", SOLUTION, gone, r"solutions/geometry\.py: cannot be read: No such file"),
    ("a solution that is no Python", SOLUTION, swap("sum(numbers) /", "sum(numbers /"), r"solutions/geometry\.py: line 23: expected Python, got: '\(' was never closed$"),
    ("a solution in Latin-1", SOLUTION, LATIN, r"solutions/geometry\.py: expected UTF-8 text, got byte 0xe9 in line 48: save it as UTF-8"),
    ("a zero byte", SOLUTION, more(b"\0"), r"solutions/geometry\.py: expected Python, got: source code string cannot contain null bytes"),
    ("an exercise with another name", SOLUTION, swap("def average(", "def averages("), r"expected the exercise average as a function or class, got none"),
    ("a misspelt mark", SOLUTION, swap("### BEGIN SOLUTION", "### BEGIN SOLUTON"), r"line 20: expected '### BEGIN SOLUTION' or '### END SOLUTION' on its own line|line 24: expected '### BEGIN SOLUTION' before it"),
    ("no mark at the end", SOLUTION, swap("    return sum(numbers) / len(numbers)\n    ### END SOLUTION", "    return 1"), r"expected '### END SOLUTION' for line 20 first"),
    ("a mark that is indented otherwise", SOLUTION, swap("    ### BEGIN SOLUTION\n    if not numbers:\n", "    if not numbers:\n    ### BEGIN SOLUTION\n"), r"line 21: expected '### BEGIN SOLUTION' indented like the line below it"),
    ("no public tests", PUBLIC, gone, r"tests/public/test_geometry\.py: cannot be read: No such file or directory: students need it"),
    ("public tests in Latin-1", PUBLIC, LATIN, r"tests/public/test_geometry\.py: expected UTF-8 text, got byte 0xe9"),
    ("a lesson of no module", LESSON, called("geometri.md"), r"geometri\.md: expected a lesson named after a module \(geometry\), got 'geometri'"),
    ("a lesson without its head", LESSON, swap("---\njupyter:", "jupyter:"), r"geometry\.md: expected the head of a lesson, `---` and `jupyter:`"),
    ("a lesson whose head is no YAML", LESSON, swap("  kernelspec:", " kernelspec: ["), r"geometry\.md: expected a lesson, got a head or cells that jupytext cannot read"),
    ("a lesson in Latin-1", LESSON, LATIN, r"geometry\.md: expected UTF-8 text, got byte 0xe9"),
    ("a formula in a hint that no terminal shows", LESSON, swap("- Which of Python's", "- $\\oint x$ Which of Python's"), r"line \d+: the hints for Tally: expected a formula that plain text can show, got \\oint"),
]  # fmt: skip

# the same, of what shows when files are parsed or loaded: `build` does not look at them
ON_LOADING = [
    ("a solution that raises", SOLUTION, at_top("TABLE = {}['a']"), r"solutions/geometry\.py: cannot be imported: KeyError: 'a'"),
    ("a solution that exits", SOLUTION, at_top("import os\nos._exit(3)"), r"geometry\.py: ends the whole program when it is imported \(exit code 3\): is there an exit in it\?"),
    ("a solution that never ends", SOLUTION, at_top("while True:\n    pass"), r"geometry\.py: does not come to its end when it is imported: is there an endless loop"),
    ("a package that is not there", YAML, swap("packages: []", "packages: [nosuchpackage]"), r"import nosuchpackage, which is not installed: pip install nosuchpackage"),
    ("no hidden tests", HIDDEN, gone, r"tests/hidden: no hidden suite of any module: expected files such as test_geometry\.py, got none"),
    ("hidden tests that are none", HIDDEN, whole(""), r"tests/hidden/test_geometry\.py: no hidden test of average, Tally"),
    ("hidden tests that are no Python", HIDDEN, swap("expect.pure(", "expect.pure(("), r"tests/hidden/test_geometry\.py: line \d+: expected Python, got: "),
    ("hidden tests that exit", HIDDEN, at_top("import sys\nsys.exit(0)"), r"tests/hidden/test_geometry\.py: ends the whole program when it is imported: is there an exit\(\) in it\?"),
    ("hidden tests that are skipped", HIDDEN, at_top("pytest.skip('later', allow_module_level=True)"), r"test_geometry\.py: is skipped as a whole: a hidden test is always run"),
    ("a misspelt name in a mark", HIDDEN, swap('exercise("average", weight=2)', 'exercise("averge", weight=2)'), r"line 12: test_average_has_the_right_value: no exercise 'averge' in the course \(did you mean 'average'\?\)"),
    ("a misspelt mark of a test", HIDDEN, swap('mark.exercise("average", weight=2)', 'mark.exercize("average", weight=2)'), r"expected a mark such as @pytest\.mark\.exercise\('softmax'\), got @pytest\.mark\.exercize"),
    ("a misspelt weight", HIDDEN, swap("weight=2", "wieght=2"), r"expected no keyword of the mark but weight, got wieght \(did you mean 'weight'\?\)"),
    ("a weight that makes the others nothing", HIDDEN, swap("weight=2", "weight=1001"), r"expected a weight greater than 0 and at most 1000, got 1001"),
    ("no case at all", HIDDEN, swap('[[4.0], [1.0, 2.0, 6.5], [-3.0, 3.0, 0.25, 1.5]], ids=["one", "three", "four"]', "[]"), r"expected at least one case for parametrize, got an empty list"),
    ("a folder for files", HIDDEN, swap("refuses_an_empty_list():", "refuses_an_empty_list(tmp_path):"), r"expected no fixture tmp_path, since a hand-in reaches no file of a suite's"),
    ("a weight that is text", HIDDEN, swap("weight=2", 'weight="2"'), r"expected a weight greater than 0 and at most 1000, got '2'"),
    ("a test that is skipped", HIDDEN, swap('@pytest.mark.exercise("Tally")', '@pytest.mark.skip\n@pytest.mark.exercise("Tally")'), r"a hidden test is always run: expected no mark skip"),
    ("a name of expect at import", HIDDEN, swap("import expect", "import expct"), r"test_geometry\.py: cannot be collected: .*cannot import name 'expct'"),
    ("a call outside of a test", HIDDEN, at_top("ONE = geometry.average([1.0])"), r"geometry\.average was called while no submission is graded: call it inside a test"),
    ("a case too many", HIDDEN, swap('ids=["one", "three", "four"]', 'ids=["one", "three"]'), r"test_geometry\.py: cannot be collected: .*3 parameter sets specified, with different number of ids: 2"),
    ("mistakes that are no Python", MISTAKES, swap("def average__without_the_rest(numbers):", "def average__without_the_rest(numbers)"), r"tests/mistakes/geometry\.py: line 11: expected Python, got: expected ':'"),
    ("mistakes that raise", MISTAKES, at_top("1 / 0"), r"tests/mistakes/geometry\.py: cannot be imported: ZeroDivisionError"),
    ("mistakes that exit", MISTAKES, at_top("import sys\nsys.exit(1)"), r"tests/mistakes/geometry\.py: .*(SystemExit|is there an exit)"),
    ("an alternative that is no Python", ALTERNATIVE, swap("def average(numbers):", "def average(numbers)"), r"other_words/geometry\.py: line \d+: expected Python, got: expected ':'"),
    ("a conftest that is no Python", "tests/hidden/conftest.py", whole("def x(:\n"), r"tests/hidden/conftest\.py: line 1: expected Python"),
    ("a conftest that raises", "tests/hidden/conftest.py", whole("import nosuchpackage\n"), r"tests/hidden/conftest\.py.*No module named 'nosuchpackage'"),
    ("promises that are no TOML", PROMISES, swap('promise = "the list', "promise = the list"), r"promises_geometry\.toml: expected TOML, got: Invalid value \(at line 8, column 11\): are there quotation marks"),
    ("a promise in one bracket", PROMISES, swap("[[Tally]]", "[Tally]"), r"promises_geometry\.toml: expected TOML, got: "),
]  # fmt: skip


@pytest.fixture(scope="session")
def course(tmp_path_factory):
    root = tmp_path_factory.mktemp("broken") / "course"
    new_course(root, "Geometry")
    return root


@pytest.fixture
def broken(course, tmp_path):
    def made(file: str, change: Change) -> Path:
        root = Path(shutil.copytree(course, tmp_path / "course"))
        change(root / file)
        return root

    return made


def sentence(act: Callable[[], object]) -> str:
    with pytest.raises(MustAct) as caught:
        act()
    return str(caught.value)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "says"),
    [
        pytest.param("raise SystemExit", "your code ends Python: take exit", id="an exit"),
        pytest.param(
            "import os\n    os._exit(0)", "pytest ended in the middle (exit code 0): is there an exit", id="a hard exit"
        ),
        pytest.param(
            "import pytest\n    pytest.skip('later')",
            "expected every test to be run, got one that is skipped",
            id="a skip",
        ),
        pytest.param("while True:\n        pass", "no answer after 10 seconds: an endless loop?", id="an endless loop"),
        pytest.param(
            "",
            "a file ends pytest when it is imported (SystemExit): is there an exit() in it?",
            id="an exit at the top",
        ),
    ],
)
def test_public_tests_that_do_not_run_are_one_sentence(broken, code, says):
    root = broken(PUBLIC, swap("    tally = ", f"    {code}\n    tally = ") if code else at_top("raise SystemExit"))

    with public_tests(load_course(root), ["geometry"]) as complaints:
        (said,) = complaints()

    assert says in said
    assert "Traceback" not in said


@pytest.mark.parametrize(("file", "change", "says"), [pytest.param(*row[1:], id=row[0]) for row in AT_ONCE])
def test_a_fault_that_build_sees_is_one_sentence_of_build_and_of_check(broken, file, change, says):
    root = broken(file, change)

    of_build = sentence(lambda: build(load_course(root)))
    of_check = sentence(lambda: check(load_course(root), Settings(jobs=1)))

    assert re.search(says, of_build), of_build
    assert of_check == of_build
    assert "\n" not in of_build


@pytest.mark.slow
@pytest.mark.parametrize(("file", "change", "says"), [pytest.param(*row[1:], id=row[0]) for row in ON_LOADING])
def test_a_fault_that_ends_a_check_is_one_sentence(broken, monkeypatch, file, change, says):
    monkeypatch.setattr(patience, "_CPU_SECONDS_TO_LOAD", 2.0)
    root = broken(file, change)

    said = sentence(lambda: check(load_course(root), Settings(jobs=1)))

    assert re.search(says, said), said
    assert "\n" not in said


# What is seen in the files alone, without running any of them

_PURE = '@pytest.mark.exercise("average")\ndef test_average_leaves_the_list_as_it_is():'
MEAN = "expect.close(geometry.average(list(numbers)), want,"


def in_a_class(head: str, first: str = "") -> Change:
    return swap(
        _PURE,
        f"class {head}:{first}\n    "
        + _PURE.replace("\n", "\n    ").replace("():", '(self):\n        """x"""\n\n\ndef _rest():'),
    )


IN_FILES = [
    ("no test by its name", HIDDEN, swap("def test_average_refuses", "def tst_average_refuses"), "tst_average_refuses_an_empty_list is marked as a test, and never run as one: begin its name with test_"),
    ("in a class of another name", HIDDEN, in_a_class("Leaves"), "never run as one: begin the name of its class Leaves with Test"),
    ("in a class with __init__", HIDDEN, in_a_class("TestLeaves", "\n    def __init__(self):\n        pass\n"), "never run as one: its class TestLeaves has an __init__: take that out"),
    ("in a class of unittest", HIDDEN, in_a_class("TestLeaves(unittest.TestCase)"), "TestLeaves is a unittest.TestCase: write a class without it"),
    ("exchanged", HIDDEN, swap(MEAN, "expect.close(want, geometry.average(list(numbers)),"), "test_geometry.py: line 15: expected expect.close(what came, what is right), got the two exchanged"),
    ("exchanged with a number", HIDDEN, swap("expect.whole(other.count(\"a\"), 1,", "expect.whole(1, geometry.Tally().count(\"a\"),"), "expected expect.whole(what came, what is right), got the two exchanged"),
    ("exchanged for students", PUBLIC, swap("geometry.average([1.0, 2.0, 6.0]), 3.0", "3.0, geometry.average([1.0, 2.0, 6.0])"), "public/test_geometry.py: line 9: expected expect.close(what came"),
    ("the grader for students", PUBLIC, swap("import expect", "from grader import expect"), "test_geometry.py: line 3: students have no grader: expected `import expect`"),
    ("the solutions for students", PUBLIC, swap("import geometry", "from solutions import geometry"), "line 4: students have no solutions: expected the packages of course.yaml and the course's modules"),
    ("a mistake without a def", MISTAKES, more("\n\naverage__zero = lambda numbers: 0.0\n"), "average__zero is no def or class with a docstring: it is the hint a student gets"),
    ("a mistake without a name", MISTAKES, swap("def average__without_the_rest", "def average__"), "average__: expected what is wrong after two underscores, such as average__no_sum"),
    ("an import inside of a mistake", MISTAKES, swap("    return sum(numbers) // len(numbers)", "    from solutions.geometry import Tally\n\n    return sum(numbers) // 2"), "line 15: expected `from solutions.geometry import` at the top of the file, got it inside"),
    ("three underscores", MISTAKES, swap("def average__without_the_rest", "def average___rest"), "average___rest: expected what is wrong after two underscores"),
]  # fmt: skip


def seen_in_files(course: Course) -> list[str]:
    mistakes = Mistakes(course.root / MISTAKES).faults(["average", "Tally"])
    return [*faults_of_files(course), *exchanged(course), *mistakes]


@pytest.mark.parametrize(("file", "change", "says"), [pytest.param(*row[1:], id=row[0]) for row in IN_FILES])
def test_a_fault_that_is_seen_in_the_files_is_one_sentence(broken, file, change, says):
    (said,) = seen_in_files(load_course(broken(file, change)))

    assert says in said


@pytest.mark.parametrize(
    ("change", "says"),
    [
        pytest.param(
            swap("import geometry\n", "import geometry\n\nx = (1\n"),
            "line 23: expected Python in the cell, or ``` below it, got: '(' was never closed",
            id="a cell that is no Python",
        ),
        pytest.param(
            swap("import geometry\n```\n", "import geometry\n"),
            "line 27: expected Python in the cell, or ``` below it, got: invalid character",
            id="a cell without its end",
        ),
        pytest.param(more("\n![a](pictures/none.png)\n"), "got pictures/none.png", id="a picture that is not there"),
        pytest.param(more("\n[a](none.md#there)\n"), "expected a file that students get, such as data/", id="a link"),
        pytest.param(
            swap(
                "import geometry\n", "import geometry\n\nif True:\n    %timeit geometry\n    !ls\ngeometry.average?\n"
            ),
            "",
            id="a notebook's own commands",
        ),
        pytest.param(more("\n[a](geometry.py) [b](https://a.example/b) [c](#d)\n"), "", id="links"),
    ],
)
def test_a_lesson_whose_cells_or_links_are_broken_is_named(broken, change, says):
    said = list(faults_of_lessons(load_course(broken(LESSON, change))))

    assert len(said) == bool(says)
    assert all(says in line for line in said)


@pytest.mark.parametrize(
    "test",
    [
        "first = {g}.average([1.0])\n    expect.close(first, {g}.average([1.0]))",
        "seen = []\n    {g}.average(seen)\n    expect.equal(seen, {g}.average([]))",
        "for got in [{g}.average([1.0])]:\n        expect.close(got, {g}.average([1.0]))",
        "seen = []\n\n    def look(x):\n        seen.append(x)\n\n    expect.equal(seen, {g}.average(look))",
        "expect.close(_mean([1.0]), {g}.average([1.0]))",
    ],
    ids=["two calls", "changed by a call", "in a loop", "filled by a function", "by a helper"],
)
def test_what_may_have_come_of_the_hand_in_is_not_said_to_be_exchanged(broken, test):
    code = test.format(g="geometry")
    helper = "\n\ndef _mean(x):\n    return geometry.average(x)\n"
    root = broken(
        HIDDEN, more(f'{helper}\n\n@pytest.mark.exercise("average")\ndef test_it():\n    """x"""\n    {code}\n')
    )

    assert seen_in_files(load_course(root)) == []


@pytest.mark.slow
def test_a_public_test_that_a_stub_passes_is_named(broken):
    vacuous = '\n\ndef test_average_is_there():\n    """average is there"""\n    assert geometry.average\n'

    with public_tests(load_course(broken(PUBLIC, more(vacuous))), ["geometry"]) as complaints:
        (said,) = complaints()

    assert said == (
        "tests/public/test_geometry.py: test_average_is_there passes while nothing is written yet: let it look at "
        "what the exercise returns"
    )


@pytest.mark.slow
def test_public_tests_that_import_what_the_course_does_without_are_said_to_do_so(broken):
    with public_tests(load_course(broken(SOLUTION, at_top("import numpy"))), ["geometry"]) as complaints:
        (said,) = complaints()

    assert said.startswith(
        "tests/public: the reference does not pass the students' own tests: ! geometry.py imports numpy"
    )


# What a check lists beside other complaints: each fault has a module of its own in one course, and one complaint.

LISTED = [
    ("exit_in_solution", SOLUTION, swap("    return sum(numbers) / len(numbers)", "    raise SystemExit(3)"), r"the reference of average_{m} does not pass .*your code called exit\(\): return a value instead"),
    ("wrong_solution", SOLUTION, swap("return sum(numbers) / len(numbers)", "return sum(numbers) / 2"), r"solutions/{m}\.py: the reference|tests/alternatives/other_words/{m}\.py: a right alternative of average_{m} does not pass"),
    ("endless_solution", SOLUTION, swap("    return sum(numbers) / len(numbers)", "    while numbers:\n        pass"), r"the reference of average_{m} does not pass test_average_{m}_has_the_right_value.* did not end within 10 s of CPU time: is a loop endless"),
    ("gives_a_fraction", SOLUTION, swap("    return sum(numbers) / len(numbers)", "    from fractions import Fraction\n    return Fraction(sum(numbers)) / len(numbers)"), r"the reference of average_{m} does not pass .*a value of type Fraction"),
    ("words_changed", SOLUTION, swap("the list is left as it is", "the list stays as it was"), r"promises_{m}\.toml: average_{m}: expected words of the docstring, got 'the list is left as it is'"),
    ("name_in_solution", SOLUTION, swap("return sum(numbers) /", "return sum(number) /"), r"NameError: name 'number' is not defined \(solutions/{m}\.py line \d+\)"),
    ("solution_twice", SOLUTION, more('\n\ndef _one():\n    return 1\n\n\ndef _one():\n    return 2\n'), r"solutions/{m}\.py: line \d+: the definition _one stands twice \(first in line 50\): only the last one counts"),
    ("no_docstring", HIDDEN, swap('    """average raises a ValueError where there is no number"""\n', ""), r"test_{m}\.py: line \d+: test_average_{m}_refuses_an_empty_list has no docstring"),
    ("two_marks", HIDDEN, swap('@pytest.mark.exercise("Tally")', '@pytest.mark.exercise("average")\n@pytest.mark.exercise("Tally")'), r"test_tally_{m}_has_never_seen_a_new_thing has 2 exercise marks"),
    ("misspelt_expect", HIDDEN, swap("expect.pure(", "expect.puer("), r"the reference of average_{m} does not pass .*has no attribute 'puer' \(did you mean 'pure'\?\) \(tests/hidden/test_{m}\.py line \d+\)"),
    ("misspelt_reference", HIDDEN, swap("want = reference.average(", "want = reference.averge("), r"\(and 2 more of its cases\) .*has no attribute 'averge_{m}' \(did you mean 'average_{m}'\?\)"),
    ("misspelt_call", HIDDEN, swap("expect.pure(geometry.average,", "expect.pure(geometry.averge,"), r"the reference of average_{m} does not pass .*{m}\.py has no averge_{m}"),
    ("misspelt_everywhere", HIDDEN, lambda path: path.write_text(path.read_text(encoding="utf-8").replace("geometry.Tally(", "geometry.Tallyy("), encoding="utf-8") and None, r"the reference of Tally_{m} does not pass .*{m}\.py has no Tally_{m}y"),
    ("missing_fixture", HIDDEN, swap("refuses_an_empty_list():", "refuses_an_empty_list(nothing):"), r"the reference of average_{m} does not pass .*: no fixture is called 'nothing'"),
    ("passes_a_range", HIDDEN, swap("geometry.average(list(numbers))", "geometry.average(range(3))"), r"cannot pass values of type range to a student's code: docs/boundary\.md lists what can"),
    ("length_of_an_object", HIDDEN, swap('expect.whole(other.count("a"), 1,', "expect.whole(len(other), 1,"), r"the reference of Tally_{m} does not pass .*has no len\(\).*: docs/boundary\.md lists what can come back and be done"),
    ("compares_arrays", HIDDEN, swap(RAISES_TEST, RAISES_TEST + "    assert reference.__dict__['np'].ones(2) == 1\n"), r"the reference of average_{m} does not pass .*(compares many values with ==|KeyError)"),
    ("exit_in_test", HIDDEN, swap(RAISES_TEST, "    raise SystemExit\n"), r"the reference of average_{m} does not pass .*the hidden test itself failed: SystemExit"),
    ("endless_test", HIDDEN, swap(RAISES_TEST, "    import os\n    os._exit(0)\n"), r"the reference of average_{m} does not pass .*ended the grading session"),
    ("async_test", HIDDEN, swap("def test_average_refuses", "async def test_average_refuses"), r"(the reference of average_{m} does not pass .*async|test_{m}\.py: line \d+: .*async)"),
    ("checks_nothing", HIDDEN, swap(RAISES_TEST, "    return geometry.average([]) == 1\n"), r"the reference of average_{m} does not pass .*ValueError"),
    ("not_a_test", HIDDEN, swap("def test_average_refuses", "def tst_average_refuses"), r"promises_{m}\.toml: average_{m}: expected a hidden test|no test catches average_{m}__of_nothing_is_zero"),
    ("always_true", HIDDEN, swap(RAISES_TEST, "    geometry.average([1.0])\n"), r"test_{m}\.py: no test catches average_{m}__of_nothing_is_zero: add one|average_{m}_refuses_an_empty_list catches no mistake"),
    ("never_caught", MISTAKES, swap("return sum(numbers) // len(numbers)", "return sum(numbers) / len(numbers)"), r"test_{m}\.py: no test catches average_{m}__without_the_rest: add one, or list it in ACCEPTED"),
    ("one_underscore", MISTAKES, swap("def average__without", "def average_without"), r"mistakes/{m}\.py: average_{m}_without_the_rest: expected a name such as average_{m}__without_the_rest"),
    ("mistake_of_none", MISTAKES, swap("average__without_the_rest", "averge__without_the_rest"), r"averge_{m}__without_the_rest belongs to no exercise of the module \(did you mean 'average_{m}'"),
    ("no_hint", MISTAKES, swap('    """What is 7 / 2, and what is 7 // 2?"""\n', ""), r"mistakes/{m}\.py: average_{m}__without_the_rest has no docstring: it is the hint a student gets"),
    ("broken_mistake", MISTAKES, swap("return sum(numbers) // len(numbers)", "return sum(numers) // 2"), r"average_{m}__without_the_rest is refused only because its own code breaks, .*NameError: [^(]+ \(return sum"),
    ("arguments", MISTAKES, swap("average__without_the_rest(numbers)", "average__without_the_rest()"), r"average_{m}__without_the_rest is refused only because its own code breaks, .*TypeError"),
    ("same_twice", MISTAKES, swap("sum(numbers) / max(len(numbers) - 1, 1)", "sum(numbers) // len(numbers)"), r"average_{m}__one_number_too_few is (never named|diagnosed as)|average_{m}__without_the_rest is (never named|diagnosed as)"),
    ("endless_mistake", MISTAKES, swap("return sum(numbers) // len(numbers)", "while True:\n        pass"), r"average_{m}__without_the_rest does not come to its end in test_average_{m}_has_the_right_value"),
    ("accepted_unknown", MISTAKES, more("\n\nACCEPTED = {'average__nothing': 'because'}\n"), r"ACCEPTED has average_{m}__nothing, which is not defined"),
    ("accepted_a_list", MISTAKES, more("\n\nACCEPTED = ['average__of_nothing']\n"), r"expected ACCEPTED to be a dict, mistake: reason"),
    ("unnamed_and_named", MISTAKES, more("\n\nUNNAMED = {'average__without_the_rest': 'no value tells'}\n"), r"is listed in UNNAMED, but named without_the_rest: take it out"),
    ("refuses_the_right", ALTERNATIVE, swap("return total / len(numbers)", "return total / 2"), r"other_words/{m}\.py: a right alternative of average_{m} does not pass .*\(and 2 more of its cases\)"),
    ("alternative_exits", ALTERNATIVE, at_top("import sys\nsys.exit()"), r"other_words/{m}\.py: a right alternative passes no test of .*{m}\.py cannot be imported"),
    ("alternative_of_none", ALTERNATIVE, called("geometry_.py"), r"other_words/{m}_\.py is of no module of the course, and never graded"),
    ("promise_of_none", PROMISES, swap("[[Tally]]", "[[Taly]]"), r"promises_{m}\.toml: Taly_{m} is no exercise or module of the course \(did you mean 'Tally_{m}'\?\)"),
    ("promise_unkept", PROMISES, swap('"average_leaves_the_list_as_it_is"', '"average_leaves_the_list"'), r"expected a hidden test of this exercise, got 'average_{m}_leaves_the_list' \(did you mean"),
    ("no_promise", PROMISES, whole(""), r"promises_{m}\.toml: expected what the docstring of average_{m} promises"),
    ("one_hint", LESSON, swap("- What would you divide by if there were no number at all?\n", ""), r"lessons/{m}\.md: expected at least 2 hints for average_{m}"),
    ("box_of_none", LESSON, swap("Exercise: `Tally`", "Exercise: `Taly`"), r"lessons/{m}\.md: expected a box `> \*\*Exercise: `Tally_{m}`"),
    ("public_of_none", PUBLIC, swap("def test_Tally_counts_twice", "def test_counts_twice"), r"public/test_{m}\.py: expected a test of Tally_{m} \(test_Tally_{m}_does_something\), got none"),
    ("no_matplotlib", PUBLIC, more("\n\nDRAWN = expect.drawn\n"), r"public/test_{m}\.py: line \d+: expected matplotlib among the packages of course\.yaml, got none"),
]  # fmt: skip


_MOST = 3  # complaints about one fault: some are a fault of several files


def as_module(text: str, name: str) -> str:
    """Rename the template's module, and its exercises, which one course may have only once."""
    return re.sub(r"(?<![A-Za-z])(average|averge|Tally|Taly|tally(?=_))", rf"\1_{name}", text).replace("geometry", name)


def module_of(course: Path, root: Path, name: str, file: str = "", change: Change = gone) -> None:
    """Copy the module of a course as another one, with one fault."""
    for path in (SOLUTION, HIDDEN, PUBLIC, PROMISES, MISTAKES, ALTERNATIVE, LESSON):
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(course / path, target)
        places = [target]
        if path == file:
            before = set(target.parent.iterdir())
            change(target)
            places = [target] if target.exists() else [*set(target.parent.iterdir()) - before]
        for place in places:
            text = as_module(place.read_text(encoding="utf-8"), name)
            place.unlink()
            place.with_name(place.name.replace("geometry", name)).write_text(text, encoding="utf-8")


@pytest.mark.slow
def test_each_fault_that_a_check_lists_is_one_sentence_of_its_own(course, tmp_path):
    root = tmp_path / "course"
    modules = ["sound", "in_two", "in_none"]
    for name in modules:
        module_of(course, root, name)
    for name, file, change, _ in LISTED:
        module_of(course, root, name, file, change)
        modules.append(name)
    entry = (
        "  - name: {0}\n    weight: 10\n    exercises:\n"
        "      - {{name: average_{0}, points: 1, tier: express, minutes: 5}}\n"
        "      - {{name: Tally_{0}, points: 2, tier: core, minutes: 15}}\n"
    )
    entries = "".join(entry.format(name) for name in modules)
    head = "name: faults\ntitle: Faults\npackages: []\nlimits: {seconds_per_call: 0.2}\nmodules:\n"
    listed = ", ".join(name for name in modules if name != "in_none")
    assignments = f"  - {{name: faults, modules: [{listed}]}}\n  - {{name: again, modules: [in_two]}}\n"
    text = f"{head}{entries}assignments:\n{assignments}"
    (root / "course.yaml").write_text(text, encoding="utf-8")
    build(load_course(root))

    complaints = check(load_course(root), Settings(jobs=2)).complaints

    of = {name: [c for c in complaints if re.search(rf"(?<![a-z]){name}(?![a-z])", c)] for name in modules}
    assert of["sound"] == []
    assert of["in_none"] == ["course.yaml: module in_none is in no assignment"]
    assert of["in_two"] == [
        "course.yaml: in_two is in more than one assignment (faults, again), "
        "so it could not be told which hand-in counts: keep it in one"
    ]
    for name, _, _, says in LISTED:
        assert [c for c in of[name] if re.search(says.replace("{m}", name), c)], (name, of[name])
        assert len(of[name]) <= _MOST, (name, of[name])
    assert not [c for c in complaints if "Traceback" in c or "\n" in c]
