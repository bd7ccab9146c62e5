"""Pages that say the same to everybody who is not signed in, kept as they were sent.

A page is kept for what it can depend on: its address, the profile in force, the day, whose site it is with its settings, how the
reader wants it shown. Whoever has a session gets a page of his own, and a page that carries a form token is never kept. Browsers
keep it too, and are told by its ETag whether it is still the same.
"""

import hashlib
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import wraps
from threading import Lock
from typing import TypeVar, cast

from flask import Response, current_app, g, make_response, request, session
from flask.typing import ResponseReturnValue

from webapp.tenancy import business_date, current, maybe_current, profile
from webapp.web.cookies import cookie_of
from webapp.web.htmx import VARY, is_fragment_request
from webapp.web.serving.compression import compressed, encoding_wanted
from webapp.web.shell import chosen_theme, identity, in_care_mode

MOST_KEPT = 200
"""Some 40 KB each."""
PAGES = "gonghui.kept_pages"
CSRF_FIELD = "csrf_token"

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


@dataclass(frozen=True)
class Page:
    """A page as it was made, and as it is sent by encoding."""

    body: bytes
    digest: str
    encoded: dict[str, bytes] = field(default_factory=dict)


class Pages:
    """The pages of an application, the most lately used last."""

    def __init__(self) -> None:
        self._pages: dict[Hashable, Page] = {}
        self._lock = Lock()

    def find(self, key: Hashable) -> Page | None:
        """The page of this key, if it is kept."""
        with self._lock:
            found = self._pages.pop(key, None)
            if found is not None:
                self._pages[key] = found
            return found

    def keep(self, key: Hashable, body: bytes) -> Page:
        """Keep a page; the one that was not asked for longest goes."""
        page = Page(body, hashlib.sha256(body).hexdigest()[:20])
        with self._lock:
            self._pages[key] = page
            if len(self._pages) > MOST_KEPT:
                del self._pages[next(iter(self._pages))]
        return page


def kept_for_strangers(view: View) -> View:
    """Keep what the view says to whoever has no session; write it below the audience. The view reads the profile alone."""

    @wraps(view)
    def answer(**values: object) -> ResponseReturnValue:
        if not _asks_as_stranger():
            return view(**values)
        pages: Pages = current_app.extensions.setdefault(PAGES, Pages())
        key = _key()
        page = pages.find(key)
        if page is None:
            response = make_response(view(**values))
            if not _says_the_same_to_all(response):
                return response
            page = pages.keep(key, response.get_data())
        return _send(page)

    return cast(View, answer)


def _asks_as_stranger() -> bool:
    """Whether nobody is known here, and the whole page is wanted at its plain address."""
    if maybe_current() is None or request.method != "GET" or request.query_string or is_fragment_request():
        return False
    return cookie_of(current()) not in request.cookies


def _key() -> Hashable:
    shown = (in_care_mode(), chosen_theme())
    return request.url, current(), profile().digest, business_date(), identity(), shown


def _says_the_same_to_all(response: Response) -> bool:
    personal = CSRF_FIELD in g or session.modified or "Set-Cookie" in response.headers
    return response.status_code == 200 and not personal


def _send(page: Page) -> Response:
    encoding = encoding_wanted(page.body)
    if encoding and encoding not in page.encoded:
        page.encoded[encoding] = compressed(page.body, encoding)
    response = make_response(page.encoded[encoding] if encoding else page.body)
    response.vary.update((*VARY, "Accept-Encoding", "Cookie"))
    response.headers["Cache-Control"] = "private, no-cache"
    if encoding:
        response.headers["Content-Encoding"] = encoding
    response.set_etag(f"{page.digest}-{encoding or 'plain'}")
    response.make_conditional(request)
    return response
