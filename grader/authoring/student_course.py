"""What the student's side knows of a course, in plain values: the content of course.json."""

from __future__ import annotations

from typing import Any

from grader.course.model import Course, Exercise, Module
from grader.sandbox.wire.stand_ins import STAND_INS


def facts_of(course: Course) -> dict[str, Any]:
    """Return what the student's board needs to know, in plain values."""
    modules = [
        {
            "name": module.name,
            "can": module.can,
            "exercises": [_exercise_facts(module, exercise) for exercise in module.exercises],
        }
        for module in course.modules
    ]
    return {
        "name": course.name,
        "title": course.title,
        "can": course.can,
        "packages": course.packages,
        "stood_in": list(STAND_INS),
        "modules": modules,
        "tracks": {name: [e.name for _, e in on_track(course, name)] for name in course.tracks},
    }


def _exercise_facts(module: Module, exercise: Exercise) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "name": exercise.name,
        "tier": exercise.tier.value,
        "minutes": exercise.minutes,
        "points": module.max_points(exercise),
    }
    return facts if exercise.seconds is None else {**facts, "seconds": exercise.seconds}


def on_track(course: Course, name: str) -> list[tuple[Module, Exercise]]:
    """Return the exercises of a track with their modules, in the order of the course."""
    track = course.tracks[name]
    every = [(module, exercise) for module in course.modules for exercise in module.exercises]
    return [(m, e) for m, e in every if e.name in track.exercises or e.tier in track.tiers]
