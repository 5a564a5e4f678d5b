#!/usr/bin/env python3
"""QuickFIX as the client of our acceptor, in FIX 4.2, 4.4 and 5.0SP2, through everything that goes wrong.

Three sessions send orders to the reflector, which sends each back. Meanwhile connections are cut in the middle of messages
(cutter.py), the reflector is killed with -9 and restarted, stopped and restarted, left away for a while; QuickFIX's next
number out is set forward, so that the reflector misses messages, and its next number in is set back, so that QuickFIX
misses some. At the end each order must have come back, in one message: the same MsgSeqNum(34) may bring it again with
PossDupFlag(43), as what was asked for again; another one may not. QuickFIX must have found nothing invalid.
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

import quickfix as fix

import cutter
import peer
import watch

# Orders that a session sends before it has the first back.
WINDOW = 50
# Short: what QuickFIX numbered while it was not logged on is missed only when something follows.
HEARTBEAT = "HeartBtInt=2"
# By how much a sequence number is moved.
GAP_MIN, GAP_MAX = 3, 20
STOP_TIMEOUT = 20


class Reflector:
    """Our acceptor: a process with a journal."""

    def __init__(self, binary: str, folder: pathlib.Path):
        self.reserved = cutter.reserve()
        self.port = self.reserved.getsockname()[1]
        self.log = folder / "reflector.log"
        self.command = [binary, "--listen", f"127.0.0.1:{self.port}", "--journal", str(folder / "journal"), "--keep"]
        self.start()

    def start(self):
        with self.log.open("a") as log:
            self.process = subprocess.Popen(self.command, stdout=log, stderr=log)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.reserved.close()

    def stop(self, how: signal.Signals):
        """Fails if it had ended by itself."""
        if self.process.poll() is not None:
            raise SystemExit(f"the reflector ended: {self.process.returncode}")
        self.process.send_signal(how)
        self.process.wait(STOP_TIMEOUT)


class Session:
    """What one session sent and got."""

    def __init__(self, messages, seed: str):
        self.messages = messages
        self.draw = random.Random(seed)
        self.sent = 0
        # MsgSeqNum(34) by ClOrdID(11).
        self.back: dict[str, str] = {}
        self.repeats = 0


class Client(fix.Application, watch.Watch):
    """Every session of the client."""

    def __init__(self, seed: int, orders: int):
        fix.Application.__init__(self)
        watch.Watch.__init__(self)
        self.orders = orders
        # Held while an order is numbered: the next number may be moved only between two.
        self.numbering = threading.Lock()
        self.sessions: dict[str, Session] = {}
        self.ids: dict[str, fix.SessionID] = {}
        self.seed = seed

    def onCreate(self, session_id):
        name = session_id.getSenderCompID().getValue()
        begin_string, messages = next((begin, messages) for begin, comp_id, _, messages in peer.VERSIONS if comp_id == name)
        # A copy: the one that is given here is QuickFIX's own.
        self.ids[name] = fix.SessionID(begin_string, name, peer.OURS)
        self.sessions[name] = Session(messages, f"{self.seed}/{name}")

    def onLogon(self, session_id):
        pass

    def onLogout(self, session_id):
        pass

    def toAdmin(self, message, session_id):
        self.note_reject(message, "QuickFIX finds invalid what we sent")

    def toApp(self, message, session_id):
        self.note_reject(message, "QuickFIX finds invalid what we sent")

    def fromAdmin(self, message, session_id):
        self.note_reject(message, "we find invalid what QuickFIX sent")
        if peer.message_type(message) == "5" and peer.value(message, 58):
            self.problem(f"logged out: {peer.shown(message)}")

    def fromApp(self, message, session_id):
        if peer.message_type(message) != "D":
            self.problem(f"unexpected: {peer.shown(message)}")
            return
        session = self.sessions[session_id.getSenderCompID().getValue()]
        cl_ord_id, number = peer.value(message, 11), peer.header(message, 34)
        with self.changed:
            before = session.back.setdefault(cl_ord_id, number)
            if before != number:
                self.problem(f"{cl_ord_id} came back twice, in {before} and {number}")
            session.repeats += peer.header(message, 43) == "Y"
            self.changed.notify_all()

    def note_reject(self, message, what: str):
        if peer.message_type(message) in ("3", "j"):
            self.problem(f"{what}: {peer.shown(message)}")

    def back(self) -> int:
        return sum(len(session.back) for session in self.sessions.values())

    def stuck(self) -> bool:
        """Whether no session sends before something is back."""
        sessions = self.sessions.values()
        return all(session.sent == min(self.orders, len(session.back) + WINDOW) for session in sessions)

    def send_all(self, name: str):
        """Sends the session's orders, a window of them ahead of what is back."""
        session = self.sessions[name]
        while session.sent < self.orders:
            if not self.wait(lambda: session.sent < len(session.back) + WINDOW):
                return
            message = peer.order(session.messages, f"{name}-{session.sent + 1}", session.draw)
            with self.numbering:
                fix.Session.sendToTarget(message, self.ids[name])
            with self.changed:
                session.sent += 1
                self.changed.notify_all()


