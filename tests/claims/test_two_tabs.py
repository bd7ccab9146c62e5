"""Two tabs on one part of a draft: the later one reads what the earlier wrote, keeps what was typed, and saves it when pressed again."""

from typing import Any

import pytest
from bs4 import BeautifulSoup

from tests.claims.conftest import Stage
from tests.claims.walking import ACCOUNT, BILL, WHAT, Walk, text
from tests.client import Browser
from webapp.claims.store import bills_of

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
CHANGES: dict[str, tuple[str, dict[str, Any], dict[str, Any], tuple[str, ...]]] = {
    "bill": (
        "bills/{bill}",
        BILL | {"total": "300.00", "self_paid_in_scope": "300.00"},
        BILL | {"total": "400.00", "self_paid_in_scope": "400.00"},
        ("300.00",),
    ),
    "when": ("when", {"day": "2022-03-09", "time": "10:00"}, {"day": "2022-03-08", "time": "10:00"}, ("2022年3月9日",)),
    "what": ("what", WHAT | {"place": "东门"}, WHAT | {"place": "西门"}, ("东门",)),
    "account": (
        "account",
        {"payee": "self"} | ACCOUNT | {"bank": "建设银行"},
        {"payee": "self"} | ACCOUNT | {"bank": "农业银行"},
        ("建设银行",),
    ),
}


def typed(browser: Browser, page: str, path: str, fields: dict[str, Any]) -> Any:
    """Send a page that is open already."""
    known = {str(one["name"]) for one in BeautifulSoup(page, "lxml").select("main [name]")}
    dated = {"day", "begins_on"} & fields.keys()
    for name in dated:
        fields = fields | dict(
            zip([f"{name}-{part}" for part in ("year", "month", "day")], fields[name].split("-"), strict=True)
        )
    sent = {name: value for name, value in fields.items() if name in known}
    return browser.send(page, path, sent)


@pytest.mark.parametrize("part", CHANGES)
def test_the_later_tab_is_told_and_loses_nothing(stage: Stage, part: str) -> None:
    walk = Walk(stage, stage.member())
    reference = walk.begin()
    path = f"/claims/{reference}"
    walk.post(f"{path}/when", {"day": "2022-03-10", "time": "10:00"})
    walk.post(f"{path}/what", WHAT)
    walk.bill(reference, {"total": "713.60"})
    walk.post(f"{path}/account", {"payee": "self"} | ACCOUNT)
    bill = stage.read(lambda: bills_of([stage.filing(reference).id])[0].id)
    where, first, second, told = CHANGES[part]
    address = f"{path}/{where.format(bill=bill)}"
    pages = [walk.browser.get(address).text for _tab in range(2)]
    answer = typed(walk.browser, pages[0], address, first)
    assert answer.status_code == 303, text(answer.text)[:500]
    answer = typed(walk.browser, pages[1], address, second)
    assert answer.status_code == 422
    assert "另一个页面" in text(answer.text) and all(one in text(answer.text) for one in told)
    again = typed(walk.browser, answer.text, address, second)
    assert again.status_code == 303, text(again.text)[:500]
    assert typed(walk.browser, walk.browser.get(address).text, address, second).status_code == 303
