"""Pages go back to students: in the layouts that Moodle and Canvas take, read here as those read them, and by mail."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from grader.course.loading import load_course
from grader.grade.reading import Results, ResultsError
from grader.grade.redaction import student_view
from grader.grade.results import Counterexample
from grader.intake.return_names import return_names
from grader.intake.roster import Enrolled, Roster
from grader.report.about import About
from grader.report.handing_back import for_canvas, for_moodle, write_mail, write_zips
from grader.report.letter import letter
from grader.report.reckoning import Reckoning
from tests.e2e import geometry

SECRET = "expected 7351.0625, got 4"
CODE = "def area(a, b):\n    return a\n"
PEOPLE = [
    Enrolled("ada", "Ada", "Lovelace", "ada@example.org", "101"),
    Enrolled("hopper", "Grace", "Hopper", "=hopper@example.org", "102"),
    Enrolled("boole", "George", "Boole", "", "103"),
]
ABOUT = About(roster=Roster.of(PEOPLE))


def as_moodle_reads(names: list[str], participants: dict[int, str]) -> dict[str, list[str]]:
    """Sort a zip's files by student as mod/assign/feedback/file/importziplib.php does, of all versions since 2.3."""
    found: dict[str, list[str]] = {}
    for name in names:
        parts = name.split("/")
        while parts:
            info = parts.pop(0).split("_", 4)
            if len(info) == 5 and info[1].isdigit() and int(info[1]) in participants:
                assert info[2:4] in (["assignsubmission", "file"], ["assignsubmission", "onlinetext"])
                found.setdefault(participants[int(info[1])], []).append("/".join([info[4], *parts]))
                break
    return found


def as_canvas_reads(names: list[str], attachments: dict[tuple[int, int], str]) -> dict[int, list[str]]:
    """Sort a zip's files by user as Canvas's infer_comment_context_from_filename does; each keeps its first name."""
    found: dict[int, list[str]] = {}
    for name in names:
        parts = [part for part in name.split("_") if part != "LATE"]
        user, attachment = [int(part) for part in parts if re.fullmatch(r"\d+", part)][:2]
        if (user, attachment) in attachments:
            found.setdefault(user, []).append(attachments[user, attachment])
    return found


@pytest.fixture
def course(tmp_path):
    return load_course(geometry.write_course(tmp_path / "course"))


@pytest.fixture
def download(tmp_path):
    """Return a way to make the zip that a platform lets an instructor download."""

    def _download(files: dict[str, str | bytes]) -> Path:
        path = tmp_path / "download.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in files.items():
                archive.writestr(name, content)
        return path

    return _download


def opened(file: Path | io.BytesIO) -> dict[str, str]:
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}


MOODLE = [
    pytest.param("Ada Lovelace_3312_assignsubmission_file_/plane.py", id="folders, until 4.0"),
    pytest.param("Ada Lovelace_3312_assignsubmission_file/plane.py", id="folders, since 4.1"),
    pytest.param("Ada Lovelace_3312_assignsubmission_file_plane.py", id="side by side"),
    pytest.param("Ada Lovelace_3312_assignsubmission_onlinetext_onlinetext.html", id="typed into the form alone"),
]


@pytest.mark.parametrize("name", MOODLE)
def test_moodle_finds_each_students_page_by_their_number(make_class, course, download, tmp_path, name):
    path = download({name: CODE, name.replace("Ada Lovelace_3312", "Grace Hopper_3313"): CODE})

    names = return_names(path, course, ABOUT.roster)
    without = for_moodle(Results.of(make_class(SECRET)), ABOUT, names, tmp_path / "feedback.zip")

    files = opened(tmp_path / "feedback.zip")
    assert as_moodle_reads(list(files), {3312: "ada", 3313: "hopper"}) == {
        "ada": ["feedback.html"],
        "hopper": ["feedback.html"],
    }
    (mine,) = [text for name, text in files.items() if "3313" in name]
    assert "Grace Hopper" in mine
    assert "What do two sides make" in mine
    assert not any("7351" in text for text in files.values())
    assert without == ["boole"]


