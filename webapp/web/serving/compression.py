"""HTML compressed on the wire, where that is safe.

A page that carries a secret (the form token) beside text that another site chose must not be compressed: the length
would tell the secret away. So only a plain GET without a query, answered by a whole page with 200, is compressed.
"""

import gzip

import brotli
from flask import Flask, Response, request

WORTHWHILE = 1_000
BROTLI_QUALITY = 5
GZIP_LEVEL = 6


def _may_compress(response: Response) -> bool:
    return (
        request.method == "GET"
        and not request.query_string
        and response.status_code == 200
        and response.mimetype == "text/html"
        and not response.direct_passthrough
        and "Content-Encoding" not in response.headers
    )


def _compress(response: Response) -> Response:
    if not _may_compress(response):
        return response
    response.vary.add("Accept-Encoding")
    body = response.get_data()
    encoding = encoding_wanted(body)
    if encoding is not None:
        response.set_data(compressed(body, encoding))
        response.headers["Content-Encoding"] = encoding
    return response


def encoding_wanted(body: bytes) -> str | None:
    """What the browser reads and the body is worth; None where it goes out as it is."""
    return request.accept_encodings.best_match(["br", "gzip"]) if len(body) >= WORTHWHILE else None


def compressed(body: bytes, encoding: str) -> bytes:
    """The body in that encoding."""
    return brotli.compress(body, quality=BROTLI_QUALITY) if encoding == "br" else gzip.compress(body, GZIP_LEVEL)


def init_app(app: Flask) -> None:
    """Compress last of all: hooks after a request run in the reverse order of their installation."""
    app.after_request(_compress)
