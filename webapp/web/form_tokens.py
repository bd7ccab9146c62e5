"""The form token of a browser about which nothing is kept: in a cookie that we signed, and in the form.

Another site cannot read or set a `__Host-` cookie, and a sibling's is signed for the sibling. As soon as there is a session the
token is kept there, and the cookie's word counts no more.
"""

from datetime import timedelta

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer

LIFE = timedelta(hours=20)
"""How long a form may be open; as long as a session lives."""


def signed(token: str, jurisdiction: str) -> str:
    """The cookie for a token."""
    return str(_signer().dumps([jurisdiction, token]))


def token_in(cookie: str | None, jurisdiction: str) -> str | None:
    """The token of a cookie that we gave out on this host and not too long ago, else None."""
    if not cookie:
        return None
    try:
        home, token = _signer().loads(cookie, max_age=int(LIFE.total_seconds()))
    except (BadData, ValueError, TypeError):
        return None
    return str(token) if home == jurisdiction else None


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="gonghui.form-token")
