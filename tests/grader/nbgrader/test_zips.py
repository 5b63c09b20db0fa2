"""nbgrader zip_collect on one download of each kind, done once; each test states what became of it."""

from __future__ import annotations

import io
import re
import shutil
import sqlite3
import tarfile
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.e2e.geometry import HALF, PLANE, SOLID

Files = dict[str, bytes]


def _zip(files: Files) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def _tgz(files: Files) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return out.getvalue()


WORK = {"plane.py": PLANE.encode(), "solid.py": SOLID.encode()}


def _downloads() -> Files:
    def under(prefix: str, files: Files = WORK) -> Files:
        return {prefix + name: content for name, content in files.items()}

    moodle = under("Ada Lovelace_3312_assignsubmission_file_/") | under("John Smith_3313_assignsubmission_file_/")
    moodle["Ada Lovelace_3312_assignsubmission_onlinetext_/onlinetext.html"] = b"<p>See the files.</p>"
    moodle |= under("Bernard Widrow_3314_assignsubmission_file_")
    canvas = under("hoppergrace_102_9001_") | {"hoppergrace_102_9002_plane-1.py": HALF["plane.py"].encode()}
    canvas |= {"rosenblattfrank_LATE_103_9003_hw.tar.gz": _tgz(under("hw/"))}
    own = under("shapes/") | {"../../escaped.py": b"x", "shapes/notes.txt": b"x", "pictures/plan.png": b"x"}
    link = zipfile.ZipInfo("plane.py")
    link.external_attr = 0o120777 << 16
    linked = io.BytesIO()
    with zipfile.ZipFile(linked, "w") as archive:
        archive.writestr(link, "/etc/passwd")
        archive.writestr("solid.py", SOLID)
    return {
        "geometry-shapes-77.zip": _zip(moodle),
        "submissions.tgz": _tgz(canvas),
        "Marvin Minsky.zip": _zip(own),
        "minsky.zip": _zip({"plane.py": b"def area(w, h): return 0\n"}),
        "samuel.zip": linked.getvalue(),
        "smith.j.zip": b"this is no zip",
        "stranger.zip": _zip(WORK),
    }


DOWNLOADS = _downloads()


@pytest.fixture(scope="module")
def collected(generated: Path, tmp_path_factory: pytest.TempPathFactory, run_command: Callable[..., str]):
    """The course folder after zip_collect and autograde, and what zip_collect said."""
    target = Path(shutil.copytree(generated, tmp_path_factory.mktemp("zips") / "nbgrader"))
    config = target / "nbgrader_config.py"
    config.write_text(config.read_text().replace(str(generated), str(target)))
    archive = target / "downloaded" / "shapes" / "archive"
    archive.mkdir(parents=True)
    for name, content in DOWNLOADS.items():
        (archive / name).write_bytes(content)
    said = run_command(["nbgrader", "zip_collect", "shapes"], target)
    run_command(["nbgrader", "autograde", "shapes"], target)
    return target, said


def _score(folder: Path, student: str) -> float:
    with closing(sqlite3.connect(folder / "gradebook.db")) as database:
        rows = database.execute(
            """select sum(grade.auto_score) from grade
               join submitted_notebook on submitted_notebook.id = grade.notebook_id
               join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id
               where submitted_assignment.student_id = ?""",
            [student],
        )
        return rows.fetchone()[0]


