#!/usr/bin/env python3
"""Buys an index with the real QuickFIX and prints each message until the units are on chain.

With --sheaf, --rpc and --chain-minter it deposits the cash as well; the order waits for it. Exit status 0: the order was
confirmed and every message was valid.
"""

import sys
import time

import sheaf_fix

EXEC_TYPES = {
    "0": "new",
    "1": "partly filled",
    "3": "done for day",
    "4": "cancelled",
    "6": "pending cancel",
    "8": "rejected",
    "9": "suspended",
    "A": "pending new",
    "B": "calculated",
    "C": "expired",
    "F": "trade",
}
# After these no Confirmation comes, unless something was filled before.
ENDS_WITHOUT_UNITS = {"3", "4", "8", "C"}


def buy(client: sheaf_fix.Client, arguments):
    """Sends the order and follows it until it is confirmed."""
    cl_ord_id = f"qf-{time.time_ns()}"
    client.order(cl_ord_id, arguments.account, arguments.index, arguments.cash)
    if arguments.sheaf:
        sheaf_fix.deposit(arguments)
    filled = False
    while True:
        message = client.next("a message about the order", arguments.timeout, lambda message: message[11] == cl_ord_id)
        if message.is_confirmation(cl_ord_id):
            # AllocQty(80) of Confirmation(AK), CumQty(14) of ExecutionReport(8).
            units = message[80] or message[14]
            print(f"   confirmed: {units} units at {message[6]}, minted by {message[5001]} in block {message[5002]}")
            return
        exec_type = message[150]
        text = f", {message[58]}" if message[58] else ""
        print(f"   {EXEC_TYPES.get(exec_type, exec_type)}: {message[14]} units so far{text}")
        filled = filled or message.is_fill(cl_ord_id)
        if exec_type in ENDS_WITHOUT_UNITS and not filled:
            raise sheaf_fix.Problem(f"the order ended: {EXEC_TYPES[exec_type]}{text}")


if __name__ == "__main__":
    sys.exit(sheaf_fix.run(__doc__, buy))
