"""QuickFIX as a client of Sheaf, in each version of FIX that Sheaf speaks: settings, dictionaries, messages.

QuickFIX checks every message with its own dictionary and Sheaf's few fields (sheaf-fix*.xml). One that it does not find
valid it answers with a reject, and then `Client.problems` says so.
"""

import argparse
import collections
import dataclasses
import importlib.metadata
import pathlib
import subprocess
import sys
import tempfile
import threading
import types
import xml.etree.ElementTree as ElementTree

import quickfix as fix
import quickfix42
import quickfix44
import quickfix50sp2

HERE = pathlib.Path(__file__).resolve().parent


@dataclasses.dataclass(frozen=True)
class Version:
    """A version of FIX."""

    begin_string: str
    # QuickFIX's name of the dictionary of its application messages; ours is sheaf-NAME.xml in lower case.
    dictionary: str
    messages: types.ModuleType
    # Since FIX 5.0 the session layer is a version of its own, and DefaultApplVerID(1137) in the Logon names the messages'.
    default_appl_ver_id: str | None = None


VERSIONS = {
    "4.2": Version("FIX.4.2", "FIX42", quickfix42),
    "4.4": Version("FIX.4.4", "FIX44", quickfix44),
    "5.0SP2": Version("FIXT.1.1", "FIX50SP2", quickfix50sp2, default_appl_ver_id="FIX.5.0SP2"),
}


class Problem(Exception):
    """What went wrong."""


class Received:
    """A message that came: its fields, of which the first of a tag is the one that is asked for."""

    def __init__(self, text: str):
        self.text = text.replace("\x01", "|")
        self.fields: dict[int, str] = {}
        for field in text.rstrip("\x01").split("\x01"):
            tag, _, value = field.partition("=")
            self.fields.setdefault(int(tag), value)
        self.kind = self[35]

    def __getitem__(self, tag: int) -> str:
        """The value; empty where there is none."""
        return self.fields.get(tag, "")

    def is_report(self, cl_ord_id: str, exec_type: str) -> bool:
        """ExecutionReport(8) of the order: something happened."""
        is_ours = self.kind == "8" and self[11] == cl_ord_id
        return is_ours and self[150] == exec_type and not self.is_status(cl_ord_id) and not self.is_confirmation(cl_ord_id)

    def is_fill(self, cl_ord_id: str) -> bool:
        """ExecType(150) says it with F, or in FIX 4.2 with 1; LastQty(32) is only in a fill."""
        return self.kind == "8" and self[11] == cl_ord_id and self[32] != ""

    def is_status(self, cl_ord_id: str) -> bool:
        """The answer to OrderStatusRequest(H): ExecType(150) I, or in FIX 4.2 ExecTransType(20) 3."""
        is_ours = self.kind == "8" and self[11] == cl_ord_id
        return is_ours and (self[150] == "I" or self[20] == "3") and not self.is_confirmation(cl_ord_id)

    def is_confirmation(self, cl_ord_id: str) -> bool:
        """The units are on chain: Confirmation(AK), or in FIX 4.2 an ExecutionReport with Sheaf's MintTransactionHash."""
        return self.kind in ("AK", "8") and self[11] == cl_ord_id and self[5001] != ""

    def is_collateral(self, transaction: str) -> bool:
        """The deposit was credited: CollateralReport(BA), or in FIX 4.2 News(B)."""
        return self.kind in ("BA", "B") and self[5004] == transaction


