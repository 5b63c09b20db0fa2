"""`build` writes exactly what a student gets, and `drift` tells every file that is not that."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from grader.authoring.build import build, drift
from grader.course.loading import CourseError, load_course
from grader.handout import kit

FILES = {
    ".vscode/settings.json",
    "README.md",
    "conftest.py",
    "course.json",
    "data/sizes.bin",
    "expect.py",
    "kit/stubs/plane.txt",
    "kit/stubs/tortoise.txt",
    "plane.py",
    "pytest.ini",
    "requirements.txt",
    "test_plane.py",
    "test_tortoise.py",
    "tortoise.py",
    *(f"kit/{path.name}" for path in Path(kit.__file__).parent.glob("*.py")),
}


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_build_writes_everything_a_student_needs(course_root):
    written = build(load_course(course_root))

    folder = course_root / "exercises"
    assert set(files_in(folder)) == FILES
    assert {path.relative_to(folder).as_posix() for path in written} == FILES


def test_no_answer_and_no_marker_reaches_a_student(course_root):
    build(load_course(course_root))

    for name, content in files_in(course_root / "exercises").items():
        assert b"SOLUTION" not in content, name
        assert b"return width * height" not in content, name


def test_build_twice_writes_nothing_the_second_time(course_root):
    build(load_course(course_root))

    assert build(load_course(course_root)) == []


def test_equal_courses_give_equal_bytes_with_lf(course_root, tmp_path):
    course = load_course(course_root)
    build(course, tmp_path / "one")
    for path in (course_root / "solutions").glob("*.py"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    build(course, tmp_path / "two")

    assert files_in(tmp_path / "one") == files_in(tmp_path / "two")
    assert not any(
        b"\r" in content for name, content in files_in(tmp_path / "two").items() if not name.startswith("data")
    )


def test_the_facts_are_those_of_the_course(course_root):
    build(load_course(course_root))

    facts = json.loads((course_root / "exercises" / "course.json").read_text(encoding="utf-8"))

    assert [module["name"] for module in facts["modules"]] == ["plane", "tortoise"]
    assert facts["modules"][0]["exercises"][1] == {
        "name": "area_of_many",
        "tier": "core",
        "minutes": 5,
        "points": 40.0,
    }
    assert facts["modules"][1]["exercises"][1]["seconds"] == 1.5
    assert facts["tracks"] == {"express": ["area", "Tortoise"], "short": ["area", "walk"]}


def test_the_readme_names_files_exercises_tracks_and_rules(course_root):
    build(load_course(course_root))

    text = (course_root / "exercises" / "README.md").read_text(encoding="utf-8")

    for expected in (
        "# A Little Geometry: the exercises",
        "`pytest -k area`",
        "| `area_of_many` | 40.0 | core | 5 |",
        "| `diagonal` | 2.0 bonus | stretch | 4 |",
        "**`pytest --track short`**: 2 exercises, about 4 minutes: `area`, `walk`.",
        "Only these files are graded: `plane.py`, `tortoise.py`.",
        "the standard library, numpy and each other",
        r".venv\Scripts\activate",
        "source .venv/bin/activate",
        "(`tortoise.py` uses the other files, which then must work)",
    ):
        assert expected in text
    assert "{{" not in text
    assert "{%" not in text


def test_a_built_course_has_no_drift(course_root):
    build(load_course(course_root))

    assert drift(load_course(course_root)) == []


def test_running_the_tests_in_place_is_no_drift(course_root):
    build(load_course(course_root))
    (course_root / "exercises" / "__pycache__").mkdir()
    (course_root / "exercises" / "__pycache__" / "plane.cpython-311.pyc").write_bytes(b"")

    assert drift(load_course(course_root)) == []


@pytest.mark.parametrize(
    ("file", "content", "sentence"),
    [
        pytest.param(
            "plane.py", "x", "exercises/plane.py differs from solutions/plane.py: run `grader build`", id="stub"
        ),
        pytest.param(
            "test_plane.py",
            "x",
            "exercises/test_plane.py differs from tests/public/test_plane.py: run `grader build`",
            id="public test",
        ),
        pytest.param(
            "expect.py",
            "x",
            "exercises/expect.py differs from grader/handout/expect.py: run `grader build`",
            id="expect",
        ),
        pytest.param(
            "README.md",
            "x",
            "exercises/README.md differs from course.yaml and grader/handout/README.md.j2: run `grader build`",
            id="readme",
        ),
        pytest.param(
            "course.json", "{}", "exercises/course.json differs from course.yaml: run `grader build`", id="facts"
        ),
        pytest.param(
            "data/sizes.bin",
            "x",
            "exercises/data/sizes.bin differs from solutions/data/sizes.bin: run `grader build`",
            id="data",
        ),
        pytest.param("plane.py", None, "exercises/plane.py is missing: run `grader build`", id="missing"),
        pytest.param(
            "notes.txt", "x", "exercises/notes.txt was not written by `grader build`: move it away", id="too much"
        ),
    ],
)
def test_drift_is_one_sentence_with_the_cure(course_root, file, content, sentence):
    build(load_course(course_root))
    path = course_root / "exercises" / file
    path.unlink() if content is None else path.write_text(content, encoding="utf-8")

    assert sentence in drift(load_course(course_root))


def test_nothing_built_yet_is_drift_for_every_file(course_root):
    assert drift(load_course(course_root)) == [
        f"exercises/{name} is missing: run `grader build`" for name in sorted(FILES)
    ]


def test_a_changed_solution_is_drift_until_it_is_built(course_root):
    build(load_course(course_root))
    change(course_root / "solutions" / "plane.py", "The sum of the areas", "All the areas together")

    before = drift(load_course(course_root))
    build(load_course(course_root))

    assert before == [
        f"exercises/{name} differs from solutions/plane.py: run `grader build`"
        for name in ("kit/stubs/plane.txt", "plane.py")
    ]
    assert drift(load_course(course_root)) == []


@pytest.fixture
def without_tortoise(course_root):
    """The course is built; then a module leaves it."""
    build(load_course(course_root))
    change(course_root / "course.yaml", "[plane, tortoise]", "[plane]")
    change(course_root / "course.yaml", "exercises: [walk, area]", "exercises: [area]")
    text = (course_root / "course.yaml").read_text(encoding="utf-8")
    start, end = text.index("  - name: tortoise"), text.index("assignments:")
    (course_root / "course.yaml").write_text(text[:start] + text[end:], encoding="utf-8")
    return course_root


def test_generated_files_of_a_module_that_left_are_removed(without_tortoise):
    course = load_course(without_tortoise)
    before = drift(course)

    build(course)

    assert "exercises/tortoise.py is no part of the course any more: run `grader build`" in before
    assert set(files_in(without_tortoise / "exercises")) == FILES - {
        "tortoise.py",
        "test_tortoise.py",
        "kit/stubs/tortoise.txt",
    }


def test_a_file_of_someone_else_is_never_removed(without_tortoise):
    (without_tortoise / "exercises" / "mine.py").write_text("precious", encoding="utf-8")

    build(load_course(without_tortoise))

    assert (without_tortoise / "exercises" / "mine.py").read_text(encoding="utf-8") == "precious"


def test_a_list_of_files_that_leads_out_of_the_folder_removes_nothing(course_root):
    build(load_course(course_root))
    facts = json.loads((course_root / "exercises" / "course.json").read_text(encoding="utf-8"))
    facts["generated"] += ["../course.yaml", str(course_root / "solutions" / "plane.py")]
    (course_root / "exercises" / "course.json").write_text(json.dumps(facts), encoding="utf-8")

    build(load_course(course_root))

    assert (course_root / "course.yaml").is_file()
    assert (course_root / "solutions" / "plane.py").is_file()


def test_a_folder_with_someones_work_is_refused_and_left_alone(course_root, tmp_path):
    work = tmp_path / "work"
    work.mkdir()
    (work / "plane.py").write_text("precious", encoding="utf-8")

    with pytest.raises(
        CourseError, match=r"plane\.py: expected a file that `grader build` wrote, got another: move it"
    ):
        build(load_course(course_root), work)

    assert files_in(work) == {"plane.py": b"precious"}


def test_a_link_in_the_folder_is_replaced_and_not_followed(course_root):
    build(load_course(course_root))
    link = course_root / "exercises" / "plane.py"
    link.unlink()
    link.symlink_to(course_root / "solutions" / "plane.py")
    solution = (course_root / "solutions" / "plane.py").read_bytes()

    build(load_course(course_root))

    assert not link.is_symlink()
    assert (course_root / "solutions" / "plane.py").read_bytes() == solution


def test_nothing_half_written_is_left_behind(course_root):
    (course_root / "exercises" / "plane.py").mkdir(parents=True)

    with pytest.raises(CourseError, match="move it away"):
        build(load_course(course_root))

    assert os.listdir(course_root / "exercises") == ["plane.py"]


@pytest.mark.parametrize(
    ("file", "content", "sentence"),
    [
        pytest.param("solutions/plane.py", None, "plane.py: cannot be read: No such file", id="no solution"),
        pytest.param("tests/public/test_plane.py", None, "test_plane.py: cannot be read: No such file", id="no test"),
        pytest.param("tests/public/test_plane.py", b"\xff", "test_plane.py: expected UTF-8 text", id="test no UTF-8"),
    ],
)
def test_an_incomplete_course_is_refused_before_anything_is_written(course_root, file, content, sentence):
    (course_root / file).unlink() if content is None else (course_root / file).write_bytes(content)

    with pytest.raises(CourseError) as caught:
        build(load_course(course_root))

    assert str(course_root / file) in str(caught.value)
    assert sentence in str(caught.value)
    assert not (course_root / "exercises").exists()
