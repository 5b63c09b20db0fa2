"""Downloads in which a group, a version or a list beside the folders tells whose the work is and which of it counts."""

from __future__ import annotations

import os
import pwd

import pytest

from grader.intake import SubmissionError, read_class
from grader.intake.roster import Enrolled, Roster, read_roster
from tests.grader.intake.situations import zipped

CODE = "def forward_it(): return 1\n"
NEWER = "def forward_it(): return 2\n"
GROUPS = {
    "in folders": "{}_assignsubmission_file_/forward.py",
    "in folders, since Moodle 4": "{}_assignsubmission_file/forward.py",
    "side by side": "{}_assignsubmission_file_forward.py",
}


def sources(intake):
    return {s.student: s.sources.get("forward", b"").decode() for s in intake}


@pytest.mark.parametrize("pattern", GROUPS.values(), ids=GROUPS)
def test_moodles_groups_stand_in_front_of_names(write, course, roster, pattern):
    write(
        {
            pattern.format("Group A-Ada Lovelace_42"): CODE,
            pattern.format("Group A-Grace Hopper_43"): CODE,
            pattern.format("Lab-2 late-Frank Rosenblatt_44"): NEWER,
            pattern.format("Default group-Nobody Known_45"): NEWER,
        }
    )

    intake = read_class(write({}), course, roster=roster)

    assert sources(intake) == {
        "ada": CODE, "hopper": CODE, "rosenblatt": NEWER, "Default group-Nobody Known": NEWER,
    }  # fmt: skip
    assert not any(s.needs_human for s in intake)
    assert intake.unknown == ("Default group-Nobody Known",)


@pytest.mark.parametrize("pattern", GROUPS.values(), ids=GROUPS)
def test_moodles_groups_are_rows_of_their_own_without_a_class_list(write, course, pattern):
    write({pattern.format("G-1-Ada Lovelace_42"): CODE, pattern.format("G-1-Grace Hopper_43"): CODE})

    assert sources(read_class(write({}), course)) == {"G-1-Ada Lovelace": CODE, "G-1-Grace Hopper": CODE}


def test_a_name_with_a_hyphen_is_nobody_elses_without_a_word(write, course):
    roster = Roster.of([Enrolled("luc", "Luc", "Picard"), Enrolled("ada", "Ada", "Lovelace")])
    write({"Jean-Luc Picard_1_assignsubmission_file/forward.py": CODE})

    [alone] = read_class(write({}), course, roster=roster)

    assert alone.student == "luc"
    assert alone.needs_human
    assert alone.flags[0] == ("Jean-Luc Picard may be a group and a name, or a name alone: see whether it is luc's")

    write({"Ada Lovelace_2_assignsubmission_file/forward.py": CODE})
    assert [s.student for s in read_class(write({}), course, roster=roster)] == ["Jean-Luc Picard", "ada"]


def test_a_longer_name_behind_a_known_group_asks_a_person(write, course):
    roster = Roster.of([Enrolled("luc", "Luc", "Picard"), Enrolled("ada", "Ada", "Lovelace")])
    names = ["Jean-Luc Picard_1", "Ada Lovelace_2"]
    write({f"Bridge-{name}_assignsubmission_file/forward.py": CODE for name in names})

    ada, luc = read_class(write({}), course, roster=roster)

    assert (ada.student, ada.needs_human) == ("ada", False)
    assert (luc.student, luc.needs_human) == ("luc", True)


def test_members_of_a_group_without_names_are_found_by_their_number(write, course):
    roster = Roster.of([Enrolled("ada", aliases=("Participant 42",)), Enrolled("zuse", aliases=("Participant 43",))])
    write({f"Group A-Participant_{n}_assignsubmission_file/forward.py": CODE for n in (42, 43)})

    assert sources(read_class(write({}), course, roster=roster)) == {"ada": CODE, "zuse": CODE}


