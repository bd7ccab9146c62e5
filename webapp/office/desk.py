"""The signed-in officer's desk, and what of it the address asks for."""

from typing import Any
from uuid import UUID

from flask import g, request

from webapp.accounts import ADMINISTRATOR, officer, officer_unions
from webapp.cases.inbox import VIEWS, Desk, Filter, desk_of
from webapp.office.forms import FilterForm


def desk() -> Desk:
    """His desk, worked out once a request."""
    if "office_desk" not in g:
        g.office_desk = desk_of(officer())
    found: Desk = g.office_desk
    return found


def administered() -> set[UUID]:
    """The unions he is the administrator of."""
    return officer_unions(officer(), ADMINISTRATOR)


def asked_for(form: FilterForm | None = None) -> Filter:
    """The filter of the address; nonsense is no filter."""
    view = request.args.get("view", "open")
    form = form or FilterForm(request.args)
    return Filter(
        view=view if view in VIEWS else "open",
        kind=form.kind.data or None,
        union_id=_uuid(form.union.data),
        reference=(form.q.data or "").strip()[:20],
    )


def kept() -> dict[str, Any]:
    """The part of the address that follows an officer from case to case."""
    return {name: request.args[name] for name in ("kind", "union", "q") if request.args.get(name)}


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
