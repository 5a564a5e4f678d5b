#!/usr/bin/env python3
"""Our initiator against QuickFIX as the acceptor (acceptor.py), in FIX 4.2, 4.4 and 5.0SP2, through everything that goes
wrong.

Both send orders in three sessions. Meanwhile connections are cut in the middle of messages (cutter.py), either side is killed
with -9 and started again at once or after a while; QuickFIX's next number out is set forward, so that ours misses messages,
and its next number in is set back, so that it asks ours for some again. At the end each order must have come to the other
side. To ours each came once. To QuickFIX a MsgSeqNum(34) may have come again, as what was asked for again, with the same
order; another one may not have brought it again. QuickFIX must have found nothing invalid.
"""

import argparse
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time

import cutter
import peer
import watch

HERE = pathlib.Path(__file__).resolve().parent
NAMES = [name for _, name, _, _ in peer.VERSIONS]
STOP_TIMEOUT = 20
# Kinds of what goes wrong besides cuts.
KINDS = 5
# By how much a sequence number is moved.
GAP_MIN, GAP_MAX = 3, 20


class Came(watch.Watch):
    """The orders that came to both sides."""

    def __init__(self):
        super().__init__()
        self.orders: set[tuple[str, str]] = set()

    def note(self, side: str, order: str):
        with self.changed:
            self.orders.add((side, order))
            self.changed.notify_all()


class Side:
    """A process that writes what comes to it to files of its folder, and then prints it."""

    def __init__(self, name: str, command: list[str], folder: pathlib.Path, came: Came):
        self.name = name
        self.command = [*command, "--folder", str(folder)]
        self.folder = folder
        self.came = came
        self.folder.mkdir()
        self.start()

    def start(self):
        self.is_stopping = False
        with (self.folder / "process.log").open("a") as log:
            self.process = subprocess.Popen(
                self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True
            )
        self.reader = threading.Thread(target=self._read, args=(self.process.stdout,), daemon=True)
        self.reader.start()

    def _read(self, lines):
        for line in lines:
            # A line that a kill has torn is in the file all the same.
            if len(words := line.split()) == 3:
                self.came.note(self.name, words[2])
        if not self.is_stopping:
            self.came.problem(f"{self.name} ended by itself")

    def tell(self, line: str):
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def stop(self, how: signal.Signals):
        """Fails if it had ended by itself, or does not end in order at SIGINT."""
        self.is_stopping = True
        self.process.send_signal(how)
        try:
            self.process.wait(STOP_TIMEOUT)
        except subprocess.TimeoutExpired:
            self.process.kill()
        expected = 0 if how == signal.SIGINT else -how
        if (status := self.process.wait()) != expected:
            self.came.problem(f"{self.name} ended with {status}")
        self.reader.join(STOP_TIMEOUT)
        self.process.stdin.close()
        # A kill between file and pipe leaves an order in the file that is never printed: it does not come again.
        for name in NAMES:
            for _, order in received(self.folder, name):
                self.came.note(self.name, order)


def received(folder: pathlib.Path, name: str) -> list[tuple[str, str]]:
    """MsgSeqNum(34) and ClOrdID(11) of each order that came, in their order."""
    file = folder / f"{name}.received"
    lines = file.read_text().splitlines() if file.exists() else []
    return [(line.split()[1], line.split()[2]) for line in lines]


def judge(arguments: argparse.Namespace, ours: pathlib.Path, theirs: pathlib.Path) -> list[str]:
    """What was lost or came twice."""
    problems = []
    for name in NAMES:
        came = [order for _, order in received(ours, name)]
        if came != [f"{peer.OURS}-{name}-{number}" for number in range(1, arguments.orders + 1)]:
            problems.append(f"{name}: what came to ours is not each order once, in their order: {came}")
        numbers: dict[str, str] = {}
        repeats = 0
        for number, order in received(theirs, name):
            repeats += order in numbers
            if numbers.setdefault(order, number) != number:
                problems.append(f"{order} came to QuickFIX twice, in {numbers[order]} and {number}")
        if lost := [number for number in range(1, arguments.orders + 1) if f"{name}-{number}" not in numbers]:
            problems.append(f"{name}: these did not come to QuickFIX: {lost}")
        if len(numbers) > arguments.orders:
            problems.append(f"{name}: {len(numbers)} orders came to QuickFIX")
        print(f"{name}: {len(came)} came to ours, {len(numbers)} to QuickFIX and {repeats} of them again")
    return problems


