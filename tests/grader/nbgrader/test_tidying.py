"""What lies in submitted/ is hostile, whoever put it there: nothing of it leads nbgrader or us anywhere else."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.nbgrader.collected import hand_ins
from grader.nbgrader.folder import CourseFolder, open_course_folder
from grader.nbgrader.tidying import before_autograde, complete
from tests.e2e import geometry

Run = Callable[..., str]


@pytest.fixture(autouse=True)
def no_waiting() -> Iterator[None]:
    """End a test that waits for somebody to write into a pipe."""
    signal.alarm(100)
    yield
    signal.alarm(0)


@pytest.fixture
def folder(course_folder: Path) -> CourseFolder:
    return open_course_folder(course_folder)


@pytest.fixture
def mallory(course_folder: Path) -> Path:
    """A hand-in that was laid into submitted/ by hand."""
    path = course_folder / "submitted" / "mallory" / "shapes"
    path.mkdir(parents=True)
    (path / "plane.py").write_text(geometry.PLANE)
    (path / "solid.py").write_text(geometry.SOLID)
    return path


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file that is none of the student's business."""
    path = tmp_path / "test_hidden.py"
    path.write_text("a hidden suite\n")
    return path


@pytest.mark.parametrize(
    "name", ["notes.txt", "plane.ipynb", "solid.py", "timestamp.txt", "submission_secret.txt", "a/b"]
)
@pytest.mark.parametrize("kind", ["link", "folder link", "pipe", "hard link"])
def test_only_plain_files_of_its_own_stay_in_a_hand_in(
    folder: CourseFolder, mallory: Path, secret: Path, name: str, kind: str
):
    path = mallory / name
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    make = {
        "link": lambda: path.symlink_to(secret),
        "folder link": lambda: path.symlink_to(secret.parent),
        "pipe": lambda: os.mkfifo(path),
        "hard link": lambda: os.link(secret, path),
    }
    make[kind]()

    sentences = complete(folder, folder.course())

    may_stay = kind == "hard link" and name.endswith(".py")  # graded, and a person is asked
    assert any(f"{path.name} was " in sentence for sentence in sentences) != may_stay
    for entry in mallory.rglob("*"):
        assert not entry.is_symlink()
        assert not entry.is_fifo()
        assert may_stay or entry.is_dir() or b"hidden suite" not in entry.read_bytes()
    assert secret.read_text() == "a hidden suite\n"
    assert complete(folder, folder.course()) == []


@pytest.mark.parametrize("name", ["plane.ipynb", "timestamp.txt", "submission_secret.txt"])
def test_a_name_that_is_taken_already_stops_nobody(folder: CourseFolder, mallory: Path, name: str):
    (mallory / name).mkdir()
    (mallory / f"{name}.damaged" / "full").mkdir(parents=True)

    sentences = complete(folder, folder.course())

    assert f"{name} was damaged and was supplied" in sentences[0]
    assert (mallory / name).is_file()
    assert (mallory / f"{name}.damaged-2").is_dir()


@pytest.mark.parametrize("depth", [30, 3000])
def test_folders_deeper_than_a_path_reaches_are_taken_out(
    folder: CourseFolder, mallory: Path, secret: Path, depth: int
):
    place = os.open(mallory, os.O_RDONLY)
    for _ in range(depth):
        os.mkdir("d" * 200, dir_fd=place)
        above, place = place, os.open("d" * 200, os.O_RDONLY, dir_fd=place)
        os.close(above)
    os.symlink(secret, "link", dir_fd=place)
    os.mkfifo("pipe", dir_fd=place)
    os.close(place)

    sentences = complete(folder, folder.course())

    assert "lay too deep in other folders and was taken out" in sentences[0]
    assert all(len(str(entry.relative_to(mallory))) < 1300 and not entry.is_symlink() for entry in mallory.rglob("*"))
    assert secret.exists()
    assert complete(folder, folder.course()) == []


@pytest.mark.parametrize("where", ["submitted/eve", "submitted/mallory/shapes"])
def test_a_whole_folder_that_is_a_link_is_taken_out(folder: CourseFolder, mallory: Path, secret: Path, where: str):
    path = folder.root / where
    shutil.rmtree(path, ignore_errors=True)
    path.symlink_to(secret.parent)

    sentences = complete(folder, folder.course())

    assert f"{where} was a link and was taken out" in sentences
    assert not os.path.lexists(path)
    assert secret.exists()


def test_a_file_that_claims_to_be_our_remarks_says_nothing(folder: CourseFolder, mallory: Path):
    (mallory / "plane.py").unlink()
    (mallory / "Plane (1).py").write_text(geometry.PLANE)
    forged = {"flags": ["all is well"], "refused": {}, "needs_human": False, "sources": {}}
    (mallory / "collect_remarks.json").write_text(json.dumps(forged))

    [submission] = hand_ins(folder, folder.course())

    assert submission.needs_human
    assert "plane" in submission.refused
    assert "all is well" not in submission.flags


