"""`grader check` on the second course: it holds as it is, and every way to break it is named with its file."""

from __future__ import annotations

import ast
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from grader.authoring.build import build
from grader.authoring.check import check
from grader.authoring.files import faults_of_files
from grader.authoring.promises import unkept_promises
from grader.authoring.proof import Proof, summary
from grader.authoring.redundant import unlisted
from grader.course.loading import CourseError, load_course
from grader.grading import Settings
from grader.sandbox.host.isolation import Isolation
from grader.workers.process import GradingProcess

SECOND = Path(__file__).parents[2] / "second_course" / "course"
ROOT = Path(__file__).parents[3]

BANK = "solutions/bank.py"
HIDDEN = "tests/hidden/test_bank.py"
PUBLIC = "tests/public/test_bank.py"
MISTAKES = "tests/mistakes/bank.py"

UNNOTICED = '''

def compound__as_text(amount, rate, years):
    """Is the number you return a number?"""
    return amount * (1 + rate) ** years


def compound__simple_in_a_loop(amount, rate, years):
    """What is added in each year: always the same?"""
    return amount + sum(amount * rate for _ in range(years))


def conpound__of_nothing(amount, rate, years):
    """What grows?"""
    return 0.0


def compound__forgets_the_amount(amount, rate, years):
    return (1 + rate) ** years


def compound_of_the_first_year(amount, rate, years):
    """And the other years?"""
    return amount * (1 + rate)


ACCEPTED = {"compound__slow": "right"}
'''

WRONG_WAY = """
class Account:
    def __init__(self, balance=0.0):
        self.balance = balance

    def deposit(self, amount):
        self.balance += 2 * amount
        return self

    def withdraw(self, amount):
        if amount > self.balance:
            raise ValueError("too much")
        self.balance -= amount
        return self


def compound(amount, rate, years):
    return amount * (1 + rate) ** years
"""

FREE = '''

@pytest.mark.exercise("compound")
def test_compound_is_there():
    """compound exists"""
    assert bank.compound is not None
'''

WRONG = '''

@pytest.mark.exercise("Account")
def test_account_starts_with_a_gift():
    """an Account starts with 1 more"""
    expect.close(bank.Account(1.0).balance, 2.0)


@pytest.mark.exercise("compound")
def test_compound_of_what_cannot_cross():
    """compound grows anything"""
    bank.compound(object(), 0.04, 1)


@pytest.mark.exercise("compound")
def test_compound_compared_with_two_equal_signs():
    """compound grows two amounts"""
    import numpy as np

    assert bank.compound(3.0, 0.0, 1) == np.array([3.0, 3.0])
'''


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The second course, built; nobody changes it."""
    root = Path(shutil.copytree(SECOND, tmp_path_factory.mktemp("second") / "course"))
    build(load_course(root))
    return root


@pytest.fixture(scope="module")
def copy(second: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Copy the second course and append to its files, or put others in their place."""

    def _copy(appended: dict[str, str] | None = None, replaced: dict[str, tuple[str, str]] | None = None) -> Path:
        root = Path(shutil.copytree(second, tmp_path_factory.mktemp("broken") / "course"))
        for name, text in (appended or {}).items():
            with (root / name).open("a", encoding="utf-8") as file:
                file.write(text)
        for name, (old, new) in (replaced or {}).items():
            text = (root / name).read_text(encoding="utf-8")
            assert old in text
            (root / name).write_text(text.replace(old, new), encoding="utf-8")
        return root

    return _copy


def proof_of(root: Path) -> Proof:
    return check(load_course(root), Settings(jobs=1))


@pytest.fixture(scope="module")
def broken_around(copy: Callable[..., Path]) -> Proof:
    """What is found where the reference and the stub are right, and all around them is wrong."""
    root = copy(
        {MISTAKES: UNNOTICED, BANK: "\n# changed since the last build\n"},
        {
            "course.yaml": ("weight: 40 ", "weight: 40.5 "),
            PUBLIC: ("def test_Account_takes_a_deposit", "def test_takes_a_deposit"),
        },
    )
    (root / "tests/alternatives/doubling").mkdir()
    (root / "tests/alternatives/doubling/bank.py").write_text(WRONG_WAY, encoding="utf-8")
    by_steps = (root / "tests/alternatives/by_steps/bank.py").read_text(encoding="utf-8")
    for style, text in {
        "chatty": f"{by_steps}\nprint('hello')\n",
        "half": by_steps.replace("compound", "_grow"),
    }.items():
        (root / "tests/alternatives" / style).mkdir()
        (root / "tests/alternatives" / style / "bank.py").write_text(text, encoding="utf-8")
    (root / "solutions/lessons").mkdir()
    (root / "solutions/lessons/bank.md").write_text("# Money\n\n```python\n1 + 1\n```\n", encoding="utf-8")
    return proof_of(root)


