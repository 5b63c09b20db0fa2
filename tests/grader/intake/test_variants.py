"""What instructors report of downloads and of files: each is read as it was meant, or a person is asked.

Each row is one class: what lay there, who is read with which modules, and of whom a person must decide. Everybody else
on the class list handed nothing in, and nobody is made up.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from grader.intake import ClassIntake, read_class
from grader.intake.roster import Enrolled, Roster
from tests.grader.intake.situations import zipped

FORWARD, LOSS = "def forward_it(x):\n    return 1\n", "def loss_it(x):\n    return 2\n"
BACKWARD = "def backward_it(x):\n    return 3\n"
STUB = "def forward_it(x):\n    raise NotImplementedError\n"
NOTEBOOK = json.dumps({"cells": [{"cell_type": "code", "source": ["def forward_it(x):\n"]}], "nbformat": 4})
LIST = Roster.of(
    [
        Enrolled("ada", "Ada", "Lovelace", "ada@example.org", "101"),
        Enrolled("hopper", "Grace", "Hopper", "amazing@example.org", "102", ("Participant 1300",)),
        Enrolled("noether", "Emmy", "Nöther", "noether@example.org", "103"),
        Enrolled("obrien", "Pat", "O'Brien-Smith", "pob@example.org", "104"),
        Enrolled("b7654321", "François", "Lefèvre", "fl@example.org", "7654321"),
    ]
)
Files = Mapping[str, str | bytes]


def recoded(name: str, encoding: str) -> bytes:
    """Return a zip whose one name is in an encoding that it does not tell, as programs on Windows write it."""
    raw = name.encode(encoding)
    return zipped({"X" * len(raw): FORWARD}).replace(b"X" * len(raw), raw)


def row(name: str, files: Files, read: Mapping[str, str], asks: str = "", unlisted: str = "") -> Any:
    """Return one class.

    Args:
        read: the modules of each student, by first letter.
    """
    return pytest.param(files, read, set(asks.split()), set(unlisted.split(", ")) - {""}, id=name)


VARIANTS = [
    # Moodle
    row(
        "German names, last name first, from a Mac's unzip",
        {
            unicodedata.normalize("NFD", "Nöther Emmy_12_assignsubmission_file_/forward.py"): FORWARD,
            "Lovelace Ada_13_assignsubmission_file_/loss.py": LOSS,
        },
        {"noether": "f", "ada": "l"},
    ),
    row(
        "one group in front of all names",
        {
            "Gruppe 1-Ada Lovelace_12_assignsubmission_file_/forward.py": FORWARD,
            "Gruppe 1-Grace Hopper_13_assignsubmission_file_/loss.py": LOSS,
        },
        {"ada": "f", "hopper": "l"},
    ),
    row(
        "without names, and one that the list knows by the number",
        {
            "Participant_1200_assignsubmission_file_/forward.py": FORWARD,
            "Participant_1300_assignsubmission_file_/loss.py": LOSS,
        },
        {"Participant (1200)": "f", "hopper": "l"},
        unlisted="Participant (1200)",
    ),
    row(
        "a French name with its accents as another encoding shows them",
        {"Lefèvre François_12_assignsubmission_file_/forward.py": FORWARD},
        {"b7654321": "f"},
    ),
    # Canvas
    row(
        "Canvas without names",
        {"anon_pRq5X_9001_forward.py": FORWARD, "LATE_anon_zzQ1b_9002_forward.py": FORWARD},
        {"anon_pRq5X": "f", "anon_zzQ1b": "f"},
        asks="anon_zzQ1b",
        unlisted="anon_pRq5X, anon_zzQ1b",
    ),
    row(
        "Canvas: a text that was only typed, and a link",
        {
            "lovelaceada_101_text.html": "def forward_it(x):",
            "nötheremmy_LATE_103_link.html": "<a>",
            "hoppergrace_102_9002_forward.py": FORWARD,
        },
        {"ada": "", "noether": "", "hopper": "f"},
        asks="ada noether",
    ),
    row(
        "Canvas: a group",
        {"projectgroup3_55_9001_forward.py": FORWARD, "hoppergrace_102_9002_forward.py": FORWARD},
        {"projectgroup3": "f", "hopper": "f"},
        unlisted="projectgroup3",
    ),
    row("Canvas: hyphen and apostrophe", {"obriensmithpat_104_2_forward.py": FORWARD}, {"obrien": "f"}),
    row("Canvas: a zip", {"lovelaceada_101_9_hw-1.zip": zipped({"hw/forward.py": FORWARD})}, {"ada": "f"}),
    # Brightspace and Blackboard
    row(
        "Brightspace in German: the tenth is after the second",
        {
            "1-2 - Ada Lovelace - 2. Okt. 2026 0900/forward.py": "old\n",
            "1-2 - Ada Lovelace - 10. Okt. 2026 0900/forward.py": FORWARD,
        },
        {"ada": "f"},
    ),
    row(
        "Brightspace in French: December is after August",
        {
            "1-2 - Ada Lovelace - 2 déc. 2026 09 h 00 - forward.py": FORWARD,
            "1-2 - Ada Lovelace - 30 août 2026 09 h 00 - forward.py": "old\n",
        },
        {"ada": "f"},
    ),
    row(
        "Brightspace in British English: the evening is after the morning",
        {
            "1-2 - Ada Lovelace - Oct 1, 2026 1:05 p.m. - forward.py": FORWARD,
            "1-2 - Ada Lovelace - Oct 1, 2026 11:00 a.m. - forward.py": "old\n",
        },
        {"ada": "f"},
    ),
    row(
        "Brightspace with numbers alone",
        {
            "1-2 - Ada Lovelace - 2026-09-30 18.05 - forward.py": "old\n",
            "1-2 - Ada Lovelace - 2026-10-01 07.00 - forward.py": FORWARD,
        },
        {"ada": "f"},
    ),
    row(
        "Brightspace in a language whose months are not known",
        {
            "1-2 - Ada Lovelace - 2 жовтня 2026 0900/forward.py": FORWARD,
            "1-2 - Ada Lovelace - 10 жовтня 2026 0900/forward.py": FORWARD,
        },
        {"ada": "f"},
        asks="ada",
    ),
    row(
        "Blackboard in Spanish, with underscores",
        {
            "Tarea_1_hopper_attempt_2026-10-01-18-00-00.txt": "Nombre: Grace Hopper (hopper)\n",
            "Tarea_1_hopper_attempt_2026-10-01-18-00-00_forward.py": FORWARD,
            "Tarea_1_ada_attempt_2026-10-01-19-00-00_loss.py": LOSS,
        },
        {"hopper": "f", "ada": "l"},
    ),
    # other platforms
    row(
        "Sakai",
        {
            "Exercise 1/grades.csv": "x",
            "Exercise 1/Lovelace, Ada(ada)/Submission attachment(s)/forward.py": FORWARD,
            "Exercise 1/Lovelace, Ada(ada)/timestamp.txt": "20261001",
            "Exercise 1/Hopper, Grace(hopper)/Submission attachment(s)/loss.py": LOSS,
        },
        {"ada": "f", "hopper": "l"},
    ),
    row(
        "ILIAS",
        {"Lovelace_Ada_ada_312/forward.py": FORWARD, "Hopper_Grace_hopper_313/loss.py": LOSS},
        {"ada": "f", "hopper": "l"},
    ),
    row(
        "OpenOlat",
        {"ada_Ada_Lovelace/forward.py": FORWARD, "hopper_Grace_Hopper.zip": zipped({"loss.py": LOSS})},
        {"ada": "f", "hopper": "l"},
    ),
    row(
        "number and name",
        {"7654321 - Lefèvre François/forward.py": FORWARD, "Ada Lovelace (ada)/loss.py": LOSS},
        {"b7654321": "f", "ada": "l"},
    ),
    row(
        "a drive, files side by side",
        {"Ada Lovelace - forward.py": FORWARD, "Grace Hopper - loss.py": LOSS},
        {"ada": "f", "hopper": "l"},
    ),
    row(
        "Gradescope",
        {
            "assignment_9_export/submission_11/forward.py": FORWARD,
            "assignment_9_export/submission_12/loss.py": LOSS,
            "assignment_9_export/submission_metadata.yml": "x",
        },
        {"submission_11": "f", "submission_12": "l"},
        unlisted="submission_11, submission_12",
    ),
    row(
        "a shared folder that keeps versions",
        {
            "Submitted files/Ada Lovelace/Exercise 1/Version 1/forward.py": "old\n",
            "Submitted files/Ada Lovelace/Exercise 1/Version 2/forward.py": FORWARD,
            "Submitted files/Grace Hopper/Exercise 1/Version 1/loss.py": LOSS,
        },
        {"ada": "f", "hopper": "l"},
    ),
    # GitHub
    row(
        "GitHub: the zips of a commit",
        {
            "cs-week1-ada-0123456789abcdef0123456789abcdef01234567/forward.py": FORWARD,
            "cs-week1-hopper-3f2a1bc/loss.py": LOSS,
        },
        {"ada": "f", "hopper": "l"},
    ),
    row(
        "GitHub Classroom: clones in a folder of theirs",
        {
            "week1-submissions/week1-ada/forward.py": FORWARD,
            "week1-submissions/week1-ada/.github/classroom/autograding.json": "{}",
            "week1-submissions/week1-hopper/exercises/loss.py": LOSS,
        },
        {"ada": "f", "hopper": "l"},
    ),
    # archives
    row(
        "downloaded twice",
        {
            "ada.zip": zipped({"forward.py": FORWARD}),
            "ada (1).zip": zipped({"forward.py": FORWARD}),
            "hopper.zip": zipped({"loss.py": LOSS}),
        },
        {"ada": "f", "hopper": "l"},
        asks="ada",
    ),
    row(
        "archives that are no zips",
        {
            "ada.zipx": "x",
            "hopper.zip.001": "x",
            "noether.7z": "7z",
            "b7654321.part1.rar": "Rar!",
            "obrien/loss.py": LOSS,
        },
        {"ada": "", "hopper": "", "noether": "", "b7654321": "", "obrien": "l"},
        asks="ada hopper noether b7654321",
    ),
    row(
        "files that are neither folder nor zip",
        {"ada.gz": "x", "hopper.exe": "MZ", "noether.eml": "x", "obrien.docx": "PK", "b7654321/loss.py": LOSS},
        {"ada": "", "hopper": "", "noether": "", "obrien": "", "b7654321": "l"},
        asks="ada hopper noether obrien",
    ),
    row(
        "a zip with the paths of a disk",
        {"ada.zip": zipped({"C:\\Users\\ada\\forward.py": FORWARD}), "hopper.zip": zipped({"loss.py": LOSS})},
        {"ada": "f", "hopper": "l"},
    ),
    row(
        "a zip with backslashes",
        {"ada.zip": zipped({"hw\\forward.py": FORWARD}), "hopper/loss.py": LOSS},
        {"ada": "f", "hopper": "l"},
    ),
    row(
        "a zip with names of an old Windows",
        {"ada.zip": recoded("Übung 1/forward.py", "cp850"), "hopper/loss.py": LOSS},
        {"ada": "f", "hopper": "l"},
    ),
    row(
        "each module in a zip of its own",
        {
            "ada/forward.zip": zipped({"forward.py": FORWARD}),
            "ada/loss.py.zip": zipped({"loss.py": LOSS}),
            "hopper/loss.py": LOSS,
        },
        {"ada": "fl", "hopper": "l"},
    ),
    row(
        "some beside, the rest in a zip, with a module of their own",
        {
            "ada/forward.py": FORWARD,
            "ada/rest.zip": zipped(
                {"r/loss.py": "import own\n" + LOSS, "r/own.py": "x = 1\n", "r/backward.py": BACKWARD}
            ),
            "hopper/loss.py": LOSS,
        },
        {"ada": "bfl", "hopper": "l"},
    ),
    row(
        "stubs beside, and two zips that share the work",
        {
            "ada/forward.py": STUB,
            "ada/a.zip": zipped({"forward.py": FORWARD}),
            "ada/b.zip": zipped({"loss.py": LOSS}),
            "hopper/loss.py": LOSS,
        },
        {"ada": "fl", "hopper": "l"},
    ),
    row(
        "some beside, the rest in a rar",
        {"ada/forward.py": FORWARD, "ada/rest.rar": "Rar!", "hopper/loss.py": LOSS},
        {"ada": "f", "hopper": "l"},
        asks="ada",
    ),
    row(
        "some beside, and a file in a zip that is too large to be work",
        {"ada/forward.py": FORWARD, "ada/rest.zip": zipped({"loss.py": "#" * (9 << 20)}), "hopper/loss.py": LOSS},
        {"ada": "f", "hopper": "l"},
        asks="ada",
    ),
    row(
        "another version in a zip",
        {
            "ada/forward.py": FORWARD,
            "ada/final.zip": zipped({"forward.py": FORWARD + "# final\n"}),
            "hopper/loss.py": LOSS,
        },
        {"ada": "f", "hopper": "l"},
        asks="ada",
    ),
    row(
        "the same in a zip as beside it",
        {"ada/forward.py": FORWARD, "ada/copy.zip": zipped({"forward.py": FORWARD}), "hopper/loss.py": LOSS},
        {"ada": "f", "hopper": "l"},
    ),
    row(
        "two versions, each in a zip",
        {
            "ada/v1.zip": zipped({"forward.py": FORWARD}),
            "ada/v2.zip": zipped({"forward.py": FORWARD + "#\n"}),
            "hopper/loss.py": LOSS,
        },
        {"ada": "", "hopper": "l"},
        asks="ada",
    ),
    row(
        "a zip in a zip in a zip",
        {"ada.zip": zipped({"a.zip": zipped({"b.zip": zipped({"forward.py": FORWARD})})}), "hopper/loss.py": LOSS},
        {"ada": "f", "hopper": "l"},
    ),
    # names and letters of files
    row(
        "copies as systems name them in several languages",
        {
            "ada/Kopie von forward.py": FORWARD,
            "hopper/forward - Copy.py": FORWARD,
            "noether/forward (copie).py": FORWARD,
            "obrien/Copy of forward.ipynb": NOTEBOOK,
            "b7654321/loss.py": LOSS,
        },
        {"ada": "", "hopper": "", "noether": "", "obrien": "", "b7654321": "l"},
        asks="ada hopper noether obrien",
    ),
    row(
        "letters that only look like it",
        {
            "ada/forward\u200b.py": FORWARD,
            "hopper/ｆｏｒｗａｒｄ.py": FORWARD,
            "noether/fоrward.py": FORWARD,
            "obrien/forward.py ": FORWARD,
            "b7654321/forward.ру": FORWARD,
        },
        {"ada": "", "hopper": "", "noether": "", "obrien": "", "b7654321": ""},
        asks="ada hopper noether obrien b7654321",
    ),
    row(
        "places that stand for a file in a cloud",
        {
            "ada/.forward.py.icloud": "bplist",
            "hopper/forward.gdoc": "{}",
            "noether/forward.py.lnk": "L",
            "obrien/forward.url": "[x]",
            "b7654321/loss.py": LOSS,
        },
        {"ada": "", "hopper": "", "noether": "", "obrien": "", "b7654321": "l"},
        asks="ada hopper noether obrien",
    ),
    row(
        "what a Mac leaves behind",
        {
            "ada/forward.py": FORWARD,
            "ada/._forward.py": "\0\5\26\7",
            "__MACOSX/ada/._forward.py": "x",
            "hopper/loss.py": LOSS,
            "hopper/.DS_Store": "x",
        },
        {"ada": "f", "hopper": "l"},
    ),
    row(
        "umlauts in the encoding of a country",
        {
            "ada/forward.py": ("# Größe\n" + FORWARD).encode("latin-1"),
            "hopper/loss.py": ("# -*- coding: latin-1 -*-\n# Größe\n" + LOSS).encode("latin-1"),
        },
        {"ada": "", "hopper": "l"},
        asks="ada",
    ),
    row(
        "work in a notebook without a name",
        {
            "ada/Untitled.ipynb": NOTEBOOK,
            "ada/forward.py": STUB,
            "hopper/Untitled1.ipynb": NOTEBOOK,
            "noether/loss.py": LOSS,
        },
        {"ada": "f", "hopper": "", "noether": "l"},
        asks="ada hopper",
    ),
]


NEED_A_LIST = ("a drive, files side by side", "downloaded twice", "files that are neither folder nor zip")


@pytest.mark.parametrize(("files", "read", "asks", "unlisted"), VARIANTS)
def test_each_is_read_as_it_was_meant_or_a_person_is_asked(
    write: Callable[..., Path], course, files, read, asks, unlisted
):
    intake = read_class(write(files), course, roster=LIST)

    assert _modules(intake) == read
    assert {s.student for s in intake if s.needs_human} == asks
    assert all(s.flags or s.refused for s in intake if s.needs_human)
    assert set(intake.unknown) == unlisted
    assert set(intake.missing) == {student.id for student in LIST.students} - read.keys()
    assert not any(source.startswith(b"old") for s in intake for source in s.sources.values())


@pytest.mark.parametrize(("files", "read", "asks", "unlisted"), [v for v in VARIANTS if v.id not in NEED_A_LIST])
def test_without_a_class_list_the_same_is_read_under_the_names_that_came(
    write: Callable[..., Path], course, files, read, asks, unlisted
):
    intake = read_class(write(files), course)

    assert sorted(_modules(intake).values()) == sorted(read.values())
    assert sum(s.needs_human for s in intake) == len(asks)


def _modules(intake: ClassIntake) -> dict[str, str]:
    return {s.student: "".join(sorted(name[0] for name in s.sources)) for s in intake}


def test_a_zip_of_which_nothing_is_read_is_not_nothing(write: Callable[..., Path], course):
    files = {"ada.zip": zipped({"..\\ada\\forward.py": FORWARD}), "hopper.zip": zipped({"loss.py": LOSS})}

    ada, _ = read_class(write(files), course)

    assert ada.needs_human
    assert "nothing was handed in" not in ada.flags


def test_helpers_come_along_from_a_zip(write: Callable[..., Path], course):
    rest = zipped({"r/loss.py": "import own\n" + LOSS, "r/own.py": "x = 1\n"})

    [ada, _] = read_class(write({"ada/forward.py": FORWARD, "ada/rest.zip": rest, "hopper/loss.py": LOSS}), course)

    assert set(ada.extras) == {"own"}


@pytest.mark.parametrize(
    "name",
    [
        "Ada Lovelace Hopper",
        "ada hopper",
        "Mallory Ada Lovelace",
        "group ada",
        "Ada",
        "312",
        "12 34",
        "Lovelace Lovelace",
    ],
)
def test_a_name_of_which_a_part_is_somebody_elses_is_nobodys(name: str):
    roster = Roster.of([s for s in LIST.students if s.id != "ada"] + [Enrolled("al", "Ada", "Lovelace")])

    assert roster.identify(name) is None
