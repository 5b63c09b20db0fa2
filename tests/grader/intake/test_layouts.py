"""The downloads of learning platforms as their documentation shows them, read into one hand-in for each student."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

import pytest

from grader.intake import ClassIntake, read_class
from grader.intake.kinds import FEEDBACK
from grader.intake.one_of_a_class import Undecided
from tests.grader.intake.situations import zipped

CODE = "def forward_it(): return 1\n"
NEWER = "def forward_it(): return 2\n"
NOTE = "Name: Grace Hopper (hopper)\nAssignment: Exercise 1\nDate Submitted: 1 October 2026\n\nSubmission Field:\n"
TWO = {"ada": {"forward": CODE.encode()}, "hopper": {"loss": CODE.encode()}}

DOWNLOADS = {
    "Moodle, in folders": {
        "Ada Lovelace_3312_assignsubmission_file/forward.py": CODE,
        "Ada Lovelace_3312_assignsubmission_onlinetext/onlinetext.html": "<p>See the file.</p>",
        "Grace Hopper_3313_assignsubmission_file/loss.py": CODE,
    },
    "Moodle before 4, in folders": {
        "Ada Lovelace_3312_assignsubmission_file_/forward.py": CODE,
        "Grace Hopper_3313_assignsubmission_file_/hw/loss.py": CODE,
    },
    "Moodle, side by side": {
        "Ada Lovelace_3312_assignsubmission_file_forward.py": CODE,
        "Ada Lovelace_3312_assignsubmission_onlinetext_onlinetext.html": "<p>See the file.</p>",
        "Grace Hopper_3313_assignsubmission_file_loss.py": CODE,
    },
    "Canvas": {
        "lovelaceada_101_9001_forward.py": CODE,
        "lovelaceada_101_9001_text.html": "<p>See the file.</p>",
        "hoppergrace_102_9002_loss.py": CODE,
    },
    "Canvas, handed in again": {
        "lovelaceada_101_9001_forward.py": "old",
        "lovelaceada_101_9001_forward-1.py": "newer",
        "lovelaceada_101_9001_forward-10.py": CODE,
        "hoppergrace_102_9002_loss-2.py": CODE,
    },
    "Brightspace, in folders": {
        "index.html": "<html>",
        "13394-80551 - Ada Lovelace - Oct 1, 2026 605 PM/forward.py": CODE,
        "13395-80552 - Grace Hopper - Sep 30, 2026 1159 PM/loss.py": CODE,
    },
    "Brightspace, side by side": {
        "index.html": "<html>",
        "13394-80551 - Ada Lovelace - Oct 1, 2026 605 PM - forward.py": CODE,
        "13395-80552 - Grace Hopper - Sep 30, 2026 1159 PM - loss.py": CODE,
    },
    "Blackboard": {
        "Exercise 1_ada_attempt_2026-10-01-18-00-00_forward.py": CODE,
        "Exercise 1_ada_attempt_2026-10-01-18-00-00.txt": NOTE.replace("Grace Hopper (hopper)", "Ada Lovelace (ada)"),
        "Exercise 1_hopper_attempt_2026-10-01-19-00-00_loss.py": CODE,
        "Exercise 1_hopper_attempt_2026-10-01-19-00-00.txt": NOTE,
    },
    "Blackboard, with underscores": {
        "Week_1_Exercise_ada_attempt_2026-10-01-18-00-00_forward.py": CODE,
        "Week_1_Exercise_hopper_attempt_2026-10-01-19-00-00_loss.py": CODE,
    },
    "GitHub, clones": {
        "fundamentals-ada/.git/HEAD": "ref",
        "fundamentals-ada/README.md": "",
        "fundamentals-ada/exercises/forward.py": CODE,
        "fundamentals-hopper/.git/HEAD": "ref",
        "fundamentals-hopper/exercises/loss.py": CODE,
    },
    "GitHub, zips that were unpacked": {
        "ada-main/exercises/forward.py": CODE,
        "hopper-master/exercises/loss.py": CODE,
    },
    "by name in front": {"ada_forward.py": CODE, "Grace Hopper loss.py": CODE},
    "by name behind": {"forward_ada.py": CODE, "loss-hopper.py": CODE},
    "by name, beside a folder": {"ada/forward.py": CODE, "hopper_loss.py": CODE},
    "by name, beside a platform's": {"Ada Lovelace_11_assignsubmission_file/forward.py": CODE, "hopper_loss.py": CODE},
    "by full name, either way round": {"Lovelace, Ada/forward.py": CODE, "Grace HOPPER/loss.py": CODE},
    "by e-mail": {"ada@example.org/forward.py": CODE, "amazing@example.org/loss.py": CODE},
    "by the platform's number": {"x_101_1_forward.py": CODE, "y_102_2_loss.py": CODE},
    "by alias": {"ada/forward.py": CODE, "Admiral Hopper/loss.py": CODE},
}


@pytest.fixture(params=["a folder", "a zip", "a zip with a folder around it", "a zip in a folder"])
def download(request, write, folder: Path, zipped, tmp_path: Path) -> Callable[..., Path]:
    """Write a download in each of the forms in which it may lie there."""

    def _download(files: dict[str, str]) -> Path:
        if request.param == "a folder":
            return write(files)
        around = "Exercise 1/" if "around" in request.param else ""
        content = zipped({around + name: text for name, text in files.items()} | {f"{around}.DS_Store": ""})
        (folder / "gradebook.zip").write_bytes(content)
        return folder if "in a folder" in request.param else folder / "gradebook.zip"

    return _download


def sources(intake: ClassIntake) -> dict[str, dict[str, bytes]]:
    return {submission.student: dict(submission.sources) for submission in intake}


@pytest.mark.parametrize("files", [pytest.param(files, id=name) for name, files in DOWNLOADS.items()])
def test_a_download_is_one_hand_in_for_each_student(download, course, roster, files):
    intake = read_class(download(files), course, roster=roster)

    assert sources(intake) == TWO
    assert intake.missing == ("rosenblatt", "minsky", "samuel", "widrow", "smith.j", "smith.k")
    assert intake.unknown == ()
    assert not any(submission.needs_human for submission in intake)


NAMED = [name for name in DOWNLOADS if not name.startswith("by ") and not name.startswith("GitHub")]


@pytest.mark.parametrize("name", NAMED)
def test_without_a_class_list_the_platforms_own_names_are_used(download, course, name):
    students = [submission.student for submission in read_class(download(DOWNLOADS[name]), course)]

    assert students in (["Ada Lovelace", "Grace Hopper"], ["hoppergrace", "lovelaceada"], ["ada", "hopper"])


@pytest.mark.parametrize(
    ("first", "last"),
    [
        pytest.param(
            "1-2 - Ada Lovelace - Oct 1, 2026 959 AM/", "1-2 - Ada Lovelace - Oct 1, 2026 1201 PM/", id="Brightspace"
        ),
        pytest.param("E_ada_attempt_2026-09-30-18-00-00_", "E_ada_attempt_2026-10-01-07-00-00_", id="Blackboard"),
    ],
)
def test_of_several_attempts_the_last_counts_and_nothing_of_the_others_is_lost(write, course, roster, first, last):
    files = {f"{first}forward.py": CODE, f"{last}forward.py": NEWER, f"{first}loss.py": CODE}

    [ada] = read_class(write(files), course, roster=roster)

    assert ada.sources == {"forward": NEWER.encode(), "loss": CODE.encode()}
    assert ada.flags[0].startswith("handed in 2 times: the last counts, of 2026-10-01")
    assert ada.flags[1].startswith("the last attempt does not have all: taken from earlier ones, loss.py of 2026-")
    assert ada.needs_human


def test_the_last_of_two_whole_attempts_asks_for_nobody(write, course, roster):
    files = {f"E_ada_attempt_2026-10-0{day}-18-00-00_forward.py": f"x = {day}" for day in (1, 2, 3)}

    [ada] = read_class(write(files), course, roster=roster)

    assert (ada.sources, ada.needs_human) == ({"forward": b"x = 3"}, False)


def test_lateness_that_a_platform_tells_asks_for_a_penalty(write, course, roster):
    [ada] = read_class(write({"lovelaceada_LATE_101_9001_forward.py": CODE}), course, roster=roster)

    assert ada.flags == ("the platform says LATE and not by how much: give the penalty by hand",)
    assert ada.needs_human


def test_a_text_that_was_only_typed_is_a_hand_in_without_a_module(write, course, roster):
    files = {"Ada Lovelace_1_assignsubmission_onlinetext/onlinetext.html": "def forward_it", **_file("Grace Hopper")}

    ada, _ = read_class(write(files), course, roster=roster)

    assert (ada.student, ada.sources, ada.needs_human) == ("ada", {}, True)


def _file(name: str, file: str = "forward.py", text: str | bytes = CODE) -> dict[str, str | bytes]:
    return {f"{name}_7_assignsubmission_file_{file}": text}


def test_two_students_of_one_name_are_kept_apart(write, course, roster):
    files = {"John Smith_1_assignsubmission_file/forward.py": CODE, "John Smith_2_assignsubmission_file/loss.py": CODE}

    intake = read_class(write(files), course, roster=roster)

    assert sources(intake) == {"John Smith (1)": {"forward": CODE.encode()}, "John Smith (2)": {"loss": CODE.encode()}}
    assert intake.unknown == ("John Smith (1)", "John Smith (2)")


def test_who_is_on_no_list_is_graded_under_the_name_that_came(write, course, roster):
    intake = read_class(write({"ada/forward.py": CODE, "stranger/forward.py": CODE}), course, roster=roster)

    assert [submission.student for submission in intake] == ["ada", "stranger"]
    assert intake.unknown == ("stranger",)


@pytest.mark.parametrize("with_roster", [True, False])
def test_nothing_inside_a_students_archive_names_another_student(write, course, roster, zipped, with_roster):
    """As when a hand-in brings a folder called after a neighbour, or files named as the platform names them."""
    inner = {
        "hopper/forward.py": "# nothing of hers",
        "ada/forward.py": CODE,
        "Grace Hopper_3_assignsubmission_file_forward.py": "# nothing of hers",
        "hoppergrace_102_1_forward.py": "# nothing of hers",
    }
    files = {
        **_file("Ada Lovelace", "hw.zip", zipped(inner)),
        **_file("Grace Hopper", "hw.zip", zipped({"forward.py": NEWER})),
        **_file("Bernard Widrow", "hw.zip", zipped({"hopper/forward.py": "# nothing of hers"})),
    }

    intake = read_class(write(files), course, roster=roster if with_roster else None)

    found = sources(intake)
    assert found["hopper" if with_roster else "Grace Hopper"] == {"forward": NEWER.encode()}
    assert len(found) == 3


@pytest.mark.parametrize("with_roster", [True, False])
def test_nor_does_it_where_students_own_zips_lie_side_by_side(write, course, roster, zipped, with_roster):
    files = {
        "ada.zip": zipped({"hopper/forward.py": "# nothing of hers", "ada/forward.py": CODE}),
        "hopper.zip": zipped({"forward.py": NEWER}),
        "mallory.zip": zipped({"hopper/forward.py": "# nothing of hers", "widrow/forward.py": "# hers"}),
    }

    intake = read_class(write(files), course, roster=roster if with_roster else None)

    found = {submission.student: submission for submission in intake}
    assert found["hopper"].sources == {"forward": NEWER.encode()}
    assert ("widrow" in found) == with_roster, "a zip that is nobody's, beside others, is taken for a download"
    if with_roster:
        assert found["hopper"].needs_human


@pytest.mark.parametrize("is_packed", [True, False])
def test_a_folder_of_nobodys_on_the_list_adds_nothing_to_a_students_own(write, course, roster, zipped, is_packed):
    """As when somebody who is on the list under another name brings a folder called after a neighbour."""
    inner = {f"{who}/{name}": "import ctypes" for who in ("ada", "hopper") for name in ("loss.py", "helpers.py")}
    brought = {"m99.zip": zipped(inner)} if is_packed else {f"m99/{path}": text for path, text in inner.items()}

    intake = read_class(write({"ada/forward.py": CODE, "hopper/loss.py": CODE, **brought}), course, roster=roster)

    assert {name: found for name, found in sources(intake).items() if name in TWO} == TWO
    assert not any(submission.extras for submission in intake)


@pytest.mark.parametrize("third", ["widrow", "m99"], ids=["on the list", "on no list"])
@pytest.mark.parametrize("others", [{}, {"lab-hopper/loss.py": CODE}], ids=["of two", "of three"])
def test_folders_in_a_repository_change_no_name_of_the_others(write, course, roster, third, others):
    brought = {f"lab-{third}/{who}/forward.py": "# nothing of theirs" for who in ("ada", "hopper")}

    intake = read_class(write({"lab-ada/forward.py": CODE, **others, **brought}), course, roster=roster)

    found = sources(intake)
    assert found["ada"] == {"forward": CODE.encode()}
    assert not others or found["hopper"] == {"loss": CODE.encode()}
    assert not any(name.startswith(("lab-ada", "lab-hopper")) for name in found)
    assert third == "m99" or ("widrow" in found and not intake[0].flags)


BROUGHT = {"ada/forward.py": "# nothing of hers", "hopper/loss.py": "# nothing of hers"}
ONE_OF_A_CLASS = {
    "beside the others": ("mallory", {"ada/forward.py": CODE, "hopper/loss.py": CODE}, False),
    "beside others' zips": ("mallory", {"ada.zip": "PK", "hopper.zip": "PK"}, False),
    "in a download": ("Mallory M_7_assignsubmission_file_", {}, False),
    "beside others of a download": (
        "mallory",
        {f"{who}_3_assignsubmission_file_/forward.py": CODE for who in ("ada", "hopper")},
        False,
    ),
    "on the class list": ("widrow", {}, True),
}


@pytest.mark.parametrize(("name", "others", "has_list"), ONE_OF_A_CLASS.values(), ids=ONE_OF_A_CLASS)
def test_folders_in_one_students_folder_are_no_class_where_its_path_is_given(
    write, course, roster, name, others, has_list
):
    root = write({**others, **{f"{name}/{path}": text for path, text in BROUGHT.items()}})

    [submission] = read_class(root / name, course, roster=roster if has_list else None)

    assert submission.student == name.partition("_")[0]
    assert submission.needs_human


@pytest.mark.parametrize("size", [2, 3, 8])
def test_a_class_of_which_somebody_lies_beside_it_as_well_is_asked_about_and_never_one_student(write, course, size):
    a_class = {f"lab 1/s{number}/forward.py": CODE for number in range(1, size + 1)}
    root = write({**a_class, "s2/forward.py": CODE})

    with pytest.raises(Undecided) as asked:
        read_class(root / "lab 1", course)

    others = {2: "s1", 3: "s1, s3", 8: "s1, s3, s4, s5, s6, ..."}[size]
    assert str(asked.value).endswith(
        "/lab 1: expected a class or one student's folder, got what may be either: work of s2 lies in it and beside it"
        f", of {others} only in it: for a class move away what lies beside it; for one student grade the folder "
        "around it, with --student 'lab 1'"
    )


@pytest.mark.parametrize("others", [{}, {"2025/forward.py": CODE}, {"ada/notes.txt": ""}, {"ada.txt": ""}], ids=str)
def test_a_class_whose_path_is_given_stays_one(write, course, others):
    root = write({**others, "lab 1/ada/forward.py": CODE, "lab 1/hopper/loss.py": CODE})

    assert sources(read_class(root / "lab 1", course)) == TWO


@pytest.mark.parametrize(
    "stray",
    [
        {".DS_Store": "x"},
        {"index.html": "<html>"},
        {"marks.xlsx": "x", "notes.txt": ""},
        {"__MACOSX/._ada": "x"},
        {"turing.rar": "Rar!"},
        {"desktop.ini": "", "Thumbs.db": ""},
    ],
)
def test_a_stray_file_changes_nothing_for_others(download, course, roster, stray):
    intake = read_class(download({"ada/forward.py": CODE, "hopper/loss.py": CODE, **stray}), course, roster=roster)

    found = sources(intake)
    assert {name: found[name] for name in TWO} == TWO
    assert set(found) - set(TWO) <= {"turing"}


def test_a_folder_of_students_on_the_list_is_a_class_though_only_one_named_the_file_right(write, course, roster):
    intake = read_class(
        write({"Abgaben/Lovelace_Ada_ada_312/my_forward.py": CODE, "Abgaben/hopper/loss.py": CODE}),
        course,
        roster=roster,
    )

    assert sources(intake) == {"ada": {}, "hopper": {"loss": CODE.encode()}}
    assert intake[0].needs_human


def test_of_two_folders_of_assignments_no_module_is_lost(write, course, roster):
    files = {"Abgabe 1/ada/forward.py": CODE, "Abgabe 1/hopper/loss.py": CODE, "Abgabe 2/ada/loss.py": NEWER}

    ada, _ = read_class(write(files), course, roster=roster)

    assert ada.sources == {"forward": CODE.encode(), "loss": NEWER.encode()}
    assert ada.needs_human
    assert "graded Abgabe 1/ada, not Abgabe 2/ada, which was handed in as well" in ada.flags
    assert "what it lacks was taken from the others: loss.py of Abgabe 2/ada" in ada.flags


MOODLES = {
    "ada_11_assignsubmission_file_/forward.py": CODE,
    "hopper_12_assignsubmission_file_/loss.py": CODE,
}


def test_a_class_that_was_taken_for_one_student_asks_a_person(write, course):
    intake = read_class(write({"group1.zip": zipped(MOODLES), "group2.zip": zipped(MOODLES)}), course)

    assert [submission.student for submission in intake] == ["group1", "group2"], [s.flags for s in intake]
    for submission in intake:
        assert submission.needs_human
        assert "looks like a platform's download of 2 students (ada, hopper), not of one" in submission.flags


def test_a_folder_with_the_hand_in_of_one_student_on_the_list_is_a_class_as_well(write, course, roster):
    files = {"on time/ada/forward.py": CODE, "on time/turing/loss.py": CODE, "verspätet/hopper/loss.py": CODE}

    intake = read_class(write(files), course, roster=roster)

    assert sources(intake) == {**TWO, "turing": {"loss": CODE.encode()}}
    assert intake.unknown == ("turing",)


def test_a_class_that_was_unpacked_beside_its_zip_is_read_once(write, course):
    unpacked = {f"download/{path}": text for path, text in MOODLES.items()}

    intake = read_class(write({**unpacked, "download.zip": zipped(MOODLES)}), course)

    assert sources(intake) == TWO
    assert not any(submission.needs_human for submission in intake)
    assert "download.zip was left aside: its folder lies beside it" in intake.remarks


class TestOurOwnOutput:
    """What the grader wrote among the hand-ins is never a student."""

    OURS: ClassVar = {
        "results/.grader/lock": "",
        "results/ada.json": "{}",
        "report/index.html": "",
        "report/details/ada.html": "",
        "report/students/ada.html": "",
        "gradescope/ada/results.json": "{}",
        "out/.grader/ada.key": "",
    }

    def test_is_left_out_and_named(self, write, course):
        intake = read_class(write({"ada/forward.py": CODE, "hopper/loss.py": CODE, **self.OURS}), course)

        assert sources(intake) == TWO
        assert intake.remarks == ("no hand-ins, because the grader wrote them: gradescope, out, report, results",)

    @pytest.mark.parametrize("name", ["results", "report"])
    def test_packed_as_well(self, write, course, name):
        packed = zipped({path: text for path, text in self.OURS.items() if path.startswith(name)})
        intake = read_class(write({"ada/forward.py": CODE, "hopper/loss.py": CODE, f"{name}.zip": packed}), course)

        assert sources(intake) == TWO
        assert intake.remarks == (f"no hand-ins, because the grader wrote them: {name}.zip",)

    def test_beside_the_zip_of_a_whole_class_it_makes_no_student_of_that(self, write, course):
        intake = read_class(write({"moodle.zip": zipped(MOODLES), **self.OURS}), course)

        assert sources(intake) == TWO
        assert "the hand-ins were read from the zip moodle.zip inside" in intake.remarks
        assert any("because the grader wrote them" in remark for remark in intake.remarks)

    @pytest.mark.parametrize(
        ("source", "students"),
        [
            pytest.param("def f(x):\n    raise NotImplementedError\n", ["ada", "hopper"], id="as built"),
            pytest.param(CODE, ["ada", "exercises", "hopper"], id="with work in it"),
        ],
    )
    def test_the_exercises_that_were_built_beside_are_no_students(self, write, course, source, students):
        exercises = {"exercises/course.json": "", "exercises/conftest.py": "", "exercises/kit/x.py": ""}
        files = {"ada/forward.py": CODE, "hopper/loss.py": CODE, **exercises, "exercises/forward.py": source}

        assert [s.student for s in read_class(write(files), course)] == students

    def test_a_student_who_handed_in_the_exercises_untouched_is_one(self, write, course):
        stub = "def f():\n    raise NotImplementedError\n"
        exercises = {"course.json": "", "conftest.py": "", "kit/x.py": "", "forward.py": stub}
        inside = {f"exercises/{name}": text for name, text in exercises.items()}
        files = {**{f"ada/{name}": text for name, text in inside.items()}, "hopper.zip": zipped(inside)}

        assert [s.student for s in read_class(write(files), course)] == ["ada", "hopper"]

    def test_feedback_for_a_platform_is_no_later_attempt(self, write, course, roster):
        feedback = zipped({f"{path.partition('/')[0]}feedback.html": "" for path in MOODLES})
        root = write({"moodle.zip": zipped(MOODLES), "feedback (1).zip": feedback})
        with zipfile.ZipFile(root / "feedback (1).zip", "a") as archive:
            archive.comment = FEEDBACK

        intake = read_class(root, course, roster=roster)

        assert sources(intake) == TWO
        assert not any(submission.needs_human for submission in intake)
        assert "no hand-ins, because the grader wrote them: feedback (1).zip" in intake.remarks

    def test_even_beside_a_single_student(self, write, course):
        assert [s.student for s in read_class(write({"ada/forward.py": CODE, **self.OURS}), course)] == ["ada"]

    def test_unless_it_holds_a_module(self, write, course):
        intake = read_class(write({"ada/.grader/x": "", "ada/forward.py": CODE, "hopper/loss.py": CODE}), course)

        assert sources(intake) == TWO


def test_a_large_download_is_read_in_little_memory(folder, course):
    """Nothing of a class's zip is held but what is read: 200 MB of it are somebody's data."""
    path = folder / "class.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ada/forward.py", CODE)
        archive.writestr("hopper/loss.py", CODE)
        with archive.open("ada/data.bin", "w") as large:
            for _ in range(200):
                large.write(bytes(1 << 20))

    assert sources(read_class(path, course)) == TWO


def test_two_students_of_one_name_are_told_apart_by_the_platforms_number(write, course):
    day = "Oct 1, 2026 605 PM"
    files = {f"{number} - Ada Lovelace - {day} - forward.py": f"x = '{number}'" for number in ("1-2", "3-2")}

    intake = read_class(write(files), course)

    assert sources(intake) == {
        f"Ada Lovelace ({number})": {"forward": f"x = '{number}'".encode()} for number in ("1-2", "3-2")
    }


def test_attempts_under_two_numbers_ask_for_a_human(write, course, roster):
    files = {f"{number}-2 - Ada Lovelace - Oct {number}, 2026 605 PM - forward.py": CODE for number in (1, 3)}

    [ada] = read_class(write(files), course, roster=roster)

    assert ada.needs_human
    assert "the platform has several numbers for them: see whether they are of one student" in ada.flags


def test_a_module_of_an_earlier_attempt_brings_its_helpers(write, course, roster):
    first, last = (f"1-2 - Ada Lovelace - Oct {day}, 2026 605 PM/" for day in (1, 2))
    files = {
        f"{first}forward.py": "import helpers\n" + CODE,
        f"{first}helpers.py": "x = 1\n",
        f"{last}loss.py": CODE,
    }

    [ada] = read_class(write(files), course, roster=roster)

    assert set(ada.sources) == {"forward", "loss"}
    assert set(ada.extras) == {"helpers"}


def test_a_date_with_a_digit_that_is_no_number_is_no_reason_to_stop(write, course):
    files = {"1-1 - Ada Lovelace - Oct \N{SUPERSCRIPT TWO} 2026 1 - forward.py": CODE}

    [ada] = read_class(write(files), course)

    assert ada.sources == {"forward": CODE.encode()}
