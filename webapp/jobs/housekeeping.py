"""Sweeps of the ground itself."""

from datetime import timedelta

from webapp.jobs import store
from webapp.jobs.registry import sweep
from webapp.persistence import now, seal_heads
from webapp.web.sessions import delete_dead_sessions


@sweep("sessions.delete_dead", every=timedelta(hours=1), everywhere=True)
def forget_sessions() -> None:
    """Sessions whose time has passed."""
    delete_dead_sessions(now())


@sweep("jobs.delete_done", every=timedelta(days=1), everywhere=True)
def forget_jobs() -> None:
    """Jobs done long ago."""
    store.delete_done(now() - store.KEPT)


@sweep("events.seal", every=timedelta(hours=1), everywhere=True)
def seal_events() -> None:
    """The heads of the event chains."""
    seal_heads()
