"""From /join to a decided case, page by page as a worker meets them, in every province that is served.

What must come of it is read from the province's own profile: nothing here names one.
"""

from datetime import timedelta
from itertools import permutations

import pytest
import time_machine
from bs4 import BeautifulSoup
from sqlalchemy import update

from tests.client import browse
from tests.join.conftest import REAL, Grown, give_verdict
from tests.join.register import legs, standing
from tests.join.walking import Walk, text
from webapp.join.wording import RELATION_LABELS
from webapp.persistence import now, unit_of_work
from webapp.policy import Library, Profile
from webapp.unions import Union

OPEN_STATES = {"under_review", "waiting"}


def rules(grown: Grown, jurisdiction: str) -> Profile:
    library: Library = grown.app.extensions["gonghui.library"]
    return library.profile(jurisdiction)


def receiver_of(profile: Profile) -> str | None:
    """The kind of union to which alone an online application goes, if the profile names one."""
    doors = [door.row.receiver for door in profile.channels if door.kind == "online" and door.row.receiver]
    return doors[0].kind if doors else None


def forms_of(profile: Profile) -> set[str]:
    """The forms of joining that the profile's routes name."""
    return {row.form for row in profile.rules.join.routes or () if row.form}


def union_name(grown: Grown, jurisdiction: str, union_id: object) -> str:
    return next(union.name for union in grown.lands[jurisdiction].unions.values() if union.id == union_id)


@pytest.mark.parametrize("relation", sorted(RELATION_LABELS))
def test_every_relation_leads_to_an_application_and_a_grant_to_one_seat(
    grown: Grown, real: str, relation: str, database: str
) -> None:
    if database == "postgresql" and relation not in ("employment", "partial"):
        pytest.skip("one way of each kind is enough on the second database")
    walk = grown.walk(real, relation_kind=relation).to_end()
    found = legs(grown.app, real, walk.reference)
    assert {leg.state for leg in found} <= OPEN_STATES
    assert [leg.seat for leg in found].count(True) == 1
    for leg in found:
        if leg.state == "under_review":
            grown.decide(real, leg.reference, "grant")
    has = standing(grown.app, real, walk.number)
    seat_leg = next(leg for leg in found if leg.seat)
    granted = seat_leg.state == "under_review"
    assert (has.seat is not None, has.members) == (granted, int(granted))
    if has.seat is not None:
        assert has.seat[0] == seat_leg.union_id
        assert union_name(grown, real, has.seat[0]) in text(walk.go("/me").page)


def test_an_online_application_goes_to_the_receiver_alone_where_the_profile_names_one(grown: Grown, real: str) -> None:
    kind = receiver_of(rules(grown, real))
    walk = grown.walk(real, relation_kind="employment", employer="迅达").begin()
    walk.choose().sign_in().identify().submit()
    found = legs(grown.app, real, walk.reference)
    unions = {union.id: union.kind for union in grown.lands[real].unions.values()}
    kinds = {unions[leg.union_id] for leg in found if leg.seat}
    assert kinds == ({kind} if kind else {"employer_union"})
    for leg in found:
        grown.decide(real, leg.reference, "grant") if leg.state == "under_review" else None
    seat = standing(grown.app, real, walk.number).seat
    assert seat is not None
    assert seat[1:3] == (("reservoir", "provisional") if kind else ("full", "active"))
    assert ("蓄水池会籍" in text(walk.go("/me").page)) == (kind is not None)


def test_a_form_of_joining_that_the_profile_names_is_kept_with_the_seat(grown: Grown, real: str) -> None:
    walk = grown.walk(real, relation_kind="employment", employer="好邻居").to_end()
    for leg in legs(grown.app, real, walk.reference):
        if leg.state == "under_review":
            grown.decide(real, leg.reference, "grant")
    seat = standing(grown.app, real, walk.number).seat
    assert seat is not None
    assert seat[3] == next(iter(forms_of(rules(grown, real))), None)


def platform_of(grown: Grown, jurisdiction: str) -> list[str]:
    return [str(grown.lands[jurisdiction].employers["platform_food"].id)]


def with_legs(grown: Grown) -> list[str]:
    return [name for name in REAL if rules(grown, name).rules.join.legs]


def two_legs(grown: Grown, jurisdiction: str) -> Walk:
    walk = grown.walk(jurisdiction, relation_kind="partial", platform_ids=platform_of(grown, jurisdiction))
    walk.to_end()
    assert len(legs(grown.app, jurisdiction, walk.reference)) == 2
    return walk


@pytest.mark.parametrize("order", list(permutations((True, False))), ids=["seat first", "seat last"])
@pytest.mark.parametrize(
    "verdicts", [("grant", "grant"), ("refuse", "grant"), ("grant", "refuse"), ("refuse", "refuse")]
)
def test_two_cases_of_one_application_are_decided_apart(
    grown: Grown, verdicts: tuple[str, str], order: tuple[bool, bool]
) -> None:
    """`verdicts`: on the leg that carries the seat, and on the other."""
    for jurisdiction in with_legs(grown):
        walk = two_legs(grown, jurisdiction)
        found = legs(grown.app, jurisdiction, walk.reference)
        said = dict(zip((True, False), verdicts, strict=True))
        for carries_seat in order:
            leg = next(leg for leg in found if leg.seat is carries_seat)
            grown.decide(jurisdiction, leg.reference, said[carries_seat], "名额已满")
        has = standing(grown.app, jurisdiction, walk.number)
        other = next(leg for leg in found if not leg.seat)
        assert has.members == int(said[True] == "grant") == int(has.seat is not None)
        assert has.affiliations == ([other.union_id] if said[False] == "grant" else [])
        mine = text(walk.go("/me").page)
        if verdicts == ("refuse", "grant"):
            assert "不占会籍" in mine
        if verdicts == ("refuse", "refuse"):
            assert "您还没有会籍" in mine


