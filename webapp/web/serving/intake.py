"""What may come in at all: text that every database can keep.

PostgreSQL keeps no zero byte and no half of a surrogate pair, in whatever part of a request it came. Nobody types them; a
request that holds one is refused before anything looks at it. How long or how large a value may be is for forms to say.
"""

import re
from collections.abc import Iterator

from flask import Flask, abort, request

from webapp.web.errors import UNSAFE

_UNFIT = re.compile("[\x00\ud800-\udfff]")


def _fields() -> Iterator[str]:
    """Names and values of a form, and what its files are called."""
    for name, value in request.form.items(multi=True):
        yield name
        yield value
    for name, file in request.files.items(multi=True):
        yield name
        yield file.filename or ""


def _texts() -> Iterator[str]:
    yield request.path
    for source in (request.args, request.cookies):
        for name, value in source.items(multi=True):
            yield name
            yield value
    yield from request.headers.values()
    if request.method in UNSAFE and request.endpoint is not None:
        yield from _fields()


def _refuse_unfit() -> None:
    if any(_UNFIT.search(text) for text in _texts()):
        abort(400)


def init_app(app: Flask) -> None:
    """Install after the limits of a request's size, and before the first view or check that reads a form."""
    app.before_request(_refuse_unfit)
