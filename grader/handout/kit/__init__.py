"""The student's loop: from `pytest` to the next exercise. Written by `grader build`; not for editing."""