@pytest.fixture(scope="module")
def broken_inside(copy: Callable[..., Path]) -> Proof:
    """What is found where tests refuse the reference."""
    return proof_of(copy({HIDDEN: WRONG}))


@pytest.fixture(scope="module")
def broken_by_a_gift(copy: Callable[..., Path]) -> Proof:
    """What is found where a test gives marks to the stub."""
    return proof_of(copy({HIDDEN: FREE}))


def test_the_second_course_holds(second):
    proof = proof_of(second)

    assert proof.complaints == []
    assert (proof.exercises, proof.tests, proof.alternatives, proof.marks) == (2, 6, 1, 40)
    assert (proof.mistakes, proof.caught, proof.named, proof.named_as_another) == (5, 5, 5, 0)
    assert summary(proof).startswith("the course holds: 40 marks, 2 exercises")


def test_a_bonus_exercise_is_told_with_what_it_gives():
    proof = Proof(names=("logit",), exercises=1, bonus=1.0, tests=1)

    assert summary(proof).startswith("logit holds: 0 marks and 1 of bonus, 1 exercise, 1 hidden test, ")


@pytest.mark.parametrize(
    "complaint",
    [
        pytest.param(f"{HIDDEN}: no test catches compound__as_text: add one, or list it in ACCEPTED", id="not caught"),
        pytest.param(f"{MISTAKES}: conpound__of_nothing belongs to no exercise of the module", id="mistake of nothing"),
        pytest.param("(did you mean 'compound'?)", id="suggestion"),
        pytest.param(f"{MISTAKES}: compound__forgets_the_amount has no docstring", id="mistake without a hint"),
        pytest.param(
            f"{MISTAKES}: compound_of_the_first_year: expected a name such as compound__of_the_first_year, or _",
            id="mistake with one underscore",
        ),
        pytest.param(f"{MISTAKES}: ACCEPTED has compound__slow, which is not defined", id="accepted, but not there"),
        pytest.param("tests/alternatives/doubling/bank.py: a right alternative of Account does not", id="alternative"),
        pytest.param(
            "tests/alternatives/chatty: a right alternative is flagged: bank.py prints while it runs: 'hello",
            id="alternative with a flag",
        ),
        pytest.param("exercises/bank.py differs from solutions/bank.py: run `grader build`", id="drift"),
        pytest.param("course.yaml: expected the modules' weights to add up to a whole number", id="weights"),
        pytest.param(f"{PUBLIC}: expected a test of Account (test_Account_does_something), got none", id="no public"),
        pytest.param("solutions/lessons/bank.md: expected a box `> **Exercise: `Account`**`", id="no hints"),
    ],
)
def test_a_fault_around_the_exercises_is_named_with_the_file_to_open(broken_around, complaint):
    assert any(complaint in line for line in broken_around.complaints), broken_around.complaints


def test_two_mistakes_that_are_the_same_are_not_named_as_themselves(broken_around):
    complaints = [line for line in broken_around.complaints if "is never named" in line]

    assert broken_around.named == broken_around.caught - 2
    assert len(complaints) == 2
    assert any(f"{MISTAKES}: compound__simple_in_a_loop is never named" in line for line in complaints)


def test_a_right_alternative_passes_beside_a_wrong_one(broken_around):
    assert broken_around.alternatives == 4
    assert not any("by_steps" in line for line in broken_around.complaints)


def test_an_alternative_need_not_have_every_exercise(broken_around):
    assert not any("/half" in line for line in broken_around.complaints)


