"""docs/operations.md as something to run: its blocks in order, and one shell that they are run in."""

import os
import re
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

GUIDE = Path(__file__).parents[3] / "docs" / "operations.md"
_BLOCK = re.compile(r"^```(.*)\n((?:(?!```).*\n)*)```$", re.MULTILINE)
_NAME = re.compile(r"(?:^export | )([A-Z_]+)=", re.MULTILINE)


class Block(NamedTuple):
    """A fenced block: its language, its marks, its lines, and the headline it stands under."""

    language: str
    marks: tuple[str, ...]
    text: str
    section: str

    @property
    def names(self) -> set[str]:
        """The variables that a block of values sets."""
        return set(_NAME.findall(self.text))


def blocks() -> list[Block]:
    """Every fenced block of the guide."""
    whole = GUIDE.read_text("utf-8")
    return [_block(whole, found) for found in _BLOCK.finditer(whole)]


def _block(whole: str, found: "re.Match[str]") -> Block:
    language, *marks = found[1].split()
    headlines = re.findall(r"^#+ (.*)$", whole[: found.start()], re.MULTILINE)
    return Block(language, tuple(marks), found[2], headlines[-1])


class Shell:
    """Runs blocks one after another; variables, functions and the mask of new files live on from one to the next."""

    def __init__(self, folder: Path, environ: Mapping[str, str]) -> None:
        self._state = folder / "state.sh"
        self._state.write_text("")
        self._folder = folder
        self._environ = dict(environ)

    def give(self, values: Mapping[str, str]) -> None:
        """What a reader writes in the place of a block of values."""
        self._environ |= values

    def run(self, block: Block, *, fails: bool = False) -> str:
        """Run a block to its end; what it printed. It must succeed, unless it may fail."""
        keep = f"{{ export -p; declare -f; umask -p; }} > {self._state}"
        done = subprocess.run(self._command(f"{block.text}\n{keep}"), capture_output=True, text=True, **self._around())
        assert fails or done.returncode == 0, f"{block.text}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    @contextmanager
    def running(self, block: Block) -> Iterator[None]:
        """Run a block that does not end by itself, while the body runs."""
        with (self._folder / "server.log").open("a") as log:
            process = subprocess.Popen(
                self._command(block.text), stdout=log, stderr=log, start_new_session=True, **self._around()
            )
            try:
                yield
            finally:
                os.killpg(process.pid, signal.SIGTERM)
                process.wait(60)

    def _command(self, text: str) -> list[str]:
        return ["bash", "-euo", "pipefail", "-c", f". {self._state}\n{text}"]

    def _around(self) -> dict[str, object]:
        return {"env": self._environ, "cwd": self._folder}
