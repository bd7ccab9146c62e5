"""A new province gets its first administrators with its first publication: one named by who wrote the text, one by who approves it.

They are kept on the nation's desk until the province answers; then a sweep in its own scope makes its top federation, the two accounts
and their links (docs/decisions/0019). Nothing here commits.
"""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from sqlalchemy import exists, select

from webapp.accounts import ADMINISTRATOR, Officer, Role, add_officer, give_role, owner_name
from webapp.accounts.four_eyes import Act, require_two
from webapp.accounts.links import send_link
from webapp.desk.models import PROFILE, FirstAdministrator
from webapp.desk.workflow import NotNow
from webapp.jobs import sweep
from webapp.persistence import db, record_event, unit_of_work
from webapp.tenancy import NATIONAL, current, library
from webapp.unions.top import found_top_union

NEEDED = 2


def wanted(kind: str, name: str) -> bool:
    """Whether a text is the first of a province that nobody serves yet, on the nation's desk."""
    return kind == PROFILE and current() == NATIONAL and name != NATIONAL and name not in library().jurisdictions()


def named(province: str) -> list[FirstAdministrator]:
    """Who was named for a province, the first first."""
    statement = select(FirstAdministrator).where(FirstAdministrator.province == province)
    return list(db.session.scalars(statement.order_by(FirstAdministrator.named_at, FirstAdministrator.id)))


def name_one(province: str, *, name: str, login: str, phone: str, by: Officer) -> None:
    """An editor names one person, or another one instead of his first. Raises NotNow where the other editor named the same."""
    rows = named(province)
    for row in rows:
        if row.named_by != by.id and (row.phone == phone or row.login == login.lower()):
            raise NotNow("登录名或手机号和另一位编辑指定的人相同：两位首任管理员要是两个人，各用各的手机。")
    own = next((row for row in rows if row.named_by == by.id), None)
    if own is None:
        own = FirstAdministrator(province=province, named_by=by.id)
        db.session.add(own)
    own.name, own.login, own.phone = name, login.lower(), phone
    record_event(
        kind="policy.first_administrator", subject=f"policy:{province}", actor=owner_name(by.id), data={"name": name}
    )
    db.session.flush()


def check(kind: str, name: str, *, approver: UUID) -> None:
    """Raises NotNow, or NeedsAnother, unless a new province has its two: one by the approver, one by another human."""
    if not wanted(kind, name):
        return
    by = {row.named_by for row in named(name)}
    if approver not in by or len(by) < NEEDED:
        raise NotNow("新的省份要先指定两位首任管理员：起草人指定一位，复核人指定一位。请在“首任管理员”里填写。")
    require_two(Act.PUBLICATION, by - {approver}, approver)


@sweep("desk.first_administrators", every=timedelta(hours=1))
def appoint() -> None:
    """A province without any administrator gets those whom the nation's editors named for it."""
    province = current()
    if db.session.scalar(select(exists().where(Role.role == ADMINISTRATOR))):
        return
    with unit_of_work(NATIONAL, write=False):
        rows = named(province)
    if len(rows) < NEEDED:
        return
    _appoint(rows)


def _appoint(rows: Iterable[FirstAdministrator]) -> None:
    people = list(rows)
    top = found_top_union()
    for row in people:
        other = next(one for one in people if one.named_by != row.named_by)
        officer = add_officer(
            name=row.name,
            login=row.login,
            phone=row.phone,
            named_by=f"national:{row.named_by}",
            confirmed_by=f"national:{other.named_by}",
        )
        give_role(officer, top.id, ADMINISTRATOR, actor=officer.named_by)
        send_link(officer, actor=officer.named_by)
