"""`grader doctor` says what is there, and asks for nothing that only some need."""

from __future__ import annotations

import importlib.metadata
from pathlib import Path

import pytest

from grader import doctor
from grader.authoring import printing

COURSE = Path(__file__).parents[2] / "course.yaml"


def seen(tmp_path: Path) -> dict[str, doctor.Finding]:
    return {finding.what: finding for finding in doctor.examine(COURSE, tmp_path)}


def test_what_slides_need_is_said_and_is_no_fault_where_it_is_missing(tmp_path, monkeypatch):
    version = importlib.metadata.version

    def without_matplotlib(name: str) -> str:
        if name == "matplotlib":
            raise importlib.metadata.PackageNotFoundError(name)
        return version(name)

    assert (seen(tmp_path)["slides"].seen, seen(tmp_path)["slides"].cure) == ("can be built", "")
    monkeypatch.setattr(importlib.metadata, "version", without_matplotlib)
    monkeypatch.setattr(printing, "browser", lambda: None)
    found = seen(tmp_path)

    assert found["slides"].seen == "to build them, pip install 'fundamentals-grader[slides]' (missing: matplotlib)"
    assert found["slides as PDF"].seen == "to print them here, install chromium"
    assert not found["slides"].cure
    assert not found["slides as PDF"].cure


@pytest.mark.parametrize("what", ["Python", "numpy", "pytest", "jail", "course", "results"])
def test_what_every_run_needs_is_looked_at(tmp_path, what):
    assert seen(tmp_path)[what].cure == ""
