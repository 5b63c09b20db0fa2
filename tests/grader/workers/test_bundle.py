"""What travels to other machines: a course in one piece, and the names of the tools."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import zipfile
from dataclasses import replace

import pytest

from grader.course.loading import load_course
from grader.grading import Settings, course_files, course_key
from grader.sandbox.host.isolation import SandboxError
from grader.workers.bundle import Bundle, pack, unpack
from grader.workers.toolchain import differences, toolchain


def packed(course) -> Bundle:
    return pack(course, course_files(load_course(course)))


def test_a_course_arrives_as_it_was_and_has_the_same_key_there(own_course, tmp_path):
    (own_course / "exercises" / "data").mkdir(parents=True)
    (own_course / "exercises" / "vectors.py").write_text("def double(x):\n    raise NotImplementedError\n")
    (own_course / "exercises" / "data" / "towns.csv").write_text("public data\n")
    (own_course / "exercises" / "results.json").write_text("no part of it\n")
    (own_course / "solutions" / "lessons").mkdir()
    (own_course / "solutions" / "lessons" / "vectors.md").write_text("no part of it\n")

    unpack(packed(own_course), tmp_path / "there")

    keys = [course_key(load_course(place), Settings()) for place in (own_course, tmp_path / "there")]
    assert keys[0] == keys[1]
    assert (tmp_path / "there" / "exercises" / "data" / "towns.csv").read_text() == "public data\n"
    assert not (tmp_path / "there" / "solutions" / "lessons").exists()
    assert not (tmp_path / "there" / "exercises" / "results.json").exists()


def test_equal_files_make_equal_bundles_whatever_their_dates(own_course):
    before = packed(own_course)
    os.utime(own_course / "course.yaml", (0, 0))

    assert packed(own_course) == before


def test_a_damaged_bundle_is_refused_before_anything_is_written(own_course, tmp_path):
    bundle = packed(own_course)
    damaged = replace(bundle, content=bundle.content[:-1] + b"?")

    with pytest.raises(SandboxError, match="arrived damaged: expected SHA-256"):
        unpack(damaged, tmp_path / "there")

    assert not (tmp_path / "there").exists()


@pytest.mark.parametrize("name", ["../out.py", "/tmp/out.py", "a/../../out.py", "..\\out.py"])
def test_no_file_of_a_bundle_leads_out_of_its_folder(tmp_path, name):
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        archive.writestr(name, "escaped")
    content = memory.getvalue()

    with pytest.raises(SandboxError, match="leads out of its folder"):
        unpack(Bundle(content, hashlib.sha256(content).hexdigest()), tmp_path / "there")


def test_other_tools_are_told_by_name():
    here = toolchain(["numpy"])
    there = {**here, "numpy": "0.1", "scipy": "1.0"}

    assert list(differences(here, here)) == []
    assert list(differences(here, there)) == [
        f"numpy is 0.1 there and {here['numpy']} here",
        "scipy is 1.0 there and nothing here",
    ]


def test_no_command_imports_dask_unless_a_scheduler_is_named():
    commands = ", ".join(f"grader.cli.{name}" for name in ("classes", "courses", "marks", "proving"))
    asked = f"import sys, {commands}; print({{'distributed', 'dask'}} & set(sys.modules))"

    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)

    assert done.stdout == "set()\n"
