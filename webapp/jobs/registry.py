"""Which function does which kind of work."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple, TypeVar

from webapp.jobs.models import LAST, ORDINARY

Handler = TypeVar("Handler", bound=Callable[..., Any])


class Sweep(NamedTuple):
    """Work that comes back: once in each slot of `every`, counted from the epoch; `everywhere`: in the nation's scope too."""

    kind: str
    every: timedelta
    everywhere: bool = False

    def slot(self, at: datetime) -> str:
        """The name of the slot an instant lies in."""
        return str(int(at.timestamp() // self.every.total_seconds()))


HANDLERS: dict[str, Callable[..., Any]] = {}
SWEEPS: dict[str, Sweep] = {}
_LANES: dict[str, int] = {}


def job(kind: str, *, lane: int = ORDINARY) -> Callable[[Handler], Handler]:
    """Let a function do a kind of job. It gets the payload by name, in the job's transaction and scope, and must not
    commit. Where it returns True there is more to do: the same work is asked for again, behind what waits already.
    """

    def register(handler: Handler) -> Handler:
        if kind in HANDLERS:
            raise ValueError(f"two handlers for {kind!r}")
        HANDLERS[kind], _LANES[kind] = handler, lane
        return handler

    return register


def sweep(kind: str, *, every: timedelta, everywhere: bool = False) -> Callable[[Handler], Handler]:
    """Let a function (without arguments) run in each jurisdiction again and again; with `everywhere` also for the nation's editors."""

    def register(handler: Handler) -> Handler:
        SWEEPS[kind] = Sweep(kind, every, everywhere)
        return job(kind, lane=LAST)(handler)

    return register


def lane_of(kind: str) -> int:
    """Where work of this kind waits."""
    return _LANES.get(kind, ORDINARY)
