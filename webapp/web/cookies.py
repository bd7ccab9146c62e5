"""The cookies by which a browser is known again: host-only (`__Host-`), over https, out of reach of scripts."""

from datetime import timedelta

from flask import Response

from webapp.tenancy import NATIONAL

COOKIE = "__Host-gonghui"
NATIONAL_COOKIE = "__Host-gonghui-national"


def cookie_of(jurisdiction: str) -> str:
    """The cookie of a scope: the nation's editors share their host with the directory, whose cookie is another."""
    return NATIONAL_COOKIE if jurisdiction == NATIONAL else COOKIE


def form_cookie_of(jurisdiction: str) -> str:
    """The cookie that carries the form token while nothing else is kept about the browser."""
    return f"{cookie_of(jurisdiction)}-form"


def set_cookie(response: Response, name: str, value: str, life: timedelta | None = None) -> None:
    """Give the browser a cookie: for as long as it is open, or for `life`."""
    response.set_cookie(name, value, max_age=life, path="/", secure=True, httponly=True, samesite="Lax")


def delete_cookie(response: Response, name: str) -> None:
    """Take it back."""
    response.delete_cookie(name, path="/", secure=True, httponly=True, samesite="Lax")
