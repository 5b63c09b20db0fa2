"""One student's hand-in: which files count, under which names, and what is said about the others."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from grader.course.loading import load_course
from grader.intake import read_class
from grader.intake.handed_out import is_untouched
from grader.intake.unpacked import Unpacked

CODE = "def forward_it(): return 1\n"


def test_a_module_is_read_as_the_bytes_it_has(hand_in):
    content = b"\xef\xbb\xbfdef f():\r\n\treturn 1\r\rx = 2\n"

    submission = hand_in({"forward.py": content})

    assert submission.sources == {"forward": content}
    assert (submission.refused, submission.flags, submission.needs_human) == ({}, (), False)


def test_a_missing_module_is_neither_read_nor_refused(hand_in):
    submission = hand_in({"forward.py": CODE})

    assert "backward" not in submission.sources
    assert "backward" not in submission.refused


def test_an_empty_file_is_a_module_without_functions(hand_in):
    assert hand_in({"forward.py": b""}).sources == {"forward": b""}


def test_an_empty_folder_is_said_to_be_empty(hand_in):
    submission = hand_in({})

    assert submission.sources == submission.refused == {}
    assert submission.flags == ("nothing was handed in",)
    assert not submission.needs_human


def test_what_came_with_the_exercises_is_no_news(hand_in):
    companions = [
        "test_forward.py", "expect.py", "conftest.py", "README.md", "requirements.txt", "pytest.ini", "course.json",
        "data/digits.npz", "forward.ipynb", "__pycache__/forward.pyc", ".pytest_cache/v", ".DS_Store",
        "__MACOSX/._forward.py", "._forward.py", ".ipynb_checkpoints/forward.py", "timestamp.txt", ".git/config",
    ]  # fmt: skip

    submission = hand_in({"forward.py": CODE, **dict.fromkeys(companions, b"")})

    assert submission.flags == ()


def test_other_files_are_ignored_and_counted(hand_in):
    submission = hand_in({"forward.py": CODE, **{f"notes{i:04}.txt": "" for i in range(1204)}})

    assert submission.sources == {"forward": CODE.encode()}
    [flag] = submission.flags
    assert flag == (
        "ignored 1,204 other files: notes0000.txt, notes0001.txt, notes0002.txt, notes0003.txt, notes0004.txt, ..."
    )
    assert not submission.needs_human


def test_work_that_holds_no_module_at_all_goes_to_a_human(hand_in):
    submission = hand_in({"homework.py": "x = 1"})

    assert submission.flags == ("ignored 1 other file: homework.py",)
    assert submission.needs_human


def test_files_may_lie_in_folders_named_after_assignments(hand_in):
    submission = hand_in({"week1/forward.py": CODE, "week2/loss.py": "x = 1"})

    assert submission.sources == {"forward": CODE.encode(), "loss": b"x = 1"}
    assert submission.flags == ()


@pytest.mark.parametrize(
    ("path", "flag"),
    [
        pytest.param("exercises/forward.py", "read from the folder exercises: forward.py", id="a foreign folder"),
        pytest.param("my work/week1/forward.py", "read from the folder my work/week1: forward.py", id="around"),
        pytest.param("week1/my work/forward.py", "read from the folder week1/my work: forward.py", id="inside"),
    ],
)
def test_one_foreign_folder_is_tolerated_and_named(hand_in, path, flag):
    submission = hand_in({path: CODE})

    assert submission.sources == {"forward": CODE.encode()}
    assert submission.flags == (flag,)
    assert not submission.needs_human


@pytest.mark.parametrize("path", ["a/b", "a/b/c/d/e/f", "hw/ada/exercises", "repository/src/week1/mine"])
def test_any_depth_of_folders_is_walked_down_and_said(hand_in, path):
    submission = hand_in({f"{path}/forward.py": CODE})

    assert submission.sources == {"forward": CODE.encode()}
    assert submission.flags == (f"read from the folder {path}: forward.py",)
    assert not submission.needs_human


@pytest.mark.parametrize(
    ("path", "flag"),
    [
        pytest.param("forward.py/forward.py", "read from the folder forward.py: forward.py", id="as some unzip"),
        pytest.param("forward/forward.py", "read from the folder forward: forward.py", id="without the suffix"),
        pytest.param("forward/__init__.py", "read from the folder forward: __init__.py", id="a package"),
    ],
)
def test_a_folder_called_as_the_module_is_read_and_said(hand_in, path, flag):
    submission = hand_in({path: CODE})

    assert submission.sources == {"forward": CODE.encode()}
    assert submission.flags == (flag,)


@pytest.mark.parametrize("name", ["data", "kit", "Pictures", ".ipynb_checkpoints", "__pycache__", ".git", "venv"])
def test_a_module_in_a_folder_where_nobody_works_is_not_lost(hand_in, name):
    submission = hand_in({f"{name}/forward.py": CODE})

    assert submission.sources == {"forward": CODE.encode()}
    assert submission.flags == (f"read from the folder {name}: forward.py",)


@pytest.mark.parametrize("name", ["data", "kit", "pictures"])
def test_a_second_copy_in_a_folder_of_the_exercises_is_named(hand_in, name):
    submission = hand_in({f"{name}/forward.py": CODE, "forward.py": CODE + "# mine"})

    assert submission.flags == (f"graded forward.py, not {name}/forward.py",)


def test_a_virtual_environment_under_any_name_is_not_looked_at(hand_in):
    packages = {f"my tools/lib/{number}.py": "" for number in range(300)}

    submission = hand_in({"forward.py": CODE, "my tools/pyvenv.cfg": "", "my tools/loss.py": "", **packages})

    assert (submission.sources, submission.flags) == ({"forward": CODE.encode()}, ())


STUB = 'def forward_it(x):\n    """Go on.\n\n    At length.\n    """\n    raise NotImplementedError("not yet")\n'
NOTEBOOK = '{"cells": [{"cell_type": "code", "source": ["x = 1\\n", "def forward_it(x):\\n", "    return 1"]}]}'


@pytest.mark.parametrize(
    ("files", "why"),
    [
        pytest.param({"forward.ipynb": NOTEBOOK}, "forward.ipynb defines forward_it", id="in the notebook"),
        pytest.param({"work.ipynb": NOTEBOOK}, "work.ipynb defines forward_it", id="in another notebook"),
        pytest.param({"forward_final.py": CODE}, "forward_final.py defines forward_it", id="in an almost right name"),
        pytest.param({"work.py": CODE}, "work.py defines forward_it", id="in another file"),
        pytest.param({"a/b/work.txt": CODE}, "a/b/work.txt defines forward_it", id="in a text further down"),
        pytest.param(
            {".ipynb_checkpoints/forward-checkpoint.py": CODE},
            ".ipynb_checkpoints/forward-checkpoint.py defines forward_it",
            id="in what Jupyter kept",
        ),
        pytest.param(
            {"forward.ipynb": NOTEBOOK.replace('def forward_it(x):\\n", "    return 1', "forward_it = lambda x: x")},
            "forward.ipynb defines forward_it",
            id="as a lambda in the notebook",
        ),
        pytest.param(
            {"work.py": "forward_it = np.vectorize(f)\n"}, "work.py defines forward_it", id="made of another function"
        ),
        pytest.param({"forward (1).py": "f = 1"}, "forward (1).py is named almost like it", id="by its name alone"),
    ],
)
def test_work_beside_an_untouched_stub_asks_for_a_human_and_says_why(hand_in, files, why):
    submission = hand_in({"forward.py": STUB, **files})

    assert submission.needs_human
    assert submission.flags[0] == (
        f"forward.py is as it was handed out, but {why}: only forward.py is graded, "
        "so put the work there and hand it in again"
    )


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"forward.ipynb": "{}"},
        {"notes.txt": "I could not."},
        {"work.py": "forward_it = 3\n"},
        {"forward.py.backup-1": STUB},
        {"forward (1).py": STUB},
        {".ipynb_checkpoints/forward-checkpoint.py": STUB},
    ],
)
def test_an_untouched_stub_alone_asks_for_nobody(hand_in, files):
    assert not hand_in({"forward.py": STUB, "loss.py": CODE, **files}).needs_human


def test_what_jupyter_kept_of_a_module_that_is_not_there_asks_for_a_human(hand_in):
    submission = hand_in({".ipynb_checkpoints/forward-checkpoint.py": CODE})

    assert submission.needs_human
    assert (
        "forward.py was not handed in, but .ipynb_checkpoints/forward-checkpoint.py defines forward_it"
        in (submission.flags[0])
    )
    assert "nothing was handed in" not in submission.flags


@pytest.mark.parametrize("name", ["forward.py.lnk", "forward.py.url", ".forward.py.icloud", "forward.gdoc"])
def test_what_only_points_to_a_file_is_not_to_be_renamed(hand_in, name):
    assert hand_in({name: "x"}).refused["forward"] == f"{name} only points to a file: hand in forward.py itself"


def test_a_copy_with_work_in_it_counts_more_than_an_untouched_stub(hand_in):
    submission = hand_in({"forward.py": STUB, "final/forward.py": CODE})

    assert submission.sources == {"forward": CODE.encode()}
    assert submission.flags == (
        "graded final/forward.py, not forward.py, which is as it was handed out",
        "read from the folder final: forward.py",
    )
    assert submission.needs_human


def test_a_zip_with_work_in_it_counts_more_than_untouched_stubs(hand_in, zipped):
    submission = hand_in({"forward.py": STUB, "loss.py": STUB, "work.zip": zipped({"forward.py": CODE})})

    assert submission.sources == {"forward": CODE.encode()}
    assert submission.flags[:2] == ("read from work.zip", "beside it lay, as handed out: forward.py, loss.py")


@pytest.mark.parametrize(
    "touched",
    [
        pytest.param(STUB.replace("raise", "return 1\n    raise"), id="code above the raise"),
        pytest.param(STUB + "    return 1\n", id="code below the raise"),
        pytest.param(STUB + "forward_it = lambda x: 1\n", id="another function of that name"),
        pytest.param(STUB + "def helper():\n    return 1\n", id="a function more"),
        pytest.param("", id="nothing at all"),
    ],
)
def test_what_a_student_has_changed_is_no_stub(touched):
    assert not is_untouched(touched.encode())


@pytest.mark.parametrize(
    "stub",
    [
        pytest.param(STUB, id="as handed out"),
        pytest.param(STUB.replace("\n", "\r\n"), id="line ends of Windows"),
        pytest.param("# mine\n" + STUB + "\n\n# the end\n", id="with comments"),
        pytest.param(STUB.replace("    ", "\t"), id="with tabs"),
        pytest.param("class A:\n    def f(self):\n        raise NotImplementedError\n", id="a class"),
        pytest.param(
            "def f(\n    x: int,\n) -> int:\n    raise NotImplementedError(\n        'x'\n    )\n", id="wrapped"
        ),
    ],
)
def test_a_stub_is_told_whatever_an_editor_made_of_it(stub):
    assert is_untouched(stub.encode())


def test_a_file_with_other_names_on_the_disk_is_graded_and_asks_for_a_human(hand_in, folder):
    (folder / "zuse" / "mine.py").write_text(CODE)
    (folder / "ada").mkdir()
    os.link(folder / "zuse" / "mine.py", folder / "ada" / "forward.py")

    submission = hand_in({})

    assert submission.sources == {"forward": CODE.encode()}
    assert "forward.py has other names on this disk (hard links)" in submission.flags[0]
    assert submission.needs_human


@pytest.mark.parametrize(
    "direct", [pytest.param("forward.py", id="flat"), pytest.param("week1/forward.py", id="in the assignment's folder")]
)
def test_the_most_direct_copy_is_graded_and_the_other_named(hand_in, direct):
    submission = hand_in({direct: CODE, "old/forward.py": "wrong"})

    assert submission.sources == {"forward": CODE.encode()}
    assert submission.flags == (f"graded {direct}, not old/forward.py",)


def test_two_equally_direct_copies_that_differ_are_left_to_the_student(hand_in):
    submission = hand_in({"a/forward.py": CODE, "b/forward.py": "other"})

    assert submission.sources == {}
    assert submission.refused == {
        "forward": "a/forward.py, b/forward.py differ, and only you know which one counts: keep one"
    }
    assert submission.needs_human


def test_two_equally_direct_copies_that_are_equal_count_as_one(hand_in):
    assert hand_in({"a/forward.py": CODE, "b/forward.py": CODE}).sources == {"forward": CODE.encode()}


def test_a_notebook_in_the_place_of_a_module_is_refused_with_what_to_do(hand_in):
    submission = hand_in({"forward.ipynb": "{}"})

    assert submission.refused == {
        "forward": "forward.ipynb is a notebook, and only forward.py is graded: "
        "hand in the forward.py that came with it"
    }
    assert submission.needs_human


def test_a_backup_of_a_reset_is_no_news_beside_its_module(hand_in):
    submission = hand_in({"forward.py": CODE, "forward.py.backup-1": "old", "forward.py.backup-2": "older"})

    assert (submission.sources, submission.flags) == ({"forward": CODE.encode()}, ())


def test_a_backup_of_a_reset_alone_is_not_overlooked(hand_in):
    assert hand_in({"forward.py.backup-1": CODE}).refused == {
        "forward": "forward.py.backup-1 is not named forward.py: rename it and hand it in again"
    }


@pytest.mark.parametrize(
    ("name", "module"),
    [
        ("forward (1).py", "forward"),
        ("forward_final.py", "forward"),
        ("forward.py.txt", "forward"),
        ("forward .py", "forward"),
        ("forward.py (2)", "forward"),
        ("forward", "forward"),
        ("forward.txt", "forward"),
        ("ForwardAda.py", "forward"),
        ("Copy of forward.py", "forward"),
        ("ｆｏｒｗａｒｄ.py", "forward"),  # full-width letters
        ("backwards.py", "backward"),
        ("forwad.py", "forward"),
        ("hands-on.py", "hands_on"),
        ("handson.py", "hands_on"),
        ("loss (1).ipynb.py", "loss"),
        ("forward.py3", "forward"),
        ("#forward.py#", "forward"),
    ],
)
def test_an_almost_right_name_is_refused_with_the_right_one(hand_in, name, module):
    submission = hand_in({name: CODE})

    assert submission.sources == {}
    assert submission.refused == {module: f"{name} is not named {module}.py: rename it and hand it in again"}
    assert submission.needs_human


def test_a_letter_that_only_looks_like_the_right_one_is_named(hand_in):
    assert hand_in({"f\u043erward.py": CODE}).refused == {
        "forward": "f\u043erward.py is not named forward.py (its \u043e is U+043E): rename it and hand it in again"
    }


@pytest.mark.parametrize("packed", [False, True])
def test_what_python_made_of_a_module_is_not_the_module(hand_in, zipped, packed):
    files = {
        "__pycache__/forward.cpython-312.pyc": b"\xcb\r\r\n",
        "loss.py": CODE,
        "__pycache__/loss.cpython-312.pyc": b"",
    }
    submission = hand_in({"work.zip": zipped(files)} if packed else files)

    assert submission.sources == {"loss": CODE.encode()}
    assert submission.refused == {
        "forward": "__pycache__/forward.cpython-312.pyc is no Python file: hand in forward.py itself"
    }
    assert submission.needs_human


@pytest.mark.parametrize(
    "name",
    [
        "forward.pdf",
        "forward.pages",
        ".forward.py.swp",
        "forward.docx",
        "forward.html",
        "forward (1).htm",
        "forward.pyc",
    ],
)
def test_what_is_no_code_is_not_told_to_be_renamed(hand_in, name):
    submission = hand_in({name: "<html>"})

    assert submission.refused == {"forward": f"{name} is no Python file: hand in forward.py itself"}
    assert submission.needs_human


def test_several_almost_right_names_are_refused_together(hand_in):
    submission = hand_in({"forward1.py": CODE, "forward2.py": CODE})

    assert submission.refused == {
        "forward": "forward1.py, forward2.py are not named forward.py: rename the one that counts and hand it in again"
    }


@pytest.mark.parametrize("name", ["glossy.txt", "plot.py", "forward.png", "notes.md", "feed.py"])
def test_other_names_are_not_taken_for_a_module(hand_in, name):
    submission = hand_in({name: "x = 1"})

    assert submission.refused == {}
    assert submission.flags == (f"ignored 1 other file: {name}",)


def test_an_almost_right_name_beside_the_right_one_is_not_graded_and_named(hand_in):
    submission = hand_in({"forward.py": CODE, "forward (1).py": "newer?", "notes.md": ""})

    assert submission.sources == {"forward": CODE.encode()}
    assert submission.flags == (
        "not graded, though named almost like a module: forward (1).py",
        "ignored 1 other file: notes.md",
    )


@pytest.mark.parametrize("name", ["Forward.py", "FORWARD.PY"])
def test_a_name_that_differs_in_case_alone_is_graded_with_a_flag(hand_in, name):
    submission = hand_in({name: CODE})

    assert submission.sources == {"forward": CODE.encode()}
    assert submission.flags == (f"{name} was graded as forward.py: name it exactly so",)
    assert not submission.needs_human


def test_two_names_that_differ_in_case_alone_are_refused(hand_in):
    submission = hand_in({"Forward.py": CODE, "FORWARD.py": CODE})

    assert "are not named forward.py" in submission.refused["forward"]


def test_names_are_shown_on_one_line_without_control_characters(hand_in):
    submission = hand_in({"forward.py": CODE, "a\x1b[2J\nb\u202e" + "c" * 99: ""})

    [flag] = submission.flags
    assert flag.isprintable()
    assert "a\\x1b[2J\\nb\\u202eccc" in flag
    assert len(flag) < 150


def test_what_the_exercises_own_folders_have_under_a_modules_name_is_no_copy_of_it(hand_in):
    ada = hand_in({"forward.py": "def forward_it(): return 1\n", "pictures/forward.py": "def draw(): return 2\n"})

    assert ada.sources == {"forward": b"def forward_it(): return 1\n"}
    assert ada.flags == ()


def test_the_pictures_that_are_handed_out_are_no_copies_of_the_modules(folder, write):
    root = Path(__file__).parents[3]
    course = load_course(root)
    pictures = {f"ada/pictures/{path.name}": path.read_bytes() for path in (root / "exercises/pictures").glob("*.py")}
    work = {f"ada/{m.name}.py": (root / "solutions" / f"{m.name}.py").read_bytes() for m in course.modules}

    [ada, _] = read_class(write({**pictures, **work, "hopper/forward.py": "x = 1\n"}), course)

    assert pictures
    assert not any("pictures" in flag for flag in ada.flags)


def test_work_in_one_of_the_exercises_own_folders_is_found(hand_in):
    ada = hand_in({"pictures/forward.py": "def forward_it(): return 1\n", "loss.py": "x = 1\n"})

    assert set(ada.sources) == {"forward", "loss"}


def test_work_that_stands_in_another_module_asks_for_a_human_and_says_where(hand_in):
    in_both = hand_in({"forward.py": CODE + "\n\ndef loss_it(x):\n    return x\n"})

    assert in_both.needs_human
    assert (
        "loss.py was not handed in, but forward.py defines loss_it: put the work into loss.py and hand it in again"
        in in_both.flags
    )


def test_a_method_of_the_same_name_is_no_work_for_another_module(hand_in):
    assert not hand_in({"forward.py": CODE + "\n\nclass Layer:\n    def loss_it(self):\n        return 1\n"}).flags


def test_no_hand_in_has_more_remarks_than_anybody_reads(hand_in):
    odd = {f"own_{number:03}.py": bytes([0]) for number in range(300)}  # each is refused in a sentence of its own

    submission = hand_in({"forward.py": "def forward_it(): return 1\n", **odd})

    assert len(submission.flags) == 31
    assert re.fullmatch(r"and 2\d\d more remarks, which are left out here", submission.flags[-1])
    assert submission.needs_human


def _read_of(hand_in, monkeypatch, files) -> list[str]:
    """Return the names of the files that are read of a hand-in, as often as they are."""
    read, names = Unpacked.read, []

    def noted(self, path, limit):
        names.append(path[-1])
        return read(self, path, limit)

    monkeypatch.setattr(Unpacked, "read", noted)
    hand_in({"forward.py": CODE, **files})
    return names


@pytest.mark.parametrize("name", ["forward ({}).py", "helper{}.py", "test_{}.py"])
def test_of_thousands_of_files_of_one_kind_few_are_read(hand_in, monkeypatch, name):
    of_many = _read_of(hand_in, monkeypatch, {name.format(number): CODE for number in range(300)})

    assert len(of_many) < 100


def test_of_one_hand_in_no_more_is_read_than_a_limit(hand_in, monkeypatch):
    monkeypatch.setattr("grader.intake.unpacked._MOST_READ", 3 << 20)
    large = (CODE + "#" * 800_000).encode()

    submission = hand_in({f"{number}/forward.py": large + bytes([48 + number]) for number in range(9)})

    assert submission.refused["forward"].endswith("differ, and only you know which one counts: keep one")
    assert len(_read_of(hand_in, monkeypatch, {f"{n}/backward.py": large for n in range(9)})) < 60


def test_a_helper_called_as_a_test_is_known_by_its_whole_name(hand_in):
    source = "from test_tools import x\n" + CODE

    submission = hand_in({"forward.py": source, "test_tools.py": "x = 1", "test_tool.py": "x = 2"})

    assert submission.extras == {"test_tools": b"x = 1"}
