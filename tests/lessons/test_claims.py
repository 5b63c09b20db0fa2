"""What a lesson says of its pictures is what the solutions give: its figures are looked up, not believed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from tests.at_home import environment

LESSONS = Path(__file__).parents[2] / "solutions" / "lessons"
# Prints the words of the pictures that the texts speak of, and what these draw.
LOOK = """
import json
import numpy as np
import pictures
from pictures import memory, practice, valleys
from pictures.perceptron import _iris
perceptron, forward, backward, loss, optimizer, hands_on = map(
    pictures.student, "perceptron forward backward loss optimizer hands_on".split())
walk, curvature = memory._follow(loss, reg=0.0), np.array([1.0, 60.0])
digits, iris = practice.digits(), np.load("data/iris.npz")
by_heart = practice.follow(hands_on, forward, loss, practice.digits(100), rounds=25, epochs=3, lr=1e-2, reg=0.0)
said = practice.predicted(hands_on, digits.X_unseen, practice.reader(hands_on)[-1])
score = np.arange(30, 40, 0.01)
rows = iris["features"], np.where(iris["labels"] == 1, 1, -1)
print(json.dumps({
    "training": pictures.perceptron.training(perceptron).words(),
    "xor": pictures.limits.one_line(perceptron).words(),
    "v": pictures.backward.error_against_h(backward).words(),
    "curve": pictures.hands_on.loss_curve(hands_on, forward, loss).words(),
    "misread": pictures.hands_on.misread(hands_on, forward).words(),
    "ninety": pictures.ninety_minutes.training(forward, backward, loss, optimizer, hands_on).words(),
    "shuffled": [int(m) for m in perceptron.perceptron_train(*_iris(1), epochs=15)[2]],
    "sorted": [int(m) for m in perceptron.perceptron_train(*rows, epochs=14)[2]],
    "walk": [walk.steps, walk.training, walk.validation],
    "naive_end": float(max(score[1 / (1 + np.exp(-score)) < 1])),
    "heights": {rule: float(valleys.height(valleys.path(optimizer, rule, curvature, 60, look[3]), curvature)[-1])
                for rule, look in valleys.LOOKS.items()},
    "rate": valleys.LOOKS["sgd"][3]["lr"],
    "confusion": hands_on.confusion_matrix(digits.y_unseen, said, 10).tolist(),
    "by_heart": [(look.loss, look.loss_unseen) for look in by_heart],
    "batches": -(-len(digits.y) // 32),
}, default=float))
"""


@pytest.fixture(scope="module")
def found(solved):
    """What one who has finished finds in the pictures."""
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", LOOK], cwd=solved, env=environment(), capture_output=True,
        encoding="utf-8", timeout=180,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout.splitlines()[-1])


def says(lesson: str, sentence: str) -> bool:
    """Say whether a sentence stands in a lesson, wherever its lines break."""
    text = (LESSONS / f"{lesson}.md").read_text(encoding="utf-8")
    return sentence in " ".join(text.split())


def test_the_epochs_in_which_the_perceptron_learns(found):
    epochs = re.findall(r"learned: no mistake in epoch (\d+)|still mistakes", found["training"])

    assert says("perceptron", "OR is learned in epoch 6, AND and NAND in epoch 9, and the flower *Iris setosa* is told")
    assert says("perceptron", "from its two sisters in epoch 2.")
    assert epochs == ["9", "6", "9", "", "2", ""]


def test_versicolor_is_wrong_about_55_times_of_150_when_shuffled_and_twice_or_three_times_when_sorted(found):
    assert says("perceptron", "about 55 of 150 flowers are wrong in every epoch")
    assert 50 < np.mean(found["shuffled"]) < 60
    assert says("perceptron", "only two or three mistakes in an epoch")
    assert set(found["sorted"]) == {2, 3}


def test_no_line_gets_more_than_three_corners_of_xor(found):
    assert says("perceptron", "On the right 3,600 lines have been tried, of 72 directions and at 50 distances")
    assert "3,600 lines: the best has accuracy 0.75" in found["xor"]


def test_the_best_step_of_the_numerical_gradient(found):
    best = float(re.findall(r"best here: h = (\S+)\.", found["v"])[0])

    assert says("backward", "The best step lies between $10^{-6}$ and $10^{-5}$")
    assert 1e-6 < best < 1e-5


def test_the_training_loss_goes_down_in_every_step_and_the_validation_loss_turns_around(found):
    steps, training, validation = found["walk"]

    assert says("loss", "The training loss goes down in every step.")
    assert all(later < earlier for earlier, later in pairwise(training))
    assert says("loss", "(about step 50)")
    assert 40 < steps[int(np.argmin(validation))] < 60
    assert validation[-1] > 3 * min(validation)


def test_the_naive_loss_ends_a_little_below_37(found):
    assert says("loss", "A little below $z = 37$.")
    assert 36.5 < found["naive_end"] < 37


def test_sgd_is_last_in_the_valley_and_its_rate_nearly_the_largest(found):
    core = {rule: found["heights"][rule] for rule in ("sgd", "momentum", "rmsprop", "adam")}

    assert says("optimizer", "Plain gradient descent is last here, although its learning rate is nearly the largest")
    assert max(core, key=core.__getitem__) == "sgd"
    assert 0.9 < found["rate"] / (2 / 60) < 1


def test_all_pictures_of_the_digits_show_the_same_network(found):
    curve = re.findall(r"Test: ([\d.]+) % right", found["curve"])[0]
    misread = re.findall(r"\(([\d.]+) % right\)", found["misread"])[0]

    assert says("hands_on", "The pictures further below look at this same network")
    assert curve == misread


def test_others_are_taken_for_a_one_most_often_and_two_for_each_other(found):
    wrong = np.array(found["confusion"])
    np.fill_diagonal(wrong, 0)

    assert says("hands_on", "With our functions it is the 1: a 2, a 6, an 8 and a 9 are read as a 1.")
    assert np.argmax(wrong.sum(axis=0)) == 1
    assert np.flatnonzero(wrong[:, 1]).tolist() == [2, 6, 8, 9]
    assert says("hands_on", "Only the 1 and the 9 are taken for each other in both directions, once each.")
    assert np.argwhere((wrong > 0) & (wrong.T > 0)).tolist() == [[1, 9], [9, 1]]
    assert wrong[1, 9] == wrong[9, 1] == 1


def test_by_heart_the_training_loss_vanishes_and_the_loss_on_unseen_digits_turns_around(found):
    training, unseen = np.array(found["by_heart"]).T

    assert says("hands_on", "It soon knows its 100 digits by heart: the training loss goes to 0.")
    assert training[-1] < 1e-3
    assert 0 < np.argmin(unseen) < 15
    assert unseen[-1] > 2 * unseen.min()


def test_the_ninety_minute_network_takes_540_steps_and_learns_to_read(found):
    assert says("hands_on", "it calls *your* functions in the right order, 540 times")
    assert 12 * found["batches"] == 540
    assert float(re.findall(r"never seen: ([\d.]+) % right", found["ninety"])[0]) > 90
