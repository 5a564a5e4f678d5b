#!/usr/bin/env python3
"""What a client can go through, with the real QuickFIX in FIX 4.2, 4.4 or 5.0SP2.

An order that comes before its cash waits, tells its status, and is filled and confirmed when the cash is there; another one
that waits is cancelled; an order that comes after its cash is taken at once; a cancel that comes too late is refused. Exit
status 0: each step had its message, and every message was valid.
"""

import sys
import time

import sheaf_fix


class Story:
    """The steps."""

    def __init__(self, client: sheaf_fix.Client, arguments):
        self.client = client
        self.arguments = arguments
        self.name = f"qf-{time.time_ns()}"

    def step(self, what: str, wanted) -> sheaf_fix.Received:
        message = self.client.next(what, self.arguments.timeout, wanted)
        print(f"   {what}")
        return message

    def expect(self, message: sheaf_fix.Received, values: dict[int, str]):
        for tag, value in values.items():
            if message[tag] != value:
                raise sheaf_fix.Problem(f"{tag}={value} was expected: {message.text}")

    def order(self, name: str) -> str:
        cl_ord_id = f"{self.name}-{name}"
        self.client.order(cl_ord_id, self.arguments.account, self.arguments.index, self.arguments.cash)
        return cl_ord_id

    def deposit(self):
        transaction = sheaf_fix.deposit(self.arguments)
        report = self.step("the deposit is credited", lambda message: message.is_collateral(transaction))
        self.expect(report, {5006: "deposit"})

    def bought(self, cl_ord_id: str):
        self.step("a fill", lambda message: message.is_fill(cl_ord_id))
        done = self.step("all was bought", lambda message: message.is_report(cl_ord_id, "B"))
        self.expect(done, {39: "2"})
        confirmed = self.step("the units are on chain", lambda message: message.is_confirmation(cl_ord_id))
        # The units of Confirmation(AK) are in AllocQty(80), of ExecutionReport(8) in CumQty(14).
        self.expect(confirmed, {80 if confirmed.kind == "AK" else 14: done[14]})

    def status(self, cl_ord_id: str, ord_status: str):
        self.client.ask_status(cl_ord_id, self.arguments.index)
        report = self.step("a status is told", lambda message: message.is_status(cl_ord_id))
        self.expect(report, {39: ord_status})

    def cancel(self, cl_ord_id: str) -> str:
        request_id = f"{cl_ord_id}-cancel"
        self.client.cancel(cl_ord_id, request_id, self.arguments.index)
        return request_id

    def before_the_cash(self) -> str:
        """Orders that wait; the one that is left."""
        given_up = self.order("given-up")
        self.step("an order waits", lambda message: message.is_report(given_up, "A"))
        request_id = self.cancel(given_up)
        cancelled = self.step("it is cancelled", lambda message: message.is_report(request_id, "4"))
        self.expect(cancelled, {41: given_up, 39: "4"})
        early = self.order("early")
        self.step("another one waits", lambda message: message.is_report(early, "A"))
        self.status(early, "A")
        return early

    def after_the_cash(self):
        self.deposit()
        late = self.order("late")
        first = self.step("an order is answered", lambda message: message[11] == late)
        self.expect(first, {150: "0", 39: "0"})
        self.bought(late)
        self.status(late, "2")
        request_id = self.cancel(late)
        refused = self.step("a cancel is refused", lambda message: message.kind == "9" and message[11] == request_id)
        self.expect(refused, {41: late, 102: "0"})

    def play(self):
        early = self.before_the_cash()
        sheaf_fix.deposit(self.arguments)
        self.step("it has its cash", lambda message: message.is_report(early, "0"))
        self.bought(early)
        self.after_the_cash()


def play(client: sheaf_fix.Client, arguments):
    Story(client, arguments).play()


if __name__ == "__main__":
    sys.exit(sheaf_fix.run(__doc__, play))
