"""Append to the suites or to the run's files

Tried: change the hidden suites, the solutions, course.yaml, the results, or a neighbour's hand-in.

Stopped: nothing is writable in the jail: Landlock grants reading only, and seccomp refuses to open for writing.
"""

WRITE = r"""
import glob, os, pathlib, shutil

def everywhere():
    here = os.getcwd()
    for depth in range(6):
        yield here
        here = os.path.dirname(here)

def spoil():
    for folder in everywhere():
        for name in (
            "tests/hidden/test_forward.py", "solutions/forward.py", "course.yaml", "results/aaron.json",
            "class/aaron/forward.py", "class/zuse/forward.py", "results/.grader/aaron.key", "mallory",
        ):
            path = os.path.join(folder, name)
            for attempt in (
                lambda: open(path, "a").write("mallory"),
                lambda: open(path, "r+").truncate(),
                lambda: os.truncate(path, 0),
                lambda: os.unlink(path),
                lambda: os.rename(path, path + ".mallory"),
                lambda: os.chmod(path, 0),
                lambda: os.utime(path, (0, 0)),
                lambda: os.link(path, path + ".mallory"),
                lambda: os.symlink(path, path + ".mallory"),
                lambda: os.mkdir(path + ".mallory"),
                lambda: shutil.rmtree(os.path.dirname(path)),
            ):
                try:
                    attempt()
                except OSError:
                    pass

spoil()

def relu(x):
    spoil()
    return x
"""

VARIANTS = {"write": {"forward.py": WRITE}}
