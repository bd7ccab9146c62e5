"""Drafts and what was published of this desk. Nothing here commits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from webapp.accounts import Officer, owner_name
from webapp.accounts.four_eyes import Act, require_two
from webapp.desk import first_administrators
from webapp.desk.checks import digest_of
from webapp.desk.models import PROFILE, SOURCE, Draft, Published
from webapp.desk.ownership import hold, is_ours, our_documents, owner_label, owner_of, require_ours
from webapp.desk.workflow import NotNow, State, move
from webapp.jobs import enqueue
from webapp.persistence import add_once, db, now, record_event
from webapp.policy import Register
from webapp.policy.reading.library import NoProfile
from webapp.tenancy import NATIONAL, current, library, settings

COMMAND_LINE = "命令行"


class Overtaken(Exception):
    """Somebody else saved, published or dropped the text since this editor opened it. `draft` is what there is now, if any."""

    def __init__(self, draft: Draft | None) -> None:
        super().__init__(draft.author if draft else "")
        self.draft = draft


@dataclass(frozen=True)
class Written:
    """What an editor sends: the text byte for byte (line ends as LF), examples by file name, the document's full text."""

    text: str
    examples: Mapping[str, str]
    full_text: str = ""
    reason: str = ""
    effective: date | None = None
    reopens: bool = False


@dataclass(frozen=True)
class Subject:
    """One text of this desk: what governs now, and the draft on top of it, if there is one.

    `elsewhere` says whose desk writes it where that is not this one: a draft that was begun before it had its owner.
    """

    kind: str
    name: str
    title: str
    present: str
    draft: Draft | None
    elsewhere: str = ""

    @property
    def text(self) -> str:
        """What an editor starts from."""
        return self.draft.text if self.draft else self.present

    @property
    def version(self) -> int:
        """The version of the draft; 0 without one."""
        return self.draft.version if self.draft else 0


def subjects() -> list[Subject]:
    """Every text that belongs to this desk: its profile, its documents, and its drafts."""
    drafts = {(one.kind, one.name): one for one in open_drafts()}
    return [_subject(kind, name, drafts.get((kind, name))) for kind, name in (_ours() | dict.fromkeys(drafts))]


def owners_here() -> frozenset[str]:
    """The jurisdictions whose texts this desk writes: its own; the nation's desk also those whose profile is begun here."""
    begun = [draft.name for draft in open_drafts() if draft.kind == PROFILE and is_ours(PROFILE, draft.name)]
    return frozenset([*begun, *(name for kind, name in _ours() if kind == PROFILE)])


def _ours() -> dict[tuple[str, str], None]:
    names = {(PROFILE, current()): None} | {(SOURCE, name): None for name in our_documents()}
    if current() == NATIONAL:
        files = sorted(path.stem for path in settings().policies_dir.glob("*.yaml"))
        names |= {(PROFILE, name): None for name in files if is_ours(PROFILE, name)}
    return names


def subject(name: str) -> Subject | None:
    """The text with this name, where it belongs to this desk."""
    return next((one for one in subjects() if one.name == name), None)


def _subject(kind: str, name: str, draft: Draft | None) -> Subject:
    elsewhere = "" if is_ours(kind, name) else owner_label(kind, name)
    return Subject(kind, name, _title(kind, name), present_text(kind, name), draft, elsewhere)


def _title(kind: str, name: str) -> str:
    if kind == PROFILE:
        return f"{library().profile(name).name}规则" if _is_known(name) else f"新的省级规则 {name}"
    document = library().register.documents.get(name)
    return document.full_name if document else f"新的文件 {name}"


def _is_known(name: str) -> bool:
    try:
        library().profile(name)
    except NoProfile:
        return False
    return True


def present_text(kind: str, name: str) -> str:
    """The text published last; empty for a new one."""
    row = published_last(kind, name)
    if row is not None:
        return row.text
    if kind == PROFILE:
        revision = library().in_force(name) if _is_known(name) else None
        return revision.text if revision else ""
    texts = {Path(key).name: text for key, text in library().register.texts.items()}
    return texts.get(f"{name}.yaml", "")


def file_text(kind: str, name: str) -> str:
    """The text of the file that came with the program; empty where there is none."""
    folder = settings().policies_dir
    path = (folder / "sources" if kind == SOURCE else folder) / f"{name}.yaml"
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def present_examples(name: str) -> dict[str, str]:
    """The examples published last with a profile, by file name; before the first publication those of the folder."""
    row = published_last(PROFILE, name)
    if row is not None:
        return dict(row.examples)
    return folder_examples(settings().policies_dir, name)


def folder_examples(policies: Path, name: str) -> dict[str, str]:
    """The scenario files of a profile in a folder of policies."""
    paths = [policies / "scenarios" / f"{name}.yaml", *sorted((policies / "scenarios").glob(f"{name}.*.yaml"))]
    return {path.name: path.read_text(encoding="utf-8") for path in dict.fromkeys(paths) if path.is_file()}


def published_last(kind: str, name: str) -> Published | None:
    """The newest publication of a text, or None."""
    return next(iter(publications(kind, name, most=1)), None)


def publications(kind: str, name: str, most: int = 50) -> list[Published]:
    """What was published of a text, the newest first."""
    statement = select(Published).where(Published.kind == kind, Published.name == name)
    newest_first = statement.order_by(Published.published_at.desc(), Published.id.desc())
    return list(db.session.scalars(newest_first.limit(most)))


