"""Queries of the employer register."""

from collections.abc import Collection, Iterator
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select

from webapp.persistence import db
from webapp.unions.credit_codes import clean_credit_code, looks_like_credit_code
from webapp.unions.models import OPEN, Employer
from webapp.unions.spelling import core_of, name_key

SHORTEST_SEARCH = 2


def employer_by_id(identity: UUID) -> Employer | None:
    """The employer, or None."""
    return db.session.get(Employer, identity)


def employers_by_id(identities: Collection[UUID]) -> dict[UUID, Employer]:
    """Those of the employers that there are, by one statement."""
    if not identities:
        return {}
    rows = db.session.scalars(select(Employer).where(Employer.id.in_(identities)))
    return {row.id: row for row in rows}


def find_employers(text: str, limit: int = 10, *, platforms_only: bool = False) -> list[Employer]:
    """Employers whose name holds `text` in whatever spelling, whose pinyin or initials hold it, or whose credit code it is.

    Blanks part words that must all be there. Where nothing holds the text, what people call the firm is looked for (without place and
    legal form), then its characters in this order. The very name comes first, then names that begin with the text, then shorter ones.
    Fewer than two characters find nothing.
    """
    typed = name_key(text)
    if len(typed) < SHORTEST_SEARCH:
        return []
    query = select(Employer).where(Employer.state == OPEN)
    if platforms_only:
        query = query.where(Employer.platform)
    for matches in _ways(text, typed):
        found = list(db.session.scalars(query.where(matches).order_by(Employer.name, Employer.id).limit(20 * limit)))
        if found:
            return sorted(found, key=lambda employer: _rank(employer, typed))[:limit]
    return []


def employer_named(text: str) -> Employer | None:
    """The open employer with this very name, in whatever spelling, or this credit code; None where none or several have it."""
    found = [one for one in find_employers(text) if name_key(text) in (one.name_key, name_key(one.credit_code or ""))]
    return found[0] if len(found) == 1 else None


def _rank(employer: Employer, typed: str) -> tuple[bool, bool, int, str]:
    key = employer.name_key
    return key != typed, not key.startswith(typed), len(key), employer.name


def _ways(text: str, typed: str) -> Iterator[ColumnElement[bool]]:
    """Ever wider conditions; the first that finds something is the answer."""
    code = clean_credit_code(typed)
    if looks_like_credit_code(code):
        yield Employer.credit_code == code
        return
    yield and_(*(_holds(name_key(word)) for word in text.split()))
    if not typed.isascii():
        core = core_of(text)
        if len(core) >= SHORTEST_SEARCH:
            if core != typed:
                yield Employer.name_key.contains(core, autoescape=True)
            yield Employer.name_key.like("%" + "%".join(core) + "%")


def _holds(word: str) -> ColumnElement[bool]:
    by_name = Employer.name_key.contains(word, autoescape=True)
    if not word.isascii():
        return by_name
    return or_(
        by_name, Employer.pinyin.contains(word, autoescape=True), Employer.initials.contains(word, autoescape=True)
    )
