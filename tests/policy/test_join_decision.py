"""What every joining decision keeps, whatever the profile: one seat, reasons with clauses, no guess, no dead end."""

import datetime
import itertools
import json
from typing import Any

import pytest

from webapp.policy import Decision, FactError, Library, decide
from webapp.policy.language.vocabularies import RELATION_KINDS, UNIT_UNIONS

ON = datetime.date(2024, 8, 1)
PROVINCES = ("national", "guangdong", "jiangsu", "shanghai")
FLAGS = (*UNIT_UNIONS, "station_branch")


def join(library: Library, jurisdiction: str, **facts: Any) -> Decision:
    return decide("join", facts, library.profile(jurisdiction, ON), ON)


def situations() -> list[dict[str, Any]]:
    found = []
    for kind, values in itertools.product(RELATION_KINDS, itertools.product((True, False), repeat=len(FLAGS))):
        found.append({"relation_kind": kind, **dict(zip(FLAGS, values, strict=True))})
    return found


@pytest.mark.parametrize("jurisdiction", PROVINCES)
def test_every_worker_can_join_somewhere_and_is_told_why(jurisdiction: str, library: Library) -> None:
    for facts in situations()[::7]:
        decision = join(library, jurisdiction, **facts, channel="offline")
        assert decision.outcome == "join", facts
        assert decision.answer.options, facts
        assert decision.reasons and decision.clauses, facts
        assert all(reason.because for reason in decision.why_not), facts
        assert not any(kind in UNIT_UNIONS and not facts[kind] for kind in decision.answer.options), facts


def test_exactly_one_leg_carries_the_seat(library: Library) -> None:
    for facts in situations()[::7]:
        legs = join(library, "jiangsu", **facts).answer.legs
        assert [leg.seat for leg in legs].count(True) == 1, facts


@pytest.mark.parametrize("jurisdiction", PROVINCES)
def test_answering_what_is_asked_leads_to_a_complete_decision(jurisdiction: str, library: Library) -> None:
    for facts in situations()[::29]:
        known: dict[str, Any] = {}
        asked: set[str] = set()
        while (decision := join(library, jurisdiction, **known)).ask:
            for fact in decision.ask:
                assert fact not in asked, "asked twice"
                asked.add(fact)
                known[fact] = facts.get(fact, False)
        whole = join(
            library, jurisdiction, **facts, **{name: value for name, value in known.items() if name not in facts}
        )
        assert decision.outcome == "join"
        assert {key: getattr(decision.answer, key) for key in ("options", "at", "modality")} == {
            key: getattr(whole.answer, key) for key in ("options", "at", "modality")
        }


@pytest.mark.parametrize("jurisdiction", PROVINCES)
def test_the_questions_of_a_profile_cover_everything_its_decisions_ask(jurisdiction: str, library: Library) -> None:
    profile = library.profile(jurisdiction)
    questions = {one.fact: one for one in profile.questions_for_join}

    for facts in situations()[::29]:
        for left_out in facts:
            partly = {name: value for name, value in facts.items() if name != left_out}
            assert set(join(library, jurisdiction, **partly).ask) <= set(questions)
    assert questions["relation_kind"].values[0] == ("employment", "建立劳动关系")
    assert dict(questions["employer_union"].values) == {True: "有", False: "没有"}
    assert all(one.ask.endswith("？") for one in questions.values())


def test_nothing_is_decided_on_a_fact_that_nobody_gave(library: Library) -> None:
    decision = join(library, "guangdong")

    assert decision.outcome == "ask"
    assert decision.ask == ("relation_kind",)
    assert decision.answer.options is None


def test_one_question_at_a_time_none_that_another_answer_makes_idle(library: Library) -> None:
    assert join(library, "guangdong", relation_kind="employment").ask == ("employer_union",)
    assert join(library, "guangdong", relation_kind="dispatched").ask == ("agency_union",)
    assert join(library, "guangdong", relation_kind="dispatched", agency_union=True).ask == ("user_unit_union",)


def test_a_channel_the_profile_does_not_open_is_closed_but_the_way_is_still_shown(library: Library) -> None:
    decision = join(library, "guangdong", relation_kind="employment", employer_union=True, channel="qr_scan")

    assert decision.outcome == "closed"
    assert decision.answer.channel is None
    assert decision.answer.options == ("employer_union",)


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"relation": "partial"}, "不认识事实 “relation”（您是否想写 “relation_kind”）"),
        ({"relation_kind": "partail"}, "您是否想写 “partial”"),
        ({"employer_union": "yes"}, "应当是 true 或 false"),
        ({"work_place": "44"}, "不是行政区划代码"),
        ({"platforms": "a"}, "应当是列表"),
        ({"platforms": ["a"]}, "每一项要写成"),
        ({"platforms": [{"name": "a"}]}, "不认识事实 “name”"),
        ({"channel": "pigeon"}, "不认识渠道 “pigeon”"),
        ({"relation_kind": "freelance", "choice": "pigeon_union"}, "不认识工会类型 “pigeon_union”"),
    ],
)
def test_facts_that_cannot_be_read_are_refused(facts: dict[str, Any], message: str, library: Library) -> None:
    with pytest.raises(FactError, match=message.replace("（", ".").replace("）", ".")):
        join(library, "guangdong", **facts)


def test_a_decision_becomes_json_and_keeps_its_reasons_and_clauses(library: Library) -> None:
    decision = join(library, "guangdong", relation_kind="employment", employer_union=True, channel="online")

    read = json.loads(json.dumps(decision.as_dict(), ensure_ascii=False))

    assert read["outcome"] == "join" and read["kind"] == "join" and read["on"] == "2024-08-01"
    assert len(read["digest"]) == 64
    route = read["reasons"][1]
    assert route["row"] == "unit-has-union" and route["layer"] == "province"
    assert route["clauses"][0]["place"] == "二(四)1"
    assert {one["fact"]: one["found"] for one in route["because"]} == {
        "relation_kind": "劳动关系：建立劳动关系",
        "employer_union": "用人单位已建立工会",
    }
    refuted = {one["row"]: one for one in read["why_not"]}
    assert refuted["unit-without-union"]["because"][0]["wanted"] == "用人单位没有工会"
    assert read["warnings"][0]["text"].startswith("按规定应当加入所在单位工会")


def test_a_reading_is_marked_where_the_other_one_would_change_the_result(library: Library) -> None:
    features = {"works_to_platform_rules_for_pay": True, "completes_platform_tasks": True}
    facts = {"relation_kind": "partial", "platform_union": True, "affiliation_firm_union": False, **features}

    all_three = join(library, "guangdong", **facts, accepts_platform_management=True)
    only_two = join(library, "guangdong", **facts, accepts_platform_management=False)

    assert {one.id: one.turned for one in all_three.interpretations}["AMB-34"] is False
    turned = {one.id: one.turned for one in only_two.interpretations}
    assert turned["AMB-34"] is True and turned["AMB-35"] is True
