"""A result's file name is safe on every file system, belongs to one student, and can be read."""

from __future__ import annotations

import os
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.intake import result_file_name


@pytest.mark.parametrize(
    ("student", "name"),
    [
        ("ada", "ada"),
        ("Kunihiko Fukushima 福島", "Kunihiko Fukushima 福島"),
        ("o'brien (2)+x@y.org_-", "o'brien (2)+x@y.org_-"),
        ("Gödel", "Gödel"),
        ("हिन्दी", "हिन्दी"),
        ("a/b\\c", "a%2Fb%5Cc"),
        ("..", "%2E%2E"),
        (".hidden", "%2Ehidden"),
        ("-rf", "%2Drf"),
        ("--.x.-", "%2D%2D%2Ex.-"),
        ("100%", "100%25"),
        ("a\n\x1b[31m\x00", "a%0A%1B%5B31m%00"),
        ("\u202eada", "%E2%80%AEada"),
        (os.fsdecode(b"\xe9"), "%E9"),
        ("", "%"),
        ("<b>=1+1", "%3Cb%3E%3D1+1"),
    ],
)
def test_a_name_stays_readable(student, name):
    assert result_file_name(student) == name


def test_a_long_name_is_cut_and_marked():
    one, two = result_file_name("x" * 255), result_file_name("x" * 254 + "y")

    assert one.startswith("x" * 183 + "~")
    assert one != two
    assert len(one) == len(two) == 200


def test_a_long_name_is_cut_between_characters():
    name = result_file_name("福" * 85)

    assert len(name.encode()) <= 200
    assert name.startswith("福" * 61 + "~")


folder_names = st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1) | st.binary(
    min_size=1
).map(os.fsdecode)


@given(folder_names)
def test_every_name_is_safe(student):
    name = result_file_name(student)

    assert name[0] not in ".-"
    assert not set(name) & set('/\\:*?"<>|\0\n')
    assert 0 < len(name.encode()) <= 200


@given(folder_names)
def test_an_uncut_name_can_be_undone(student):
    name = result_file_name(student)

    if "~" not in name:
        assert os.fsdecode(unquote_to_bytes(name)) == student


@given(st.lists(folder_names | st.text(min_size=1, max_size=3), min_size=2, max_size=6, unique=True))
def test_two_students_never_share_a_file(students):
    assert len({result_file_name(student) for student in students}) == len(students)


def test_an_odd_letter_and_the_bytes_that_it_would_be_are_two_names():
    assert result_file_name("\ud800") != result_file_name(os.fsdecode(b"\xed\xa0\x80"))
