"""The grade document: one form, the same bytes every time, whatever a student is called."""

from __future__ import annotations

import copy
import json

import fastjsonschema
import pytest

from grader.grade.results import to_json, validate
from grader.grade.score import ungraded
from grader.submission import Submission


@pytest.fixture
def grade(tiny_course):
    return ungraded(tiny_course, Submission("ada", {}), "a test", "process", None)


@pytest.mark.parametrize("name", ["Ada Lovelace", "小野", "🦊", 'a"b\\c', "new\nline", "g\udcf6del"])
def test_a_document_is_utf8_and_gives_every_name_back(grade, name):
    grade["student"] = name

    assert json.loads(to_json(grade).decode("utf-8"))["student"] == name


def test_names_stay_readable_in_the_file(grade):
    grade["student"] = "小野"

    assert "小野".encode() in to_json(grade)


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

    validate(grade)
    with pytest.raises(fastjsonschema.JsonSchemaException):
        validate(broken)
