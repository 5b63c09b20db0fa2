"""What the grader asks of its fork server, and how that answers.

Orders come over a Unix socket, and every order gets one answer, which repeats its number: an answer to another
order means that somebody was killed between asking and hearing, and that this fork server is good for nothing more.
    F  fork a guest on the two descriptors sent along (requests to read, replies to write) -> its pid
    E  end the guest with that pid -> how it ended: its exit code, or minus the signal; FROM_OUTSIDE where that signal
       is none that a guest can bring upon itself, and none of ours
    T  as F, but the child only tries to escape and writes what succeeded
    C  end all guests
"""

from __future__ import annotations

import struct

ORDER = struct.Struct("<cQQ")  # kind, number, pid
ANSWER = struct.Struct("<qQq")  # status, number, value
OK, NO_JAIL, NO_PACKAGE, FROM_OUTSIDE = 0, 1, 2, 3
REQUESTS, REPLIES = 3, 4  # where a guest, and a lender, finds its two descriptors
