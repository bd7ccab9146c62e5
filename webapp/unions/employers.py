"""Queries of the employer register."""

import unicodedata
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from webapp.persistence import db
from webapp.unions.models import OPEN, Employer

SHORTEST_SEARCH = 2


def employer_by_id(identity: UUID) -> Employer | None:
    """The employer, or None."""
    return db.session.scalars(select(Employer).where(Employer.id == identity)).one_or_none()


def credit_code_fault(code: str) -> str | None:
    """Why a unified social credit code cannot be right, in Chinese; None when it can."""
    try:
        uscc.validate(code)
    except ValidationError:
        return "统一社会信用代码应为 18 位，请对照营业执照检查"
    return None


def find_employers(text: str, limit: int = 10, *, platforms_only: bool = False) -> list[Employer]:
    """Employers whose name holds `text`, whose pinyin or initials begin with it, or whose credit code it is.

    Names that begin with the text come first, then shorter names. Fewer than two characters find nothing.
    """
    typed = "".join(unicodedata.normalize("NFKC", text).split())
    if len(typed) < SHORTEST_SEARCH:
        return []
    query = select(Employer).where(Employer.state == OPEN, _matches(typed))
    if platforms_only:
        query = query.where(Employer.platform)
    found = db.session.scalars(query.order_by(Employer.name, Employer.id).limit(20 * limit))
    ranked = sorted(
        found, key=lambda employer: (not employer.name.startswith(typed), len(employer.name), employer.name)
    )
    return ranked[:limit]


def _matches(typed: str) -> ColumnElement[bool]:
    code = uscc.compact(typed).upper()
    if uscc.is_valid(code):
        return Employer.credit_code == code
    by_name = Employer.name.contains(typed, autoescape=True)
    if not typed.isascii():
        return by_name
    letters = typed.lower()
    return or_(
        by_name,
        Employer.pinyin.startswith(letters, autoescape=True),
        Employer.initials.startswith(letters, autoescape=True),
    )
