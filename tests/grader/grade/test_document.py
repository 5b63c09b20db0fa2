"""The grade document: one form, the same bytes every time, whatever a student is called."""

from __future__ import annotations

import copy
import json
from importlib import resources

import pytest

from grader.grade.document import Grade, NoGrade, schema
from grader.grade.score import ungraded
from grader.submission import Submission
from tests.grader.documents import as_dict, as_grade


@pytest.fixture
def grade(tiny_course):
    return as_dict(ungraded(tiny_course, Submission("ada", {}), "a test", "process", None))


@pytest.mark.parametrize("name", ["Ada Lovelace", "小野", "🦊", 'a"b\\c', "new\nline"])
def test_a_document_is_utf8_and_gives_every_name_back(grade, name):
    grade["student"] = name

    assert json.loads(as_grade(grade).to_json().decode("utf-8"))["student"] == name


def test_a_name_that_is_no_unicode_is_written_with_its_bytes_as_text(tiny_course):
    grade = ungraded(tiny_course, Submission("g\udcf6del", {}), "a test", "process", None)

    assert Grade.from_json(grade.to_json()).student == "g\\udcf6del"


def test_the_schema_in_the_package_is_the_one_of_the_class():
    beside = resources.files("grader.grade").joinpath("schema.json").read_text(encoding="utf-8")

    assert beside == schema(), "run `python -m grader.grade.document > grader/grade/schema.json`"


def test_names_stay_readable_in_the_file(grade):
    grade["student"] = "小野"

    assert "小野".encode() in as_grade(grade).to_json()


@pytest.mark.parametrize(
    ("path", "value"),
    [
        pytest.param(["version"], 2, id="version"),
        pytest.param(["points"], -1, id="negative marks"),
        pytest.param(["points"], "1", id="marks as text"),
        pytest.param(["isolation"], "none", id="isolation"),
        pytest.param(["seconds"], 1.0, id="unknown key"),
        pytest.param(["modules", 0, "sha256"], "abc", id="digest"),
        pytest.param(["modules", 0, "exercises", 0, "status"], "good", id="status"),
        pytest.param(["modules", 0, "exercises", 0, "tests"], [], id="no tests"),
        pytest.param(["modules", 0, "exercises", 0, "tests", 0, "outcome"], "skipped", id="outcome"),
        pytest.param(["modules", 0, "exercises", 0, "tests", 0, "weight"], 0, id="weight"),
    ],
)
def test_anything_else_is_no_document(grade, path, value):
    broken = copy.deepcopy(grade)
    place = broken
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value

    as_grade(grade)
    with pytest.raises(NoGrade, match="expected a grade document: at " + ".*".join(str(key) for key in path)):
        Grade.from_json(json.dumps(broken).encode())


def test_nothing_in_the_file_acts_on_a_terminal_that_shows_it(grade):
    grade["student"] = "eve\x9b31m\x9d0;title\x9c mal\u202egnp.exe\x07\u2066\U000e0001\xa0"
    grade["flags"] = ["\x1b[2J\u2028"]

    content = as_grade(grade).to_json().decode("utf-8")

    assert all(letter.isprintable() or letter == "\n" for letter in content)
    assert json.loads(content)["student"] == grade["student"]
