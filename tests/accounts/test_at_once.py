"""Requests that arrive together share neither a code nor a try nor a limit."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from webapp.accounts import add_officer, one_time_link
from webapp.accounts.codes import MOST_TRIES, NoCode, TooOften, redeem, send_code
from webapp.accounts.links import use_link
from webapp.persistence import unit_of_work

pytestmark = pytest.mark.both_databases

PHONE = "13800138000"
TOGETHER = 8


def all_at_once(app, act: Callable[[int], object]) -> list[object]:
    """What each of several simultaneous transactions got, or the class of what it raised."""
    start = Barrier(TOGETHER)

    def one(number: int) -> object:
        start.wait()
        with app.app_context(), unit_of_work("alpha"):
            try:
                return act(number)
            except (NoCode, TooOften) as refused:
                return type(refused)

    with ThreadPoolExecutor(TOGETHER) as pool:
        return list(pool.map(one, range(TOGETHER)))


def test_one_number_gets_one_code(app):
    answers = all_at_once(app, lambda _: send_code(PHONE, address="203.0.113.1").id)
    assert answers.count(TooOften) == TOGETHER - 1


def test_one_code_signs_in_once(app, codes):
    with app.app_context(), unit_of_work("alpha"):
        identity = send_code(PHONE, address="203.0.113.1").id
    [code] = codes()
    answers = all_at_once(app, lambda _: redeem(identity, code, address="203.0.113.1").id)
    assert answers.count(NoCode) == TOGETHER - 1


def test_wrong_codes_sent_together_use_up_no_more_tries_than_there_are(app, codes):
    with app.app_context(), unit_of_work("alpha"):
        identity = send_code(PHONE, address="203.0.113.1").id
    wrong = f"{(int(codes()[0]) + 1) % 1_000_000:06d}"
    messages = []

    def guess(_number: int) -> None:
        try:
            redeem(identity, wrong, address="203.0.113.1")
        except NoCode as refused:
            messages.append(str(refused))

    all_at_once(app, guess)
    assert sum("不正确" in message or "输错次数太多" in message for message in messages) == MOST_TRIES
    assert (
        sum("已失效，请重新获取" in message and "输错" not in message for message in messages) == TOGETHER - MOST_TRIES
    )


def test_one_link_sets_one_password(app):
    with app.app_context(), unit_of_work("alpha"):
        token = one_time_link(add_officer(name="李四", login="lisi"))
    answers = all_at_once(app, lambda _: use_link(token) is not None)
    assert answers.count(True) == 1
