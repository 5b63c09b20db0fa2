"""`pytest --reset`: a file or an exercise is as it came, and what was there before is never lost."""

from __future__ import annotations

import pytest

KEPT = "; your version is kept in plane.py.backup-"


@pytest.fixture
def plane(student):
    """plane.py as it came."""
    return (student.folder / "plane.py").read_bytes()


def mine(student) -> bytes:
    return (student.folder / "plane.py").read_bytes()


def backup(student, number: int) -> bytes:
    return (student.folder / f"plane.py.backup-{number}").read_bytes()


@pytest.mark.parametrize("name", ["plane", "plane.py"])
def test_a_file_is_as_it_came_and_the_old_one_is_kept(student, plane, name):
    student.write("plane.py", "my work")

    run = student.run("--reset", name)

    assert run.shown == f"plane.py is back as it came{KEPT}1\n"
    assert (mine(student), backup(student, 1), run.code) == (plane, b"my work", 0)


def test_no_backup_is_ever_overwritten(student):
    for work in (b"first", b"second", b"third"):
        student.write("plane.py", work)
        student.run("--reset", "plane")

    assert [backup(student, number) for number in (1, 2, 3)] == [b"first", b"second", b"third"]


def test_what_is_as_it_came_needs_no_backup(student, plane):
    runs = [student.run("--reset", name).shown for name in ("plane", "area")]

    assert runs == ["plane.py is as it came: nothing to do\n", "area in plane.py is as it came: nothing to do\n"]
    assert not list(student.folder.glob("plane.py.*"))


def test_one_exercise_is_as_it_came_and_the_rest_of_the_file_is_untouched(student, plane):
    student.solve("plane", "area_of_many", "return sum(w * h for w, h in sizes)")
    right = mine(student)
    student.solve("plane", "area", "side = width", "", "return side * 3")
    wrong = mine(student)

    run = student.run("--reset", "area")

    assert run.shown == f"area in plane.py is back as it came{KEPT}1\n"
    assert (mine(student), backup(student, 1)) == (right, wrong)


def test_a_class_is_an_exercise_too(student):
    before = (student.folder / "tortoise.py").read_bytes()
    student.solve("tortoise", "Tortoise.__init__", "self.place = 0.0")

    student.run("--reset", "Tortoise")

    assert (student.folder / "tortoise.py").read_bytes() == before


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(b"    retrun width\n", id="no Python"),
        pytest.param(b"return width\n", id="not indented"),
        pytest.param(b'    text = """\n    return width\n', id="a string that does not end"),
        pytest.param(b"    print('\xff')\n", id="not UTF-8"),
    ],
)
def test_an_exercise_that_breaks_its_file_is_put_back_all_the_same(student, plane, broken):
    stub = b'    raise NotImplementedError("area is not written yet")\n'
    student.write("plane.py", plane.replace(stub, broken))

    student.run("--reset", "area")

    assert mine(student) == plane


@pytest.mark.parametrize("ending", [b"\n", b"\r\n"], ids=["LF", "CRLF"])
def test_a_function_that_is_gone_comes_at_the_end_with_the_files_own_line_ends(student, plane, ending):
    work = plane.replace(b"def area(", b"def aera(").replace(b"\n", ending)
    student.write("plane.py", work)

    student.run("--reset", "area")

    assert mine(student).startswith(work + ending * 2 + b"def area(")
    assert mine(student).endswith(b'("area is not written yet")' + ending)
    assert mine(student).count(b"\n") == mine(student).count(ending)


def test_of_two_functions_of_one_name_the_one_that_counts_is_put_back(student, plane):
    student.write("plane.py", plane + b"\n\n@print\ndef area(x):\n    return 1\n")

    student.run("--reset", "area")

    assert b"return 1" not in mine(student)
    assert b"@print" not in mine(student)
    assert mine(student).startswith(plane)


def test_a_file_that_is_gone_comes_back(student, plane):
    (student.folder / "plane.py").unlink()

    assert student.run("--reset", "area").shown == "plane.py is back as it came\n"
    assert mine(student) == plane


def test_an_encoding_that_python_does_not_read_is_left_alone(student):
    student.write("plane.py", "def area(): pass\n".encode("utf-16"))

    assert "plane.py is not saved as UTF-8, so only all of it can be reset" in student.run("--reset", "area").shown
    assert mine(student) == "def area(): pass\n".encode("utf-16")
    assert not list(student.folder.glob("plane.py.*"))


def test_a_link_stays_a_link(student, plane, tmp_path):
    elsewhere = tmp_path / "plane.py"
    elsewhere.write_bytes(b"my work")
    (student.folder / "plane.py").unlink()
    (student.folder / "plane.py").symlink_to(elsewhere)

    student.run("--reset", "plane")

    assert (student.folder / "plane.py").is_symlink()
    assert (elsewhere.read_bytes(), (tmp_path / "plane.py.backup-1").read_bytes()) == (plane, b"my work")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        pytest.param(["aera"], "there is nothing to reset called aera: did you mean area?", id="misspelled"),
        pytest.param(["Zebra"], "called Zebra; it may be an exercise, or a file of yours", id="nothing like it"),
        pytest.param(["test_plane.py"], "there is nothing to reset called test_plane.py", id="not the student's"),
        pytest.param(["../plane"], "there is nothing to reset called ../plane", id="another folder"),
        pytest.param([], "say what to reset: an exercise, or a file of yours", id="nothing"),
    ],
)
def test_anything_else_changes_nothing(student, plane, arguments, sentence):
    student.write("plane.py", b"my work")

    run = student.run("--reset", *arguments)

    assert sentence in run.shown
    assert (mine(student), run.code) == (b"my work", 4)
    assert not list(student.folder.glob("plane.py.*"))
