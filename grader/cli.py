"""The command line: a verb, a noun, an exit code.

Exit 0 all is well, 1 checks are missing, 2 the user must act (one sentence on stderr). A traceback is a bug.
"""

from __future__ import annotations

import contextlib
import errno
import io
import os
import shlex
import sys
from collections.abc import Iterator, Mapping
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from grader.authoring.build import build
from grader.authoring.check import check, exercises_of
from grader.authoring.decks import write_decks
from grader.authoring.init import new_course
from grader.authoring.new import new_module
from grader.authoring.plan import as_page, as_text, plan
from grader.authoring.proof import summary
from grader.authoring.rehearsal import rehearse
from grader.authoring.weaken import unnoticed
from grader.course.loading import CourseError, load_course, load_found_course
from grader.course.model import Course
from grader.doctor import examine
from grader.grade.runs import forget, moved_since, note_run
from grader.grade.store import Store, StoreError
from grader.grading import Settings, grade_class
from grader.intake import ClassIntake, SubmissionError, read_class, result_file_name
from grader.intake.roster import Roster, RosterError, read_roster
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
from grader.report.page import About, ReportError, read_results, write_report
from grader.report.progress import shown_progress
from grader.report.table import WRITERS, Format, write_gradescope, write_marks
from grader.report.text import count_of_looks, print_class, print_stuck
from grader.sandbox.host.forkserver import Isolation, SandboxError
from grader.text import clean
from grader.workers.process import need_processes

_USER_MUST_ACT = (CourseError, SubmissionError, RosterError, SandboxError, StoreError, HandInError, ReportError)


def main() -> None:
    """Run the command line; turn every error into one sentence and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal may not know the letters of a name
    try:
        code = cli.main(standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        code = _complain(error.format_message())
    except click.Abort:
        code = _complain("stopped; run the same command again to go on")
    except _USER_MUST_ACT as error:
        code = _complain(str(error))
    except OSError as error:
        code = _complain(sentence_of(error))
        _silence_stdout()
    sys.exit(code if isinstance(code, int) else 0)


def sentence_of(error: OSError) -> str:
    """Return what the operating system refused, as one sentence: where, what, and what may help."""
    if isinstance(error, BrokenPipeError):
        return "whoever read the output is gone: the rest was not written"
    where = f"{clean(os.fsdecode(error.filename), 500)}: " if isinstance(error.filename, str | bytes) else ""
    what = error.strerror or str(error) or type(error).__name__
    cure = _CURES.get(error.errno or 0)
    return f"{where}{what}" + (f": {cure}" if cure else "")


_CURES = {
    errno.ENOSPC: "make room, or write somewhere else",
    errno.EDQUOT: "make room, or write somewhere else",
    errno.EACCES: "choose a place where you may read and write",
    errno.EPERM: "choose a place where you may read and write",
    errno.EROFS: "choose a place that can be written",
    errno.ENOTDIR: "a part of this path is a file",
    errno.EISDIR: "expected the name of a file",
    errno.EEXIST: "expected the name of a folder",
    errno.ENOENT: "is the path right?",
    errno.ENAMETOOLONG: "choose a shorter one",
    errno.EMFILE: "raise the limit with `ulimit -n`",
}


def _silence_stdout() -> None:
    """Give up what could not be written, or Python would complain once more at its end."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class _PathType(click.Path):
    """A path; an empty one is a mistake in a script, and not the current folder."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Called by click."""
        if value == "":
            self.fail("expected a path, got an empty one", param, ctx)
        try:
            os.stat(value)
        except OSError as error:
            if error.errno == errno.ELOOP:  # which pathlib tells in a way of its own
                self.fail(sentence_of(error), param, ctx)
        return super().convert(value, param, ctx)


_PATH = _PathType()


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="fundamentals-grader")
def cli() -> None:
    """grade a class's hand-ins of a course"""


_course_option = click.option(
    "--course",
    "course_path",
    type=_PATH,
    default=None,
    metavar="FILE",
    help="the course.yaml (default: of this folder or the nearest above)",
)


_roster_option = click.option(
    "--roster", "roster_path", type=_PATH, metavar="CSV", help="the class list: id, first_name, last_name, email, ..."
)


