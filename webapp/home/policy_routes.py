"""The province's policy for people: its book by topic, as a booklet to print, and the register of its documents. HTTP only."""

import io
from collections.abc import Iterable

import segno
from flask import Blueprint, Response, abort, make_response, request, url_for
from flask.typing import ResponseReturnValue

from webapp.home.book import Book, book_of
from webapp.home.documents import register_of, search
from webapp.join.wording import RELATIONS
from webapp.policy import Clause
from webapp.tenancy import address_of, business_date, current, profile
from webapp.unions import divisions
from webapp.web import audience, page_or_fragment
from webapp.web.serving.kept_pages import kept_for_strangers

bp = Blueprint("policy", __name__, url_prefix="/policy")
KEPT: dict[tuple[str, str], Book] = {}
MOST_KEPT = 200


def book() -> Book:
    """The book of the profile in force here today; kept by the profile's digest, which changes with any of its texts."""
    rules = profile()
    key = (current(), rules.digest)
    found = KEPT.get(key)
    if found is None:
        if len(KEPT) >= MOST_KEPT:
            KEPT.clear()
        found = KEPT[key] = book_of(rules, _place)
    return found


def _place(code: str) -> str:
    division = divisions.get(code)
    return division.name if division is not None else code


def _relations() -> list[tuple[str, str]]:
    """The kinds of relation: the documents' word, and what a worker would say."""
    label = profile().label
    return [(label("relation_kind", kind), f"{plain}。{hint}") for kind, plain, hint in RELATIONS]


def _cited(clauses: Iterable[Clause]) -> list[tuple[str, list[str]]]:
    """The places cited, by document."""
    by_document: dict[str, dict[str, None]] = {}
    for clause in clauses:
        by_document.setdefault(clause.document, {})[clause.place] = None
    return [(document, list(places)) for document, places in by_document.items()]


def _by_place(clauses: Iterable[Clause]) -> list[tuple[str, str, list[Clause]]]:
    """The clauses by document and place: what is cited alike is one chip."""
    places: dict[tuple[str, str], list[Clause]] = {}
    for clause in clauses:
        places.setdefault((clause.document, clause.place), []).append(clause)
    return [(document, place, said) for (document, place), said in places.items()]


def _clause_url(clause_id: str) -> str:
    return url_for("policy.document", document=clause_id.split("-")[0], _anchor=clause_id)


bp.add_app_template_global(_clause_url, "clause_url")
bp.add_app_template_filter(_cited, "cited")
bp.add_app_template_filter(_by_place, "by_place")


@bp.get("")
@audience("public")
@kept_for_strangers
def index() -> ResponseReturnValue:
    """What there is to read, topic by topic."""
    return page_or_fragment("home/policy/index.html", book=book(), compare_url=address_of(None, "/compare"))


@bp.get("/<section>")
@audience("public")
@kept_for_strangers
def chapter(section: str) -> ResponseReturnValue:
    """One section in plain words: what it says, what it leaves open, how unclear texts are read, from which documents."""
    found = book().chapter(section)
    if found is None:
        abort(404)
    return page_or_fragment("home/policy/chapter.html", book=book(), chapter=found, relations=_relations())


@bp.get("/booklet")
@audience("public")
@kept_for_strangers
def booklet() -> ResponseReturnValue:
    """Everything on one page to print for a station."""
    return page_or_fragment(
        "home/policy/booklet.html", book=book(), address=address_of(current(), "/"), printed_on=business_date()
    )


@bp.get("/qr.svg")
@audience("public")
def qr() -> Response:
    """The province's address as a QR code."""
    drawing = io.BytesIO()
    segno.make(address_of(current(), "/"), error="m").save(drawing, kind="svg", scale=4, border=4, light="#fff")
    response = make_response(drawing.getvalue())
    response.mimetype = "image/svg+xml"
    return response


@bp.get("/clauses")
@audience("public")
@kept_for_strangers
def clauses() -> ResponseReturnValue:
    """The register: the documents, or the clauses in which a search finds all its words."""
    words = request.args.get("q", "").strip()
    register = register_of(book(), profile().register)
    found = search(register, words) if words else None
    return page_or_fragment("home/policy/clauses.html", book=book(), register=register, found=found, q=words)


@bp.get("/clauses/<document>")
@audience("public")
@kept_for_strangers
def document(document: str) -> ResponseReturnValue:
    """One document clause by clause; each clause has its id as its anchor."""
    found = next((one for one in register_of(book(), profile().register) if one.document.id == document), None)
    if found is None:
        abort(404)
    return page_or_fragment("home/policy/document.html", book=book(), one=found)
