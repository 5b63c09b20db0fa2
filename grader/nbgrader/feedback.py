"""What a grade says inside nbgrader: a grade cell's two outputs, and the comment on a student's file.

All text is hostile: nbgrader shows HTML outputs as they are, and renders comments as Markdown with HTML in it.
"""

from __future__ import annotations

import html
from collections import Counter
from typing import Any

from grader.grade.document import Grade, GradedExercise, GradedTest
from grader.grade.results import Status
from grader.outcome import Outcome
from grader.text import clean

INSTRUCTOR = "grader_instructor"  # metadata of an output that feedback must not carry
_STATUS = {
    Status.PASSED: ("✓", "#207227", "done"),
    Status.PARTIAL: ("◐", "#8a5a00", "partly done"),
    Status.FAILED: ("✗", "#a11d1d", "not right yet"),
    Status.NOT_STARTED: ("–", "#555555", "not started"),
    Status.ERROR: ("!", "#a11d1d", "could not be tested"),
}
_OUTCOME = {
    Outcome.PASSED: "✓",
    Outcome.FAILED: "✗",
    Outcome.TIMEOUT: "✗ (too slow)",
    Outcome.CRASHED: "✗ (crash)",
    Outcome.NOT_STARTED: "–",
    Outcome.ERROR: "!",
}
_LOOK_ALIKE = str.maketrans("<>&[]*`\\~|#!$", "‹›＆⟦⟧∗ˋ⧵∼∣♯ǃ＄")
_LONGEST = 300


def grade_outputs(grade: Grade, view: Grade, exercise: str) -> list[dict[str, Any]]:
    """Return the outputs of an exercise's grade cell: what students see, then what only the instructor does.

    Args:
        view: the same document as `student_view` shows it.
    """
    mine, whole = view.exercise(exercise), grade.exercise(exercise)
    shown = {
        "output_type": "execute_result",
        "execution_count": None,
        "metadata": {},
        "data": {"text/plain": repr(mine.points), "text/html": _as_html(mine)},
    }
    details = _details(whole)
    if not details:
        return [shown]
    hidden = {
        "output_type": "display_data",
        "metadata": {INSTRUCTOR: True},
        "data": {"text/html": details, "text/plain": "for the instructor"},
    }
    return [shown, hidden]


def is_for_instructor(output: dict[str, Any]) -> bool:
    """Must this output be kept from students?"""
    return bool(output.get("metadata", {}).get(INSTRUCTOR))


def comment(view: Grade, module: str) -> str:
    """Return the summary that nbgrader keeps as a comment on a student's file; students read it in feedback."""
    facts = next(m for m in view.modules if m.name == module)
    states = [e.status for e in facts.exercises]
    counts = ", ".join(f"{states.count(state)} {words[2]}" for state, words in _STATUS.items() if state in states)
    bonus = sum(e.points for e in facts.exercises if e.is_bonus)
    lines = [f"{marks(facts.points)} of {marks(facts.max_points)} points; exercises: {counts}."]
    if bonus:
        lines.append(f"Bonus: {marks(bonus)} points.")
    if view.isolation == "process":
        lines.append("Graded without a jail.")
    if view.needs_human:
        lines.append("A person will look at this hand-in.")
    lines += [f"Note: {plain(flag)}" for flag in view.flags]
    return "\n\n".join(lines)


def marks(points: float) -> str:
    """Return points as nbgrader's own pages show them: to two decimals."""
    return f"{round(points, 2):g}"


def plain(text: str) -> str:
    """Return hostile text in letters that mean nothing to HTML and Markdown, for a place that renders both."""
    return clean(text, _LONGEST).translate(_LOOK_ALIKE)


def escaped(text: str) -> str:
    """Return hostile text for HTML: one line, no control characters, nothing that is markup."""
    return html.escape(clean(text, _LONGEST), quote=True)


def _as_html(exercise: GradedExercise) -> str:
    sign, colour, words = _STATUS[exercise.status]
    head = (
        f'<p style="margin:0"><b style="color:{colour}">{sign} {words}</b>: '
        f"{marks(exercise.points)} of {marks(exercise.max_points)} points"
        f"{' (bonus)' if exercise.is_bonus else ''}</p>"
    )
    parts = [head]
    if exercise.diagnosis:
        parts.append(f'<p style="margin:.3em 0"><b>Look here first:</b> {escaped(exercise.diagnosis.hint)}</p>')
    if exercise.counterexample:
        sentence = html.escape(clean(exercise.counterexample.sentence, 500))
        parts.append(f'<p style="margin:.3em 0">For example <code>{sentence}</code></p>')
    if exercise.status != Status.NOT_STARTED:
        lines = Counter(_line(test) for test in exercise.tests)  # a test of many inputs says the same for each
        listed = "".join(f"<li>{line}{f' (× {count})' if count > 1 else ''}</li>" for line, count in lines.items())
        parts.append(f'<ul style="margin:.3em 0">{listed}</ul>')
    return "".join(parts)


def _line(test: GradedTest) -> str:
    text = f"{_OUTCOME[test.outcome]} {escaped(test.sentence)}"
    if test.outcome == Outcome.PASSED:
        return text
    more = [escaped(test.message)] if test.message else []
    if test.hint:
        more.append(f"<i>{escaped(test.hint)}</i>")
    return "<br>".join([text, *more])


def _details(exercise: GradedExercise) -> str:
    """Return the messages of hidden tests in full, '' where there are none."""
    lines = [
        f"<li><code>{escaped(test.name)}</code>: {escaped(test.message)}</li>"
        for test in exercise.tests
        if test.outcome != Outcome.PASSED and test.message
    ]
    if not lines:
        return ""
    mistake = f"<p>mistake: <code>{escaped(exercise.diagnosis.mistake)}</code></p>" if exercise.diagnosis else ""
    title = "for the instructor: the hidden tests' messages, which feedback leaves out"
    title = f'<summary style="display:list-item;cursor:pointer">{title}</summary>'
    return f"<details>{title}{mistake}<ul>{''.join(lines)}</ul></details>"
