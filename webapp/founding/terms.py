"""Terms of office (任期): recorded where a profile states them, announced before they end, overdue from the day after."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select

from webapp.cases import FollowUp, Left, leave, register_follow_up
from webapp.founding.models import Term
from webapp.founding.workflow import TermState, term_state
from webapp.jobs import sweep
from webapp.persistence import db, record_event
from webapp.policy import Decision, OrganisationAnswer, decide
from webapp.tenancy import business_date, profile
from webapp.unions import Union

FOLLOW_UP = "term"


class TermRefused(Exception):
    """The profile does not allow this term; `decision` says why."""

    def __init__(self, decision: Decision[OrganisationAnswer]) -> None:
        super().__init__("；".join(reason.text for reason in decision.reasons))
        self.decision = decision


def is_asked(union_kind: str) -> bool:
    """Whether the profile states terms for this kind of union."""
    row = profile().union_kinds.get(union_kind)
    return row is not None and row.term_years is not None


def years_allowed(union_kind: str) -> tuple[int, ...]:
    """The terms that may be chosen, in years; none where the profile states none."""
    row = profile().union_kinds.get(union_kind)
    return tuple(row.term_years.one_of) if row is not None and row.term_years is not None else ()


def term_decision(union_kind: str, *, elected_on: date, years: int) -> Decision[OrganisationAnswer]:
    """What the profile says of a term: its end, whether it is overdue, whether it may be chosen."""
    facts = {"kind": union_kind, "term_years": years, "elected_on": elected_on, "upper_union": True, "address": True}
    return decide("organisation", facts, profile(), business_date())


def record_term(union: Union, *, elected_on: date, years: int, chair: str, by: str) -> Term:
    """Write down a term; the newest by day of election counts. Raises TermRefused."""
    decision = term_decision(union.kind, elected_on=elected_on, years=years)
    stated = decision.answer.term
    if stated is None or stated.ends is None:
        raise TermRefused(decision)
    term = Term(union_id=union.id, elected_on=elected_on, years=years, ends_on=stated.ends, chair=chair, by=by)
    db.session.add(term)
    db.session.flush()
    record_event(
        kind="union.term",
        subject=f"union:{union.id}",
        actor=by,
        data={"ends": stated.ends.isoformat(), "years": years},
    )
    remind([term])
    return term


def term_of(union_id: UUID) -> Term | None:
    """The term that counts now, or None where none was recorded."""
    newest = select(Term).where(Term.union_id == union_id).order_by(Term.elected_on.desc(), Term.at.desc())
    return db.session.scalars(newest.limit(1)).first()


def remind(terms: list[Term]) -> None:
    """Leave a follow-up with the union for each term that ends soon or is over, once a term."""
    today = business_date()
    due = [term for term in terms if term_state(term.ends_on, today) is not TermState.IN_OFFICE]
    leave(
        None,
        [
            Left(FOLLOW_UP, str(term.id), f"union:{term.union_id}", {"ends": term.ends_on.isoformat()}, term.union_id)
            for term in due
        ],
    )


@sweep("founding.terms", every=timedelta(days=1))
def look_at_terms() -> None:
    """Announce the terms that end."""
    newest = select(Term.union_id, func.max(Term.elected_on).label("elected_on")).group_by(Term.union_id).subquery()
    is_newest = (newest.c.union_id == Term.union_id) & (newest.c.elected_on == Term.elected_on)
    remind(list(db.session.scalars(select(Term).join(newest, is_newest))))


def settle(row: FollowUp) -> str | None:
    """Done once a later election is recorded."""
    newest = term_of(UUID(row.subject.partition(":")[2]))
    if newest is None or newest.ends_on.isoformat() <= row.data["ends"]:
        return None
    return f"已换届，任期到{newest.ends_on:%Y年%-m月%-d日}"


def register() -> None:
    """Let terms be looked at."""
    register_follow_up(FOLLOW_UP, settle)
