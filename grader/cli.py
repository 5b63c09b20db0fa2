"""The command line: a verb, a noun, an exit code.

Exit 0 all is well, 1 checks are missing, 2 the user must act (one sentence on stderr). A traceback is a bug.
"""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from pathlib import Path

import click
from rich.console import Console

from grader.authoring.build import build
from grader.authoring.check import check
from grader.authoring.new import new_module
from grader.authoring.proof import summary
from grader.course.loading import CourseError, find_course, load_course
from grader.course.model import Course
from grader.doctor import examine
from grader.grade.store import Store, StoreError
from grader.grading import Settings, grade_class
from grader.intake import SubmissionError, read_class
from grader.nbgrader.collected import hand_ins as collected_hand_ins
from grader.nbgrader.exporting import rows_of
from grader.nbgrader.folder import (
    CourseFolder,
    HandInError,
    believed_course_folder,
    doubt_about,
    is_course_folder,
    open_course_folder,
)
from grader.report.page import ReportError, read_results, write_report
from grader.report.progress import shown_progress
from grader.report.table import WRITERS, Format, write_gradescope
from grader.report.text import print_class, print_stuck
from grader.sandbox.host.forkserver import Isolation, SandboxError
from grader.text import clean

_USER_MUST_ACT = (CourseError, SubmissionError, SandboxError, StoreError, HandInError, ReportError)


def main() -> None:
    """Run the command line; turn every error into one sentence and an exit code."""
    try:
        code = cli.main(standalone_mode=False)
    except click.ClickException as error:
        _complain(error.format_message())
        code = 2
    except click.Abort:
        _complain("stopped; run the same command again to go on")
        code = 2
    except _USER_MUST_ACT as error:
        _complain(str(error))
        code = 2
    sys.exit(code if isinstance(code, int) else 0)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="fundamentals-grader")
def cli() -> None:
    """grade a class's hand-ins of a course"""


_course_option = click.option(
    "--course",
    "course_path",
    type=click.Path(path_type=Path),
    default=None,
    metavar="FILE",
    help="the course.yaml (default: of this folder or the nearest above)",
)


@cli.command()
@click.argument("hand_ins", type=click.Path(path_type=Path), required=False, metavar="[HAND-INS]")
@click.option(
    "--out", type=click.Path(path_type=Path), help="the results (default: results, or an nbgrader course's own)"
)
@click.option("--track", default=None, metavar="NAME", help="grade only the exercises of this track")
@click.option("--jobs", type=click.IntRange(1, 512), default=None, help="how many at a time (default: all cores)")
@click.option("--student", default=None, metavar="NAME", help="grade only this hand-in")
@click.option("--isolation", type=click.Choice(["jail", "process"]), default="jail", help="process: without a jail")
@click.option("--fresh", is_flag=True, help="grade again what is already graded")
@_course_option
def run(
    hand_ins: Path | None,
    out: Path | None,
    track: str | None,
    jobs: int | None,
    student: str | None,
    isolation: str,
    fresh: bool,
    course_path: Path | None,
) -> None:
    """grade the hand-ins in a folder, zip or nbgrader course (default: examples/class)"""
    folder = _own_course_folder(hand_ins) if hand_ins else None
    course = _load(course_path or (folder.course_file if folder else None), hand_ins)
    try:
        course = course.on_track(track)
    except KeyError:
        raise CourseError(f"no track {track!r} in the course: it has {', '.join(course.tracks) or 'none'}") from None
    if folder:
        intake = collected_hand_ins(folder, course, student)
    else:
        intake = read_class(hand_ins or course.root / "examples" / "class", course, student)
    out = out or (folder.results if folder else Path("results"))
    store = Store(out)
    console = Console(highlight=False)
    settings = Settings(Isolation(isolation), track, jobs or _cores(), fresh)
    with store.locked(), shown_progress(len(intake), console) as progress:
        grades = grade_class(course, intake, store, settings, progress)
    print_class(grades, console)
    print_stuck(grades, console)
    for remark in intake.remarks:
        console.print(clean(remark), markup=False)
    console.print(f"{len(grades)} results in {out}", markup=False)


@cli.command(name="build")
@click.option("--nbgrader", type=click.Path(path_type=Path), metavar="FOLDER", help="write an nbgrader course there")
@click.option("--roster", type=click.Path(path_type=Path), metavar="CSV", help="its class list: id, first_name, ...")
@_course_option
def build_command(nbgrader: Path | None, roster: Path | None, course_path: Path | None) -> None:
    """write exercises/, or an nbgrader course, from the solutions, the public tests and the course"""
    if nbgrader is None and roster is not None:
        raise click.UsageError("--roster goes with --nbgrader")
    if nbgrader is not None:
        _build_nbgrader(nbgrader, roster, course_path)
        return
    course = _load(course_path)
    written = build(course)
    files = f"{len(written)} file{'' if len(written) == 1 else 's'}"
    click.echo(f"{files} written to {course.root / 'exercises'}")


