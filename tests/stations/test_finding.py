"""Finding stations: the nearest are the nearest, at a cost that does not grow with their number, and nobody's position stays."""

import json
import logging
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import create_engine, event, insert, text
from uuid_utils.compat import uuid7

from tests.client import browse
from tests.databases import IN_USE
from tests.parts.stations import station_values
from tests.postgres import OWNER
from tests.test_isolation import TABLES
from tests.web.weight import KB, weigh
from tests.world import World
from webapp.persistence import db, now, unit_of_work
from webapp.stations import store
from webapp.stations.datums import Datum, Point, convert, metres
from webapp.stations.grid import FARTHEST, METRES_PER_CELL, cell
from webapp.stations.hours import Hours
from webapp.stations.models import ServiceStation
from webapp.stations.store import Wish

CENTRES = ((23.13, 113.26), (22.54, 114.06), (23.02, 113.12), (22.27, 113.58), (24.80, 113.60))
"""Towns of different sizes, some 200 km apart."""
WEIGHTS = (8, 8, 4, 2, 1)


def scatter(number: int, seed: int = 1) -> Iterator[Point]:
    """Positions as dense in the middle of towns as real ones are, thin between them."""
    chance = random.Random(seed)
    for _ in range(number):
        north, east = chance.choices(CENTRES, WEIGHTS)[0]
        yield Point(north + chance.gauss(0, 0.08), east + chance.gauss(0, 0.08))


def add_many(app: Flask, jurisdiction: str, union_id: Any, points: list[Point]) -> None:
    """Open stations at these points (GCJ-02), every other one with a shower."""
    row = station_values("站点", "440100")
    plain = {name: row[name] for name in ("kind", "host", "host_words", "division", "address", "phone", "answers")}
    with app.app_context(), unit_of_work(jurisdiction) as session:
        session.execute(
            insert(ServiceStation),
            [
                {
                    **plain,
                    "jurisdiction": jurisdiction,
                    "id": uuid7(),
                    "name": f"站点{at}",
                    "latitude": point.latitude,
                    "longitude": point.longitude,
                    "datum": Datum.GCJ02,
                    "cell_north": cell(point.latitude),
                    "cell_east": cell(point.longitude),
                    "hours": row["hours"].as_json(),
                    "facilities": ["water", "shower"] if at % 2 else ["water"],
                    "union_id": union_id,
                    "state": "open",
                    "note": "",
                    "created_at": now(),
                }
                for at, point in enumerate(points)
            ],
        )


