"""The board recognises common mistakes with a whole file, and says what to do instead of what Python says."""

from __future__ import annotations

import json

import pytest


@pytest.mark.parametrize(
    ("before", "sentence"),
    [
        pytest.param("%matplotlib inline\n", "! plane.py line 1 is a command of a notebook: take it out", id="magic"),
        pytest.param("get_ipython().magic('x')\n", "! plane.py line 1 is a command of a notebook", id="get_ipython"),
        pytest.param("<<<<<<< a\n=======\n>>>>>>> b\n", "! plane.py line 1 is a mark of git (<<<<<<<)", id="conflict"),
        pytest.param("x = “a”\n", "! plane.py line 1 has the character “ (U+201C)", id="quote"),
    ],
)
def test_a_file_that_is_no_python_says_why(finished, before, sentence):
    finished.write("plane.py", before + (finished.folder / "plane.py").read_text())

    assert sentence in finished.run("test_plane.py").shown


def test_an_empty_file_says_so(student):
    student.write("plane.py", "")

    shown = student.run("test_plane.py").shown
    assert "! plane.py is empty: hand in the one with your work (a fresh one: pytest --reset plane.py)" in shown
    assert "3 blocked" in shown


def test_code_below_the_stubs_raise_is_wrong_and_not_unstarted(student):
    text = (student.folder / "plane.py").read_text()
    raising = 'raise NotImplementedError("area is not written yet")'
    student.write("plane.py", text.replace(raising, f"{raising}\n    return width * height"))

    shown = student.run("test_plane.py").shown

    assert "still raises NotImplementedError before your code of area is reached: take that line out" in shown
    assert "1 wrong (area)" in shown


def test_a_stub_that_wins_over_the_students_function_is_wrong(student):
    text = (student.folder / "plane.py").read_text()
    student.write("plane.py", f"def area(width, height):\n    return width * height\n\n\n{text}")

    assert "plane.py defines area twice, and Python takes the last one" in student.run("test_plane.py").shown


@pytest.mark.parametrize("file", ["plane_final.py", "plane.ipynb", "my work.py"])
def test_work_in_another_file_beside_an_untouched_stub_is_found(student, file):
    code = "def area(w, h):\n    return w * h\n"
    cells = {"cells": [{"cell_type": "code", "source": code}]}
    student.write(file, json.dumps(cells) if file.endswith("ipynb") else code)

    sentence = f"- plane.py is as it was handed out, but {file} defines area: put that into plane.py"
    assert sentence in student.run("test_plane.py").shown
    assert sentence not in student.run("test_tortoise.py").shown
    assert sentence.replace("-", "  !", 1) in student.run("--hand-in").shown


@pytest.mark.parametrize("code", ["def area(w, h): return 1\n", "area = lambda w, h: 1"])
def test_work_in_the_lessons_own_notebook_is_found(student, code):
    course = json.loads((student.folder / "course.json").read_text())
    student.write("course.json", json.dumps({**course, "generated": [*course["generated"], "plane.ipynb"]}))
    student.write("plane.ipynb", json.dumps({"cells": [{"cell_type": "code", "source": code}]}))

    shown = student.run("test_plane.py").shown

    assert "- plane.py is as it was handed out, but plane.ipynb defines area: put that into plane.py" in shown


def test_a_folder_with_the_name_of_a_library_is_not_taken_for_it(finished):
    (finished.folder / "colorsys").mkdir()
    finished.write("colorsys/__init__.py", "")
    finished.write("plane.py", "from colorsys import rgb_to_hsv\n" + (finished.folder / "plane.py").read_text())

    run = finished.run()

    assert run.code == 0
    assert "! colorsys/ has the name of a library, and is left out when your work is graded" in run.shown


def test_a_helper_with_the_name_of_a_library_is_refused_as_by_the_grader(finished):
    finished.write("colorsys.py", "half = 0.5\n")
    finished.write("plane.py", "from colorsys import half\n" + (finished.folder / "plane.py").read_text())

    assert "! colorsys.py has the name of a library, and is left out when your work is graded" in (
        finished.run("test_plane.py").shown
    )


def test_code_for_another_version_says_which(finished):
    file = (finished.folder / "plane.py").read_text()
    finished.write("plane.py", f"from collections import Mapping\n{file}")

    assert "this may need Python 3.9 or older; here it is Python 3." in finished.run("test_plane.py").shown


