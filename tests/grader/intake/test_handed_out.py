"""A file as it was handed out is told from work."""

from __future__ import annotations

from grader.intake.handed_out import is_released_notebook


def test_a_notebook_of_nbgraders_is_told_from_work_in_it():
    released = b'{"cells": [{"metadata": {"nbgrader": {"grade_id": "relu"}}, "source": ["check(\\"relu\\")\\n"]}]}'

    assert is_released_notebook(released)
    assert not is_released_notebook(released.replace(b"check", b"def relu(x):\\n return x\\n check"))
    assert not is_released_notebook(b'{"cells": []}')
