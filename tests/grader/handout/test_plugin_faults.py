"""One broken file, one endless loop, one exit: a sentence each, and the other tests still run."""

from __future__ import annotations

import shutil
import time

import pytest


@pytest.fixture
def plane(finished):
    """Change the finished plane.py, run everything, and return the run."""

    def run_with(old, new, *arguments):
        text = (finished.folder / "plane.py").read_text(encoding="utf-8")
        assert old in text
        text = text.replace(old, new, 1)
        finished.write("plane.py", text)
        is_endless = "while True" in new or "sleep" in new
        seconds = 0.5 if is_endless else 10  # a busy machine may take half a second for anything
        return finished.run("-o", f"seconds_per_test={seconds}", *arguments)

    return run_with


TOP = '"""Flat things."""\n'


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        pytest.param(
            "return width * height",
            "return (width * height",
            "plane.py, line 13 is not Python yet: '(' was never closed: "
            "count the brackets from here on: one is missing\n"
            "        return (width * height\n               ^",
            id="syntax error",
        ),
        pytest.param(
            "    return width * height",
            "\treturn width * height",
            "in indentation: let your editor turn every tab into 4 spaces\n        return width * height",
            id="tab",
        ),
        pytest.param(
            "    return width * height",
            "     return width * height",
            "plane.py, line 13 is not Python yet: unexpected indent: begin this line as far left as the one above",
            id="indentation",
        ),
        pytest.param(
            TOP,
            f"{TOP}import matplotlib_of_someone.pyplot as plt\n",
            "plane.py imports matplotlib_of_someone, which is not installed: take that import out\n"
            "        plane.py, line 2:  import matplotlib_of_someone.pyplot as plt",
            id="plotting library missing",
        ),
        pytest.param(
            TOP,
            f"{TOP}import numpi as np\n",
            "plane.py imports numpi, which is not installed: did you mean numpy?",
            id="typo",
        ),
        pytest.param(
            TOP,
            f"{TOP}x = y + 1\n",
            "plane.py cannot be imported: NameError: name 'y' is not defined\n"
            "    nothing in this file has that name: is it spelled right, or is an import missing?\n"
            "        plane.py, line 2:  x = y + 1",
            id="name error",
        ),
        pytest.param(
            TOP, f"{TOP}quit()\n", "plane.py ends Python while it is imported: take exit() or quit() out", id="quit"
        ),
        pytest.param(
            TOP,
            f"{TOP}name = input('who?')\n",
            "plane.py asks for keyboard input while it is imported: take input() out",
            id="input",
        ),
        pytest.param(
            TOP,
            f"{TOP}raise NotImplementedError\n",
            "plane.py calls a function that is not written yet, outside of every function",
            id="stub called at the top",
        ),
        pytest.param(
            TOP,
            f"{TOP}while True: pass\n",
            "plane.py had not been imported after 0.5 seconds: an endless loop?\n"
            "        plane.py, line 2:  while True: pass",
            id="endless loop",
        ),
        pytest.param(
            TOP, f"# coding: utf-9\n{TOP}", "plane.py is not Python yet: unknown encoding: utf-9", id="coding"
        ),
    ],
)
def test_a_file_that_cannot_be_imported_is_one_message_and_the_others_run(plane, old, new, sentence):
    run = plane(old, new)

    assert run.shown.startswith("!!!!!..!\n")
    assert run.shown.count("\n! ") == 1
    assert sentence in run.shown
    assert "plane     !!!  3 blocked" in run.shown
    assert "tortoise  \u2713!   1 done, 1 blocked" in run.shown
    assert "next: fix the file that has a ! above, then comes area in plane.py" in run.shown
    assert "kit" not in run.shown
    assert run.code == 1


def test_where_files_import_each_other_the_one_that_asks_too_early_is_to_blame_and_the_others_run(plane):
    run = plane(TOP, f"{TOP}from tortoise import walk\n")

    assert (
        "! tortoise.py line 3 imports from plane.py, which waits for tortoise.py in turn: import it inside" in run.shown
    )
    assert "plane     \u2713\u2713\u2713  3 done" in run.shown
    assert "tortoise  !!   2 blocked" in run.shown
    assert run.shown.count("\n! ") == 1


@pytest.mark.parametrize("arguments", [[], ["test_plane.py"], ["test_tortoise.py"]])
def test_files_that_import_each_other_run_where_one_of_them_can_be_begun_with(plane, finished, arguments):
    tortoise = (finished.folder / "tortoise.py").read_text(encoding="utf-8")
    finished.write(
        "tortoise.py", tortoise.replace("from plane import area", "import plane").replace("area(*", "plane.area(*")
    )

    run = plane(TOP, f"{TOP}from tortoise import walk\n", *arguments)

    assert run.code == 0, run.shown


