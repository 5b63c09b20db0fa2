"""The commands that grade a class: run, forget what is kept of a student, and look at the machine."""

from __future__ import annotations

from collections.abc import Iterator
from glob import escape
from importlib.util import find_spec
from pathlib import Path

import click
from rich.console import Console

from grader.cli.arguments import PATH, complain, course_option, load, no_track, roster_option
from grader.cli.hand_ins import opened, own_course_folder
from grader.course.variants import has_variants
from grader.grade.collects import note_states
from grader.grade.runs import Origin, forget, note_origin, note_run
from grader.grade.store import Store, StoreError
from grader.grading import Settings, grade_class
from grader.intake import ClassIntake, result_file_name
from grader.intake.names import listed
from grader.intake.roster import Roster, read_roster
from grader.processes import cores
from grader.report.progress import shown_progress
from grader.report.text import count_of_looks, print_class, print_run, print_stuck
from grader.sandbox.host.isolation import Isolation, SandboxError
from grader.text import clean
from grader.workers.process import need_processes


@click.command(name="run")
@click.argument("hand_ins", type=PATH, required=False, metavar="[HAND-INS]")
@click.option("--out", type=PATH, help="the results (default: results, or an nbgrader course's own)")
@click.option("--track", default=None, metavar="NAME", help="grade only the exercises of this track")
@click.option("--jobs", type=click.IntRange(1, 512), default=None, help="how many at a time (default: all cores)")
@click.option("--scheduler", default=None, metavar="ADDRESS", help="grade on the workers of this dask scheduler")
@click.option("--student", default=None, metavar="NAME", help="grade only this hand-in")
@click.option(
    "--isolation",
    type=click.Choice(["jail", "process"]),
    default="jail",
    help="process: without a jail (default: jail)",
)
@click.option("--fresh", is_flag=True, help="grade again what is already graded")
@roster_option
@course_option
def run_command(
    hand_ins: Path | None,
    out: Path | None,
    track: str | None,
    jobs: int | None,
    scheduler: str | None,
    student: str | None,
    isolation: str,
    fresh: bool,
    roster_path: Path | None,
    course_path: Path | None,
) -> None:
    """grade the hand-ins in a folder, zip, tar or nbgrader course (default: examples/class)"""
    need_processes()
    if scheduler is not None:
        _need_a_cluster(scheduler, jobs)
    folder = own_course_folder(hand_ins) if hand_ins else None
    course = load(course_path or (folder.course_file if folder else None), hand_ins)
    try:
        course = course.on_track(track)
    except KeyError:
        raise no_track(track, course) from None
    roster = read_roster(roster_path) if roster_path else Roster()
    out = out or (folder.results if folder else Path("results"))
    console = Console(highlight=False)
    settings = Settings(Isolation(isolation), track, jobs or cores(), fresh, scheduler)
    path = hand_ins or course.root / "examples" / "class"
    with opened(path, folder, course, student, roster) as intake:
        store = Store(out)
        if replaced := store.of_another_track(track, escape(result_file_name(student)) if student else "*"):
            results = "result" if replaced == 1 else "results"
            complain(f"of another track, and replaced: {replaced} {results} in {out}; give another --out to keep both")
        with store.locked(), shown_progress(len(intake), console) as progress:
            grades, done = grade_class(course, intake, store, settings, progress, complain)
            note_run(out, grades)
            note_states(out, grades)
            note_origin(out, Origin(path, roster_path))
    print_class(grades, console)
    print_stuck(grades, console)
    print_run(done, console)
    if has_variants(course) and not roster.students and folder is None:
        console.print("each hand-in's name was taken for its student's id, whose numbers it has: else give --roster")
    for remark in _remarks(intake, len(roster.students)):
        console.print(clean(remark, 2000), markup=False, soft_wrap=True)
    if looks := count_of_looks(grades):
        console.print(looks, markup=False, soft_wrap=True)
    if others := store.others([result_file_name(grade.student) for grade in grades]) if student is None else []:
        console.print(
            f"of an earlier run, and not among these hand-ins: {listed(others)}; reports and exports have them, "
            "`grader forget STUDENT` deletes one",
            markup=False,
            soft_wrap=True,
        )
    console.print(f"{len(grades)} {'result' if len(grades) == 1 else 'results'} in {out}", markup=False)


@click.command(name="forget")
@click.argument("student", metavar="STUDENT")
@click.argument("results", type=PATH, default=Path("results"), metavar="[RESULTS]")
def forget_command(student: str, results: Path) -> None:
    """delete what the results keep of one student: the grade, its key, and what earlier runs noted"""
    if not results.is_dir():
        raise StoreError(f"{results}: no results: expected what `grader run` wrote")
    with Store(results).locked():  # a run beside it would write back what is deleted
        gone = forget(results, student, result_file_name(student))
    if not gone:
        raise StoreError(f"{results}: nothing is kept of {clean(student, 60)!r}")
    click.echo(f"{len(gone)} files deleted or changed; delete the pages of a report too")


@click.command(name="doctor")
@click.option("--out", type=PATH, default=Path("results"), help="the folder of the results (default: results)")
@course_option
def doctor_command(out: Path, course_path: Path | None) -> int:
    """say what this machine can do, and the cure for what it cannot"""
    from grader.doctor import examine

    findings = examine(course_path, out)
    for finding in findings:
        click.echo(clean(str(finding), 1000))
    return 2 if any(finding.cure for finding in findings) else 0


def _need_a_cluster(address: str, jobs: int | None) -> None:
    if jobs is not None:
        raise click.UsageError(
            "give --jobs or --scheduler: a cluster grades as many at a time as its workers have threads"
        )
    if find_spec("distributed") is None:
        raise SandboxError("--scheduler needs dask: pip install 'fundamentals-grader[cluster]'")
    from grader.workers.connecting import need_address  # dask: nobody else needs to wait for it

    need_address(address)  # also where all is graded already and no scheduler is asked


def _remarks(intake: ClassIntake, enrolled: int) -> Iterator[str]:
    """Return what is to be said of the hand-ins as a whole."""
    yield from intake.remarks
    if intake.unknown:
        names = ", ".join(intake.unknown)
        yield f"nobody on the class list, or more than one, is {names}: graded under that name; see the column alias"
    if intake.missing:
        of = f" of {enrolled}" if enrolled else ""
        yield f"nothing was handed in by {len(intake.missing)}{of}: {', '.join(intake.missing)}"
