"""What an instructor downloads, in every shape it comes in; and the one sentence where nothing can be graded."""

from __future__ import annotations

import os
import random
from typing import Any

import pytest

from grader.intake import ClassIntake, SubmissionError, read_class
from grader.intake.tree import MODULE_BYTES

CODE = "x = 1"
THREE = {"ada/forward.py": CODE, "hopper/loss.py": CODE, "zuse/week1/forward.py": CODE}


def students(intake: ClassIntake) -> list[str]:
    return [submission.student for submission in intake]


def test_a_folder_of_folders_is_a_class_sorted_by_name(write, course):
    intake = read_class(write(THREE), course)

    assert students(intake) == ["ada", "hopper", "zuse"]
    assert [set(s.sources) for s in intake] == [{"forward"}, {"loss"}, {"forward"}]
    assert intake.remarks == ()
    assert len(intake) == 3
    assert intake[1:] == intake.submissions[1:]


def test_folders_and_zips_may_be_mixed(write, course, zipped):
    folder = write({**THREE, "turing.zip": zipped({"forward.py": CODE}), "Minsky.ZIP": zipped({"loss.py": CODE})})

    assert students(read_class(folder, course)) == ["Minsky", "ada", "hopper", "turing", "zuse"]


def test_students_are_sorted_whatever_their_files_are_called(write, course, zipped):
    folder = write({"ada.zip": zipped({"forward.py": CODE}), "ada lovelace/forward.py": CODE})

    assert students(read_class(folder, course)) == ["ada", "ada lovelace"]


def test_a_damaged_hand_in_never_stops_the_others(write, course, zipped):
    cut = zipped({"forward.py": CODE})[:-9]
    hand_ins = read_class(write({**THREE, "turing.zip": cut, "minsky.zip": b"junk", "shannon/": ""}), course)

    assert [(s.student, bool(s.sources), s.needs_human) for s in hand_ins] == [
        ("ada", True, False),
        ("hopper", True, False),
        ("minsky", False, True),
        ("shannon", False, False),
        ("turing", False, True),
        ("zuse", True, False),
    ]


def test_hidden_folders_and_loose_files_are_no_students(write, course):
    folder = write(
        {
            **THREE,
            ".git/config": "",
            "__MACOSX/ada/x": "",
            ".DS_Store": "",
            "marks.csv": "",
            "list.txt": "",
        }
    )

    intake = read_class(folder, course)

    assert students(intake) == ["ada", "hopper", "zuse"]
    assert intake.remarks == ("ignored what is neither a student's folder nor zip: list.txt, marks.csv",)


@pytest.mark.parametrize("name", ["kit", "data", "Pictures", ".hopper", "exercises", "__pycache__", "venv", ".git"])
def test_a_folder_with_a_module_in_it_is_a_hand_in_whatever_it_is_called(write, course, name):
    intake = read_class(write({**THREE, f"{name}/forward.py": CODE}), course)

    found = {s.student: s for s in intake}
    assert found[name].sources == {"forward": CODE.encode()}
    assert found[name].needs_human == name.startswith(".")


def test_a_folder_of_students_on_the_class_list_is_a_class_whatever_their_files_are_called(write, course, roster):
    ada, hopper, *_ = roster.students
    names = {f"Abgaben/{ada.id}/forward.py": CODE, f"Abgaben/{hopper.id}/20261001_forward.py": CODE}

    intake = read_class(write(names), course, roster=roster)

    assert students(intake) == sorted([ada.id, hopper.id])
    assert intake.remarks == ("the hand-ins were read from the folder Abgaben inside",)


@pytest.mark.parametrize(
    ("name", "student"),
    [
        ("Ada Augusta King Lovelace", "ada"),
        ("Lovelace, Ada Augusta_11_assignsubmission_file_", "ada"),
        ("Ada_King_Lovelace_1234567", "ada"),
        ("Ada King", None),
        ("Augusta Ada Lovelace", None),
    ],
)
def test_a_name_with_the_ends_of_one_students_is_that_students_and_asks_a_person(write, course, roster, name, student):
    found = read_class(write({f"{name}/forward.py": CODE, "hopper/forward.py": CODE}), course, roster=roster)

    theirs = next(s for s in found if s.student != "hopper")
    assert (theirs.student == student) is theirs.needs_human is (student is not None)
    assert not student or any(f"has the first and the last name of {student}: see" in flag for flag in theirs.flags)


