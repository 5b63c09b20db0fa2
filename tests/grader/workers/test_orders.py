"""What a grading process is asked and answers: each hand-in arrives as it was, no answer is more than a document."""

from __future__ import annotations

import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.submission import Submission
from grader.workers.orders import GradingFault, fault_of, grade_of, order_of, submission_of

NAMES = st.text(st.characters(codec=None), max_size=20)  # lone surrogates too: folders may be called so
FILES = st.dictionaries(NAMES, st.binary(max_size=300), max_size=3)
SUBMISSIONS = st.builds(
    Submission, NAMES, FILES, st.dictionaries(NAMES, NAMES, max_size=3), st.tuples(NAMES, NAMES), st.booleans(), FILES
)


@given(SUBMISSIONS, st.none() | st.lists(NAMES, max_size=3))
def test_a_hand_in_arrives_as_it_was(submission, only):
    there = submission_of(json.loads(order_of(submission, only)))

    assert there == (submission, only)
    assert there[0].content_key() == submission.content_key()


def test_every_byte_arrives():
    submission = Submission("ada", {"vectors": bytes(range(256))})

    assert submission_of(json.loads(order_of(submission)))[0].sources["vectors"] == bytes(range(256))


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(pickle.dumps(print), id="a pickle"),
        pytest.param(b"", id="nothing"),
        pytest.param(b"[1]", id="a list"),
        pytest.param(b'"grade"', id="a text"),
        pytest.param(b'{"grade": {"points": 1}}', id="half a document"),
        pytest.param(b"\xff", id="no text"),
        pytest.param(b'{"grade": ' + b"[" * 100_000, id="brackets in brackets"),
    ],
)
def test_an_answer_that_is_no_document_is_a_fault_and_never_a_zero(answer):
    with pytest.raises(GradingFault):
        grade_of(answer)


def test_a_fault_crosses_as_its_sentence():
    with pytest.raises(GradingFault, match=r"^a grading process ended$"):
        grade_of(fault_of("a grading process ended"))


def test_a_hand_in_that_is_too_large_to_be_sent_is_a_fault_of_its_own():
    with pytest.raises(GradingFault, match="the hand-in cannot be sent"):
        order_of(Submission("ada", {"vectors": b"#" * (65 << 20)}))
