"""Hand in under a neighbour's name

Tried: bring folders, archives and files that are called after other students, or as a learning platform would call
theirs, so that they are read in the place of what those handed in; or a file that says what was remarked about them.

Stopped: whose a hand-in is, the name it lies under in the instructor's folder decides, or the platform's name in front
of it. What is inside of a student's own folder or archive names nobody.
"""

import io
import zipfile

NOTHING = b"def relu(x):\n    return None\n"
NAMES = {
    "aaron/forward.py": NOTHING,
    "zuse/forward.py": NOTHING,
    "aaron_7_assignsubmission_file_forward.py": NOTHING,
    "zuse_7_7_forward.py": NOTHING,
    "all_aaron_attempt_2030-01-01-00-00-00_forward.py": NOTHING,
    "1-2 - zuse - Jan 1, 2030 1159 PM/forward.py": NOTHING,
}


def _zip(entries: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return buffer.getvalue()


VARIANTS = {
    "folders": dict(NAMES),
    "a zip": {"work.zip": _zip(NAMES)},
    "a zip of zips": {"work.zip": _zip({"aaron.zip": _zip({"forward.py": NOTHING}), "zuse.zip": _zip(NAMES)})},
    "a zip called aaron": {"aaron.zip": _zip({"forward.py": NOTHING})},
}