def test_remarks_count_only_for_the_files_they_were_made_about(folder: CourseFolder, run_command: Run):
    archive = folder.root / "downloaded" / "shapes" / "archive"
    (archive / "ada").mkdir(parents=True)
    (archive / "ada" / "plane (1).py").write_text(geometry.PLANE)
    (archive / "ada" / "solid.py").write_text(geometry.SOLID)
    run_command(["nbgrader", "zip_collect", "shapes"], folder.root)
    [before] = hand_ins(folder, folder.course())

    (folder.submitted("ada", "shapes") / "plane.py").write_text(geometry.PLANE)
    [after] = hand_ins(folder, folder.course())

    assert before.refused == {"plane": "plane (1).py is not named plane.py: rename it and hand it in again"}
    assert before.needs_human
    assert (after.refused, after.needs_human, set(after.sources)) == ({}, False, {"plane", "solid"})


def test_autograde_and_feedback_follow_no_link(course_folder: Path, mallory: Path, secret: Path, run_command: Run):
    for module in ("plane", "solid"):
        shutil.copy(course_folder / "source" / "shapes" / f"{module}.ipynb", mallory)
    (mallory / "notes.txt").symlink_to(secret)
    (mallory / "more").symlink_to(secret.parent)
    os.mkfifo(mallory / "timestamp.txt")

    run_command(["nbgrader", "autograde", "shapes", "--create"], course_folder)
    run_command(["nbgrader", "generate_feedback", "shapes"], course_folder)

    for step in ("autograded", "feedback"):
        assert (course_folder / step / "mallory" / "shapes").is_dir()
        for path in (course_folder / step).rglob("*"):
            assert path.is_dir() or b"hidden suite" not in path.read_bytes(), path


def test_autograde_follows_no_link_behind_what_cannot_be_looked_through(
    course_folder: Path, mallory: Path, secret: Path, run_command: Run
):
    for module in ("plane", "solid"):
        shutil.copy(course_folder / "source" / "shapes" / f"{module}.ipynb", mallory)
    place = os.open(mallory, os.O_RDONLY)
    for name in ["a", *["d" * 200] * 30]:
        os.mkdir(name, dir_fd=place)
        above, place = place, os.open(name, os.O_RDONLY, dir_fd=place)
        os.close(above)
    os.close(place)
    for name in "bcdefghijklmn":  # some of them are looked at after the folders without an end
        (mallory / name).mkdir()
        (mallory / name / "notes.txt").symlink_to(secret)

    run_command(["nbgrader", "autograde", "shapes", "--create"], course_folder)

    assert (course_folder / "autograded" / "mallory" / "shapes" / "plane.ipynb").is_file()
    for path in (course_folder / "autograded").rglob("*"):
        assert path.is_dir() or b"hidden suite" not in path.read_bytes(), path


@pytest.fixture
def ada(course_folder: Path) -> Path:
    """An honest hand-in, with a file of hers beside the modules."""
    path = course_folder / "submitted" / "ada" / "shapes"
    path.mkdir(parents=True)
    for module in ("plane", "solid"):
        shutil.copy(course_folder / "source" / "shapes" / f"{module}.ipynb", path)
    (path / "plane.py").write_text(geometry.PLANE)
    (path / "notes.txt").write_text("what ada thinks\n")
    return path


@pytest.mark.parametrize("where", ["submitted/mallory", "submitted/mallory/shapes"])
def test_autograde_copies_nothing_from_behind_a_folder_that_is_a_link(
    course_folder: Path, ada: Path, run_command: Run, where: str
):
    link = course_folder / where
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(ada if where.endswith("shapes") else ada.parent)

    said = run_command(["nbgrader", "autograde", "shapes", "--create"], course_folder, code=1)

    assert "submitted/mallory/shapes was a link and was taken out" in said
    assert not os.path.lexists(link)
    assert not [*course_folder.glob("autograded/mallory/**/*.*")]
    assert (course_folder / "autograded" / "ada" / "shapes" / "notes.txt").is_file()
    assert (ada / "plane.py").read_text() == geometry.PLANE


def test_a_pipe_in_the_place_of_the_time_stops_no_second_autograde(course_folder: Path, ada: Path, run_command: Run):
    run_command(["nbgrader", "autograde", "shapes", "--create"], course_folder)
    (ada / "timestamp.txt").unlink(missing_ok=True)
    os.mkfifo(ada / "timestamp.txt")

    run_command(["nbgrader", "autograde", "shapes", "--create"], course_folder)

    assert not (ada / "timestamp.txt").exists()