class Client(fix.Application):
    """One session: what it is sent is printed and kept until it is waited for."""

    def __init__(self, version: Version, username: str | None = None, password: str | None = None):
        super().__init__()
        self.version = version
        self.username, self.password = username, password
        self.session_id: fix.SessionID | None = None
        self.problems: list[str] = []
        self.received = 0
        self.waiting: collections.deque[Received] = collections.deque()
        self.is_logged_on = False
        self.changed = threading.Condition()

    def onCreate(self, session_id):
        pass

    def onLogon(self, session_id):
        with self.changed:
            # A copy: the one that is given here is QuickFIX's own.
            self.session_id = fix.SessionID(session_id.toString().split(":")[0], *comp_ids(session_id))
            self.is_logged_on = True
            self.changed.notify_all()
        print(f"logged on: {session_id}")

    def onLogout(self, session_id):
        print("logged out")

    def toAdmin(self, message, session_id):
        self.note_reject(message)
        if self.username and message_type(message) == "A":
            message.setField(fix.Username(self.username))
            message.setField(fix.Password(self.password))

    def toApp(self, message, session_id):
        self.note_reject(message)
        print(f"-> {shown(message)}")

    def fromAdmin(self, message, session_id):
        if message_type(message) in ("3", "5"):
            print(f"<- {shown(message)}")
        if message_type(message) == "3":
            self.problem(f"rejected by the acceptor: {shown(message)}")

    def fromApp(self, message, session_id):
        print(f"<- {shown(message)}")
        if message_type(message) == "j":
            self.problem(f"refused by the acceptor: {shown(message)}")
        with self.changed:
            self.received += 1
            self.waiting.append(Received(message.toString()))
            self.changed.notify_all()

    def note_reject(self, message):
        """QuickFIX itself sends these when a message is not valid by its dictionary."""
        if message_type(message) in ("3", "j"):
            self.problem(f"QuickFIX finds a message invalid: {shown(message)}")

    def problem(self, text: str):
        with self.changed:
            self.problems.append(text)
            self.changed.notify_all()

    def wait(self, what: str, timeout: float, condition):
        """Waits for it, and for no longer than until something is wrong."""
        with self.changed:
            came = self.changed.wait_for(lambda: self.problems or condition(), timeout)
            if self.problems:
                raise Problem(self.problems[0])
            if not came:
                raise Problem(f"{what}: not within {timeout:g} s")

    def next(self, what: str, timeout: float, wanted) -> Received:
        """The next message that is wanted; those before it are dropped."""

        def came() -> bool:
            while self.waiting and not wanted(self.waiting[0]):
                self.waiting.popleft()
            return bool(self.waiting)

        self.wait(what, timeout, came)
        return self.waiting.popleft()

    def send(self, message: fix.Message):
        fix.Session.sendToTarget(message, self.session_id)

    def order(self, cl_ord_id: str, account: str, index: str, cash: str):
        """NewOrderSingle(D): buys the index for the cash."""
        order = self.version.messages.NewOrderSingle()
        order.setField(fix.ClOrdID(cl_ord_id))
        order.setField(fix.Account(account))
        order.setField(fix.Symbol(index))
        order.setField(fix.Side(fix.Side_BUY))
        order.setField(fix.OrdType(fix.OrdType_MARKET))
        order.setField(fix.TransactTime())
        if self.version is VERSIONS["4.2"]:
            order.setField(fix.HandlInst("1"))
        # As text: an amount is not a float.
        order.setField(fix.StringField(152, cash))
        self.send(order)

    def ask_status(self, cl_ord_id: str, index: str):
        """OrderStatusRequest(H)"""
        request = self.version.messages.OrderStatusRequest()
        request.setField(fix.ClOrdID(cl_ord_id))
        request.setField(fix.Symbol(index))
        request.setField(fix.Side(fix.Side_BUY))
        self.send(request)

    def cancel(self, cl_ord_id: str, request_id: str, index: str):
        """OrderCancelRequest(F)"""
        request = self.version.messages.OrderCancelRequest()
        request.setField(fix.OrigClOrdID(cl_ord_id))
        request.setField(fix.ClOrdID(request_id))
        request.setField(fix.Symbol(index))
        request.setField(fix.Side(fix.Side_BUY))
        request.setField(fix.TransactTime())
        self.send(request)


def comp_ids(session_id) -> tuple[str, str]:
    return session_id.getSenderCompID().getValue(), session_id.getTargetCompID().getValue()


def message_type(message) -> str:
    field = fix.MsgType()
    message.getHeader().getField(field)
    return field.getValue()


def shown(message) -> str:
    return message.toString().replace("\x01", "|")


def quickfix_dictionary(name: str) -> pathlib.Path:
    """A dictionary, as the installed package has it."""
    for file in importlib.metadata.files("quickfix") or []:
        if file.name == f"{name}.xml":
            return pathlib.Path(file.locate()).resolve()
    raise SystemExit(f"the installed quickfix has no {name}.xml")


def merged_dictionary(name: str, into: pathlib.Path) -> pathlib.Path:
    """QuickFIX's dictionary with Sheaf's fields."""
    dictionary = ElementTree.parse(quickfix_dictionary(name))
    root, ours = dictionary.getroot(), ElementTree.parse(HERE / f"sheaf-{name.lower()}.xml").getroot()
    root.find("fields").extend(ours.find("fields"))
    messages = {message.get("name"): message for message in root.find("messages")}
    for message in ours.find("messages"):
        messages[message.get("name")].extend(message)
    path = into / f"{name}-sheaf.xml"
    dictionary.write(path)
    return path