def test_a_refused_leg_never_holds_up_the_other_and_the_person_may_apply_again(grown: Grown) -> None:
    for jurisdiction in with_legs(grown):
        walk = two_legs(grown, jurisdiction)
        seat, other = sorted(legs(grown.app, jurisdiction, walk.reference), key=lambda leg: not leg.seat)
        grown.decide(jurisdiction, seat.reference, "refuse", "不在本区工作")
        told = text(walk.go(f"/join/applications/{seat.reference}").page)
        assert "您还不是会员" in told and "现在就可以重新申请入会" in told
        assert "已有一件在办的入会申请" not in text(walk.go("/join").page)
        again = walk.begin().choose().identify().submit()
        assert again.reference not in (seat.reference, other.reference)
        for leg in legs(grown.app, jurisdiction, again.reference):
            grown.decide(jurisdiction, leg.reference, "grant")
        has = standing(grown.app, jurisdiction, walk.number)
        assert has.seat is not None
        assert (has.members, len(has.affiliations)) == (1, 1)


def test_where_no_union_exists_the_application_waits_and_its_guide_sees_it(grown: Grown, real: str) -> None:
    guides = ("provincial_federation", "city_federation_general", "district_federation")
    with grown.app.app_context(), unit_of_work(real) as work:
        work.execute(update(Union).where(Union.kind.not_in(guides)).values(state="closed"))
    walk = grown.walk(real, relation_kind="freelance").begin()
    assert "还没有登记能受理的工会" in text(walk.page)
    walk.choose().sign_in().identify().submit()
    for leg in legs(grown.app, real, walk.reference):
        assert leg.state == "waiting"
        guide = next(union for union in grown.lands[real].unions.values() if union.id == leg.union_id)
        assert guide.kind in guides
        officer = grown.officer(real, guide.id)
        assert leg.reference in text(officer.get("/office?view=waiting").text)
        assert officer.get(f"/office/cases/{leg.reference}").status_code == 200
        assert browse(grown.app, real).get(f"/office/cases/{leg.reference}").status_code == 303
    assert "待受理" in text(walk.go("/me").page)
    assert standing(grown.app, real, walk.number).members == 0


def test_a_returned_case_keeps_every_answer_and_goes_round_again(grown: Grown, real: str) -> None:
    walk = grown.walk(real, relation_kind="partial").to_end()
    leg = next(leg for leg in legs(grown.app, real, walk.reference) if leg.state == "under_review")
    before = summary(grown.officer(real, leg.union_id).get(f"/office/cases/{leg.reference}").text)
    grown.decide(real, leg.reference, "return", "单位名称看不清")
    walk.go(f"/join/applications/{leg.reference}/amendment")
    assert "单位名称看不清" in text(walk.page)
    walk.send({"note": "是好邻居配送"}, button="重新提交")
    after = legs(grown.app, real, walk.reference)
    again = next(one for one in after if one.reference == leg.reference)
    assert again.state == "under_review"
    assert again.data == leg.data | {"notes": ["是好邻居配送"]}
    assert before
    assert before <= summary(grown.officer(real, leg.union_id).get(f"/office/cases/{leg.reference}").text)
    grown.decide(real, leg.reference, "grant")
    assert standing(grown.app, real, walk.number).members == int(leg.seat)


def summary(page: str) -> set[tuple[str, str]]:
    """The rows of what was applied for, as an officer reads them."""
    terms = BeautifulSoup(page, "html5lib").select("main dl dt")
    return {(term.get_text(strip=True), str(term.find_next("dd").get_text(strip=True))) for term in terms}


def test_a_withdrawn_application_frees_the_person_to_apply_again(grown: Grown, real: str) -> None:
    walk = grown.walk(real, relation_kind="partial").to_end()
    first = legs(grown.app, real, walk.reference)
    for leg in first:
        walk.go(f"/join/applications/{leg.reference}")
        page = walk.browser.post(
            f"/join/applications/{leg.reference}/withdrawal",
            data=walk.token,
            headers={"Sec-Fetch-Site": "same-origin"},
        )
        assert page.status_code == 303
    assert {leg.state for leg in legs(grown.app, real, walk.reference)} == {"withdrawn"}
    again = walk.begin().choose().identify().submit()
    assert again.reference not in {leg.reference for leg in first}


def test_one_draft_is_carried_on_after_signing_in_on_another_phone(grown: Grown, real: str) -> None:
    grown.walk(real, relation_kind="partial").to_check()
    other = grown.walk(real)
    with time_machine.travel(now() + timedelta(minutes=2)):
        other.go("/me").sign_in().go("/join")
        assert "接着上次的填" in other.page
        other.go("/join/draft").choose().identify().submit()
    assert other.path.startswith("/join/applications/")


def test_the_officer_reads_why_and_the_worker_reads_the_same(grown: Grown, real: str) -> None:
    walk = grown.walk(real, relation_kind="partial").to_end()
    leg = next(leg for leg in legs(grown.app, real, walk.reference) if leg.state == "under_review")
    officer = grown.officer(real, leg.union_id)
    assert leg.reference in text(officer.get("/office").text)
    page = officer.get(f"/office/cases/{leg.reference}").text
    assert walk.name in text(page)
    assert walk.number not in page
    assert give_verdict(officer, leg.reference, "refuse", "不在本区工作").status_code in (302, 303)
    assert "不在本区工作" in text(walk.go(f"/join/applications/{leg.reference}").page)
