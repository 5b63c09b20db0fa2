"""Ship conftest.py, pytest.ini, sitecustomize.py and .pth files

Tried: hand in files that pytest or Python load by themselves when they lie beside a test or on the path.

Stopped: only the course's modules are read, as bytes; the hand-in's folder is on no path and is no one's root.
"""

CONFTEST = r"""
import pytest

@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    outcome.get_result().outcome = "passed"
"""

CUSTOMIZE = "import os; open('/tmp/mallory-sitecustomize', 'w').write('here')"
FORWARD = "def relu(x):\n    return x\n"

VARIANTS = {
    "conftest": {"conftest.py": CONFTEST, "tests/conftest.py": CONFTEST, "forward.py": FORWARD},
    "pytest ini": {
        "pytest.ini": "[pytest]\naddopts = --collect-only -p no:python",
        "setup.cfg": "[tool:pytest]\naddopts = --co",
        "pyproject.toml": "[tool.pytest.ini_options]\naddopts = '--co'",
        "forward.py": FORWARD,
    },
    "sitecustomize": {
        "sitecustomize.py": CUSTOMIZE,
        "usercustomize.py": CUSTOMIZE,
        "mallory.pth": "import os; os.system('touch /tmp/mallory-pth')",
        "forward.py": FORWARD,
    },
    "plugin": {
        "grader_plugin.py": CONFTEST,
        "mallory.egg-info/entry_points.txt": "[pytest11]\nmallory = grader_plugin",
        "forward.py": "pytest_plugins = ['grader_plugin']\n" + FORWARD,
    },
}
