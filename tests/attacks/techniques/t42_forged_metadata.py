"""Edited grade cells and metadata, forged logs and timestamps

Tried: hand in a notebook whose grade cells carry other points, results of an earlier run, a timestamp of last week.

Stopped: no file but the modules counts, and marks come from the course alone.
"""

import json

NOTEBOOK = json.dumps(
    {
        "cells": [
            {
                "cell_type": "code",
                "execution_count": 1,
                "metadata": {"nbgrader": {"grade": True, "grade_id": "relu", "points": 1000, "locked": False}},
                "outputs": [{"output_type": "stream", "name": "stdout", "text": "10/10"}],
                "source": "assert True",
            }
        ],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
)
FORWARD = "def relu(x):\n    return x\n"

VARIANTS = {
    "notebook": {"forward.ipynb": NOTEBOOK},
    "notebook beside": {"forward.ipynb": NOTEBOOK, "forward.py": FORWARD},
    "results": {
        "results/aaron.json": '{"points": 100}',
        "grade.json": '{"points": 100}',
        ".grader/t42-results.key": "0",
        "timestamp.txt": "2001-01-01 00:00:00 UTC",
        "course.yaml": "name: mallory",
        "forward.py": FORWARD,
    },
}
