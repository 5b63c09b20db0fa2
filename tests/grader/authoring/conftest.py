"""The small course, for what writes and proves courses."""

from tests.grader.small_course import built_course, course_root, finished, small_course, student

__all__ = ["built_course", "course_root", "finished", "small_course", "student"]
