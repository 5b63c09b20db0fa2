"""What a guest may say, field by field; anything else is refused before anybody looks at it."""

from __future__ import annotations

import pytest

from grader.sandbox.wire.frames import FrameError
from grader.sandbox.wire.replies import AskBack, Importing, Raised, Returned, parse, parse_import

OUTPUT = {"reseeded": False, "printed": 0, "output": ""}
RETURNED = {"reply": "returned", "value": 1, "warnings": [], **OUTPUT}
RAISED = {"reply": "raised", "types": ["ValueError"], "message": "m", "frames": [], **OUTPUT}
CALLBACK = {"reply": "callback", "callable": 0, "args": [1], "kwargs": {}}


def test_each_kind_of_reply_is_understood():
    returned = parse({**RETURNED, "changed": [[1], {"k": 2}], "warnings": [["UserWarning", "w"]]})
    raised = parse({**RAISED, "frames": [["f.py", 3, "g", "x = 1"]], "module": "f", "unwritten": "g"})

    assert returned == Returned(1, ([1], {"k": 2}), [("UserWarning", "w")], False, 0, "")
    assert raised == Raised(["ValueError"], "m", [("f.py", 3, "g", "x = 1")], "f", "g", False, 0, "")
    assert parse(CALLBACK) == AskBack(0, [1], {})
    assert parse({**CALLBACK, "callable": ["forward", "relu"]}) == AskBack(("forward", "relu"), [1], {})
    assert parse({"reply": "importing", "module": "forward"}) == Importing("forward")


@pytest.mark.parametrize("reseeded", [1, "yes", None, [True]])
def test_only_true_is_true(reseeded):
    reply = parse({**RETURNED, "reseeded": reseeded})

    assert isinstance(reply, Returned)
    assert reply.reseeded is False


@pytest.mark.parametrize(
    "message",
    [
        pytest.param(None, id="nothing"),
        pytest.param([RETURNED], id="a list"),
        pytest.param({}, id="no kind"),
        pytest.param({"reply": "passed"}, id="a verdict"),
        pytest.param({"reply": ["returned"]}, id="kind that is no text"),
        pytest.param({**RETURNED, "printed": True}, id="True for a number"),
        pytest.param({**RETURNED, "printed": "9"}, id="text for a number"),
        pytest.param({**RETURNED, "output": None}, id="no output"),
        pytest.param({**RETURNED, "warnings": None}, id="no warnings"),
        pytest.param({**RETURNED, "warnings": [["UserWarning"]]}, id="half a warning"),
        pytest.param({**RETURNED, "warnings": [["UserWarning", 1]]}, id="warning that is no text"),
        pytest.param({**RETURNED, "warnings": [["UserWarning", "w"]] * 21}, id="too many warnings"),
        pytest.param({**RETURNED, "changed": [[1]]}, id="arguments without keywords"),
        pytest.param({**RETURNED, "changed": [(1,), {}]}, id="arguments as a tuple"),
        pytest.param({**RETURNED, "changed": [[1], []]}, id="keywords as a list"),
        pytest.param({**RAISED, "types": []}, id="exception of no type"),
        pytest.param({**RAISED, "types": ["E"] * 51}, id="exception of too many types"),
        pytest.param({**RAISED, "types": [1]}, id="type that is no text"),
        pytest.param({**RAISED, "message": 1}, id="message that is no text"),
        pytest.param({**RAISED, "frames": [["f.py", 3, "g"]]}, id="half a place"),
        pytest.param({**RAISED, "frames": [["f.py", "3", "g", ""]]}, id="line that is no number"),
        pytest.param({**RAISED, "frames": [["f.py", -1, "g", ""]]}, id="negative line"),
        pytest.param({**RAISED, "frames": [["f.py", 10**30, "g", ""]]}, id="endless line"),
        pytest.param({**RAISED, "module": 1}, id="module that is no text"),
        pytest.param({**RAISED, "unwritten": ["g"]}, id="name that is no text"),
        pytest.param({**CALLBACK, "callable": "relu"}, id="function by name alone"),
        pytest.param({**CALLBACK, "callable": True}, id="function number True"),
        pytest.param({**CALLBACK, "callable": ["a", "b", "c"]}, id="function of three names"),
        pytest.param({**CALLBACK, "args": (1,)}, id="callback arguments as a tuple"),
        pytest.param({**CALLBACK, "args": [1] * 101}, id="too many arguments"),
        pytest.param({**CALLBACK, "kwargs": None}, id="no keywords"),
        pytest.param({"reply": "importing"}, id="import of nothing"),
    ],
)
def test_anything_else_is_no_reply(message):
    with pytest.raises(FrameError):
        parse(message)


def test_what_an_import_says_is_names():
    told = parse_import({"names": ["relu", "x" * 99], "stubbed": ["matplotlib"]})

    assert (told.names, told.stubbed) == (["relu", "x" * 80], ["matplotlib"])


@pytest.mark.parametrize(
    "value", [None, [], {"names": ["a"]}, {"names": [1], "stubbed": []}, {"names": "ab", "stubbed": []}]
)
def test_an_import_that_says_something_else_is_refused(value):
    with pytest.raises(FrameError):
        parse_import(value)
