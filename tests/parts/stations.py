"""Stations in the world: one open with a fault and a photograph, one nominated, one to be suspended; a depot with a branch."""

import io
from collections.abc import Callable
from typing import Any

from PIL import Image
from werkzeug.datastructures import FileStorage

from tests.world import Province, part
from webapp.accounts import Worker
from webapp.cases import Verdict, decide_step, steps_of
from webapp.files import keep
from webapp.persistence import db
from webapp.stations import feedback, opening, recognition, store
from webapp.stations.datums import Datum, Point
from webapp.stations.depots.store import save_depot
from webapp.stations.hours import Hours
from webapp.stations.models import ServiceStation
from webapp.unions import Union, union_by_id


def station_values(name: str, division: str, **changed: Any) -> dict[str, Any]:
    """What a station is described by; `changed` replaces parts."""
    values = {
        "name": name,
        "kind": "love_post",
        "host": "bank_outlet",
        "host_words": "",
        "division": division,
        "address": f"{name}一楼",
        "point": Point(23.129112, 113.264385),
        "datum": Datum.GCJ02,
        "hours": Hours.read("每天 8:00-22:00"),
        "facilities": ["water", "charging"],
        "phone": "",
        "answers": {},
    }
    return values | changed


def open_station(union: Union, officer_id: Any, values: dict[str, Any]) -> ServiceStation:
    """A station that was proposed and granted."""
    station = store.add_station(values, union_id=union.id, actor="test")
    case = opening.send_in(station, opening.require_allowed(values), actor="test")
    decide_step(case, steps_of(case)[0], Verdict.GRANT, officer_id=officer_id, reason="", seen_version=case.version)
    return station


def picture() -> FileStorage:
    """A small photograph."""
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "#336699").save(out, "PNG")
    out.seek(0)
    return FileStorage(out, "门口.png", content_type="image/png")


@part
def stations(province: Province) -> None:
    """One station with all that hangs on it."""
    union = union_by_id(province.rows["deciding_union"])
    assert union is not None
    officer = province.rows["officer"]
    station = open_station(union, officer, station_values(province.text("银行网点驿站"), union.division))
    file = keep(picture(), subject=f"station:{station.id}", purpose="photo", by="test")
    worker = db.session.get(Worker, (province.jurisdiction, province.rows["open_worker"]))
    assert worker is not None
    said = feedback.say(worker, station, about="fault", score=None, text=province.text("饮水机坏了"))
    recognition.nominate(station, province.text("服务好"), actor="test")
    values = {"name": province.text("配送站"), "division": union.division, "address": "", "workers": 6, "members": 2}
    depot = save_depot({"employer_id": province.rows["employer"], **values}, actor="test")
    rows = {"station": station, "station_file": file, "station_feedback": said, "depot": depot}
    province.rows |= {name: row.id for name, row in rows.items()}


def _station(province: Province) -> dict[str, Any]:
    return {"station_id": province.rows["station"]}


def _depot(province: Province) -> dict[str, Any]:
    return {"depot_id": province.rows["depot"]}


EXAMPLES: dict[str, Callable[[Province], dict[str, Any]]] = {
    **{f"stations.{name}": _station for name in ("show", "poster", "qr")},
    "station_feedback.write": _station,
    **{f"office_stations.{name}": _station for name in ("show", "correction", "state", "photos", "nomination")},
    "stations.photo": lambda province: {**_station(province), "file_id": province.rows["station_file"]},
    "office_stations.photo_removal": lambda province: {**_station(province), "file_id": province.rows["station_file"]},
    "office_station_feedback.answer": lambda province: {"feedback_id": province.rows["station_feedback"]},
    **{f"office_depots.{name}": _depot for name in ("show", "correction", "branch", "duty", "dissolution")},
    "service_lists.end": lambda province: {"item_id": province.rows["station"]},
}

FIELDS: dict[str, Callable[[Province], dict[str, Any]]] = {
    "stations.nearby": lambda _: {"lat": "23.13", "lon": "113.26"},
    "stations.index": lambda _: {"place": "440100"},
    "office_stations.state": lambda province: {"verb": "suspend", "note": province.text("检修")},
    "office_station_feedback.answer": lambda province: {"text": province.text("已修好")},
    "station_feedback.write": lambda province: {"about": "fault", "text": province.text("没有开门")},
}

STATUS = dict.fromkeys(
    (
        "service_lists.show",
        "service_lists.edit",
        "office_depots.index",
        "office_depots.add",
        "office_depots.branch",
    ),
    404,
)
NO_PAGES = {"stations.photo", "stations.qr"}
