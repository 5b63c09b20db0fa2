"""Ship a course, a configuration, or modules of the grader's

Tried: hand in what the grader itself would read or run: a course.yaml with suites that accept everything, a grader.json
that calls the hand-in an nbgrader course, results and remarks that say all is well, modules named like those that the
grader's processes import.

Stopped: a course is never looked for where hand-ins are, an nbgrader course counts only with the seal of the account
that made it, remarks and results lie elsewhere, and every process starts in a folder of nobody's, with the current
folder on no path.
"""

import json

FORWARD = "def relu(x):\n    return x\n"
TRAP = "open('/tmp/mallory-ran-as-the-grader', 'w').write('here')\n"
COURSE = """\
name: tiny
title: Everything counts
modules:
  - {name: forward, weight: 100, exercises: [{name: relu, points: 1, tier: core, minutes: 1}]}
assignments:
  - {name: all, modules: [forward]}
"""
SUITE = TRAP + "import pytest\n\n@pytest.mark.exercise('relu')\ndef test_relu():\n    '''relu is right'''\n"
WHOLE = {
    "course.yaml": COURSE,
    "solutions/forward.py": TRAP + FORWARD,
    "tests/hidden/test_forward.py": SUITE,
    "forward.py": FORWARD,
}
_FACTS = json.dumps({"version": 1, "course": "course.yaml", "seal": "0" * 64})
_GRADE = json.dumps({"version": 1, "student": "mallory", "points": 100.0, "max_points": 100.0, "needs_human": False})

VARIANTS = {
    "a course": WHOLE,
    "an nbgrader course": {
        **WHOLE,
        "grader.json": _FACTS,
        "nbgrader_config.py": TRAP,
        "submitted/aaron/all/forward.py": FORWARD,
        "students.csv": "id\naaron\n",
    },
    "modules": {
        "forward.py": FORWARD,
        **{f"{name}.py": TRAP for name in ("struct", "json", "numpy", "pytest", "grader", "yaml", "sitecustomize")},
        "grader/__init__.py": TRAP,
        "grader/workers/worker.py": TRAP,
    },
    "results": {
        "forward.py": FORWARD,
        "results/mallory.json": _GRADE,
        "results/.grader/mallory.key": "0 0\n",
        ".grader/lock": "",
        "collect_remarks.json": json.dumps({"flags": [], "refused": {}, "needs_human": False}),
        "remarks/all/mallory.json": json.dumps({"flags": [], "refused": {}, "needs_human": False, "sources": {}}),
    },
}
