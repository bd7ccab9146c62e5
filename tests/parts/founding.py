"""Founding in the world: a unit on the plan whose union is being founded, a paper of it, a yearly duty, fixed dues."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from tests.client import Browser
from tests.parts.stations import picture
from tests.world import Province, part
from webapp.files import keep
from webapp.founding.opening import begin
from webapp.founding.plan import note_down
from webapp.founding.records import cover, record_duty
from webapp.founding.store import do_item, founding_of
from webapp.members import active_seat, person_of_worker
from webapp.tenancy import business_date
from webapp.unions import add_employer, top_union, union_by_id
from webapp.unions.settings import DuesSetting, set_dues


@part
def founding(province: Province) -> None:
    """One of each."""
    union, top = union_by_id(province.rows["deciding_union"]), top_union()
    assert union is not None and top is not None
    officer, day = province.rows["officer"], business_date()
    employer = add_employer(name=province.text("建会中的公司"), kind="agent", division=union.division)
    note_down(employer, note=province.text("已上门"), responsible_id=officer, by=officer)
    case = begin(employer, union, actor=f"officer:{officer}")
    item = do_item(founding_of(case), "meeting", done_on=day, note=province.text("开了会"), by=officer)
    file = keep(picture(), subject=f"founding_item:{item.id}", purpose="meeting", by="test")
    record_duty(union, duty="training", held_on=day, note=province.text("培训"), by=officer)
    cover(union, top, by=officer)
    person = person_of_worker(province.rows["granted_worker"])
    seat = active_seat(person.id) if person else None
    assert seat is not None
    set_dues(seat.union_id, DuesSetting("fixed", Decimal("5.00"), "month"))
    rows = {"blank": employer.id, "founding_reference": case.reference, "founding_file": file.id}
    province.rows |= rows


def _founding(province: Province) -> dict[str, Any]:
    return {"reference": province.rows["founding_reference"]}


EXAMPLES: dict[str, Callable[[Province], dict[str, Any]]] = {
    "founding_units.show": lambda province: {"employer_id": province.rows["blank"]},
    "founding.show": _founding,
    "founding_items.show": lambda province: {**_founding(province), "item": "meeting"},
    "founding.file": lambda province: {"file_id": province.rows["founding_file"]},
    "founding_unions.show": lambda province: {"union_id": province.rows["deciding_union"]},
}

FIELDS: dict[str, Callable[[Province], dict[str, Any]]] = {
    "founding_units.show": lambda province: {"act": "note", "plan-note": province.text("又去了一次")},
    "founding.new": lambda province: {"union_kind": "joint_union", "upper": str(province.rows["top"])},
    "founding.show": lambda province: {"union_kind": "employer_union", "name": province.text("公司工会")},
    "founding_items.show": lambda _: {"done_on": "2022-02-01"},
    "founding_unions.show": lambda _: {"act": "dues", "dues-mode": "none"},
}

NO_PAGES = {"founding.file"}


def member_who_pays(browser: Browser, province: Province) -> None:
    """The member whose union has set dues."""
    browser.sign_in("worker", province.rows["granted_worker"])


READY = {"dues.show": member_who_pays}
