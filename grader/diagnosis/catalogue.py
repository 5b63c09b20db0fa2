"""Say WHICH mistake was made: replay the recorded calls through everything that is known to go wrong.

The first of these questions that has an answer decides:
    1. which catalogued mistake behaves in every recorded call exactly as the student's code did?
    2. is the value right, and only something besides it wrong: an argument changed, a warning, a random state?
    3. do the wrong results differ from the right ones in one regular way: a factor, an order, a shape?
    4. which habit shows, which misread argument or which slip in the right code behaves as the student's did?
    5. which catalogued mistake does so up to a constant factor, which two do together, which one does in one part of
       every result, or wherever the student's code does not break?
    6. what have the wrong calls or numbers in common?
An answer needs evidence: a call of a failed test that differs from the course's own and agrees with the answer. In
doubt there is no diagnosis, and the failing test's hint has to do. Nothing of the student's runs here.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from grader.course.model import Course
from grader.diagnosis.behaviour import agree, matches, same_types
from grader.diagnosis.conditions import condition_of, whole_numbers_in, word_of
from grader.diagnosis.course_code import alternatives, load
from grader.diagnosis.deviations import deviation_of, factor_of, other_form_of
from grader.diagnosis.evidence import Evidence, gather
from grader.diagnosis.factors import FACTORS
from grader.diagnosis.generic_mistakes import generic_mistake_of, other_type_of
from grader.diagnosis.misreadings import settings_misread
from grader.diagnosis.partly import in_one_part, where_nothing_breaks
from grader.diagnosis.randomness import watching_randomness
from grader.diagnosis.recordings import is_large, recordings
from grader.diagnosis.replay import Implementation, Replay
from grader.diagnosis.right_code import slip_of
from grader.diagnosis.side_effects import answer_to_another_call, refusal_of, side_effect_of
from grader.diagnosis.statefulness import is_stateful
from grader.grade.results import Diagnosis
from grader.sandbox.host.proxy import nobody_answers
from grader.sandbox.host.recording import Call
from grader.sandbox.wire.frames import FrameError

_SECONDS_OF_A_CALL = 2.0  # of CPU time for a catalogued mistake, of five for all: some are wrong in being slow
_FEW_NUMBERS = 4  # fewer may be some multiple of a mistake's by chance
_MOST_LARGE = 12  # calls that are looked at where no small one tells anything


@dataclass(frozen=True)
class Failure:
    """What failed tests of one exercise leave behind.

    Attributes:
        calls: all recorded calls of the exercise's function.
        failing: the positions of those that failed tests made.
        wanted: what failed tests compared results with.
    """

    calls: Sequence[Call]
    failing: Collection[int]
    wanted: Sequence[np.ndarray] = field(default=())


class Catalogue:
    """The known mistakes of a course.

    `mistakes` maps an exercise to its wrong implementations by name (`softmax__global_max` is
    mistakes["softmax"]["global_max"]); `accepted` holds those that are right all the same, with the reason.

    Raises:
        CourseError: a file of mistakes cannot be imported, or names no exercise.
    """

    def __init__(
        self,
        course: Course,
        reference: Mapping[str, types.ModuleType],
        loading: Callable[[Path], None] = lambda path: None,
    ) -> None:
        self.mistakes: dict[str, dict[str, Implementation]] = {}
        self.accepted: dict[str, str] = {}
        self._reference: dict[str, Implementation] = {}
        self._root, self._modules = course.root, reference
        self._module_of: dict[str, str] = {}
        self._remembering: dict[str, set[str]] = {}
        for module in course.modules:
            loading(course.root / "tests" / "mistakes" / f"{module.name}.py")
            found = load(course.root / "tests" / "mistakes" / f"{module.name}.py")
            accepted = getattr(found, "ACCEPTED", {})
            self.accepted.update(accepted if isinstance(accepted, dict) else {})  # `grader check` complains of it
            self._module_of.update({exercise.name: module.name for exercise in module.exercises})
            for exercise in module.exercises:
                self._reference[exercise.name] = getattr(reference[module.name], exercise.name)
                prefix = f"{exercise.name}__"
                self.mistakes[exercise.name] = {
                    name.removeprefix(prefix): thing
                    for name, thing in vars(found).items()
                    if name.startswith(prefix) and callable(thing)
                }
                own = self.mistakes[exercise.name]
                self._remembering[exercise.name] = {name for name, mistake in own.items() if is_stateful(mistake)}

    def diagnose(self, exercise: str, failure: Failure) -> Diagnosis | None:
        """Return what explains the calls of one exercise's function that failed tests made, or None."""
        try:
            with nobody_answers(), watching_randomness():
                return self._diagnosed(exercise, failure)
        except FrameError:
            return None

    def _diagnosed(self, exercise: str, failure: Failure) -> Diagnosis | None:
        evidence = self._evidence(exercise, failure, ())
        large = [i for i in failure.failing if is_large(failure.calls[i])][:_MOST_LARGE]
        if not evidence.telling and large:
            evidence = self._evidence(exercise, failure, large)
        if not evidence.telling:
            return None if evidence.wrong or not evidence.recorded else self._by_its_type(exercise, evidence)
        candidates = self._candidates(exercise, evidence)
        return (
            self._only(exercise, evidence.fitting(candidates))
            or side_effect_of(evidence)
            or self._by_its_settings(exercise, evidence)
            or self._by_another_call(exercise, evidence)
            or generic_mistake_of(exercise, list(evidence.both(evidence.wrong)))
            or other_form_of(evidence, self._docstring(exercise))
            or self._by_its_results(evidence)
            or self._by_its_code(exercise, evidence)
            or self._in_parts(exercise, evidence, candidates)
            or self._by_its_place(exercise, evidence)
        )

    def _evidence(self, exercise: str, failure: Failure, large: Collection[int]) -> Evidence:
        recorded, kept = recordings(failure.calls, large)
        failing = [position for position, i in enumerate(kept) if i in set(failure.failing)]
        return gather(recorded, failing, failure.wanted, self._reference[exercise])

    def _candidates(self, exercise: str, evidence: Evidence) -> dict[str, Replay]:
        return {
            name: evidence.replay(mistake, remembers=name in self._remembering[exercise], seconds=_SECONDS_OF_A_CALL)
            for name, mistake in self.mistakes[exercise].items()
            if f"{exercise}__{name}" not in self.accepted
        }

    def _by_its_results(self, evidence: Evidence) -> Diagnosis | None:
        if not evidence.has_one_answer or _has_objects(evidence):
            return None
        return whole_numbers_in(evidence) or factor_of(evidence) or deviation_of(evidence)

    def _by_its_type(self, exercise: str, evidence: Evidence) -> Diagnosis | None:
        """Look for what returns the right numbers in the hand-in's type, which is not the course's."""
        if all(same_types(got, want) for got, want in evidence.both()):
            return None
        candidates = self._candidates(exercise, evidence)
        exact = [
            name
            for name in evidence.fitting(candidates)
            if all(same_types(evidence.seen(i), candidates[name][i]) for i in evidence.order)
        ]
        return self._only(exercise, exact) or other_type_of(list(evidence.both()))

    def _by_another_call(self, exercise: str, evidence: Evidence) -> Diagnosis | None:
        found = answer_to_another_call(evidence)
        # A word first: who looks up the wrong name answers as for another call, and remembers nothing.
        return found and (word_of(evidence, self._docstring(exercise)) or found)

    def _by_its_settings(self, exercise: str, evidence: Evidence) -> Diagnosis | None:
        for misread in settings_misread(self._reference[exercise]) if evidence.has_wrong_values else ():
            if evidence.has_the_values_of(evidence.replay(misread.implementation)):
                return Diagnosis(misread.name, misread.hint)
        return None

    def _by_its_code(self, exercise: str, evidence: Evidence) -> Diagnosis | None:
        others = alternatives(self._root, self._modules, self._module_of[exercise], exercise)
        return slip_of(evidence, self._reference[exercise], others)

    def spellings(self, exercise: str) -> list[Implementation]:
        """Return the course's own function, and then all other right ways to write it."""
        others = alternatives(self._root, self._modules, self._module_of[exercise], exercise)
        return [self._reference[exercise], *others]

    def _in_parts(self, exercise: str, evidence: Evidence, candidates: Mapping[str, Replay]) -> Diagnosis | None:
        if _has_objects(evidence):
            return None
        if evidence.has_one_answer:
            for factor, scale in FACTORS.items():
                names = [
                    name
                    for name in evidence.fitting(candidates, scale)
                    if not _is_scaled(evidence, candidates[name])
                    and _numbers_scaled(evidence, candidates[name]) >= _FEW_NUMBERS
                ]
                found = self._only(exercise, names)
                if found:
                    return Diagnosis(found.mistake, f"{found.hint} (And a factor of {factor} on top of that.)")
        pairs = evidence.pairs(candidates)
        if len(pairs) != 1:
            return self._only(exercise, in_one_part(evidence, candidates) or where_nothing_breaks(evidence, candidates))
        one, other = (self._only(exercise, [name]) for name in pairs[0])
        assert one is not None
        assert other is not None
        return Diagnosis(f"{one.mistake}+{other.mistake}", f"{one.hint} And then: {other.hint}")

    def _by_its_place(self, exercise: str, evidence: Evidence) -> Diagnosis | None:
        if found := word_of(evidence, self._docstring(exercise)):
            return found
        if _has_objects(evidence):
            return None
        return refusal_of(evidence) or (condition_of(evidence) if evidence.has_one_answer else None)

    def _docstring(self, exercise: str) -> str:
        return self._reference[exercise].__doc__ or ""

    def _only(self, exercise: str, names: Sequence[str]) -> Diagnosis | None:
        if len(names) != 1:
            return None
        text = self.mistakes[exercise][names[0]].__doc__ or ""
        return Diagnosis(names[0], " ".join(text.split()))


def _has_objects(evidence: Evidence) -> bool:
    return any(recording.objects for recording in evidence.recorded)


def _is_scaled(evidence: Evidence, candidate: Replay) -> bool:
    """Say whether a mistake is nothing but a factor itself: two factors explain anything."""
    return any(
        all(agree(candidate[i], evidence.right[i], (1.0, scale(evidence.right[i]))) for i in evidence.wrong)
        for scale in FACTORS.values()
    )


def _numbers_scaled(evidence: Evidence, candidate: Replay) -> int:
    return sum(int((~matches(evidence.seen(i), candidate[i])).sum()) for i in evidence.wrong)
