"""QuickFIX's view of messages beside ours: `fuzz compare > FILE; python fuzz/quickfix_compare.py FILE`.

Each line has the version, the application's version, the bytes in hex, our verdict and our tree (see src/compare.rs).
A message that we accept must be accepted by QuickFIX with its dictionary, and its fields and groups must be the same;
one that we refuse must be refused, but for the differences below, each with its reason. Anything else fails.
"""

import argparse
import collections
import re
import sys

import quickfix

LENGTHS = """90 95 212 348 350 352 354 356 358 360 362 364 445 618 621
    1184 1277 1280 1282 1397 1401 1403 1468 1578 1621 1664 1733 1777"""
FIELD = re.compile(r'\s*<field number="(\d+)"><!\[CDATA\[(.*)\]\]></field>', re.DOTALL)


def tree(xml):
    """Fields by tag, groups behind their counts: the form of src/compare.rs."""
    stack = [([], [])]
    for line in xml.split("\n"):
        text = line.strip(" ")
        if text == "<group>":
            stack.append(([], []))
        elif text == "</group>":
            group = stack.pop()
            stack[-1][1].append(group)
        elif match := FIELD.match(line):
            stack[-1][0].append((int(match[1]), match[2]))
    return write(stack[0])


def write(fields):
    """toXML writes the entries of groups after all fields, by their counts."""
    own, groups = fields
    own = "".join(f"{tag}={value};" for tag, value in sorted(own))
    return own + "".join("{" + write(group) + "}" for group in groups)


def judge(text, session, application):
    """Whether QuickFIX accepts it, what it says if not, and its tree."""
    try:
        if application is session:
            message = quickfix.Message(text, session, True)
            session.validate(message)
        else:
            message = quickfix.Message(text, session, application, True)
            is_admin = re.search("\x0135=([0-5A])\x01", text)
            of_body = session if is_admin else application
            quickfix.DataDictionary.validate(message, session, of_body)
    except Exception as error:  # each of QuickFIX's exceptions is a verdict
        return False, f"{type(error).__name__}: {error}", None
    return True, "ok", tree(message.toXML())


def is_data_torn(text):
    """Whether a data field does not follow its length."""
    fields = re.findall("\x01(\\d+)=", text)
    pairs = {length: str(int(length) + 1) for length in LENGTHS.split()}
    follows = set(zip(fields, fields[1:]))
    return any(
        (length in fields or data in fields) and (length, data) not in follows
        for length, data in pairs.items()
    )


def reason_to_differ(release, ours, error, text):
    """Why one accepts what the other refuses, where that is known and right."""
    if ours != "ok" and is_data_torn(text):
        return "data has to follow its length"
    if ours == "garbled:DataLength":
        return "QuickFIX does not measure data in groups"
    if ours == "ok" and "Data length field" in error:
        return "data without its length before it is read up to the next SOH"
    if ours == "ok" and release.startswith("FIX.5") and re.search("not defined.* (372|385|1410)$", error):
        return "NoMsgTypes(384) belongs to Logon(A): tools/fix-tables/corrections"
    if re.match("6:.*(DayOfMonth|MonthYear|LocalMktDate|UtcTimestamp|UtcDateOnly)", ours):
        return "QuickFIX looks less closely at dates, and knows no calendar"
    if re.search("\x01(1185|1283)=", text) and (ours == "garbled:DataLength" or "tag is invalid" in error):
        return "QuickFIX does not measure XML"
    if ours.startswith("16:"):
        return "QuickFIX begins an entry with any field that repeats, we with the group's first"
    if re.match("6:.*(SeqNum|Length|NumInGroup)", ours) and re.search("=\\d{20,}\x01", text):
        return "our numbers have 19 digits"
    if ":group:" in ours:
        return "QuickFIX looks less closely into groups"
    is_more = re.match("[0125]:", ours) or re.search("Required|not defined", error)
    if release == "FIX.5.0SP2" and is_more:
        return "QuickFIX's FIX 5.0 SP2 has later extension packs"
    if ours == "ok" and error.endswith("for this tag: 166"):
        return "SettlLocation(166) may be any country: tools/fix-tables/corrections"
    number = re.search(r"IncorrectDataFormat.*: (\d{10,})$", error)
    if ours == "ok" and number:
        return "QuickFIX's numbers have 32 bits"
    return None


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("messages", help="what `fuzz compare` printed")
    arguments.add_argument("--dictionaries", default=f"{sys.prefix}/share/quickfix")
    arguments.add_argument("--show", type=int, default=10, help="differences to print")
    options = arguments.parse_args()
    dictionaries = {}

    def dictionary(name):
        if name not in dictionaries:
            path = f"{options.dictionaries}/{name.replace('.', '')}.xml"
            dictionaries[name] = quickfix.DataDictionary(path)
        return dictionaries[name]

    outcomes = collections.Counter()
    failures = 0
    for line in open(options.messages, encoding="ascii"):
        begin_string, release, wire, ours, *rest = line.split()
        text = bytes.fromhex(wire).decode("ascii")
        session = dictionary(begin_string)
        application = session if begin_string != "FIXT.1.1" else dictionary(release)
        accepted, error, their_tree = judge(text, session, application)
        our_tree = bytes.fromhex(rest[0]).decode() if rest else None
        if accepted == (ours == "ok"):
            same = our_tree == their_tree
            outcome = ("both accept" if accepted else "both refuse") if same else "TREES DIFFER"
        else:
            reason = reason_to_differ(release, ours, error, text)
            outcome = f"differ: {reason}" if reason else "DIFFER"
        outcomes[outcome] += 1
        if outcome in ("DIFFER", "TREES DIFFER"):
            failures += 1
            if failures <= options.show:
                print(f"{release}: ours {ours}, QuickFIX {error}")
                print("  " + text.replace("\x01", "|"))
                if outcome == "TREES DIFFER":
                    print(f"  ours   {our_tree}\n  theirs {their_tree}".replace("\x01", "|"))
    for outcome, count in sorted(outcomes.items()):
        print(f"{count:7} {outcome}")
    sys.exit(1 if failures or not outcomes else 0)


main()
