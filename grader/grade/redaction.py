"""Two views of a grade document: the instructor sees all of it, a student what the hidden tests may tell.

A student sees of a hidden test its sentence, how it ended, and where their own code raised what. One hint is enough:
the diagnosis where there is one, for it explains all failures, and else that of the first test that fails.

They never see an input or an expected value, and no text that code could have written after seeing one: messages,
names and printed text are how a submission would carry a hidden test out, also at the import of a module, before
which another may have seen inputs. What is left to choose is one of Python's own exceptions and one of the lines of
the file that was handed in. There are no times in a grade.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from grader.grade.document import Grade, GradedExercise, GradedTest
from grader.grade.saying import read
from grader.grade.score import NOT_GRADED
from grader.outcome import Outcome
from grader.submission import by_file_name
from grader.text import clean

_MISSING = re.compile(r"\w{1,60}\.py has no \w{1,60}")
_REFUSED = re.compile(r"\w{1,60}\.py: ")  # said by intake, which runs nothing
_UNREACHED = re.compile(  # said by handout.kit.recognise.in_the_way, from the file alone
    r"\w{1,60}\.py line \d{1,7} (?:still raises NotImplementedError before|raises NotImplementedError after|has) "
    r"your code of \w{1,60}(?: is reached: take that line out| inside the raise: hand it back with return instead"
    r"|: does that end in a return\?)"
    r"|\w{1,60}\.py defines \w{1,60} twice, and Python takes the last one, on line \d{1,7}, which is not written yet: "
    r"take that one out"
    r"|\w{1,60}\.py line \d{1,7} has \w{1,60} inside (?:\w{1,60}|what begins on line \d{1,7}): move all of it to the "
    r"left margin"
)
_TOO_TELLING = re.compile(  # code chose the rest, or may have: an exception of ours can hold a value of a call
    rf"(prints while it runs|was not diagnosed|no smaller inputs were searched for|^{re.escape(NOT_GRADED)}).*",
    re.DOTALL,
)
_ENDED = {
    Outcome.TIMEOUT: "your code did not answer in time: is a loop endless?",
    Outcome.CRASHED: "your code ended or crashed the whole Python process: does a recursion end?",
}


def student_view(grade: Grade, sources: Mapping[str, bytes] | None = None) -> Grade:
    """Return the document as its student may see it: the same marks, sentences and hints, other messages.

    Args:
        grade: the document as it is stored.
        sources: the modules it was made from by name, the student's own too; without them no line can be quoted.
    """
    files = by_file_name(sources or {})
    modules = tuple(
        module.model_copy(update={"exercises": tuple(_exercise(e, module.reason, files) for e in module.exercises)})
        for module in grade.modules
    )
    flags = tuple(_TOO_TELLING.sub(r"\1", flag) for flag in grade.flags)
    return grade.model_copy(update={"flags": flags, "modules": modules})


def _exercise(exercise: GradedExercise, reason: str | None, files: Mapping[str, bytes]) -> GradedExercise:
    speaks = None if exercise.diagnosis else next((t for t in exercise.tests if t.outcome is not Outcome.PASSED), None)
    tests = tuple(
        test.model_copy(
            update={
                "name": _name(test),
                "message": _message(test, reason, files),
                "hint": test.hint if test is speaks else "",
            }
        )
        for test in exercise.tests
    )
    return exercise.model_copy(update={"tests": tests})


def _name(test: GradedTest) -> str:
    """Return a test's name without the parameters that pytest puts behind it: they may be what is hidden."""
    return test.name.partition("[")[0]


def _message(test: GradedTest, reason: str | None, files: Mapping[str, bytes]) -> str:
    outcome, message = test.outcome, test.message
    if outcome in _ENDED:
        return _ENDED[outcome]
    if outcome not in (Outcome.ERROR, Outcome.FAILED):
        return ""
    if missing := _MISSING.match(message):
        return missing[0]  # without the name that may have been meant: a guest lists those
    if outcome is Outcome.ERROR and reason:
        return reason  # the same sentence for both, made from the file
    if said := read(message, files):
        what = f"{said.module} cannot be imported: {said.kind}" if said.module else f"your code raised {said.kind}"
        return what + said.place
    if outcome is Outcome.FAILED:
        return message if _UNREACHED.fullmatch(message) else ""
    if _REFUSED.match(message):
        return clean(message)
    if message.startswith("importing "):
        return "your code did not come to its end when it was imported: is there an endless loop, or an exit()?"
    return "the test itself failed: your instructor has been told"
