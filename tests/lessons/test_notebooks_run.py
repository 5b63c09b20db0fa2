"""Every notebook runs from top to bottom: with stubs it shows only placeholders, with the solutions every picture."""

from __future__ import annotations

import shutil
import subprocess
import sys
import uuid
from concurrent.futures import ThreadPoolExecutor

import nbformat
import pytest

from tests.at_home import environment
from tests.lessons.notebooks import LESSONS, NEEDS_NOBODY, sources_of

EXECUTE = """
import sys, nbformat
from nbclient import NotebookClient
path, folder = sys.argv[1:]
made = nbformat.read(path, as_version=4)
NotebookClient(made, timeout=240, kernel_name="python3", resources={"metadata": {"path": folder}}).execute()
nbformat.write(made, path)
"""
ONE_THREAD = {"OMP_NUM_THREADS": "1"}  # two kernels run at a time; with more threads they wait for each other


def run(folder, sources, place):
    """Run cells in a real kernel; return the outputs of each. nbclient leaves sockets open: it has its own process."""
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    path = place / f"{uuid.uuid4().hex}.ipynb"
    nbformat.write(made, path)
    done = subprocess.run(
        [sys.executable, "-c", EXECUTE, str(path), str(folder)],
        env=environment(**ONE_THREAD),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return [cell.outputs for cell in nbformat.read(path, as_version=4).cells]


@pytest.fixture(scope="module")
def executed(solved, tmp_path_factory):
    """What one who has finished sees below each cell, by lesson and cell; two lessons are run at a time."""
    place = tmp_path_factory.mktemp("executed")

    def execute(lesson):
        sources = sources_of(solved, lesson)
        return dict(zip(sources, run(solved, sources, place), strict=True))

    with ThreadPoolExecutor(2) as pool:
        return dict(zip(LESSONS, pool.map(execute, LESSONS), strict=True))


@pytest.fixture(scope="module")
def look(stubs, open_reader):
    """A reader who has not begun."""
    return open_reader(stubs)


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_first_cell_sets_up_and_says_nothing(executed, lesson):
    first, outputs = next(iter(executed[lesson].items()))

    assert first.startswith("%load_ext autoreload\n%autoreload 2 --hide-errors\nimport numpy as np\nimport pictures\n")
    assert outputs == []


@pytest.mark.parametrize("lesson", LESSONS)
def test_one_who_has_finished_sees_every_picture_once(executed, lesson):
    for source, outputs in list(executed[lesson].items())[1:]:
        assert [output.output_type for output in outputs] == ["execute_result"], source
        assert not outputs[0].data["text/plain"].startswith("a placeholder"), source
        assert len(outputs[0].data["text/html"]) > 10_000, source


@pytest.mark.parametrize("lesson", LESSONS)
def test_one_who_has_not_begun_sees_what_each_picture_needs(look, stubs, lesson):
    for source in sources_of(stubs, lesson)[1:]:
        cell = source.splitlines()[-1]
        seen = look(cell)

        assert seen.printed == ""
        assert seen.warned == []
        assert seen.png > 5_000, cell
        if cell not in NEEDS_NOBODY:
            assert any(" needs " in note or "not written yet" in note for note in seen.notes), (cell, seen.notes)
            assert not any("Error" in note for note in seen.notes), (cell, seen.notes)


def test_the_warmup_runs_before_anything_is_written(stubs, tmp_path):
    first, *exercises = sources_of(stubs, "warmup")

    outputs = run(stubs, [first, *exercises], tmp_path)

    assert [len(below) for below in outputs] == [1] * 11
    assert {below[0].data["text/plain"].partition(":")[0] for below in outputs[1:]} == {"Not written yet"}


def test_a_page_that_knows_sliders_gets_them_and_any_other_the_picture(executed):
    for lesson, cell in (("perceptron", "weights(perceptron)"), ("optimizer", "learning_rate(optimizer)")):
        shown = executed[lesson][f"pictures.sliders.{cell}"][0].data

        assert "application/vnd.jupyter.widget-view+json" in shown
        assert shown["text/html"].startswith("<img alt=")


def test_a_broken_file_ends_in_a_placeholder_and_a_fixed_one_in_a_picture(stubs, tmp_path):
    folder = shutil.copytree(stubs, tmp_path / "exercises")
    stub = 'raise NotImplementedError("relu is not written yet")'
    text = (stubs / "forward.py").read_text(encoding="utf-8")
    for name, line in {"bad": "retrun x", "good": "return x * (x > 0)"}.items():
        (tmp_path / f"{name}.py").write_text(text.replace(stub, line), encoding="utf-8")
    save = "import shutil; _ = shutil.copy('../{}.py', 'forward.py')"
    picture = "pictures.forward.activations(forward, 'relu')"
    first = sources_of(stubs, "forward")[0]

    outputs = run(folder, [first, picture, save.format("bad"), picture, save.format("good"), picture], tmp_path)

    assert [output.output_type for below in outputs for output in below] == ["execute_result"] * 3
    needed, broken, fixed = (outputs[at][0].data["text/plain"] for at in (1, 3, 5))
    assert "This picture needs relu from forward.py." in needed
    assert "is not Python yet: invalid syntax" in broken
    assert fixed.startswith("the six activations")