def test_a_file_whose_sibling_cannot_be_imported_is_tested_by_itself(finished):
    finished.write(
        "plane.py", "from tortoise import walk\n" + (finished.folder / "plane.py").read_text(encoding="utf-8")
    )
    finished.write("tortoise.py", "def walk(sides:\n")

    run = finished.run()

    assert "! tortoise.py, line 1 is not Python yet" in run.shown
    assert "plane     \u2713\u2713\u2713  3 done" in run.shown


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(
            "x = 'Gr\u00f6\u00dfe'\n".encode("latin-1"),
            "plane.py, line 1 has a letter that is not saved as UTF-8\n        x = 'Gr??e'",
            id="Latin-1",
        ),
        pytest.param("x = 1\n".encode("utf-16"), "plane.py is not saved as UTF-8: save it again", id="UTF-16"),
        pytest.param(b"x = 1\0\n", "plane.py is not saved as UTF-8: save it again", id="zero byte"),
        pytest.param(bytes(900), "plane.py has nothing but zero bytes, as after a crash", id="zero bytes alone"),
    ],
)
def test_another_encoding_is_named_with_the_line(finished, content, sentence):
    finished.write("plane.py", content)

    assert sentence in finished.run().shown


def test_a_file_that_a_cloud_has_not_brought_yet_is_not_missing(finished):
    (finished.folder / "plane.py").rename(finished.folder / ".plane.py.icloud")

    shown = finished.run("test_plane.py").shown

    assert "! plane.py still lies in the cloud: download it, with a click in the Finder" in shown
    assert "--reset" not in shown


def test_a_file_of_the_exercises_that_is_gone_is_named_and_no_path(finished):
    finished.write("test_mine.py", "import plane\n\ndef test_area():\n    open('README.md')\n")
    (finished.folder / "README.md").unlink()

    assert "    README.md is missing: take a fresh copy of it, and keep your own files" in finished.run().shown


def test_a_byte_order_mark_and_windows_line_ends_are_fine(finished):
    raw = (finished.folder / "plane.py").read_bytes()
    finished.write("plane.py", b"\xef\xbb\xbf" + raw.replace(b"\n", b"\r\n"))

    assert finished.run().code == 0


def test_what_a_file_prints_at_import_does_not_tear_the_letters(plane):
    assert plane(TOP, f"{TOP}print('hello')\n").shown.startswith("........\n")


@pytest.mark.parametrize(
    "name", ["Plane.py", "plane (1).py", "plane.py.txt", "plane.ipynb", "plane2.py", "homework.py"]
)
def test_a_missing_file_is_named_with_the_one_it_may_be(finished, name):
    (finished.folder / "plane.py").rename(finished.folder / name)

    run = finished.run()

    assert f"! plane.py is not in this folder. There is {name}: rename it?" in run.shown
    assert run.shown.startswith("!!!!!..!\n")


def test_a_missing_file_that_another_imports_is_named(finished):
    (finished.folder / "plane.py").unlink()
    (finished.folder / "test_plane.py").unlink()

    shown = finished.run().shown

    assert "! tortoise.py needs plane.py, which is not in this folder" in shown


def test_a_renamed_function_is_missed_and_the_others_are_graded(plane):
    run = plane("def area(", "def Area(", "test_plane.py")

    assert run.shown.startswith("xx...\n")
    assert "plane.py has no area: did you mean Area?" in run.shown
    assert "2 done, 1 wrong (area)" in run.shown


def test_a_deleted_function_is_missed(plane):
    run = plane("def area_of_many", "def _gone", "test_plane.py")

    assert "plane.py has no area_of_many: was it deleted or renamed?" in run.shown


def test_a_test_file_that_was_changed_does_not_stop_the_others(finished):
    finished.write("test_plane.py", "import nothing_at_all\n")

    run = finished.run()

    assert "! test_plane.py cannot be used; take a fresh copy of it if you changed it" in run.shown
    assert "ModuleNotFoundError: No module named 'nothing_at_all'" in run.shown
    assert "2 of 2 exercises done; 3 more have not run yet" in run.shown
    assert run.code == 1


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("while True: pass", id="plain"),
        pytest.param("while True: print(sizes)", id="printing"),
        pytest.param(
            "while True:\n        try:\n            while True: abs(abs(abs(1)))\n        except Exception: pass",
            id="catching exceptions",
        ),
        pytest.param("import time; time.sleep(50)", id="sleeping"),
    ],
)
def test_an_endless_loop_is_stopped_and_named_and_the_others_run(plane, body):
    start = time.monotonic()
    run = plane("return sum(", f"{body}\n    return sum(")

    assert time.monotonic() - start < 45
    assert run.shown.startswith("..xx....\n")
    assert "no answer after 0.5 seconds: an endless loop? It was in\n        plane.py, line " in run.shown


