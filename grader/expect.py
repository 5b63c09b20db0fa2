"""The comparisons of a hidden suite: `from grader import expect`. Students get the same file."""

import sys

from grader.handout import expect

sys.modules[__name__] = expect
