"""Static files: addresses that carry the content's hash, kept by browsers for a year, sent pre-compressed."""

import gzip
import hashlib
import mimetypes
import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import brotli
from flask import Blueprint, Flask, Response, abort, make_response, request, url_for
from markupsafe import Markup

import webapp
from webapp.web.access import audience

STATIC = Path(webapp.__file__).parent / "static"
SPRITE = "icons.svg"
YEAR = 31_536_000
COMPRESSIBLE = frozenset({".css", ".js", ".svg", ".json", ".webmanifest", ".txt"})
TYPES = {".js": "text/javascript", ".svg": "image/svg+xml", ".webmanifest": "application/manifest+json"}

blueprint = Blueprint("assets", __name__)


class Asset(NamedTuple):
    """One file: its content, media type and content hash, and whether it is sent compressed."""

    body: bytes
    mimetype: str
    digest: str
    compressible: bool

    def encoded(self, encoding: str) -> bytes:
        """The content as it is sent: br, gzip, or "" plain."""
        return _compressed(self.body, encoding) if encoding else self.body


@lru_cache(maxsize=256)
def _compressed(body: bytes, encoding: str) -> bytes:
    return brotli.compress(body, quality=11) if encoding == "br" else gzip.compress(body, 9, mtime=0)


@lru_cache(maxsize=256)
def _load(path: Path, modified: int) -> Asset:
    body = path.read_bytes()
    kind = TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return Asset(body, kind, hashlib.sha256(body).hexdigest()[:12], path.suffix in COMPRESSIBLE)


@lru_cache(maxsize=256)
def _place(name: str) -> Path:
    path = (STATIC / name).resolve()
    if not path.is_relative_to(STATIC.resolve()) or not path.is_file():
        raise FileNotFoundError(name)
    return path


def load(name: str) -> Asset:
    """The asset `name`, relative to webapp/static, with slashes; FileNotFoundError if that folder holds none."""
    path = _place(name)
    return _load(path, path.stat().st_mtime_ns)


def asset_url(name: str) -> str:
    """The address of a static file, with its content's hash."""
    return _address(load(name).digest, name, request.script_root)


@lru_cache(maxsize=512)
def _address(digest: str, name: str, _root: str) -> str:
    return url_for("assets.send", digest=digest, name=name)


@lru_cache(maxsize=4)
def _icons(digest: str) -> frozenset[str]:
    return frozenset(re.findall(r'<symbol id="([\w-]+)"', load(SPRITE).body.decode()))


def icon(name: str, label: str = "") -> Markup:
    """An icon of the sprite: decoration beside text, or with `label` a picture that speaks for itself.

    LookupError for a name the sprite does not hold: tools/sprite.py lists what is drawn.
    """
    if name not in _icons(load(SPRITE).digest):
        raise LookupError(f"no icon {name!r} in {SPRITE}")
    return _drawn(name, label, asset_url(SPRITE))


@lru_cache(maxsize=512)
def _drawn(name: str, label: str, sprite: str) -> Markup:
    described = Markup(' role="img" aria-label="{}"').format(label) if label else Markup(' aria-hidden="true"')
    return Markup('<svg class="icon"{} focusable="false"><use href="{}#{}"></use></svg>').format(
        described, sprite, name
    )


@blueprint.get("/static/<digest>/<path:name>")
@audience("any")
def send(digest: str, name: str) -> Response:
    """Send a static file; an address with an old hash gets today's file, to be asked for again next time."""
    try:
        asset = load(name)
    except FileNotFoundError:
        abort(404)
    encoding = asset.compressible and request.accept_encodings.best_match(["br", "gzip"]) or ""
    response = make_response(asset.encoded(encoding))
    response.mimetype = asset.mimetype
    response.set_etag(f"{asset.digest}-{encoding or 'plain'}")
    response.vary.add("Accept-Encoding")
    if encoding:
        response.headers["Content-Encoding"] = encoding
    if digest == asset.digest:
        response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    else:
        response.headers["Cache-Control"] = "no-cache"
    response.make_conditional(request)
    return response


def init_app(app: Flask) -> None:
    """Serve webapp/static and give templates `asset_url` and `icon`."""
    app.register_blueprint(blueprint)
    app.add_template_global(asset_url)
    app.add_template_global(icon)