@contextmanager
def searches(app: Flask) -> Iterator[list[tuple[str, Any]]]:
    """The statements with which squares of the grid are read."""
    found: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, sql: str, parameters: Any, *_rest: object) -> None:
        if "cell_north" in sql and sql.startswith("SELECT") and "BETWEEN" in sql:
            found.append((sql, parameters))

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_nearest_are_those_that_measuring_every_one_finds(app: Flask, world: World) -> None:
    chance = random.Random(5)
    # In the north a cell is a third narrower than it is high: what lies far in the east is nearer than it looks.
    northern = [Point(chance.gauss(48, 0.2), chance.gauss(128, 0.3)) for _ in range(200)]
    points = [*scatter(400, seed=3), *northern]
    add_many(app, "alpha", world.alpha.rows["union"], points)
    anywhere = [Point(chance.uniform(22, 25), chance.uniform(112.5, 115)) for _ in range(12)]
    with app.app_context(), unit_of_work("alpha", write=False) as session:
        rows = list(session.query(ServiceStation).filter_by(state="open"))
        for wish in (Wish(), Wish(frozenset({"shower"}))):
            for point in [*points[:6], *anywhere, *northern[:12]]:
                suiting = [row for row in rows if wish.suits(row)]
                every = sorted(metres(point, convert(row.point, Datum(row.datum), Datum.GCJ02)) for row in suiting)
                found = store.nearest(point, Datum.GCJ02, wish)
                reached = [far for far in every if far <= FARTHEST * METRES_PER_CELL]
                assert [round(one.metres or 0, 3) for one in found] == [round(far, 3) for far in reached[:20]]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_twenty_results_fit_the_budget_of_a_page(app: Flask, world: World, capsys: pytest.CaptureFixture[str]) -> None:
    add_many(app, "alpha", world.alpha.rows["union"], list(scatter(300, seed=3)))
    browser = browse(app, "alpha")
    weight = weigh(browser, "/stations?place=440100")
    page = browser.get("/stations").text
    near = browser.send(
        page, "/stations", {"lat": "23.13", "lon": "113.26"}, button="找离我最近的", headers={"Accept-Encoding": "gzip"}
    )
    assert browser.get("/stations?place=440100").text.count('class="rule"') == 20
    with capsys.disabled():
        print(f"\n{weight.row()}; nearest: {len(near.data) / KB:.1f} KB")  # noqa: T201
    assert weight.faults(total=60 * KB) == []
    assert len(near.data) < 14 * KB


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_the_nearest_20_of_20000_read_as_many_rows_as_those_of_2000(
    app: Flask, world: World, cluster: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    points = list(scatter(20_000))
    asked = list(scatter(25, seed=9))
    union = world.alpha.rows["union"]
    add_many(app, "alpha", union, points[:2_000])
    gather_statistics(cluster)
    few = rows_read(app, asked)
    add_many(app, "alpha", union, points[2_000:])
    gather_statistics(cluster)
    many = rows_read(app, asked)

    with capsys.disabled():
        print(f"\nrows read for the nearest 20: {few:.0f} of 2,000 stations, {many:.0f} of 20,000: x{many / few:.2f}")  # noqa: T201
    assert many <= 1.5 * few
    assert many < 200


def gather_statistics(cluster: Any) -> None:
    """What the server does by itself after many writes, now."""
    engine = create_engine(cluster.url(IN_USE, OWNER), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE service_stations")
    engine.dispose()


def rows_read(app: Flask, asked: list[Point]) -> float:
    """Rows read for one search on average, as EXPLAIN ANALYZE counts them: shown, filtered out or rechecked."""
    total = 0
    for point in asked:
        with searches(app) as statements, app.app_context(), unit_of_work("alpha", write=False) as session:
            reading = session.connection(execution_options={"unscoped": "the test reads plans"})
            # A table this small is sometimes read whole, which would flatter the comparison.
            reading.exec_driver_sql("SET LOCAL enable_seqscan = off")
            assert len(store.nearest(point, Datum.GCJ02)) == 20
            for sql, parameters in list(statements):
                plan = reading.exec_driver_sql(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", parameters).scalar()
                plan = json.loads(plan) if isinstance(plan, str) else plan
                total += _rows(plan[0]["Plan"])
    return total / len(asked)


def _rows(node: dict[str, Any]) -> float:
    read = 0.0
    if "Relation Name" in node:
        removed = sum(value for key, value in node.items() if key.startswith("Rows Removed by"))
        read = (node["Actual Rows"] + removed) * node["Actual Loops"]
    return read + sum(_rows(child) for child in node.get("Plans", ()))


def test_a_search_by_position_leaves_no_trace_of_it(app: Flask, world: World, caplog: pytest.LogCaptureFixture) -> None:
    browser = browse(app, "alpha")
    page = browser.get("/stations").text
    with caplog.at_level(logging.DEBUG):
        answer = browser.send(page, "/stations", {"lat": "23.1234567", "lon": "113.2654321"}, button="找离我最近的")
    assert answer.status_code == 200
    assert world.alpha.text("银行网点驿站") in answer.text
    assert "公里" in answer.text or "米" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Permissions-Policy"].count("geolocation=(self)") == 1
    with app.app_context(), unit_of_work("alpha", write=False) as session:
        reading = session.connection(execution_options={"unscoped": "the test reads all that is stored"})
        stored = "".join(
            repr(reading.execute(text(f"SELECT * FROM {table}")).all()) for table in [*TABLES, "web_sessions"]
        )
    for trace in ("1234567", "2654321", "23.123", "113.265"):
        assert trace not in caplog.text
        assert trace not in stored


def test_without_a_position_one_finds_by_district_and_by_what_is_there(
    app: Flask, world: World, set_today: Any
) -> None:
    set_today(date(2022, 3, 1))
    browser, name = browse(app, "alpha"), world.alpha.text("银行网点驿站")
    with app.app_context(), unit_of_work("alpha", write=False) as session:
        place = session.get_one(ServiceStation, ("alpha", world.alpha.rows["station"])).division
    assert name in browser.get(f"/stations?place={place}").text
    assert (
        name in browser.get("/stations?place=440000").text or "请继续选择" in browser.get("/stations?place=440000").text
    )
    assert name in browser.get(f"/stations?place={place}&facility=charging&when=21:00").text
    assert name not in browser.get(f"/stations?place={place}&facility=shower").text
    assert name not in browser.get(f"/stations?place={place}&when=23:00").text
    assert browser.get(f"/stations/{uuid4()}").status_code == 404


def test_open_at_asks_the_hours_of_that_day() -> None:
    row = type("Row", (), {"facilities": [], "hours": Hours.read("周一 8:00-9:00").as_json()})
    assert Wish(at=datetime(2024, 11, 25, 8, 30)).suits(row)
    assert not Wish(at=datetime(2024, 11, 26, 8, 30)).suits(row)