@cli.command()
@click.argument("hand_ins", type=_PATH, required=False, metavar="[HAND-INS]")
@click.option("--out", type=_PATH, help="the results (default: results, or an nbgrader course's own)")
@click.option("--track", default=None, metavar="NAME", help="grade only the exercises of this track")
@click.option("--jobs", type=click.IntRange(1, 512), default=None, help="how many at a time (default: all cores)")
@click.option("--student", default=None, metavar="NAME", help="grade only this hand-in")
@click.option("--isolation", type=click.Choice(["jail", "process"]), default="jail", help="process: without a jail")
@click.option("--fresh", is_flag=True, help="grade again what is already graded")
@_roster_option
@_course_option
def run(
    hand_ins: Path | None,
    out: Path | None,
    track: str | None,
    jobs: int | None,
    student: str | None,
    isolation: str,
    fresh: bool,
    roster_path: Path | None,
    course_path: Path | None,
) -> None:
    """grade the hand-ins in a folder, zip or nbgrader course (default: examples/class)"""
    need_processes()
    folder = _own_course_folder(hand_ins) if hand_ins else None
    course = _load(course_path or (folder.course_file if folder else None), hand_ins)
    try:
        course = course.on_track(track)
    except KeyError:
        raise _no_track(track, course) from None
    roster = read_roster(roster_path) if roster_path else Roster()
    if folder:
        intake = collected_hand_ins(folder, course, student)
    else:
        intake = read_class(hand_ins or course.root / "examples" / "class", course, student, roster)
    out = out or (folder.results if folder else Path("results"))
    store = Store(out)
    console = Console(highlight=False)
    settings = Settings(Isolation(isolation), track, jobs or _cores(), fresh)
    with store.locked(), shown_progress(len(intake), console) as progress:
        grades = grade_class(course, intake, store, settings, progress)
        note_run(out, grades)
    print_class(grades, console)
    print_stuck(grades, console)
    for remark in _remarks(intake, len(roster.students)):
        console.print(clean(remark, 2000), markup=False, soft_wrap=True)
    if looks := count_of_looks(grades):
        console.print(looks, markup=False, soft_wrap=True)
    console.print(f"{len(grades)} results in {out}", markup=False)


@cli.command(name="build")
@click.option("--nbgrader", type=_PATH, metavar="FOLDER", help="write an nbgrader course there")
@_roster_option
@click.option("--solutions", is_flag=True, help="for self-study: hand out model answers for `pytest --solution`")
@click.option("--slides", is_flag=True, help="write the lessons as slides to slides/, and nothing else")
@_course_option
def build_command(
    nbgrader: Path | None, roster_path: Path | None, solutions: bool, slides: bool, course_path: Path | None
) -> None:
    """write exercises/, an nbgrader course or slides/, from the solutions, the lessons, the tests and the course"""
    if slides and (nbgrader is not None or roster_path is not None or solutions):
        raise click.UsageError("--slides goes with no other option but --course")
    if slides:
        decks = write_decks(_load(course_path))
        click.echo(f"{len(decks)} pages written: open {decks[0]}")
        return
    if nbgrader is None and roster_path is not None:
        raise click.UsageError("--roster goes with --nbgrader")
    if nbgrader is not None and solutions:
        raise click.UsageError("--solutions is for self-study: with it, marks would say nothing")
    if nbgrader is not None:
        _build_nbgrader(nbgrader, roster_path, course_path)
        return
    course = _load(course_path)
    written = build(course, with_answers=solutions)
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
@click.argument("results", type=_PATH, default=Path("results"), metavar="[RESULTS]")
@click.option("--out", type=_PATH, default=Path("report"), help="the folder of the pages")
@click.option("--hand-ins", type=_PATH, help="what was graded, to quote students' own lines")
@click.option("--student", default=None, metavar="NAME", help="write the pages of this student alone")
@click.option("--pseudonyms", is_flag=True, help="numbers instead of names, for the projector")
@_roster_option
@_course_option
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
    grades = read_results(results)
    about = About(
        sources=_sources(hand_ins, roster_path, course_path) if hand_ins else {},
        roster=read_roster(roster_path) if roster_path else Roster(),
        course=_course_if_there(course_path),
        moved=moved_since(results, grades),
        pseudonyms=pseudonyms,
    )
    written = write_report(grades, out, about, student)
    click.echo(f"{len(written)} {'page' if len(written) == 1 else 'pages'}: open {written[0]}")


