"""Two entries of one employer become one, and can become two again. Nothing here commits.

Every row that points at the entry given up points at the one kept afterwards: foreign keys are found by themselves, other mentions
(a JSON answer, the subject of a follow-up) are registered by the room that writes them. Each value changed is a `MergeMove`, so
undoing restores exactly what the merge changed and touches nothing that moved on since.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Text, Uuid, and_, cast, exists, select
from sqlalchemy.orm import aliased
from sqlalchemy.orm.attributes import flag_modified

from webapp.persistence import Base, Scoped, db, now, record_event
from webapp.unions.models import MERGED, OPEN, Employer, EmployerMerge, MergeMove
from webapp.unions.store import union_of_employer
from webapp.web.refused import Refused

OWN_TABLES = frozenset({"employer_merges"})


class NotMergeable(Refused):
    """The two cannot become one; the message is Chinese and says why."""


class NotUndoable(Refused):
    """The merge cannot be taken back (any more); the message is Chinese and says what to do first."""


@dataclass(frozen=True)
class Mention:
    """Where employers are named other than by a foreign key.

    A text column holds `prefix` and the id. A JSON column holds the id as a string, or in a list of strings, under each of `keys`.
    """

    model: type[Scoped]
    column: str
    keys: tuple[str, ...] = ()
    prefix: str = ""


@dataclass(frozen=True)
class Cell:
    """One value of one row: a column, or `column.key` of a JSON column."""

    row: Scoped
    path: str

    def read(self) -> Any:
        """The value as JSON keeps it; None where there is none."""
        name, _, key = self.path.partition(".")
        value = getattr(self.row, name)
        if key:
            return value.get(key)
        return str(value) if isinstance(value, UUID) else value

    def write(self, value: Any) -> None:
        """Set it; None in a JSON column takes the key away."""
        name, _, key = self.path.partition(".")
        if key:
            held = {**getattr(self.row, name), key: value}
            setattr(self.row, name, {one: each for one, each in held.items() if one != key or each is not None})
        else:
            is_id = isinstance(type(self.row).__table__.c[name].type, Uuid)
            setattr(self.row, name, UUID(value) if is_id and value is not None else value)
        for column in type(self.row).__table__.columns:
            if column.onupdate is not None:
                # The row's owner did nothing: a draft is not younger for it.
                flag_modified(self.row, column.key)


_mentions: dict[tuple[str, str], Mention] = {}


def register_mention(mention: Mention) -> None:
    """Let merges find employers named there. Repeatable."""
    _mentions[mention.model.__tablename__, mention.column] = mention


def merge_employers(gone: Employer, kept: Employer, *, actor: str) -> EmployerMerge:
    """Give one entry up for another. Raises NotMergeable."""
    _hold(gone, kept)
    _check(gone, kept)
    merge = EmployerMerge(gone_id=gone.id, kept_id=kept.id, merged_by=actor)
    db.session.add(merge)
    db.session.flush()
    changes = [(cell, _replaced(cell.read(), str(gone.id), str(kept.id))) for cell in cells_of(gone.id)]
    changes.append((Cell(gone, "state"), MERGED))
    if gone.credit_code and not kept.credit_code:
        changes += [(Cell(gone, "credit_code"), None), (Cell(kept, "credit_code"), gone.credit_code)]
    for position, (cell, after) in enumerate(changes):
        _change(merge, position, cell, after)
    record_event(
        kind="employer.merged",
        subject=f"employer:{kept.id}",
        actor=actor,
        data={"gone": str(gone.id), "name": gone.name, "moved": len(changes)},
    )
    return merge


def undo_merge(merge: EmployerMerge, *, actor: str) -> int:
    """Make two of it again; the number of values restored. What was changed since the merge stays as it is.

    Raises NotUndoable where it was undone already, or a later merge took hold of the same values.
    """
    statement = select(EmployerMerge).where(EmployerMerge.id == merge.id).with_for_update()
    merge = db.session.scalars(statement.execution_options(populate_existing=True)).one()
    if merge.undone_at is not None:
        raise NotUndoable("这次合并已经撤销过了")
    if _moved_on(merge):
        raise NotUndoable("合并后的单位又并入过别的单位。请先撤销后来的合并，再撤销这一次")
    moves = select(MergeMove).where(MergeMove.merge_id == merge.id).order_by(MergeMove.position.desc())
    restored = sum(_restore(move) for move in db.session.scalars(moves).all())
    merge.undone_at, merge.undone_by = now(), actor
    db.session.flush()
    record_event(
        kind="employer.merge_undone",
        subject=f"employer:{merge.kept_id}",
        actor=actor,
        data={"gone": str(merge.gone_id), "restored": restored},
    )
    return restored


def cells_of(employer_id: UUID) -> Iterator[Cell]:
    """Every value of the jurisdiction that names this employer."""
    for model, column in _foreign_keys():
        for row in _rows(model, getattr(model, column) == employer_id):
            yield Cell(row, column)
    for mention in _mentions.values():
        yield from _mentioned(mention, str(employer_id))


def merges_of(employer_id: UUID) -> list[EmployerMerge]:
    """The merges an employer took part in, the newest first."""
    statement = select(EmployerMerge).where(
        (EmployerMerge.gone_id == employer_id) | (EmployerMerge.kept_id == employer_id)
    )
    return list(db.session.scalars(statement.order_by(EmployerMerge.merged_at.desc(), EmployerMerge.id.desc())))


def merge_by_id(merge_id: UUID) -> EmployerMerge | None:
    """The merge, or None."""
    return db.session.scalars(select(EmployerMerge).where(EmployerMerge.id == merge_id)).one_or_none()


def _hold(*employers: Employer) -> None:
    ids = [employer.id for employer in employers]
    statement = select(Employer).where(Employer.id.in_(ids)).order_by(Employer.id).with_for_update()
    db.session.scalars(statement.execution_options(populate_existing=True)).all()


def _check(gone: Employer, kept: Employer) -> None:
    if gone.id == kept.id:
        raise NotMergeable("请选择另一个单位：不能和自己合并")
    if gone.state != OPEN or kept.state != OPEN:
        raise NotMergeable("其中一个单位已经关闭或已并入别的单位，请重新查找")
    if union_of_employer(gone.id) and union_of_employer(kept.id):
        raise NotMergeable("两个单位都登记了工会。请先核对，关闭其中一个工会，再合并单位")


def _foreign_keys() -> Iterator[tuple[type[Scoped], str]]:
    for mapper in sorted(Base.registry.mappers, key=lambda one: one.class_.__name__):
        if mapper.class_.__tablename__ in OWN_TABLES:
            continue
        for key in mapper.class_.__table__.foreign_key_constraints:
            if key.referred_table.name == Employer.__tablename__:
                yield mapper.class_, next(name for name in key.column_keys if name != "jurisdiction")


def _mentioned(mention: Mention, employer: str) -> Iterator[Cell]:
    column = getattr(mention.model, mention.column)
    if not mention.keys:
        for row in _rows(mention.model, column == f"{mention.prefix}{employer}"):
            yield Cell(row, mention.column)
        return
    for row in _rows(mention.model, cast(column, Text).contains(employer)):
        for key in mention.keys:
            cell = Cell(row, f"{mention.column}.{key}")
            if employer in (cell.read() or ()):
                yield cell


def _rows(model: type[Scoped], condition: Any) -> list[Any]:
    return list(db.session.scalars(select(model).where(condition).order_by(model.id)))


def _replaced(value: Any, gone: str, kept: str) -> Any:
    """The value with the one name for the other; in a list each name stands once."""
    if isinstance(value, list):
        return list(dict.fromkeys(kept if one == gone else one for one in value))
    return str(value).replace(gone, kept)


def _change(merge: EmployerMerge, position: int, cell: Cell, after: Any) -> None:
    db.session.add(
        MergeMove(
            merge_id=merge.id,
            position=position,
            table_name=cell.row.__tablename__,
            row_id=cell.row.id,
            path=cell.path,
            before=cell.read(),
            after=after,
        )
    )
    cell.write(after)
    db.session.flush()


def _restore(move: MergeMove) -> bool:
    model = next(one.class_ for one in Base.registry.mappers if one.class_.__tablename__ == move.table_name)
    row = db.session.scalars(select(model).where(model.id == move.row_id)).one_or_none()
    if row is None:
        return False
    cell = Cell(row, move.path)
    if cell.read() != move.after:
        return False
    cell.write(move.before)
    db.session.flush()
    return True


def _moved_on(merge: EmployerMerge) -> bool:
    """Whether a later merge that still stands changed one of the same values, or gave up the employer that was kept."""
    mine, later = aliased(MergeMove), aliased(MergeMove)
    same = exists().where(
        mine.merge_id == merge.id,
        mine.table_name == later.table_name,
        mine.row_id == later.row_id,
        mine.path == later.path,
    )
    statement = (
        select(later.id)
        .join(
            EmployerMerge,
            and_(EmployerMerge.id == later.merge_id, EmployerMerge.jurisdiction == later.jurisdiction),
        )
        .where(EmployerMerge.undone_at.is_(None), EmployerMerge.id > merge.id, same)
    )
    return db.session.scalars(statement.limit(1)).first() is not None
