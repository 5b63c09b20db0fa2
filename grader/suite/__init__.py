"""One pytest session on the grader's side: the hidden suites, the proxies they import, and what came of each test.

Suites written before 0.2 say `from grader.suite import expect` and `from grader.suite.copies import OnCopies`:
both names work until 0.3. New suites say `from grader import expect` and `from grader.values import OnCopies`.
"""

import sys

from grader import values
from grader.handout import expect

sys.modules[f"{__name__}.expect"] = expect
sys.modules[f"{__name__}.copies"] = values
copies = values
