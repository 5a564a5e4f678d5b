"""What the tests of both directions need of QuickFIX: sessions with its own dictionaries on, orders of each version, and a look at what it
logged."""

import importlib.metadata
import pathlib
import random

import quickfix as fix
import quickfix42
import quickfix44
import quickfix50sp2

# BeginString(8), the peer's CompID at the reflector, the application's version, QuickFIX's messages of it.
VERSIONS = [
    ("FIX.4.2", "TW42", None, quickfix42),
    ("FIX.4.4", "TW44", None, quickfix44),
    ("FIXT.1.1", "TW50SP2", "FIX.5.0SP2", quickfix50sp2),
]
OURS = "ISLD"
TEXT_LENGTH_MAX = 120
ALLOCS_MAX = 3
# What QuickFIX may log while connections are cut; anything else is a complaint, as of an invalid message or a number that
# can't be.
EXPECTED = (
    "Accepted connection from ",
    "Allows connections to the acceptor from ",
    "Already sent ResendRequest",
    "Connecting to ",
    "Created session",
    "Disconnecting",
    "Dropped Connection",
    "Initiated logon request",
    # What waited in QuickFIX when it was logged out; it asks for it again.
    "Logon state is not valid for message",
    "MsgSeqNum too high",
    "Processing QUEUED message",
    "Received ResendRequest",
    "Received SequenceReset",
    "Received logon request",
    "Received logon response",
    "Received logout request",
    "Received logout response",
    "Initiated logout request",
    "ResendRequest for messages FROM",
    "Resending Message",
    "Responding to logon request",
    "Sending logout response",
    "Sent ResendRequest",
    "Sent SequenceReset",
    "Sent test request",
    "Socket Error: ",
    # It forgot numbers while it waited for others that it had asked for, and so asks for nothing more: it logs on again.
    "Timed out waiting for heartbeat",
)


def dictionary(name: str) -> pathlib.Path:
    """A dictionary as the installed package has it."""
    for file in importlib.metadata.files("quickfix") or []:
        if file.name == name:
            return pathlib.Path(file.locate()).resolve()
    raise SystemExit(f"the installed quickfix has no {name}")


def settings(role: str, folder: pathlib.Path, lines: list[str]) -> fix.SessionSettings:
    """A session for each version, every check of QuickFIX on, its store and logs in `folder`."""
    text = [
        "[DEFAULT]",
        f"ConnectionType={role}",
        f"FileStorePath={folder / 'store'}",
        f"FileLogPath={folder / 'log'}",
        "StartTime=00:00:00",
        "EndTime=00:00:00",
        "NonStopSession=Y",
        "UseDataDictionary=Y",
        "ValidateFieldsOutOfOrder=Y",
        "ValidateFieldsHaveValues=Y",
        "ValidateUserDefinedFields=Y",
        *lines,
    ]
    for begin_string, comp_id, application, _ in VERSIONS:
        sender, target = (comp_id, OURS) if role == "initiator" else (OURS, comp_id)
        text += ["[SESSION]", f"BeginString={begin_string}", f"SenderCompID={sender}", f"TargetCompID={target}"]
        if application is None:
            text.append(f"DataDictionary={dictionary(begin_string.replace('.', '') + '.xml')}")
        else:
            text.append(f"TransportDataDictionary={dictionary('FIXT11.xml')}")
            text.append(f"AppDataDictionary={dictionary(application.replace('.', '') + '.xml')}")
            text.append(f"DefaultApplVerID={application}")
    path = folder / f"{role}.cfg"
    path.write_text("\n".join([*text, ""]))
    return fix.SessionSettings(str(path))


def order(messages, cl_ord_id: str, draw: random.Random) -> fix.Message:
    """A NewOrderSingle(D) with a text of any length and a repeating group of any length."""
    message = messages.NewOrderSingle()
    message.setField(fix.ClOrdID(cl_ord_id))
    message.setField(fix.HandlInst("1"))
    message.setField(fix.Symbol("TOP2"))
    message.setField(fix.Side(fix.Side_BUY))
    message.setField(fix.TransactTime())
    message.setField(fix.OrdType(fix.OrdType_MARKET))
    message.setField(fix.Text("x" * draw.randint(1, TEXT_LENGTH_MAX)))
    for number in range(draw.randint(0, ALLOCS_MAX)):
        group = messages.NewOrderSingle.NoAllocs()
        group.setField(fix.AllocAccount(f"ACC-{number}"))
        message.addGroup(group)
    return message


def message_type(message: fix.Message) -> str:
    field = fix.MsgType()
    message.getHeader().getField(field)
    return field.getValue()


def header(message: fix.Message, tag: int) -> str:
    fields = message.getHeader()
    return fields.getField(tag) if fields.isSetField(tag) else ""


def value(fields, tag: int) -> str:
    return fields.getField(tag) if fields.isSetField(tag) else ""


def shown(message: fix.Message) -> str:
    return message.toString().replace("\x01", "|")


def complaints(folder: pathlib.Path) -> list[str]:
    """What QuickFIX logged that it should not have had to."""
    found = []
    for log in sorted((folder / "log").glob("*.event.*")):
        for line in log.read_text().splitlines():
            event = line.split(" : ", 1)[1]
            if not event.startswith(EXPECTED):
                found.append(f"{log.name}: {line}")
    return found
