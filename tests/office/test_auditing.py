"""Numbers are masked until somebody says why he must see them, and auditors read everything that happened."""

from bs4 import BeautifulSoup

from tests.cases.procedure import Stage

NUMBER = "990000199001010018"


def rows(stage: Stage, query: str = "") -> list[str]:
    """The lines of the record as the auditor sees them."""
    page = BeautifulSoup(stage.signed_in("auditor").get(f"/office/events{query}").text, "html5lib")
    return [" ".join(row.get_text(" ", strip=True).split()) for row in page.select("tbody tr")]


def next_stretch(stage: Stage) -> str:
    """The query of the link that leads on."""
    page = BeautifulSoup(stage.signed_in("auditor").get("/office/events").text, "html5lib")
    return "?" + str(page.select_one("a[rel=next]")["href"]).partition("?")[2]  # type: ignore[index]


def test_full_numbers_are_shown_once_for_a_reason_that_is_recorded(stage: Stage) -> None:
    [reference] = stage.open()
    officer, path = stage.signed_in("li"), f"/office/cases/{reference}/full-numbers"
    assert NUMBER not in officer.get(f"/office/cases/{reference}").text
    refused = officer.submit(path, {"reason": ""})
    assert refused.status_code == 422 and NUMBER not in refused.text
    assert NUMBER in officer.submit(path, {"reason": "与公安核对"}).text
    assert NUMBER not in officer.get(path).text
    [row] = rows(stage, "?kind=personal_data.read")
    assert all(words in row for words in ("查看完整号码", "李经办", reference, "与公安核对", "身份证号"))
    assert NUMBER not in row


def test_an_auditor_filters_by_case_officer_and_kind_and_turns_pages(stage: Stage) -> None:
    references = stage.open(60)
    officer = stage.signed_in("li")
    stage.decide(officer, references[0], "grant")
    assert {"提交申请", "工会同意", "批准"} <= {row.split()[2] for row in rows(stage, f"?reference={references[0]}")}
    assert all("李经办" in row for row in rows(stage, "?actor=li"))
    assert len(rows(stage, "?kind=case.grant")) == 1
    assert len(rows(stage, "?kind=case.submit")) == 60
    assert rows(stage, "?actor=nobody") == []
    stage.open(60)
    first, second = rows(stage), rows(stage, next_stretch(stage))
    assert len(first) == 100 and second and not set(first[:5]) & set(second)


def test_only_an_auditor_reads_the_record_and_he_decides_nothing(stage: Stage) -> None:
    [reference] = stage.open(plans=[(1, "top")])
    for login in ("top", "chief", "li"):
        assert stage.signed_in(login).get("/office/events").status_code == 403
    auditor = stage.signed_in("auditor")
    assert auditor.get("/office/events").status_code == 200
    assert auditor.get(f"/office/cases/{reference}").status_code == 404
