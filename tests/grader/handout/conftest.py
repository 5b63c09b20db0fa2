"""The small course, for what travels to students."""

from tests.grader.small_course import built_course, course_root, finished, small_course, student

__all__ = ["built_course", "course_root", "finished", "small_course", "student"]