@pytest.mark.parametrize("word", ["Version", "Versión", "Versão", "Versie", "Versione"])
@pytest.mark.parametrize("around", ["", "Submitted files/", "Student Work/Submitted files/"])
def test_of_teams_versions_the_last_counts(write, course, roster, word, around):
    write(
        {
            f"{around}Ada Lovelace/Assignment 1/{word} 1/forward.py": CODE,
            f"{around}Ada Lovelace/Assignment 1/{word} 2/forward.py": CODE,
            f"{around}Ada Lovelace/Assignment 1/{word} 10/forward.py": NEWER,
            f"{around}Grace Hopper/Assignment 1/{word} 1/forward.py": CODE,
            **({f"{around[:-16]}Working files/Ada Lovelace/Assignment 1/forward.py": "x"} if around else {}),
        }
    )

    intake = read_class(write({}), course, roster=roster)

    assert sources(intake) == {"ada": NEWER, "hopper": CODE}
    assert not any(s.needs_human for s in intake)


def test_what_the_last_version_lacks_is_taken_from_the_one_before_and_a_person_asked(write, course):
    write(
        {
            "Ada Lovelace/A/Version 1/forward.py": CODE,
            "Ada Lovelace/A/Version 1/loss.py": CODE,
            "Ada Lovelace/A/Version 2/forward.py": NEWER,
            "Grace Hopper/A/Version 1/forward.py": CODE,
        }
    )

    ada, _ = read_class(write({}), course)

    assert ada.sources == {"forward": NEWER.encode(), "loss": CODE.encode()}
    assert ada.needs_human
    assert "A/Version 1/loss.py is of an earlier version: nobody worked on it in the last one" in ada.flags


def test_of_versions_that_are_archives_the_last_counts(write, course):
    write({f"Ada Lovelace/A/Version {n}/hw.zip": zipped({"forward.py": c}) for n, c in ((1, CODE), (2, NEWER))})
    write({"Grace Hopper/A/Version 1/forward.py": CODE})

    ada, _ = read_class(write({}), course)

    assert ada.sources == {"forward": NEWER.encode()}
    assert not ada.needs_human


def test_schoologys_revisions_are_versions(write, course, roster):
    write(
        {
            "Lovelace, Ada/Revision 1 - On Time/forward.py": CODE,
            "Lovelace, Ada/Revision 2 - Late/forward.py": NEWER,
            "Hopper, Grace/Revision 1 - On Time/forward.py": CODE,
        }
    )

    assert sources(read_class(write({}), course, roster=roster)) == {"ada": NEWER, "hopper": CODE}


@pytest.mark.parametrize("pattern", ["{} - {}.py", "{1}_{0}.py", "{1} - {0}.py", "{0}_{1}.py"])
def test_files_with_peoples_names_are_never_taken_for_those_of_one(write, course, roster, pattern):
    write({pattern.format("Ada Lovelace", "forward"): CODE, pattern.format("Grace Hopper", "loss"): CODE})

    with pytest.raises(SubmissionError, match=r"may be of several students side by side .*: give a class list"):
        read_class(write({}), course)
    assert [s.student for s in read_class(write({}), course, roster=roster)] == ["ada", "hopper"]


def test_files_with_peoples_names_are_to_become_the_module_that_they_are_called_after(write, course):
    write({"Ada Lovelace - loss.py": CODE, "Grace Hopper - loss.py": CODE})

    with pytest.raises(SubmissionError, match=r"if they are all of one, keep one as loss\.py$"):
        read_class(write({}), course)


@pytest.mark.parametrize(
    "name",
    [
        "forward (1).py",
        "forward(2).py",
        "forward 2.py",
        "forward-LAPTOP-8F3K.py",  # OneDrive
        "forward-Adas-MacBook-Pro.py",
        "forward (Ada's conflicted copy 2026-10-01).py",  # Dropbox
        "forward (conflicted copy 2026-10-01 180501).py",  # Nextcloud
        "forward.sync-conflict-20261001-180501-ABCDEFG.py",  # Syncthing
        "forward [Conflict].py",  # Google Drive
    ],
)
def test_a_second_download_that_differs_asks_which_one_counts(write, course, name):
    write({"ada/forward.py": CODE, f"ada/{name}": NEWER, "zuse/forward.py": CODE, f"zuse/{name}": CODE})

    ada, zuse = read_class(write({}), course)

    assert ada.needs_human
    assert f"{name} differs from forward.py, which was graded: see which one counts" in ada.flags
    assert not zuse.needs_human


