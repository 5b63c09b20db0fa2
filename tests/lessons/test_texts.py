"""The lessons' texts agree with course.yaml, lead to every exercise, and give no answer away."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GIVEN = {"rng=np.random.default_rng(seed)", "for_inrange(epochs):"}  # nobody could write them in another way
LESSONS = ["perceptron", "forward", "backward", "loss", "optimizer", "hands_on"]
BOX = re.compile(
    r"> \*\*Exercise: `(?P<name>\w+)`\*\* in `(?P<file>[\w.]+)` · (?P<stars>[★☆]{3}) · about (?P<minutes>\d+) minutes?"
    r" · (?P<tier>\w+)\n>\n> `pytest -k (?P<command>\w+)`"
    r"\n\n<details><summary>How do I start\?</summary>\n\n(?P<fold>.+?)\n\n</details>",
    re.DOTALL,
)


def boxes(lesson: str) -> list[dict[str, str]]:
    text = (ROOT / "solutions" / "lessons" / f"{lesson}.md").read_text(encoding="utf-8")
    found = [match.groupdict() for match in BOX.finditer(text)]
    assert len(found) == text.count("**Exercise:"), "every box has the same form"
    return found


def stars(points: int) -> str:
    return "★☆☆" if points == 1 else "★★☆" if points <= 3 else "★★★"


def test_every_module_has_a_lesson(course):
    assert [module.name for module in course.modules] == LESSONS


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_leads_to_every_exercise_of_its_module_once(course, lesson):
    module = next(module for module in course.modules if module.name == lesson)

    assert Counter(box["name"] for box in boxes(lesson)) == Counter(e.name for e in module.exercises)


@pytest.mark.parametrize("lesson", LESSONS)
def test_file_stars_minutes_tier_and_command_are_those_of_the_course(course, lesson):
    module = next(module for module in course.modules if module.name == lesson)
    facts = {e.name: (f"{lesson}.py", stars(e.points), str(e.minutes), e.tier.value, e.name) for e in module.exercises}

    shown = {b["name"]: (b["file"], b["stars"], b["minutes"], b["tier"], b["command"]) for b in boxes(lesson)}

    assert shown == facts


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_fold_asks_and_says_the_first_step(lesson):
    for box in boxes(lesson):
        assert "?" in box["fold"], box["name"]
        assert "First step:" in box["fold"], box["name"]


def test_no_line_of_a_solution_stands_in_a_lesson_or_a_picture(stubs, course):
    solved = set()
    for module in course.modules:
        source = (ROOT / "solutions" / f"{module.name}.py").read_text(encoding="utf-8")
        for body in re.findall(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", source, re.DOTALL):
            solved |= {"".join(line.split()) for line in body.splitlines() if len("".join(line.split())) >= 20} - GIVEN
    assert len(solved) > 100

    for path in [*stubs.glob("*.ipynb"), *stubs.glob("pictures/*.py")]:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".ipynb":
            text = "\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"])
        lines = {"".join(line.split()) for line in text.splitlines()}
        assert sorted(lines & solved) == [], path.name
