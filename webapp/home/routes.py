"""Front pages. HTTP only."""

from flask import Blueprint, abort, current_app
from flask.typing import ResponseReturnValue

from webapp.accounts import current_worker
from webapp.cases import cases_of_worker
from webapp.cases.workflow import LABELS
from webapp.home.demo_officers import PASSWORD, demo_officers
from webapp.home.directory import province_links
from webapp.home.offers import group_names, offers
from webapp.members import active_seat, affiliations_of, person_of_worker
from webapp.members.workflow import SEAT_LABELS
from webapp.persistence import mask_phone
from webapp.tenancy import maybe_current, profile
from webapp.unions import union_by_id
from webapp.unions.settings import province_settings
from webapp.web import audience, page_or_fragment

bp = Blueprint("home", __name__)


@bp.get("/")
@audience("any")
def index() -> ResponseReturnValue:
    """The province's front page; on the bare domain, the list of provinces."""
    if maybe_current() is None:
        links = province_links()
        return page_or_fragment(
            "home/directory.html", provinces=links, demo=current_app.config["GONGHUI_MODE"] == "demo"
        )
    rules = profile()
    channels = [channel.label for channel in rules.channels]
    return page_or_fragment(
        "home/index.html", rules=rules, groups=group_names(rules), offers=offers(rules), channels=channels
    )


@bp.get("/help")
@audience("any")
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


@bp.get("/me")
@audience("worker")
def me() -> ResponseReturnValue:
    """The worker's own page: what to do next, his cases, his membership."""
    worker = current_worker()
    assert worker is not None
    person = person_of_worker(worker.id)
    seat = active_seat(person.id) if person else None
    affiliations = affiliations_of(person.id) if person else []
    return page_or_fragment(
        "home/me.html",
        phone=mask_phone(worker.phone),
        cases=cases_of_worker(worker.id),
        labels=LABELS,
        seat=seat,
        seat_union=union_by_id(seat.union_id) if seat else None,
        seat_labels=SEAT_LABELS,
        affiliations=[(row, union_by_id(row.union_id)) for row in affiliations],
    )


@bp.get("/privacy")
@audience("public")
def privacy() -> ResponseReturnValue:
    """What the province says about personal data; no page where it says nothing."""
    text = province_settings()["privacy_text"]
    if not text:
        abort(404)
    return page_or_fragment("home/privacy.html", paragraphs=[line for line in text.splitlines() if line.strip()])