@pytest.mark.parametrize(
    "complaint",
    [
        pytest.param("solutions/bank.py: the reference of Account does not pass test_account_starts", id="reference"),
        pytest.param(
            "does not pass test_compound_of_what_cannot_cross of tests/hidden/test_bank.py: error the hidden test "
            "itself failed: TypeError: a suite cannot pass values of type object to a student's code: docs",
            id="no value",
        ),
        pytest.param(
            "does not pass test_compound_compared_with_two_equal_signs of tests/hidden/test_bank.py: error this hidden "
            "test compares many values with ==, which has no answer",
            id="two equal signs",
        ),
    ],
)
def test_a_fault_of_a_hidden_test_is_named_with_the_file_to_open(broken_inside, complaint):
    assert any(complaint in line for line in broken_inside.complaints), broken_inside.complaints


def test_of_an_exercise_whose_reference_fails_nothing_else_is_said(broken_inside):
    assert len(broken_inside.complaints) == 3
    assert (broken_inside.mistakes, broken_inside.redundant) == (0, [])


@pytest.mark.parametrize(
    "complaint",
    [
        pytest.param(
            f"{HIDDEN}: test_compound_is_there passes for the stub of compound: let it call the exercise", id="stub"
        ),
        pytest.param("tests/hidden/redundant.toml: compound_is_there catches no mistake that no", id="redundant"),
    ],
)
def test_a_test_that_gives_marks_to_the_stub_is_named(broken_by_a_gift, complaint):
    assert any(complaint in line for line in broken_by_a_gift.complaints), broken_by_a_gift.complaints


@pytest.mark.parametrize(
    ("appended", "replaced", "message"),
    [
        pytest.param(
            {},
            {
                "course.yaml": (
                    "\nassignments:",
                    "      - {name: debt, points: 1, tier: core, minutes: 1}\nassignments:",
                )
            },
            "solutions/bank.py: expected the exercise debt as a function or class, got none",
            id="exercise without a solution",
        ),
        pytest.param(
            {}, {HIDDEN: ('exercise("Account")', 'exercise("compound")')}, "no hidden test of Account", id="no"
        ),
        pytest.param(
            {HIDDEN: "\nraise OSError('no')\n"}, {}, "test_bank.py: cannot be collected: OSError: no (line ", id="suite"
        ),
        pytest.param({HIDDEN: "\n\ndef test_x():\n    pass\n"}, {}, "exercise('softmax'), got none", id="unmarked"),
        pytest.param(
            {MISTAKES: "\n\ndef broken(:\n"}, {}, f"{MISTAKES}: line 55: expected Python, got: ", id="mistakes"
        ),
    ],
)
def test_a_course_that_cannot_be_graded_at_all_is_refused_in_one_sentence(copy, appended, replaced, message):
    with pytest.raises(CourseError) as refused:
        proof_of(copy(appended, replaced))

    assert message in str(refused.value)
    assert "\n" not in str(refused.value)


TEST = '\n\n@pytest.mark.exercise("compound")\ndef test_more():\n    """more"""\n    expect.that(True, "")\n'


@pytest.mark.parametrize(
    ("file", "text", "complaint"),
    [
        pytest.param(HIDDEN, TEST + TEST, "line 46: the test test_more stands twice (first", id="two tests"),
        pytest.param(
            PUBLIC, "\n\ndef test_Account_takes_a_deposit():\n    pass\n", "stands twice (first", id="two public tests"
        ),
        pytest.param(
            MISTAKES,
            "\n\ndef compound__simple_interest(a, r, y):\n    'Why?'\n",
            f"{MISTAKES}: line 55: the mistake compound__simple_interest stands twice",
            id="two mistakes",
        ),
        pytest.param(
            BANK, "\n\ndef compound():\n    pass\n", "the definition compound stands twice", id="two solutions"
        ),
        pytest.param(
            HIDDEN,
            TEST.replace("@pytest", '@pytest.mark.exercise("Account")\n@pytest', 1),
            "test_more has 2 exercise marks",
            id="two exercise marks",
        ),
        pytest.param(HIDDEN, TEST.replace('"""more"""', "pass"), "test_more has no docstring", id="no docstring"),
        pytest.param(
            "tests/hidden/test_other.py", "", "test_other.py is of no module of the course", id="hidden suite"
        ),
        pytest.param(
            "tests/hidden/bank.py", "", "tests/hidden/bank.py is of no module", id="hidden suite without test_"
        ),
        pytest.param("tests/public/test_bnak.py", "", "(did you mean 'bank'?)", id="public tests of nothing"),
        pytest.param("tests/mistakes/bnak.py", "", "tests/mistakes/bnak.py is of no module", id="mistakes of nothing"),
        pytest.param("tests/alternatives/new/bank.py", "", "has no exercise of bank", id="empty alternative"),
        pytest.param("tests/alternatives/new/bnak.py", "x = 1", "(did you mean 'bank'?)", id="misnamed alternative"),
        pytest.param("tests/alternatives/bank.py", "x = 1", "expected tests/alternatives/STYLE/MODULE", id="no style"),
        pytest.param(MISTAKES, "\n\nACCEPTED = ['x']\n", "expected ACCEPTED to be a dict", id="ACCEPTED as a list"),
        pytest.param(MISTAKES, "\n\nACCEPTED = {'x': ' '}\n", "expected a reason for each mistake", id="no reason"),
    ],
)
def test_a_fault_that_a_file_shows_is_named_without_grading(copy, file, text, complaint):
    root = copy()
    (root / file).parent.mkdir(parents=True, exist_ok=True)
    with (root / file).open("a", encoding="utf-8") as appended:
        appended.write(text)

    (found,) = faults_of_files(load_course(root))

    assert complaint in found
    assert "\n" not in found