def test_work_that_an_editors_history_alone_holds_asks_a_person(write, course):
    stub = 'def forward_it():\n    """One."""\n    raise NotImplementedError\n'
    write({"ada/forward.py": stub, "ada/.history/forward_20261001180500.py": CODE, "zuse/forward.py": CODE})

    ada, _ = read_class(write({}), course)

    assert ada.needs_human
    assert ada.flags[0].startswith(
        "forward.py is as it was handed out, but .history/forward_20261001180500.py defines forward_it"
    )


LIST = """\
---
submission_409194023:
  :submitters:
  - :name: Ada Lovelace
    :sid: '101'
    :email: ada@example.org
  :created_at: 2026-04-26 17:34:00.861687000 Z
  :score: 2.0
  :results:
    output: |-
      submission_409194024:
        :submitters:
        - :name: Marvin Minsky
submission_409194024:
  :submitters:
  - :name: "Seán O\\u2019Casey \\"Jo\\""
    :email: hopper@example.org
  - :name: John Smith
    :sid: smith.j
  :score:
submission_409194025:
  :submitters:
  - :name: John Smith
    :email: smith.k@example.org
"""


def test_gradescopes_export_says_whose_each_folder_is(write, course, roster):
    write({"assignment_8_export/submission_metadata.yml": LIST})
    write({f"assignment_8_export/submission_40919402{n}/forward.py": f"x = {n}\n" for n in (3, 4, 5)})

    listed = Roster.of([*roster.students, Enrolled("sean", email="hopper@example.org")])

    assert sources(read_class(write({}), course, roster=listed)) == {
        "ada": "x = 3\n", "sean": "x = 4\n", "smith.j": "x = 4\n", "smith.k": "x = 5\n",
    }  # fmt: skip
    assert sorted(sources(read_class(write({}), course))) == [
        "Ada Lovelace", "John Smith (submission_409194024)", "John Smith (submission_409194025)", 'Seán O’Casey "Jo"',
    ]  # fmt: skip


def test_gradescopes_list_is_no_stray_file(write, course):
    write({"submission_metadata.yml": LIST, "submission_409194023/forward.py": CODE})

    assert read_class(write({}), course).remarks == ()


@pytest.mark.parametrize(
    "name", ["@eaDir", "$RECYCLE.BIN", "System Volume Information", "lost+found", "#recycle", ".Trash-1000"]
)
def test_what_systems_keep_on_a_disk_is_no_student(write, course, name):
    write({"ada/forward.py": CODE, "zuse/forward.py": CODE, f"{name}/x/forward.py": CODE, f"{name}/y.ini": "x"})

    assert [s.student for s in read_class(write({}), course)] == ["ada", "zuse"]


def test_a_folder_of_gradescopes_that_its_list_does_not_name_keeps_its_name(write, course):
    write({"submission_metadata.yml": LIST, "submission_1/forward.py": CODE, "submission_409194023/forward.py": CODE})

    assert [s.student for s in read_class(write({}), course)] == ["Ada Lovelace", "submission_1"]


def test_what_github_classroom_clones_is_matched_by_its_own_list(write, course, tmp_path):
    path = tmp_path / "classroom_roster.csv"
    path.write_text('"identifier","github_username","github_id","name"\n"ada","adal","1",""\n"zuse","kz","2",""\n')
    write({f"hw-1-submissions/hw-1-{login}/forward.py": CODE for login in ("adal", "kz")})

    assert sources(read_class(write({}), course, roster=read_roster(path))) == {"ada": CODE, "zuse": CODE}


def test_a_last_attempt_that_is_as_it_was_handed_out_asks_which_one_counts(write, course, roster):
    stub = "def forward_it():\n    raise NotImplementedError\n"
    first, last = (f"Exercise_1_ada_attempt_2026-10-0{day}-18-00-00_forward.py" for day in (1, 2))
    [ada] = read_class(write({first: CODE, last: stub}), course, roster=roster)

    assert ada.sources == {"forward": stub.encode()}
    assert "the last attempt is as it was handed out, and an earlier one is not: see which one counts" in ada.flags
    assert ada.needs_human


def test_of_nbgraders_inbound_folder_the_last_counts(write, course):
    first, last = (f"ada+week1+2026-10-0{day} 18:05:09 UTC+a{day}" for day in (1, 2))
    found = read_class(write({f"{first}/forward.py": CODE, f"{last}/forward.py": NEWER}), course)

    assert found.students == ["ada"]
    assert found[0].sources == {"forward": NEWER.encode()}
    assert not found[0].needs_human


