"""站点分工会、站点工会小组: an organisation at a depot, of a union kind to which the profile gives more than one parent.

Each parent confirms by a step of its own; the steps run beside one another, so either may come first. While a parent is
missing the branch stays incomplete, with the clause that asks for it, and no case is opened.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from uuid_utils.compat import uuid7

from webapp.accounts import owner_name
from webapp.cases import (
    Case,
    Kind,
    Step,
    StepPlan,
    open_case,
    record_decision,
    register_kind,
    resubmit,
    steps_of,
    submit,
    withdraw,
)
from webapp.cases.workflow import OPEN_STATES, State
from webapp.persistence import Taken, db, record_event, unless_taken
from webapp.policy import Decision, OrganisationAnswer, decide
from webapp.policy.reading.layered import stated_rows
from webapp.stations.models import Depot, DepotBranch
from webapp.stations.workflow import BranchState, move_branch
from webapp.tenancy import business_date, profile
from webapp.unions import Union, divisions, union_by_id, unions_in
from webapp.unions.upkeep import close_union, move_union, register_union, when_union_closed

KIND = "depot_branch"


class BranchExists(Exception):
    """The depot has a branch, or one is on its way."""


@dataclass(frozen=True)
class Parent:
    """One of the parents that the profile asks for: its kind and label, the union chosen, and the step in which it confirms."""

    kind: str
    label: str
    union: Union | None
    step: Step | None


def branch_kinds() -> dict[str, Any]:
    """Union kinds that the profile gives more than one parent, by id."""
    rows = stated_rows(profile().rules.union_kinds)
    return {row.id: row for row in rows if row.needs is not None and len(row.needs.parents) > 1}


def candidates(parent: str, depot: Depot) -> list[Union]:
    """The open unions that can be this parent of a depot's branch: the firm's own, or those of its place, the nearest first."""
    row = profile().union_kinds.get(parent)
    kinds = [parent, *(row.filled_by if row else ())]
    statement = select(Union).where(
        Union.employer_id == depot.employer_id, Union.kind.in_(kinds), Union.state == "open"
    )
    own = list(db.session.scalars(statement.order_by(Union.name, Union.id)))
    return own or [union for union in unions_in(kinds, depot.division, inside=False) if union.employer_id is None]


def branch_of(depot: Depot, *, hold: bool = False) -> DepotBranch | None:
    """The depot's branch that is not dissolved, or None. `hold`: as it is now, held until the transaction ends."""
    statement = select(DepotBranch).where(DepotBranch.open_key == str(depot.id))
    if hold:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(statement).one_or_none()


def decision_of(kind: str, depot: Depot, chosen: list[Union]) -> Decision[OrganisationAnswer]:
    """The policy's word on a branch with these parents."""
    facts = {
        "kind": kind,
        "division": depot.division,
        "upper_union": bool(chosen),
        "address": bool(depot.address),
        "parents": [union.kind for union in chosen],
    }
    return decide("organisation", facts, profile(), business_date())


def parents_of(branch: DepotBranch) -> list[Parent]:
    """The parents that the profile asks for, with who was chosen and how far he is."""
    row = branch_kinds().get(branch.kind)
    case = case_of(branch)
    steps = {step.union_id: step for step in steps_of(case)} if case is not None else {}
    found = []
    for kind in row.needs.parents if row else tuple(branch.parents):
        union_id = branch.parents.get(kind)
        union = union_by_id(UUID(union_id)) if union_id else None
        step = steps.get(union.id) if union is not None else None
        found.append(Parent(kind, profile().label("union_kind", kind), union, step))
    return found


def propose(
    depot: Depot, *, kind: str, name: str, parents: dict[str, UUID | None], actor: str
) -> Decision[OrganisationAnswer]:
    """Propose the depot's branch, or mend the one proposed: handed to its parents where none is missing.

    Gives the policy's decision. Raises BranchExists where a branch works or waits for its parents already.
    """
    branch = branch_of(depot, hold=True)
    if branch is not None and branch.state != BranchState.PROPOSED:
        raise BranchExists
    chosen = [union for union in (union_by_id(one) for one in parents.values() if one) if union is not None]
    decision = decision_of(kind, depot, chosen)
    written = {parent: str(one) if one else None for parent, one in parents.items()}
    if branch is None:
        branch = DepotBranch(depot_id=depot.id, state=BranchState.PROPOSED, open_key=str(depot.id))
    try:
        with unless_taken():
            branch.kind, branch.name, branch.parents = kind, name, written
            db.session.add(branch)
    except Taken:
        raise BranchExists from None
    record_event(kind="branch.proposed", subject=f"branch:{branch.id}", actor=actor, data={"outcome": decision.outcome})
    if decision.outcome == "allowed":
        _hand_in(branch, depot, decision, chosen, actor)
    return decision


