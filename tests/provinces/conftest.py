"""Provinces that no document knows, each a YAML file laid over one that is made up too, as they are served."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.claims.conftest import Stage
from tests.conftest import BuildApp, Served
from tests.databases import EMPTY
from tests.join.conftest import POLICIES, Grown, grow_one
from tests.join.test_fourth_province import FOURTH, NAME, say_the_rest
from webapp.persistence import db

HERE = Path(__file__).parent
Open = Callable[..., Grown]


@pytest.fixture
def province(served: Served, build_app: BuildApp, tmp_path: Path) -> Iterator[Open]:
    """`province("net", …)`: the application with the province of net.yaml and these settings, its unions grown, nobody in them."""
    apps = []

    def opened(name: str, **environ: str) -> Grown:
        served.reset(EMPTY)
        shutil.copytree(POLICIES, tmp_path / "policies")
        shutil.copytree(FOURTH, tmp_path / "policies", dirs_exist_ok=True)
        path = tmp_path / "policies" / f"{NAME}.yaml"
        own, over = (yaml.safe_load(file.read_text("utf-8")) for file in (path, HERE / f"{name}.yaml"))
        path.write_text(yaml.safe_dump(laid_over(own, over), allow_unicode=True, sort_keys=False), "utf-8")
        say_the_rest(path)
        app = build_app(DATABASE_URL=served.databases.url, GONGHUI_POLICIES=str(tmp_path / "policies"), **environ)
        apps.append(app)
        with app.app_context():
            land = grow_one(NAME)
        Stage(app, NAME).today(date(2025, 1, 6))
        return Grown(app, {NAME: land})

    yield opened
    for app in apps:
        with app.app_context():
            db.engine.dispose()


def laid_over(own: Any, over: Any) -> Any:
    """The rows of `over` in the place of those of `own`, key by key."""
    if isinstance(own, dict) and isinstance(over, dict):
        return own | {key: laid_over(own.get(key), value) for key, value in over.items()}
    return over