def _course_if_there(course_path: Path | None) -> Course | None:
    """Return the course, for minutes and lessons; results alone have what else a report needs."""
    try:
        return _load(course_path)
    except CourseError:
        if course_path is not None:
            raise
        return None


@cli.command(name="forget")
@click.argument("student", metavar="STUDENT")
@click.argument("results", type=_PATH, default=Path("results"), metavar="[RESULTS]")
def forget_command(student: str, results: Path) -> None:
    """delete what the results keep of one student: the grade, its key, and the points of earlier runs"""
    gone = forget(results, student, result_file_name(student))
    if not gone:
        raise StoreError(f"{results}: nothing is kept of {clean(student, 60)!r}")
    click.echo(f"{len(gone)} files deleted or changed; delete the pages of a report too")


@cli.command(name="export")
@click.argument("form", type=click.Choice([form.value for form in Format]), metavar="FORMAT")
@click.argument("source", type=_PATH, default=Path("results"), metavar="[RESULTS]")
@click.option("--to", type=_PATH, metavar="PATH", help="where to write (default: show it)")
@_roster_option
@click.option("--no-bonus", is_flag=True, help="leave out what stretch exercises gave")
@click.option("--cap", is_flag=True, help="totals of at most the maximum")
def export_command(
    form: str, source: Path, to: Path | None, roster_path: Path | None, no_bonus: bool, cap: bool
) -> None:
    """write marks as csv, table, moodle, canvas or gradescope, from results or an nbgrader course"""
    if is_course_folder(source):
        _need_nbgrader()
    export = rows_of(source, roster_path)
    rows = [row.without_bonus() for row in export.rows] if no_bonus else list(export.rows)
    rows = [row.capped() for row in rows] if cap else rows
    for remark in export.remarks:
        _complain(clean(remark, 2000))
    if form == Format.GRADESCOPE:
        written = write_gradescope(rows, to or Path("gradescope"))
        click.echo(f"{len(written)} results.json in {to or 'gradescope'}")
        return
    text = WRITERS[Format(form)](rows)
    if to is None:
        click.echo(text, nl=False)
    else:
        write_marks(to, text, Format(form))
        click.echo(f"{len(rows)} lines of marks in {to}")


@cli.command(name="check")
@click.argument("names", nargs=-1, metavar="[MODULE-OR-EXERCISE]...")
@click.option("--jobs", type=click.IntRange(1, 512), default=None, help="how many at a time (default: all cores)")
@click.option("--weaken", is_flag=True, help="weaken each hidden test instead, and see what notices: slow")
@click.option("--isolation", type=click.Choice(["jail", "process"]), default="jail", help="process: without a jail")
@_course_option
def check_command(
    names: tuple[str, ...], jobs: int | None, weaken: bool, isolation: str, course_path: Path | None
) -> int:
    """prove the course, or some of it: reference full, stubs zero, every mistake caught and named"""
    course = _load(course_path)
    console = Console(highlight=False)
    settings = Settings(Isolation(isolation), jobs=jobs or _cores())
    if weaken:
        with console.status("weakening") as status:
            told, total = unnoticed(
                course, settings, exercises_of(course, names), lambda done, of: status.update(f"{done} of {of}")
            )
        for line in told:
            console.print(clean(line, 1000), markup=False, soft_wrap=True)
        console.print(f"{total} weakenings, {len(told)} of which nothing notices")
        return 1 if told else 0
    with console.status("proving") as status:
        proof = check(course, settings, lambda done, total: status.update(f"proving: {done} of {total}"), names)
    for complaint in proof.complaints:
        console.print(clean(complaint, 1000), markup=False, soft_wrap=True)
    console.print(summary(proof), markup=False, soft_wrap=True)
    return 1 if proof.complaints else 0


@cli.command(name="init")
@click.argument("folder", type=_PATH, metavar="FOLDER")
@click.option("--subject", default=None, metavar="NAME", help="the course's title (default: the folder's name)")
def init_command(folder: Path, subject: str | None) -> None:
    """start a course: one module with a function and a class, suites, a lesson, two hand-ins"""
    for path in new_course(folder, subject):
        click.echo(f"written: {path.relative_to(folder.resolve())}")
    click.echo(f"now go to {clean(str(folder))} and run `grader check`; README.md says what to change where")