def _hand_in(
    branch: DepotBranch, depot: Depot, decision: Decision[OrganisationAnswer], parents: list[Union], actor: str
) -> None:
    basis = tuple(clause.id for clause in decision.clauses)
    plans = [StepPlan(1, union.id, "decides", basis) for union in dict.fromkeys(parents)]
    case = case_of(branch)
    again = case is not None and case.state == State.RETURNED
    if case is None or not again:
        case = open_case(
            kind=KIND,
            application_id=uuid7(),
            worker_id=None,
            union_id=parents[-1].id,
            title=branch.name,
            governed_on=business_date(),
            data={"branch": str(branch.id)},
        )
        branch.case_id = case.id
    case.title = branch.name
    record_decision(case, decision)
    branch.state = move_branch("submit", branch.state)
    db.session.flush()
    if again:
        resubmit(case, plans, actor=actor)
    else:
        submit(case, plans, actor=actor)


def dissolve(branch: DepotBranch, *, reason: str, actor: str) -> None:
    """撤销: the branch works no more, its union is closed, a case under way is withdrawn. Raises NotPossible."""
    case = case_of(branch)
    if case is not None and case.state in OPEN_STATES:
        withdraw(case, actor=actor)
    else:
        _end(branch)
    union = union_by_id(branch.union_id) if branch.union_id else None
    if union is not None and union.open:
        close_union(union, actor=actor)
    record_event(kind="branch.dissolved", subject=f"branch:{branch.id}", actor=actor, data={"reason": reason})
    db.session.flush()


def _end(branch: DepotBranch) -> None:
    branch.state = move_branch("dissolve", branch.state)
    branch.open_key = None
    db.session.flush()


def case_of(branch: DepotBranch) -> Case | None:
    """The case in which its parents confirm, or None."""
    return db.session.scalars(select(Case).where(Case.id == branch.case_id)).one_or_none() if branch.case_id else None


def branch_of_case(case: Case) -> DepotBranch:
    """The branch of a case of this kind."""
    return db.session.scalars(select(DepotBranch).where(DepotBranch.id == UUID(case.data["branch"]))).one()


def _depot(branch: DepotBranch) -> Depot:
    return db.session.scalars(select(Depot).where(Depot.id == branch.depot_id)).one()


def grant(case: Case, step: Step) -> None:
    """All parents have confirmed: the branch works, and is on the register of unions.

    It hangs under the parent that is of the place; the firm's union it is linked to by the firm. One that had lost a parent and has
    another now goes on as the union that it is.
    """
    branch = branch_of_case(case)
    depot = _depot(branch)
    branch.state = move_branch("confirm", branch.state)
    parents = [parent.union for parent in parents_of(branch) if parent.union is not None]
    local = next((union for union in parents if union.employer_id is None), parents[-1])
    actor = owner_name(step.decided_by)
    known = union_by_id(branch.union_id) if branch.union_id else None
    if known is not None and known.open:
        if known.parent_id != local.id:
            move_union(known, local, actor=actor)
        record_event(kind="branch.active", subject=f"branch:{branch.id}", actor=actor, data={"union": known.id})
        return
    values = {"name": branch.name, "kind": branch.kind, "division": depot.division, "address": depot.address}
    union = register_union({**values, "employer_id": depot.employer_id}, parent=local, actor=actor)
    branch.union_id = union.id
    record_event(kind="branch.active", subject=f"branch:{branch.id}", actor=actor, data={"union": union.id})
    db.session.flush()


def settled(case: Case, verb: str) -> None:
    """A returned branch can be mended; after a refusal or a withdrawal there is none."""
    branch = branch_of_case(case)
    if verb == "return":
        branch.state = move_branch("return", branch.state)
    elif verb in ("refuse", "withdraw"):
        _end(branch)
    db.session.flush()


def parent_closed(union: Union) -> None:
    """A branch that loses a parent is incomplete from that moment: it is proposed again, with what is missing."""
    for branch in db.session.scalars(select(DepotBranch).where(DepotBranch.state == BranchState.ACTIVE)):
        lost = [kind for kind, parent in branch.parents.items() if parent == str(union.id)]
        if lost:
            branch.parents = branch.parents | dict.fromkeys(lost)
            branch.state = move_branch("lose", branch.state)
            record_event(kind="branch.incomplete", subject=f"branch:{branch.id}", data={"union": union.name})
    db.session.flush()


def summary(case: Case) -> list[tuple[str, Any]]:
    """What an officer reads."""
    branch = branch_of_case(case)
    depot = _depot(branch)
    parents = [(parent.label, parent.union.name if parent.union else "") for parent in parents_of(branch)]
    return [
        ("名称", branch.name),
        ("形式", profile().label("union_kind", branch.kind)),
        ("配送站点", depot.name),
        ("所在地", divisions.full_name(depot.division)),
        ("地址", depot.address),
        ("站点劳动者", f"{depot.workers} 人，其中会员 {depot.members} 人"),
        *parents,
    ]


def register() -> None:
    """Make depot branches known to the one procedure."""
    register_kind(Kind(name=KIND, called="站点工会组织设立", grant=grant, settled=settled, summary=summary))
    when_union_closed(parent_closed)
