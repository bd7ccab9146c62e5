"""服务清单: what a firm or platform offers to its workers, published by its union. Only where the profile asks for such a list."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from webapp.persistence import db, record_event
from webapp.policy.profile.listed import Listed
from webapp.stations.models import ServiceItem
from webapp.tenancy import business_date, profile
from webapp.unions import Employer


def asked_for() -> Listed | None:
    """The profile's row that asks for service lists, or None."""
    row = getattr(profile().rules.services, "published_list", None)
    return row if isinstance(row, Listed) else None


def publish(employer_id: UUID, values: dict[str, Any], *, actor: str) -> ServiceItem:
    """Add a line: title, details, how."""
    item = ServiceItem(employer_id=employer_id, published_on=business_date(), **values)
    db.session.add(item)
    db.session.flush()
    record_event(kind="service_list.published", subject=f"employer:{employer_id}", actor=actor, data={"item": item.id})
    return item


def end(item: ServiceItem, *, actor: str) -> None:
    """Take a line back; it stays on record."""
    if item.ended_on is None:
        item.ended_on = business_date()
        data = {"item": item.id}
        record_event(kind="service_list.ended", subject=f"employer:{item.employer_id}", actor=actor, data=data)
        db.session.flush()


def item_by_id(identity: UUID) -> ServiceItem | None:
    """One line, or None."""
    return db.session.scalars(select(ServiceItem).where(ServiceItem.id == identity)).one_or_none()


def lists() -> list[tuple[Employer, list[ServiceItem]]]:
    """Every firm's list, the firms by name."""
    joined = (Employer.id == ServiceItem.employer_id) & (Employer.jurisdiction == ServiceItem.jurisdiction)
    statement = select(Employer, ServiceItem).join(ServiceItem, joined).where(ServiceItem.ended_on.is_(None))
    found: dict[UUID, tuple[Employer, list[ServiceItem]]] = {}
    for employer, item in db.session.execute(statement.order_by(Employer.name, ServiceItem.id)):
        found.setdefault(employer.id, (employer, []))[1].append(item)
    return list(found.values())


def items_of(employer_id: UUID) -> list[ServiceItem]:
    """A firm's lines that hold."""
    statement = select(ServiceItem).where(ServiceItem.employer_id == employer_id, ServiceItem.ended_on.is_(None))
    return list(db.session.scalars(statement.order_by(ServiceItem.id)))
