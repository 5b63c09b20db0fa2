"""What some tests need besides Python and this project's packages: a browser, root, a second user, a processor, a disk.

A test says `@pytest.mark.needs("browser")`. Where that is missing the test is left out, and one line at the end says
which tests did not run and what would bring them. With CI=true in the environment nothing may be missing.
"""

from __future__ import annotations

import os
import platform
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import grader

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def browser() -> str | None:
    """Return the program of a Chromium that Playwright can drive, or None."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def is_root() -> bool:
    """May this process become another user?"""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def can_make_users() -> bool:
    """Are we root on a machine with accounts, with an environment that others may use as well?"""
    return is_root() and shutil.which("useradd") is not None and _others_may_read(sys.executable, grader.__file__)


def _others_may_read(*files: str) -> bool:
    places = [Path(file).resolve() for file in files]
    return all(folder.stat().st_mode & stat.S_IXOTH for place in places for folder in place.parents)


NEEDS: dict[str, tuple[Callable[[], bool], str]] = {
    "browser": (lambda: browser() is not None, "a browser: apt-get install chromium"),
    "root": (is_root, "root, to run as another user"),
    "users": (
        can_make_users,
        "several users: root, useradd, and a Python that every user may run (apt-get install python3-venv; "
        "/usr/bin/python3 -m venv ...)",
    ),
    "access times": (
        lambda: not os.statvfs(tempfile.gettempdir()).f_flag & os.ST_NOATIME,
        "temporary files on a file system that notes when a file is read (mounted without noatime)",
    ),
    "cluster": (lambda: find_spec("distributed") is not None, "dask: pip install -e '.[cluster]'"),
    "openssl": (lambda: shutil.which("openssl") is not None, "openssl, for certificates: apt-get install openssl"),
    "x86_64": (lambda: platform.machine() == "x86_64", "an x86-64 processor"),
}
