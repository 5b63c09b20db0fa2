"""Run the command line as `python -m grader`."""

from grader.launch import forget_current_folder

forget_current_folder()

from grader.cli import main  # noqa: E402  # only now is it sure where it comes from

main()