def test_an_error_state_set_in_a_file_decides_no_test(finished):
    file = (finished.folder / "plane.py").read_text()
    finished.write("plane.py", f"import numpy as np\nnp.seterr(all='raise')\n{file}")
    finished.write(
        "test_own.py", "import numpy as np\nimport plane\n\ndef test_it():\n    assert np.geterr()['over'] == 'warn'\n"
    )

    assert finished.run().code == 0


_NOT_THERE = "! plane.py imports pydantic, which is not there when it is graded: take that import out"


def test_a_package_that_is_installed_here_and_not_there_when_it_is_graded_is_refused(finished):
    file = (finished.folder / "plane.py").read_text()
    finished.write("plane.py", f"import math, pydantic\n{file}")

    shown = finished.run("test_plane.py").shown

    assert f"{_NOT_THERE}\n        plane.py, line 1:  import math, pydantic" in shown
    assert "3 blocked" in shown


def test_a_package_that_a_helper_imports_is_refused_as_well(finished):
    finished.write("helpers.py", "import pydantic\n")
    finished.write("plane.py", "import helpers\n" + (finished.folder / "plane.py").read_text())

    assert "imports pydantic, which is not there when it is graded" in finished.run("test_plane.py").shown


def test_a_package_that_a_function_imports_is_refused_where_it_is_called(finished):
    text = (finished.folder / "plane.py").read_text()
    finished.write("plane.py", text.replace("return width", "import pydantic\n    return width", 1))

    shown = finished.run("test_plane.py").shown

    assert "ModuleNotFoundError: pydantic is not there when it is graded" in shown
    assert "\n    take that import out\n" in shown


def test_a_package_that_is_not_installed_and_that_a_function_imports_is_told_with_the_cure(finished):
    text = (finished.folder / "plane.py").read_text()
    finished.write("plane.py", text.replace("return width", "import sklearn\n    return width", 1))

    cure = "is its name right? If so, take that import out: it is not there when your work is graded"
    assert f"No module named 'sklearn'\n    {cure}\n" in finished.run("test_plane.py").shown


def test_numpy_in_a_course_of_plain_python_is_not_said_to_be_missing(finished):
    facts = json.loads((finished.folder / "course.json").read_text())
    finished.write("course.json", json.dumps({**facts, "packages": []}))
    text = (finished.folder / "plane.py").read_text()

    finished.write("plane.py", f"import numpy\n{text}")
    at_the_top = finished.run("test_plane.py").shown
    finished.write("plane.py", text.replace("return width", "import numpy\n    return width", 1))
    inside = finished.run("test_plane.py").shown

    assert "! plane.py imports numpy, which this course does without: take that import out" in at_the_top
    assert "ModuleNotFoundError: numpy is not used in this course\n    take that import out\n" in inside


@pytest.mark.parametrize("statement", ["import heavy.part", "from heavy import part", "from heavy.part import WHAT"])
def test_what_a_package_needs_to_be_imported_is_not_the_students_time(finished, statement):
    facts = json.loads((finished.folder / "course.json").read_text())
    finished.write("course.json", json.dumps({**facts, "packages": ["heavy"]}))
    (finished.folder / "heavy").mkdir()
    finished.write("heavy/__init__.py", "")
    finished.write("heavy/part.py", "import time\n\ntime.sleep(0.7)\nWHAT = 1\n")
    finished.write("plane.py", f"{statement}\n" + (finished.folder / "plane.py").read_text())

    assert "an endless loop?" not in finished.run("test_tortoise.py", "-o", "seconds_per_test=0.5").shown


def test_test_files_of_ones_own_import_what_they_like(finished):
    finished.write("test_own.py", "import pydantic\n\ndef test_it():\n    assert pydantic.VERSION\n")

    assert finished.run().code == 0


def test_what_packages_of_the_course_bring_along_is_there(student, course_root):
    facts = json.loads((student.folder / "course.json").read_text())
    student.write("course.json", json.dumps({**facts, "packages": ["numpy", "pydantic"]}))
    student.write("plane.py", "import pydantic_core\nimport seaborn_of_nobody\n")

    shown = student.run("test_plane.py").shown

    assert "! plane.py imports seaborn_of_nobody, which is not installed" in shown
