"""What is printed fits one sheet of A4: the application form and the membership record, by Chromium's own printing."""

import io
from typing import Any

import pikepdf
import pytest

from tests.browser.conftest import DESK, Visits
from tests.browser.site import Site, cookies_of
from tests.client import browse

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("granted_worker", lambda rows: f"/join/applications/{rows['granted_reference']}/form"),
        ("granted_worker", lambda _: "/me/record"),
    ],
    ids=["application form", "membership record"],
)
def test_it_prints_on_one_sheet(visit: Visits, site: Site, who: str, path: Any) -> None:
    rows = site.world.alpha.rows
    window = visit(site.port, viewport=DESK)
    window.context.add_cookies(cookies_of(browse(site.app, "alpha").sign_in("worker", rows[who])))  # type: ignore[arg-type]
    page = window.open(path(rows))
    printed = page.pdf(format="A4")
    with pikepdf.open(io.BytesIO(printed)) as paper:
        assert len(paper.pages) == 1
        width, height = (float(side) for side in paper.pages[0].mediabox[2:])
        assert (width, height) == pytest.approx((595, 842), abs=2)
