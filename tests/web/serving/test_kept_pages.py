"""Pages kept for strangers: made once for what they depend on, never given to anybody known, never with a token."""

import gzip
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import brotli
import pytest
from flask import Blueprint, Flask, flash, render_template_string
from werkzeug.test import TestResponse

from tests.client import browse
from tests.test_statements import counting
from tests.world import World
from webapp.persistence import unit_of_work
from webapp.unions import top_union
from webapp.unions.settings import SETTINGS, save_settings
from webapp.web import audience
from webapp.web.serving.kept_pages import kept_for_strangers

CHAPTER = "/policy/join"
made: list[str] = []
bp = Blueprint("kept", __name__)


@bp.get("/kept/plain")
@audience("public")
@kept_for_strangers
def plain() -> str:
    """Tells how often it was made."""
    made.append("plain")
    return f"<p>made {len(made)}</p>" + "x" * 2000


@bp.get("/kept/form")
@audience("public")
@kept_for_strangers
def form() -> str:
    """A page with a form token."""
    return render_template_string("{{ csrf_token() }}")


@bp.get("/kept/written")
@audience("public")
@kept_for_strangers
def written() -> str:
    """A page that leaves something for the next."""
    flash(f"made {len(made)}")
    made.append("written")
    return f"<p>made {len(made)}</p>"


@pytest.fixture
def site(app_with: Callable[..., Flask], world: World) -> Flask:
    """The application with these pages."""
    made.clear()
    return app_with(bp)


def stranger(site: Flask, path: str, province: str = "alpha", **headers: str) -> TestResponse:
    """A page as somebody sees it who was never here."""
    return browse(site, province).get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})


def test_a_page_is_made_once_for_all_strangers_of_a_province(site: Flask) -> None:
    assert stranger(site, "/kept/plain").text == stranger(site, "/kept/plain").text
    assert len(made) == 1
    stranger(site, "/kept/plain", "beta")
    assert len(made) == 2


@pytest.mark.parametrize("path", ["/", CHAPTER, "/policy", "/policy/booklet", "/policy/clauses", "/help"])
def test_a_kept_page_asks_for_the_settings_alone_and_says_what_it_said(site: Flask, path: str) -> None:
    first = stranger(site, path)
    with counting() as sent:
        again = stranger(site, path)
    assert len(sent) == 1 and again.text == first.text and again.status_code == 200


def test_a_browser_is_told_that_its_copy_is_still_the_same(site: Flask) -> None:
    first = stranger(site, CHAPTER)
    assert first.headers["Cache-Control"] == "private, no-cache" and "Cookie" in first.vary
    again = stranger(site, CHAPTER, If_None_Match=first.headers["ETag"])
    assert again.status_code == 304 and again.data == b""


def test_each_encoding_has_its_own_tag_and_says_the_same(site: Flask) -> None:
    answers = {name: stranger(site, CHAPTER, Accept_Encoding=name) for name in ("br", "gzip", "identity")}
    assert len({answer.headers["ETag"] for answer in answers.values()}) == 3
    plain = answers["identity"].data
    assert brotli.decompress(answers["br"].data) == gzip.decompress(answers["gzip"].data) == plain


def test_whoever_is_signed_in_gets_a_page_of_his_own_and_leaves_none(site: Flask, world: World) -> None:
    worker = browse(site, "alpha").sign_in("worker", world.alpha.rows["open_worker"])
    before = stranger(site, CHAPTER).text
    own = worker.get(CHAPTER)
    assert 'href="/me"' in own.text and own.headers["Cache-Control"] == "no-store" and "ETag" not in own.headers
    assert stranger(site, CHAPTER).text == before and 'href="/me"' not in before


def test_a_page_with_a_token_is_not_kept(site: Flask) -> None:
    assert stranger(site, "/kept/form").text != stranger(site, "/kept/form").text


def test_a_page_that_leaves_something_in_the_session_is_not_kept(site: Flask) -> None:
    assert stranger(site, "/kept/written").text != stranger(site, "/kept/written").text


def test_a_changed_setting_shows_at_once(site: Flask) -> None:
    stranger(site, CHAPTER)
    with site.app_context(), unit_of_work("alpha"):
        top = top_union()
        assert top is not None
        save_settings(top, dict.fromkeys(SETTINGS, "") | {"operator": "新主办单位"})
    assert "新主办单位" in stranger(site, CHAPTER).text


def test_another_day_another_display_and_a_question_are_pages_of_their_own(site: Flask) -> None:
    first = stranger(site, "/kept/plain").text
    large = browse(site, "alpha")
    large.set_cookie("care", "1", domain="alpha.localhost")
    assert large.get("/kept/plain").text != first
    assert stranger(site, "/kept/plain?q=1").text != stranger(site, "/kept/plain?q=1").text
    assert stranger(site, "/kept/plain", HX_Request="true").text != first
    assert stranger(site, "/kept/plain").text == first
    site.extensions["gonghui.settings"] = replace(site.extensions["gonghui.settings"], today={"*": date(2026, 1, 5)})
    assert stranger(site, "/kept/plain").text != first