@pytest.mark.parametrize("kind", ["tar", "tgz", "tar.gz"])
def test_canvas_gets_a_tar_with_the_page_in_the_place_of_a_tar(make_class, course, download, tmp_path, kind):
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:" if kind == "tar" else "w:gz") as archive:
        archive.addfile(tarfile.TarInfo("plane.py"))
    name = f"boolegeorge_103_9004_mine.{kind}"

    given = return_names(download({name: packed.getvalue()}), course, ABOUT.roster)
    for_canvas(Results.of(make_class(SECRET)), ABOUT, given, tmp_path / "feedback.zip")

    with zipfile.ZipFile(tmp_path / "feedback.zip") as archive:
        content = io.BytesIO(archive.read(name))
    with tarfile.open(fileobj=content, mode="r:" if kind == "tar" else "r:gz") as answer:
        page = answer.extractfile("feedback.html")
        assert page is not None
        assert b"George Boole" in page.read()


def test_canvas_gets_remarks_in_the_place_of_modules_and_a_page_in_that_of_a_zip(
    make_class, course, download, tmp_path
):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("plane.py", CODE)
    names = {
        "lovelaceada_101_9001_plane-1.py": CODE,
        "lovelaceada_101_9002_notes.txt": "none",
        "hoppergrace_LATE_102_9003_plane.py": CODE,
        "boolegeorge_103_9004_mine.zip": packed.getvalue(),
    }

    given = return_names(download(names), course, ABOUT.roster)
    without = for_canvas(Results.of(make_class(SECRET)), ABOUT, given, tmp_path / "feedback.zip")

    assert without == []
    files = opened(tmp_path / "feedback.zip")
    there = {(101, 9001): "plane.py", (101, 9002): "notes.txt", (102, 9003): "plane.py", (103, 9004): "mine.zip"}
    assert as_canvas_reads(list(files), there) == {101: ["plane.py"], 102: ["plane.py"], 103: ["mine.zip"]}
    assert set(files) < set(names)
    remarks = files["hoppergrace_LATE_102_9003_plane.py"]
    compile(remarks, "plane.py", "exec")  # a student who opens it as their file meets no error
    assert all(line.startswith("#") for line in remarks.splitlines())
    assert "# area: partly done, 1 of 3\n#     What do two sides make: a sum or a product?\n" in remarks
    assert "7351" not in remarks
    with zipfile.ZipFile(tmp_path / "feedback.zip") as archive:
        page = opened(io.BytesIO(archive.read("boolegeorge_103_9004_mine.zip")))["feedback.html"]
    assert "George Boole" in page


def test_the_zip_is_the_same_for_the_same_grades(make_class, course, download, tmp_path):
    names = return_names(download({"Ada Lovelace_3312_assignsubmission_file_/plane.py": CODE}), course, ABOUT.roster)

    for name in ("one.zip", "other.zip"):
        for_moodle(Results.of(make_class()), ABOUT, names, tmp_path / name)

    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "other.zip").read_bytes()


@pytest.mark.parametrize("hand_back", [for_moodle, for_canvas])
def test_a_download_without_a_platforms_names_is_refused_with_an_example(
    make_class, course, download, tmp_path, hand_back
):
    names = return_names(download({"ada/plane.py": CODE, "hopper/plane.py": CODE}), course, ABOUT.roster)

    with pytest.raises(ResultsError, match=r"such as .*: give the zip as it was downloaded, and the same --roster"):
        hand_back(Results.of(make_class()), ABOUT, names, tmp_path / "feedback.zip")
    assert not [*tmp_path.glob("*feedback.zip"), *tmp_path.glob(".*.new")]


def test_a_table_for_mail_says_who_gets_which_page(make_class, tmp_path):
    table, without = write_mail(Results.of(make_class(SECRET)), ABOUT, tmp_path / "out")

    rows = list(csv.DictReader(io.StringIO(table.read_text(encoding="utf-8-sig"))))
    assert [(row["first_name"], row["points"], row["max_points"]) for row in rows] == [
        ("Ada", "31", "60"), ("Grace", "31", "60"), ("George", "31", "60"),
    ]  # fmt: skip
    assert [row["email"] for row in rows] == ["ada@example.org", "'=hopper@example.org", ""]
    assert without == ["boole"]
    for row in rows:
        page = Path(row["attachment"])
        assert row["first_name"] in page.read_text()
        assert "7351" not in page.read_text()
        assert page.stat().st_mode & 0o777 == 0o600


