"""Whose a text is, and which desk writes it (docs/decisions/0012).

A text has one owner for ever: a profile its jurisdiction, a document the jurisdiction that its first published text names.
Everybody reads it, its owner's desk alone writes it. A province *has a desk* once a profile of it is published (or stands in
the folder, where files count): from then on it has its host and officers of its own. Before that the nation's desk writes
its texts, and nothing of it afterwards. The database holds the same (`models.RULE`).
"""

from sqlalchemy import func, select

from webapp.accounts import Officer
from webapp.accounts.officers import owner_name
from webapp.desk.models import PROFILE, SOURCE
from webapp.desk.workflow import NotNow
from webapp.persistence import db, record_refusal
from webapp.tenancy import NATIONAL, current, library


class NotOurs(NotNow):
    """The text is another desk's."""


def owner_of(kind: str, name: str) -> str | None:
    """Whose a text is; None for a document that nobody has published yet."""
    if kind == PROFILE:
        return name
    document = library().register.documents.get(name)
    return document.jurisdiction if document else None


def desk_of(owner: str) -> str:
    """The desk that writes an owner's texts; of one whose texts cannot be read it stays that desk, by the command line."""
    known = library()
    return owner if owner in known.jurisdictions() or owner in known.shut() else NATIONAL


def is_ours(kind: str, name: str) -> bool:
    """Whether this desk may write a text."""
    owner = owner_of(kind, name)
    return owner is None or desk_of(owner) == current()


def our_documents() -> list[str]:
    """The documents of the register that this desk writes."""
    return [name for name, one in library().register.documents.items() if desk_of(one.jurisdiction) == current()]


def owner_label(kind: str, name: str) -> str:
    """What the desk of a text is called."""
    return library().profile(desk_of(owner_of(kind, name) or current())).name


def require_ours(kind: str, name: str, who: Officer | None) -> None:
    """Raises NotOurs where a text is another desk's; that somebody tried stays as an event here."""
    if not is_ours(kind, name):
        _remember(kind, name, who)
        raise NotOurs(f"“{name}” 归{owner_label(kind, name)}，只由那里的政策台起草和发布。这里没有改动它。")


def remember_foreign(name: str, who: Officer) -> None:
    """Somebody tried to write a text by its name: an event, where it is another desk's."""
    kind = SOURCE if name in library().register.documents else PROFILE
    if name in (NATIONAL, *library().jurisdictions()) or kind == SOURCE:
        _remember(kind, name, who)


def _remember(kind: str, name: str, who: Officer | None) -> None:
    data = {"name": name, "owner": owner_label(kind, name)}
    record_refusal(
        kind="policy.refused", subject=f"policy:{name}", actor=owner_name(who.id) if who else None, data=data
    )


def hold(kind: str, name: str) -> None:
    """Until the transaction ends nobody else publishes this text, at whatever desk; then the library is asked anew.

    Two desks with a new document of one id publish in turn. SQLite's write lock does that already.
    """
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"policy:{kind}:{name}", 0))))
    library().refresh()