@pytest.mark.parametrize(
    "file", [HIDDEN, PUBLIC, MISTAKES, BANK, "tests/alternatives/new/bank.py", "tests/conftest.py"]
)
def test_a_file_that_is_no_python_is_named_with_the_line(copy, file):
    root = copy()
    (root / file).parent.mkdir(parents=True, exist_ok=True)
    (root / file).write_text("x = 1\n\ny = (\n", encoding="utf-8")

    with pytest.raises(CourseError, match=rf"{Path(file).name}: line 3: expected Python, got: "):
        list(faults_of_files(load_course(root)))


BUILDS_ON = (
    "    weight: 10\n    builds_on: [{}]\n    exercises:\n      - {{name: {}, points: 1, tier: core, minutes: 1}}\n"
)

CIRCLE = "  - name: a\n" + BUILDS_ON.format("b", "f") + "  - name: b\n" + BUILDS_ON.format("a", "g")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        pytest.param({"name: compound": "name: len"}, "a name that Python's own functions do not", id="len"),
        *[
            pytest.param({"- name: bank": f"- name: {name}"}, "modules[0].name: expected a module", id=name)
            for name in ("solutions", "pandas", "pytest", "json")
        ],
        pytest.param({"minutes: 5}": "minutes: 5, seconds: 1000}"}, "at most the 240 s", id="seconds"),
        pytest.param(
            {"\nassignments:": CIRCLE + "\nassignments:"},
            "modules[1].builds_on: expected no circle, got b, built on a in turn",
            id="a circle",
        ),
    ],
)  # fmt: skip
def test_a_course_that_cannot_work_is_refused_when_it_is_read(copy, changes, message):
    root = copy()
    text = (root / "course.yaml").read_text(encoding="utf-8")
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new, 1)
    (root / "course.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(CourseError) as refused:
        load_course(root)

    assert message in str(refused.value)


EXIT, END = "\nimport sys\nsys.exit(0)\n", "\nimport os\nos._exit(0)\n"
LOOP, SLEEP = "\nwhile True:\n    pass\n", "\nimport time\ntime.sleep(10**6)\n"


@pytest.mark.parametrize(
    ("file", "text"),
    [
        pytest.param(BANK, EXIT, id="solution exits"),
        pytest.param(BANK, SLEEP, id="solution waits"),
        pytest.param(MISTAKES, END, id="mistakes end the process"),
        pytest.param(HIDDEN, LOOP, id="suite without end"),
        pytest.param(HIDDEN, EXIT, id="suite exits"),
        pytest.param("tests/hidden/conftest.py", EXIT, id="conftest exits"),
        pytest.param("tests/hidden/conftest.py", LOOP, id="conftest without end"),
    ],
)
def test_a_file_that_never_comes_back_is_named(copy, monkeypatch, file, text):
    monkeypatch.setattr("grader.workers.patience._CPU_SECONDS_TO_LOAD", 2.0)
    monkeypatch.setattr("grader.workers.patience._SECONDS_TO_LOAD", 10.0)
    root = copy()
    with (root / file).open("a", encoding="utf-8") as appended:
        appended.write(text)
    process = GradingProcess(root / "course.yaml", Isolation.PROCESS, None)

    with pytest.raises(CourseError) as refused:
        process.ready()

    process.kill()
    assert Path(file).name in str(refused.value)
    assert "\n" not in str(refused.value)


BREAKS = '''

def compound__uses_what_is_not_there(amount, rate, years):
    """Where does this name come from?"""
    return amount * (1 + rates) ** years


def compound__named_by_nobody(amount, rate, years):
    """And this?"""
    return amount * (1 + rate * years)


UNNAMED = {"compound__at_least_one_year": "an example", "Account__gone": "not there"}
'''
CRASHING = '''

@pytest.mark.exercise("compound")
def test_compound_is_worked_with():
    """compound gives a number that can be worked with"""
    assert [1.0] * round(bank.compound(1.0, 0.5, 2) - 1.25)
    [0, 1, 2][round(bank.compound(2.0, 1.0, 0))]
    {8.0: 1}[float(bank.compound(1.0, 1.0, 3))]
'''


@pytest.fixture(scope="module")
def broken_mistakes(copy: Callable[..., Path]) -> Proof:
    """What is found where mistakes prove nothing, and a test cannot stand what they return."""
    return check(load_course(copy({MISTAKES: BREAKS, HIDDEN: CRASHING})), Settings(jobs=1), names=["compound"])


@pytest.mark.parametrize(
    "complaint",
    [
        pytest.param("compound__uses_what_is_not_there is refused only because its own code breaks", id="broken code"),
        pytest.param(
            f"{HIDDEN}: test_compound_is_worked_with itself fails on compound__simple_interest", id="the test"
        ),
        pytest.param("compound__named_by_nobody is ", id="not named as itself"),
        pytest.param("compound__at_least_one_year is listed in UNNAMED, but named at_least_one_year", id="but named"),
        pytest.param("UNNAMED has Account__gone, which is not defined", id="unnamed, but not there"),
    ],
)
def test_a_mistake_that_proves_nothing_is_named(broken_mistakes, complaint):
    assert any(complaint in line for line in broken_mistakes.complaints), broken_mistakes.complaints


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        pytest.param(
            '[[compound]]\npromise = "no such words"\ntests = ["compound_grows_by_powers"]', "words of", id="words"
        ),
        pytest.param(
            '[[compound]]\npromise = "how many whole years"\ntests = ["compound_grows"]', "hidden test", id="test"
        ),
        pytest.param('[[compound]]\npromise = "how many whole years"\ntests = []', "at least one name", id="no test"),
        pytest.param('[[conpound]]\npromise = "years"\ntests = ["a"]', "(did you mean 'compound'?)", id="exercise"),
        pytest.param(
            '[[compound]]\npromise = "how many whole years"\ntests = ["compound_grows_by_powers"]\n'
            'without = "compound__simple"',
            "compound__simple breaks this promise, it is said, and none of these tests refuses it",
            id="a mistake that passes the tests of its promise",
        ),
        pytest.param(None, "expected what the docstring of compound promises", id="no promise at all"),
    ],
)
def test_a_promise_that_nothing_keeps_is_named(copy, text, complaint):
    course = load_course(copy())
    file = course.root / "tests/hidden/promises_bank.toml"
    if text is None:
        file.unlink()
    else:
        file.write_text(file.read_text(encoding="utf-8") + "\n" + text, encoding="utf-8")

    found = list(
        unkept_promises(
            course,
            course.only(["compound"]),
            {"compound": {"test_compound_grows_by_powers[3]", "test_compound_of_no_time_at_all"}},
            {"compound__simple": {"test_compound_of_no_time_at_all"}},
        )
    )

    assert len(found) == 1
    assert complaint in found[0]


