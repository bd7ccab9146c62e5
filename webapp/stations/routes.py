"""Finding a station without signing in: by a district or by position, its page, its poster. HTTP only."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import current_worker
from webapp.cases.words import modality_words
from webapp.files import files_of, get, send
from webapp.policy import decide
from webapp.stations import feedback
from webapp.stations.datums import Datum
from webapp.stations.facilities import labels
from webapp.stations.forms import NearForm, PlaceForm
from webapp.stations.map_links import map_links
from webapp.stations.models import ServiceStation
from webapp.stations.opening import host_label, kind_label
from webapp.stations.recognition import label_of
from webapp.stations.recognition import of_station as recognitions_of
from webapp.stations.service_lists import asked_for
from webapp.stations.store import PAGE, Found, count_open, in_place, local_now, nearest, station_by_id
from webapp.stations.workflow import STATION_LABELS, StationState
from webapp.tenancy import business_date, profile
from webapp.unions import divisions, union_by_id
from webapp.web import audience, page_or_fragment
from webapp.web.pagination import Page, page_number
from webapp.web.qr import qr_image

bp = Blueprint("stations", __name__, url_prefix="/stations")
ASKS_POSITION = "camera=(), microphone=(), geolocation=(self), payment=()"
PHOTOS = "photo"
AGAIN = "again"
"""In the address of a search: show what was asked for once more, to change it."""
SHOWN = (StationState.OPEN, StationState.SUSPENDED, StationState.CLOSED)


def subject(station: ServiceStation) -> str:
    """How the station's photographs are filed."""
    return f"station:{station.id}"


@bp.get("")
@audience("public")
def index() -> ResponseReturnValue:
    """Look for stations in a district; the way in for a search by position."""
    form = PlaceForm(request.args)
    asked = bool(form.place.sent) and form.validate() and bool(form.place.data) and AGAIN not in request.args
    found = Page[Found]([], 1, PAGE, 0)
    if asked:
        number = page_number()
        rows, total = in_place(form.place.data, form.wish(), offset=Page.offset(number, PAGE))
        found = Page(rows, number, PAGE, total)
    return _finder(form=form, near=NearForm(), page=found, asked=asked)


@bp.post("/nearby")
@audience("public")
def nearby() -> ResponseReturnValue:
    """The nearest stations. The position comes in the body and stays in this request: it is neither kept nor logged."""
    near = NearForm()
    point = near.point()
    if not near.validate_on_submit() or point is None:
        near.form_errors.append("没有得到您的位置。可以在手机里允许定位后再试，或者按地区查找")
        return _finder(form=near, near=near, page=Page([], 1, PAGE, 0), asked=False, status=422)
    return _asking_position(
        page_or_fragment("stations/nearby.html", form=near, found=nearest(point, Datum.WGS84, near.wish()), **_words())
    )


def _finder(*, form: Any, near: NearForm, page: Page[Found], asked: bool, status: int = 200) -> Response:
    places = form if isinstance(form, PlaceForm) else PlaceForm(None)
    return _asking_position(
        page_or_fragment(
            "stations/index.html",
            status=status,
            form=form,
            places=places,
            near=near,
            page=page,
            asked=asked,
            open_stations=count_open(),
            use=decide("station", {"act": "use", "member": False}, profile(), business_date()),
            words=modality_words(),
            again=f"{request.full_path}&{AGAIN}=1" if asked else "",
            signed_in=current_worker() is not None,
            lists=asked_for(),
            **_words(),
        )
    )


def _asking_position(response: Response) -> Response:
    response.headers["Permissions-Policy"] = ASKS_POSITION
    return response


def _words() -> dict[str, Any]:
    return {
        "at": local_now(),
        "kind_label": kind_label,
        "facility_labels": labels,
        "place_name": divisions.full_name,
        "far": distance_words,
    }


def distance_words(metres: float | None) -> str:
    """How far, as people say it."""
    if metres is None:
        return ""
    return f"约 {round(metres / 10) * 10} 米" if metres < 1000 else f"约 {metres / 1000:.1f} 公里"


def shown_station(station_id: UUID) -> ServiceStation:
    """A station that the public may read of; 404 for others."""
    station = station_by_id(station_id)
    if station is None or station.state not in SHOWN or (station.state == StationState.CLOSED and not station.note):
        abort(404)
    return station


@bp.get("/<uuid:station_id>")
@audience("public")
def show(station_id: UUID) -> ResponseReturnValue:
    """One station: when it is open, what it offers, how to get there, whom to tell."""
    station = shown_station(station_id)
    recognised = [label_of(row.recognition) for row, _ in recognitions_of(station.id) if row.recognised_on]
    return page_or_fragment(
        "stations/show.html",
        station=station,
        state=STATION_LABELS[StationState(station.state)],
        host=host_label(station),
        union=union_by_id(station.union_id),
        recognised=recognised,
        rating=feedback.rating(station.id),
        photos=_pictures(station),
        maps=map_links(station.point, Datum(station.datum), name=station.name, address=station.address),
        **_words(),
    )


def _pictures(station: ServiceStation) -> list[Any]:
    return [file for file in files_of(subject(station)) if file.media_type.startswith("image/")]


@bp.get("/<uuid:station_id>/photos/<uuid:file_id>")
@audience("public")
def photo(station_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """A photograph of a station."""
    station, file = shown_station(station_id), get(file_id)
    if file is None or file.subject != subject(station):
        abort(404)
    return send(file)


@bp.get("/<uuid:station_id>/poster")
@audience("public")
def poster(station_id: UUID) -> ResponseReturnValue:
    """A sheet to print and hang up at the station, with its code."""
    station = shown_station(station_id)
    return page_or_fragment("stations/poster.html", station=station, joins=opens_joining(), **_words())


@bp.get("/<uuid:station_id>/qr.svg")
@audience("public")
def qr(station_id: UUID) -> ResponseReturnValue:
    """The station's code: it opens joining with the station's place where the province has the channel, else its page."""
    station = shown_station(station_id)
    if opens_joining():
        values: dict[str, Any] = {"union": station.union_id, "at": station.division}
        return qr_image(url_for("join_entrances.place", **values, _external=True, _scheme=request.scheme))
    return qr_image(url_for("stations.show", station_id=station.id, _external=True, _scheme=request.scheme))


def opens_joining() -> bool:
    """Whether the province has joining by a code."""
    return any(channel.kind == "qr_scan" for channel in profile().channels)