@pytest.mark.parametrize(
    ("student", "score"),
    [
        pytest.param("ada", 105.0, id="Moodle: a folder with the full name"),
        pytest.param("hopper", 80.0, id="Canvas: the last version of each file"),
        pytest.param("rosenblatt", 105.0, id="Canvas: LATE, a tar in a tar"),
        pytest.param("minsky", 105.0, id="twice, and the first counts: a zip of two folders"),
        pytest.param("samuel", 40.0, id="a link in a zip is refused, the rest counts"),
        pytest.param("widrow", 105.0, id="Moodle: files side by side"),
        pytest.param("smith.j", 0.0, id="no zip: a person is asked"),
        pytest.param("smith.k", None, id="two of that name"),
    ],
)
def test_a_download_is_graded_for_the_right_student(collected: tuple[Path, str], student: str, score: float | None):
    assert _score(collected[0], student) == (None if score is None else pytest.approx(score))


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("nobody on the roster, or more than one, is 'John Smith'", id="two of that name"),
        pytest.param("nobody on the roster, or more than one, is 'stranger'", id="unknown"),
        pytest.param("minsky: handed in 2 times, as Marvin Minsky, minsky", id="twice"),
        pytest.param("rosenblatt: the platform says LATE and not by how much", id="late"),
        pytest.param("smith.j.zip is neither a zip nor a tar", id="no zip"),
        pytest.param("names that lead out of it, which are not read", id="a way out"),
        pytest.param("nothing from 1 of 8 students: smith.k", id="who is missing"),
    ],
)
def test_what_could_not_be_taken_is_said(collected: tuple[Path, str], sentence: str):
    assert sentence in collected[1]


def test_what_cannot_be_read_at_all_is_no_silent_zero(collected: tuple[Path, str], run_command: Callable[..., str]):
    folder = collected[0]

    with closing(sqlite3.connect(folder / "gradebook.db")) as database:
        asked = database.execute(
            """select distinct submitted_assignment.student_id from grade
               join submitted_notebook on submitted_notebook.id = grade.notebook_id
               join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id
               where grade.needs_manual_grade"""
        ).fetchall()
    run_command(["nbgrader", "generate_feedback", "shapes", "--student", "smith.j"], folder)
    said = run_command(["grader", "run", "."], folder)

    assert ("smith.j",) in asked
    assert "is neither a zip nor a tar" in (folder / "feedback" / "smith.j" / "shapes" / "plane.html").read_text()
    assert re.search(r"smith\.j +smith\.j\.zip is neither a zip nor a tar", said)
    assert "nothing was handed in by 1: smith.k" in said


def test_a_text_typed_beside_the_files_is_no_second_hand_in(collected: tuple[Path, str]):
    assert "ada: handed in" not in collected[1]


def test_an_alias_and_another_run_bring_in_who_was_not_known(
    collected: tuple[Path, str], tmp_path: Path, run_command: Callable[..., str]
):
    folder = Path(shutil.copytree(collected[0], tmp_path / "nbgrader"))
    for changed, before, after in (
        ("nbgrader_config.py", str(collected[0]), str(folder)),
        ("students.csv", "smith.k@example.org,108,", "smith.k@example.org,108,stranger"),
    ):
        file = folder / changed
        file.write_text(file.read_text().replace(before, after))

    said = run_command(["nbgrader", "zip_collect", "shapes", "--force"], folder)
    run_command(["nbgrader", "autograde", "shapes", "--force"], folder)

    assert "is 'stranger'" not in said
    assert _score(folder, "smith.k") == pytest.approx(105.0)
    assert _score(folder, "ada") == pytest.approx(105.0)


def test_nothing_that_was_downloaded_is_lost(collected: tuple[Path, str]):
    archive = collected[0] / "downloaded" / "shapes" / "archive"

    assert {path.name: path.read_bytes() for path in archive.iterdir()} == DOWNLOADS


def test_nothing_lands_outside_of_the_hand_ins(collected: tuple[Path, str]):
    folder = collected[0]

    assert not list(folder.rglob("escaped.py"))
    assert not any(path.is_symlink() for path in folder.rglob("*"))


def test_each_hand_in_has_what_nbgrader_needs_later(collected: tuple[Path, str]):
    kept = {path.name for path in (collected[0] / "submitted" / "ada" / "shapes").iterdir()}

    assert {"timestamp.txt", "submission_secret.txt", "plane.ipynb", "solid.ipynb", "plane.py", "solid.py"} <= kept
