"""Hand in through nbgrader: ordinary nbgrader commands and formgrader, with the kit's own marks.

Nothing of nbgrader is patched: the classes here are named in the course folder's nbgrader_config.py.
"""
