"""QR codes as SVG images: dark on white in every theme, with the quiet zone that scanners need."""

import io

import segno
from flask import Response, make_response

QUIET_ZONE = 4


def qr_image(text: str, *, scale: int = 8) -> Response:
    """An SVG image that carries `text`. It is served as a file of its own, so the page's CSP stays strict."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", scale=scale, border=QUIET_ZONE, dark="#000", light="#fff", xmldecl=False, svgns=True
    )
    return make_response(out.getvalue(), {"Content-Type": "image/svg+xml", "Cache-Control": "private, max-age=300"})
