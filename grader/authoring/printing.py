"""Print pages of ours to PDF with a browser: no library draws MathML and our own style as one does."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from grader.course.loading import CourseError

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge", "microsoft-edge")
_PLACES = {
    "darwin": [
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    ],
    "win32": [
        rf"{folder}\{name}"
        for folder in (r"C:\Program Files", r"C:\Program Files (x86)")
        for name in (r"Google\Chrome\Application\chrome.exe", r"Microsoft\Edge\Application\msedge.exe")
    ],
}
_SECONDS = 300


def browser() -> str | None:
    """Return the program of a browser that can print without a window, or None."""
    on_path = (found for name in _NAMES if (found := shutil.which(name)))
    return next(on_path, None) or next((p for p in _PLACES.get(sys.platform, []) if Path(p).is_file()), None)


def print_to_pdf(pages: list[Path]) -> list[Path]:
    """Write NAME.pdf beside each page NAME.html, and return them.

    Raises:
        CourseError: there is no browser, or it did not print.
    """
    program = browser()
    if program is None:
        raise CourseError(
            "a PDF needs Chromium, Chrome or Edge, and none is on this machine: install one, or open the page in any "
            "browser and print it to PDF, without margins and with backgrounds"
        )
    return [_printed(program, page) for page in pages]


def _printed(program: str, page: Path) -> Path:
    target = page.with_suffix(".pdf").absolute()
    target.unlink(missing_ok=True)
    # A browser of root refuses to start with its sandbox; it opens nothing here but a page that we have just written.
    as_root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory(prefix="grader-print-", ignore_cleanup_errors=True) as profile:
        command = [
            program, "--headless", "--disable-gpu", *as_root, f"--user-data-dir={profile}", "--no-pdf-header-footer",
            "--blink-settings=preferredColorScheme=1", f"--print-to-pdf={target}", page.absolute().as_uri(),
        ]  # fmt: skip
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, errors="replace", timeout=_SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            raise CourseError(f"{page}: {program} had not printed it after {_SECONDS} s") from None
    if not target.is_file():
        lines = done.stderr.strip().splitlines() or ["nothing was said"]
        raise CourseError(f"{page}: {program} did not print it: {lines[-1]}")
    return target
