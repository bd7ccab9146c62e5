"""The `gonghui` command: one subcommand a task; each room adds its own to the parser."""

import argparse
import os
import sys
from collections.abc import Sequence

from webapp.demo import commands as demo
from webapp.operations import commands as operations
from webapp.operations import publishing
from webapp.policy.commands import proving as policy

ENOUGH_READ = 141
"""What a shell says of a command that ended so: 128 and the number of SIGPIPE."""
ROOMS = (demo, operations)
"""Modules with `add_commands(subparsers)`; each imports what is heavy only when its command runs."""


def build_parser() -> argparse.ArgumentParser:
    """The whole command line; every subcommand sets `run`, a function `(args) -> exit code`."""
    parser = argparse.ArgumentParser(prog="gonghui", description="Trade-union joining site for many provinces")
    subparsers = parser.add_subparsers(dest="command", required=True)
    for room in ROOMS:
        room.add_commands(subparsers)
    publishing.add_commands(policy.add_commands(subparsers))
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one subcommand and return its exit code."""
    args = build_parser().parse_args(argv)
    try:
        code: int = args.run(args)
        sys.stdout.flush()
    except BrokenPipeError:  # who reads our output has enough of it: `gonghui policy schema | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ENOUGH_READ
    return code


if __name__ == "__main__":
    sys.exit(main())
