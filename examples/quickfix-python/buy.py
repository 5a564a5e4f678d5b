#!/usr/bin/env python3
"""Buys an index with the real QuickFIX and prints each message until the Confirmation.

QuickFIX checks every message against its own FIX44.xml and Sheaf's few fields (sheaf-fix44.xml): one that it does not find
valid it answers with a reject, and then this script fails. Exit status 0: the order was confirmed and every message was
valid.
"""

import argparse
import importlib.metadata
import pathlib
import subprocess
import sys
import tempfile
import threading
import time
import xml.etree.ElementTree as ElementTree

import quickfix as fix
import quickfix44 as fix44

HERE = pathlib.Path(__file__).resolve().parent

EXEC_TYPES = {
    "0": "new",
    "3": "done for day",
    "4": "cancelled",
    "6": "pending cancel",
    "8": "rejected",
    "9": "suspended",
    "A": "pending new",
    "B": "calculated",
    "C": "expired",
    "F": "trade",
    "I": "status",
}
# After these no Confirmation comes, unless something was filled before.
ENDS_WITHOUT_A_MINT = {"3", "4", "8", "C"}


def quickfix_dictionary() -> pathlib.Path:
    """FIX44.xml, as the installed package has it."""
    for file in importlib.metadata.files("quickfix") or []:
        if file.name == "FIX44.xml":
            return pathlib.Path(file.locate()).resolve()
    raise SystemExit("the installed quickfix has no FIX44.xml")


def merged_dictionary(into: pathlib.Path) -> pathlib.Path:
    """FIX44.xml with the fields of sheaf-fix44.xml."""
    dictionary = ElementTree.parse(quickfix_dictionary())
    root, ours = dictionary.getroot(), ElementTree.parse(HERE / "sheaf-fix44.xml").getroot()
    root.find("fields").extend(ours.find("fields"))
    messages = {message.get("name"): message for message in root.find("messages")}
    for message in ours.find("messages"):
        messages[message.get("name")].extend(message)
    path = into / "FIX44-sheaf-fix44.xml"
    dictionary.write(path)
    return path


class Client(fix.Application):
    """Sends one order when it is logged on and waits for what becomes of it."""

    def __init__(self, arguments: argparse.Namespace):
        super().__init__()
        self.arguments = arguments
        self.cl_ord_id = f"qf-{time.time_ns()}"
        self.done = threading.Event()
        self.problems: list[str] = []
        self.confirmed = False
        self.filled = False
        self.sent = False
        self.received = 0

    def onCreate(self, session_id):
        pass

    def onLogon(self, session_id):
        print(f"logged on: {session_id}")
        if not self.sent:
            self.sent = True
            fix.Session.sendToTarget(self.order(), session_id)

    def onLogout(self, session_id):
        print("logged out")

    def toAdmin(self, message, session_id):
        self.note_reject(message)
        if self.arguments.username and message_type(message) == "A":
            message.setField(fix.Username(self.arguments.username))
            message.setField(fix.Password(self.arguments.password))

    def toApp(self, message, session_id):
        self.note_reject(message)
        print(f"-> {shown(message)}")

    def fromAdmin(self, message, session_id):
        if message_type(message) in ("3", "5"):
            print(f"<- {shown(message)}")
        if message_type(message) == "3":
            self.fail(f"rejected by the acceptor: {value(message, 58)}")

    def fromApp(self, message, session_id):
        self.received += 1
        print(f"<- {shown(message)}")
        kind = message_type(message)
        if kind == "8" and value(message, 11) == self.cl_ord_id:
            self.report(message)
        elif kind == "AK" and self.is_ours(message):
            units, price = value(message, 80), value(message, 6)
            print(f"   confirmed: {units} units at {price}, minted by {value(message, 5001)} in block {value(message, 5002)}")
            self.confirmed = True
            self.done.set()
        elif kind == "j":
            self.fail(f"refused by the acceptor: {value(message, 58)}")

    def report(self, message):
        exec_type = value(message, 150)
        text = f", {value(message, 58)}" if value(message, 58) else ""
        print(f"   {EXEC_TYPES.get(exec_type, exec_type)}: {value(message, 14)} units so far{text}")
        self.filled = self.filled or exec_type == "F"
        if exec_type in ENDS_WITHOUT_A_MINT and not self.filled:
            self.fail(f"the order ended: {EXEC_TYPES[exec_type]}, {value(message, 58)}")

    def is_ours(self, message) -> bool:
        group = fix44.Confirmation().NoOrders()
        message.getGroup(1, group)
        return value(group, 11) == self.cl_ord_id

    def note_reject(self, message):
        """QuickFIX itself sends these when a message is not valid by its dictionary."""
        if message_type(message) in ("3", "j"):
            self.fail(f"QuickFIX finds a message invalid: {shown(message)}")

    def fail(self, problem: str):
        self.problems.append(problem)
        self.done.set()

    def order(self):
        order = fix44.NewOrderSingle()
        order.setField(fix.ClOrdID(self.cl_ord_id))
        order.setField(fix.Account(self.arguments.account))
        order.setField(fix.Symbol(self.arguments.index))
        order.setField(fix.Side(fix.Side_BUY))
        order.setField(fix.OrdType(fix.OrdType_MARKET))
        order.setField(fix.TransactTime())
        # As text: an amount is not a float.
        order.setField(fix.StringField(152, self.arguments.cash))
        return order


