"""The parent's side: gives a child its files, listens, and ends it when it takes too long."""

import json
import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import chain
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, NamedTuple

import webapp
from webapp.decoding import child
from webapp.decoding.limits import RUN_SECONDS, Unfit
from webapp.decoding.turns import turn

_CRASHED = "打不开，可能损坏了，或展开以后太大。请截图或重新拍一张再上传"
_SLOW = "处理得太久，没有收下。请截图，或在相机里选小一些的尺寸再上传"
_ENVIRONMENT = {"PYTHONPATH": str(Path(webapp.__file__).parents[1]), "LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "2"}
"""Nothing of the server's own: its environment holds the keys."""


class Made(NamedTuple):
    """A content made anew, in a file without a name that is gone with the context it was made in. `note`: what was changed (limits)."""

    media_type: str
    content: IO[bytes]
    note: str = ""

    def read(self) -> bytes:
        """All of it."""
        self.content.seek(0)
        return self.content.read()


Answer = Made | Unfit


@contextmanager
def made_anew(order: str, contents: Sequence[IO[bytes]], folder: Path) -> Iterator[list[Answer]]:
    """Each content made anew or what is wrong with it, in the order given; once for a request.

    `order`: PICTURES_AND_PAPERS become JPEG, PNG or PDF, SHEETS (of XLSX, CSV) become CSV. `folder` is where the machine's
    one lock lies. Raises Busy when the turn does not come.
    """
    with ExitStack() as files:
        yield _ordered(order, contents, folder, files) if contents else []


def _ordered(order: str, contents: Sequence[IO[bytes]], folder: Path, files: ExitStack) -> list[Answer]:
    """Child after child until each file has its answer: one that ends its child is unfit, the others are tried again."""
    answers: dict[int, Answer] = {}
    with turn(folder) as lock:
        until = time.monotonic() + RUN_SECONDS
        while waiting := [at for at in range(len(contents)) if at not in answers]:
            sources = [files.enter_context(_copied(contents[at])) for at in waiting]
            targets = [files.enter_context(_file()) for _ in waiting]
            answers |= {waiting[at]: answer for at, answer in _run(order, sources, targets, lock, until).items()}
    return [answers[at] for at in range(len(contents))]


def _run(
    order: str, sources: Sequence[IO[bytes]], targets: Sequence[IO[bytes]], lock: int, until: float
) -> dict[int, Answer]:
    """The answers of one child, at least one: if it ends early the file it had begun is unfit; once the time is over, all
    that are left.
    """
    answers: dict[int, Answer] = {}
    begun = 0
    for what, at, text in _said(order, sources, targets, lock, until):
        begun = at
        if what != child.BEGUN:
            answers[at] = _made(text, targets[at]) if what == child.MADE else Unfit(text)
    late = time.monotonic() > until
    for at in range(len(sources)) if late else [begun]:
        answers.setdefault(at, Unfit(_SLOW if late else _CRASHED))
    return answers


def _made(text: str, target: IO[bytes]) -> Made:
    media_type, _, note = text.partition(" ")
    return Made(media_type, target, note)


def _copied(content: IO[bytes]) -> IO[bytes]:
    """The content as a file that a child can be given."""
    content.seek(0)
    file = _file()
    shutil.copyfileobj(content, file)
    file.flush()
    return file


def _file() -> IO[bytes]:
    """A file without a name."""
    return TemporaryFile()


def _said(
    order: str, sources: Sequence[IO[bytes]], targets: Sequence[IO[bytes]], lock: int, until: float
) -> Iterator[tuple[str, int, str]]:
    """Start a child and pass on what it says, until it is silent or its time is over."""
    numbers = [(source.fileno(), target.fileno()) for source, target in zip(sources, targets, strict=True)]
    with subprocess.Popen(
        [sys.executable, "-P", "-m", child.__name__, order, *(f"{source}:{target}" for source, target in numbers)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_ENVIRONMENT,
        pass_fds=[lock, *chain.from_iterable(numbers)],
    ) as process:
        assert process.stdout is not None
        try:
            yield from (json.loads(line) for line in _lines(process.stdout.fileno(), until))
        finally:
            process.kill()


def _lines(output: int, until: float) -> Iterator[bytes]:
    """Whole lines as they come."""
    unfinished = b""
    while select.select([output], [], [], max(0.0, until - time.monotonic()))[0]:
        if not (read := os.read(output, 4096)):
            return
        *lines, unfinished = (unfinished + read).split(b"\n")
        yield from lines
