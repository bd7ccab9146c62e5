"""Front pages. HTTP only."""

from flask import Blueprint, abort, current_app, request
from flask.typing import ResponseReturnValue

from webapp.accounts import current_worker
from webapp.home.demo_officers import PASSWORD, demo_officers
from webapp.home.directory import province_links
from webapp.home.offers import group_names, offers
from webapp.members import Membership, active_seat, person_of_worker
from webapp.tenancy import maybe_current, profile, settings
from webapp.unions import union_by_id
from webapp.unions.divisions import only_in
from webapp.unions.privacy import notices
from webapp.web import audience, page_or_fragment
from webapp.web.serving.kept_pages import kept_for_strangers

bp = Blueprint("home", __name__)


@bp.get("/")
@audience("any")
@kept_for_strangers
def index() -> ResponseReturnValue:
    """The province's front page; on the bare domain, the list of provinces."""
    if maybe_current() is None:
        links = province_links()
        return page_or_fragment(
            "home/directory.html", provinces=links, demo=current_app.config["GONGHUI_MODE"] == "demo"
        )
    rules = profile()
    channels = [only_in(channel.label, channel.row.divisions) for channel in rules.channels]
    return page_or_fragment(
        "home/index.html",
        rules=rules,
        groups=group_names(rules),
        offers=offers(rules, member=(seat := _own_seat()) is not None),
        channels=channels,
        member_of=union_by_id(seat.union_id) if seat else None,
    )


def _own_seat() -> Membership | None:
    """The seat of whoever is signed in."""
    worker = current_worker()
    person = person_of_worker(worker.id) if worker else None
    return active_seat(person.id) if person else None


@bp.get("/help")
@audience("any")
@kept_for_strangers
def help_page() -> ResponseReturnValue:
    """Answers to what people ask most."""
    return page_or_fragment("home/help.html")


@bp.get("/demo")
@audience("directory")
def demo() -> ResponseReturnValue:
    """The demo's logins, in a demo only."""
    if current_app.config["GONGHUI_MODE"] != "demo":
        abort(404)
    links = province_links()
    return page_or_fragment("home/demo.html", provinces=demo_officers(links), password=PASSWORD)


@bp.get("/privacy")
@audience("public")
def privacy() -> ResponseReturnValue:
    """What becomes of personal data: the province's words, or the default text; earlier versions stay."""
    versions = notices()
    wanted = request.args.get("version", versions[0].number, type=int)
    notice = next((one for one in versions if one.number == wanted), None)
    if notice is None:
        abort(404)
    return page_or_fragment(
        "home/privacy.html",
        notice=notice,
        newest=versions[0].number,
        versions=versions,
        paragraphs=[line for line in notice.text.splitlines() if line.strip()],
        keep=settings().keep,
    )