def publication(identity: UUID) -> Published | None:
    """One publication of a text of this desk."""
    row = db.session.get(Published, identity)
    return row if row is not None and subject(row.name) is not None else None


def open_drafts() -> list[Draft]:
    """Every text on its way on this desk."""
    return list(db.session.scalars(select(Draft).where(Draft.open_key.is_not(None)).order_by(Draft.name)))


def full_text_of(name: str) -> str:
    """The newest full text that editors kept of a document."""
    kept = select(Draft.full_text).where(Draft.kind == SOURCE, Draft.name == name, Draft.full_text != "")
    return db.session.scalars(kept.order_by(Draft.saved_at.desc()).limit(1)).one_or_none() or ""


def open_draft(kind: str, name: str) -> Draft | None:
    """The draft of a text, held until the transaction ends."""
    statement = select(Draft).where(Draft.open_key == _key(kind, name)).with_for_update()
    return db.session.scalars(statement.execution_options(populate_existing=True)).one_or_none()


def _key(kind: str, name: str) -> str:
    return f"{kind}:{name}"


def save(kind: str, name: str, written: Written, *, seen_version: int, author: Officer | None) -> Draft:
    """Save a draft, or begin one (`seen_version` 0); without an author it came from the command line. Raises Overtaken and
    NotNow (NotOurs for another desk's text); then nothing is changed.
    """
    require_ours(kind, name, author)
    draft = open_draft(kind, name)
    if (draft.version if draft else 0) != seen_version:
        raise Overtaken(draft)
    if draft is None:
        draft = _begin(kind, name)
    else:
        draft.state = move("save", draft.state)
        draft.version += 1
    draft.text, draft.examples, draft.full_text = written.text, dict(written.examples), written.full_text
    draft.reason, draft.effective, draft.reopens = written.reason, written.effective, written.reopens
    draft.author_id, draft.author = (author.id, author.name) if author else (None, COMMAND_LINE)
    draft.saved_at = now()
    if author is not None:
        draft.writers = sorted({*(draft.writers or ()), str(author.id)})
    if not add_once(draft):
        raise Overtaken(open_draft(kind, name))
    return draft


def _begin(kind: str, name: str) -> Draft:
    present = present_text(kind, name)
    based_on = digest_of(present) if present else ""
    return Draft(
        kind=kind,
        name=name,
        open_key=_key(kind, name),
        state=State.DRAFT,
        version=1,
        text="",
        author="",
        based_on=based_on,
    )


def propose(draft: Draft) -> None:
    """Hand a draft to an approver. Raises NotNow."""
    draft.state, draft.sent_back = move("propose", draft.state), ""
    draft.version += 1
    _note("policy.proposed", draft, actor=draft.author_id)


def send_back(draft: Draft, note: str, *, approver: Officer) -> None:
    """Give a proposal back to its author with a reason. Raises NotNow."""
    draft.state, draft.sent_back = move("send_back", draft.state), note
    draft.version += 1
    _note("policy.sent_back", draft, actor=approver.id, reason=note)


def drop(draft: Draft, *, author: Officer) -> None:
    """Give a draft up; what governs stays. Raises NotNow."""
    draft.state, draft.open_key = move("drop", draft.state), None
    _note("policy.dropped", draft, actor=author.id)


def publish(draft: Draft, *, approver: Officer) -> Published:
    """Put a proposal in force, approved by another human than all who changed it; raises NotNow (NotOurs for another desk's text)
    and NeedsAnother. The caller has checked the text.
    """
    hold(draft.kind, draft.name)
    require_ours(draft.kind, draft.name, approver)
    draft.state = move("publish", draft.state)
    require_two(Act.PUBLICATION, [*map(UUID, draft.writers), draft.author_id], approver.id)
    first_administrators.check(draft.kind, draft.name, approver=approver.id)
    present = present_text(draft.kind, draft.name)
    if (digest_of(present) if present else "") != draft.based_on:
        raise NotNow("起草之后已经发布了另一版，这份草稿要先对照新版修改。请退回起草人。")
    row = Published(
        owner=owner_of(draft.kind, draft.name) or _owner_said(draft),
        kind=draft.kind,
        name=draft.name,
        text=draft.text,
        examples=dict(draft.examples),
        digest=digest_of(draft.text),
        effective=draft.effective or now().date(),
        reopens=draft.reopens,
        reason=draft.reason,
        author=draft.author,
        approver=approver.name,
        published_at=now(),
    )
    db.session.add(row)
    draft.open_key, draft.approver_id = None, approver.id
    db.session.flush()
    _note("policy.published", draft, actor=approver.id, digest=row.digest, reason=draft.reason)
    if draft.reopens and current() != NATIONAL:
        enqueue("desk.revise")
    return row


def _owner_said(draft: Draft) -> str:
    """Whose a new document says it is; the check has found that this desk writes for that one."""
    return Register.from_texts({f"{draft.name}.yaml": draft.text}).documents[draft.name].jurisdiction


def _note(kind: str, draft: Draft, *, actor: UUID | None, **data: str) -> None:
    record_event(
        kind=kind,
        subject=f"policy:{draft.name}",
        actor=owner_name(actor) if actor else None,
        data={"name": draft.name, "text": digest_of(draft.text), **data},
    )