def settings(arguments: argparse.Namespace, folder: pathlib.Path) -> str:
    """QuickFIX's settings, with every check on."""
    version = VERSIONS[arguments.fix]
    host, _, port = arguments.connect.rpartition(":")
    messages = merged_dictionary(version.dictionary, folder)
    if version.default_appl_ver_id is None:
        dictionaries = [f"DataDictionary={messages}"]
    else:
        dictionaries = [
            f"DefaultApplVerID={version.default_appl_ver_id}",
            f"TransportDataDictionary={quickfix_dictionary('FIXT11')}",
            f"AppDataDictionary={messages}",
        ]
    return "\n".join(
        [
            "[DEFAULT]",
            "ConnectionType=initiator",
            f"FileStorePath={arguments.store or folder / 'store'}",
            f"ResetOnLogon={'N' if arguments.store else 'Y'}",
            "StartTime=00:00:00",
            "EndTime=00:00:00",
            "HeartBtInt=30",
            "ReconnectInterval=1",
            "[SESSION]",
            f"BeginString={version.begin_string}",
            f"SenderCompID={arguments.sender}",
            f"TargetCompID={arguments.target}",
            f"SocketConnectHost={host}",
            f"SocketConnectPort={port}",
            "UseDataDictionary=Y",
            *dictionaries,
            "ValidateFieldsOutOfOrder=Y",
            "ValidateFieldsHaveValues=Y",
            "ValidateUserDefinedFields=Y",
            "",
        ]
    )


def parser(description: str) -> argparse.ArgumentParser:
    """The options of a session, and of the deposits on the development chain of `sheaf up`."""
    made = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--connect", required=True, help="host:port of the acceptor")
    made.add_argument("--fix", choices=VERSIONS, default="4.4", help="the version of FIX")
    made.add_argument("--sender", default="CLIENT1", help="our CompID")
    made.add_argument("--target", default="SHEAF", help="the acceptor's CompID")
    made.add_argument("--username")
    made.add_argument("--password")
    made.add_argument("--account", required=True)
    made.add_argument("--index", required=True)
    made.add_argument("--cash", required=True, help="how much an order spends")
    made.add_argument("--timeout", type=float, default=60.0, help="seconds that anything may take")
    made.add_argument("--store", type=pathlib.Path, help="keep sequence numbers there instead of starting at 1")
    made.add_argument("--sheaf", help="the sheaf command, which deposits")
    made.add_argument("--rpc", help="JSON-RPC of the chain")
    made.add_argument("--chain-minter", help="gRPC of the chain minter")
    return made


def run(description: str, play) -> int:
    """Logs on and plays `play(client, arguments)`. 0 if it came to its end, and every message was valid."""
    sys.stdout.reconfigure(line_buffering=True)
    arguments = parser(description).parse_args()
    client = Client(VERSIONS[arguments.fix], arguments.username, arguments.password)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        config = folder / "client.cfg"
        config.write_text(settings(arguments, folder))
        session_settings = fix.SessionSettings(str(config))
        store = fix.FileStoreFactory(session_settings)
        initiator = fix.SocketInitiator(client, store, session_settings)
        initiator.start()
        try:
            client.wait("the Logon", arguments.timeout, lambda: client.is_logged_on)
            play(client, arguments)
        except Problem as problem:
            client.problems = client.problems or [str(problem)]
        initiator.stop()
    for problem in client.problems:
        print(f"problem: {problem}", file=sys.stderr)
    print(f"{client.received} messages, {'not all went well' if client.problems else 'all valid'}")
    return 1 if client.problems else 0


def deposit(arguments: argparse.Namespace) -> str:
    """The client's cash goes into the vault; the transaction."""
    client = arguments.sender.removeprefix("CLIENT")
    command = [arguments.sheaf, "buy", "--deposit-only", "--client", client]
    command += ["--index", arguments.index, "--cash", arguments.cash]
    command += ["--rpc", arguments.rpc, "--chain-minter", arguments.chain_minter]
    done = subprocess.run(command, check=True, timeout=arguments.timeout, stdout=subprocess.PIPE, text=True)
    print(done.stdout, end="")
    return done.stdout.split()[-1]
