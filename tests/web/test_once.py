"""A form that makes something is taken once, however often its request arrives (webapp/web/once.py)."""

import io
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.client import Browser, browse
from tests.meeting import at_once, meet
from tests.world import World
from webapp.jobs.housekeeping import forget_sent_forms
from webapp.persistence import db, now, unit_of_work
from webapp.stations.models import StationFeedback
from webapp.web import once
from webapp.web.once import SentForm
from webapp.web.sessions import COOKIE

SAID = {"about": "fault", "text": "空调坏了"}


@pytest.fixture
def path(world: World) -> str:
    return f"/stations/{world.alpha.rows['station']}/feedback"


@pytest.fixture
def worker(app: Flask, world: World) -> Browser:
    return browse(app, "alpha").sign_in("worker", world.alpha.rows["open_worker"])


def said(app: Flask) -> int:
    with app.app_context(), unit_of_work("alpha", write=False):
        return (
            db.session.scalar(select(func.count(StationFeedback.id)).where(StationFeedback.text == SAID["text"])) or 0
        )


def twin(app: Flask, browser: Browser) -> Browser:
    """The same browser, for another request at the same moment."""
    cookie = browser.get_cookie(COOKIE, domain="alpha.localhost")
    assert cookie is not None
    other = browse(app, "alpha")
    other.set_cookie(COOKIE, cookie.value, domain="alpha.localhost", secure=True)
    return other


def test_sent_again_it_leads_where_it_led_and_makes_nothing(app: Flask, worker: Browser, path: str) -> None:
    page = worker.get(path).text
    first, second = (worker.send(page, path, SAID) for _ in range(2))
    assert (first.status_code, first.location) == (second.status_code, second.location) == (303, first.location)
    assert said(app) == 1
    fragment = worker.send(page, path, SAID, headers={"HX-Request": "true"})
    assert (fragment.status_code, fragment.headers["HX-Redirect"]) == (204, first.location) and said(app) == 1


def test_at_the_same_moment_one_of_them_makes_it(app: Flask, worker: Browser, path: str) -> None:
    page = worker.get(path).text
    browsers = [worker, twin(app, worker), twin(app, worker)]
    answers: list[TestResponse] = at_once(*(lambda one=one: one.send(page, path, SAID) for one in browsers))
    assert {(answer.status_code, answer.location) for answer in answers} == {(303, answers[0].location)}
    assert said(app) == 1


def test_who_is_overtaken_before_he_writes_is_undone_and_led_on(app: Flask, worker: Browser, path: str) -> None:
    page, other = worker.get(path).text, twin(app, worker)
    answers = meet(app, "sent_forms", lambda: worker.send(page, path, SAID), lambda: other.send(page, path, SAID))
    assert [answer.status_code for answer in answers] == [303, 303] and said(app) == 1
    assert answers[0].location == answers[1].location


def test_what_was_refused_keeps_nothing_and_other_words_are_another_form(
    app: Flask, worker: Browser, path: str
) -> None:
    page = worker.get(path).text
    assert worker.send(page, path, {**SAID, "about": "nonsense"}).status_code == 422
    assert worker.send(page, path, SAID).status_code == 303
    assert worker.send(page, path, {**SAID, "text": "门没有开"}).status_code == 303
    assert worker.submit(path, SAID).status_code == 303
    assert said(app) == 2


def test_another_file_of_the_same_name_is_another_form(app: Flask) -> None:
    def key(content: bytes) -> str:
        form = {"once": "x", "files": (io.BytesIO(content), "a.jpg")}
        with app.test_request_context("/", base_url="https://alpha.localhost", method="POST", data=form):
            return once.key_here()

    assert key(b"one") == key(b"one") != key(b"two")


def test_keys_are_forgotten_when_no_form_can_be_sent_any_more(app: Flask, worker: Browser, path: str) -> None:
    worker.submit(path, SAID)
    with app.app_context(), unit_of_work("alpha") as work:
        assert not forget_sent_forms()
        [row] = work.scalars(select(SentForm)).all()
        row.at = now() - once.LIFE - timedelta(minutes=1)
    with app.app_context(), unit_of_work("alpha") as work:
        assert not forget_sent_forms() and work.scalars(select(SentForm)).all() == []
