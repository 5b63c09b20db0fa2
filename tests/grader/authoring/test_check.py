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
from grader.authoring.proof import Proof, summary
from grader.authoring.redundant import unlisted
from grader.course.loading import CourseError, load_course
from grader.grading import Settings

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

FREE_AND_WRONG = '''

@pytest.mark.exercise("compound")
def test_compound_is_there():
    """compound exists"""
    assert bank.compound is not None


@pytest.mark.exercise("Account")
def test_account_starts_with_a_gift():
    """an Account starts with 1 more"""
    expect.close(bank.Account(1.0).balance, 2.0)
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
    """What is found where a test refuses the reference, and another gives marks to the stub."""
    return proof_of(copy({HIDDEN: FREE_AND_WRONG}))


def test_the_second_course_holds(second):
    proof = proof_of(second)

    assert proof.complaints == []
    assert (proof.exercises, proof.tests, proof.alternatives, proof.marks) == (2, 6, 1, 40)
    assert (proof.mistakes, proof.caught, proof.named, proof.named_as_another) == (5, 5, 5, 0)
    assert summary(proof).startswith("the course holds: 40 marks, 2 exercises")


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
    assert broken_around.named == broken_around.caught - 2


def test_a_right_alternative_passes_beside_a_wrong_one(broken_around):
    assert broken_around.alternatives == 4
    assert not any("by_steps" in line for line in broken_around.complaints)


def test_an_alternative_need_not_have_every_exercise(broken_around):
    assert not any("/half" in line for line in broken_around.complaints)


@pytest.mark.parametrize(
    "complaint",
    [
        pytest.param("solutions/bank.py: the reference of Account does not pass test_account_starts", id="reference"),
        pytest.param(f"{HIDDEN}: test_compound_is_there: expected the stub of compound to be not_started", id="stub"),
        pytest.param("tests/hidden/redundant.toml: compound_is_there catches no mistake that no", id="redundant"),
    ],
)
def test_a_fault_of_a_hidden_test_is_named_with_the_file_to_open(broken_inside, complaint):
    assert any(complaint in line for line in broken_inside.complaints), broken_inside.complaints


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
            {HIDDEN: "\nraise OSError('no')\n"}, {}, "test_bank.py: cannot be collected: E   OSError", id="suite"
        ),
        pytest.param({HIDDEN: "\n\ndef test_x():\n    pass\n"}, {}, "expected a mark such as @pytest", id="unmarked"),
        pytest.param(
            {MISTAKES: "\n\ndef broken(:\n"}, {}, f"{MISTAKES}: cannot be imported: SyntaxError", id="mistakes"
        ),
    ],
)
def test_a_course_that_cannot_be_graded_at_all_is_refused_in_one_sentence(copy, appended, replaced, message):
    with pytest.raises(CourseError) as refused:
        proof_of(copy(appended, replaced))

    assert message in str(refused.value)
    assert "\n" not in str(refused.value)


def test_public_tests_that_the_reference_does_not_pass_are_named(copy):
    root = copy({}, {PUBLIC: ("121.0", "120.0")})
    build(load_course(root))

    complaints = proof_of(root).complaints

    assert any("tests/public: the reference does not pass" in line for line in complaints)


@pytest.mark.parametrize(
    ("listed", "complaint"),
    [
        pytest.param('[[kept]]\nbecause = "x"\ntests = ["b_*"]', None, id="every redundant test listed"),
        pytest.param('[[kept]]\nbecause = "x"\ntests = ["*_one", "b_two"]', None, id="by name"),
        pytest.param('[[kept]]\nbecause = "x"\ntests = ["b_one"]', "b_two catches no mistake that no other", id="less"),
        pytest.param('[[kept]]\nbecause = "x"\ntests = ["b_*", "c_*"]', "c_* fits no redundant test", id="more"),
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
