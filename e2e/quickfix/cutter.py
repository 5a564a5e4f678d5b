"""A TCP proxy that is bad at its work: it cuts connections in the middle of a message, and holds bytes back for a while.

Where it cuts is drawn from the seed: each direction of each connection has a number of bytes that it lets through, few for
the first connections, so that a short run has cuts as well. What is left of the last ones is lost.
"""

import random
import socket
import struct
import threading

# Bytes that one direction of a connection lets through before it is cut. Of the first connection it is the least; with each
# further one it may be as much more, up to the most.
BYTES_MIN, BYTES_MAX = 2_000, 40_000
# One chunk in so many is held back, for so long at most.
DELAYED_ONE_IN = 10
DELAY_SECONDS_MAX = 0.03
CHUNK_BYTES = 4096
CONNECT_TIMEOUT = 5
# RST instead of FIN.
ABORT = struct.pack("ii", 1, 0)


def reserve() -> socket.socket:
    """A free port of the loopback address that stays its server's while the socket is open: whoever binds it with
    SO_REUSEADDR may listen, again and again, and in between the system gives it to nobody else."""
    reserved = socket.socket()
    reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    reserved.bind(("127.0.0.1", 0))
    return reserved


class Cutter:
    """Listens on a free port of the loopback address and forwards to `target`."""

    def __init__(self, target: tuple[str, int], seed: str):
        self.target = target
        self.seed = seed
        self.connections = 0
        self.cuts = 0
        # While it is set, nothing is cut or delayed.
        self.gentle = threading.Event()
        self.closed = threading.Event()
        self.open: set[socket.socket] = set()
        self.lock = threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        self.closed.set()
        self.listener.close()
        with self.lock:
            for each in self.open:
                _shut(each)

    def _accept(self):
        while True:
            try:
                inner, _ = self.listener.accept()
            except OSError:
                return
            try:
                outer = socket.create_connection(self.target, timeout=CONNECT_TIMEOUT)
            except OSError:
                inner.close()
                continue
            outer.settimeout(None)
            # Before a thread has them: it may close both at once.
            for each in (inner, outer):
                each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.connections += 1
            with self.lock:
                self.open |= {inner, outer}
            bytes_max = min(BYTES_MAX, BYTES_MIN * self.connections)
            for number, (source, sink) in enumerate([(inner, outer), (outer, inner)]):
                draw = random.Random(f"{self.seed}/{self.connections}/{number}")
                left = draw.randint(BYTES_MIN, bytes_max)
                threading.Thread(target=self._pump, args=(source, sink, draw, left), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, draw: random.Random, left: int):
        try:
            while chunk := source.recv(CHUNK_BYTES):
                if not self.gentle.is_set():
                    if draw.randrange(DELAYED_ONE_IN) == 0:
                        self.closed.wait(draw.uniform(0, DELAY_SECONDS_MAX))
                    if len(chunk) >= left:
                        sink.sendall(chunk[:left])
                        self._cut(source, sink, draw)
                        return
                    left -= len(chunk)
                sink.sendall(chunk)
        except OSError:
            pass
        finally:
            with self.lock:
                self.open -= {source, sink}
            for each in (source, sink):
                _shut(each)

    def _cut(self, source: socket.socket, sink: socket.socket, draw: random.Random):
        self.cuts += 1
        if draw.randrange(2):
            for each in (source, sink):
                each.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, ABORT)


def _shut(each: socket.socket):
    try:
        each.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
    each.close()