@pytest.mark.parametrize("other", ["ada/loss.py", "Ada Byron Lovelace/loss.py"])
def test_a_name_with_the_ends_of_one_students_is_nobodys_where_that_is_in_doubt(write, course, roster, other):
    found = read_class(write({"Ada Augusta Lovelace/forward.py": CODE, other: CODE}), course, roster=roster)

    assert "Ada Augusta Lovelace" in found.unknown


def test_what_a_browser_has_numbered_asks_a_person_without_a_class_list(write, course, zipped):
    packed = zipped({"forward.py": CODE})

    found = read_class(write({"ada.zip": packed, "ada (1).zip": packed, "zuse (1).zip": packed}), course)

    assert [(s.student, s.needs_human) for s in found] == [("ada", False), ("ada (1)", True), ("zuse (1)", False)]
    assert found[1].flags == ("ada (1) may be ada once more: see which of the two counts",)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        (
            "ada.py",
            "def forward_it(x):\n    return x\n",
            "ada.py defines forward_it: hand it in as forward.py, in a folder",
        ),
        ("ada.py", "x = 1\n", "ada.py is neither a folder nor a zip: hand in one of these"),
        ("ada.zip.crdownload", "PK", "ada.zip.crdownload is a download that has not ended: download it again"),
        ("ada.eml", "From: ada", "ada.eml is a mail, which is not read: hand in the files that came with it"),
    ],
)
def test_one_file_in_the_place_of_a_folder_is_told_what_it_is(write, course, roster, name, content, sentence):
    found = read_class(write({name: content, "hopper/forward.py": CODE}), course, roster=roster)

    assert found[0].refused["forward"].startswith(sentence)


@pytest.mark.parametrize("between", [" - ", "_", "-", " "])
def test_files_with_names_in_front_need_a_class_list(write, course, roster, between):
    """As drives and forms name what is uploaded; without a list they would all be one student's."""
    folder = write({f"ada{between}forward.py": CODE, f"hopper{between}forward.py": CODE})

    with pytest.raises(SubmissionError, match=r"files that may be of several students side by side .*--roster"):
        read_class(folder, course)
    assert students(read_class(folder, course, roster=roster)) == ["ada", "hopper"]


@pytest.mark.parametrize("first", ["forward (1).py", "forward.ipynb", "hw/forward.py.txt"])
@pytest.mark.parametrize("second", ["forward.py", "Forward_final.py"])
@pytest.mark.parametrize("around", ["hw-1", "week1"])  # the second is the assignment's name
def test_a_class_inside_a_folder_is_one_whatever_the_files_are_called(write, course, first, second, around):
    folder = write({f"{around}/{who}": CODE for who in (f"ada/{first}", f"hopper/{second}", "turing/notes.pdf")})

    intake = read_class(folder, course)

    assert students(intake) == ["ada", "hopper", "turing"]
    assert intake.remarks == (f"the hand-ins were read from the folder {around} inside",)


@pytest.mark.parametrize("other", ["old version", "week 2", "backup"])
def test_folders_called_after_work_in_the_only_hand_in_are_one_students(write, course, other):
    assert students(read_class(write({"ada/final/forward.py": CODE, f"ada/{other}/forward (1).py": CODE}), course)) == [
        "ada"
    ]


def test_a_loose_file_that_looks_like_a_test_is_named(write, course):
    intake = read_class(write({**THREE, "test_ada.py": CODE, "README.md": ""}), course)

    assert intake.remarks == ("ignored what is neither a student's folder nor zip: README.md, test_ada.py",)


