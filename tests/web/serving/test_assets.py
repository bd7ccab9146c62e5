"""Static files: kept for a year under the hash of their content, sent compressed, nothing else on the disk reachable."""

import gzip
import hashlib
import re

import brotli
import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from webapp.web.serving.assets import STATIC, icon, load

HTMX = "d6fdc75f204e6bdefa99b69bf1e6d4ac69b8a364f77929f45c13476b4000f717"


def url(name: str) -> str:
    """The address of a file."""
    return f"/static/{load(name).digest}/{name}"


def test_the_editor_is_the_file_that_its_build_wrote_down() -> None:
    vendor = STATIC / "vendor"
    digest, name = (vendor / "codemirror.sha256").read_text().split()
    assert hashlib.sha256((vendor / name).read_bytes()).hexdigest() == digest
    assert "Permission is hereby granted" in (vendor / "codemirror.LICENSE").read_text()


def test_htmx_is_the_published_file_with_its_licence() -> None:
    assert hashlib.sha256((STATIC / "vendor" / "htmx.min.js").read_bytes()).hexdigest() == HTMX
    assert "Zero-Clause BSD" in (STATIC / "vendor" / "htmx.LICENSE").read_text()


def test_icons_come_with_their_licence() -> None:
    assert "MIT License" in (STATIC / "vendor" / "tabler-icons.LICENSE").read_text()


def test_a_file_is_kept_for_a_year(visitor: FlaskClient) -> None:
    answer = visitor.get(url("site.css"))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.mimetype == "text/css"


def test_an_old_address_gets_todays_file_and_is_asked_for_again(visitor: FlaskClient) -> None:
    answer = visitor.get("/static/000000000000/site.css")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-cache")
    again = visitor.get("/static/000000000000/site.css", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    ("accepted", "encoding", "decode"),
    [("br, gzip", "br", brotli.decompress), ("gzip", "gzip", gzip.decompress), ("identity", None, bytes)],
)
def test_a_file_is_sent_in_the_best_encoding(visitor: FlaskClient, accepted, encoding, decode) -> None:  # type: ignore[no-untyped-def]
    answer = visitor.get(url("site.css"), headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == encoding
    assert "Accept-Encoding" in answer.vary
    assert decode(answer.data) == (STATIC / "site.css").read_bytes()


@pytest.mark.parametrize(
    "name", ["../app.py", "..%2fapp.py", "vendor", "nothing.css", "%2fetc/passwd", "vendor/../../cli.py"]
)
def test_nothing_else_is_sent(visitor: FlaskClient, name: str) -> None:
    assert visitor.get(f"/static/0/{name}", follow_redirects=True).status_code == 404


def test_our_script_is_small_and_evaluates_nothing() -> None:
    script = (STATIC / "site.js").read_bytes()
    assert len(brotli.compress(script)) < 3 * 1024
    assert not re.search(rb"\beval\b|innerHTML|new Function", script)


def test_the_sprite_holds_the_icons_that_templates_name_and_is_small() -> None:
    sprite = (STATIC / "icons.svg").read_text()
    assert len(brotli.compress(sprite.encode())) < 10 * 1024
    held = {str(symbol["id"]) for symbol in BeautifulSoup(sprite, "html.parser").find_all("symbol")}
    templates = "".join(path.read_text() for path in STATIC.parent.parent.glob("templates/**/*.html"))
    named = set(re.findall(r'icon\("([\w-]+)"', templates))
    assert named - held == set()
    assert len(held) <= 30


def test_a_page_is_compressed_only_where_nobody_else_chose_its_words(visitor: FlaskClient) -> None:
    accept = {"Accept-Encoding": "br"}
    plain = visitor.get("/form").text
    packed = visitor.get("/form", headers=accept)
    assert packed.headers["Content-Encoding"] == "br"
    assert brotli.decompress(packed.data).decode()[:200] == plain[:200]
    assert "Content-Encoding" not in visitor.get("/form?q=guess", headers=accept).headers
    assert "Content-Encoding" not in visitor.get("/abort/404", headers=accept).headers


def test_an_icon_that_the_sprite_lacks_is_an_error(edge: Flask) -> None:
    with edge.test_request_context("/"):
        assert "#clock" in icon("clock")
        with pytest.raises(LookupError):
            icon("clck")
