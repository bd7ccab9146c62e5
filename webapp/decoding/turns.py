"""One at a time on the machine: a lock that all processes of a data folder share."""

import fcntl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from webapp.decoding.limits import TURN_SECONDS, WAITING, Busy

LOCK = "decoding.lock"
_LOOK_EVERY = 0.05
_BUSY = "现在传文件的人很多，暂时排不上。请过一两分钟再传一次"
_room = threading.BoundedSemaphore(WAITING)


@contextmanager
def turn(folder: Path) -> Iterator[int]:
    """Wait for the turn and hold it; the lock's file descriptor. Raises Busy when it does not come in time, or when
    too many of this process wait already.

    A child that is given the descriptor holds the turn for as long as it lives, also when its parent is gone.
    """
    if not _room.acquire(blocking=False):
        raise Busy(_BUSY)
    try:
        with open(folder / LOCK, "ab") as lock:
            _take(lock.fileno())
            yield lock.fileno()
    finally:
        _room.release()


def _take(lock: int) -> None:
    until = time.monotonic() + TURN_SECONDS
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > until:
                raise Busy(_BUSY) from None
            time.sleep(_LOOK_EVERY)
