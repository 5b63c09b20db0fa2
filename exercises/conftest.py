# A copy of the kit's grader/authoring/handout/conftest.py, written by `grader build`: a change made here is lost.
"""Let pytest speak to a student: what is wrong and where, a board at the end, and the next exercise.

Everything is in the folder `kit`; nothing in it gives or takes a mark.
"""

pytest_plugins = ["kit.loop"]
