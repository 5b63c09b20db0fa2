"""The comparisons of a hidden suite: `from grader import expect`. Students get the same file."""

import sys
from typing import TYPE_CHECKING

from grader.handout import expect

if TYPE_CHECKING:
    from grader.handout.expect import *  # noqa: F403 (a type checker does not see the line below)

sys.modules[__name__] = expect
