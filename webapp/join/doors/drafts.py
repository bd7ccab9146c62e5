"""The drafts of the browser that asks. Each is named by the address of its pages, so that two tabs never mix two people."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Flask, Response, after_this_request, current_app, g, request, session, url_for
from itsdangerous import BadData, URLSafeTimedSerializer

from webapp.accounts import Worker, current_officer, current_worker
from webapp.join.models import JoinDraft
from webapp.join.store import draft_by_id, latest_draft, open_application, reference_in_the_way
from webapp.members import Person, active_seat, person_of_worker
from webapp.members.acts import Act
from webapp.tenancy import current
from webapp.unions import top_union, union_by_id
from webapp.web.cookies import set_cookie

NAMED = "draft"
"""How an address names its draft; one that names none means the draft begun last."""
PAGES = frozenset(
    {
        *(f"join.{page}" for page in ("resume", "question", "result", "identity", "check", "submission")),
        *(f"join_elsewhere.{page}" for page in ("choose", "go")),
        "join_transfer.check",
    }
)
_LAST, _ALL = "join_draft", "join_drafts"
MOST = 20
COOKIE = "__Host-gonghui-draft"
LIFE = timedelta(days=30)
"""How long a phone knows the draft that was begun on it by nobody yet."""


def init_app(app: Flask) -> None:
    """Let every address that leads on name the draft of the page it stands on."""

    @app.url_defaults
    def name_draft(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint in PAGES and NAMED not in values and g.get("join_draft"):
            values[NAMED] = g.join_draft


def hold(draft: JoinDraft) -> None:
    """From now on the draft is this browser's, beside those begun before; the pages that follow are about it."""
    others = [one for one in session.get(_ALL, ()) if one != str(draft.id)]
    session[_ALL] = [*others[1 - MOST :], str(draft.id)]
    session[_LAST] = g.join_draft = str(draft.id)
    if draft.worker_id is None and draft.entered_by is None:
        _remember(draft)


def let_go(draft: JoinDraft) -> None:
    """What became an application or a transfer is no draft of this browser any more."""
    session[_ALL] = [one for one in session.get(_ALL, ()) if one != str(draft.id)]
    if session.get(_LAST) == str(draft.id):
        session.pop(_LAST)
    g.pop("join_draft", None)


def draft_here() -> JoinDraft | None:
    """The draft that the address names, else this browser's last; one that another worker left on a shared phone is neither."""
    worker = current_worker()
    draft = _named() or draft_by_id(session.get(_LAST)) or _remembered()
    if draft is not None and worker is not None and draft.worker_id not in (None, worker.id):
        draft = None
    if draft is None and worker is not None:
        draft = latest_draft(worker.id)
    if draft is not None:
        g.join_draft = str(draft.id)
    return draft


def _named() -> JoinDraft | None:
    """The draft of the address, where it was begun in this browser or by whoever is signed in."""
    try:
        draft = draft_by_id(str(UUID(request.args.get(NAMED, ""))))
    except ValueError:
        return None
    if draft is None or str(draft.id) in session.get(_ALL, ()):
        return draft
    if (known := _remembered()) is not None and known.id == draft.id:
        return draft
    worker, officer = current_worker(), current_officer()
    ours = (worker is not None and draft.worker_id == worker.id) or (
        officer is not None and draft.entered_by == officer.id
    )
    return draft if ours else None


def in_the_way() -> dict[str, Any]:
    """What a start page says before any question: `member_of`, the union where a member's seat is (he asks to be moved, not to join);
    `blocking`, the reference of the worker's application that is under way; whose `office` to ask where the way in is not open to him.
    """
    worker = current_worker()
    person = person_of_worker(worker.id) if worker else None
    seat = active_seat(person.id) if person else None
    found = open_application(person) if person and not seat else None
    return {
        "member_of": union_by_id(seat.union_id) if seat else None,
        "blocking": reference_in_the_way(found) if found else None,
        "office": top_union(),
    }


def _remember(draft: JoinDraft) -> None:
    """Let the phone find it when its session is long over."""
    value = str(_signer().dumps([current(), str(draft.id)]))

    @after_this_request
    def give(response: Response) -> Response:
        set_cookie(response, COOKIE, value, LIFE)
        return response


def _remembered() -> JoinDraft | None:
    """The draft of the phone's cookie, while it holds answers alone: once somebody has said who he is, he signs in."""
    try:
        home, identity = _signer().loads(request.cookies.get(COOKIE, ""), max_age=int(LIFE.total_seconds()))
    except (BadData, ValueError, TypeError):
        return None
    draft = draft_by_id(identity) if home == current() else None
    return draft if draft is not None and draft.worker_id is None else None


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="gonghui.join-draft")


def unfinished(worker: Worker, _person: Person | None) -> list[Act]:
    """The application that a worker began and has not handed in."""
    draft = latest_draft(worker.id)
    if draft is None or not draft.answers:
        return []
    return [Act("您有一份没填完的入会申请", "已填的都保存着", url_for("join.resume"), "接着填")]
