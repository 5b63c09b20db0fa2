"""How large the page of a class is, and how long a browser takes to open, sort and search it.

    python benchmarks/report.py                 # classes of 21, 60, 300 and 2,000; needs Chromium and Playwright

Seconds are those of a core, so that a busy machine counts for nothing: of the page's own thread, from the first byte to
the first picture with its script run, and of this process for writing.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

_ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(_ROOT))

from grader.course.loading import load_course  # noqa: E402  # the tests' classes lie beside the package
from grader.report.about import About  # noqa: E402
from grader.report.page import class_page  # noqa: E402
from tests.grader.report.classes import class_of  # noqa: E402
from tests.needs import browser as browser_program  # noqa: E402

_SIZES = (21, 60, 300, 2000)
_TRIES = 5
_SORT = "document.querySelector('#matrix thead th:nth-child(2) span').click(); document.body.offsetHeight"
_SEARCH = """
const search = document.getElementById("search");
search.value = "student00";
search.dispatchEvent(new Event("input", {bubbles: true}));
document.body.offsetHeight
"""


def main() -> int:
    """Print a table."""
    course = load_course(_ROOT)
    print("| Students | written in | size | opens in | sorts in | searches in |")
    print("| --: | --: | --: | --: | --: | --: |")
    with sync_playwright() as driver, tempfile.TemporaryDirectory() as folder:
        browser = driver.chromium.launch(executable_path=browser_program(), args=["--no-sandbox", "--disable-gpu"])
        for size in _SIZES:
            grades = class_of(course, size)
            start = time.process_time()
            text = class_page(grades, {grade.student: "x.html" for grade in grades}, About(course=course))
            written = time.process_time() - start
            path = Path(folder) / f"{size}.html"
            path.write_text(text, encoding="utf-8")
            opened, sorted_, searched = zip(*(_try(browser, path) for _ in range(_TRIES)), strict=True)
            print(
                f"| {size:,} | {written:.1f} s | {path.stat().st_size / 1e6:.2f} MB | {_middle(opened)} "
                f"| {_middle(sorted_)} | {_middle(searched)} |"
            )
        browser.close()
    return 0


def _try(browser: Any, path: Path) -> tuple[float, float, float]:
    tab = browser.new_page(viewport={"width": 1366, "height": 900})
    session = tab.context.new_cdp_session(tab)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    tab.goto(path.as_uri())
    tab.screenshot()
    spent = [_spent(session)]
    for step in (_SORT, _SEARCH):
        session.send("Runtime.evaluate", {"expression": step})
        spent.append(_spent(session))
    tab.close()
    return spent[0], spent[1] - spent[0], spent[2] - spent[1]


def _spent(session: Any) -> float:
    """Return the seconds of a core that the page has cost so far."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return float(next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration"))


def _middle(seconds: tuple[float, ...]) -> str:
    return f"{statistics.median(seconds):.2f} s"


if __name__ == "__main__":
    sys.exit(main())