def test_public_tests_that_the_reference_does_not_pass_are_named(copy):
    root = copy({}, {PUBLIC: ("121.0", "120.0")})
    build(load_course(root))

    complaints = proof_of(root).complaints

    assert any("tests/public: the reference does not pass" in line for line in complaints)


@pytest.mark.parametrize(
    ("listed", "complaint"),
    [
        pytest.param('[[kept]]\nbecause = "x"\ntests = ["b_one", "b_two"]', None, id="each of them"),
        pytest.param('[[kept]]\nbecause = "x"\ntests = ["b_one"]', "b_two catches no mistake that no other", id="less"),
        pytest.param(
            '[[kept]]\nbecause = "x"\ntests = ["b_one", "b_two", "c"]', "c is no redundant test", id="one more"
        ),
        pytest.param(
            '[[kept]]\nbecause = "x"\ntests = ["b_one", "b_two", "b_one"]', "b_one stands 2 times", id="twice"
        ),
        pytest.param('[[kept]]\nbecause = "x"\ntests = ["b_one", "b_two", "b_*"]', "b_* is no redundant", id="pattern"),
    ],
)
def test_the_list_of_redundant_tests_must_be_in_step(copy, listed, complaint):
    course = load_course(copy())
    (course.root / "tests/hidden/redundant.toml").write_text(listed, encoding="utf-8")

    found = list(unlisted(course, ["test_b_one", "test_b_two"]))

    assert [complaint is not None and complaint in line for line in found] == ([True] if complaint else [])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("[[kept", r"redundant\.toml: ", id="no TOML"),
        pytest.param('[[kept]]\nbecause = " "\ntests = ["a"]', "expected a reason in `because` for a", id="no reason"),
        pytest.param('[[left]]\ntests = ["a"]', r"expected groups \[\[kept\]\]", id="another form"),
    ],
)
def test_a_list_that_cannot_be_read_is_refused_with_its_name(copy, text, message):
    course = load_course(copy())
    (course.root / "tests/hidden/redundant.toml").write_text(text, encoding="utf-8")

    with pytest.raises(CourseError, match=message):
        list(unlisted(course, []))


