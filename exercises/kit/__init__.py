# A copy of the kit's grader/handout/kit/__init__.py, written by `grader build`: a change made here is lost.
"""The student's loop: from `pytest` to the next exercise. Written by `grader build`; not for editing."""