def disturb(kind: int, ours: Side, theirs: Side, draw: random.Random) -> str:
    """One thing that goes wrong."""
    name, gap = draw.choice(NAMES), draw.randint(GAP_MIN, GAP_MAX)
    match kind:
        case 0:
            ours.stop(signal.SIGKILL)
            ours.start()
            return "ours was killed"
        case 1:
            theirs.stop(signal.SIGKILL)
            theirs.start()
            return "QuickFIX was killed"
        case 2:
            theirs.stop(signal.SIGKILL)
            ours.stop(signal.SIGKILL)
            ours.start()
            theirs.start()
            return "both were killed"
        case 3:
            theirs.tell(f"out {name} {gap}")
            return f"{name}: {gap} numbers of QuickFIX's were skipped"
        case _:
            theirs.tell(f"in {name} {gap}")
            return f"{name}: {gap} numbers of ours were forgotten by QuickFIX"


def run(arguments: argparse.Namespace, folder: pathlib.Path) -> list[str]:
    with cutter.reserve() as reserved:
        return play(arguments, folder, reserved.getsockname()[1])


def play(arguments: argparse.Namespace, folder: pathlib.Path, port: int) -> list[str]:
    draw = random.Random(arguments.seed)
    came = Came()
    between = cutter.Cutter(("127.0.0.1", port), f"{arguments.seed}")
    orders = ["--orders", str(arguments.orders)]
    acceptor = [sys.executable, str(HERE / "acceptor.py"), "--port", str(port), "--seed", str(arguments.seed), *orders]
    initiator = [arguments.initiator, "--connect", f"127.0.0.1:{between.port}", *orders]
    theirs = Side("QuickFIX", acceptor, folder / "theirs", came)
    ours = Side("ours", initiator, folder / "ours", came)
    total = 2 * len(NAMES) * arguments.orders
    # Each kind in turn.
    kinds = draw.sample(range(KINDS), KINDS)
    try:
        for number in range(arguments.disturbances):
            if not came.wait(lambda: len(came.orders) >= total * (number + 1) // (arguments.disturbances + 1)):
                break
            happened = disturb(kinds[number % KINDS], ours, theirs, draw)
            print(f"{len(came.orders)} of {total} orders came; {happened}", flush=True)
        between.gentle.set()
        came.wait(lambda: len(came.orders) == total)
        ours.stop(signal.SIGINT)
        theirs.stop(signal.SIGKILL)
    finally:
        for side in (ours, theirs):
            side.process.kill()
    between.close()
    print(f"{between.connections} connections, {between.cuts} cut")
    if between.cuts == 0:
        came.problem("nothing was cut")
    return came.problems + judge(arguments, ours.folder, theirs.folder) + peer.complaints(theirs.folder)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--initiator", required=True, help="our initiator's binary")
    parser.add_argument("--orders", type=int, default=1000, help="of each session, each way")
    parser.add_argument("--disturbances", type=int, default=12)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    parser.add_argument("--folder", type=pathlib.Path, help="keep QuickFIX's logs and the journals in this empty folder")
    arguments = parser.parse_args()
    print(f"--seed {arguments.seed} --orders {arguments.orders} --disturbances {arguments.disturbances}", flush=True)
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.folder or pathlib.Path(temporary)
        problems = run(arguments, folder)
        return watch.verdict(problems, folder, "not every order came once", "every order came once, and was valid")


if __name__ == "__main__":
    sys.exit(main())
