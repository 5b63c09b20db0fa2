from __future__ import annotations

import pytest

from grader.nbgrader.platforms import Download, is_of_platform, is_typed, read_name, version


@pytest.mark.parametrize(
    ("name", "said"),
    [
        pytest.param(
            "Ada Lovelace_3312_assignsubmission_file_forward.py",
            Download("Ada Lovelace", "", False, "forward.py"),
            id="Moodle: files side by side",
        ),
        pytest.param(
            "Ada Lovelace_3312_assignsubmission_file_", Download("Ada Lovelace", "", False, ""), id="Moodle: a folder"
        ),
        pytest.param(
            "hopper_grace_7_assignsubmission_file_a_b.py",
            Download("hopper_grace", "", False, "a_b.py"),
            id="Moodle: underscores in names",
        ),
        pytest.param(
            "hoppergrace_102_9001_forward.py", Download("hoppergrace", "102", False, "forward.py"), id="Canvas"
        ),
        pytest.param(
            "hoppergrace_LATE_102_9001_hands_on-3.py", Download("hoppergrace", "102", True, "hands_on.py"), id="late"
        ),
        pytest.param("minsky.zip", Download("minsky", "", False, "minsky.zip"), id="a student's own zip"),
        pytest.param("forward.py", Download("forward.py", "", False, "forward.py"), id="of nobody"),
    ],
)
def test_a_name_says_whose_it_is_and_what_it_was_called(name: str, said: Download):
    assert read_name(name) == said
    assert is_of_platform(name) == ("_" in name)


def test_the_last_version_of_a_file_comes_last():
    names = ["ada_1_3_forward-10.py", "ada_1_2_forward-2.py", "ada_1_1_forward.py"]

    assert sorted(names, key=version) == names[::-1]


def test_a_text_typed_into_a_form_is_told_from_files():
    assert is_typed("Ada Lovelace_3312_assignsubmission_onlinetext_")
    assert not is_typed("Ada Lovelace_3312_assignsubmission_file_")