@cli.command(name="new")
@click.argument("module", metavar="MODULE")
@_course_option
def new_command(module: str, course_path: Path | None) -> None:
    """start a module: a solution, its suites, a mistake, its entry in course.yaml"""
    course = _load(course_path)
    for path in new_module(course, module):
        click.echo(f"written: {path.relative_to(course.root)}")
    click.echo("now make it yours; `grader check` says whether it holds")


@cli.command(name="plan")
@click.option("--track", default="express", metavar="NAME", help="of which track (default: express)")
@click.option("--start", type=click.DateTime(["%H:%M"]), default="09:00", help="when it begins (default: 09:00)")
@click.option("--out", type=_PATH, metavar="FILE", help="write it as a page to print (HTML)")
@_course_option
def plan_command(track: str, start: datetime, out: Path | None, course_path: Path | None) -> None:
    """plan a session by the minute: when to talk, work, stop and ask, and what to leave out"""
    course = _load(course_path)
    try:
        made = plan(course, track)
    except KeyError:
        raise _no_track(track, course) from None
    if out is None:
        click.echo(as_text(made, start.time()), nl=False)
    else:
        out.write_text(as_page(made, start.time()), encoding="utf-8")
        click.echo(f"{made.minutes} minutes planned: open {out}")


@cli.command(name="rehearse")
@click.argument("folder", type=_PATH, default=Path("rehearsal"), metavar="[FOLDER]")
@click.option("--track", default="express", metavar="NAME", help="what the class works through (default: express)")
@_course_option
def rehearse_command(folder: Path, track: str, course_path: Path | None) -> None:
    """write a class of 20 invented hand-ins, to grade before the first student comes"""
    course = _load(course_path)
    try:
        written = rehearse(course, track, folder)
    except KeyError:
        raise _no_track(track, course) from None
    place = shlex.quote(str(folder))
    results = shlex.quote(f"{folder}-results")
    click.echo(f"{len(written)} hand-ins in {folder}; now grade them and look at the pages:")
    click.echo(f"grader run {place} --track {track} --out {results}")
    click.echo(f"grader report {results} --hand-ins {place} --out {shlex.quote(f'{folder}-report')}")


@cli.command()
@click.option("--out", type=_PATH, default=Path("results"), help="the folder of the results")
@_course_option
def doctor(out: Path, course_path: Path | None) -> int:
    """say what this machine can do, and the cure for what it cannot"""
    findings = examine(course_path, out)
    for finding in findings:
        click.echo(clean(str(finding), 1000))
    return 2 if any(finding.cure for finding in findings) else 0


def _no_track(track: str | None, course: Course) -> CourseError:
    return CourseError(f"no track {track!r} in the course: it has {', '.join(course.tracks) or 'none'}")


def _load(path: Path | None, hand_ins: Path | None = None) -> Course:
    return load_course(path) if path else load_found_course(Path.cwd(), never_in=hand_ins)


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


def _sources(hand_ins: Path, roster_path: Path | None, course_path: Path | None) -> dict[str, Mapping[str, bytes]]:
    """Return the files that were graded, by student."""
    folder = _own_course_folder(hand_ins)
    course = _load(course_path or (folder.course_file if folder else None), hand_ins)
    roster = read_roster(roster_path) if roster_path else Roster()
    found = collected_hand_ins(folder, course) if folder else read_class(hand_ins, course, roster=roster)
    return {submission.student: {**submission.extras, **submission.sources} for submission in found}


def _remarks(intake: ClassIntake, enrolled: int) -> Iterator[str]:
    """Return what is to be said of the hand-ins as a whole."""
    yield from intake.remarks
    if intake.unknown:
        names = ", ".join(intake.unknown)
        yield f"nobody on the class list, or more than one, is {names}: graded under that name; see the column alias"
    if intake.missing:
        of = f" of {enrolled}" if enrolled else ""
        yield f"nothing was handed in by {len(intake.missing)}{of}: {', '.join(intake.missing)}"


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _complain(sentence: str) -> int:
    """Say one sentence on stderr; return the exit code for it."""
    with contextlib.suppress(OSError):
        click.echo(f"grader: {clean(sentence, 4000)}", err=True)
    return 2
