"""Keeping, finding and letting go."""

import base64
import hashlib
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage

from webapp.files import storage
from webapp.files.checking import check
from webapp.files.fields import CheckedUpload
from webapp.files.limits import FILES_OF_SUBJECT, FileRefused
from webapp.files.models import StoredFile
from webapp.jobs import enqueue, job, sweep
from webapp.persistence import db, now

LONGEST_REQUEST = timedelta(hours=1)


def keep(upload: FileStorage, *, subject: str, purpose: str, by: str) -> StoredFile:
    """Check a sent file, make it anew and keep it; raises FileRefused, whose text is for the user.

    `by` is "worker:<id>" or "officer:<id>". If the transaction is undone, the content is swept away later.
    """
    _refuse_too_many(subject)
    checked = upload.checked if isinstance(upload, CheckedUpload) else check(upload)
    place, key = storage.new_name(), storage.new_key()
    storage.put(place, key, checked.data)
    file = StoredFile(
        subject=subject,
        purpose=purpose,
        name=checked.name,
        media_type=checked.media_type,
        size=len(checked.data),
        digest=hashlib.sha256(checked.data).hexdigest(),
        kept_by=by,
        place=place,
        key=base64.b64encode(key).decode(),
    )
    db.session.add(file)
    db.session.flush()
    return file


def _refuse_too_many(subject: str) -> None:
    count = db.session.scalar(select(func.count()).select_from(StoredFile).where(StoredFile.subject == subject))
    if (count or 0) >= FILES_OF_SUBJECT:
        raise FileRefused(f"这里已经有 {FILES_OF_SUBJECT} 个文件了。请先删除不需要的，再上传新的")


def files_of(subject: str) -> list[StoredFile]:
    """What is kept for a subject, oldest first."""
    rows: Sequence[StoredFile] = db.session.scalars(
        select(StoredFile).where(StoredFile.subject == subject).order_by(StoredFile.kept_at, StoredFile.id)
    ).all()
    return list(rows)


def get(file_id: UUID) -> StoredFile | None:
    """One stored file of the province."""
    found: StoredFile | None = db.session.get(StoredFile, file_id)
    return found


def content_of(file: StoredFile) -> bytes:
    """What is kept; raises storage.ContentLost."""
    return storage.content(file.place, base64.b64decode(file.key))


def remove(file: StoredFile) -> None:
    """Delete the row, which makes the content unreadable; the content goes once the transaction is committed."""
    db.session.delete(file)
    db.session.flush()
    enqueue("files.erase", place=file.place)


@job("files.erase")
def erase(place: str) -> None:
    """Take away the content of a row that is gone."""
    if db.session.scalar(select(StoredFile.id).where(StoredFile.place == place)) is None:
        storage.erase(place)


@sweep("files.erase_orphans", every=timedelta(days=1))
def erase_orphans() -> None:
    """Take away contents without a row: of transactions that were undone, and of rows deleted otherwise."""
    settled = now() - LONGEST_REQUEST
    for shard in storage.shards():
        old = [name for name, written in shard if written < settled]
        kept = set(db.session.scalars(select(StoredFile.place).where(StoredFile.place.in_(old)))) if old else set()
        for name in old:
            if name not in kept:
                storage.erase(name)