def test_a_student_twice_is_graded_once_and_nothing_is_lost(write, course, zipped):
    other = zipped({"loss.py": CODE})

    [ada] = read_class(write({"ada/forward.py": CODE, "ada.zip": other, "ada.ZIP": other}), course)

    assert set(ada.sources) == {"forward"}
    assert ada.flags == ("graded ada, not ada.ZIP, ada.zip, which was handed in as well",)
    assert ada.needs_human


def test_a_zip_in_a_students_folder_is_read(write, course, zipped):
    folder = write({"Ada Lovelace_4711_file_/hand-in.zip": zipped({"forward.py": CODE}), "zuse/forward.py": CODE})

    ada, _ = read_class(folder, course)

    assert ada.sources == {"forward": CODE.encode()}
    assert ada.flags == ("read from hand-in.zip",)
    assert not ada.needs_human


def test_two_zips_of_the_same_are_one(write, course, zipped):
    inner = zipped({"forward.py": CODE})

    ada, _ = read_class(write({"ada/1.zip": inner, "ada/2.zip": inner, "zuse/forward.py": CODE}), course)

    assert ada.sources == {"forward": CODE.encode()}
    assert ada.flags == ("read from 1.zip: forward.py", "ignored 1 other file: 2.zip")
    assert not ada.needs_human


def test_two_zips_that_differ_are_left_to_a_human(write, course, zipped):
    first, second = (zipped({"forward.py": f"x = {number}\n"}) for number in (1, 2))

    ada, _ = read_class(write({"ada/1.zip": first, "ada/2.zip": second, "zuse/forward.py": CODE}), course)

    assert ada.refused == {
        "forward": "forward.py differs in 1.zip, 2.zip, and only you know which one counts: keep one"
    }
    assert ada.needs_human


class TestOneZipForTheClass:
    @pytest.fixture
    def in_zip(self, folder, course, zipped):
        """Read a zip of the given files, called class.zip if nothing else is said."""

        def _in_zip(files, name="class.zip"):
            (folder / name).write_bytes(zipped(files))
            return read_class(folder / name, course)

        return _in_zip

    def test_with_folders(self, in_zip):
        assert students(in_zip(THREE)) == ["ada", "hopper", "zuse"]

    def test_with_zips(self, in_zip, zipped):
        intake = in_zip({"ada.zip": zipped({"forward.py": CODE}), "zuse/loss.py": CODE, "marks.csv": ""})

        assert students(intake) == ["ada", "zuse"]
        assert intake[0].sources == {"forward": CODE.encode()}
        assert intake.remarks == ("ignored what is neither a student's folder nor zip: marks.csv",)

    def test_with_a_folder_around_it(self, in_zip):
        intake = in_zip({f"downloads/{name}": content for name, content in THREE.items()})

        assert students(intake) == ["ada", "hopper", "zuse"]
        assert intake.remarks == ("the hand-ins were read from the folder downloads inside",)

    def test_with_a_folder_around_it_and_one_student(self, in_zip):
        assert students(in_zip({"class/ada/forward.py": CODE})) == ["ada"]

    def test_with_one_student(self, in_zip):
        assert students(in_zip({"ada/forward.py": CODE})) == ["ada"]
        assert students(in_zip({"ada/week1/forward.py": CODE, "ada/week2/loss.py": CODE})) == ["ada"]

    def test_that_leads_out_says_so_once(self, in_zip):
        intake = in_zip({**THREE, "../eve/forward.py": CODE})

        assert students(intake) == ["ada", "hopper", "zuse"]
        assert intake.remarks == ("the zip has names that lead out of it, which are not read: ../eve/forward.py",)

    @pytest.mark.parametrize("inside", ["", "exercises/", "week1/"])
    def test_or_for_one_student_alone(self, in_zip, inside):
        assert students(in_zip({f"{inside}forward.py": CODE}, name="ada.zip")) == ["ada"]


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"forward.py": CODE}, id="flat"),
        pytest.param({"forward.py": CODE, "old/forward.py": "", "data/x": ""}, id="with an old copy"),
        pytest.param({"week1/forward.py": CODE, "week2/loss.py": CODE}, id="in assignments"),
        pytest.param({"week1/forward.py": CODE}, id="in one assignment"),
        pytest.param({"exercises/forward.py": CODE}, id="in the exercises' folder"),
        pytest.param({"forward.ipynb": "{}"}, id="only a notebook"),
        pytest.param({"forward (1).py": CODE}, id="only an almost right name"),
    ],
)
def test_one_students_folder_is_named_after_the_folder(write, course, files):
    assert students(read_class(write(files), course)) == ["class"]


