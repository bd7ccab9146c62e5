"""The versions of a province's privacy notice: its own words, or the default text where it has written none.

Each text that was published is an event of one chain, appended only, so its number is its place in the chain and no version is ever
lost. Nothing here commits.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from webapp.persistence import Event, db, record_event

CHAIN = "privacy:notice"
KIND = "privacy.published"
DEFAULT_EDITION = 1
"""Of the default text (templates/home/privacy.html): one more with each change of it that says something else."""


@dataclass(frozen=True)
class Notice:
    """One version. `number` is 0 before the province published anything; an empty `text` is the default text."""

    number: int
    text: str
    since: datetime | None

    @property
    def label(self) -> str:
        """How a version is called on pages and kept beside what was handed in under it."""
        own = f"第 {self.number} 版" if self.number else ""
        return own if self.text else f"{own}（默认文本 {DEFAULT_EDITION}）" if own else f"默认文本 {DEFAULT_EDITION}"


FIRST = Notice(0, "", None)


def notices() -> list[Notice]:
    """Every version, the one in force first."""
    rows = db.session.scalars(select(Event).where(Event.chain == CHAIN).order_by(Event.position.desc()))
    return [*(Notice(row.position, str(row.data["text"]), row.at) for row in rows), FIRST]


def notice_in_force() -> Notice:
    """The version that holds now."""
    newest = select(Event).where(Event.chain == CHAIN).order_by(Event.position.desc()).limit(1)
    row = db.session.scalars(newest).first()
    return Notice(row.position, str(row.data["text"]), row.at) if row else FIRST


def publish_notice(text: str, *, actor: str) -> None:
    """Make a text (empty: the default one) the version in force; nothing happens where it is already."""
    if text != notice_in_force().text:
        record_event(kind=KIND, subject=CHAIN, actor=actor, data={"text": text})