@pytest.mark.parametrize("error", ["1 / 0", "next(1 for i in iter(int, 1) if i)"], ids=["exception", "endless loop"])
def test_code_that_stood_between_two_lines_has_the_line_before(plane, error):
    nowhere = f"""nowhere = (lambda: {error}).__code__.replace(co_linetable=b"")
    exec(nowhere)
    """

    run = plane("return sum(", f"{nowhere}return sum(")

    assert run.shown.startswith("..xx....\n")
    assert "        plane.py, line " in run.shown


ONLY_HERE = [
    pytest.param("open('mine.txt').read()", "reads mine.txt, which is not there while grading", id="data"),
    pytest.param(
        "import pathlib; pathlib.Path(__file__).with_name('mine.txt').read_text()", "reads mine.txt", id="path"
    ),
    pytest.param(
        "import threading; threading.Thread(target=int).start()", "starts a thread, which nothing may", id="thread"
    ),
    pytest.param(
        "import concurrent.futures as c; c.ThreadPoolExecutor(1).submit(int).result()", "starts a thread", id="executor"
    ),
    pytest.param("import os; os.system('')", "starts another program, which nothing may do while grading", id="shell"),
    pytest.param("import multiprocessing; multiprocessing.Lock()", "shares a lock with other programs", id="lock"),
    pytest.param("import socket; socket.socket().close()", "reaches for the network", id="network"),
    pytest.param("import sqlite3; sqlite3.connect('mine.db').close()", "keeps a database on the disk", id="sqlite"),
    pytest.param("import shelve; shelve.open('mine').close()", "keeps a database on the disk", id="shelve"),
]


@pytest.mark.parametrize(("code", "sentence"), ONLY_HERE)
def test_what_works_here_and_not_while_grading_is_said_once_and_runs(plane, finished, code, sentence):
    finished.write("mine.txt", "1 2 3")

    run = plane(TOP, f"{TOP}{code}\n")
    handed_in = finished.run("--hand-in")

    assert run.shown.count("\n! ") == 1
    assert f"! plane.py line 2 {sentence}" in run.shown
    assert "4 of 4 exercises done" in run.shown
    assert f"  ! plane.py line 2 {sentence}" in handed_in.shown


def test_what_works_here_and_not_while_grading_is_said_of_a_function_too(plane):
    run = plane("return sum(", "import threading; threading.Thread(target=int).start()\n    return sum(")

    assert "! plane.py line 20 starts a thread" in run.shown


@pytest.mark.parametrize(
    "code",
    [
        "open('log.txt', 'w').close(); open('log.txt').read()",
        "open(__file__).read()",
        "import tempfile; tempfile.TemporaryFile().close()",
        "import sqlite3; sqlite3.connect(':memory:').close()",
        "import os; os.path.exists('mine.txt'); open(os.devnull).close()",
        "import platform; platform.uname().processor",
        "try: open('nothing.txt')\nexcept OSError: pass",
        "import threading; threading.Lock()",
    ],
)
def test_what_works_while_grading_as_well_needs_no_word(plane, code):
    assert plane(TOP, f"{TOP}{code}\n").shown.count("\n! ") == 0


def test_an_exercise_that_hung_is_not_tried_again(plane):
    run = plane("return sum(", "while True: pass\n    return sum(", "-k", "area_of_many")

    assert run.shown.startswith("xx\n")
    assert "x area_of_many adds the areas [two]\n    not tried again: it did not come back" in run.shown


def test_an_exercise_may_have_more_time_in_the_facts(finished):
    text = (finished.folder / "tortoise.py").read_text()
    finished.write("tortoise.py", text.replace("return area", "import time; time.sleep(0.9); return area"))

    assert finished.run("-o", "seconds_per_test=0.5").code == 0


