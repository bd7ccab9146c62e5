"""The file of a worker's data is all of it: every column that names him is in it, or says why it is not."""

import json
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Table

from tests.claims.papers import picture
from tests.home.test_me import mine
from tests.world import World
from webapp.cases import case_by_reference
from webapp.files import keep
from webapp.home.records import HIS, LEFT_OUT, NOT_HIS
from webapp.persistence import Base, unit_of_work

LINKS = {
    "worker_id",
    "person_id",
    "case_id",
    "filing_id",
    "entry_id",
    "accident_id",
    "branch_id",
    "founding_id",
    "station_id",
}


def naming(table: Table, found: set[str]) -> list[str]:
    """The columns by which a table leads to one that is found already."""
    keys = table.foreign_key_constraints
    return [column.name for key in keys if key.referred_table.name in found for column in key.columns]


def test_every_table_that_names_a_person_is_his_or_says_why_not(app: Flask) -> None:
    his, excused = {"workers", *HIS}, set(NOT_HIS)
    leads = {
        table.name
        for table in Base.metadata.sorted_tables
        if table.name not in his | excused and LINKS & set(naming(table, his))
    }
    assert leads == set()
    assert his & excused == set()
    for table, (column, above) in HIS.items():
        assert above == "workers" or list(HIS).index(above) < list(HIS).index(table)
        assert column in Base.metadata.tables[table].c


def stored(app: Flask, table: str, column: str, ids: list[str]) -> list[dict[str, Any]]:
    """The rows as the database has them."""
    with app.app_context(), unit_of_work("alpha", write=False) as work:
        reading = work.connection(execution_options={"unscoped": "the test compares what is stored"})
        rows = reading.exec_driver_sql(f"SELECT * FROM {table} WHERE jurisdiction = 'alpha'").mappings()
        wanted = {one.replace("-", "") for one in ids}
        return [dict(row) for row in rows if str(row[column]).replace("-", "") in wanted]


@pytest.mark.parametrize("who", ["open", "granted", "returned", "refused"])
def test_every_column_of_every_row_is_in_the_file(app: Flask, world: World, who: str) -> None:
    whole = json.loads(mine(app, world.alpha, who).get("/me/data.json").text)["全部记录"]
    ids = {"workers": [str(world.alpha.rows[f"{who}_worker"])]}
    for table, (column, above) in HIS.items():
        rows = stored(app, table, column, ids.get(above, []))
        ids[table] = [str(row["id"]) for row in rows]
        copied = whole.get(table, [])
        assert len(copied) == len(rows), table
        if rows:
            assert set(copied[0]) == set(rows[0]) - set(LEFT_OUT), table
    assert whole["persons"] and whole["join_applications"]


def test_what_happened_to_his_cases_and_his_files_are_in_it(app: Flask, world: World) -> None:
    """Events and files name nobody by a column: they hang on a case, a person, a filing, a request by its name."""
    case, worker = world.alpha.rows["returned_reference"], world.alpha.rows["returned_worker"]
    with app.app_context(), unit_of_work("alpha"):
        found = case_by_reference(str(case))
        assert found is not None
        sent = keep(picture("我的合同.jpg"), subject=f"case:{found.id}", purpose="supplement", by=f"worker:{worker}")
        expected = (str(sent.id), str(found.id))
    whole = json.loads(mine(app, world.alpha, "returned").get("/me/data.json").text)["全部记录"]
    [file] = whole["stored_files"]
    assert (file["id"], file["name"], file["purpose"]) == (expected[0], "我的合同.jpg", "supplement")
    assert not {"key", "place", "digest", "kept_by"} & set(file)
    events = [row for row in whole["events"] if row["case_id"] == expected[1]]
    assert {"case.submit", "case.return"} <= {row["kind"] for row in events}
    assert all(row["at"] and "actor" in row for row in events)
    assert not any("officer:" in str(row) for row in whole["events"])
    theirs = json.loads(mine(app, world.alpha, "granted").get("/me/data.json").text)["全部记录"]
    assert "stored_files" not in theirs and expected[1] not in str(theirs)


def test_nothing_of_anybody_else_is_in_it(app: Flask, world: World) -> None:
    own = mine(app, world.alpha, "granted").get("/me/data.json").text
    for who in ("open", "returned", "refused"):
        assert str(world.alpha.rows[f"{who}_worker"]) not in own and world.alpha.rows[f"{who}_reference"] not in own
