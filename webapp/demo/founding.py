"""Believable founding: a unit whose members reached the number, one that an officer took up, notes of the plan, terms and duties."""

from datetime import timedelta
from uuid import UUID

from webapp.accounts import Officer, owner_name
from webapp.demo import people
from webapp.demo.organisations import HOURS, Land
from webapp.founding.counting import OPENS, counted
from webapp.founding.opening import begin, guiding_union, open_at_threshold
from webapp.founding.plan import note_down
from webapp.founding.records import cover, duties_of, record_duty, takes_units
from webapp.founding.store import do_item, founding_of, set_details
from webapp.founding.terms import is_asked, record_term, years_allowed
from webapp.members import give_seat, register_person
from webapp.persistence import db
from webapp.policy.reading.layered import stated_rows
from webapp.tenancy import business_date
from webapp.unions import Employer, Union

Officers = dict[UUID, Officer]

FIRST_PERSON = 600
MEMBER = {"join_form": "individual_join", "relation_kind": "employment"}
NOTES = {
    "agent_second": ("打过电话，对方愿意谈，约好下周三上门。", "上门见了站长，介绍了建会的好处，留了材料。"),
    "logistics_without": ("车队负责人同意筹备，先开一次职工座谈会。",),
    "platform_rides": ("平台城市经理表示要请示总部。",),
}


def guides(land: Land) -> None:
    """The federations that the province's thresholds name, one a street."""
    for row in stated_rows(land.profile.rules.thresholds):
        for place in land.streets[:3]:
            county = land.unions.get(("district_federation", place.parent or ""))
            name = f"{place.name}总工会"
            for other in [older for older in land.unions.values() if older.name == name]:
                other.name = f"{place.name}工会"  # no two unions of the demo are called alike
            union = Union(
                name=name,
                kind=row.by,
                division=place.code,
                parent_id=county.id if county else None,
                address=f"{place.name}职工服务中心",
                hours=HOURS,
            )
            db.session.add(union)
            land.unions[row.by, place.code] = union
    db.session.flush()


def found(land: Land, officers: Officers) -> None:
    """Everything the pages of founding show."""
    _plan(land, officers)
    _reach_the_number(land)
    _take_up(land, officers)
    _lead(land, officers)


def _officer_for(employer: Employer, officers: Officers) -> Officer | None:
    guide = guiding_union(None, employer.division)
    return officers.get(guide.id) if guide else None


def _plan(land: Land, officers: Officers) -> None:
    for key, notes in NOTES.items():
        employer = land.employers[key]
        officer = _officer_for(employer, officers)
        for number, note in enumerate(notes if officer else ()):
            assert officer is not None, "checked above"
            note_down(employer, note=note, responsible_id=officer.id if number == 0 else None, by=officer.id)


def _reach_the_number(land: Land) -> None:
    """So many people of one unit have joined by themselves that a task opens."""
    rows = [row for row in stated_rows(land.profile.rules.thresholds) if row.counts.holds(MEMBER)]
    homes = [union for (_, place), union in land.unions.items() if place in {one.code for one in land.streets[:2]}]
    if not rows or not homes:
        return
    employer = land.employers["agent_without"]
    for number in range(FIRST_PERSON, FIRST_PERSON + rows[0].at_least):
        person = register_person(
            worker_id=None,
            name=people.name(number),
            identity_kind="resident_identity_card",
            identity_number=people.identity_number(number),
            phone=people.phone(number),
        )
        give_seat(
            person,
            union_id=homes[number % len(homes)].id,
            seat_kind="full",
            since=business_date() - timedelta(days=number % 60),
            worker_group="delivery_rider",
            channel="online",
            employer_id=employer.id,
            **MEMBER,
        )
    decision = counted(employer, task_open=False)
    if decision.outcome == OPENS:
        open_at_threshold(employer, decision)


def _take_up(land: Land, officers: Officers) -> None:
    """A founding that is half prepared."""
    employer = land.employers["logistics_without"]
    upper, officer = guiding_union(None, employer.division), _officer_for(employer, officers)
    if upper is None or officer is None:
        return
    founding = founding_of(begin(employer, upper, actor=owner_name(officer.id)))
    set_details(founding, {"address": "物流园二号楼", "officer_name": "沈车队", "officer_login": "shunan-chair"})
    day = business_date() - timedelta(days=6)
    do_item(founding, "meeting", done_on=day, note="31 人到会，选出筹备组", by=officer.id)


def _lead(land: Land, officers: Officers) -> None:
    """A federation's term, what it held this year, whom it covers."""
    today = business_date()
    for (kind, _), union in land.unions.items():
        officer = officers.get(union.id)
        if officer is None:
            continue
        if is_asked(kind):
            years = years_allowed(kind)[0]
            elected = today.replace(year=today.year - years, day=1) + timedelta(days=60)
            record_term(union, elected_on=elected, years=years, chair="王联合", by="system")
        for duty in duties_of(kind)[:1]:
            held = today - timedelta(days=40)
            record_duty(union, duty=duty.id, held_on=held, note="市职工之家，42 人参加", by=officer.id)
        if takes_units(kind):
            cover(union, next(one for (name, _), one in land.unions.items() if name == "employer_union"), by=officer.id)