def _build_nbgrader(target: Path, roster: Path | None, course_path: Path | None) -> None:
    _need_nbgrader()
    from grader.nbgrader.source import build_course_folder

    is_new = not is_course_folder(target)
    course = _load(course_path or (None if is_new else believed_course_folder(target).course_file))
    for remark in build_course_folder(course, target, roster):
        click.echo(clean(remark, 1000))
    then = "go there and run nbgrader generate_assignment" if is_new else "up to date"
    click.echo(f"nbgrader course {course.name} in {target}: {then}")


def _need_nbgrader() -> None:
    if find_spec("nbgrader") is None:
        raise HandInError("nbgrader is not installed: pip install 'fundamentals-grader[nbgrader]'")


@cli.command(name="report")
@click.argument("results", type=click.Path(path_type=Path), default=Path("results"), metavar="[RESULTS]")
@click.option("--out", type=click.Path(path_type=Path), default=Path("report"), help="the folder of the pages")
@click.option("--hand-ins", type=click.Path(path_type=Path), help="what was graded, to quote students' own lines")
@_course_option
def report_command(results: Path, out: Path, hand_ins: Path | None, course_path: Path | None) -> None:
    """write pages: the class at a glance, and what each student may see"""
    sources = {s.student: s.sources for s in read_class(hand_ins, _load(course_path, hand_ins))} if hand_ins else None
    written = write_report(read_results(results), out, sources)
    click.echo(f"{len(written)} pages: open {written[0]}")


@cli.command(name="export")
@click.argument("form", type=click.Choice([form.value for form in Format]), metavar="FORMAT")
@click.argument("source", type=click.Path(path_type=Path), default=Path("results"), metavar="[RESULTS]")
@click.option("--to", type=click.Path(path_type=Path), metavar="PATH", help="where to write (default: show it)")
@click.option("--roster", type=click.Path(path_type=Path), metavar="CSV", help="the class list, for names and e-mails")
def export_command(form: str, source: Path, to: Path | None, roster: Path | None) -> None:
    """write marks as csv, table, moodle, canvas or gradescope, from results or an nbgrader course"""
    if is_course_folder(source):
        _need_nbgrader()
    rows = rows_of(source, roster)
    if form == Format.GRADESCOPE:
        written = write_gradescope(rows, to or Path("gradescope"))
        click.echo(f"{len(written)} results.json in {to or 'gradescope'}")
        return
    text = WRITERS[Format(form)](rows)
    if to is None:
        click.echo(text, nl=False)
    else:
        to.write_text(text, encoding="utf-8", newline="")
        click.echo(f"{len(rows)} lines of marks in {to}")


@cli.command(name="check")
@click.argument("names", nargs=-1, metavar="[MODULE-OR-EXERCISE]...")
@click.option("--jobs", type=click.IntRange(1, 512), default=None, help="how many at a time (default: all cores)")
@_course_option
def check_command(names: tuple[str, ...], jobs: int | None, course_path: Path | None) -> int:
    """prove the course, or some of it: reference full, stubs zero, every mistake caught and named"""
    course = _load(course_path)
    console = Console(highlight=False)
    settings = Settings(jobs=jobs or _cores())
    with console.status("proving") as status:
        proof = check(course, settings, lambda done, total: status.update(f"proving: {done} of {total}"), names)
    for complaint in proof.complaints:
        console.print(clean(complaint, 1000), markup=False, soft_wrap=True)
    console.print(summary(proof), markup=False, soft_wrap=True)
    return 1 if proof.complaints else 0


@cli.command(name="new")
@click.argument("module", metavar="MODULE")
@_course_option
def new_command(module: str, course_path: Path | None) -> None:
    """start a module: a solution, its suites, a mistake, its entry in course.yaml"""
    course = _load(course_path)
    for path in new_module(course, module):
        click.echo(f"written: {path.relative_to(course.root)}")
    click.echo("now make it yours; `grader check` says whether it holds")


@cli.command()
@click.option("--out", type=click.Path(path_type=Path), default=Path("results"), help="the folder of the results")
@_course_option
def doctor(out: Path, course_path: Path | None) -> int:
    """say what this machine can do, and the cure for what it cannot"""
    findings = examine(course_path, out)
    for finding in findings:
        click.echo(clean(str(finding), 1000))
    return 2 if any(finding.cure for finding in findings) else 0


def _load(path: Path | None, hand_ins: Path | None = None) -> Course:
    return load_course(path or find_course(Path.cwd(), never_in=hand_ins))


def _own_course_folder(hand_ins: Path) -> CourseFolder | None:
    """Return the nbgrader course at this path if we made it; a hand-in that only says so stays a hand-in."""
    if not is_course_folder(hand_ins):
        return None
    if doubt := doubt_about(hand_ins):
        _complain(
            f"{clean(str(hand_ins))}: read as hand-ins, not as an nbgrader course, because it {doubt}; if it is your "
            f"course, run `grader build --nbgrader` on it with --course FILE"
        )
        return None
    return open_course_folder(hand_ins)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _complain(sentence: str) -> None:
    click.echo(f"grader: {sentence}", err=True)