def test_feedback_that_moodle_packed_too_is_no_student(write, course):
    work = {
        f"{who}_{n}_assignsubmission_file/forward.py": CODE for n, who in enumerate(("Ada Lovelace", "Grace Hopper"))
    }
    found = read_class(write({**work, "Ada Lovelace_0_assignfeedback_file/notes.pdf": "%PDF"}), course)

    assert found.students == ["Ada Lovelace", "Grace Hopper"]


def test_a_name_in_front_is_read_as_a_whole_where_the_file_has_another_name(write, course, roster):
    write({"Ada Lovelace - forward.py": CODE, "Hopper Grace - Copy of forward.py": CODE})
    hopper = read_class(write({}), course, "hopper", roster)[0]

    assert hopper.refused["forward"] == "Copy of forward.py is not named forward.py: rename it and hand it in again"


SIDE_BY_SIDE = {
    "Brightspace": "1-{number} - {name} - Oct 1, 2026 605 PM - {file}",
    "Canvas": "{name}_{number}_90{number}_{file}",
    "Moodle": "{name}_{number}_assignsubmission_file_{file}",
    "Blackboard": "Homework_{name}_attempt_2026-10-01-18-05-00_{file}",
}
FILES_OF_OTHERS = (
    "x_{name}_attempt_2099-10-01-18-05-00_forward.py",
    "x-{name}_7_assignsubmission_file_forward.py",
    "{name}_42_7_forward.py",
    "1-2 - {name} - Oct 1, 2099 605 PM - forward.py",
)


@pytest.mark.parametrize("has_list", [True, False])
@pytest.mark.parametrize("file", FILES_OF_OTHERS)
@pytest.mark.parametrize("pattern", SIDE_BY_SIDE.values(), ids=SIDE_BY_SIDE)
def test_a_file_called_as_another_platform_would_call_it_is_its_owners(write, course, roster, pattern, file, has_list):
    named = {"ada": "Ada Lovelace", "hopper": "Grace Hopper", "rosenblatt": "Frank Rosenblatt"}
    honest = {pattern.format(name=name, number=n, file="forward.py"): CODE for n, name in enumerate(named.values(), 50)}
    others = file.format(name="Ada Lovelace")
    write({**honest, pattern.format(name="Frank Rosenblatt", number=52, file=others): NEWER})

    intake = read_class(write({}), course, roster=roster if has_list else Roster())

    assert sources(intake) == dict.fromkeys(named if has_list else named.values(), CODE)
    assert [s.flags for s in intake if s.student not in ("rosenblatt", "Frank Rosenblatt")] == [(), ()]


EXCHANGE = "{}+lab+20{}-10-01 18:05:00.123456 UTC+c2VjcmV0/forward.py"


@pytest.mark.needs("root")
@pytest.mark.parametrize("hands_in", [True, False], ids=["too", "nothing"])
def test_in_the_exchange_nobody_hands_in_for_somebody_who_has(write, course, hands_in):
    ada, mallory = (pwd.getpwuid(user).pw_name for user in (1, 65534))  # two users that every system has
    files = {EXCHANGE.format(ada, 26): (CODE, 1), EXCHANGE.format(ada, 99): (NEWER, 65534)}
    files |= {EXCHANGE.format(mallory, 26): (CODE, 65534)} if hands_in else {}
    root = write({path: text for path, (text, _) in files.items()})
    for path, (_, user) in files.items():
        os.chown((root / path).parent, user, user)

    found = {submission.student: submission for submission in read_class(root, course)}

    assert found.keys() == {ada, mallory}
    assert (found[ada].sources, found[ada].flags) == ({"forward": CODE.encode()}, ())
    assert found[mallory].needs_human
    assert f"handed in under the name of {ada}" in found[mallory].flags


@pytest.mark.needs("root")
@pytest.mark.parametrize("user", [0, 65534], ids=["the instructor's", "of one user, who is no student"])
def test_folders_of_the_exchange_that_are_all_of_one_user_are_whose_they_say(write, course, user):
    root = write({EXCHANGE.format(name, year): CODE for name in ("ada", "hopper") for year in (26, 27)})
    for folder in root.iterdir():
        os.chown(folder, user, user)

    assert [(s.student, s.needs_human) for s in read_class(root, course)] == [("ada", False), ("hopper", False)]
