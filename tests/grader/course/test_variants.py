"""Numbers of one's own: drawn by a key and an id alone; the key is never lost in silence."""

from __future__ import annotations

import os
import stat
from collections import Counter

import pytest
import yaml

from grader.course.loading import CourseError, load_course
from grader.course.variants import KEY_FILE, as_module, key_of, make_key, need_key, numbers_of

COURSE = {
    "name": "waves",
    "title": "Waves",
    "modules": [
        {
            "name": "waves",
            "weight": 10,
            "exercises": [
                {"name": "speed", "points": 1, "tier": "core", "minutes": 5, "variant": {"kmh": [3, 5, 7, 9]}},
                {"name": "plain", "points": 1, "tier": "core", "minutes": 5},
                {
                    "name": "place",
                    "points": 1,
                    "tier": "core",
                    "minutes": 5,
                    "variant": {"seed": {"least": 1, "most": 1000}, "town": ["Oslo", "Rome"], "data": [[1, 2], [3, 4]]},
                },
            ],
        }
    ],
    "assignments": [{"name": "waves", "modules": ["waves"]}],
}
KEY = bytes(range(32))


@pytest.fixture
def write(tmp_path):
    """Write a course.yaml with other variants of the first exercise."""

    def written(variant=None, **module):
        raw = yaml.safe_load(yaml.safe_dump(COURSE))
        if variant is not None:
            raw["modules"][0]["exercises"][0]["variant"] = variant
        raw["modules"][0].update(module)
        if "name" in module:
            raw["assignments"][0]["modules"] = [module["name"]]
        (tmp_path / "course.yaml").write_text(yaml.safe_dump(raw), encoding="utf-8")
        return tmp_path

    return written


@pytest.fixture
def course(write):
    return load_course(write())


def test_numbers_come_from_the_course_and_are_the_same_every_time(course):
    numbers = numbers_of(course, KEY, "ada")

    assert list(numbers) == ["speed", "place"]
    assert numbers["speed"].kmh in (3, 5, 7, 9)
    assert 1 <= numbers["place"].seed <= 1000
    assert numbers["place"].town in ("Oslo", "Rome")
    assert numbers["place"].data in ([1, 2], [3, 4])
    assert numbers == numbers_of(course, KEY, "ada")


def test_students_share_the_choices_evenly(course):
    drawn = Counter(numbers_of(course, KEY, f"student {i}")["speed"].kmh for i in range(400))

    assert sorted(drawn) == [3, 5, 7, 9]
    assert min(drawn.values()) > 60


def test_another_key_gives_other_numbers(course):
    everybody = [f"student {i}" for i in range(20)]
    one, other = ([numbers_of(course, key, who)["place"].seed for who in everybody] for key in (KEY, KEY[::-1]))

    assert sum(a == b for a, b in zip(one, other, strict=True)) < 3


def test_what_is_said_of_one_exercise_moves_no_number_of_another(course, write):
    before = numbers_of(course, KEY, "ada")["place"]

    after = numbers_of(load_course(write({"kmh": [1, 2], "more": [1, 2]})), KEY, "ada")["place"]

    assert before == after


def test_the_file_of_a_student_is_python_that_holds_the_numbers(course):
    numbers = numbers_of(course, KEY, 'ada "the first" """')
    found: dict = {}

    exec(as_module(numbers, "ada"), found)

    assert {name: found[name] for name in numbers} == numbers


@pytest.mark.parametrize(
    "variant",
    [
        3,
        None,
        "abc",
        [],
        [3],
        [1, {"a": 1}],
        [1, float("nan")],
        {"least": 5, "most": 5},
        {"least": 1},
        {"least": 1.5, "most": 3},
    ],
)
def test_what_nothing_can_be_drawn_from_is_refused(write, variant):
    wanted = r"exercises\[0\]\.variant\.kmh: expected at least two values such as \[2, 3, 5\], or whole numbers"

    with pytest.raises(CourseError, match=wanted):
        load_course(write({"kmh": variant}))


def test_a_name_that_python_cannot_write_is_refused(write):
    with pytest.raises(CourseError, match=r"variant: expected a Python name that .* as each key, got the text 'class'"):
        load_course(write({"class": [1, 2]}))


def test_a_module_cannot_have_the_name_of_the_students_file(write):
    with pytest.raises(CourseError, match=r"modules\[0\]\.name: expected another name"):
        load_course(write(name="variant"))


def test_a_key_is_made_once_and_is_its_owners_alone(course):
    path = make_key(course)
    assert path is not None
    key = key_of(course)

    assert make_key(course) is None
    assert (key_of(course), len(key)) == (key, 32)
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_without_a_key_nothing_is_graded(course):
    with pytest.raises(
        CourseError, match=r"variants\.key: expected the key that the students' numbers were drawn with"
    ):
        need_key(course)
    make_key(course)
    need_key(course)


@pytest.mark.parametrize("content", ["not hexadecimal", "abcd", "é" * 64, "00" * 33])
def test_a_damaged_key_is_never_taken_for_a_key_nor_for_none(course, content):
    (course.root / KEY_FILE).write_text(content, encoding="utf-8")

    for ask in (key_of, make_key, need_key):
        with pytest.raises(CourseError, match=r"variants\.key: expected 64 digits from 0 to f"):
            ask(course)
