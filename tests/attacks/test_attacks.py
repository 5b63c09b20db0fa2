"""Whatever a submission does, it gains no mark, learns no secret, harms no neighbour and leaves nothing behind."""

from __future__ import annotations

import base64
import codecs
import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from grader.grade.redaction import student_view
from tests.attacks import table
from tests.attacks.conftest import NEIGHBOURS, Run, World, shared_memory
from tests.attacks.techniques import Attack, all_attacks, all_techniques
from tests.grader.documents import as_dict, as_grade

EVERY_ATTACK = [pytest.param(attack, id=attack.student) for attack in all_attacks()]
AGAIN = ["t36-one-bit", "t36-many-lines", "t38-guess-again", "t43-previous-arguments"]


@pytest.fixture(scope="module")
def again(new_world: Callable[[], World], attacks: list[Attack]) -> Run:
    """Grade once more, in a world of their own, those that learn from one run for the next."""
    world = new_world()
    for attack in attacks:
        if attack.student in AGAIN:
            world.hand_in(attack.student, attack.files)
    return world.run("--jobs", "1")


def test_every_technique_has_a_number_of_its_own():
    numbers = [technique.number for technique in all_techniques()]

    assert numbers == sorted(set(numbers))
    assert numbers[:46] == list(range(1, 47))


def test_the_published_table_is_in_step():
    assert table.FILE.read_text(encoding="utf-8") == table.page(), "run `python -m tests.attacks.table`"


def test_the_run_ends_well_and_in_time(attacked: tuple[World, Run]):
    _, run = attacked

    assert run.code == 0, run.text
    assert len(run.results) == len(EVERY_ATTACK) + len(NEIGHBOURS)
    assert run.seconds < 300


@pytest.mark.parametrize("attack", EVERY_ATTACK)
def test_an_attack_earns_no_more_than_honest_work_in_its_place(
    attack: Attack, attacked: tuple[World, Run], honest: Run
):
    got, fair = (_grade(run, attack.student) for run in (attacked[1], honest))

    assert got["points"] <= fair["points"]
    assert got["bonus"] <= fair["bonus"]
    for exercise, points in _marks(got).items():
        assert points <= _marks(fair)[exercise], exercise


@pytest.mark.parametrize(
    "place",
    [
        *("forward", "backward", "test_forward", "test_hands_on", "home", "environment"),
        *("exercises_kit", "exercises_results", "exercises_ada"),
    ],
)
def test_no_secret_appears_in_a_result_or_on_the_terminal(place: str, attacked: tuple[World, Run]):
    world, run = attacked
    secret = world.canaries[place]

    for text in [run.text.encode(), *run.results.values()]:
        for spelling in (secret, secret[::-1], secret.encode().hex(), codecs.encode(secret, "rot13")):
            assert spelling.encode() not in text
        assert base64.b64encode(secret.encode())[:12] not in text


@pytest.mark.parametrize("neighbour", list(NEIGHBOURS))
def test_a_neighbour_gets_the_same_bytes_as_without_attackers(neighbour: str, attacked: tuple[World, Run], honest: Run):
    assert attacked[1].results[neighbour] == honest.results[neighbour]
    assert _grade(honest, neighbour)["points"] > 0


def test_nothing_is_left_behind(attacked: tuple[World, Run]):
    before = shared_memory()

    _, run = attacked

    assert run.left_processes == []
    assert run.left_files == []
    assert shared_memory() == before


def test_a_job_has_one_guest_and_one_to_compare_its_speed_with(attacked: tuple[World, Run], honest: Run):
    jobs = 2
    for run in (attacked[1], honest):
        assert 1 <= run.most_guests <= 2 * jobs


def test_no_attack_makes_the_suite_look_guilty(attacked: tuple[World, Run]):
    for name, content in attacked[1].results.items():
        flags = json.loads(content)["flags"]

        blame = ("failed by itself", "by no fault of the code", "no smaller inputs", "not diagnosed")
        assert not any(words in flag for flag in flags for words in blame), (name, flags)


def test_every_text_that_is_shown_prints(attacked: tuple[World, Run]):
    _, run = attacked

    for name, content in run.results.items():
        for text in _texts({**json.loads(content), "student": ""}):
            assert text.isprintable(), (name, text)
    assert all(line.isprintable() for line in run.text.split("\n"))


@pytest.mark.parametrize("student", ["t35-messages", "t37-wait", "t36-one-bit", "t36-many-lines", "t05-odd-stand-ins"])
def test_a_students_view_carries_no_hidden_input_out(student: str, attacked: tuple[World, Run], attacks: list[Attack]):
    source = next(attack.files["forward.py"] for attack in attacks if attack.student == student)
    assert isinstance(source, str)
    hidden = np.random.default_rng(1).normal(size=(4, 3)).ravel()  # as in the hidden suite

    view = as_dict(student_view(as_grade(_grade(attacked[1], student)), {"forward": source.encode()}))
    for module in view["modules"]:
        del module["sha256"]  # of the student's own file: whatever digits it has, they tell nothing
    text = json.dumps(view)

    for number in hidden:
        assert f"{abs(number):.3f}"[2:] not in text, text
        assert str(int(abs(number) * 1000)) + "_" not in text


@pytest.mark.parametrize("student", AGAIN)
def test_handing_in_the_same_again_tells_nothing_new(student: str, attacked: tuple[World, Run], again: Run):
    assert again.results[student] == attacked[1].results[student]


def test_without_a_jail_the_same_attack_finds_the_canaries(new_world: Callable[[], World], attacks: list[Attack]):
    """The control: what the tests above look for can be found."""
    world = new_world()
    spy = next(attack for attack in attacks if attack.student == "t03-exact-paths")  # it only reads
    world.hand_in(spy.student, spy.files)

    run = world.run("--isolation", "process", "--jobs", "1")

    for place in ("test_forward", "forward", "home"):
        assert world.canaries[place].encode() in run.results[spy.student]
    assert all(json.loads(content)["isolation"] == "process" for content in run.results.values())


def _grade(run: Run, student: str) -> dict[str, Any]:
    grades = (json.loads(content) for content in run.results.values())
    return next(grade for grade in grades if grade["student"] == student)


def _marks(grade: dict[str, Any]) -> dict[str, float]:
    return {exercise["name"]: exercise["points"] for module in grade["modules"] for exercise in module["exercises"]}


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for key, item in value.items() for text in [str(key), *_texts(item)]]
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    return [value] if isinstance(value, str) else []
