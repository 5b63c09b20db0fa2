"""`grader init`: a course that holds as it is, in a folder of its author's, and nothing of the author's is lost."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest

from grader.authoring.build import build
from grader.authoring.check import check
from grader.authoring.init import new_course
from grader.authoring.new import new_module
from grader.course.loading import CourseError, load_course
from grader.grading import Settings
from tests.at_home import environment

ROOT = Path(__file__).parents[3]


def grader(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Call the command line as an author does."""
    return subprocess.run(
        [sys.executable, "-m", "grader", *arguments], cwd=cwd, capture_output=True, encoding="utf-8", timeout=120
    )


@pytest.mark.slow
def test_a_new_course_and_a_new_module_in_it_hold_as_they_are(tmp_path):
    new_course(tmp_path / "course", "Linear algebra")
    new_module(load_course(tmp_path / "course"), "matrices")

    proof = check(load_course(tmp_path / "course"), Settings(jobs=1))

    assert proof.complaints == []
    assert (proof.exercises, proof.mistakes, proof.named, proof.alternatives) == (3, 8, 8, 1)


@pytest.mark.slow
def test_its_own_hand_ins_are_graded_and_the_mistake_is_named(tmp_path):
    made = grader("init", "course", "--subject", "Linear algebra", cwd=tmp_path)
    assert (made.returncode, made.stderr) == (0, "")

    done = grader("run", "--jobs", "1", cwd=tmp_path / "course")

    assert (done.returncode, done.stderr) == (0, "")
    assert "2 results in results" in done.stdout
    assert "without_the_rest" in (tmp_path / "course" / "results" / "hopper.json").read_text(encoding="utf-8")


def test_pytest_runs_both_suites_on_the_solutions(tmp_path):
    new_course(tmp_path / "course", "Linear algebra")

    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=tmp_path / "course",
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )

    assert done.returncode == 0, done.stdout
    assert "10 passed" in done.stdout


def test_what_students_get_is_built_and_needs_no_package_of_a_subject(tmp_path):
    new_course(tmp_path / "algebra")

    course = load_course(tmp_path / "algebra")
    assert build(course) == []
    assert (course.title, [m.name for m in course.modules], course.packages) == ("algebra", ["algebra"], [])
    exercises = tmp_path / "algebra" / "exercises"
    assert "numpy" not in (exercises / "algebra.py").read_text(encoding="utf-8")
    assert "import the standard library and each other" in (exercises / "README.md").read_text(encoding="utf-8")


def test_requirements_follow_the_packages(tmp_path):
    new_course(tmp_path / "algebra")
    path = tmp_path / "algebra" / "course.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("packages: []", "packages: [numpy, sklearn, pandas]"))

    build(load_course(path))

    required = (tmp_path / "algebra" / "exercises" / "requirements.txt").read_text(encoding="utf-8")
    assert required.splitlines() == ["numpy>=1.26", "pytest>=7.4", "scikit-learn", "pandas"]


@pytest.mark.parametrize("name", ["numpy", "pytest", "solutions", "packaging", "random", "expect", "class", "Tests"])
def test_a_name_that_is_taken_is_refused_in_a_sentence(tmp_path, name):
    for arguments in (["init", name], ["init", "course", "--subject", name]):
        done = grader(*arguments, cwd=tmp_path)

        assert done.returncode == 2
        assert done.stderr.startswith("grader: ")
        assert "expected a" in done.stderr
        assert "choose another with --subject" in done.stderr
        assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("subject", ["", "   ", "two\nlines", "x" * 81, "..", "1984"])
def test_a_subject_that_gives_no_name_is_refused(tmp_path, subject):
    with pytest.raises(CourseError, match="--subject: "):
        new_course(tmp_path / "course", subject)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("subject", ["Théorie: l'année #1", 'Say "yes" {{ x }}', "C++ & <b>", "yes: [no]", "数学"])
def test_a_title_may_hold_what_yaml_and_templates_read_as_their_own(tmp_path, subject):
    new_course(tmp_path / "course", subject)

    assert load_course(tmp_path / "course").title == subject


def test_a_file_that_is_there_is_never_overwritten(tmp_path):
    (tmp_path / "README.md").write_text("mine\n", encoding="utf-8")

    with pytest.raises(CourseError, match=r"README\.md: expected no file of that name yet, got one"):
        new_course(tmp_path, "Algebra")

    assert [path.name for path in tmp_path.iterdir()] == ["README.md"]
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == "mine\n"


def test_a_course_in_a_course_is_refused(tmp_path):
    new_course(tmp_path, "Algebra")

    with pytest.raises(CourseError, match="is a course already"):
        new_course(tmp_path, "Algebra")
    with pytest.raises(CourseError, match="lies inside the course"):
        new_course(tmp_path / "examples" / "class" / "inner", "Geometry")
    new_course(tmp_path / "examples" / "courses" / "inner", "Geometry")


def test_a_wheel_takes_every_template_along():
    patterns = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["package-data"]["grader"]
    templates = ROOT / "grader" / "authoring" / "templates"

    for path in (path for path in templates.rglob("*") if path.is_file()):
        hides = any(part.startswith(".") for part in path.relative_to(templates).parts)
        assert not hides, path
        assert any(fnmatch(path.name, pattern.removeprefix("**/")) for pattern in patterns), path
