"""What a founding's case does: what an officer reads of it, what is still missing, and the union that a grant registers."""

from dataclasses import dataclass
from typing import Any

from flask import has_request_context, url_for

from webapp.accounts import ADMINISTRATOR, add_officer, give_role, one_time_link
from webapp.accounts.officers import LoginTaken, officer_by_id
from webapp.cases import Case, EffectRefused, Kind, Left, Step, leave, register_kind
from webapp.founding.counting import below_now
from webapp.founding.models import Founding
from webapp.founding.opening import KIND
from webapp.founding.register import Registration, registration
from webapp.founding.store import founding_of, items_done
from webapp.founding.terms import record_term
from webapp.founding.workflow import COMMITTEES, Circumstances, Item, items_of, still_needed
from webapp.notices import register_template, send
from webapp.persistence import record_event
from webapp.tenancy import profile
from webapp.unions import Union, divisions, employer_by_id, union_by_id
from webapp.unions.upkeep import register_union

FOUNDED = "founded"

register_template(
    "founding_officer", "{union}已成立，您是首任管理员，登录名 {login}。请打开链接设置密码：{link}", secret=True
)


@dataclass(frozen=True)
class Standing:
    """How far a founding is: its list, what of it is still needed, what the register says, what is not filled in."""

    items: list[Item]
    needed: list[Item]
    register: Registration
    blank: list[str]

    @property
    def complete(self) -> bool:
        """Whether a grant can register the union."""
        return not self.needed and not self.blank and self.register.allowed

    @property
    def problems(self) -> list[str]:
        """What stands against it, a sentence each."""
        found = [f"还没有{self.blank_words}"] if self.blank else []
        found += [f"还没有完成：{'、'.join(item.label for item in self.needed)}"] if self.needed else []
        return found + [str(refusal) for refusal in self.register.refusals]

    @property
    def blank_words(self) -> str:
        """The fields that are empty."""
        return f"填写{'、'.join(self.blank)}"


def standing_of(founding: Founding) -> Standing:
    """Worked out now from the profile in force."""
    given = Circumstances(founding.funds_independent, founding.many_women)
    items, done = items_of(profile(), founding.union_kind, given), items_done(founding)
    return Standing(items, still_needed(items, done), _register(founding, set(done)), _blank(founding, set(done)))


def _register(founding: Founding, done: set[str]) -> Registration:
    values = {
        "kind": founding.union_kind,
        "division": founding.division,
        "address": founding.address,
        "employer_id": founding.employer_id,
        "committees": [name for name in COMMITTEES if name in done],
        "funds_independent": founding.funds_independent,
        "many_women": founding.many_women,
        "term_years": founding.term_years,
        "elected_on": founding.elected_on,
    }
    return registration(values, upper_of(founding))


def _blank(founding: Founding, done: set[str]) -> list[str]:
    """What the register needs of every union, and of one whose kind has a stated term or election."""
    row = profile().union_kinds[founding.union_kind]
    asked: dict[str, Any] = {
        "工会名称": founding.name,
        "首任管理员的姓名": founding.officer_name,
        "首任管理员的登录名": founding.officer_login,
    }
    if row.election is not None:
        asked["主席"] = founding.chair
    if row.term_years is not None:
        asked |= {"选举日期": founding.elected_on, "每届任期": founding.term_years}
    return [label for label, value in asked.items() if not value]


def upper_of(founding: Founding) -> Union:
    """The union it will stand under."""
    upper = union_by_id(founding.upper_id)
    assert upper is not None, "a founding has a union above it"
    return upper


def grant(case: Case, step: Step) -> None:
    """Register the union, invite its first officer, leave the transfers to be looked at. Raises EffectRefused."""
    founding = founding_of(case)
    standing = standing_of(founding)
    if not standing.complete:
        raise EffectRefused("还不能批准成立。" + "。".join(standing.problems) + "。")
    actor = f"officer:{step.decided_by}" if step.decided_by else "system"
    union = register_union(_values(founding), parent=upper_of(founding), actor=actor)
    founding.union_id = union.id
    _first_officer(founding, union, actor)
    if founding.elected_on and founding.term_years:
        record_term(union, elected_on=founding.elected_on, years=founding.term_years, chair=founding.chair, by=actor)
    subject = f"union:{union.id}"
    leave(case, [Left(FOUNDED, str(union.id), subject, {"employer": str(founding.employer_id or "")}, union.id)])
    record_event(kind="founding.registered", case_id=case.id, actor=actor, data={"union": str(union.id)})


def _values(founding: Founding) -> dict[str, Any]:
    return {
        "name": founding.name,
        "kind": founding.union_kind,
        "division": founding.division,
        "employer_id": founding.employer_id,
        "address": founding.address,
        "is_stand_in_named": founding.stands_in_named,
    }


def _first_officer(founding: Founding, union: Union, actor: str) -> None:
    try:
        officer = add_officer(name=founding.officer_name, login=founding.officer_login)
    except LoginTaken as taken:
        raise EffectRefused(f"{taken}，请给首任管理员换一个登录名。") from None
    give_role(officer, union.id, ADMINISTRATOR, actor=actor)
    founding.officer_id = officer.id
    if founding.officer_phone and has_request_context():
        invite(founding, union)


def invite(founding: Founding, union: Union) -> str:
    """A new one-time link for the first officer, sent to his phone where one is known; the address is given back."""
    officer = officer_by_id(founding.officer_id) if founding.officer_id else None
    assert officer is not None, "the union is registered with its first officer"
    link = url_for("officers.link", token=one_time_link(officer), _external=True)
    if founding.officer_phone:
        send(to=founding.officer_phone, template="founding_officer", union=union.name, login=officer.login, link=link)
    return link


def summary(case: Case) -> list[tuple[str, Any]]:
    """What an officer reads on the case page."""
    founding = founding_of(case)
    employer = employer_by_id(founding.employer_id) if founding.employer_id else None
    standing = standing_of(founding)
    rows: list[tuple[str, Any]] = [
        ("单位", employer.name if employer else "不属于一个单位"),
        ("拟成立的工会", founding.name),
        ("工会类型", profile().label("union_kind", founding.union_kind)),
        ("所在地", divisions.full_name(founding.division)),
        ("上级工会", upper_of(founding).name),
    ]
    rows += count_rows(founding)
    if founding.union_id is None:
        rows.append(("还缺", "；".join(standing.problems) or "不缺，可以批准成立"))
    return rows


def count_rows(founding: Founding) -> list[tuple[str, Any]]:
    """How many members count now, street by street, where a count opened it."""
    decision = below_now(founding)
    if decision is None or decision.answer["count"] is None:
        return []
    count, least = decision.answer["count"], decision.answer["at_least"]
    below = f"，现已低于 {least} 人" if count < least else ""
    split = decision.answer["split"].items()
    words = "、".join(
        f"{divisions.full_name(street) if street else '地区不明'} {number} 人" for street, number in split
    )
    return [("计入人数", f"{count} 人{below}"), ("分布", words)]


def addressee(case: Case) -> str:
    """Who a letter is written to."""
    return f"{case.title}筹建工会的职工"


def register() -> None:
    """Make foundings known to the one procedure."""
    register_kind(
        Kind(name=KIND, label="建会", grant=grant, summary=summary, addressee=addressee, work_endpoint="foundings.show")
    )
