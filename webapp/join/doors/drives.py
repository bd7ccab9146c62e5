"""Enrolment drives: queries and writes. Nothing here commits."""

import secrets
from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from webapp.accounts import owner_name
from webapp.cases.store import REFERENCE_ALPHABET
from webapp.join.models import EnrolmentDrive, JoinApplication
from webapp.persistence import db, record_event

CODE_LENGTH = 8


def open_drive(
    *,
    channel: str,
    union_id: UUID,
    name: str,
    place: str,
    division: str,
    opens_on: date,
    closes_on: date,
    officer_id: UUID,
) -> EnrolmentDrive:
    """Open a drive for a union; its code cannot be guessed."""
    drive = EnrolmentDrive(
        code="".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(CODE_LENGTH)),
        channel=channel,
        union_id=union_id,
        name=name,
        place=place,
        division=division,
        opens_on=opens_on,
        closes_on=closes_on,
        opened_by=officer_id,
    )
    db.session.add(drive)
    db.session.flush()
    record_event(
        kind="drive.opened", subject=f"drive:{drive.id}", actor=owner_name(officer_id), data={"channel": channel}
    )
    return drive


def close_drive(drive: EnrolmentDrive, *, officer_id: UUID) -> None:
    """Close it before its last day; who applied already is not touched."""
    drive.closed = True
    db.session.flush()
    record_event(kind="drive.closed", subject=f"drive:{drive.id}", actor=owner_name(officer_id))


def drive_by_code(code: str) -> EnrolmentDrive | None:
    """The drive with this code, or None."""
    query = select(EnrolmentDrive).where(EnrolmentDrive.code == code.strip().upper())
    return db.session.scalars(query).one_or_none()


def drives_of(unions: Collection[UUID]) -> list[tuple[EnrolmentDrive, int]]:
    """The drives of these unions with the number of applications each brought, the newest first."""
    count = (
        select(JoinApplication.jurisdiction, JoinApplication.drive_id, func.count().label("count"))
        .where(JoinApplication.drive_id.is_not(None))
        .group_by(JoinApplication.jurisdiction, JoinApplication.drive_id)
        .subquery()
    )
    query = (
        select(EnrolmentDrive, func.coalesce(count.c.count, 0))
        .outerjoin(
            count, (count.c.drive_id == EnrolmentDrive.id) & (count.c.jurisdiction == EnrolmentDrive.jurisdiction)
        )
        .where(EnrolmentDrive.union_id.in_(unions))
        .order_by(EnrolmentDrive.opens_on.desc(), EnrolmentDrive.id.desc())
        .limit(100)
    )
    return [(row[0], row[1]) for row in db.session.execute(query)]
