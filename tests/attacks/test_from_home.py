"""In the course itself a network that was trained at home earns nothing, wherever it is handed in.

Everybody has the digits, and the spirals are in a hundred notebooks: a hidden test asks for those that it has made.
"""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np

from grader.course.loading import load_course
from grader.suite.reference import load_reference

ROOT = Path(__file__).parents[2]
HAND_IN = """
import numpy as np

NETWORKS = {networks!r}

def train(X, y, params, epochs=1, **settings):
    network = {{name: np.array(value) for name, value in NETWORKS[X.shape[1] == 64].items()}}
    return {{"params": network, "loss": [0.1] * epochs, "accuracy": [1.0] * epochs}}

def solve_spiral(X, y):
    return train(X, y, None)["params"]
"""


def test_it_passes_no_hidden_test(tmp_path: Path):
    train = load_reference(load_course(ROOT / "course.yaml"))["hands_on"].train
    with np.load(ROOT / "exercises" / "data" / "digits.npz") as data:
        X, y = data["images"].reshape(-1, 64) / 16.0, data["labels"].astype(np.int64)
    digits = train(X, y, start(64, 64, 10), epochs=20, batch_size=64, lr=5e-3)["params"]
    of_spirals = train(*spirals(), start(2, 100, 3), epochs=40, batch_size=50, lr=2e-2)["params"]
    networks = [{name: value.round(4).tolist() for name, value in one.items()} for one in (of_spirals, digits)]
    path = tmp_path / "class" / "mallory" / "hands_on.py"
    path.parent.mkdir(parents=True)
    path.write_text(HAND_IN.format(networks=networks))

    command = [sys.executable, "-m", "grader", "run", str(tmp_path / "class"), "--out", str(tmp_path / "results")]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=300)

    grade = json.loads((tmp_path / "results" / "mallory.json").read_bytes())
    tests = [test for module in grade["modules"] for exercise in module["exercises"] for test in exercise["tests"]]
    assert [test["name"] for test in tests if test["outcome"] == "passed"] == []


def spirals() -> tuple[np.ndarray, np.ndarray]:
    """Return the points of some spirals as the notes of CS231n draw them, and their arms."""
    along, rng = np.linspace(0.0, 1.0, 100), np.random.default_rng(1)
    angles = [4 * (arm + along) + 0.2 * rng.normal(size=(5, 100)) for arm in range(3)]
    points = [(0.05 + 0.95 * along) * np.stack([np.sin(angle), np.cos(angle)]) for angle in angles]
    return np.concatenate([arm.reshape(2, -1).T for arm in points]), np.repeat(np.arange(3), 500)


def start(*sizes: int) -> dict[str, np.ndarray]:
    """Return a network to be trained."""
    params = {}
    for layer, (d, h) in enumerate(pairwise(sizes), 1):
        params[f"W{layer}"] = np.random.default_rng(layer).normal(scale=np.sqrt(2 / d), size=(d, h))
        params[f"b{layer}"] = np.zeros(h)
    return params
