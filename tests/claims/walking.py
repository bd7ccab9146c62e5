"""A member who files through the pages, and an officer who reviews through his."""

import re
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

from bs4 import BeautifulSoup
from werkzeug.test import TestResponse

from tests.claims.conftest import PLAN, Stage
from tests.claims.papers import PAPERS, picture
from tests.client import Browser

BILL = {
    "hospital": "市第一人民医院",
    "hospital_public": "yes",
    "hospital_grade": "2",
    "hospital_kind": "general",
    "care": "outpatient",
    "begins_on": "2022-03-10",
    "invoice": "",
    "total": "",
    "self_paid_in_scope": "600.00",
}
WHAT = {"kind": "accident", "place": "人民路口", "story": "送货时被电动车撞倒，左手骨折", "third_party": "no"}
ACCOUNT = {"holder": "王小明", "bank": "工商银行", "number": "6222 0000 1111 2223", "again": "6222000011112223"}


def text(page: str) -> str:
    """What a reader sees."""
    return " ".join(BeautifulSoup(page, "lxml").get_text(" ").split())


@dataclass
class Walk:
    """One member's way through the pages; `said` are the answers of each."""

    stage: Stage
    worker_id: UUID
    browser: Browser = field(init=False)
    references: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.browser = self.stage.worker(self.worker_id)

    def file(
        self,
        *bills: dict[str, str],
        day: str = "2022-03-10",
        time: str = "10:00",
        what: dict[str, str] | None = None,
        papers: tuple[str, ...] = PAPERS,
        account: dict[str, str] | None = None,
        again: int | None = None,
    ) -> str:
        """File through every page and hand it in; `again`: on the accident of this number. The reference."""
        reference = self.begin(again)
        path = f"/claims/{reference}"
        if again is None:
            _went(self.post(f"{path}/when", {"day": day, "time": time}))
            _went(self.post(f"{path}/what", WHAT | (what or {})))
        for bill in bills:
            _went(self.sure_bill(reference, bill))
        for purpose in papers:
            _went(self.upload(reference, purpose, picture()))
        if account != {}:
            _went(self.post(f"{path}/account", {"payee": "self"} | ACCOUNT | (account or {})))
        _went(self.post(f"{path}/submission", {"consent": "1"}))
        return reference

    def post(self, path: str, fields: dict[str, Any], **kwargs: Any) -> TestResponse:
        """Send the form of a page that is open already; a submission says what its page showed."""
        if path.endswith("/submission") and "shown" not in fields:
            fields = fields | {"shown": shown_on(self.browser, path.split("/")[2])}
        return post(self.browser, path, fields, **kwargs)

    def begin(self, again: int | None = None) -> str:
        """A new draft."""
        fields = {"accident": str(again)} if again is not None else {"plan": PLAN}
        answer = self.post("/claims", fields)
        _went(answer)
        reference = answer.location.rpartition("/")[2]
        self.references.append(reference)
        return reference

    def bill(self, reference: str, bill: dict[str, Any]) -> TestResponse:
        """Fill in one bill."""
        filled = BILL | bill
        filled["total"] = filled["total"] or filled["self_paid_in_scope"]
        return self.post(f"/claims/{reference}/bills/new", filled)

    def sure_bill(self, reference: str, bill: dict[str, str]) -> TestResponse:
        """Fill in one bill, and tick whatever is asked about it."""
        answer = self.bill(reference, bill)
        asked = [str(box["value"]) for box in BeautifulSoup(answer.text, "html.parser").select("input[name=sure]")]
        return self.bill(reference, bill | {"sure": asked}) if asked else answer

    def upload(self, reference: str, purpose: str, *files: Any) -> TestResponse:
        """Send photographs of one kind of paper."""
        fields = {"purpose": purpose, f"{purpose}-files": list(files)}
        return self.post(f"/claims/{reference}/papers", fields, content_type="multipart/form-data")

    def page(self, reference: str) -> str:
        """What his page of the filing says."""
        return text(self.browser.get(f"/claims/{reference}").text)


def shown_on(browser: Browser, reference: str) -> str:
    """What the overview of a filing sends along as shown."""
    found = re.search('name="shown" value="([^"]*)"', browser.get(f"/claims/{reference}").text)
    return found[1] if found else ""


def _went(answer: TestResponse) -> None:
    assert answer.status_code == 303, text(answer.text)[:600]


TOKENS: WeakKeyDictionary[Browser, str] = WeakKeyDictionary()


def post(browser: Browser, path: str, fields: dict[str, Any], page: str = "/me", **kwargs: Any) -> TestResponse:
    if browser not in TOKENS:
        found = re.search(r'name="csrf_token" value="([^"]+)"', browser.get(page).text)
        assert found is not None
        TOKENS[browser] = found[1]
    headers = {"Sec-Fetch-Site": "same-origin", "Origin": browser.origin}
    return browser.post(path, data=fields | {"csrf_token": TOKENS[browser]}, headers=headers, **kwargs)


def found(
    stage: Stage,
    reference: str,
    row: str,
    about: str = "accident",
    outcome: str = "holds",
    login: str = "li",
    **more: str,
) -> TestResponse:
    """An officer writes a finding on his page."""
    fields = {"row": row, "about": about, "outcome": outcome, "note": "已核对材料"} | more
    prefixed = {f"finding-{name}": value for name, value in fields.items()}
    return post(stage.officer(login), f"/office/claims/{reference}/findings", prefixed, f"/office/cases/{reference}")


def verdict(stage: Stage, reference: str, verdict: str, reason: str = "请看条款", login: str = "li") -> TestResponse:
    """An officer's verdict on the case page."""
    version = stage.read(lambda: stage.case(reference).version)
    fields = {"verdict": verdict, "reason": reason, "version": str(version)}
    return post(stage.officer(login), f"/office/cases/{reference}/decision", fields, f"/office/cases/{reference}")