def test_the_folder_is_named_even_when_the_path_is_a_dot(write, course, monkeypatch):
    monkeypatch.chdir(write({"forward.py": CODE}))

    assert students(read_class(type(write({}))("."), course)) == ["class"]


def test_a_folder_around_the_class_is_tolerated(write, course):
    intake = read_class(write({f"downloads/{name}": content for name, content in THREE.items()}), course)

    assert students(intake) == ["ada", "hopper", "zuse"]
    assert intake.remarks == ("the hand-ins were read from the folder downloads inside",)


def test_nbgraders_submitted_folder_and_its_course_are_read(write, course):
    folder = write(
        {
            "nbgrader_config.py": "",
            "source/week1/forward.py": "",
            "submitted/ada/week1/forward.py": CODE,
            "submitted/ada/week1/timestamp.txt": "2027-01-01",
            "submitted/zuse/week2/loss.py": CODE,
        }
    )

    assert students(read_class(folder, course)) == ["ada", "zuse"]
    assert read_class(folder, course) == read_class(folder / "submitted", course)
    assert read_class(folder, course)[0].flags == ()
    assert students(read_class(folder / "submitted" / "ada", course)) == ["ada"]


def test_one_student_is_read_by_name(write, course):
    assert students(read_class(write(THREE), course, "hopper")) == ["hopper"]


def test_reading_twice_gives_the_same(write, course, zipped):
    folder = write({**THREE, "turing.zip": zipped(THREE), "minsky.zip": b"junk", "ada.zip": b""})

    assert read_class(folder, course) == read_class(folder, course)


def test_random_trees_never_raise_anything_but_a_sentence(write, course, zipped):
    dice = random.Random(3)
    complaints = []
    names = ["forward.py", "Forward.py", "forward.ipynb", "week1", "ada", "exercises", "class", "a.zip", "x", "data"]
    for number in range(300):
        files: dict[str, Any] = {}
        for _ in range(dice.randrange(1, 9)):
            path = "/".join(dice.choice(names) for _ in range(dice.randrange(1, 5)))
            files.setdefault(path, CODE)
        clean = {k: v for k, v in files.items() if not any(other.startswith(f"{k}/") for other in files)}
        folder = write({f"{number}/{name}": content for name, content in clean.items()}) / str(number)
        (folder.parent / f"{number}.zip").write_bytes(zipped(clean))
        for path in (folder, folder.parent / f"{number}.zip"):
            try:
                assert read_class(path, course)
            except SubmissionError as error:
                complaints.append(str(error))

    assert complaints
    assert all(complaint.isprintable() for complaint in complaints)


