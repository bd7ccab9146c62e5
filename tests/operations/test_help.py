"""The help of every command: what it does, what each argument is, and an example that the command line itself takes."""

import argparse
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator

import pytest

from webapp.cli import ENOUGH_READ, build_parser


def leaves(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """Every command that does something, below `parser`."""
    groups = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not groups:
        yield parser
    for group in groups:
        for below in group.choices.values():
            yield from leaves(below)


COMMANDS = {parser.prog: parser for parser in leaves(build_parser())}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_says_what_it_does_and_shows_an_example_that_works(name: str) -> None:
    parser = COMMANDS[name]
    example = (parser.epilog or "").removeprefix("example:\n  ")
    assert parser.description and example.startswith(name)
    typed, _, _ = example.partition(" < ")
    typed, _, _ = typed.partition(" > ")
    assert callable(build_parser().parse_args(shlex.split(typed)[1:]).run)


@pytest.mark.parametrize("command", ["schema", "facts", "status", "check"])
def test_a_reader_who_has_enough_ends_a_command_in_silence(command: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    line = [sys.executable, "-m", "webapp.cli", "policy", command]
    with os.fdopen(writing, "wb") as nobody_reads:
        ended = subprocess.run(line, stdout=nobody_reads, stderr=subprocess.PIPE, text=True, check=False)
    assert (ended.stderr, ended.returncode) == ("", ENOUGH_READ)


@pytest.mark.parametrize("name", COMMANDS)
def test_each_argument_is_explained(name: str) -> None:
    assert [action.dest for action in COMMANDS[name]._actions if not action.help] == []