def restart(client: Client, reflector: Reflector, between: cutter.Cutter):
    """Stops the reflector in order, when nothing is under way. QuickFIX counts a Logout(5) that it gets beyond a gap as the
    first missing message, which it then never asks for."""
    between.gentle.set()
    with client.numbering:
        client.wait(lambda: all(len(session.back) == session.sent for session in client.sessions.values()))
        reflector.stop(signal.SIGINT)
        reflector.start()
    between.gentle.clear()


def disturb(client: Client, reflector: Reflector, between: cutter.Cutter, draw: random.Random) -> str:
    """One thing that goes wrong."""
    name = draw.choice(sorted(client.ids))
    gap = draw.randint(GAP_MIN, GAP_MAX)
    session = fix.Session.lookupSession(client.ids[name])
    match draw.randrange(5):
        case 0:
            reflector.stop(signal.SIGKILL)
            reflector.start()
            return "the reflector was killed"
        case 1:
            restart(client, reflector, between)
            return "the reflector was restarted"
        case 2:
            reflector.stop(signal.SIGKILL)
            client.wait(client.stuck)
            reflector.start()
            return "the reflector was away"
        case 3:
            with client.numbering:
                session.setNextSenderMsgSeqNum(session.getExpectedSenderNum() + gap)
            return f"{name}: {gap} numbers out were skipped"
        case _:
            session.setNextTargetMsgSeqNum(max(1, session.getExpectedTargetNum() - gap))
            return f"{name}: {gap} numbers in were forgotten"


def run(arguments: argparse.Namespace, folder: pathlib.Path) -> list[str]:
    draw = random.Random(arguments.seed)
    with Reflector(arguments.reflector, folder) as reflector:
        return play(arguments, folder, draw, reflector)


def play(
    arguments: argparse.Namespace, folder: pathlib.Path, draw: random.Random, reflector: Reflector
) -> list[str]:
    between = cutter.Cutter(("127.0.0.1", reflector.port), f"{arguments.seed}")
    lines = ["SocketConnectHost=127.0.0.1", f"SocketConnectPort={between.port}", HEARTBEAT, "ReconnectInterval=1"]
    settings = peer.settings("initiator", folder, lines)
    client = Client(arguments.seed, arguments.orders)
    initiator = fix.SocketInitiator(
        client, fix.FileStoreFactory(settings), settings, fix.FileLogFactory(settings)
    )
    initiator.start()
    senders = [threading.Thread(target=client.send_all, args=(name,), daemon=True) for name in client.ids]
    for sender in senders:
        sender.start()
    total = arguments.orders * len(client.ids)
    for number in range(arguments.disturbances):
        if not client.wait(lambda: client.back() >= total * (number + 1) // (arguments.disturbances + 1)):
            break
        print(f"{client.back()} of {total} orders are back; {disturb(client, reflector, between, draw)}", flush=True)
    between.gentle.set()
    client.wait(lambda: client.back() == total)
    for sender in senders:
        sender.join()
    initiator.stop()
    between.close()
    reflector.stop(signal.SIGINT)
    for name, session in client.sessions.items():
        print(f"{name}: {session.sent} sent, {len(session.back)} back, {session.repeats} of them as possible duplicates")
    print(f"{between.connections} connections, {between.cuts} cut")
    if between.cuts == 0:
        client.problem("nothing was cut")
    return client.problems + peer.complaints(folder)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reflector", required=True, help="the reflector's binary")
    parser.add_argument("--orders", type=int, default=1500, help="of each session")
    parser.add_argument("--disturbances", type=int, default=12)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    parser.add_argument("--folder", type=pathlib.Path, help="keep QuickFIX's logs and the journal in this empty folder")
    arguments = parser.parse_args()
    print(f"--seed {arguments.seed} --orders {arguments.orders} --disturbances {arguments.disturbances}", flush=True)
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.folder or pathlib.Path(temporary)
        problems = run(arguments, folder)
        return watch.verdict(problems, folder, "not everything came back once", "everything came back once, and was valid")


if __name__ == "__main__":
    sys.exit(main())
