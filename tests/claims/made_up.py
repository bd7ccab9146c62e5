"""A province of the repository with plans of a YAML file in the place of its own, as it is served."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from tests.claims.conftest import Stage, build_stage
from tests.conftest import REPOSITORY, BuildApp, Served
from tests.databases import EMPTY
from webapp.persistence import db


@contextmanager
def stage_with(
    plans: Path, served: Served, build_app: BuildApp, folder: Path, **sections: dict[str, Any]
) -> Iterator[Stage]:
    """The stage with those plans; `sections` are laid over the sections of the profile."""
    served.reset(EMPTY)
    shutil.copytree(REPOSITORY / "policies", folder / "policies")
    shutil.rmtree(folder / "policies" / "scenarios")
    path = folder / "policies" / "guangdong.yaml"
    own, plan = (yaml.safe_load(file.read_text(encoding="utf-8")) for file in (path, plans))
    merged = own | {"benefits": plan["benefits"]}
    for name, section in {**plan, **sections}.items():
        if name != "benefits":
            merged[name] = (merged[name] or {}) | section
    path.write_text(yaml.safe_dump(merged, allow_unicode=True, sort_keys=False), encoding="utf-8")
    app = build_app(DATABASE_URL=served.databases.url, GONGHUI_POLICIES=str(folder / "policies"))
    yield build_stage(app)
    with app.app_context():
        db.engine.dispose()
