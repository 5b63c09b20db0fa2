"""Every picture is sharp, has words for those who do not see it, and can be read on a dark page."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.at_home import environment
from tests.lessons.notebooks import LESSONS, sources_of


@pytest.fixture(scope="module")
def look(solved, open_reader):
    """A reader who has finished."""
    return open_reader(solved)


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_words_for_a_picture_say_what_it_shows(look, solved, lesson):
    for source in sources_of(solved, lesson)[1:]:
        words = look(source.splitlines()[-1], render=False).shown

        assert len(words.split()) > 8, source
        assert len(words) < 1600, source
        assert [mark for mark in ("$", "\\", "<", "Draw ", "object at") if mark in words] == [], words


def test_the_words_say_what_the_students_function_gave(look, solved):
    gates = "pictures.perceptron.gates(perceptron)"
    text = (solved / "perceptron.py").read_text(encoding="utf-8")
    wrong = text + "\ndef gate_weights(name):\n    return np.array([1.0, 1.0]), -0.5\n"

    before, after = look(gates, render=False), look(gates, render=False, perceptron=wrong)
    look("1", perceptron=text)

    assert "AND: all right" in before.shown
    assert "AND: 2 wrong" in after.shown


def test_a_notebook_gets_an_image_with_words_and_two_dots_for_each_dot_of_a_plain_screen(look):
    shown = look("pictures.forward.layer(forward)._repr_html_()", render=False).shown
    size = look("__import__('struct').unpack('>II', pictures.forward.layer(forward).png()[16:24])", render=False).shown

    assert shown.startswith("'<img alt=\"one layer as tables of numbers")
    assert 'width="1000"' in shown
    assert size == "(2000, 540)"


# Draws on a white page and on a dark one, and prints for each how light the page is, and the contrast on it.
BY_NIGHT = """
import io, sys
import numpy as np
import pictures
from matplotlib.image import imread
space = {name: pictures.student(name) for name in "perceptron forward backward loss optimizer hands_on".split()}
for cell in sys.stdin.read().splitlines():
    for theme in (pictures.light, pictures.dark):
        theme()
        pixels = imread(io.BytesIO(eval(cell, {"pictures": pictures, **space}).png()))[..., :3].mean(axis=2)
        low, page, high = np.quantile(pixels, [0.001, 0.5, 0.999])
        print(round(float(page), 2), round(float(high - low), 2))
"""
EASY_TO_LOSE = [  # a table, an area, bars, numbers on arrows, circles, curves
    "pictures.forward.layer(forward)",
    "pictures.loss.columns(loss)",
    "pictures.loss.surprise(loss)",
    "pictures.graphs.gradients(backward)",
    "pictures.network.layers(3, 4, 2)",
    "pictures.optimizer.schedules(optimizer)",
]


def test_a_dark_page_is_dark_and_what_stands_on_it_is_light(solved):
    run = subprocess.run(
        [sys.executable, "-c", BY_NIGHT], cwd=solved, env=environment(), input="\n".join(EASY_TO_LOSE),
        capture_output=True, encoding="utf-8", timeout=120, check=True,
    )  # fmt: skip

    pages = [tuple(map(float, line.split())) for line in run.stdout.splitlines()]
    assert [page for page, _ in pages[0::2] if page < 0.85] == []
    assert [page for page, _ in pages[1::2] if page > 0.35] == []
    assert [contrast for _, contrast in pages if contrast < 0.6] == []


def test_where_matplotlib_is_missing_a_cell_says_what_to_install(stubs, tmp_path):
    (tmp_path / "matplotlib.py").write_text("raise ModuleNotFoundError('no matplotlib', name='matplotlib')\n")
    cells = "pictures.dark(); print(repr(pictures.hands_on.digits())); print(pictures.warmup.check(1, ...))"
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import pictures; {cells}"

    run = subprocess.run(
        [sys.executable, "-c", code], cwd=stubs, env=environment(), capture_output=True, encoding="utf-8", timeout=60
    )

    assert run.stderr == ""
    first, second = run.stdout.splitlines()
    assert first == "The pictures need matplotlib: python -m pip install -r requirements-lessons.txt"
    assert second.startswith("Not written yet")


def test_the_tables_in_a_terminal_need_no_matplotlib(stubs, tmp_path):
    (tmp_path / "matplotlib.py").write_text("raise ModuleNotFoundError('no matplotlib', name='matplotlib')\n")

    run = subprocess.run(
        [sys.executable, "-m", "pictures.first_wrong"], cwd=stubs, env=environment(PYTHONPATH=str(tmp_path)),
        capture_output=True, encoding="utf-8", timeout=60,
    )  # fmt: skip

    assert run.stderr == ""
    assert "Next: affine_forward" in run.stdout


def test_the_code_that_draws_figures_to_project_stays_at_home(solved):
    assert not [path for path in solved.rglob("*") if "demonstrations" in path.name]
