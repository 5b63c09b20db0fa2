"""The command that proves a course."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console

from grader.authoring.check import check, exercises_of
from grader.authoring.proof import summary
from grader.authoring.weaken import Weakened, weakened
from grader.cli.arguments import course_option, load
from grader.course.model import Course
from grader.grading import Settings
from grader.processes import cores
from grader.sandbox.host.isolation import Isolation
from grader.text import clean


@click.command(name="check")
@click.argument("names", nargs=-1, metavar="[MODULE-OR-EXERCISE]...")
@click.option("--jobs", type=click.IntRange(1, 512), default=None, help="how many at a time (default: all cores)")
@click.option("--weaken", is_flag=True, help="weaken each hidden test instead, and see what notices: slow")
@click.option(
    "--isolation",
    type=click.Choice(["jail", "process"]),
    default="jail",
    help="process: without a jail (default: jail)",
)
@course_option
def check_command(
    names: tuple[str, ...], jobs: int | None, weaken: bool, isolation: str, course_path: Path | None
) -> int:
    """prove the course, or some of it: reference full, stubs zero, every mistake caught and named"""
    course = load(course_path)
    console = Console(highlight=False)
    settings = Settings(Isolation(isolation), jobs=jobs or cores())
    if weaken:
        return _weaken(course, settings, names, console)
    with console.status("proving") as status:
        proof = check(course, settings, lambda done, total: status.update(f"proving: {done} of {total}"), names)
    for complaint in proof.complaints:
        console.print(clean(complaint, 1000), markup=False, soft_wrap=True)
    console.print(summary(proof), markup=False, soft_wrap=True)
    return 1 if proof.complaints else 0


def _weaken(course: Course, settings: Settings, names: tuple[str, ...], console: Console) -> int:
    """Print what each exercise's weakened tests showed as soon as it is known, and each module's figures at the end."""
    found = []
    for part in weakened(course, settings, exercises_of(course, names)):
        found.append(part)
        for line in part.told:
            console.print(clean(line, 1000), markup=False, soft_wrap=True)
        console.print(_of_weakening(part.exercise or f"what the tests of {part.module} share", [part]), markup=False)
    for module in dict.fromkeys(part.module for part in found):
        console.print(_of_weakening(f"{module}, all in all", [part for part in found if part.module == module]))
    return 1 if any(part.told for part in found) else 0


def _of_weakening(what: str, parts: list[Weakened]) -> str:
    total, told, explained = (sum(n) for n in zip(*((p.total, len(p.told), p.explained) for p in parts), strict=True))
    return f"{what}: {total} weakenings, {told} complaints, {explained} explained by redundant.toml"