def test_code_that_cannot_be_stopped_ends_the_run_with_its_line(plane):
    forever = """def forever():
        while True: pass
    while True:
        try: forever()
        except BaseException: pass
    """

    run = plane("return sum(", f"{forever}return sum(")

    words = "your code has not come back for 5.5 seconds and cannot be stopped: pytest ends here\n    plane.py, line "
    assert words in run.shown
    assert run.code == 1


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        pytest.param("return sum(", "__import__('os')._exit(0)\n    return sum(", "area_of_many", id="ended"),
        pytest.param("return sum(", "__import__('ctypes').string_at(0)\n    return sum(", "area_of_many", id="crashed"),
        pytest.param(TOP, f"{TOP}import os\nos.kill(os.getpid(), 9)\n", "plane.py", id="killed while it is imported"),
    ],
)
def test_a_run_that_ends_at_once_says_in_what(plane, old, new, what):
    run = plane(old, new)

    assert f"Python itself ended while {what} ran, so pytest ends here:\n    is there an os._exit() in" in run.shown
    assert "exercises done" not in run.shown


@pytest.mark.parametrize("name", ["numpy", "random", "json", "os", "expect", "everything"])
def test_a_test_file_of_ones_own_only_adds_a_test(finished, name):
    finished.write(
        f"test_{name}.py", f"import {name if name != 'everything' else 'math'} as it\n\ndef test_it():\n    assert it\n"
    )

    run = finished.run()

    assert "4 of 4 exercises done, and 1 of 1 for a bonus" in run.shown
    assert "blocked" not in run.shown
    assert f"  test_{name}" in run.shown
    assert "all done: well done!" in run.shown
    assert run.code == 0


def test_an_own_test_that_fails_is_shown_and_is_no_exercise(finished):
    finished.write("test_random.py", "import random\n\ndef test_it():\n    assert random.random() > 2\n")

    run = finished.run()

    assert "4 of 4 exercises done" in run.shown
    assert "1 wrong" in run.shown
    assert run.code == 1


def test_no_file_is_blamed_where_pytest_looks_for_tests_in_docstrings(finished):
    finished.write("odd.py", "import nothing_at_all\n")

    run = finished.run("--doctest-modules")

    assert run.code == 0
    assert "cannot be used" not in run.shown


def test_many_processes_at_once_become_one(finished):
    finished.write("like_xdist.py", LIKE_XDIST)

    run = finished.run("-p", "like_xdist", "-n", "2")

    assert "4 of 4 exercises done, and 1 of 1 for a bonus" in run.shown
    assert run.code == 0


@pytest.mark.parametrize("options", [(), ("-x",), ("-p", "xdist.plugin", "-n", "2", "-x")])
def test_an_own_test_file_that_cannot_be_imported_ends_nothing_in_a_traceback(finished, options):
    finished.write("test_robots.py", "import no_such_module\n")

    run = finished.run(*options)

    assert "INTERNALERROR" not in run.shown
    assert "! test_robots.py, a test file of your own, cannot be used\n" in run.shown
    assert run.code != 0


LIKE_XDIST = """
import pytest


def pytest_addoption(parser):
    parser.getgroup("like xdist")._addoption("-n", dest="numprocesses", type=int)
    parser.addoption("--dist", default="no")
    parser.addoption("--tx", action="append", default=[])


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config):
    if config.option.numprocesses:
        config.option.dist, config.option.tx = "load", ["popen"] * config.option.numprocesses


@pytest.hookimpl(trylast=True)
def pytest_configure(config):
    if config.option.dist != "no" or config.option.tx or config.option.numprocesses:
        raise SystemExit("pytest-xdist would send reports from process to process")
"""


def test_a_test_file_of_ones_own_that_cannot_be_collected_is_not_taken_for_the_courses(finished):
    finished.write("test_mine.py", "def test_it()\n    assert True\n")

    run = finished.run()

    assert "! test_mine.py, a test file of your own, cannot be used\n    SyntaxError: expected ':'\n" in run.shown
    assert "take a fresh copy" not in run.shown
    assert "4 of 4 exercises done" in run.shown


@pytest.mark.parametrize("folder", ["a copy", "tests"])  # one is collected before the course's own, one after
def test_a_test_file_in_a_folder_does_not_keep_the_courses_from_being_collected(finished, folder):
    (finished.folder / folder).mkdir()
    finished.write(f"{folder}/test_plane.py", (finished.folder / "test_plane.py").read_text())
    finished.write(f"{folder}/test_mine.py", "def test_it():\n    assert True\n")

    run = finished.run()

    assert (
        f"! {folder}/test_plane.py has the name of a test file of the course and does not run: rename it" in run.shown
    )
    assert "take a fresh copy" not in run.shown
    assert "4 of 4 exercises done" in run.shown
    assert "test_mine" in run.shown


def test_a_copy_of_the_exercises_inside_them_does_not_run_and_nobody_is_sent_there(finished):
    shutil.copytree(finished.folder, finished.folder / "backup")

    run = finished.run()

    assert "the folder backup has a copy of the exercises, which does not run" in run.shown
    assert "cd into it" not in run.shown
    assert run.code == 0