def test_a_zip_for_each_student_has_their_page_and_the_files_that_were_graded(make_class, tmp_path):
    about = replace(ABOUT, sources={"ada": {"plane": CODE.encode(), "helpers": b"x = 1\n"}})

    write_zips(Results.of(make_class(SECRET)), about, tmp_path / "out")

    found = {path.stem: opened(path) for path in (tmp_path / "out").iterdir()}
    assert {name: sorted(files) for name, files in found.items()} == {
        "ada": ["feedback.html", "graded/plane.py"],
        "hopper": ["feedback.html"],
        "boole": ["feedback.html"],
    }
    assert found["ada"]["graded/plane.py"] == CODE
    assert "Grace Hopper" in found["hopper"]["feedback.html"]
    assert not any("7351" in text for files in found.values() for text in files.values())
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "out").iterdir()} == {0o600}


def test_the_command_hands_back_and_says_what_is_missing(make_class, course, download, tmp_path):
    (tmp_path / "results").mkdir()
    for grade in make_class():
        (tmp_path / "results" / f"{grade.student}.json").write_bytes(grade.to_json())
    path = download({"ada_3312_assignsubmission_file_/plane.py": CODE})
    about_course = ["--course", str(course.root)]

    def grader(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "grader", "hand-back", *arguments, *about_course]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)

    done = grader("moodle", "results", "--download", str(path))
    without = grader("moodle", "results")
    mailed = grader("mail", "results", "--to", "letters")
    zipped = grader("zip", "results")
    refused = {form: grader(form, "results", "--download", str(path), "--to", "nowhere") for form in ("mail", "zip")}

    assert (done.returncode, done.stdout) == (0, "feedback for 1 of 3 students in moodle-feedback.zip\n")
    assert "the download has no place for the feedback of 2 students: boole, hopper" in done.stderr
    assert (tmp_path / "moodle-feedback.zip").stat().st_mode & 0o777 == 0o600
    assert without.returncode == 2
    assert "moodle needs --download: the zip of hand-ins that it let you download" in without.stderr
    assert mailed.stdout == "3 pages; who gets which stands in letters/mail-merge.csv\n"
    assert zipped.stdout == "3 zips, one for each student, in hand-back\n"
    assert sorted(path.name for path in (tmp_path / "hand-back").iterdir()) == ["ada.zip", "boole.zip", "hopper.zip"]
    for form, done in refused.items():
        assert done.returncode == 2
        assert f"--download goes with moodle and canvas: {form} needs none" in done.stderr
    assert not (tmp_path / "nowhere").exists()
    assert "no e-mail address is known of 3 students: ada, boole, hopper: give it with --roster" in mailed.stderr


def test_a_letter_says_what_lateness_cost_and_what_a_person_wrote(make_class):
    ada, *_ = make_class()
    reckoning = Reckoning(by_tests=30, by_hand=0, penalty=6, total=24, comments=(("plane", "well done"),))

    told = letter(ada, ada.modules, reckoning)

    assert "# In all, what counts is 24 points, less 6 for lateness.\n# plane: well done\n" in told
    assert "what counts" not in letter(ada, ada.modules, Reckoning(by_tests=30, by_hand=0, penalty=0, total=30))


@pytest.mark.parametrize(
    ("got", "said"),
    [
        pytest.param("7", "# *for example plane.area\\(2, 3\\): your code gives 7, right is 6\n", id="an answer"),
        pytest.param(
            "raises KeyError", "# *for example plane.area\\(2, 3\\): your code raises KeyError, right is 6\n", id="none"
        ),
    ],
)
def test_a_letter_shows_a_wrong_answer(make_class, got, said):
    _, hopper, _ = make_class()
    plane, *others = hopper.modules
    area = plane.exercises[0].model_copy(update={"counterexample": Counterexample("plane.area(2, 3)", got, "6")})
    view = student_view(
        hopper.model_copy(update={"modules": (plane.model_copy(update={"exercises": (area,)}), *others)})
    )

    assert re.search(said, letter(view, view.modules))
