"""Where people try things out, the folder's files and what was published make one library: whatever is newer governs."""

import os
import shutil
import time
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from tests.conftest import BuildApp, Served
from tests.databases import EMPTY
from tests.desk.conftest import POLICIES
from webapp.desk.models import PROFILE, Published
from webapp.desk.source import PublishedSource
from webapp.operations.first_texts import publish_files
from webapp.persistence import Base, db, now, unit_of_work
from webapp.policy.faults import Faulty

PROVINCE = "shanghai"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_beside_a_publication_a_file_counts_from_the_moment_it_was_saved(
    served: Served, build_app: BuildApp, tmp_path: Path
) -> None:
    served.reset(EMPTY)
    folder = tmp_path / "policies"
    shutil.copytree(POLICIES, folder)
    app, path = build_app(DATABASE_URL=served.databases.url), folder / f"{PROVINCE}.yaml"
    text = path.read_text("utf-8")
    hour_ago = time.time() - 3600
    os.utime(path, (hour_ago, hour_ago))
    mixed, published_only = (PublishedSource(app, folder, mixed=one) for one in (True, False))
    assert mixed.library().profile(PROVINCE).rules.name == "上海市", "nothing published: the folder alone"
    before = mixed.stamp()

    with app.app_context(), unit_of_work(PROVINCE) as work:
        work.add(_published(text.replace("name: 上海市", "name: 发布的", 1)))
    assert mixed.stamp() != before
    assert mixed.library().profile(PROVINCE).rules.name == "发布的", "newer than the file"
    assert {"guangdong", "jiangsu"} <= set(mixed.library().jurisdictions()), "files beside it count on"

    path.write_text(text.replace("name: 上海市", "name: 改过的", 1), "utf-8")
    hour_later = time.time() + 3600
    os.utime(path, (hour_later, hour_later))
    assert mixed.library().profile(PROVINCE).rules.name == "改过的", "saved after the publication"
    with pytest.raises(Faulty, match=r"national\.yaml"):
        published_only.library()  # in production a file is no rule: the nation's was never published here


def _published(text: str) -> Published:
    return Published(
        kind=PROFILE,
        name=PROVINCE,
        text=text,
        owner=PROVINCE,
        examples={},
        digest="0" * 64,
        reason="试一试",
        author="甲",
        approver="乙",
        effective=date(2021, 9, 24),
        reopens=False,
        published_at=now(),
    )


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_provinces_own_database_speaks_for_that_province_only(
    served: Served, build_app: BuildApp, tmp_path: Path
) -> None:
    served.reset(EMPTY)
    placed = create_engine(f"sqlite:///{tmp_path / 'placed.db'}")
    app = build_app(DATABASE_URL=served.databases.url, DATABASE_URL__SHANGHAI=str(placed.url))
    with placed.begin() as connection, app.app_context():
        Base.metadata.create_all(connection)
        publish_files(POLICIES)
    for name in (PROVINCE, "jiangsu"):
        row = _published((POLICIES / f"{name}.yaml").read_text("utf-8").replace("name: ", "name: 改", 1))
        row.owner = row.desk = row.name = name
        with Session(placed) as work:
            work.add(row)
            work.commit()
    placed.dispose()
    library = PublishedSource(app, POLICIES, mixed=False).library()
    assert (library.profile(PROVINCE).rules.name, library.profile("jiangsu").rules.name) == ("改上海市", "江苏省")
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()
