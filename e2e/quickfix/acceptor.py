#!/usr/bin/env python3
"""QuickFIX as an acceptor, a process of its own, in FIX 4.2, 4.4 and 5.0SP2: it sends each client orders and takes theirs.

Each order that came is a line `NAME MSGSEQNUM CLORDID` of NAME.received in the folder, and on standard output. It ends by
being killed, and may be started again on the folder. Lines on standard input:

    out NAME COUNT      the next number out goes up: the client misses so many messages
    in NAME COUNT       the next number in goes back: so many messages of the client are asked for again
"""

import argparse
import os
import pathlib
import random
import re
import sys
import threading

import quickfix as fix

import peer

# Orders that a session is ahead of what came.
WINDOW = 50
# The message store of QuickFIX's: an entry of its index, and its numbers.
STORED = re.compile(r"(\d+),(\d+),(\d+) ?")
NUMBERS = re.compile(r"(\d+) : (\d+)")


class Session:
    """What one session sent and got."""

    def __init__(self, name: str, messages, folder: pathlib.Path, seed: str):
        self.name = name
        self.messages = messages
        self.draw = random.Random(seed)
        received = folder / f"{name}.received"
        self.lines = os.open(received, os.O_CREAT | os.O_APPEND | os.O_WRONLY)
        self.received = {line.split()[2] for line in received.read_text().splitlines()}
        self.sent = last_sent(folder / "store", name)

    def note(self, number: str, cl_ord_id: str):
        """In one write, so that a kill leaves a line or none."""
        line = f"{self.name} {number} {cl_ord_id}\n"
        os.write(self.lines, line.encode())
        os.write(sys.stdout.fileno(), line.encode())
        self.received.add(cl_ord_id)


def last_sent(store: pathlib.Path, name: str) -> int:
    """The number of the last order that QuickFIX has stored and numbered; one that it has not numbered was not sent."""
    for index in store.glob(f"*-{peer.OURS}-{name}.header"):
        body = index.with_suffix(".body").read_bytes()
        next_number = int(NUMBERS.search(index.with_suffix(".seqnums").read_text())[1])
        # The last of a number counts: a kill may leave one that was stored and not numbered, and another has its number.
        stored = {int(number): (int(offset), int(size)) for number, offset, size in STORED.findall(index.read_text())}
        for number, (offset, size) in sorted(stored.items(), reverse=True):
            message = body[offset : offset + size].decode()
            if number < next_number and (order := re.search(rf"\x0111={peer.OURS}-{name}-(\d+)\x01", message)):
                return int(order[1])
    return 0


class Acceptor(fix.Application):
    """Every session of the acceptor."""

    def __init__(self, orders: int, folder: pathlib.Path, seed: int):
        super().__init__()
        self.orders = orders
        self.changed = threading.Condition()
        # Held while an order is numbered: the next number may be moved only between two.
        self.numbering = threading.Lock()
        self.ids: dict[str, fix.SessionID] = {}
        self.sessions = {
            name: Session(name, messages, folder, f"{seed}/{name}") for _, name, _, messages in peer.VERSIONS
        }

    def onCreate(self, session_id):
        name = session_id.getTargetCompID().getValue()
        begin_string = next(begin for begin, comp_id, _, _ in peer.VERSIONS if comp_id == name)
        # A copy: the one that is given here is QuickFIX's own.
        self.ids[name] = fix.SessionID(begin_string, peer.OURS, name)

    def onLogon(self, session_id):
        pass

    def onLogout(self, session_id):
        pass

    def toAdmin(self, message, session_id):
        pass

    def toApp(self, message, session_id):
        pass

    def fromAdmin(self, message, session_id):
        pass

    def fromApp(self, message, session_id):
        with self.changed:
            session = self.sessions[session_id.getTargetCompID().getValue()]
            session.note(peer.header(message, 34), peer.value(message, 11))
            self.changed.notify_all()

    def send_all(self, name: str):
        """Sends the session's orders, a window of them ahead of what came."""
        session = self.sessions[name]
        while session.sent < self.orders:
            with self.changed:
                self.changed.wait_for(lambda: session.sent < len(session.received) + WINDOW)
            message = peer.order(session.messages, f"{peer.OURS}-{name}-{session.sent + 1}", session.draw)
            with self.numbering:
                fix.Session.sendToTarget(message, self.ids[name])
            session.sent += 1

    def move(self, direction: str, name: str, count: int):
        """Moves a number."""
        session = fix.Session.lookupSession(self.ids[name])
        with self.numbering:
            if direction == "out":
                session.setNextSenderMsgSeqNum(session.getExpectedSenderNum() + count)
            else:
                session.setNextTargetMsgSeqNum(max(1, session.getExpectedTargetNum() - count))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--folder", type=pathlib.Path, required=True)
    parser.add_argument("--orders", type=int, required=True, help="that each session sends")
    parser.add_argument("--seed", type=int, required=True)
    arguments = parser.parse_args()
    lines = [f"SocketAcceptPort={arguments.port}", "SocketReuseAddress=Y"]
    settings = peer.settings("acceptor", arguments.folder, lines)
    application = Acceptor(arguments.orders, arguments.folder, arguments.seed)
    store, log = fix.FileStoreFactory(settings), fix.FileLogFactory(settings)
    acceptor = fix.SocketAcceptor(application, store, settings, log)
    acceptor.start()
    for name in application.sessions:
        threading.Thread(target=application.send_all, args=(name,), daemon=True).start()
    for line in sys.stdin:
        direction, name, count = line.split()
        application.move(direction, name, int(count))
    # Everything is in files, and QuickFIX crashes now and then when it stops an acceptor.
    os._exit(0)


if __name__ == "__main__":
    main()