def message_type(message) -> str:
    field = fix.MsgType()
    message.getHeader().getField(field)
    return field.getValue()


def value(fields, tag: int) -> str:
    if not fields.isSetField(tag):
        return ""
    return fields.getField(tag)


def shown(message) -> str:
    return message.toString().replace("\x01", "|")


def settings(arguments: argparse.Namespace, folder: pathlib.Path) -> str:
    keep = arguments.store is not None
    host, _, port = arguments.connect.rpartition(":")
    return "\n".join(
        [
            "[DEFAULT]",
            "ConnectionType=initiator",
            f"FileStorePath={arguments.store or folder / 'store'}",
            f"ResetOnLogon={'N' if keep else 'Y'}",
            "StartTime=00:00:00",
            "EndTime=00:00:00",
            "HeartBtInt=30",
            "ReconnectInterval=1",
            "[SESSION]",
            "BeginString=FIX.4.4",
            f"SenderCompID={arguments.sender}",
            f"TargetCompID={arguments.target}",
            f"SocketConnectHost={host}",
            f"SocketConnectPort={port}",
            "UseDataDictionary=Y",
            f"DataDictionary={merged_dictionary(folder)}",
            "ValidateFieldsOutOfOrder=Y",
            "ValidateFieldsHaveValues=Y",
            "ValidateUserDefinedFields=Y",
            "",
        ]
    )


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--connect", required=True, help="host:port of the acceptor")
    parser.add_argument("--sender", default="CLIENT1", help="our CompID")
    parser.add_argument("--target", default="SHEAF", help="the acceptor's CompID")
    parser.add_argument("--username")
    parser.add_argument("--password")
    parser.add_argument("--account", required=True)
    parser.add_argument("--index", required=True)
    parser.add_argument("--cash", required=True, help="how much to spend")
    parser.add_argument("--timeout", type=float, default=60.0, help="seconds until the Confirmation must be there")
    deposit = parser.add_argument_group("deposit the cash first, on the development chain of `sheaf up`")
    deposit.add_argument("--sheaf", help="the sheaf command")
    deposit.add_argument("--rpc", help="JSON-RPC of the chain")
    deposit.add_argument("--chain-minter", help="gRPC of the chain minter")
    parser.add_argument("--store", type=pathlib.Path, help="keep sequence numbers there instead of starting at 1")
    return parser.parse_args()


def deposit(arguments: argparse.Namespace) -> None:
    """The client's cash goes into the vault. The order waits for it, or finds it there."""
    client = arguments.sender.removeprefix("CLIENT")
    command = [arguments.sheaf, "buy", "--deposit-only", "--client", client]
    command += ["--index", arguments.index, "--cash", arguments.cash]
    command += ["--rpc", arguments.rpc, "--chain-minter", arguments.chain_minter]
    subprocess.run(command, check=True, timeout=arguments.timeout)


def main() -> int:
    sys.stdout.reconfigure(line_buffering=True)
    arguments = parse_arguments()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        config = folder / "client.cfg"
        config.write_text(settings(arguments, folder))
        session_settings = fix.SessionSettings(str(config))
        client = Client(arguments)
        store = fix.FileStoreFactory(session_settings)
        initiator = fix.SocketInitiator(client, store, session_settings)
        initiator.start()
        if arguments.sheaf:
            deposit(arguments)
        in_time = client.done.wait(arguments.timeout)
        initiator.stop()
    for problem in client.problems:
        print(f"problem: {problem}", file=sys.stderr)
    if not in_time:
        print(f"problem: no Confirmation in {arguments.timeout:g} s", file=sys.stderr)
    ok = client.confirmed and not client.problems
    print(f"{client.received} messages, {'all valid, confirmed' if ok else 'not confirmed'}")
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