def test_a_missing_notebook_of_a_hand_in_laid_there_by_hand_costs_no_mark(
    course_folder: Path, ada: Path, run_command: Run
):
    (ada / "solid.py").write_text(geometry.SOLID)
    (ada / "solid.ipynb").unlink()

    run_command(["nbgrader", "autograde", "shapes", "--create"], course_folder)

    assert (course_folder / "autograded" / "ada" / "shapes" / "solid.ipynb").is_file()
    marks = run_command(["grader", "export", "csv", "."], course_folder)
    [row] = [line for line in marks.splitlines() if line.startswith("ada,")]
    assert ",shapes,105,5,0,105,100," in row, row  # full marks and the bonus


def test_what_cannot_be_made_safe_is_out_of_reach_before_autograde_copies_it(
    folder: CourseFolder, mallory: Path, capsys: pytest.CaptureFixture[str]
):
    notebooks = [str(mallory / "plane.ipynb")]
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))  # as on a full disk, nothing can be supplied
    try:
        before_autograde("shapes", "mallory", notebooks)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    assert notebooks == []
    assert not mallory.exists()
    [aside] = mallory.parent.iterdir()
    assert (aside / "plane.py").read_text() == geometry.PLANE
    assert "submitted/mallory/shapes cannot be made safe to copy" in (said := capsys.readouterr().err)
    assert aside.name in said


def test_zip_collect_says_what_matters_and_nothing_that_is_false(course_folder: Path, run_command: Run):
    archive = course_folder / "downloaded" / "shapes" / "archive"
    archive.mkdir(parents=True)
    for name, file in (("Ada Lovelace", "plane (1).py"), ("Grace Hopper", "work.rar"), ("Bernard Widrow", "plane.py")):
        (archive / f"{name}_7_assignsubmission_file_{file}").write_text(geometry.PLANE)

    said = run_command(["nbgrader", "zip_collect", "shapes"], course_folder)

    warnings = [line.partition("WARNING] ")[2] for line in said.splitlines() if "WARNING] " in line]
    told = [line for line in warnings if line.startswith(("ada", "hopper", "widrow", "nothing"))]
    assert told == [
        "ada: plane (1).py is not named plane.py: rename it and hand it in again",
        "hopper: work.rar is neither a zip nor a tar: pack the folder as a zip",
        "nothing from 5 of 8 students: minsky, rosenblatt, samuel, smith.j, smith.k",
    ]
    assert "ipynb" not in " ".join(told)


@pytest.mark.parametrize("odd", [{".DS_Store": b"x"}, {"index.html": b"<html>"}, {"turing.rar": b"Rar!"}])
def test_one_odd_file_does_not_hide_the_class_in_a_zip(course_folder: Path, odd, run_command: Run):
    archive = course_folder / "downloaded" / "shapes" / "archive"
    archive.mkdir(parents=True)
    files = {f"week1/{student}/plane.py": geometry.PLANE for student in ("ada", "hopper")}
    with zipfile.ZipFile(archive / "class.zip", "w") as packed:
        for name, content in {**files, **{f"week1/{name}": content for name, content in odd.items()}}.items():
            packed.writestr(name, content)

    said = run_command(["nbgrader", "zip_collect", "shapes"], course_folder)

    assert sorted(path.name for path in (course_folder / "submitted").iterdir()) == ["ada", "hopper"]
    for name in odd:
        assert (name in said) == (name != ".DS_Store")


def test_a_folder_handed_in_with_its_warmup_is_graded(course_folder: Path, run_command: Run):
    """Whoever hands in the whole folder as it was handed out hands in a notebook that has nothing to grade."""
    lesson = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (course_folder / "source" / "shapes" / "warmup.ipynb").write_text(json.dumps(lesson))
    run_command(["nbgrader", "generate_assignment", "shapes", "--force"], course_folder)
    shutil.copytree(course_folder / "release" / "shapes", course_folder / "submitted" / "ada" / "shapes")
    (course_folder / "submitted" / "ada" / "shapes" / "plane.py").write_text(geometry.PLANE)

    run_command(["nbgrader", "autograde", "shapes"], course_folder)

    assert "ada,Ada,Lovelace,ada@example.org,shapes,65," in run_command(["grader", "export", "csv", "."], course_folder)


@pytest.mark.parametrize("name", ["mallory/shapes", "mallory/Shapes/sub"])
def test_work_that_lies_where_no_assignment_is_keeps_its_remarks(folder: CourseFolder, name: str):
    path = folder.root / "submitted" / name
    path.parent.mkdir(parents=True)
    os.mkfifo(path)

    [submission] = hand_ins(folder, folder.course()).submissions

    assert submission.flags
