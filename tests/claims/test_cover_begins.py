"""Approved means covered: from which day, or what is missing and how it is done; a message when cover begins; what moving does to it."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.claims.conftest import Stage
from tests.claims.walking import text
from webapp.claims.covered import after_transfer
from webapp.jobs import run_due
from webapp.members.acts import standing_changed
from webapp.members.real_name import verify
from webapp.notices.models import Message
from webapp.persistence import db
from webapp.unions import Union

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
PLACE = "沙面大街 1 号，周一到周五 9:00-17:00，电话 020-12345678"


def began(stage: Stage, worker_id: UUID) -> list[str]:
    """The messages that tell a worker of his cover."""
    run_due(stage.app)

    def read() -> list[str]:
        rows = select(Message).where(Message.worker_id == worker_id, Message.template == "cover_began")
        return [one.text for one in db.session.scalars(rows)]

    found: list[str] = stage.read(read)
    return found


def test_a_member_without_real_name_is_told_where_to_go_and_a_message_comes_when_cover_begins(stage: Stage) -> None:
    worker_id = stage.member(real_name=None)
    with stage.app.app_context(), stage.work():
        union = db.session.scalars(select(Union).where(Union.id == stage.unions["street"])).one()
        union.address, union.hours = "沙面大街 1 号", "周一到周五 9:00-17:00"
    me = text(stage.worker(worker_id).get("/me").text)
    assert "还没有开始：还差实名登记" in me and f"沙面街道总工会（{PLACE}）" in me and "请带居民身份证到" in me
    assert "保障还没有开始" in me and "现在没有要您办的事" not in me
    assert began(stage, worker_id) == []
    for _ in range(2):
        with stage.app.app_context(), stage.work():
            person = stage.person(worker_id)
            verify(person, passed=True, officer_id=stage.officers["li"], document="resident_identity_card")
    [message] = began(stage, worker_id)
    assert "从2022年" in message and "生效" in message and "2022年12月31日" in message
    me = text(stage.worker(worker_id).get("/me").text)
    assert "您在保障之内" in me and "从 2022年" in me and "现在没有要您办的事" in me


def test_a_seat_alone_begins_a_cover_that_waits_for_nothing_else(stage: Stage) -> None:
    worker_id = stage.member()
    [message] = began(stage, worker_id)
    assert "2022年1月5日起生效" in message


def test_who_is_no_member_is_promised_nothing(stage: Stage) -> None:
    worker_id = stage.member(since=None)
    with stage.app.app_context(), stage.work():
        standing_changed(stage.person(worker_id))
    assert began(stage, worker_id) == []
    assert "保障" not in text(stage.worker(worker_id).get("/me").text).split("我的申请")[0].split("会籍")[1]


def test_a_transfer_says_what_becomes_of_the_cover(stage: Stage) -> None:
    covered, bare = stage.member(), stage.member(real_name=None)
    top = stage.unions["top"]
    [kept] = stage.read(lambda: after_transfer(stage.person(covered), top))
    assert "不因接转中断" in kept
    assert stage.read(lambda: after_transfer(stage.person(bare), top)) == []


def test_nothing_is_told_twice_and_a_cover_that_is_over_is_not_promised(stage: Stage) -> None:
    worker_id = stage.member()
    stage.today(date(2024, 6, 1))
    assert began(stage, worker_id) == []
