"""A second tap on an officer's sign-in or on his one-time link: it leads where the first one did. Nothing here commits."""

from collections.abc import Callable

from flask import request

from webapp.accounts.limits import (
    WRONG_PASSWORDS_FROM_ADDRESS,
    WRONG_PASSWORDS_HERE,
    Counted,
    address_prefix,
    count,
    wait_for,
)
from webapp.accounts.links import officer_of_used_link
from webapp.accounts.passwords import is_right_password
from webapp.accounts.signed_in import officer_led_on
from webapp.persistence.transactions import after_rollback


def signed_in_before(login: str, password: str) -> bool:
    """Whether this officer is signed in already: in this browser, or by the same words a moment ago.

    Guessing is counted like wrong passwords from this address, also where the request is refused.
    """
    counted = [(WRONG_PASSWORDS_FROM_ADDRESS, address_prefix(request.remote_addr))]
    return bool(login and password) and _unless_guessed(counted, lambda: officer_led_on(login, password))


def has_just_set(token: str, password: str) -> bool:
    """Whether the link of this token was used a moment ago to set this password. Guessing is counted."""
    officer = officer_of_used_link(token)
    if officer is None:
        return False
    counted = [(WRONG_PASSWORDS_HERE, f"{officer.login}|{address_prefix(request.remote_addr)}")]
    return _unless_guessed(counted, lambda: is_right_password(officer.password_hash, password))


def _unless_guessed(counted: list[Counted], is_right: Callable[[], bool]) -> bool:
    if wait_for(counted):
        return False
    if is_right():
        return True
    after_rollback(lambda: count(counted))
    return False
