"""Tell what people call their work, such as `week 2 final`, from what may be somebody's name."""

from __future__ import annotations

import re
import unicodedata

from grader.course.model import Course
from grader.intake.kinds import house_names

_OF_WORK = (  # what people call folders of their own
    "v version old alt new neu final copy kopie backup bak draft archiv archive src code python work project projekt "
    "part teil week woche day tag lab task aufgabe aufgaben exercise exercises uebung uebungen übung übungen blatt "
    "sheet homework hw assignment abgabe submission solution solutions loesung lösung lesson chapter unit core bonus "
    "extra optional done fertig my mine of von hand in out zip ii iii iv handout handed given release template vorlage "
    "starter skeleton original material materials main master course kurs ausgabe"
).split()
# The longest first, and none is tried otherwise later (*+): a long name of i's would else be parted in years of ways.
_IS_OF_WORK = re.compile(f"(?:{'|'.join(sorted(_OF_WORK, key=len, reverse=True))})*+")
_BETWEEN = re.compile(r"[\W_]+|(?<!\d)\d{1,3}(?!\d)|(?<![^\W\d_])[a-z](?![^\W\d_])")  # part 2, part b
_SEVERAL = re.compile(r"[\W_]+")


def name_in(name: str, course: Course) -> str:
    """Return what may be somebody's name in that of a folder or file.

    It is '' where nothing may be: a number, a letter, or what people call work.
    """
    text = unicodedata.normalize("NFC", name).casefold()
    known = {module.name for module in course.modules} | house_names(course)
    for one in sorted(known, key=len, reverse=True):
        text = text.replace(one.casefold(), " ")
    text = _SEVERAL.sub(" ", text)
    for one in (course.title, course.name):
        text = re.sub(rf"\b{re.escape(_SEVERAL.sub(' ', one.casefold()).strip())}\b", " ", text)
    stem = _BETWEEN.sub("", text)
    return "" if _IS_OF_WORK.fullmatch(stem) else stem
