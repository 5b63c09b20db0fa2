"""What a student may see of a grade as plain text, for places that show no page."""

from __future__ import annotations

from grader.grade.document import Grade, GradedExercise, GradedModule
from grader.grade.results import Status
from grader.outcome import Outcome
from grader.report.reckoning import Reckoning
from grader.report.templating import SIGNS
from grader.text import clean

_LONGEST = 500
_INDENT = 4 * " "


def explained(exercise: GradedExercise) -> str:
    """Return what there is to say about an exercise: what to look at, an example, a line for each hidden test."""
    lines = [exercise.diagnosis.hint] if exercise.diagnosis else []
    lines += [f"for example {exercise.counterexample.sentence}"] if exercise.counterexample else []
    for test in exercise.tests:
        if test.outcome is Outcome.PASSED:
            lines.append(f"right: {test.sentence}")
        else:
            why = " ".join(part for part in (test.message, test.hint) if part)
            lines.append(f"{test.outcome.value.replace('_', ' ')}: {test.sentence}{'. ' if why else ''}{why}")
    return "\n".join(dict.fromkeys(clean(line, _LONGEST) for line in lines))  # cases of one test say the same


def letter(view: Grade, modules: tuple[GradedModule, ...], reckoning: Reckoning | None = None) -> str:
    """Return what there is to say about some modules of a grade, which is what its student may see.

    Each line is a comment of Python, because a platform may show it under the name of the student's own file.

    Args:
        reckoning: what a gradebook made of the whole grade, if there is one.
    """
    lines = [f"Feedback on {view.course}. These are remarks, and none of your code: keep your own file."]
    for module in modules:
        lines += ["", f"{module.name}.py: {module.points:.4g} of {module.max_points:.4g} points"]
        lines += [clean(module.reason, _LONGEST)] if module.reason else []
        for exercise in module.exercises:
            state, bonus = SIGNS[exercise.status][1], " (bonus)" if exercise.is_bonus else ""
            lines.append(f"{exercise.name}: {state}, {exercise.points:.4g} of {exercise.max_points:.4g}{bonus}")
            is_told = module.reason and exercise.status is Status.ERROR  # above, for all of them
            if exercise.status not in (Status.PASSED, Status.NOT_STARTED) and not is_told:
                lines += [f"{_INDENT}{line}" for line in explained(exercise).split("\n")]
    if reckoning is not None and not reckoning.is_plain:
        late = f", less {reckoning.penalty:.4g} for lateness" if reckoning.penalty else ""
        lines += ["", f"In all, what counts is {reckoning.total:.4g} points{late}."]
        lines += [f"{module}: {clean(comment, _LONGEST)}" for module, comment in reckoning.comments]
    return "".join(f"# {line}".rstrip() + "\n" for line in lines)
