"""A clock that was wrong never makes a wait longer than its window."""

from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask

from tests.accounts.conftest import ask_for_code, sign_in_officer
from webapp.accounts.limits import DAY, HOUR, MINUTE, Limit, Rule, count, wait_for
from webapp.persistence import now, unit_of_work

RULE = Rule("trial", (Limit(3, MINUTE), Limit(5, HOUR), Limit(10, DAY)))
COUNTED = [(RULE, "somebody")]


def waits(app: Flask, at: datetime, *, times: int = 0) -> timedelta | None:
    """Do it so often at a moment; how long one has to wait then."""
    with app.app_context(), unit_of_work("alpha"), time_machine.travel(at, tick=False):
        for _ in range(times):
            count(COUNTED)
        return wait_for(COUNTED)


@pytest.mark.parametrize("ahead", [timedelta(seconds=30), HOUR, DAY, 400 * DAY])
@pytest.mark.parametrize(("times", "window"), [(3, MINUTE), (5, HOUR), (10, DAY)])
def test_a_clock_that_goes_back_holds_off_no_longer_than_the_window(
    app: Flask, ahead: timedelta, times: int, window: timedelta
) -> None:
    start = now()
    assert waits(app, start + ahead, times=times) == window
    first = waits(app, start)
    assert first == window, "what was done counts from the moment that the clock is right"
    assert waits(app, start + window / 2) == window / 2
    assert waits(app, start + window + timedelta(seconds=1)) is None


@pytest.mark.parametrize("hours", [1, 25, 1000])
def test_an_officer_and_a_worker_wait_as_long_as_ever_after_the_clock_was_put_right(client_for, officer, hours) -> None:
    with time_machine.travel(now() + timedelta(hours=hours)):
        for _ in range(5):
            sign_in_officer(client_for("alpha"), password="wrong password")
        assert ask_for_code(client_for("alpha")).status_code == 303
    held_off = sign_in_officer(client_for("alpha"))
    assert held_off.status_code == 429 and "1 分钟后再试" in held_off.text
    assert ask_for_code(client_for("alpha")).status_code == 429
    with time_machine.travel(now() + timedelta(seconds=61)):
        assert sign_in_officer(client_for("alpha")).status_code == 303
        assert ask_for_code(client_for("alpha")).status_code == 303