class TestNothingToGrade:
    @pytest.fixture
    def complaint(self, course):
        """Return what is said about a path."""

        def _complaint(path, student=None):
            with pytest.raises(SubmissionError) as caught:
                read_class(path, course, student)
            return str(caught.value)

        return _complaint

    def test_no_such_path(self, folder, complaint):
        assert complaint(folder / "nowhere") == f"{folder}/nowhere: no such file or folder"

    def test_a_path_that_is_too_long(self, folder, complaint):
        assert complaint(folder / ("x" * 300)).endswith(": cannot be read: File name too long")

    def test_an_empty_folder(self, folder, complaint):
        assert complaint(folder) == (
            f"{folder}: no hand-ins in it: expected a folder or a zip for each student, "
            "or one student's files such as forward.py"
        )

    @pytest.mark.parametrize("name", ["class.tar.xz", "class.7z", "class.rar"])
    def test_another_archive_is_to_be_unpacked(self, tmp_path, complaint, name):
        (tmp_path / name).write_bytes(b"x")

        assert complaint(tmp_path / name).endswith(
            f"{name}: expected a folder or a zip of hand-ins: unpack it, and give the folder"
        )

    def test_a_file_that_is_no_zip(self, write, complaint):
        path = write({"forward.py": CODE}) / "forward.py"

        assert complaint(path) == (f"{path}: expected a folder or a zip of hand-ins: give the folder this file is in")

    def test_a_pipe_is_not_waited_for(self, folder, complaint):
        os.mkfifo(folder / "class.zip")

        assert complaint(folder / "class.zip").endswith(
            "expected a folder or a zip of hand-ins: give the folder this file is in"
        )

    def test_a_damaged_class_zip(self, write, complaint):
        path = write({"class.zip": b"junk"}) / "class.zip"

        assert complaint(path) == (f"{path} is neither a zip nor a tar: pack the folder as a zip")

    def test_an_unknown_student_with_a_near_one(self, write, complaint):
        folder = write(THREE)

        assert complaint(folder, "hoper") == f"{folder}: no hand-in of 'hoper'; did you mean 'hopper'?"

    def test_an_unknown_student_without(self, write, complaint):
        folder = write(THREE)

        assert complaint(folder, "??") == f"{folder}: no hand-in of '??'; there are ada, hopper, zuse"

    def test_modules_beside_hand_ins(self, write, complaint):
        folder = write({**THREE, "forward.py": CODE})

        assert complaint(folder) == (
            f"{folder} holds both modules (forward.py) and hand-ins (ada, hopper, zuse): "
            "move the first away if this is a class, the others if it is one student's"
        )


def test_a_hand_in_holds_at_most_its_modules(write, course):
    submission = read_class(write({f"{m.name}.py": b"#" * (MODULE_BYTES + 1) for m in course.modules}), course)[0]

    assert submission.sources == {}
    assert set(submission.refused) == {m.name for m in course.modules}


def test_a_suffix_that_stands_twice_is_no_part_of_a_name(write, course, zipped):
    found = read_class(write({"ada.zip.zip": zipped({"forward.py": CODE}), "zuse/forward.py": CODE}), course)

    assert found.students == ["ada", "zuse"]


@pytest.mark.parametrize("name", ["ada", "ada.zip.crdownload", "ada.bin"])
def test_an_archive_that_is_not_called_one_is_its_students(write, course, zipped, roster, name):
    write(
        {name: zipped({"forward.py": CODE}), "notes.docx": zipped({"word/document.xml": ""}), "zuse/forward.py": CODE}
    )

    for known in (None, roster):
        found = read_class(write({}), course, roster=known)
        assert (found[0].student, found[0].sources) == ("ada", {"forward": CODE.encode()})
        assert found.students == ["ada", "zuse"]
        assert found.remarks == ("ignored what is neither a student's folder nor zip: notes.docx",)


def test_of_two_hand_ins_the_one_that_was_worked_on_counts(write, course, roster):
    stub = "def forward_it():\n    raise NotImplementedError\n"
    found = read_class(write({"ada/forward.py": stub, "ada_v2/forward.py": CODE}), course, roster=roster)

    assert found.students == ["ada"]
    assert found[0].sources == {"forward": CODE.encode()}
    assert "handed in 2 times, as ada, ada_v2: the one with work that can be read, ada_v2, counts" in found[0].flags
    assert found[0].needs_human


def test_files_with_names_behind_need_a_class_list(write, course, roster):
    write({"forward_ada.py": CODE, "forward_hopper.py": CODE, "loss_ada.py": CODE})

    with pytest.raises(
        SubmissionError, match=r"may be of several students side by side \(forward_ada.py, forward_hopper"
    ):
        read_class(write({}), course)
    assert read_class(write({}), course, roster=roster).students == ["ada", "hopper"]


def test_versions_of_one_students_files_need_none(write, course):
    [only] = read_class(write({"forward_old.py": CODE, "forward_new.py": CODE, "forward_v2.py": CODE}), course)

    assert "are not named forward.py" in only.refused["forward"]
