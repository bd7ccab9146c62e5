"""Two taps on the button that asks for hardship relief: one request, and both lead to it."""

from datetime import date

import pytest
from flask import Flask

from tests.claims.conftest import build_stage
from tests.claims.papers import picture
from tests.client import Browser
from tests.meeting import at_once
from tests.payments.test_pages import ASKED
from webapp.members import person_of_worker
from webapp.persistence import unit_of_work
from webapp.relief.procedure import requests_of


@pytest.mark.parametrize("same_moment", [False, True])
def test_two_taps_make_one_request(app: Flask, same_moment: bool) -> None:
    stage = build_stage(app, "guangdong")
    stage.today(date(2026, 5, 6))
    worker_id = stage.member()
    browsers: list[Browser] = [stage.worker(worker_id) for _ in range(2)]
    page = browsers[0].get("/claims/relief").text
    app.config["WTF_CSRF_ENABLED"], kept = False, app.config["WTF_CSRF_ENABLED"]
    try:
        taps = [
            lambda one=one: one.send(page, "/claims/relief", ASKED, content_type="multipart/form-data")
            for one in browsers
        ]
        answers = at_once(*taps) if same_moment else [tap() for tap in taps]
    finally:
        app.config["WTF_CSRF_ENABLED"] = kept
    assert [answer.status_code for answer in answers] == [303, 303] and answers[0].location == answers[1].location
    with app.app_context(), unit_of_work("guangdong", write=False):
        person = person_of_worker(worker_id)
        assert person is not None and len(requests_of(person.id)) == 1


def test_a_form_that_another_field_stopped_says_that_the_files_have_to_be_chosen_anew(app: Flask) -> None:
    stage = build_stage(app, "guangdong")
    stage.today(date(2026, 5, 6))
    browser = stage.worker(stage.member())
    page = browser.get("/claims/relief").text
    less = {name: value for name, value in ASKED.items() if name != "bank"} | {"files": picture()}
    answer = browser.send(page, "/claims/relief", less, content_type="multipart/form-data")
    assert answer.status_code == 422 and "没有存下来，请重新选择" in answer.text
    assert "没有存下来" not in page