def test_the_course_of_this_repository_is_worth_exactly_100_marks():
    course = load_course(ROOT)

    assert sum(module.weight for module in course.modules) == 100


@pytest.mark.parametrize("style", sorted(path.name for path in (ROOT / "tests/alternatives").iterdir()))
def test_the_alternatives_of_this_repository_know_every_exercise(style):
    for module in load_course(ROOT).modules:
        nodes = list(ast.walk(ast.parse((ROOT / f"tests/alternatives/{style}/{module.name}.py").read_bytes())))
        made = {n.name for n in nodes if isinstance(n, ast.FunctionDef | ast.ClassDef)}
        made |= {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
        made |= {n.asname or n.name for n in nodes if isinstance(n, ast.alias)}
        assert {exercise.name for exercise in module.exercises} <= made


def test_the_second_course_is_graded_from_the_command_line(second, tmp_path, run):
    stub = (second / "exercises" / "bank.py").read_text(encoding="utf-8")
    for student, text in {
        "ada": (second / BANK).read_text(encoding="utf-8"),
        "hopper": stub,
        "samuel": stub
        + dedent("""

            def compound(amount, rate, years):
                return amount * (1 + rate * years)
            """),
    }.items():
        (tmp_path / "class" / student).mkdir(parents=True)
        (tmp_path / "class" / student / "bank.py").write_text(text, encoding="utf-8")

    ran = run(tmp_path / "class", course=second / "course.yaml")

    assert ran.code == 0
    assert {name: json.loads(raw)["points"] for name, raw in ran.results.items()}["ada"] == 40.0
    assert json.loads(ran.results["hopper"])["points"] == 0
    hint = ran.document("samuel").exercise("compound")["diagnosis"]["hint"]
    assert hint == "Does the interest of the first year earn anything in the second?"


@pytest.mark.parametrize(
    ("names", "exercises", "tests", "mistakes"),
    [
        pytest.param(["Account"], 1, 2, 3, id="an exercise"),
        pytest.param(["bank"], 2, 6, 5, id="a module"),
        pytest.param(["compound", "bank"], 2, 6, 5, id="both"),
    ],
)
def test_a_part_of_a_course_is_proven_by_itself(second, names, exercises, tests, mistakes):
    proof = check(load_course(second), Settings(jobs=1), names=names)

    assert proof.complaints == []
    assert (proof.exercises, proof.tests, proof.mistakes, proof.named) == (exercises, tests, mistakes, mistakes)


def test_a_part_that_is_not_there_is_refused_with_what_was_meant(second):
    with pytest.raises(CourseError, match=r"savings has no module or exercise 'acount' \(did you mean 'Account'\?\)"):
        check(load_course(second), Settings(jobs=1), names=["acount"])
