"""What a test waits with: until what it expects has come, or something is wrong, or the run has taken too long."""

import collections
import faulthandler
import pathlib
import sys
import threading
import time

# A whole run takes less than a minute on two busy cores.
DEADLINE_SECONDS = 300
# What a run may take after it to say how it went; then it is ended, as something in QuickFIX hangs.
GRACE_SECONDS = 60
# Lines that are shown of each log of a run that failed.
LINES_SHOWN = 20


class Watch:
    """Wakes those who wait when something came, and keeps what went wrong. Nobody waits beyond the deadline."""

    def __init__(self):
        self.changed = threading.Condition()
        self.problems: list[str] = []
        self.deadline = time.monotonic() + DEADLINE_SECONDS
        faulthandler.dump_traceback_later(DEADLINE_SECONDS + GRACE_SECONDS, exit=True)

    def problem(self, text: str):
        with self.changed:
            self.problems.append(text)
            self.changed.notify_all()

    def wait(self, condition) -> bool:
        """Waits for it, or for a problem, and says whether there is none."""
        with self.changed:
            left = self.deadline - time.monotonic()
            came = self.changed.wait_for(lambda: self.problems or condition(), max(0, left))
            if not came:
                self.problem(f"the run was not over after {DEADLINE_SECONDS} s")
            return not self.problems


def verdict(problems: list[str], folder: pathlib.Path, bad: str, good: str) -> int:
    """Says how it went, with the ends of all logs in the folder if it did not go well, and gives the exit status."""
    if problems:
        for log in sorted(folder.rglob("*.log")):
            with log.open(errors="replace") as lines:
                end = "".join(collections.deque(lines, LINES_SHOWN)).replace("\x01", "|")
            print(f"--- the end of {log.relative_to(folder)}\n{end}", file=sys.stderr)
    for problem in problems:
        print(f"problem: {problem}", file=sys.stderr)
    print(bad if problems else good)
    return 1 if problems else 0
