#!/usr/bin/env python3
"""Runs the QuickFIX examples against a `sheaf up` of their own, with the very command that it prints, in each version of FIX.

The order must be confirmed with every message valid, and the story must come to its end; an order for another client's
account must be rejected, and without one field of sheaf-fix*.xml QuickFIX must find a message invalid, or nothing was
checked.
"""

import argparse
import pathlib
import shlex
import shutil
import subprocess
import sys
import tempfile
import threading

import sheaf_fix

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
# Seconds until `sheaf up` has printed its commands, and until a purchase is over.
START_TIMEOUT = 60
BUY_TIMEOUT = 120


def printed_command(up: subprocess.Popen) -> list[str]:
    """The command with buy.py in what `sheaf up` prints."""
    timer = threading.Timer(START_TIMEOUT, up.kill)
    timer.start()
    for line in up.stdout:
        if "buy.py" in line:
            timer.cancel()
            # Read on, or it would wait for us when the pipe is full.
            threading.Thread(target=up.stdout.read, daemon=True).start()
            return shlex.split(line)
    raise SystemExit("`sheaf up` ended without printing how to use the example")


def change(command: list[str], **values: str) -> list[str]:
    """The command with other values of its options."""
    command = command.copy()
    for name, value in values.items():
        command[command.index(f"--{name}") + 1] = value
    return command


def without(command: list[str], *names: str) -> list[str]:
    """The command without some options."""
    command = command.copy()
    for name in names:
        at = command.index(f"--{name}")
        del command[at : at + 2]
    return command


def run(command: list[str]) -> subprocess.CompletedProcess:
    print("$", shlex.join(command), flush=True)
    done = subprocess.run(
        command, cwd=ROOT, timeout=BUY_TIMEOUT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    print(done.stdout, flush=True)
    return done


def expect(condition: bool, problem: str):
    if not condition:
        raise SystemExit(f"problem: {problem}")


def script(command: list[str], path: pathlib.Path) -> list[str]:
    """The command with another script."""
    command = command.copy()
    command[next(at for at, word in enumerate(command) if word.endswith("buy.py"))] = str(path)
    return command


def check(command: list[str], version: str):
    """Everything with one version of FIX."""
    command = [*command, "--fix", version]
    expect(run(command).returncode == 0, f"FIX {version}: the order was not confirmed with all messages valid")

    story = run(script(command, HERE / "story.py"))
    expect(story.returncode == 0, f"FIX {version}: the story did not come to its end")

    rejected = run(change(without(command, "sheaf", "rpc", "chain-minter"), account="ACC-2"))
    expect(rejected.returncode == 1, f"FIX {version}: an order for another client's account was taken")
    expect("is not one that this session may trade" in rejected.stdout, "the reject does not say why")

    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder) / "example"
        shutil.copytree(HERE, copy)
        for dictionary in copy.glob("sheaf-*.xml"):
            lines = dictionary.read_text().splitlines(keepends=True)
            dictionary.write_text("".join(line for line in lines if "MintLotPx" not in line))
        blind = run(script(command, copy / "buy.py"))
        expect(blind.returncode == 1, f"FIX {version}: a message with a field that QuickFIX does not know was valid")
        expect("QuickFIX finds a message invalid" in blind.stdout, "nothing says which message was invalid")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sheaf", required=True, help="the sheaf command")
    arguments = parser.parse_args()
    up = subprocess.Popen([arguments.sheaf, "up"], stdout=subprocess.PIPE, text=True)
    try:
        command = [sys.executable, *printed_command(up)[1:]]
        for version in sheaf_fix.VERSIONS:
            check(command, version)
    finally:
        up.terminate()
        up.wait(START_TIMEOUT)
    print("the examples work with QuickFIX")


if __name__ == "__main__":
    main()
