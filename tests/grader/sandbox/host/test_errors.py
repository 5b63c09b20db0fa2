"""Every sentence about a student's code, read aloud: it blames the code, never the person, and is safe to print."""

from __future__ import annotations

import pytest

from grader import expect
from grader.outcome import Outcome
from grader.sandbox.host.errors import (
    StudentCrashed,
    StudentError,
    StudentRaised,
    as_exception,
    how_it_ended,
    import_failure,
    in_callback,
)
from grader.sandbox.host.proxy import StudentModule
from grader.sandbox.wire.replies import Raised
from grader.text import clean
from grader.values import OnCopies

LINE = ("forward.py", 12, "relu", "return x / 0")


def raised(types, message="", frames=(LINE,), unwritten=None) -> Raised:
    return Raised([*types.split(), "Exception"], message, list(frames), None, unwritten, False, 0, "")


@pytest.mark.parametrize(
    ("reply", "sentence"),
    [
        pytest.param(
            raised("ZeroDivisionError", "division by zero"),
            "your code raised ZeroDivisionError: division by zero (forward.py line 12: return x / 0)",
            id="exception",
        ),
        pytest.param(
            raised("KeyError", "'W1'"), "your code raised KeyError: 'W1' (forward.py line 12: return x / 0)", id="key"
        ),
        pytest.param(
            raised("Own ValueError", "no"), "your code raised Own: no (forward.py line 12: return x / 0)", id="own"
        ),
        pytest.param(
            raised("ValueError", ""), "your code raised ValueError (forward.py line 12: return x / 0)", id="silent"
        ),
        pytest.param(raised("SystemExit", "0"), "your code called exit(): return a value instead", id="exit"),
        pytest.param(raised("MemoryError", "8 GB"), "your code asked for more memory than there is: 8 GB", id="memory"),
        pytest.param(
            raised("UnicodeDecodeError", "no text", ()),
            "your code raised UnicodeDecodeError: no text",
            id="not from a text",
        ),
        pytest.param(
            raised("AttributeError", "x", ()), "forward.py has no relu; is ReLU meant to be it?", id="missing function"
        ),
        pytest.param(
            raised("AttributeError", "no attribute 'T'"),
            "your code raised AttributeError: no attribute 'T' (forward.py line 12: return x / 0)",
            id="attribute",
        ),
        pytest.param(
            raised("NotImplementedError", "", (), "relu"), "your code raised NotImplementedError", id="unwritten"
        ),
    ],
)
def test_what_a_call_raised_is_said_with_the_line(reply, sentence):
    assert str(as_exception(reply, "forward", "relu", ["ReLU", "sigmoid"])) == sentence


def test_an_exception_can_be_expected_by_its_builtin_kind():
    error = as_exception(raised("Own KeyError LookupError"), "forward", "relu")

    assert isinstance(error, KeyError)
    assert isinstance(error, StudentRaised)
    assert error.outcome is Outcome.FAILED


@pytest.mark.parametrize("kind", ["Mismatch", "Skipped", "KeyboardInterrupt", "object", "print", "", "ExceptionGroup"])
def test_a_name_that_is_no_ordinary_exception_is_a_plain_student_error(kind):
    error = as_exception(raised(kind or "x"), "forward", "relu")

    assert type(error) is StudentRaised


def test_an_unwritten_function_is_remembered_by_its_name():
    error = as_exception(raised("NotImplementedError", unwritten="Value.backward"), "backward", "Value")

    assert isinstance(error, StudentRaised)
    assert error.unwritten == "Value.backward"


def test_too_much_memory_is_a_crash():
    assert isinstance(as_exception(raised("MemoryError"), "forward", "relu"), StudentCrashed)


@pytest.mark.parametrize(
    ("reply", "sentence"),
    [
        pytest.param(
            raised("SyntaxError", "invalid syntax (forward.py, line 12)"),
            "forward.py cannot be imported: SyntaxError: invalid syntax (forward.py line 12: return x / 0)",
            id="syntax",
        ),
        pytest.param(
            raised("ModuleNotFoundError", "No module named 'pandas'", ()),
            "forward.py cannot be imported: ModuleNotFoundError: No module named 'pandas'",
            id="no line",
        ),
    ],
)
def test_what_an_import_raised_is_said_with_the_line(reply, sentence):
    error = import_failure(reply, "forward")

    assert str(error) == sentence
    assert error.outcome is Outcome.ERROR


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        pytest.param(0, "your code ended the whole Python process (exit code 0)", id="exit"),
        pytest.param(
            -11,
            "your code crashed the whole Python process (segmentation fault; is a recursion endless?)",
            id="segfault",
        ),
        pytest.param(-9, "your code ended the whole Python process (SIGKILL)", id="killed"),
        pytest.param(-99, "your code ended the whole Python process (signal 99)", id="no name"),
    ],
)
def test_how_a_process_ended_is_said_in_words(code, sentence):
    assert how_it_ended(code) == sentence


def test_a_wrong_argument_of_a_callback_is_the_students_and_a_failed_check_the_suites():
    check = AssertionError("the loss is a number")

    assert in_callback(check) is check
    assert isinstance(in_callback(ValueError("shapes do not fit")), ValueError)
    assert isinstance(in_callback(ValueError("shapes do not fit")), StudentError)
    assert str(in_callback(ValueError("shapes do not fit"))).endswith("raised ValueError: shapes do not fit")


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        pytest.param("a\nb\t c", "a b c", id="one line"),
        pytest.param("\x1b[31mred\x07", "\ufffd[31mred\ufffd", id="escape sequences"),
        pytest.param("\u202eevil", "\ufffdevil", id="right to left"),
        pytest.param("half\udcf6", "half\ufffd", id="half a character"),
        pytest.param("<f at 0x7f2af9e56520>", "<f at 0x…>", id="addresses"),
        pytest.param("x" * 600, "x" * 499 + "…", id="too long"),
        pytest.param("naïve 小野 🦊", "naïve 小野 🦊", id="letters of every kind"),
    ],
)
def test_hostile_text_is_cleaned(hostile, shown):
    assert clean(hostile) == shown


@pytest.mark.parametrize(
    "bank", [StudentModule("bank"), OnCopies(StudentModule("bank"))], ids=["as it is", "on copies"]
)
def test_a_class_of_the_hand_ins_own_is_what_a_suite_may_expect(bank):
    def fail():
        raise as_exception(raised("Empty TooLittle"), "bank", "pay")

    expect.raises(bank.TooLittle, fail)
    with pytest.raises(StudentRaised, match="your code raised Empty"):
        expect.raises(bank.TooMuch, fail)
