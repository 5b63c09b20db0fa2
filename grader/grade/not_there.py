"""Say which import of a line finds nothing while grading, and the cure."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence

from grader.course.model import Course
from grader.grade.saying import Said
from grader.handout.kit.recognise import imported_by
from grader.submission import Submission

_PACKAGES = frozenset(  # which no student wrote
    "scipy pandas sklearn torch torchvision tensorflow keras jax numba cupy cv2 skimage sympy networkx statsmodels "
    "requests pytest expect conftest kit pictures google psutil yaml h5py".split()
)


def not_there(said: Said, course: Course, submission: Submission) -> str:
    """Return which import of a line cannot succeed, and the cure; '' if that cannot be seen from the line."""
    extras = (name.partition(".")[0] for name in submission.extras)
    own = {*extras, *submission.sources, *(m.name for m in course.modules)}
    there = " and ".join(["Python's own modules", *course.packages])
    names = _imported(said)
    for name in names:
        if name not in sys.stdlib_module_names and name not in course.packages and name not in own:
            cure = "take that import out" + ("" if name in _PACKAGES else _or_hand_in(name, said, submission))
            return f"imports {name}, which is not there while grading: there are {there}; {cure}"
    if said.kind == "ModuleNotFoundError" and len(names) == 1 and names[0] in sys.stdlib_module_names:
        return f"imports {names[0]}, of which a part is not there while grading: take that import out"
    return ""


def _or_hand_in(name: str, said: Said, submission: Submission) -> str:
    lies = re.compile(rf"^ignored .*: (?:.*, )?((?:[^,]*/)?{re.escape(name)}\.(?:py|ipynb))(?:,|$)")
    found = next((match[1] for flag in submission.flags if (match := lies.match(flag))), None)
    if found is None:
        return f", or hand in {name}.py if you wrote it"
    return f", or put what is in {found} into a {name}.py beside {said.module or said.file}"


def left_out(said: Said, submission: Submission) -> str:
    """Return why intake left out the module of the student's own that is imported here; '' if it did not."""
    for name in _imported(said):
        for flag in submission.flags:
            if re.search(rf"\b{name}\.py is named like ", flag):
                return flag
    return ""


def _imported(said: Said) -> Sequence[str]:
    return imported_by(said.code.encode()) or re.findall(r"^(?:from|import)\s+(\w+)", said.code)  # over several lines
