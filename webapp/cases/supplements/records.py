"""Keeping what was added to a case, and reading it back."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from webapp.cases.models import Case
from webapp.cases.supplements.models import Correction
from webapp.files import StoredFile, files_of, get, keep
from webapp.files.fields import CheckedUpload
from webapp.persistence import db, mask_identity_number, record_event

PURPOSE = "supplement"


@dataclass(frozen=True)
class Change:
    """One thing that was corrected, in words for people; `masked`: a number of which officers see the ends only."""

    field: str
    label: str
    before: str
    after: str
    masked: bool = False


@dataclass(frozen=True)
class Shown:
    """A correction as officers see it."""

    label: str
    before: str
    after: str
    at: datetime


def subject_of(case: Case) -> str:
    """Under which name papers added to a case are kept."""
    return f"case:{case.id}"


def keep_papers(case: Case, uploads: Sequence[FileStorage], *, by: str) -> list[StoredFile]:
    """Keep the checked files of a request; one that is there already is not kept twice. Raises FileRefused where there are too many."""
    there, kept = {file.digest for file in papers_of(case)}, []
    for upload in uploads:
        digest = hashlib.sha256(upload.checked.data).hexdigest() if isinstance(upload, CheckedUpload) else ""
        if digest not in there:
            kept.append(keep(upload, subject=subject_of(case), purpose=PURPOSE, by=by))
            there.add(kept[-1].digest)
    return kept


def papers_of(case: Case) -> list[StoredFile]:
    """What was added to a case, oldest first."""
    return files_of(subject_of(case))


def added_paper_of(case: Case, file_id: UUID) -> StoredFile | None:
    """One paper of this case; None where it is another's."""
    file = get(file_id)
    return file if file is not None and file.subject == subject_of(case) else None


def note_changes(case: Case, changes: Sequence[Change], *, actor: str = "worker") -> None:
    """Keep what was corrected with old and new, and tell the timeline which things they were."""
    if not changes:
        return
    for one in changes:
        row = Correction(case_id=case.id, field=one.field, label=one.label, before=one.before, after=one.after)
        row.masked = one.masked
        db.session.add(row)
    labels = "、".join(dict.fromkeys(one.label for one in changes))
    record_event(kind="case.corrected", case_id=case.id, actor=actor, data={"reason": f"更正了{labels}"})


def corrections_of(case: Case) -> list[Shown]:
    """What was corrected in a case, oldest first, numbers masked."""
    rows = db.session.scalars(
        select(Correction).where(Correction.case_id == case.id).order_by(Correction.at, Correction.id)
    )
    return [Shown(row.label, _shown(row, row.before), _shown(row, row.after), row.at) for row in rows]


def _shown(row: Correction, value: str) -> str:
    return mask_identity_number(value) if row.masked and value else value
