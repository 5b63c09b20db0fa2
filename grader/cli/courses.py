"""The commands about a course: build and start one, and plan and rehearse a session with it."""

from __future__ import annotations

import shlex
from datetime import datetime, time
from pathlib import Path

import click
from rich.console import Console

from grader.authoring.build import build
from grader.authoring.decks import write_decks
from grader.authoring.init import new_course
from grader.authoring.new import new_module
from grader.authoring.plan import as_page, as_text, plan
from grader.authoring.printing import print_to_pdf
from grader.authoring.rehearsal import rehearse
from grader.authoring.variants import write_variants
from grader.cli.arguments import PATH, course_option, load, no_track, roster_option
from grader.course.model import Course, did_you_mean
from grader.course.variants import make_key
from grader.intake.roster import read_roster
from grader.nbgrader.folder import believed_course_folder, is_course_folder, need_nbgrader
from grader.text import clean


@click.command(name="build")
@click.option("--nbgrader", type=PATH, metavar="FOLDER", help="write an nbgrader course there")
@roster_option
@click.option("--solutions", is_flag=True, help="for self-study: hand out model answers for `pytest --solution`")
@click.option("--slides", is_flag=True, help="write the lessons as slides to slides/, and nothing else")
@click.option("--pdf", is_flag=True, help="with --slides: each deck as PDF too, to hand out")
@course_option
def build_command(
    nbgrader: Path | None, roster_path: Path | None, solutions: bool, slides: bool, pdf: bool, course_path: Path | None
) -> None:
    """write exercises/, an nbgrader course or slides/, from the solutions, the lessons, the tests and the course"""
    if slides and (nbgrader is not None or roster_path is not None or solutions):
        raise click.UsageError("--slides goes with no other option but --course")
    if pdf and not slides:
        raise click.UsageError("--pdf goes with --slides")
    if slides:
        _build_slides(load(course_path), pdf)
        return
    if nbgrader is None and roster_path is not None:
        raise click.UsageError("--roster goes with --nbgrader")
    if nbgrader is not None and solutions:
        raise click.UsageError("--solutions is for self-study: with it, marks would say nothing")
    if nbgrader is not None:
        _build_nbgrader(nbgrader, roster_path, course_path)
        return
    course = load(course_path)
    written = build(course, with_answers=solutions)
    files = f"{len(written)} file{'' if len(written) == 1 else 's'}"
    click.echo(f"{files} written to {course.root / 'exercises'}")


def _build_slides(course: Course, pdf: bool) -> None:
    console = Console()
    with console.status("drawing the figures, a minute or two"):
        index, *decks = write_decks(course)
    click.echo(f"{1 + len(decks)} pages written: open {index}")
    if pdf:
        with console.status("printing"):
            printed = print_to_pdf(decks)
        click.echo(f"{len(printed)} PDFs written beside them")


def _build_nbgrader(target: Path, roster: Path | None, course_path: Path | None) -> None:
    need_nbgrader()
    from grader.nbgrader.source import build_course_folder

    is_new = not is_course_folder(target)
    course = load(course_path or (None if is_new else believed_course_folder(target).course_file))
    for remark in build_course_folder(course, target, roster):
        click.echo(clean(remark, 1000))
    then = "go there and run nbgrader generate_assignment" if is_new else "up to date"
    click.echo(f"nbgrader course {course.name} in {target}: {then}")


@click.command(name="init")
@click.argument("folder", type=PATH, metavar="FOLDER")
@click.option("--subject", default=None, metavar="NAME", help="the course's title (default: the folder's name)")
def init_command(folder: Path, subject: str | None) -> None:
    """start a course: one module with a function and a class, suites, a lesson, two hand-ins"""
    for path in new_course(folder, subject):
        click.echo(f"written: {path.relative_to(folder.resolve())}")
    click.echo(
        f"exercises/ is built; now go to {clean(str(folder))} and run `grader check`; "
        "README.md says what to change where"
    )


@click.command(name="new")
@click.argument("module", metavar="MODULE")
@course_option
def new_command(module: str, course_path: Path | None) -> None:
    """start a module: a solution, its suites, a mistake, its entry in course.yaml"""
    course = load(course_path)
    for path in new_module(course, module):
        click.echo(f"written: {path.relative_to(course.root)}")
    click.echo("exercises/ is built; now make it yours: `grader check` says whether it holds")


@click.command(name="variants")
@click.option("--out", type=PATH, default=Path("variants"), help="the folder to write (default: variants)")
@click.option("--student", default=None, metavar="ID", help="write the file of this student alone")
@roster_option
@course_option
def variants_command(out: Path, student: str | None, roster_path: Path | None, course_path: Path | None) -> None:
    """write one file per student, with the numbers that are the student's own"""
    course = load(course_path)
    known = [one.id for one in read_roster(roster_path).students] if roster_path is not None else []
    if student is None and roster_path is None:
        raise click.UsageError("expected the class list with --roster, or the id of one student with --student")
    if student is not None and roster_path is not None and student not in known:
        near = did_you_mean(student, known)
        raise click.UsageError(f"--student: expected an id of the class list, got {student!r}{near}")
    students = known if student is None else [student]
    key = make_key(course)
    for path in write_variants(course, students, out):
        click.echo(f"written: {path}")
    if key is not None:
        click.echo(f"made {key}: keep it and a copy of it; with another key, all students would have other numbers")
    click.echo("now give each student the one file: it takes the place of variant.py among the exercises")


def _time_of_day(context: click.Context, parameter: click.Parameter, text: str) -> time:
    try:
        return datetime.strptime(text, "%H:%M").time()
    except ValueError:
        raise click.BadParameter(f"expected a time of the day such as 09:00, got {text!r}") from None


@click.command(name="plan")
@click.option("--track", default="express", metavar="NAME", help="of which track (default: express)")
@click.option(
    "--start", callback=_time_of_day, metavar="HH:MM", default="09:00", help="when it begins (default: 09:00)"
)
@click.option("--out", type=PATH, metavar="FILE", help="write it as a page to print (HTML)")
@course_option
def plan_command(track: str, start: time, out: Path | None, course_path: Path | None) -> None:
    """plan a session by the minute: when to talk, work, stop and ask, and what to leave out"""
    course = load(course_path)
    try:
        made = plan(course, track)
    except KeyError:
        raise no_track(track, course) from None
    if out is None:
        click.echo(as_text(made, start), nl=False)
    else:
        out.write_text(as_page(made, start), encoding="utf-8")
        click.echo(f"{made.minutes} minutes planned: open {out}")


@click.command(name="rehearse")
@click.argument("folder", type=PATH, default=Path("rehearsal"), metavar="[FOLDER]")
@click.option("--track", default="express", metavar="NAME", help="what the class works through (default: express)")
@course_option
def rehearse_command(folder: Path, track: str, course_path: Path | None) -> None:
    """write a class of 20 invented hand-ins (default: rehearsal), to grade before the first student comes"""
    course = load(course_path)
    try:
        written = rehearse(course, track, folder)
    except KeyError:
        raise no_track(track, course) from None
    place = shlex.quote(str(folder))
    results = shlex.quote(f"{folder}-results")
    click.echo(f"{len(written)} hand-ins in {folder}; now grade them and look at the pages:")
    click.echo(f"grader run {place} --track {track} --out {results}")
    click.echo(f"grader report {results} --out {shlex.quote(f'{folder}-report')}")
