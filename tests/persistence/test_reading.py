"""A request asks nothing twice, and never goes on with what may have changed: after a write, a lock, a rollback it asks anew."""

from collections.abc import Callable, Iterator

import pytest
from flask import Blueprint, Flask
from sqlalchemy import func, select, update

from tests.client import browse
from tests.test_statements import counting, reads_of
from tests.world import World
from webapp.persistence import db, unit_of_work
from webapp.tenancy import current
from webapp.unions import Union
from webapp.web import audience

bp = Blueprint("reading", __name__)
TOP = select(Union).where(Union.parent_id.is_(None), Union.outside.is_(False))


def renamed_by_another(name: str) -> None:
    """Somebody else changes the name of the top union, and commits."""
    with unit_of_work(current()) as work:
        work.scalars(TOP).one().name = name


def rename(name: str) -> None:
    db.session.execute(update(Union).where(Union.id == top_id()).values(name=name))


def top_id() -> object:
    return db.session.scalar(select(Union.id).where(Union.parent_id.is_(None), Union.outside.is_(False)))


def names() -> list[str]:
    """The name as the request sees it, asked for twice, and by the row's key."""
    row = db.session.scalars(TOP).one()
    same = db.session.get(Union, row.id)
    assert same is row
    return [row.name, db.session.scalars(TOP).one().name]


@bp.route("/reading", methods=["GET"])
@audience("public")
def read() -> str:
    return ",".join(names())


@bp.route("/reading/several", methods=["GET"])
@audience("public")
def read_several() -> str:
    ids = list(db.session.scalars(select(Union.id).limit(3)))
    asked = [select(Union.name).where(Union.id.in_(some)) for some in (ids, ids[::-1])]
    return ",".join(sorted(set(db.session.scalars(asked[0])) | set(db.session.scalars(asked[1]))))


@bp.route("/reading/write", methods=["POST"])
@audience("public")
def write() -> str:
    names()
    rename("改了一次")
    first = names()
    db.session.scalars(TOP).one().name = "改了两次"
    return ",".join(first + names())


@bp.route("/reading/lock", methods=["POST"])
@audience("public")
def lock() -> str:
    names()
    renamed_by_another("别人改的")
    db.session.execute(select(Union.id).where(Union.parent_id.is_(None)).with_for_update()).all()
    return ",".join(names())


@bp.route("/reading/text", methods=["POST"])
@audience("public")
def wait_in_other_words() -> str:
    names()
    renamed_by_another("别人改的")
    db.session.execute(select(func.length("a lock of another kind")))
    return ",".join(names())


@pytest.fixture
def site(app_with: Callable[..., Flask], world: World) -> Iterator[Flask]:
    """The application with these pages."""
    app = app_with(bp)
    app.config["WTF_CSRF_ENABLED"] = False
    yield app


def asked(site: Flask, path: str, method: str = "GET") -> tuple[list[str], int]:
    """The names a page saw, and how often it asked for unions."""
    with counting() as sent:
        answer = browse(site, "alpha").open(path, method=method, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 200, answer.text
    return answer.text.split(","), reads_of(sent, "unions")


def test_the_same_is_asked_once_and_a_row_at_hand_not_at_all(site: Flask) -> None:
    told, times = asked(site, "/reading")
    assert len(set(told)) == 1 and times == 1


def test_several_are_asked_for_once_in_whatever_order_they_are_named(site: Flask) -> None:
    told, times = asked(site, "/reading/several")
    assert len(told) == 3 and times == 2, "the ids, then their names"


def test_what_was_written_is_seen(site: Flask) -> None:
    told, _times = asked(site, "/reading/write", "POST")
    assert told == ["改了一次", "改了一次", "改了两次", "改了两次"]


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
@pytest.mark.parametrize("path", ["/reading/lock", "/reading/text"])
def test_what_another_changed_is_seen_once_a_lock_is_held(site: Flask, path: str) -> None:
    told, _times = asked(site, path, "POST")
    assert told == ["别人改的", "别人改的"]


def test_work_in_the_background_asks_each_time(site: Flask) -> None:
    with site.app_context(), unit_of_work("alpha", write=False) as work, counting() as sent:
        work.scalars(TOP).one()
        work.scalars(TOP).one()
    assert reads_of(sent, "unions") == 2
