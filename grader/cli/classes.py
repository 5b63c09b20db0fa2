"""The commands about a class: grade it, report, export and forget marks, and look at the machine that grades."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from glob import escape
from importlib.util import find_spec
from pathlib import Path

import click
from rich.console import Console

from grader.cli.arguments import PATH, complain, course_option, load, no_track, roster_option
from grader.course.loading import CourseError
from grader.course.model import Course
from grader.course.variants import has_variants
from grader.grade.reading import of_one_course, read_results
from grader.grade.runs import forget, moved_since, note_run
from grader.grade.store import Store, StoreError
from grader.grading import Settings, grade_class
from grader.intake import ClassIntake, open_class, result_file_name
from grader.intake.classes import SourcesByStudent
from grader.intake.roster import Roster, read_roster
from grader.nbgrader.collected import open_hand_ins
from grader.nbgrader.exporting import rows_of
from grader.nbgrader.folder import CourseFolder, doubt_about, is_course_folder, need_nbgrader, open_course_folder
from grader.processes import cores
from grader.report.canvas import merge
from grader.report.progress import shown_progress
from grader.report.table import WRITERS, Format, write_gradescope, write_marks
from grader.report.text import count_of_looks, print_class, print_run, print_stuck
from grader.sandbox.host.forkserver import Isolation, SandboxError
from grader.text import clean
from grader.workers.process import need_processes


@click.command(name="run")
@click.argument("hand_ins", type=PATH, required=False, metavar="[HAND-INS]")
@click.option("--out", type=PATH, help="the results (default: results, or an nbgrader course's own)")
@click.option("--track", default=None, metavar="NAME", help="grade only the exercises of this track")
@click.option("--jobs", type=click.IntRange(1, 512), default=None, help="how many at a time (default: all cores)")
@click.option("--scheduler", default=None, metavar="ADDRESS", help="grade on the workers of this dask scheduler")
@click.option("--student", default=None, metavar="NAME", help="grade only this hand-in")
@click.option("--isolation", type=click.Choice(["jail", "process"]), default="jail", help="process: without a jail")
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
    """grade the hand-ins in a folder, zip or nbgrader course (default: examples/class)"""
    need_processes()
    if scheduler is not None:
        _need_a_cluster(jobs)
    folder = _own_course_folder(hand_ins) if hand_ins else None
    course = load(course_path or (folder.course_file if folder else None), hand_ins)
    try:
        course = course.on_track(track)
    except KeyError:
        raise no_track(track, course) from None
    roster = read_roster(roster_path) if roster_path else Roster()
    out = out or (folder.results if folder else Path("results"))
    console = Console(highlight=False)
    settings = Settings(Isolation(isolation), track, jobs or cores(), fresh, scheduler)
    with _opened(hand_ins or course.root / "examples" / "class", folder, course, student, roster) as intake:
        store = Store(out)
        if replaced := store.of_another_track(track, escape(result_file_name(student)) if student else "*"):
            results = "result" if replaced == 1 else "results"
            complain(f"of another track, and replaced: {replaced} {results} in {out}; give another --out to keep both")
        with store.locked(), shown_progress(len(intake), console) as progress:
            grades, done = grade_class(course, intake, store, settings, progress, complain)
            note_run(out, grades)
    print_class(grades, console)
    print_stuck(grades, console)
    print_run(done, console)
    if has_variants(course) and not roster.students and folder is None:
        console.print("each hand-in's name was taken for its student's id, whose numbers it has: else give --roster")
    for remark in _remarks(intake, len(roster.students)):
        console.print(clean(remark, 2000), markup=False, soft_wrap=True)
    if looks := count_of_looks(grades):
        console.print(looks, markup=False, soft_wrap=True)
    console.print(f"{len(grades)} results in {out}", markup=False)


@click.command(name="report")
@click.argument("results", type=PATH, default=Path("results"), metavar="[RESULTS]")
@click.option("--out", type=PATH, default=Path("report"), help="the folder of the pages")
@click.option("--hand-ins", type=PATH, help="what was graded, to quote students' own lines")
@click.option("--student", default=None, metavar="NAME", help="write the pages of this student alone")
@click.option("--pseudonyms", is_flag=True, help="numbers instead of names, for the projector")
@roster_option
@course_option
def report_command(
    results: Path,
    out: Path,
    hand_ins: Path | None,
    student: str | None,
    pseudonyms: bool,
    roster_path: Path | None,
    course_path: Path | None,
) -> None:
    """write pages: the class at a glance, and what each student may see"""
    from grader.report.page import About, write_report  # templates: no other command needs them

    found, left_out = of_one_course(read_results(results))
    if left_out:
        complain(left_out)
    with _sources(hand_ins, roster_path, course_path) as sources:
        about = About(
            sources=sources,
            roster=read_roster(roster_path) if roster_path else Roster(),
            course=_course_if_there(course_path),
            moved=moved_since(results, found.briefs),
            pseudonyms=pseudonyms,
        )
        written = write_report(found, out, about, student)
    click.echo(f"{len(written)} {'page' if len(written) == 1 else 'pages'}: open {written[0]}")


def _course_if_there(course_path: Path | None) -> Course | None:
    """Return the course, for minutes and lessons; results alone have what else a report needs."""
    try:
        return load(course_path)
    except CourseError:
        if course_path is not None:
            raise
        return None


@click.command(name="forget")
@click.argument("student", metavar="STUDENT")
@click.argument("results", type=PATH, default=Path("results"), metavar="[RESULTS]")
def forget_command(student: str, results: Path) -> None:
    """delete what the results keep of one student: the grade, its key, and the points of earlier runs"""
    if not results.is_dir():
        raise StoreError(f"{results}: no results: expected what `grader run` wrote")
    with Store(results).locked():  # a run beside it would write back what is deleted
        gone = forget(results, student, result_file_name(student))
    if not gone:
        raise StoreError(f"{results}: nothing is kept of {clean(student, 60)!r}")
    click.echo(f"{len(gone)} files deleted or changed; delete the pages of a report too")


@click.command(name="export")
@click.argument("form", type=click.Choice([form.value for form in Format]), metavar="FORMAT")
@click.argument("source", type=PATH, default=Path("results"), metavar="[RESULTS]")
@click.option("--to", type=PATH, metavar="PATH", help="where to write (default: show it)")
@roster_option
@click.option("--no-bonus", is_flag=True, help="leave out what stretch exercises gave")
@click.option("--cap", is_flag=True, help="totals of at most the maximum")
@click.option("--into", type=PATH, metavar="CSV", help="canvas: its own export, into which the marks are put")
@click.option("--column", metavar="TITLE", help="canvas: which assignment of that export is meant")
def export_command(  # one for each option
    form: str,
    source: Path,
    to: Path | None,
    roster_path: Path | None,
    no_bonus: bool,
    cap: bool,
    into: Path | None,
    column: str | None,
) -> None:
    """write marks as csv, table, moodle, canvas or gradescope, from results or an nbgrader course"""
    if form != Format.CANVAS and (into or column is not None):
        raise click.UsageError("--into and --column go with canvas alone")
    if column is not None and not into:
        raise click.UsageError("--column names a column of the file --into")
    if is_course_folder(source):
        need_nbgrader()
    export = rows_of(source, roster_path)
    rows = [row.without_bonus() for row in export.rows] if no_bonus else list(export.rows)
    rows = [row.capped() for row in rows] if cap else rows
    for remark in export.remarks:
        complain(clean(remark, 2000))
    if form == Format.GRADESCOPE:
        written = write_gradescope(rows, to or Path("gradescope"))
        click.echo(f"{len(written)} results.json in {to or 'gradescope'}")
        return
    if into:
        merged = merge(into, rows, column)
        for remark in merged.remarks:
            complain(clean(remark, 2000))
    text = merged.text if into else WRITERS[Format(form)](rows)
    if to is None:
        click.echo(text, nl=False)
    else:
        write_marks(to, text, Format(form))
        click.echo(f"{len(rows)} lines of marks in {to}")


@click.command(name="doctor")
@click.option("--out", type=PATH, default=Path("results"), help="the folder of the results")
@course_option
def doctor_command(out: Path, course_path: Path | None) -> int:
    """say what this machine can do, and the cure for what it cannot"""
    from grader.doctor import examine

    findings = examine(course_path, out)
    for finding in findings:
        click.echo(clean(str(finding), 1000))
    return 2 if any(finding.cure for finding in findings) else 0


def _need_a_cluster(jobs: int | None) -> None:
    if jobs is not None:
        raise click.UsageError(
            "give --jobs or --scheduler: a cluster grades as many at a time as its workers have threads"
        )
    if find_spec("distributed") is None:
        raise SandboxError("--scheduler needs dask: pip install 'fundamentals-grader[cluster]'")


def _own_course_folder(hand_ins: Path) -> CourseFolder | None:
    """Return the nbgrader course at this path if we made it; a hand-in that only says so stays a hand-in."""
    if not is_course_folder(hand_ins):
        return None
    if doubt := doubt_about(hand_ins):
        complain(
            f"{clean(str(hand_ins))}: read as hand-ins, not as an nbgrader course, because it {doubt}; if it is your "
            f"course, run `grader build --nbgrader` on it with --course FILE"
        )
        return None
    return open_course_folder(hand_ins)


@contextmanager
def _sources(
    hand_ins: Path | None, roster_path: Path | None, course_path: Path | None
) -> Iterator[Mapping[str, Mapping[str, bytes]]]:
    """Yield the files that were graded, by student; nothing where it is not said what was."""
    if hand_ins is None:
        yield {}
        return
    folder = _own_course_folder(hand_ins)
    course = load(course_path or (folder.course_file if folder else None), hand_ins)
    roster = read_roster(roster_path) if roster_path else Roster()
    with _opened(hand_ins, folder, course, None, roster) as intake:
        yield SourcesByStudent(intake)


def _opened(
    path: Path, folder: CourseFolder | None, course: Course, student: str | None, roster: Roster
) -> AbstractContextManager[ClassIntake]:
    """Open the hand-ins at a path, which is that of `folder` where it is an nbgrader course of ours."""
    return open_hand_ins(folder, course, student) if folder else open_class(path, course, student, roster)


def _remarks(intake: ClassIntake, enrolled: int) -> Iterator[str]:
    """Return what is to be said of the hand-ins as a whole."""
    yield from intake.remarks
    if intake.unknown:
        names = ", ".join(intake.unknown)
        yield f"nobody on the class list, or more than one, is {names}: graded under that name; see the column alias"
    if intake.missing:
        of = f" of {enrolled}" if enrolled else ""
        yield f"nothing was handed in by {len(intake.missing)}{of}: {', '.join(intake.missing)}"
