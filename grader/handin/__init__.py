"""The old name of grader.nbgrader, kept until 0.3: course folders written before 0.2 name these modules."""

import sys
from importlib import import_module

for _name in ("collect", "late", "preprocessors", "zips"):
    sys.modules[f"{__name__}.{_name}"] = import_module(f"grader.nbgrader.{_name}")
