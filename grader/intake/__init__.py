"""Read hand-ins as they really come: folders, nbgrader's tree, zips, the downloads of learning platforms.

Nothing here follows a link, runs code or unpacks to disk: only the course's module files are read, as bytes
and up to a limit, and whatever cannot be used becomes a sentence for the person who must act.
"""

from grader.intake.classes import ClassIntake, SubmissionError, open_class, read_class
from grader.intake.names import result_file_name

__all__ = ["ClassIntake", "SubmissionError", "open_class", "read_class", "result_file_name"]
