"""Sweeps of the ground itself."""

from datetime import timedelta

from webapp.jobs import store
from webapp.jobs.registry import sweep
from webapp.persistence import now, seal_heads
from webapp.tenancy import settings
from webapp.web import once
from webapp.web.sessions import delete_dead_sessions


@sweep("sessions.delete_dead", every=timedelta(hours=1), everywhere=True)
def forget_sessions() -> bool:
    """Sessions whose time has passed."""
    return delete_dead_sessions(now() - settings().keep.sessions)


@sweep("sent_forms.delete_old", every=timedelta(hours=1), everywhere=True)
def forget_sent_forms() -> bool:
    """Keys of forms that can be sent no more."""
    return once.delete_old(now())


@sweep("jobs.delete_done", every=timedelta(days=1), everywhere=True)
def forget_jobs() -> bool:
    """Jobs done long ago."""
    return store.delete_done(now() - settings().keep.jobs)


@sweep("events.seal", every=timedelta(hours=1), everywhere=True)
def seal_events() -> None:
    """The heads of the event chains."""
    seal_heads()
