"""Watching the decoders of a process from outside."""

import resource
import time
from collections.abc import Callable
from pathlib import Path

from webapp.decoding import child


def wait_for(found: Callable[[], list[int]]) -> list[int]:
    """What is found once something is."""
    until = time.monotonic() + 20
    while not (now := found()):
        assert time.monotonic() < until, "it did not come"
        time.sleep(0.005)
    return now


def decoders() -> list[int]:
    """The children of this process that decode."""
    pids = [int(pid) for path in Path("/proc/self/task").glob("*/children") for pid in read(str(path)).split()]
    return [pid for pid in pids if child.__name__.encode() in read(f"/proc/{pid}/cmdline")]


def read(path: str) -> bytes:
    """What the system says of a process; nothing once it is gone."""
    try:
        return Path(path).read_bytes()
    except OSError:
        return b""


def children(pid: int) -> list[int]:
    """The children of a process of one thread."""
    return [int(child) for child in read(f"/proc/{pid}/task/{pid}/children").split()]


def memory(pid: int) -> int:
    """KB of the machine's memory."""
    pages = read(f"/proc/{pid}/statm").split()
    return int(pages[1]) * resource.getpagesize() // 1024 if pages else 0
