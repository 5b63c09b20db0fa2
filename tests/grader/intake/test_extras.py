"""A student's own modules come along with the course's; no file takes the place of a library or of the course."""

from __future__ import annotations

import pytest

from tests.grader.conftest import write_tree


@pytest.fixture
def read(tmp_path, tiny_course):
    from grader.intake import read_class

    def _read(files):
        write_tree(tmp_path / "class" / "ada", files)
        (tmp_path / "class" / "hopper").mkdir()
        return read_class(tmp_path / "class", tiny_course, "ada")[0]

    return _read


def test_a_module_beside_the_courses_comes_along_and_is_listed(read):
    submission = read({"vectors.py": "import helpers", "helpers.py": "x = 1"})

    assert submission.extras == {"helpers": b"x = 1"}
    assert submission.flags == ("own modules, which the others may import: helpers",)
    assert not submission.needs_human


def test_a_package_of_ones_own_comes_along_too(read):
    submission = read({"vectors.py": "", "tools/__init__.py": "y = 2", "tools/plots.py": "x = 1"})

    assert submission.own_files() == {"tools/__init__.py": b"y = 2", "tools/plots.py": b"x = 1"}


def test_own_modules_lie_where_the_courses_modules_lie(read):
    submission = read({"exercises/vectors.py": "import helpers", "exercises/helpers.py": "x = 1"})

    assert submission.extras == {"helpers": b"x = 1"}


@pytest.mark.parametrize(
    ("file", "like"),
    [
        pytest.param("random.py", "Python's own module random", id="standard library"),
        pytest.param("numpy.py", "the package numpy", id="package"),
        pytest.param("numpy/core.py", "the package numpy", id="folder of a package"),
        pytest.param("matplotlib.py", "the package matplotlib", id="plotting"),
        pytest.param("solutions.py", "a part of the course, solutions", id="course"),
        pytest.param("vectors/inner.py", "a part of the course, vectors", id="folder of a module"),
    ],
)
def test_a_taken_name_is_refused_in_a_sentence_and_shadows_nothing(read, file, like):
    submission = read({"vectors.py": "", file: "x = 1"})

    assert submission.extras == {}
    assert submission.flags == (f"{file} is named like {like} and was left out: give it another name",)


def test_what_python_could_not_import_stays_an_ignored_file(read):
    submission = read({"vectors.py": "", "my helpers.py": "", "class.py": "", "notes.txt": ""})

    assert submission.extras == {}
    assert submission.flags == ("ignored 3 other files: class.py, my helpers.py, notes.txt",)


def test_a_file_that_may_be_meant_as_a_module_is_remarked_upon_and_can_be_imported(read):
    submission = read({"vectors.py": "import vectors_helpers", "vectors_helpers.py": "x = 1"})

    assert submission.extras == {"vectors_helpers": b"x = 1"}
    assert "not graded, though named almost like a module: vectors_helpers.py" in submission.flags


def test_too_much_is_left_out_and_a_human_asked(read):
    submission = read({"vectors.py": "", **{f"own_{number:02}.py": "" for number in range(51)}})

    assert len(submission.extras) == 50
    assert submission.needs_human
    assert "own_50.py was left out: at most 50 modules of one's own, of 4 MB together, are read" in submission.flags


def test_a_change_in_an_own_module_makes_another_hand_in(read, tmp_path, tiny_course):
    from grader.intake import read_class

    first = read({"vectors.py": "import helpers", "helpers.py": "x = 1"})
    write_tree(tmp_path / "class" / "ada", {"helpers.py": "x = 2"})

    assert read_class(tmp_path / "class", tiny_course, "ada")[0].content_key() != first.content_key()
