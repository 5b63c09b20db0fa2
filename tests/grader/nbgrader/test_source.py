"""The course folder is made once and renewed as often as one likes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from tests.e2e import geometry

Run = Callable[..., str]


def _contents(folder: Path) -> dict[str, bytes]:
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != "gradebook.db"]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_building_again_changes_nothing(course_folder: Path, run_command: Run):
    before = _contents(course_folder)

    run_command(["grader", "build", "--nbgrader", "."], course_folder)

    assert _contents(course_folder) == before


def test_a_notebook_without_marks_is_no_change_of_points(course_folder: Path, run_command: Run):
    """As the warm-up is, which nbgrader knows once the assignment is generated."""
    with Gradebook(f"sqlite:///{course_folder / 'gradebook.db'}") as gradebook:
        gradebook.update_or_create_notebook("warmup", "shapes")

    said = run_command(["grader", "build", "--nbgrader", "."], course_folder)

    assert "points changed" not in said
    assert "up to date" in said


def test_the_instructors_own_settings_survive(course_folder: Path, run_command: Run):
    config = course_folder / "nbgrader_config.py"
    config.write_text(config.read_text().replace("SafeCollect", "Nothing") + "c.Exchange.root = '/somewhere'\n")

    run_command(["grader", "build", "--nbgrader", "."], course_folder)

    assert config.read_text().endswith("c.Exchange.root = '/somewhere'\n")
    assert "SafeCollect" in config.read_text()


def test_a_course_that_gets_a_lesson_later_gets_it_here_too(tmp_path: Path, run_command: Run):
    course = geometry.write_course(tmp_path / "course")
    folder = tmp_path / "nbgrader"
    run_command(["grader", "build", "--nbgrader", str(folder), "--course", str(course)])
    lesson = course.parent / "solutions" / "lessons" / "plane.md"
    lesson.parent.mkdir()
    lesson.write_text("# Flatland\n\n## area\n\nA story.\n\n```python\n1 + 1\n```\n")

    run_command(["grader", "build", "--nbgrader", str(folder)])

    cells = json.loads((folder / "source" / "shapes" / "plane.ipynb").read_text())["cells"]
    assert "# Flatland" in cells[0]["source"]
    assert sum(bool(cell["metadata"].get("nbgrader", {}).get("grade")) for cell in cells) == 3


def test_students_and_their_names_are_in_the_gradebook(course_folder: Path):
    with closing(sqlite3.connect(course_folder / "gradebook.db")) as database:
        rows = dict(database.execute("select id, last_name from student").fetchall())

    assert rows["hopper"] == "Hopper"
    assert len(rows) == 8


def test_a_student_who_left_keeps_their_place(course_folder: Path, run_command: Run, tmp_path: Path):
    roster = tmp_path / "shorter.csv"
    roster.write_text("id,last_name\nada,King\n")

    run_command(["grader", "build", "--nbgrader", ".", "--roster", str(roster)], course_folder)

    with closing(sqlite3.connect(course_folder / "gradebook.db")) as database:
        rows = dict(database.execute("select id, last_name from student").fetchall())
    assert (len(rows), rows["ada"]) == (8, "King")


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path, geometry_root: Path, run_command: Run):
    (tmp_path / "thesis.txt").write_text("years of work")

    said = run_command(["grader", "build", "--nbgrader", str(tmp_path), "--course", str(geometry_root)], code=2)

    assert "expected a new folder, or one that `grader build --nbgrader` made" in said
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_folder_in_which_nbgrader_would_find_nothing_is_refused(
    tmp_path: Path, geometry_root: Path, run_command: Run
):
    folder = tmp_path / "geometry [2026]"

    said = run_command(["grader", "build", "--nbgrader", str(folder), "--course", str(geometry_root)], code=2)

    assert "nbgrader finds nothing where a path has [, * or ?: choose a folder without them" in said
    assert not folder.exists()


def test_a_module_in_two_assignments_is_refused(tmp_path: Path, run_command: Run):
    course = geometry.write_course(tmp_path / "course")
    course.write_text(course.read_text().replace("assignments:", "assignments:\n  - {name: more, modules: [plane]}"))

    said = run_command(["grader", "build", "--nbgrader", str(tmp_path / "nbgrader"), "--course", str(course)], code=2)

    assert "plane is in more than one assignment (more, shapes)" in said
    assert not (tmp_path / "nbgrader").exists()


def test_hand_ins_put_there_by_hand_get_what_they_lack(course_folder: Path, run_command: Run):
    kept = course_folder / "submitted" / "ada" / "shapes"
    kept.mkdir(parents=True)
    (kept / "plane.py").write_text(geometry.PLANE)
    (kept / "plane.ipynb").write_text("{")
    (kept / "notes.txt").symlink_to("/etc/passwd")

    said = run_command(["grader", "build", "--nbgrader", "."], course_folder)
    run_command(["nbgrader", "autograde", "shapes"], course_folder)

    assert "plane.ipynb was damaged and was supplied" in said
    assert "notes.txt was a link to /etc/passwd and was taken out" in said
    assert (kept / "plane.ipynb.damaged").read_text() == "{"
    assert json.loads((course_folder / "results" / "ada.json").read_text())["points"] == 60.0


def test_autograde_grades_the_whole_class_by_itself(course_folder: Path, run_command: Run):
    for student in ("ada", "hopper"):
        kept = course_folder / "submitted" / student / "shapes"
        kept.mkdir(parents=True)
        (kept / "plane.py").write_text(geometry.HALF["plane.py"])
        (kept / "plane.ipynb").write_bytes((course_folder / "source" / "shapes" / "plane.ipynb").read_bytes())

    said = run_command(["nbgrader", "autograde", "shapes"], course_folder)

    assert "graded ada: 40 of 100 points" in said
    assert "graded hopper: 40 of 100 points" in said


def test_a_module_that_leaves_before_anything_was_graded_takes_its_notebook_along(tmp_path: Path, run_command: Run):
    course = geometry.write_course(tmp_path / "course")
    folder = tmp_path / "nbgrader"
    run_command(["grader", "build", "--nbgrader", str(folder), "--course", str(course)])
    run_command(["nbgrader", "generate_assignment", "shapes"], folder)
    (folder / "source" / "shapes" / "mine.ipynb").write_text("{}")
    text = course.read_text()
    solid = text[text.index("  - name: solid") : text.index("assignments:")]
    course.write_text(text.replace(solid, "").replace("[plane, solid]", "[plane]").replace("weight: 60", "weight: 100"))

    said = run_command(["grader", "build", "--nbgrader", str(folder)])

    assert "shapes: exercises changed since it was generated: run nbgrader generate_assignment shapes --force" in said
    left = {path.name for path in (folder / "source" / "shapes").glob("*.ipynb")}
    assert left == {"plane.ipynb", "mine.ipynb"}, "somebody else's notebook is not ours to remove"
    (folder / "source" / "shapes" / "mine.ipynb").unlink()
    run_command(["nbgrader", "generate_assignment", "shapes", "--force"], folder)
    with closing(sqlite3.connect(folder / "gradebook.db")) as database:
        assert database.execute("select name from notebook").fetchall() == [("plane",)]


def test_points_that_are_thirds_add_up_to_the_maximum_exactly(tmp_path: Path, run_command: Run):
    course = geometry.write_course(tmp_path / "course")
    course.write_text(course.read_text().replace("tier: stretch", "tier: core").replace("points: 5", "points: 4"))
    folder = tmp_path / "nbgrader"
    run_command(["grader", "build", "--nbgrader", str(folder), "--course", str(course)])

    run_command(["nbgrader", "generate_assignment", "shapes"], folder)

    with closing(sqlite3.connect(folder / "gradebook.db")) as database:
        points = [points for (points,) in database.execute("select max_score from grade_cells").fetchall()]
    assert sum(points) == sum(reversed(points)) == 100.0
    assert sorted(points) == pytest.approx([60 / 7, 120 / 7, 240 / 7, 40], abs=1e-5)


def test_a_gradebook_can_be_exported(course_folder: Path, run_command: Run):
    said = run_command(["grader", "export", "csv", str(course_folder)])

    assert "ada,Ada,Lovelace,ada@example.org,shapes,,,,,100,,nothing was handed in" in said
