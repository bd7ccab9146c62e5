"""What a founding's case does: what an officer reads of it, what is still missing, and the union that a grant registers."""

from dataclasses import dataclass
from typing import Any

from webapp.accounts import ADMINISTRATOR, Officer, owner_name
from webapp.accounts.acts import Newcomer, acts_waiting, ask_appointment
from webapp.accounts.four_eyes import NeedsAnother
from webapp.accounts.links import NoChannel, send_link
from webapp.accounts.models import AccountAct
from webapp.accounts.officers import LoginTaken, PhoneTaken, officer_by_id, officer_by_login
from webapp.cases import Case, EffectRefused, Kind, Left, Step, leave, register_kind
from webapp.cases.registry import always
from webapp.founding.counting import below_now
from webapp.founding.models import Founding
from webapp.founding.opening import KIND
from webapp.founding.register import Registration, registration
from webapp.founding.store import founding_of, items_done
from webapp.founding.terms import record_term
from webapp.founding.workflow import COMMITTEES, STATES, Circumstances, Item, items_of, still_needed
from webapp.persistence import record_event
from webapp.tenancy import profile
from webapp.unions import Union, divisions, employer_by_id, union_by_id
from webapp.unions.upkeep import register_union

FOUNDED = "founded"


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
        "首任管理员的手机号": founding.officer_phone,
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
    """Register the union, ask for its first officer, leave the transfers to be looked at. Raises EffectRefused.

    Who grants names the first administrator; an administrator of the nearest union above confirms him.
    """
    founding = founding_of(case)
    standing = standing_of(founding)
    if not standing.complete:
        raise EffectRefused("还不能批准成立。" + "。".join(standing.problems) + "。")
    actor = owner_name(step.decided_by) if step.decided_by else "system"
    union = register_union(_values(founding), parent=upper_of(founding), actor=actor)
    founding.union_id = union.id
    _first_officer(founding, union, step)
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


def _first_officer(founding: Founding, union: Union, step: Step) -> None:
    asker = officer_by_id(step.decided_by) if step.decided_by else None
    assert asker is not None, "a founding is granted by an officer"
    first = Newcomer(founding.officer_name, founding.officer_login, founding.officer_phone)
    try:
        ask_appointment(union, ADMINISTRATOR, first, asker=asker)
    except (LoginTaken, PhoneTaken) as taken:
        raise EffectRefused(f"{taken}。请给首任管理员换一个登录名或手机号。") from None
    except NeedsAnother as refused:
        raise EffectRefused(refused.message) from None


@dataclass(frozen=True)
class First:
    """How far the first administrator is: what waits for a confirmation, or his account; `unseen` while he never signed in."""

    act: AccountAct | None
    officer: Officer | None

    @property
    def unseen(self) -> bool:
        """Whether another link may be sent to him."""
        return self.officer is not None and self.officer.signed_in_at is None


def first_of(founding: Founding, union: Union) -> First:
    """The first administrator of a founded union."""
    act = next((one for one in acts_waiting({union.id}) if one.login == founding.officer_login.lower()), None)
    return First(act, officer_by_login(founding.officer_login))


def send_again(founding: Founding, union: Union, *, actor: str) -> str:
    """Another link to the first officer's own phone, while he never signed in; where it went, masked. Raises NoChannel."""
    first = first_of(founding, union)
    if not first.unseen or first.officer is None:
        raise NoChannel("首任管理员已经登录过，或者还没有确认，不能再发链接。忘了密码的，由他的工会按“账号事项”办理。")
    return send_link(first.officer, actor=actor)


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
    if decision is None or decision.answer.count is None:
        return []
    count, least = decision.answer.count, decision.answer.at_least or 0
    below = f"，现已低于 {least} 人" if count < least else ""
    split = (decision.answer.split or {}).items()
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
        Kind(
            name=KIND,
            called="建会",
            grant=grant,
            summary=summary,
            addressee=addressee,
            work_endpoint="founding.show",
            own=always(STATES),
        )
    )
