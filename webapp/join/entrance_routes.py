"""Ways in other than the site itself: a drive's code, a union's QR, a platform's link. HTTP only."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, Response, abort, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.cases.words import modality_words
from webapp.join.doors.channels import (
    QR,
    Closed,
    Entrance,
    NoSuchEntrance,
    by_drive,
    by_place,
    by_platform,
    doors_of,
    online,
)
from webapp.join.doors.drafts import in_the_way
from webapp.join.doors.drives import drive_by_code
from webapp.members.acts import brought_by_membership
from webapp.tenancy import profile
from webapp.unions import union_by_id
from webapp.web import audience, page_or_fragment
from webapp.web.qr import qr_image

bp = Blueprint("join_entrances", __name__, url_prefix="/join")


def _start_page(way: str, find: Callable[[], Entrance]) -> ResponseReturnValue:
    try:
        entrance = find()
    except Closed as closed:
        return closed_page(closed)
    except NoSuchEntrance as unknown:
        return gone_page(str(unknown))
    return page_or_fragment(
        "join/start.html", entrance=entrance, way=way, begun=False, **in_the_way(), benefits=brought_by_membership()
    )


def closed_page(closed: Closed) -> Response:
    """This province does not have the channel: what the documents say, and what one can do instead."""
    others = [channel for channel in profile().channels if channel.kind != closed.decision.facts.get("channel")]
    page = render_template(
        "join/closed.html",
        decision=closed.decision,
        others=others,
        modality_words=modality_words(),
        online=_has_online(),
    )
    return make_response(page, 404)


def gone_page(message: str) -> Response:
    """The code leads nowhere."""
    return make_response(render_template("join/gone.html", message=message, online=_has_online()), 404)


def _has_online() -> bool:
    try:
        return bool(online())
    except Closed:
        return False


@bp.get("/at/<code>")
@audience("public")
def drive(code: str) -> ResponseReturnValue:
    """An enrolment drive: what it is, and the way in."""
    return _start_page(f"drive:{code}", lambda: by_drive(code))


@bp.get("/at/<code>/qr.svg")
@audience("public")
def drive_qr(code: str) -> ResponseReturnValue:
    """The drive's QR code."""
    if drive_by_code(code) is None:
        abort(404)
    return qr_image(url_for("join_entrances.drive", code=code, _external=True, _scheme=request.scheme))


@bp.get("/scan/<uuid:union>")
@audience("public")
def place(union: UUID) -> ResponseReturnValue:
    """The QR code at a union's place, or at a place of its own that the code names (`at`, a division)."""
    at = request.args.get("at", "")
    return _start_page(f"place:{union}@{at}" if at else f"place:{union}", lambda: by_place(union, at=at))


@bp.get("/scan/<uuid:union>/qr.svg")
@audience("public")
def place_qr(union: UUID) -> ResponseReturnValue:
    """The QR code of a union's place, where the province has the channel."""
    if union_by_id(union) is None or not doors_of(QR):
        abort(404)
    return qr_image(url_for("join_entrances.place", union=union, _external=True, _scheme=request.scheme))


@bp.get("/via/<uuid:platform>")
@audience("public")
def platform(platform: UUID) -> ResponseReturnValue:
    """A platform's link for its workers."""
    return _start_page(f"platform:{platform}", lambda: by_platform(platform))
