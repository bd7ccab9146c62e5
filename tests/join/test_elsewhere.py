"""The wrong province chosen: the answers go along once, and nothing that names a person does."""

import re
from datetime import timedelta

import time_machine

from tests.join.conftest import REAL, Grown
from tests.join.walking import Walk, text
from webapp.persistence import now


def carried_link(walk: Walk, to: str) -> str:
    """Choose another province on the result page; the path of the link shown."""
    walk.go("/join/elsewhere")
    page = walk.browser.send(walk.page, walk.path, {"to": to})
    found = re.search(rf'href="https://{to}\.localhost(/join/carried/[^"]+)"', page.text)
    assert found is not None, text(page.text)
    return found[1]


def answered(grown: Grown, jurisdiction: str) -> Walk:
    return grown.walk(jurisdiction, relation_kind="employment", employer="好邻居", has_labour_contract="yes").begin()


def test_what_means_the_same_there_is_not_asked_again(grown: Grown) -> None:
    here, there = REAL[0], REAL[1]
    path = carried_link(answered(grown, here), there)
    arrived = grown.walk(there).go(path).send(button="接着填")
    assert "group" not in arrived.path and "relation" not in arrived.path
    arrived.wants = {"employer": "好邻居"}
    arrived.answer_questions()
    assert arrived.path == "/join/result"


def test_the_link_works_once_and_a_look_at_it_spends_nothing(grown: Grown) -> None:
    here, there = REAL[0], REAL[1]
    path = carried_link(answered(grown, here), there)
    first = grown.walk(there).go(path)
    grown.walk(there).go(path)
    first.send(button="接着填")
    second = grown.walk(there).browser.get(path)
    assert second.status_code == 404
    assert "已经用过" in text(second.text)


def test_the_link_is_for_one_province_and_for_ten_minutes(grown: Grown) -> None:
    here, there, third = REAL[:3]
    path = carried_link(answered(grown, here), there)
    assert "别的省份" in text(grown.walk(third).browser.get(path).text)
    with time_machine.travel(now() + timedelta(minutes=11)):
        late = grown.walk(there).browser.get(path)
    assert (late.status_code, "过期" in text(late.text)) == (404, True)


def test_the_link_carries_no_unit_place_or_person(grown: Grown) -> None:
    from webapp.join.doors.carrying import CARRIED, pack

    secret = {"employer_id": "x-employer", "place_division": "440106", "employer_name": "某公司", "pick:": "x-union"}
    with grown.app.test_request_context(base_url=f"https://{REAL[0]}.localhost"):
        empty, full = pack({}, REAL[1]), pack(secret, REAL[1])
    assert len(full) == len(empty)
    assert not set(secret) & set(CARRIED)
