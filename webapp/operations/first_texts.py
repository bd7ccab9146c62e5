"""The first start of a deployment: its files become the first revisions. Repeatable: a text that was published is left alone."""

from datetime import date
from pathlib import Path

from sqlalchemy import exists, select

from webapp.desk.checks import digest_of
from webapp.desk.models import PROFILE, SOURCE, Published
from webapp.desk.store import folder_examples
from webapp.persistence import db, now, unit_of_work
from webapp.policy.reading.loading import load
from webapp.policy.reading.register import Register
from webapp.tenancy import NATIONAL

WHO = "首次部署"
UNDATED = date(1900, 1, 1)
"""Since when a document stands that bears no date: always."""


def publish_files(policies: Path) -> list[str]:
    """Publish the folder's profiles and documents where nothing was ever published; the names published now.

    The nation's desk writes them: no province has a desk before its profile is published, therefore the documents come first.
    """
    if any(_was_published(place) for place in (None, NATIONAL)):
        return []
    with unit_of_work(NATIONAL):
        rows = [*_sources(policies), *_profiles(policies)]
        moment = now()
        for row in rows:
            row.published_at = moment
        db.session.add_all(rows)
        return [row.name for row in rows]


def _was_published(place: str | None) -> bool:
    with unit_of_work(place, write=False):
        return db.session.scalar(select(exists().where(Published.id.is_not(None)))) or False


def _sources(policies: Path) -> list[Published]:
    register = Register.from_folder(policies / "sources")
    rows = []
    for path in sorted((policies / "sources").glob("*.yaml")):
        document = register.documents[path.stem]
        rows.append(_row(SOURCE, path, document.dated or UNDATED, document.jurisdiction))
    return rows


def _profiles(policies: Path) -> list[Published]:
    paths = sorted(policies.glob("*.yaml"))
    rules = [load(path.read_text(encoding="utf-8"), str(path)).rules for path in paths]
    return [_row(PROFILE, path, own.effective, own.jurisdiction) for path, own in zip(paths, rules, strict=True)]


def _row(kind: str, path: Path, effective: date, owner: str) -> Published:
    text = path.read_text(encoding="utf-8")
    return Published(
        owner=owner,
        kind=kind,
        name=path.stem,
        text=text,
        examples=folder_examples(path.parent, path.stem) if kind == PROFILE else {},
        digest=digest_of(text),
        effective=effective,
        reason="随系统首次部署",
        author=WHO,
        approver=WHO,
    )
