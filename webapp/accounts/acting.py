"""Which roles may use a view: named beside its route, and asked before anything of the view runs.

Who has none of them never gets in, wherever his role is; of the others each room asks what they may do at this union. A view of
officers that takes an unsafe request and names no role is shut (tests/test_roles.py).
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import current_app, request

from webapp.accounts.models import Officer
from webapp.accounts.officers import ADMINISTRATOR, REVIEWER, ROLES, roles_of
from webapp.persistence.transactions import SAFE
from webapp.web import Problem

View = TypeVar("View", bound=Callable[..., Any])

DECIDING = (ADMINISTRATOR, REVIEWER)
"""The roles that handle what comes to a union; the others read, handle money or edit rules."""
EVERY_OFFICER = ("every officer",)
"""What concerns his own account, or is his to object to: no role is asked."""


def used_by(*roles: str) -> Callable[[View], View]:
    """Only officers with one of these roles open the view; write it below the audience. For forms and what only leads to them."""
    return _marking(frozenset(roles), also_reading=True)


def written_by(*roles: str) -> Callable[[View], View]:
    """Only officers with one of these roles send the form of a page that others may read."""
    return _marking(frozenset(roles), also_reading=False)


def _marking(roles: frozenset[str], *, also_reading: bool) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.acting = roles, also_reading  # type: ignore[attr-defined]
        return view

    return mark


def roles_for(endpoint: str, method: str) -> frozenset[str] | None:
    """The roles of which a request to this endpoint needs one; every role where none is asked, None where the view names none."""
    view = current_app.view_functions[endpoint]
    roles, also_reading = getattr(view, "acting", (None, False))
    reads = method in SAFE
    if roles == frozenset(EVERY_OFFICER) or (reads and not also_reading):
        return frozenset(EVERY_OFFICER)
    return roles


def refuse_other_roles(officer: Officer) -> None:
    """Raises Problem (403) where the view is not this officer's to use."""
    roles = roles_for(request.endpoint or "", request.method)
    if roles == frozenset(EVERY_OFFICER) or (roles is not None and roles & roles_of(officer)):
        return
    words = "、".join(label for role, label in ROLES.items() if role in (roles or ()))
    raise Problem(403, f"这一步由{words or '别的职责'}办理，您的职责里没有。需要的，请找本工会的管理员。")
