"""The commands that take marks to people: report them as pages, hand the pages back, and export for other systems."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from grader.cli.arguments import PATH, complain, course_option, load, roster_option
from grader.cli.telling import told
from grader.intake.names import listed
from grader.intake.return_names import return_names
from grader.nbgrader.exporting import rows_of
from grader.nbgrader.folder import is_course_folder, need_nbgrader
from grader.report.canvas import merge
from grader.report.table import WRITERS, Format, write_gradescope, write_marks
from grader.text import clean

_PLATFORMS = ("moodle", "canvas")  # which let one download hand-ins, and take feedback under the same names


@click.command(name="report")
@click.argument("results", type=PATH, default=Path("results"), metavar="[RESULTS]")
@click.option("--out", type=PATH, default=Path("report"), help="the folder of the pages (default: report)")
@click.option("--hand-ins", type=PATH, help="what was graded, to quote students' own lines (default: of the last run)")
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
    """write pages of results or of an nbgrader course: the class at a glance, and what each student may see"""
    from grader.report.page import write_report  # templates: no other command needs them

    with told(results, hand_ins, roster_path, course_path) as (grades, about):
        written = write_report(grades, out, replace(about, pseudonyms=pseudonyms), student)
    click.echo(f"{len(written)} {'page' if len(written) == 1 else 'pages'}: open {written[0]}")


@click.command(name="hand-back")
@click.argument("form", type=click.Choice([*_PLATFORMS, "mail", "zip"]), metavar="FORMAT")
@click.argument("results", type=PATH, default=Path("results"), metavar="[RESULTS]")
@click.option("--download", type=PATH, metavar="ZIP", help="what the platform let you download (moodle, canvas)")
@click.option("--to", type=PATH, metavar="PATH", help="where to write (default: FORMAT-feedback.zip, or hand-back/)")
@click.option("--hand-ins", type=PATH, help="what was graded, to quote students' own lines (default: of the last run)")
@roster_option
@course_option
def hand_back_command(
    form: str,
    results: Path,
    download: Path | None,
    to: Path | None,
    hand_ins: Path | None,
    roster_path: Path | None,
    course_path: Path | None,
) -> None:
    """hand each student their page: as feedback files for moodle or canvas, in a zip each, or with a table for mail"""
    from grader.report.handing_back import for_canvas, for_moodle, write_mail, write_zips

    if download and form not in _PLATFORMS:
        raise click.UsageError(f"--download goes with {' and '.join(_PLATFORMS)}: {form} needs none")
    with told(results, hand_ins, roster_path, course_path) as (grades, about):
        of_all = len(grades.briefs)
        if form == "mail":
            table, without = write_mail(grades, about, to or Path("hand-back"))
            if without:
                complain(f"no e-mail address is known of {_named(without)}: give it with --roster")
            click.echo(f"{of_all} pages; who gets which stands in {table}")
            return
        if form == "zip":
            write_zips(grades, about, to or Path("hand-back"))
            click.echo(f"{of_all} zips, one for each student, in {to or Path('hand-back')}")
            return
        if download is None:
            raise click.UsageError(f"{form} needs --download: the zip of hand-ins that it let you download")
        names = return_names(download, about.course or load(course_path, download), about.roster)
        to = to or Path(f"{form}-feedback.zip")
        without = (for_moodle if form == "moodle" else for_canvas)(grades, about, names, to)
        if without:
            complain(f"the download has no place for the feedback of {_named(without)}")
        click.echo(f"feedback for {of_all - len(without)} of {of_all} students in {to}")


def _named(students: Sequence[str]) -> str:
    return f"{len(students)} student{'' if len(students) == 1 else 's'}: {listed(students)}"


@click.command(name="export")
@click.argument("form", type=click.Choice([form.value for form in Format]), metavar="FORMAT")
@click.argument("source", type=PATH, default=Path("results"), metavar="[RESULTS]")
@click.option("--to", type=PATH, metavar="PATH", help="where to write (default: show it; of gradescope: gradescope/)")
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
        click.echo(f"marks put into {to}" if into else f"{len(rows)} lines of marks in {to}")
